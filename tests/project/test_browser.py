"""What `make test` does for a browser, and what it says without one."""

from __future__ import annotations

import shutil

import pytest

import browser

MISSING = "no Chromium is installed"


@pytest.fixture(autouse=True)
def nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note the commands instead of running them; each fails."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> str:
        commands.append(command)
        return "E: no network"

    monkeypatch.setattr(browser, "run", run)
    monkeypatch.setattr(browser, "find_problem", lambda: MISSING)
    return commands


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("false", 0), ("true", 1), ("1", 1)])
def test_none_is_said_loudly_and_an_error_in_ci_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    monkeypatch.setenv("CI", ci)
    assert browser.main() == code
    said = capsys.readouterr()
    assert "failed: E: no network" in said.out
    assert ("WILL BE SKIPPED" in said.out) == (code == 0)
    assert (MISSING in said.err) == (code == 1)


def test_one_that_starts_is_enough(
    monkeypatch: pytest.MonkeyPatch, nothing_is_run: list[list[str]]
) -> None:
    monkeypatch.setattr(browser, "find_problem", lambda: "")
    assert (browser.main(), nothing_is_run) == (0, [])


def test_a_wrong_choice_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> str:
        raise ValueError("CHROMIUM=/nowhere is no Chromium that starts.")

    monkeypatch.setattr(browser, "find_problem", refuse)
    assert browser.main() == 1
    assert "CHROMIUM=/nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("user", "programs", "expected"),
    [
        (0, ["apt-get", "sudo"], ["sh"]),
        (0, ["dnf"], ["sh"]),
        (0, [], []),
        (1000, ["apt-get"], []),
        (1000, ["apt-get", "sudo"], []),  # It would ask for a password: `run` fails here.
    ],
)
def test_a_package_manager_is_asked_where_that_needs_no_password(
    monkeypatch: pytest.MonkeyPatch, user: int, programs: list[str], expected: list[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr(shutil, "which", lambda name: name if name in programs else None)
    first, *rest = browser.ways_to_install()
    assert first[1:] == ["-m", "playwright", "install", "chromium"]
    assert [command[0] for command in rest] == expected

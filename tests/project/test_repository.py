"""What the repository promises: its top level, its locks, its workflows."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from paths import ROOT


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("needs a git checkout")
    return [path for path in done.stdout.splitlines() if (ROOT / path).is_file()]


def test_the_top_level_is_what_was_agreed(tracked: list[str]) -> None:
    assert {path.split("/")[0] for path in tracked} == {
        *("mkdocs.yml", "docs", "overrides", "plugins", "tests", "README.md"),
        *("pyproject.toml", "requirements", "Makefile", "LICENSE", "CHANGELOG.md"),
        *(".ci", ".editorconfig", ".github", ".gitignore"),
        # Where these tools look for them.
        *(".pre-commit-hooks.yaml", ".vscode"),
    }


@pytest.mark.parametrize("name", ["site", "dev"])
def test_locks_are_hashed_universal_and_name_no_registry(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index-url|--find-links|@", text)
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "colorama" in text  # What only Windows needs is there too.


def test_locks_hold_what_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *groups["site"], *groups["checkout"]]
    wanted = [each for each in wanted if isinstance(each, str)]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", each)[0].lower()) for each in wanted}
    text = (ROOT / "requirements" / "site.txt").read_text(encoding="utf-8")
    assert {name for name in names if f"\n{name}==" not in f"\n{text}"} == set()


def test_no_path_of_a_machine_is_in_the_repository(tracked: list[str]) -> None:
    machine = re.compile(rb"/(?:home|Users|root)/\w|/tmp/\w|/opt/\w")
    this = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        path for path in tracked if path != this and machine.search((ROOT / path).read_bytes())
    ]
    assert found == []


def test_make_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: ((?:.*\\\n)*.*)$", text, re.M)
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"^  make (\w+)", done.stdout, re.M) == re.findall(
        r"^(\w+):.*## ", text, re.M
    )
    assert set(phony.replace("\\", "").split()) == set(re.findall(r"^(\w+):.*## ", text, re.M))

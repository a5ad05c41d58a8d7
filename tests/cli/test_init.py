"""`byline init` makes a blog that is in order, of an empty folder or of a site, over nothing."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from browser import serving
from building import Built, build, write
from mkdocs_byline import __version__
from mkdocs_byline.cli import main
from mkdocs_byline.cli.requirement import of_direct_url
from mkdocs_byline.scaffold.site import lines_to_add
from paths import ROOT
from repository import Repo

ZIZMOR = ROOT / ".github/zizmor.yml"
GIVEN = ("--name", "Stairs: a *blog*", "--author", "Robin Example", "--login", "robin")

NAMES = ("publish", "scheduled", "check", "comment")
WORKFLOWS = tuple(f".github/workflows/{name}.yml" for name in NAMES)


def init(root: Path, *arguments: str, answers: list[str] | None = None) -> Result:
    """Run the command; with answers, in a terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mkdocs_byline.cli.init.is_terminal", lambda: answers is not None)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        given = "".join(f"{answer}\n" for answer in answers or [])
        return CliRunner().invoke(main, ["init", str(root), *arguments], input=given)


def hold_in_order(root: Path) -> Built:
    """Hold that a site passes its own checks, and builds strictly."""
    checked = CliRunner().invoke(main, ["check", "--strict", "-f", str(root / "mkdocs.yml")])
    assert (checked.exit_code, checked.output.split(" in ")[0]) == (0, "No problems")
    built = build(root, strict=True)
    assert (built.error, built.messages) == ("", [])
    return built


def test_an_empty_folder_becomes_a_blog(tmp_path: Path) -> None:
    root = tmp_path / "blog"
    result = init(root, *GIVEN, "--yes", "--url", "example.org/stairs")
    assert result.exit_code == 0, result.output
    Repo(root).commit(1)  # Files with a name that is ignored are none of the blog's.
    built = hold_in_order(root)
    assert "index.html" in built
    assert built.config.site_name == "Stairs: a *blog*"
    assert built.config.site_url == "https://example.org/stairs/"
    assert ">Stairs: a *blog*<" in built.read("index.html")


@pytest.mark.parametrize(
    ("host", "schema", "names"),
    [
        ("github", "github-workflows", WORKFLOWS),
        ("gitlab", "gitlab-ci", (".gitlab-ci.yml",)),
        ("codeberg", "woodpecker-ci", (".woodpecker.yml",)),
    ],
)  # fmt: skip
def test_what_publishes_it_is_what_the_host_reads(
    host: str, schema: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    init(tmp_path, *GIVEN, "--yes", "--host", host, "--pull-request-comments")
    for name in names:
        command = ["check-jsonschema", "--builtin-schema", f"vendor.{schema}", name]
        done = subprocess.run(
            [Path(sys.executable).parent / command[0], *command[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout
    if host == "github":
        for name in names:
            permissions = yaml.safe_load((tmp_path / name).read_text())["permissions"]
            assert permissions == {}
        done = subprocess.run(
            [
                Path(sys.executable).parent / "zizmor",
                "--quiet",
                "--offline",
                f"--config={ZIZMOR}",
                ".github",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        assert (tmp_path / ".github/CODEOWNERS").read_text() == "* @robin\n"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    init(tmp_path, *GIVEN, "--yes")
    paths = [path for path in tmp_path.rglob("*") if path.is_file()]
    for path in paths:
        path.write_text("mine\n" if path.suffix != ".yml" else "site_name: mine\n")
    before = {path: path.read_bytes() for path in paths}
    result = init(tmp_path, *GIVEN, "--yes")
    assert result.exit_code == 0, result.output
    assert {path: path.read_bytes() for path in paths} == before
    assert "wrote" not in result.output


CONFIGS = (
    "site_name: A\ntheme: material\n",
    "site_name: A\ntheme: material\nplugins: [search]\nextra: {}\n",
    "site_name: A\ntheme: material\nplugins: []\n",
    "site_name: A\ntheme: material\nplugins:\n  - search:\n      lang: en\n  # more\nextra: {}\n",
    "site_name: A\ntheme: material\nplugins:\n- search\n- blog\n",
    "site_name: A\ntheme: material\nplugins:\n  - search\n  - blog:\n      blog_dir: blog\n",
    "site_name: A\ntheme: material\ndocs_dir: text\nplugins:\n  - search",
)


@pytest.mark.parametrize("config", CONFIGS)
def test_a_site_becomes_one_with_a_blog(config: str, tmp_path: Path) -> None:
    docs = "text" if "docs_dir" in config else "docs"
    write(tmp_path, {"mkdocs.yml": config, f"{docs}/index.md": "# Mine\n"})
    result = init(tmp_path, *GIVEN, "--yes")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "mkdocs.yml").read_text() == config
    assert (tmp_path / docs / "index.md").read_text() == "# Mine\n"
    proposal = lines_to_add(config)
    assert proposal is not None
    added = {f"+{line}" for line in proposal.splitlines()} & set(result.output.splitlines())
    assert any("byline" in line for line in added)
    (tmp_path / "mkdocs.yml").write_text(proposal)
    hold_in_order(tmp_path)
    assert lines_to_add(proposal) is None
    assert "has Byline already" in init(tmp_path, *GIVEN, "--yes").output


def test_a_terminal_is_asked(tmp_path: Path) -> None:
    answers = ["Stairs", "stairs.example", "Robin Example", "none"]
    result = init(tmp_path, answers=answers)
    assert result.exit_code == 0, result.output
    config = (tmp_path / "mkdocs.yml").read_text()
    assert "site_name: Stairs\nsite_url: 'https://stairs.example/'\n" in config
    assert not (tmp_path / ".github").exists()
    hold_in_order(tmp_path)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, f"mkdocs-byline=={__version__}"),
        (
            {"url": "https://h.example/b", "vcs_info": {"vcs": "git", "commit_id": "1a2b"}},
            "mkdocs-byline @ git+https://h.example/b@1a2b",
        ),
        (
            {"url": "file:///b", "vcs_info": {"vcs": "git", "commit_id": "1a2b"}},
            "git+file:///b@1a2b",
        ),
        (
            {"url": "https://h.example/b.whl", "archive_info": {}},
            "mkdocs-byline @ https://h.example/b.whl",
        ),
    ],
)
def test_a_blog_has_byline_from_where_it_was_installed(
    record: dict[str, dict[str, str]], expected: str
) -> None:
    assert of_direct_url(record) == expected


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("https://h.example/b.git", "git+https://h.example/b.git"),
        ("git@h.example:me/b.git", "git+https://h.example/me/b.git"),
        ("/a/folder", "file://"),
        ("", "file://"),
    ],
)
def test_a_clone_stands_for_where_it_was_cloned_from(
    remote: str, expected: str, tmp_path: Path
) -> None:
    repo = Repo(tmp_path / "a clone")
    if remote:
        repo.git("remote", "add", "origin", remote)
    repo.commit(1)
    record: dict[str, Any] = {"url": repo.root.as_uri(), "dir_info": {}}
    line = of_direct_url(record)
    assert line.startswith(f"mkdocs-byline @ {expected}")
    commit = repo.git("rev-parse", "HEAD").strip()
    place = (
        line.removeprefix("mkdocs-byline @ ") if "git+" in line else f"git+{repo.root.as_uri()}"
    )
    assert of_direct_url(record, pinned=True).endswith(f"{place}@{commit}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--yes"], "git does not know your name"),
        (["--yes", "--author", "R", "--url", "a b"], "'a b' is no address"),
        (["--yes", "--author", "R", "--host", "x"], "is not one of"),
    ],
)
def test_what_can_not_be_made_is_told(arguments: list[str], message: str, tmp_path: Path) -> None:
    result = init(tmp_path, *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.browser
def test_a_reader_walks_through_it(tmp_path: Path, browser: Browser) -> None:
    init(tmp_path, *GIVEN, "--yes")
    built = hold_in_order(tmp_path)
    with serving(built.out) as address:
        page = browser.new_page()
        answer = page.goto(address)
        assert answer
        assert answer.status == 200
        page.click("article a:has-text('blog')")
        page.click("article a:has-text('Hello')")
        assert page.inner_text("h1").startswith("Hello")
        assert "Robin Example" in page.inner_text("article")
        page.click("article a:has-text('Robin Example')")
        assert "Robin Example" in page.inner_text("h1")
        page.close()


def test_get_started_says_what_works(tmp_path: Path) -> None:
    """Play the manual's first lines, but for those that fetch packages, and read the site."""
    text = (ROOT / "docs/byline/index.md").read_text(encoding="utf-8")
    lines = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[0].splitlines()
    fetched = ("python3 -m venv", "source ", "pip install ")
    commands = [line.split() for line in lines if not line.startswith(fetched)]
    assert commands == [["byline", "init"], ["mkdocs", "serve"]]
    programs = Path(sys.executable).parent
    environment = {
        **os.environ,
        "GIT_AUTHOR_NAME": "Robin Example",
        "GIT_AUTHOR_EMAIL": "robin@x.example",
        "NO_MKDOCS_2_WARNING": "1",
    }
    subprocess.run(
        [programs / "byline", "init"], cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL,
        check=True,
    )  # fmt: skip
    assert "robin@x.example" not in (tmp_path / "docs/blog/.authors.yml").read_text()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    serve = [str(programs / "mkdocs"), "serve", "--dev-addr", address]
    server = subprocess.Popen(
        serve, cwd=tmp_path, env=environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        assert server.stdout
        told = []
        for line in server.stdout:
            told.append(line)
            if "Serving on" in line:
                break
        assert "WARNING" not in "".join(told), "".join(told)
        with urllib.request.urlopen(f"http://{address}/") as answer:
            assert answer.status == 200
            assert "Welcome." in answer.read().decode()
    finally:
        server.terminate()
        server.communicate()

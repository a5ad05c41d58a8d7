"""`byline init --from-here` makes a blog of this repository in which nothing is ours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import selectolax.lexbor
import yaml
from click.testing import CliRunner, Result

from building import Built, build
from mkdocs_byline.cli import main
from mkdocs_byline.scaffold.takeover import requirements_of
from paths import ROOT
from repository import Repo

# Names of ours that are words like others.
WORDS = {"editors", "People"}
GIVEN = (
    *("--name", "Stairs", "--author", "Robin Example", "--login", "robin"),
    *("--url", "https://robin.example/stairs/"),
)
YES = (*GIVEN, "--yes")


def init(root: Path, *arguments: str, answers: str | None = None) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mkdocs_byline.cli.init.is_terminal", lambda: answers is not None)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        return CliRunner().invoke(main, ["init", str(root), "--from-here", *arguments], answers)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Return a clone of this repository, with what is not committed yet, too."""
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip("needs a git checkout")
    root = tmp_path_factory.mktemp("ours") / "clone"
    for path in done.stdout.splitlines():
        if (ROOT / path).is_file():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, root / path)
    repo = Repo(root)
    repo.git("remote", "add", "origin", "https://x:secret@github.com/robin/stairs.git")
    repo.commit(1)
    return repo


@pytest.fixture(scope="module")
def theirs(ours: Repo, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Return the same after the command, which is committed."""
    root = tmp_path_factory.mktemp("theirs") / "stairs"
    shutil.copytree(ours.root, root)
    repo = Repo(root)
    result = init(root, *YES)
    assert result.exit_code == 0, result.output
    repo.commit(2)
    return repo


@pytest.fixture(scope="module")
def built(theirs: Repo) -> Built:
    return build(theirs.root, strict=True)


def texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and ".git" not in path.parts and ".cache" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_text("utf-8", "replace")


def names_of_ours() -> set[str]:
    """Return what names us: the blog, its address, people, posts, topics and owners."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    found = set(re.findall(r"^site_(?:name|description): (.*)$", config, re.MULTILINE))
    found |= {urlsplit(url).path.strip("/") for url in re.findall(r'SITE_URL, "(.*)"', config)}
    people = yaml.safe_load((ROOT / "docs/blog/.authors.yml").read_text(encoding="utf-8"))[
        "authors"
    ]
    found |= {person["name"] for person in people.values()} | people.keys()
    topics = yaml.safe_load((ROOT / "docs/blog/.topics.yml").read_text(encoding="utf-8"))
    found |= topics["topics"].keys()
    owners = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8")
    found |= set(re.findall(r"@[\w/-]+", owners))
    found |= set(re.findall(r"Copyright \(c\) \d+ (.*)", (ROOT / "LICENSE").read_text()))
    for path in (ROOT / "docs/blog/posts").rglob("*.md"):
        stem = path.parent.name if path.stem == "index" else path.stem
        found |= {stem, *re.findall(r"\A---\n(?:.*\n)*?title: (.*)", path.read_text("utf-8"))}
    return found - {"", *WORDS}


def test_nothing_of_ours_is_left(theirs: Repo) -> None:
    ours = names_of_ours()
    assert {"Our Blog", "our-blog", "jerry", "@our-blog/editors", "your-first-post"} <= ours
    names = "|".join(re.escape(each) for each in sorted(ours))
    named = re.compile(rf"(?<!\w)(?:{names})(?!\w)|our.blog|author\w*: .*\beditors", re.IGNORECASE)
    left = [
        (path, match[0])
        for path, text in texts(theirs.root)
        for match in named.finditer(f"{path}\n{text}")
    ]
    assert left == []


def test_what_a_blog_does_not_need_is_gone(theirs: Repo) -> None:
    places = {path.split("/")[0] for path in theirs.git("ls-files").splitlines()}
    assert places == {
        *("mkdocs.yml", "docs", "overrides", "requirements.txt", "README.md", "LICENSE"),
        *(".editorconfig", ".github", ".gitignore"),
    }
    assert {path.name for path in theirs.root.iterdir()} - {".git", ".cache"} == places
    workflows = theirs.root / ".github/workflows"
    for path in workflows.iterdir():
        lines = path.read_text(encoding="utf-8")
        assert "make" not in lines
        assert "pytest" not in lines


def test_it_installs_byline_of_the_commit_that_had_it(theirs: Repo) -> None:
    text = (theirs.root / "requirements.txt").read_text(encoding="utf-8")
    assert re.search(r"^mkdocs-blog-plugin==", text, re.MULTILINE)
    assert "secret" not in text


def test_packages_that_an_extra_has_come_with_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    _, byline, *others = requirements_of("mkdocs-byline==1.2", project).splitlines()
    assert byline == "mkdocs-byline[cards,formulas,pictures,search]==1.2"
    assert others == ["mkdocs-blog-plugin==0.25", "mkdocs-material>=9.8,<10"]
    _, byline, *others = requirements_of("git+file:///b@1a2b", project).splitlines()
    assert byline == "git+file:///b@1a2b"
    assert {"pillow>=11", "mkdocs-material>=9.8,<10"} < set(others)


def test_it_passes_its_own_checks_and_builds(theirs: Repo, built: Built) -> None:
    arguments = ["check", "--strict", "-f", str(theirs.root / "mkdocs.yml")]
    checked = CliRunner().invoke(main, arguments)
    assert (checked.exit_code, checked.output.split(" in ")[0]) == (0, "No problems")
    assert (built.error, built.messages) == ("", [])
    config = built.config
    assert (config.site_name, config.site_url) == ("Stairs", "https://robin.example/stairs/")
    assert config.repo_url == "https://github.com/robin/stairs"
    assert [
        file
        for file in built.out.rglob("hello/index.html")
        if "Robin Example" in file.read_text("utf-8")
    ]


def test_no_link_of_it_leads_nowhere(built: Built) -> None:
    broken, seen = [], 0
    for file in sorted(built.out.rglob("*.html")):
        page = selectolax.lexbor.LexborHTMLParser(file.read_text(encoding="utf-8"))
        for node in page.css("a[href], link[href], script[src], img[src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(address)
            path = parts.path.removeprefix("/stairs")
            if parts.scheme or parts.netloc or not path:
                continue
            seen += 1
            target = built.out / path.lstrip("/") if path.startswith("/") else file.parent / path
            target = Path(os.path.normpath(unquote(str(target))))
            if not (target.is_file() or (target / "index.html").is_file()):
                broken.append((file.relative_to(built.out).as_posix(), address))
    assert broken == []
    assert seen > 100


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        (None, "Nothing was changed. --yes does it.\n"),
        ("\n\nn\n", "Do it? [y/N]: n\nNothing was changed.\n"),
    ],
)
def test_it_is_shown_before_it_is_done(ours: Repo, answers: str | None, end: str) -> None:
    result = init(ours.root, *GIVEN, "--host", "github", answers=answers)
    assert result.exit_code == 0, result.output
    assert result.output.endswith(end)
    assert re.search(r"^remove  tests  \(\d+ files\)$", result.output, re.MULTILINE)
    assert re.search(r"^remove  docs/byline  \(\d+ files\)$", result.output, re.MULTILINE)
    assert "\nkeep    overrides/home.html\n" in result.output
    assert "\nwrite   requirements.txt\n" in result.output
    assert "\n-site_name: Our Blog\n" in result.output
    assert "\n+site_name: Stairs\n" in result.output
    assert ours.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("echo x >> README.md", "These are in no commit: README.md. Nothing was changed."),
        ("touch mine.md", "These are in no commit: mine.md. Nothing was changed."),
        (
            "git update-index --assume-unchanged README.md; echo x >> README.md",
            "in no commit: README.md",
        ),
        ("git rm -q --cached README.md; echo README.md > .git/info/exclude", "no commit: README"),
        ("echo requirements.txt > .git/info/exclude; touch requirements.txt", "git ignores req"),
        ("echo .github > .git/info/exclude; ln -s .. .github", "git ignores .github"),
        ("git rm -q -r plugins; git commit -q -m x", "not a clone of the repository that Byl"),
        ("rm -rf .git", "not the top folder of a git repository"),
        ("rm -rf .git; git init -q", "no commit yet"),
        ("cd ..; git init -q", None),
    ],
)
def test_nothing_is_lost_that_git_does_not_hold(
    change: str, message: str | None, tmp_path: Path
) -> None:
    repo = Repo(tmp_path / "clone")
    files: dict[str, str | bytes | None] = {
        name: (ROOT / name).read_bytes() for name in (".gitignore", "LICENSE", "pyproject.toml")
    }
    files |= {"mkdocs.yml": "site_name: X\nplugins:\n  - byline:\n      default_author: x\n"}
    repo.commit(1, files | {"README.md": "x\n", "plugins/mkdocs_byline/__init__.py": ""})
    environment = {**os.environ, "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "user.name"}
    environment |= {"GIT_CONFIG_VALUE_0": "R", "GIT_CONFIG_KEY_1": "user.email"}
    environment |= {"GIT_CONFIG_VALUE_1": "r@x.example"}
    subprocess.run(change, shell=True, cwd=repo.root, env=environment, check=True)
    before = {path: path.read_bytes() for path in repo.root.rglob("*") if path.is_file()}
    result = init(repo.root, *YES)
    if message is None:
        assert result.exit_code == 0, result.output
        assert not (repo.root / "plugins").exists()
        return
    assert result.exit_code == 1
    assert message in result.output
    after = {path: path.read_bytes() for path in repo.root.rglob("*") if path.is_file()}
    assert after == before


def test_a_folder_that_is_not_there_is_no_clone(tmp_path: Path) -> None:
    result = init(tmp_path / "none", *YES)
    assert result.exit_code == 1
    assert "is not a clone of the repository that Byline is in" in result.output


def test_a_second_time_there_is_nothing_to_do(theirs: Repo) -> None:
    result = init(theirs.root, *YES)
    assert result.exit_code == 1
    assert "leave --from-here away" in result.output

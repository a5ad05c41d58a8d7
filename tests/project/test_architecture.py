"""What Architecture and Decisions say of the code is so: files, names, rooms, and rules."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from paths import PACKAGE, ROOT

DOCS = ROOT / "docs/development"
PAGES = ("architecture.md", "decisions.md")
# Where the environment or the clock may be asked, beside commands: where a build begins, for
# programs that are run, and in the script that a workflow runs by itself.
ENTRANCES = {
    *("clock.py", "git/repository.py", "search/pagefind.py", "scaffold/comment_script.py"),
    *("host/loader.py", "host/log.py"),
}
# Classes of MkDocs that are named as some of ours.
THEIRS = {"Page", "File"}


def quoted(name: str) -> list[str]:
    """Return what stands in back quotes on a page of the documentation."""
    text = re.sub(r"```.*?```", "", (DOCS / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text)


def names_of(tree: ast.Module | ast.ClassDef) -> set[str]:
    """Return what a module or a class has, and in a class also what its methods give to `self`."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {ast.unparse(target) for target in node.targets}
        elif isinstance(node, ast.AnnAssign):
            found.add(ast.unparse(node.target))
    if isinstance(tree, ast.ClassDef):
        found |= {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"
        }
    return found


def known_names() -> dict[str, set[str]]:
    """Return what modules, by their last name, and classes have; several may share a name."""
    known: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known.setdefault(path.stem, set()).update(names_of(tree))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                known.setdefault(node.name, set()).update(names_of(node))
    return known


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_exist(page: str) -> None:
    named = {each for each in quoted(page) if re.fullmatch(r"[\w/]+(\.py|/)", each)}
    assert len(named) > 20
    places = (PACKAGE, ROOT, ROOT / "tests", PACKAGE / "templates")
    assert [each for each in sorted(named) if not any((at / each).exists() for at in places)] == []


@pytest.mark.parametrize("page", PAGES)
def test_functions_that_are_named_exist(page: str) -> None:
    known = known_names()
    wrong = []
    for each in quoted(page):
        if match := re.fullmatch(r"(\w+)\.(\w+)(\(\))?", each):
            owner, name = match[1], match[2]
            if owner in known and owner not in THEIRS and name not in ("py", *known[owner]):
                wrong.append(each)
    assert wrong == []


def test_architecture_fits_on_three_screens() -> None:
    assert len((DOCS / "architecture.md").read_text(encoding="utf-8").splitlines()) <= 125


def test_every_room_is_described() -> None:
    named = set(" ".join(quoted("architecture.md")).split())
    rooms = {path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("__init__.py")} - {Path()}
    assert [str(room) for room in sorted(rooms) if f"{room}/" not in named] == []


def test_environment_and_clock_are_asked_where_a_build_or_command_begins() -> None:
    asks = re.compile(r"\bos\.environ\b|\bgetenv\b|\.(now|today|utcnow)\(|\btime\.time\(")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if asks.search(path.read_text(encoding="utf-8"))
    }
    assert {each for each in found if not each.startswith("cli/")} == ENTRANCES


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / ".github").rglob("*.md"))], ids=lambda p: p.name
)
def test_links_of_what_github_shows_lead_to_files(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "`", text)
    links = [each.partition("#")[0] for each in re.findall(r"\]\(([^)\s]+)\)", text)]
    led = [each for each in links if each and "://" not in each and not each.startswith("mailto:")]
    assert [each for each in led if not (page.parent / each).exists()] == []

"""A build ends at any of its changes of the disk: what readers see, and what comes next."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import mortal
from building import build, write
from comparing import contents
from mkdocs_byline.cache import atomic_file, workers
from mkdocs_byline.cache.store import Pack
from mkdocs_byline.host.output import staging
from mkdocs_byline.host.output.folder_scan import signature
from sample_blog import many

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")

# More of them: `KILLS=200 make test`; 0 for each change there is.
KILLS = int(os.environ.get("KILLS", "6"))
POSTS = 14


class Project:
    """A site that was built, its sources changed since, and a build that may be killed."""

    def __init__(self, root: Path) -> None:
        self.root = root / "project"
        files = many(POSTS)
        config = str(files["mkdocs.yml"]).replace("name: material", "name: mkdocs")
        config += "not_in_nav: |\n  /old/\n  /new/\n"  # Which would change all pages.
        sources = {**files, "mkdocs.yml": config, "docs/old/page.md": "# Old\n"}
        write(self.root, {**sources, "docs/index.md": "# Home\n"})
        self.build()
        self.old = contents(self.root / "site")
        (self.root / "docs/old/page.md").unlink()
        for number in range(POSTS):
            if number % 9 < 3:
                continue  # The oldest stay as they are, and so do their pages.
            path = self.root / f"docs/blog/posts/p{number}.md"
            path.write_text(path.read_text() + "\nMore.\n")
        write(self.root, {"docs/new/page.md": "# New\n"})
        self.kept = root / "kept"
        shutil.copytree(self.root, self.kept)
        shutil.rmtree(self.root / ".cache")
        self.build()
        self.new = contents(self.root / "site")

    def restore(self) -> None:
        """Bring back the old site with its record, which tells of files that were there before."""
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)
        (path,) = (self.root / ".cache/byline").glob("manifest-*.json")
        record = json.loads(atomic_file.load(path) or b"")
        for dest, row in record["pages"].items():
            row[1:] = signature((self.root / "site" / dest).stat()) or ()
        atomic_file.save(path, json.dumps(record).encode())

    def build(self) -> None:
        built = build(self.root)
        assert built.error == ""

    def leftovers(self) -> list[str]:
        found = [*self.root.rglob("*.tmp"), *(self.root / "site").glob(f"{staging.PREFIX}*")]
        return [path.name for path in found]

    def changes(self) -> list[str]:
        """Return what a build changes on the disk, one line each."""
        log = self.root.parent / "log"
        assert mortal.run(self.build, log=log) == 0
        self.restore()
        return log.read_text().splitlines()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1793000000")
        patch.setattr(workers, "usable_cores", lambda: 2)
        patch.setattr(workers, "MIN_TASKS", 4)
        yield Project(tmp_path_factory.mktemp("killed"))


@pytest.fixture
def project(built: Project) -> Project:
    built.restore()
    return built


def test_a_build_that_is_killed_anywhere_does_no_harm(project: Project) -> None:
    changes = project.changes()
    swapping = [at for at, what in enumerate(changes, 1) if is_move(what, project)]
    matters = [swapping[at - 1] for at in chosen(len(swapping), KILLS // 3)]
    for at in sorted({*chosen(len(changes), KILLS * 2 // 3), *matters}):
        project.restore()
        assert mortal.run(project.build, at) == -9
        told = f"killed at {at} of {len(changes)}: {changes[at - 1]}"
        seen = visible(project.root / "site")
        if swapping[0] < at <= swapping[-1]:  # For that moment, a file may be missing.
            for name, text in seen.items():
                assert text in (project.old.get(name), project.new.get(name)), f"{name}, {told}"
        else:
            assert seen == (project.old if at <= swapping[0] else project.new), told
        project.build()
        assert contents(project.root / "site") == project.new, told
        assert project.leftovers() == [], told
        for pack in (project.root / ".cache").rglob("*.pack"):
            Pack.open(pack).close()


def test_a_disk_that_becomes_full_at_any_time_does_no_harm(project: Project) -> None:
    changes = project.changes()
    for at in chosen(len(changes), KILLS // 2):
        project.restore()
        code = mortal.run(project.build, at, full=True)
        told = f"full after {at} of {len(changes)}: {changes[at - 1]}"
        assert contents(project.root / "site") == (project.old if code else project.new), told
        project.build()
        assert contents(project.root / "site") == project.new, told
        assert project.leftovers() == [], told


@pytest.mark.parametrize("at", [1, 23])
def test_workers_that_are_killed_are_not_missed(project: Project, tmp_path: Path, at: int) -> None:
    log = tmp_path / "log"
    assert mortal.run(project.build, at, log, in_workers=True) == 0
    assert len(log.read_text().splitlines()) >= at
    assert contents(project.root / "site") == project.new
    project.build()
    assert contents(project.root / "site") == project.new


def is_move(what: str, project: Project) -> bool:
    """Whether it is one of the moves that put a new site in the place of the old one."""
    return what.startswith(f"os.rename {project.root}/site/")


def chosen(count: int, number: int) -> list[int]:
    """Return so many numbers spread from 1 to `count`; all of them with `KILLS=0`."""
    if not KILLS or number >= count:
        return list(range(1, count + 1))
    chance, each = random.Random(1), count / number
    return [chance.randint(int(at * each) + 1, int((at + 1) * each)) for at in range(number)]


def visible(site: Path) -> dict[str, bytes]:
    """Return what a web server serves, which asks for no hidden folder."""
    return {
        name: text for name, text in contents(site).items() if not name.startswith(staging.PREFIX)
    }


def test_in_these_builds_some_pages_stay(project: Project) -> None:
    before = {path: path.stat().st_ino for path in (project.root / "site").rglob("*.html")}
    project.build()
    after = {path: path.stat().st_ino for path in (project.root / "site").rglob("*.html")}
    assert 5 < len(before.items() & after.items()) < len(after) - 5

"""The same sources make the same bytes: whatever the folder, time zone, locale or hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.engines import ENGINES
from bench.posts import generate
from building import AUTHORS, post, write
from comparing import contents
from mkdocs_byline.cache.workers import MIN_TASKS

SURROUNDINGS: tuple[dict[str, str], ...] = (
    {"TZ": "UTC", "LC_ALL": "C"},
    {"TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "HOME": "/nowhere"},
)
WORKERS = (1, 2, 2)
# Runs MkDocs with so many workers, and says on standard output how often it forked.
COMMAND = """\
import os, sys
from mkdocs.__main__ import cli
from mkdocs_byline.cache import workers
workers.usable_cores = lambda: {workers}
fork, forks = os.fork, []
os.fork = lambda: forks.append(1) or fork()
cli(sys.argv[1:], standalone_mode=False)
print(len(forks))
"""


def make(root: Path) -> None:
    """Write a site with a repository, in which names, dates and topics could be mixed up."""
    ENGINES[0].write(root, generate(MIN_TASKS), True)
    authors = "".join(f"  a{number}: {{name: A{number}}}\n" for number in range(12))
    write(
        root,
        {
            "mkdocs.yml": "site_name: Trial\nsite_url: https://example.org/\n"
            "theme: {name: material, font: false}\nplugins: [search, byline]\n",
            "docs/blog/.authors.yml": AUTHORS + authors,
            "docs/blog/posts/same.md": post("# I", date="2026-11-20T23:30", tags="[I, İ, ı]"),
            "docs/blog/posts/other.md": post("# İ j", date="2026-11-20T23:30", tags="[i, Z, z]"),
            "docs/blog/posts/new.md": post("# New\n\nText.", authors="[jane, joe]"),
        },
    )
    at = "2026-11-21T22:00:00-0500"
    who = {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **who, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=root, check=True, env=environment)


def test_surroundings_change_no_byte(tmp_path: Path) -> None:
    trees = []
    for number, surroundings in enumerate(SURROUNDINGS):
        root = tmp_path / f"folder {number}" / ("x" * number)
        root.mkdir(parents=True)
        make(root)
        code = COMMAND.format(workers=WORKERS[number])
        seed = {"PYTHONHASHSEED": str(number + 1), "SOURCE_DATE_EPOCH": "1790000000"}
        done = subprocess.run(
            [sys.executable, "-c", code, "build", "-q", "-f", root / "mkdocs.yml"],
            cwd=root if number else tmp_path,
            env={**os.environ, **surroundings, **seed},
            check=True,
            stdout=subprocess.PIPE,
        )
        # Two that convert, two that set pages.
        assert int(done.stdout) == (4 if WORKERS[number] > 1 and sys.platform == "linux" else 0)
        trees.append(contents(root / "site"))
    assert "blog/2026/11/22/new/index.html" in trees[0]  # The date is that of the commit.
    assert "sitemap.xml.gz" in trees[0]
    for other in trees[1:]:
        assert [name for name in trees[0] if trees[0][name] != other.get(name)] == []
        assert set(other) == set(trees[0])

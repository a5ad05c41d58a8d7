"""What git said before, kept in a file: commits by id and texts' digests by blob.

Both are named by their content, so what is kept is never out of date: a build asks git only for
what it has not seen. The file can be deleted at any time, and one that is damaged is ignored.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs_byline.cache import atomic_file
from mkdocs_byline.git.log import DIFF_OPTIONS, FORMAT, Change, Commit, Identity

_VERSION = [2, FORMAT, *DIFF_OPTIONS]


@dataclass(slots=True)
class HistoryCache:
    """`commits` holds None for those that did not touch the folder."""

    commits: dict[str, Commit | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def load(path: Path) -> HistoryCache:
    """Return what the file holds; nothing if it is missing, damaged or of another version."""
    try:
        values = json.loads(atomic_file.load(path) or b"{}")
        if values["version"] != _VERSION:
            return HistoryCache()
        commits = {each: _commit(each, row) for each, row in values["commits"].items()}
        return HistoryCache(commits, values["texts"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return HistoryCache()


def save(path: Path, cache: HistoryCache) -> None:
    """Write the file; see `cachefile.save`."""
    rows = {each: _row(commit) for each, commit in cache.commits.items()}
    values = {"version": _VERSION, "commits": rows, "texts": cache.texts}
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    atomic_file.save(path, body)


def _row(commit: Commit | None) -> list[Any] | None:
    if commit is None:
        return None
    return [
        commit.parents,
        commit.committed.isoformat(),
        [(each.name, each.email) for each in commit.people],
        commit.subject,
        commit.corrections,
        commit.skips,
        [(each.status, each.path, each.old, each.old_blob, each.blob) for each in commit.changes],
    ]


def _commit(commit: str, row: list[Any] | None) -> Commit | None:
    if row is None:
        return None
    parents, committed, people, subject, corrections, skips, changes = row
    return Commit(
        id=commit,
        parents=tuple(parents),
        committed=dt.datetime.fromisoformat(committed),
        people=tuple(Identity(*each) for each in people),
        subject=subject,
        corrections=tuple(corrections),
        skips=skips,
        changes=tuple(Change(*each) for each in changes),
    )

"""What git said before, kept in a file: commits by id and texts' digests by blob.

Both are named by their content, so what is kept is never out of date: a build asks git only for
what it has not seen. The file can be deleted at any time, and one that is damaged is ignored.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs_byline.cachefile import begin_file
from mkdocs_byline.read.history import DIFF_OPTIONS, FORMAT, Change, Commit, Identity

_VERSION = [1, FORMAT, *DIFF_OPTIONS]


@dataclass(slots=True)
class HistoryCache:
    """`commits` holds None for those that did not touch the folder."""

    commits: dict[str, Commit | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def cache_path(folder: Path, top: Path, prefix: str) -> Path:
    """Return the file for one folder of one repository."""
    key = hashlib.sha256(f"{top}\0{prefix}".encode()).hexdigest()[:16]
    return folder / f"history-{key}.json"


def load(path: Path) -> HistoryCache:
    """Return what the file holds; nothing if it is missing, damaged or of another version."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode("ascii") != hashlib.sha256(body).hexdigest():
            return HistoryCache()
        values = json.loads(body)
        if values["version"] != _VERSION:
            return HistoryCache()
        commits = {each: _commit(each, row) for each, row in values["commits"].items()}
        return HistoryCache(commits, values["texts"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return HistoryCache()


def save(path: Path, cache: HistoryCache) -> None:
    """Write the file in one step; a folder that can't be written to costs time, nothing else."""
    rows = {each: _row(commit) for each, commit in cache.commits.items()}
    values = {"version": _VERSION, "commits": rows, "texts": cache.texts}
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    with contextlib.suppress(OSError):
        handle, begun = begin_file(path.parent, "history-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            begun.replace(path)
        except OSError:
            begun.unlink(missing_ok=True)
            raise


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

"""The default branch step by step: what each of its commits made of a post's file.

A branch's own commits are no steps: nobody ever read what was between them. Each step is compared
with the one before it alone, so a file has one name at a time, and whatever else had that name
before it is not part of its past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from mkdocs_byline.git.log import Change, Commit


@dataclass(frozen=True, slots=True)
class Visibility:
    """From when until when a site shows a file with this content; both ends may be open."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A post's file as a step of the default branch left it.

    Attributes:
        commit, date: Of that step.
        path: What the file was called, relative to the docs folder.
        blob: Id of its content.
        visibility: None if no site may have shown it.
    """

    commit: str
    date: dt.datetime
    path: str
    blob: str
    visibility: Visibility | None


class VisibilityRule(Protocol):
    """A rule for whether and when a site showed a file as it was; `key` is all it depends on."""

    @property
    def key(self) -> str: ...

    def metas(self, path: str) -> Sequence[str]:
        """Return the files beside a post and above it that could have kept it back."""
        ...

    def __call__(
        self, path: str, content: bytes, metas: Sequence[tuple[str, bytes]]
    ) -> Visibility | None: ...


def mainline(graph: Iterable[tuple[str, tuple[str, ...], dt.datetime]]) -> list[tuple[str, ...]]:
    """Return the default branch's commits, newest first, each with its parents.

    Args:
        graph: Of all commits, children before parents, as `landings` takes it.
    """
    found, wanted = [], None
    for commit, parents, _ in graph:
        if wanted in (None, commit):
            found.append((commit, *parents))
            if not parents:
                break
            wanted = parents[0]
    return found


def follow(
    steps: Iterable[Commit], paths: Collection[str], boundary: Collection[str] = ()
) -> dict[str, list[tuple[Commit, Change]]]:
    """Return what the steps did to each post, newest first, back to where it last was new.

    What a file of this name was before it was deleted is not said: somebody wanted it gone.

    Args:
        steps: Newest first, each compared with the one before it.
        paths: The posts as they are called today.
        boundary: Where a shallow clone ends. A post that goes back to there has no known steps.
    """
    found: dict[str, list[tuple[Commit, Change]]] = {path: [] for path in paths}
    current = {path: path for path in paths}
    for step in steps:
        if not current:
            break
        touched = [(each, current[each.path]) for each in step.changes if each.path in current]
        for change, post in touched:
            found[post].append((step, change))
            if change.status != "M":
                del current[change.path]
            if step.id in boundary:
                found[post] = []
        for change, post in touched:  # Two files may have swapped their names.
            if change.status == "R" and step.id not in boundary:
                current[change.old] = post
    for post in current.values():  # Its beginning is out of sight.
        found[post] = []
    return found


def versions(
    steps: Iterable[tuple[Commit, Change]],
    inside: Callable[[str], str],
    visibility: Callable[[Commit, Change], Visibility | None],
) -> Iterator[Version]:
    """Yield the versions of a post, newest first.

    Args:
        inside: Turns a path in the repository into one in the docs folder; empty outside of it.
    """
    for commit, change in steps:
        path = inside(change.path)
        shown = visibility(commit, change) if path and change.status in "AMR" else None
        yield Version(commit.id, commit.committed, path, change.blob, shown)

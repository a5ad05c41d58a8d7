"""History of each post's file: when it appeared, when it really changed, and by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_byline.git.log import Change, Commit, Identity
from mkdocs_byline.git.mainline import Version


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that really changed a post's text, and when that reached the default branch.

    `model.Revision` is the same with the people's entries in the authors file.
    """

    commit: str
    date: dt.datetime
    people: tuple[Identity, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Past:
    """What git knows of one post.

    Attributes:
        created: When it first landed on the default branch; None if that is unknown.
        authors: Who wrote the first version.
        revisions: Real changes since it landed, newest first.
        contributors: Everybody else who changed the text, oldest first.
        corrections: What `Correction:` trailers say, with the day, newest first.
        commit: Id of the commit that brought it; empty if that is unknown.
        paths: What the file was called before, newest first; see `recall` for where they start.
        committed: Whether it is in a commit at all.
        complete: False if the history is cut off before its beginning.
        versions: Of its file on the default branch, newest first; none unless asked for.
        withheld: Ids of commits and blobs that readers must not be shown.
    """

    created: dt.datetime | None = None
    authors: tuple[Identity, ...] = ()
    revisions: tuple[Revision, ...] = ()
    contributors: tuple[Identity, ...] = ()
    corrections: tuple[tuple[dt.datetime, str], ...] = ()
    commit: str = ""
    paths: tuple[str, ...] = ()
    committed: bool = True
    complete: bool = True
    versions: tuple[Version, ...] = ()
    withheld: frozenset[str] = frozenset()

    @property
    def updated(self) -> dt.datetime | None:
        return self.revisions[0].date if self.revisions else None


@dataclass(slots=True)
class _Trail:
    commit: str = ""
    created: dt.datetime | None = None
    authors: tuple[Identity, ...] = ()
    revisions: list[Revision] = field(default_factory=list)
    corrections: list[tuple[dt.datetime, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    seen: bool = False
    complete: bool = True


def landings(graph: Iterable[tuple[str, tuple[str, ...], dt.datetime]]) -> dict[str, dt.datetime]:
    """Return when each commit reached the default branch.

    That is the date of the oldest commit on the line of first parents that contains it: its own,
    or that of the merge which brought it in.

    Args:
        graph: Id, parents and committer date of all commits, children before parents.
    """
    mainline: dict[str, int] = {}
    carrier: dict[str, tuple[int, dt.datetime]] = {}  # Position on the mainline, and its date.
    for commit, parents, committed in graph:
        if not carrier:
            mainline[commit] = 0
        if commit in mainline:
            carrier[commit] = (mainline[commit], committed)
            for parent in parents[:1]:
                mainline[parent] = mainline[commit] + 1
        here = carrier[commit]
        for parent in parents:
            carrier[parent] = max(carrier.get(parent, here), here, key=lambda each: each[0])
    return {commit: date for commit, (_, date) in carrier.items()}


def trace(
    commits: Iterable[Commit],
    paths: Collection[str],
    landed: Mapping[str, dt.datetime],
    same_text: Callable[[str, str], bool],
    *,
    people: Callable[[Commit], tuple[Identity, ...]] = lambda commit: commit.people,
    ignored: Callable[[Commit], bool] = lambda commit: False,
    boundary: Collection[str] = (),
) -> dict[str, Past]:
    """Follow every post back to its beginning, across renames, in one pass.

    Args:
        commits: Newest first, children before parents.
        paths: The posts as they are called today, relative to the repository.
        landed: See `landings`.
        same_text: Whether two blobs differ in front matter and white space only.
        people: Who made a commit; without those who should not be named.
        ignored: Whether a commit changes nothing that readers should know of.
        boundary: Commits at which a shallow clone ends. They seem to add every file.
    """
    trails = {path: _Trail() for path in paths}
    current: dict[str, _Trail] = dict(trails)
    # Changes under a name that no post is known to have had yet: a branch may have gone on
    # using it after the rename, which is only met further back.
    unknown: dict[str, list[tuple[Commit, Change]]] = {}

    def follow(commit: Commit, change: Change, trail: _Trail) -> None:
        trail.seen = True
        date = landed.get(commit.id, commit.committed)
        if change.status == "A":
            if commit.id in boundary:
                trail.complete = False
                return
            trail.commit, trail.created, trail.authors = commit.id, date, people(commit)
        elif (
            change.status in "MR"
            and not ignored(commit)
            and not same_text(change.old_blob, change.blob)
        ):
            trail.revisions.append(Revision(commit.id, date, people(commit), commit.subject))
            trail.corrections += [(date, text) for text in commit.corrections]
        if change.status == "R" and current.get(change.path) is trail:
            del current[change.path]
            current[change.old] = trail
            trail.paths.append(change.old)
            for earlier in unknown.pop(change.old, []):
                follow(*earlier, trail)

    for commit in commits:
        for change in commit.changes:
            trail = current.get(change.path)
            if trail is None:
                unknown.setdefault(change.path, []).append((commit, change))
            else:
                follow(commit, change, trail)
    return {path: _past(trail) for path, trail in trails.items()}


def _past(trail: _Trail) -> Past:
    revisions = sorted(trail.revisions, key=lambda each: each.date, reverse=True)
    people = dict.fromkeys(each for revision in reversed(revisions) for each in revision.people)
    return Past(
        created=trail.created if trail.complete else None,
        authors=trail.authors,
        # What a branch changed before it was merged is part of the first version.
        revisions=tuple(
            each for each in revisions if trail.created is None or each.date > trail.created
        ),
        contributors=tuple(each for each in people if each not in trail.authors),
        corrections=tuple(sorted(trail.corrections, reverse=True)),
        commit=trail.commit if trail.complete else "",
        paths=tuple(trail.paths),
        committed=trail.seen,
        complete=trail.complete,
    )

"""Cache of the histories of posts, by a key of all they depend on.

Putting 50,000 commits together takes two seconds, even with git's answers at hand; reading what
came of it, a quarter of one. The file can be deleted at any time, and one that is damaged or of
another key is ignored.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs_byline.cache import atomic_file
from mkdocs_byline.git.file_history import Past, Revision
from mkdocs_byline.git.log import Identity
from mkdocs_byline.git.mainline import Version, Visibility

Names = Mapping[Identity, Identity]  # What git's mailmap makes of everybody in the history.


def load(
    path: Path, key: str, named: Callable[[Sequence[Identity]], Names]
) -> dict[str, Past] | None:
    """Return what `save` wrote; None if it is missing, of another key, or people's names changed.

    Args:
        named: Returns people as git's mailmap has them now. It lies in the work tree, or anywhere.
    """
    head, _, body = (atomic_file.load(path) or b"").partition(b"\n")
    if head.decode("ascii", "replace") != key:
        return None
    try:
        values = json.loads(body)
        people = [Identity(*each) for each in values["people"]]
        names = {people[old]: people[new] for old, new in values["names"]}
        if named(list(names)) != names:
            return None
        groups = [tuple(people[each] for each in group) for group in values["groups"]]
        return {each: _past(row, groups) for each, row in values["pasts"].items()}
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def save(path: Path, key: str, pasts: Mapping[str, Past], names: Names) -> None:
    """Write the file; see `cachefile.save`."""
    people: dict[Identity, int] = {}
    groups: dict[tuple[Identity, ...], int] = {}

    def person(who: Identity) -> int:
        return people.setdefault(who, len(people))

    def group(whose: tuple[Identity, ...]) -> int:
        return groups.setdefault(whose, len(groups))

    values = {
        "pasts": {each: _row(past, group) for each, past in pasts.items()},
        "names": [[person(old), person(new)] for old, new in names.items()],
        "groups": [[person(each) for each in whose] for whose in groups],
        "people": [[each.name, each.email] for each in people],
    }
    atomic_file.save(path, f"{key}\n{json.dumps(values, separators=(',', ':'))}".encode("ascii"))


def _row(past: Past, group: Callable[[tuple[Identity, ...]], int]) -> list[Any]:
    revisions: list[Any] = []  # Not a list for each: there are many.
    for each in past.revisions:
        revisions += [each.commit, each.date.isoformat(), group(each.people), each.subject]
    return [
        past.created and past.created.isoformat(),
        group(past.authors),
        revisions,
        group(past.contributors),
        [[date.isoformat(), text] for date, text in past.corrections],
        past.commit,
        past.paths,
        past.committed,
        past.complete,
        [_version_row(each) for each in past.versions],
    ]


def _version_row(version: Version) -> list[Any]:
    shown = version.visibility
    ends = shown and [end and end.isoformat() for end in (shown.since, shown.until)]
    return [version.commit, version.date.isoformat(), version.path, version.blob, ends]


def _version(row: list[Any]) -> Version:
    commit, day, path, blob, ends = row
    date = dt.datetime.fromisoformat
    shown = Visibility(*(end and date(end) for end in ends)) if ends else None
    return Version(commit, date(day), path, blob, shown)


def _past(row: list[Any], groups: Sequence[tuple[Identity, ...]]) -> Past:
    created, authors, revisions, contributors, corrections, commit, paths, *rest = row
    committed, complete, versions = rest
    date = dt.datetime.fromisoformat
    values = iter(revisions)
    return Past(
        created and date(created),
        groups[authors],
        tuple(
            Revision(each, date(day), groups[whose], subject)
            for each, day, whose, subject in zip(values, values, values, values, strict=True)
        ),
        groups[contributors],
        tuple((date(day), text) for day, text in corrections),
        commit,
        tuple(paths),
        committed,
        complete,
        tuple(map(_version, versions)),
    )

"""Parsing of one `git diff-tree` over many commits.

Everything here is pure; `git.repository` runs git, and `git.file_history` says what the commits
mean for a post.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Every field ends with NUL, which no message or name can hold, so none can pass for another.
# https://git-scm.com/docs/git-log#_pretty_formats
FIELDS = ("%H", "%P", "%cI", "%an", "%ae", "%B")
TRAILER = "%(trailers:key={},valueonly,unfold,separator=%x0A)"
FORMAT = "%x00".join((*FIELDS, TRAILER.format("Co-authored-by"), TRAILER.format("Correction")))
RAW = ("-z", "--raw", "--no-abbrev", "-M", "--no-color", "--no-ext-diff", "--no-textconv")
DIFF_OPTIONS = ("--stdin", "-r", "--root", "-c", *RAW, "--encoding=UTF-8")

SKIP = "[skip updated]"
_PERSON = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<email>[^<>]*)>\s*")


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and an e-mail address as git has them. The address is never shown to readers."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to one file. `old` is empty unless it was moved; blobs are hex ids.

    `status` is git's letter: `A`dded, `M`odified, `D`eleted, `R`enamed, or `=` for a merge that
    puts together what its parents changed.
    """

    status: str
    path: str
    old: str
    old_blob: str
    blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. `people` are its author and co-authors; `skips` is for `[skip updated]`."""

    id: str
    parents: tuple[str, ...]
    committed: dt.datetime
    people: tuple[Identity, ...]
    subject: str
    corrections: tuple[str, ...] = ()
    skips: bool = False
    changes: tuple[Change, ...] = ()


def tokens(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Split a stream at NUL, holding no more than one token of it."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest


def parse_log(stream: Iterable[bytes]) -> Iterator[Commit]:
    """Read what `git diff-tree` prints with `DIFF_OPTIONS` and `FORMAT`, commit by commit."""
    fields: list[str] = []
    changes: list[Change] = []
    source = (token.decode("utf-8", "replace") for token in tokens(stream))
    count = len(FIELDS) + 2
    for token in source:
        if len(fields) < count:
            if fields or token.strip("\n"):
                fields.append(token.lstrip("\n") if not fields else token)
        elif token.startswith((":", "\n:")):
            changes.append(_change(token, source))
        elif token.strip("\n"):
            yield _commit(fields, changes)
            fields, changes = [token], []
    if len(fields) == count:
        yield _commit(fields, changes)


def parse_changes(stream: Iterable[bytes]) -> Iterator[Change]:
    """Read what `git diff` prints with `RAW`."""
    source = (token.decode("utf-8", "replace") for token in tokens(stream))
    return (_change(token, source) for token in source if token)


def _change(token: str, source: Iterator[str]) -> Change:
    """Read `:modes blobs status`, and the one or two paths that follow.

    https://git-scm.com/docs/git-diff#_raw_output_format
    """
    meta = token.strip("\n")
    parents = len(meta) - len(meta.lstrip(":"))
    parts = meta.lstrip(":").split(" ")
    blobs, status = parts[parents + 1 : -1], parts[-1]
    if parents > 1:
        added = not status.strip("A")  # In none of the parents: the merge itself made it.
        return Change("A" if added else "=", next(source), "", blobs[0], blobs[-1])
    first = next(source)
    if status[0] in "RC":
        moved = status[0] == "R"
        second = next(source)
        return Change("R" if moved else "A", second, first if moved else "", blobs[0], blobs[1])
    return Change(status[0], first, "", blobs[0], blobs[1])


def _commit(fields: list[str], changes: list[Change]) -> Commit:
    commit, parents, committed, name, email, message, together, corrections = fields
    people = [Identity(name, email), *co_authors(together)]
    return Commit(
        id=commit,
        parents=tuple(parents.split()),
        committed=dt.datetime.fromisoformat(committed),
        people=tuple(dict.fromkeys(people)),
        subject=message.strip().partition("\n")[0].strip(),
        corrections=tuple(line.strip() for line in corrections.splitlines() if line.strip()),
        skips=SKIP in message.lower(),
        changes=tuple(changes),
    )


def co_authors(lines: str) -> list[Identity]:
    """Read the values of `Co-authored-by` trailers, one a line; others are left out."""
    found = (_PERSON.fullmatch(line) for line in lines.splitlines())
    return [Identity(match["name"], match["email"]) for match in found if match]

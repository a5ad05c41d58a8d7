"""Mending of a post's file, and what was done that a diff does not show."""

from __future__ import annotations

import codecs
import difflib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mkdocs_byline.content.frontmatter import (
    MAX_BYTES,
    Source,
    extra_values,
    find_fences,
    front_span,
    lines_of,
    parse_post,
    split_front,
)
from mkdocs_byline.content.topics import KINDS, Topics
from mkdocs_byline.fix import rules
from mkdocs_byline.fix.fences import fenced
from mkdocs_byline.fix.links import with_schemes
from mkdocs_byline.fix.topics import topic_names
from mkdocs_byline.settings import Settings

# The first may change values, if that leaves fewer problems; the last must not.
_VALUES: tuple[rules.Step, ...] = (rules.syntax, rules.misread, rules.keys, rules.dates)
_URLS: tuple[rules.Step, ...] = (rules.slug,)
_FORM: tuple[rules.Step, ...] = (rules.dates, rules.trailing_spaces, rules.colons, rules.order)
MAX_FRONT = 20_000  # Characters. Front matter beyond is no work of a hand.


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a file. `notes` name the changes of bytes that are no text."""

    content: bytes
    diff: str = ""
    notes: tuple[str, ...] = ()


def mend(
    content: bytes,
    shown: str,
    settings: Settings,
    is_file: Callable[[str], bool] = lambda path: False,
    topics: Topics | None = None,
) -> Mended:
    """Mend what is safe to mend. What can't be read is returned as it is.

    Args:
        shown: The file's path for the diff.
        is_file: Whether a link leads to a file beside the post.
        topics: Whose names categories and tags get.
    """
    try:
        given = content.decode("utf-8-sig") if len(content) <= MAX_BYTES else None
    except UnicodeDecodeError:
        given = None
    if given is None:
        return Mended(content)
    text = lines_of(given)
    mended = _with_fences(text)
    if (span := front_span(mended)) and span[1] - span[0] <= MAX_FRONT:
        start, end = span
        above, front, below = mended[:start], mended[start:end], mended[end:]
        read = partial(_read, above, below, settings)
        while (better := _improved(front, read, settings)) is not None:
            front = better
        while topics and (better := _with_a_topic(front, read, topics)) is not None:
            front = better
        mended = above + front + below
    body = split_front(mended)[1]
    mended = mended[: len(mended) - len(body)] + with_schemes(body, is_file)
    notes = []
    if content.startswith(codecs.BOM_UTF8):
        notes.append("the byte order mark is gone")
    if given != text:
        notes.append("lines end in LF")
    return Mended(mended.encode(), diff_of(text, mended, shown), tuple(notes))


def _with_fences(text: str) -> str:
    """Return the text with front matter that is seen, if it was meant to have some."""
    fences = find_fences(text)
    proposal = fenced(fences) if fences else None
    return proposal if proposal and find_fences(proposal) is None else text


def _read(above: str, below: str, settings: Settings, front: str) -> Source:
    return parse_post((above + front + below).encode(), "", zone=settings.zone)


def _improved(front: str, read: Callable[[str], Source], settings: Settings) -> str | None:
    """Return the front matter with one thing mended; None if there is nothing left to mend."""
    before = read(front)
    for safe, group in ((_is_better, _VALUES), (_is_no_worse, _URLS), (_is_same, _FORM)):
        for step in group:
            for proposal in step(front, settings):
                if proposal != front:
                    after = read(proposal)
                    if after.body == before.body and safe(before, after):
                        return proposal
    return None


def _with_a_topic(front: str, read: Callable[[str], Source], topics: Topics) -> str | None:
    """Return the front matter with one topic written as its file has it; None if all are."""
    before = read(front)
    for proposal in topic_names(front, topics):
        after = read(proposal)
        if after.body == before.body and _says_the_same(before, after, topics):
            return proposal
    return None


def _says_the_same(before: Source, after: Source, topics: Topics) -> bool:
    """Whether the post says what it said, and has the same topics by whatever names."""
    ids = [[topics.ids(getattr(each.matter, key)) for key in KINDS] for each in (before, after)]
    names: dict[str, object] = dict.fromkeys(KINDS, ())
    rest = [each.matter.model_copy(update=names) for each in (before, after)]
    problems_same = _problems(after) <= _problems(before)
    return (
        problems_same and ids[0] == ids[1] and rest[0] == rest[1] and _own(before) == _own(after)
    )


def _is_better(before: Source, after: Source) -> bool:
    """Whether there are fewer problems, and none that was not there before."""
    if before.tree is None:  # Now that it can be read, there may be more to say.
        return after.tree is not None
    return _problems(after) < _problems(before)


def _is_no_worse(before: Source, after: Source) -> bool:
    return _problems(after) <= _problems(before)


def _problems(source: Source) -> Counter[tuple[str, str]]:
    return Counter((each.code, each.message) for each in source.problems)


def _is_same(before: Source, after: Source) -> bool:
    """Whether the post says what it said."""
    if before.tree is None or after.tree is None or len(before.problems) < len(after.problems):
        return False
    return before.matter == after.matter and _own(before) == _own(after)


def _own(source: Source) -> object:
    """Return the values of keys that we don't know, as themes and other plugins see them."""
    return extra_values(source)[0]


def diff_of(before: str, after: str, shown: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{shown}",
        f"b/{shown}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

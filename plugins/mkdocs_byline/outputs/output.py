"""One file that a blog writes, whatever makes it: a page, a redirect, a data file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


def _made_elsewhere() -> bytes:
    raise NotImplementedError("a template or a copy makes it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An output file.

    Attributes:
        dest: Its path in the output folder.
        kind: What it is, as in `post`, `listing`, `redirect` or `feed`.
        owner: What messages call it, or whatever it is made of.
        url: Site-relative.
        source: Path of its file in the docs folder; empty if there is none.
        is_listed: Whether the site map may name it.
        changed: When what it shows last really changed; None if that is unknown.
        search_words: What the search finds it by besides what it shows; None keeps it out.
        gives_way: Whether it is left out where something else has its place.
        content: Returns its bytes, which depend on nothing but what `digest` describes; of a
            redirect or a data file.
        digest: Returns what decides its bytes, without making them; None if that would be as
            much work.
    """

    dest: str
    kind: str
    owner: str
    url: str = ""
    source: str = ""
    is_listed: bool = False
    changed: dt.datetime | None = None
    search_words: tuple[str, ...] | None = None
    gives_way: bool = False
    content: Callable[[], bytes] = _made_elsewhere
    digest: Callable[[], str] | None = None

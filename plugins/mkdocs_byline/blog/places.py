"""The places of a site's output files: which are taken, by what, and which are kept free.

Files whose paths differ only in case or in Unicode's forms are one file on many disks and hosts,
and a file can't have the name of a folder: either is a clash here.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from mkdocs_byline.model import Build, ListingPage, Post

SITE_FILES = "files that are written when the site is built, published or hosted"

# Kinds of files that builds, plugins and hosts write or ask for at the site's root.
_FILES = frozenset(
    (".atom", ".br", ".cfg", ".conf", ".css", ".csv", ".gz", ".ico", ".ics", ".inv", ".js")
    + (".json", ".jsonl", ".map", ".md", ".mjs", ".pem", ".png", ".rss", ".svg", ".toml", ".txt")
    + (".wasm", ".webmanifest", ".xml", ".xsl", ".yaml", ".yml", ".zip", ".zst")
)
# Those that no page's address ends with: `why-node.js/` may be one, `feed.xml/` is none.
_DATA = _FILES - {".br", ".css", ".js", ".md", ".mjs", ".map"}
_ASSETS = frozenset(("assets", "javascripts", "search", "stylesheets"))
_HOSTS = frozenset(("404.html", "cname"))
# What a file beside posts could be called where the blog fills the site.
_WRITTEN = frozenset(("checksums.txt", "llms.txt", "llms-full.txt"))


def folded(path: str) -> str:
    """Return what paths have in common that are one file on some disks.

    >>> folded("Cafe\\u0301/INDEX.html") == folded("caf\\u00e9/index.html")
    True
    """
    if path.isascii():
        return path.lower()
    plain = unicodedata.normalize("NFD", path).casefold()
    return unicodedata.normalize("NFC", plain)


def reserved(dest: str, *, former: bool = False) -> bool:
    """Whether an output file, or a folder that it lies in, is kept free for what is written later.

    Args:
        former: Whether it is a redirect's. These may take no folder of assets and no name of a
            data file, wherever it is; pages of posts and listings may.
    """
    parts = folded(dest).split("/")
    first = parts[0]
    if first.startswith((".", "_")) or first in _HOSTS or _kind(first) in _FILES:
        return True
    if first in _ASSETS and (former or any(_kind(part) in _FILES for part in parts)):
        return True
    return former and any(_kind(part) in _DATA for part in parts)


def reserved_file(dest: str) -> bool:
    """Whether a file that somebody sent in has the name of one that is written later."""
    return folded(dest) in _WRITTEN


def _kind(name: str) -> str:
    return posixpath.splitext(name)[1]


Life = tuple[dt.datetime, dt.datetime]  # From when, and until when.
ALWAYS: Life = (dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC))


def lifetime(post: Post, build: Build) -> Life:
    """Return from when until when a post is in the site, where posts of several days meet."""
    if not build.upcoming:
        return ALWAYS
    dates = post.dates
    return dates.publish_at or dates.created or ALWAYS[0], dates.expires or ALWAYS[1]


class Places:
    """Output files that are taken, each with what to call whatever has it, and for how long.

    Posts and listings are compared as they are written: Material's blog publishes two that differ
    in case. What is new with Byline, such as a redirect, keeps off both.
    """

    def __init__(self, taken: Mapping[str, str] | None = None, *, exact: bool = False) -> None:
        self._key = str if exact else folded
        self._files: dict[str, list[tuple[str, Life]]] = {}
        self._folders: dict[str, str] = {}
        for dest, holder in (taken or {}).items():
            self.take(dest, holder)

    def take(self, dest: str, holder: str, life: Life = ALWAYS) -> None:
        key = self._key(dest)
        self._files.setdefault(key, []).append((holder, life))
        for folder in _folders(key):
            if folder in self._folders:
                break
            self._folders[folder] = holder

    def has(self, dest: str) -> bool:
        return self._key(dest) in self._files

    def holder(self, dest: str, life: Life = ALWAYS) -> str:
        """Return what has this place, or a file in its way, at the time; empty if it is free."""
        key = self._key(dest)
        for file in (key, *_folders(key)):
            for holder, (start, end) in self._files.get(file, ()):
                if start < life[1] and life[0] < end:
                    return holder
        return self._folders.get(key, "")


def _folders(dest: str) -> Iterator[str]:
    at = dest.rfind("/")
    while at > 0:
        yield dest[:at]
        at = dest.rfind("/", 0, at)


def occupied(
    others: Mapping[str, str],
    listings: Iterable[ListingPage],
    posts: Iterable[Post],
    build: Build,
    shown: Callable[[str], str],
) -> Places:
    """Return the places of all pages, and of files that don't lie beside posts.

    Args:
        others: See `layout.taken_places`.
        shown: Turns a source path into the path that messages give.
    """
    places = Places(others)
    for page in listings:
        places.take(page.dest, f"the listing '{page.view.title}'")
    for post in posts:
        places.take(post.dest, shown(post.path), lifetime(post, build))
    return places

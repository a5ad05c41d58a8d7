"""Leak check: what a built site shows of posts that are not published.

Every file is read once. Names of folders, which is what slugs become, are looked up in a set;
titles and names of files are one regular expression, made so that their number costs nothing.
Only what can't be mistaken is looked for, and what published sources say themselves is no leak.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from pathlib import Path
from urllib.parse import quote, unquote

from mkdocs_byline.model import Post
from mkdocs_byline.problems import Problem
from mkdocs_byline.search.facets import FRAGMENT, read_fragment

MIN_CHARS = 12  # What is shorter may stand anywhere.
MAX_PARTS = 3
MAX_BYTES = 120  # As much of a title as can't be mistaken.
_FEW = 32  # So many phrases are looked for one by one before one pattern is quicker.

_TEXT = frozenset(
    (".atom", ".css", ".csv", ".htm", ".html", ".ics", ".js", ".json", ".md", ".rss", ".svg")
    + (".txt", ".webmanifest", ".xml", ".yaml", ".yml", "", FRAGMENT)
)


# A word such as Content-Security-Policy or og:description, and a moment as data has it: pages and
# feeds are full of these, whatever their text says.
_MARKUP = re.compile(r"[\x21-\x7e]+")

# Those of the theme and of plugins, who fetch some from elsewhere. They have words of their own.
_SCRIPTS = re.compile(r"assets/.*\.(?:css|js|map)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that stays out with a post: where it would be in the site, and where it lies."""

    post: Post
    dest: str
    source: Path


@dataclass(frozen=True, slots=True)
class _Secret:
    """What must not be in the site; `said` is what published sources may say all the same."""

    path: str
    status: str
    what: str
    text: str
    said: str = ""

    @classmethod
    def of(cls, post: Post, what: str, text: str, said: str = "") -> _Secret:
        return cls(post.path, post.status, what, text, said)


@dataclass(slots=True)
class _Wanted:
    """What to look for: places in the site, names of folders, phrases, and contents by size."""

    places: dict[str, _Secret] = field(default_factory=dict)
    folders: dict[bytes, _Secret] = field(default_factory=dict)
    phrases: dict[bytes, _Secret] = field(default_factory=dict)
    contents: dict[int, dict[str, _Secret]] = field(default_factory=dict)


def find_leaks(
    site: Path,
    withheld: Sequence[Post],
    media: Iterable[Medium],
    *,
    others: Iterable[tuple[str, bytes]],
    places: Collection[str],
    said: Callable[[str], bool],
    shown: Callable[[str], str],
) -> list[Problem]:
    """Search the whole site for what belongs to unpublished posts.

    Args:
        media: What stays out with them.
        others: Pages of the site that lie elsewhere, by path.
        places: Output files of everything that is published.
        said: Whether what is published says a text itself; asked only for what was found.
        shown: Turns a source path into the path that messages give.
    """
    wanted = _wanted(withheld, media, places)
    pattern = re.compile(_alternatives(wanted.phrases)) if wanted.phrases else None
    found: dict[_Secret, list[str]] = {}
    for path, content in map(_readable, chain(_files(site, wanted.contents), others)):
        for secret in dict.fromkeys(_secrets(path, content, wanted, pattern)):
            if secret.what == "picture" and path in places:
                continue  # The same bytes were published on purpose, under this name.
            found.setdefault(secret, []).append(path)
    problems = []
    for secret, paths in found.items():
        if secret.said and said(secret.said):
            continue
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        message = (
            f"the post is not published ({secret.status}), but its {secret.what} "
            f"'{secret.text}' is in the site, in {min(paths)}{more}."
        )
        hint = "Find what puts it there: a page, a plugin or a template."
        problems.append(Problem(shown(secret.path), 1, 1, "BY421", message, hint))
    return sorted(problems)


def is_composed(text: str, values: Iterable[str], words: Container[str]) -> bool:
    """Whether a text is made of what a site shows anyway, as in "January 2, 2024" or "A - B".

    Args:
        values: Titles, names and labels; a text may be made of three of them.
        words: Words, in lower case, of which it may have any number.
    """
    rest, used = text.casefold(), 0
    for value in sorted({each.casefold() for each in values if each}, key=len, reverse=True):
        if value in rest and used < MAX_PARTS:
            rest, count = re.subn(rf"(?<!\w){re.escape(value)}(?!\w)", " ", rest, count=1)
            used += count
    return all(word in words for word in re.findall(r"[^\W\d_]+", rest))


def _wanted(withheld: Sequence[Post], media: Iterable[Medium], places: Collection[str]) -> _Wanted:
    wanted = _Wanted()
    known = {part for place in places for part in place.split("/")}

    def is_tail(path: str) -> bool:
        """Whether something published ends like this."""
        return any(place.endswith(f"/{path}") for place in places)

    for post in withheld:
        if len(post.title) >= MIN_CHARS and not _MARKUP.fullmatch(post.title):
            secret = _Secret.of(post, "title", post.title, post.title)
            wanted.phrases.update(dict.fromkeys(_forms(post.title), secret))
        if post.dest in places:
            continue  # Somebody else's URL, too.
        wanted.places[post.dest] = _Secret.of(post, "page", post.dest)
        folder, name = posixpath.split(post.dest)
        is_folder = name == "index.html"
        last = posixpath.basename(folder) if is_folder else name
        slug = last if is_folder else last.removesuffix(".html")
        inner = unquote(post.url).partition("/")[2]
        if last not in known and len(slug) >= MIN_CHARS and not slug.isalpha():
            secret = _Secret.of(post, "slug", slug, slug)
            if is_folder:
                wanted.folders.update({last.encode(): secret, quote(last).encode(): secret})
            else:
                wanted.phrases.update(dict.fromkeys(_links(last), secret))
        elif "/" in inner.rstrip("/") and not is_tail(post.dest.partition("/")[2]):
            # The slug may be any word, but nothing else has this path.
            secret = _Secret.of(post, "URL", post.url, inner)
            wanted.phrases.update(dict.fromkeys(_links(inner), secret))
    for medium in media:
        if medium.dest not in places:
            secret = _Secret.of(medium.post, "file", medium.dest)
            wanted.places[medium.dest] = secret
            # As much of it as a link from elsewhere in the blog has.
            tail = "/".join(medium.dest.split("/")[-2:])
            if not is_tail(tail):
                secret = _Secret.of(medium.post, "file", medium.dest, tail)
                wanted.phrases.update(dict.fromkeys(_links(tail), secret))
        content = medium.source.read_bytes()
        if content:
            digest = hashlib.sha256(content).hexdigest()
            secret = _Secret.of(medium.post, "picture", posixpath.basename(medium.dest))
            wanted.contents.setdefault(len(content), {})[digest] = secret
    return wanted


def _links(path: str) -> Iterator[bytes]:
    """Return how a path stands in links: as a whole, or as the end of a longer one."""
    for start in ("/", '"', "'", "("):
        for form in (path, quote(path)):
            yield f"{start}{form}".encode("utf-8", "replace")


def _forms(text: str) -> Iterator[bytes]:
    """Return the ways a text is written in HTML and JSON, cut to a length."""
    plain = escape(text, quote=False)
    written = {
        text,
        plain,
        escape(text),
        plain.replace('"', "&quot;"),
        plain.replace('"', "&#34;").replace("'", "&#39;"),
    }
    for each in written:
        for form in (each, json.dumps(each)[1:-1], json.dumps(each, ensure_ascii=False)[1:-1]):
            yield form.encode("utf-8", "replace")[:MAX_BYTES]


def _alternatives(phrases: Iterable[bytes]) -> bytes:
    """Return a pattern for any of the phrases, in the form of a tree, so that none is tried twice.

    Python tries the branches of `a|b|c` one after the other at each place.
    """
    tree: dict[int, object] = {}
    for phrase in phrases:
        node = tree
        for byte in phrase:
            node = node.setdefault(byte, {})  # type: ignore[assignment]
        node[-1] = None
    return _branch(tree)


def _branch(tree: Mapping[int, object]) -> bytes:
    chain = b""
    while len(tree) == 1 and -1 not in tree:
        ((byte, below),) = tree.items()
        chain += re.escape(bytes([byte]))
        tree = below  # type: ignore[assignment]
    options = [
        re.escape(bytes([byte])) + _branch(below)  # type: ignore[arg-type]
        for byte, below in sorted(tree.items())
        if byte != -1
    ]
    if not options:
        return chain
    rest = b"(?:" + b"|".join(options) + b")"
    return chain + (rest + b"?" if -1 in tree else rest)


def _readable(file: tuple[str, bytes]) -> tuple[str, bytes]:
    """Return a file with what is compressed in it as text."""
    path, content = file
    return (path, read_fragment(content)) if path.endswith(FRAGMENT) else file


def _files(site: Path, sizes: Collection[int]) -> Iterator[tuple[str, bytes]]:
    """Yield all text files, and others of these sizes, by their path in the site."""
    for folder, folders, names in os.walk(site):
        folders.sort()
        inner = os.path.relpath(folder, site).replace(os.sep, "/")
        for name in sorted(names):
            path = posixpath.normpath(f"{inner}/{name}")
            file = Path(folder, name)
            is_text = posixpath.splitext(name)[1].lower() in _TEXT
            read = is_text or (bool(sizes) and file.stat().st_size in sizes)
            yield path, file.read_bytes() if read else b""


def _secrets(
    path: str, content: bytes, wanted: _Wanted, pattern: re.Pattern[bytes] | None
) -> Iterator[_Secret]:
    if path in wanted.places:
        yield wanted.places[path]
    if not content:
        return
    if digests := wanted.contents.get(len(content)):
        digest = hashlib.sha256(content).hexdigest()
        if digest in digests:
            yield digests[digest]
    if _SCRIPTS.match(path):
        return
    if _may_have(content, wanted.folders):
        for name in wanted.folders.keys() & content.split(b"/"):
            yield wanted.folders[name]
    if pattern and _may_have(content, wanted.phrases):
        for match in pattern.finditer(content):
            yield wanted.phrases[match[0]]


def _may_have(content: bytes, texts: Collection[bytes]) -> bool:
    """Whether one of these texts may be in a file, as hardly any is."""
    return len(texts) > _FEW or any(each in content for each in texts)

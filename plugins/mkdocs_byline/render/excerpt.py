"""A post's finished HTML in, what listings show of it out.

Nothing is converted twice: the excerpt is cut out of the page's own HTML. Its links are kept
relative to the site's root behind the mark `ROOT`, so one excerpt serves listings at any URL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

from mkdocs_byline.read.body import mark_pattern
from mkdocs_byline.render.markup import MarkupReader

ROOT = "\0"  # HTML can't hold this character, so it marks the site's root without ambiguity.
MIN_WORDS = 40
MAX_PARAGRAPHS = 3

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param")
    + ("source", "track", "wbr")
)
_URLS = frozenset(("href", "src", "poster", "data", "cite"))
_DROPPED = frozenset(("script", "style", "template", "noscript"))
_H1 = re.compile(r"<h1\b([^>]*)>(.*?)</h1>\n?", re.DOTALL)
_ID = re.compile(r"""\bid=(["'])(.*?)\1""")
_PERMALINK = re.compile(r'<a\b[^>]*\bclass="headerlink"[^>]*>.*?</a>', re.DOTALL)
_LEADING = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """A page's level-one heading: its inner HTML with the permalink, and its id."""

    html: str
    id: str


def split_heading(html: str, *, leading_only: bool) -> tuple[Heading | None, str]:
    """Take the first `<h1>` out of a page, so that a template can set it where it wants.

    Args:
        leading_only: Take it only if nothing but comments stands before it.
    """
    start = _LEADING.match(html).end() if leading_only else 0  # type: ignore[union-attr]
    match = _H1.match(html, start) if leading_only else _H1.search(html)
    if not match:
        return None, html
    found = _ID.search(match[1])
    heading = Heading(match[2].strip(), found[2] if found else "")
    return heading, html[: match.start()] + html[match.end() :]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """HTML with links behind `ROOT`; `more` says whether the post goes on after it."""

    html: str
    more: bool

    def at(self, url: str) -> str:
        """Return the HTML for a page at this site-relative URL."""
        return self.html.replace(ROOT, relative_root(url))


def relative_root(url: str) -> str:
    """Return the way from a page to the site's root, as in `../../`."""
    return "../" * url.removeprefix("./").count("/") or "./"


def excerpt(html: str, url: str, mark: str, *, automatic: bool = True) -> tuple[Excerpt, bool]:
    """Cut the excerpt out of a post's HTML, without its heading.

    Args:
        html: The finished HTML of the post at the site-relative `url`.
        mark: The excerpt mark, as in `<!-- more -->`.
        automatic: Whether a post without one is cut after its first paragraphs, or not at all.

    Returns:
        The excerpt, and whether a mark was found inside an element, where it can't count.
    """
    pattern = mark_pattern(mark)
    end, misplaced = _marked_end(html, pattern)
    if end is None:
        end = _automatic_end(html) if automatic else len(html)
    head, tail = html[:end], html[end:]
    rewriter = _Rewriter(url)
    rewriter.feed(head)
    rewriter.close()
    rest = pattern.sub("", tail)
    return Excerpt("".join(rewriter.out).strip(), bool(rest.strip())), misplaced


def _marked_end(html: str, mark: re.Pattern[str]) -> tuple[int | None, bool]:
    """Return where a top-level mark stands, and whether only misplaced ones were found."""
    misplaced = False
    outline = _Outline(html)
    read = 0
    for match in mark.finditer(html):
        outline.feed(html[read : match.start()])
        read = match.start()
        if not outline.open:
            return read, False
        misplaced = True
    return None, misplaced


def _automatic_end(html: str) -> int:
    """Return the end of the first paragraphs: `MIN_WORDS` words, or up to the first heading."""
    paragraphs = words = end = 0
    for tag, start, stop in _Outline.blocks(html):
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "hr") and paragraphs:
            return end
        if tag == "p":
            paragraphs += 1
            words += len(html[start:stop].split())
        elif tag == "div" and 'class="footnote"' in html[start : start + 40]:
            return end or start
        end = stop
        if words >= MIN_WORDS or paragraphs >= MAX_PARAGRAPHS:
            return end
    return len(html)


class _Parser(MarkupReader):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)


class _Outline(_Parser):
    """Follows which elements are open, and where in the text the top-level ones begin and end."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.open: list[str] = []
        self.found: list[tuple[str, int, int]] = []
        self.begin = 0
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", html))]

    @classmethod
    def blocks(cls, html: str) -> Iterator[tuple[str, int, int]]:
        """Yield tag, start and end of each top-level element, reading as far as asked."""
        outline = cls(html)
        size = 4096
        for at in range(0, len(html), size):
            outline.feed(html[at : at + size])
            yield from outline.found
            outline.found.clear()

    def position(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open:
            self.begin = self.position()
        if tag in _VOID:
            self.handle_startendtag(tag, attrs)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open:
            start = self.position()
            self.found.append((tag, start, start + len(self.get_starttag_text() or "")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if not self.open:
            end = self.html.find(">", self.position()) + 1
            self.found.append((tag, self.begin, end))


class _Rewriter(_Parser):
    """Writes HTML out again, fit to stand beside other excerpts on another page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.prefix = re.sub(r"\W+", "-", url).strip("-")
        self.out: list[str] = []
        self.skipping: list[str] = []  # Open elements of one that is left out.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping:
            if tag not in _VOID:
                self.skipping.append(tag)
            return
        values = dict(attrs)
        if self._is_left_out(tag, values):
            if tag not in _VOID:
                self.skipping.append(tag)
            return
        kept = []
        for name, value in attrs:
            written = self._attribute(tag, name, value or "")
            if written is not None:
                kept.append(f' {name}="{escape(written)}"' if value is not None else f" {name}")
        self.out.append(f"<{self._tag(tag)}{''.join(kept)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag in self.skipping:
                while self.skipping.pop() != tag:
                    pass
        elif tag not in _VOID:
            self.out.append(f"</{self._tag(tag)}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def _write(self, text: str) -> None:
        if not self.skipping:
            self.out.append(text.replace(ROOT, ""))

    @staticmethod
    def _is_left_out(tag: str, values: dict[str, str | None]) -> bool:
        names = (values.get("class") or "").split()
        return (
            tag in _DROPPED
            or "headerlink" in names
            or "footnote" in names
            or (tag == "sup" and (values.get("id") or "").startswith("fnref"))
        )

    @staticmethod
    def _tag(tag: str) -> str:
        """Move headings below the listing's own: the post's title there is an `<h2>`."""
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            return f"h{min(max(int(tag[1]) + 1, 3), 6)}"
        return tag

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if tag in ("input", "label") and name in ("id", "for", "name"):
            return f"{self.prefix}-{value}"  # Content tabs need theirs, once on each page.
        if name in ("id", "name"):
            return None
        if name in _URLS:
            return self._rebase(value)
        if name == "srcset":
            images = (image.strip().partition(" ") for image in value.split(",") if image.strip())
            return ", ".join(f"{self._rebase(url)}{gap}{size}" for url, gap, size in images)
        return value

    def _rebase(self, value: str) -> str:
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", value.strip()):
            return value
        base = "http://x/"
        try:
            joined = urljoin(base + self.url, value.strip())
        except ValueError:
            return value
        return ROOT + joined.removeprefix(base)

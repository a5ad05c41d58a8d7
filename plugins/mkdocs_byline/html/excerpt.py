"""Excerpts: what listings show of a post's HTML.

Nothing is converted twice: the excerpt is cut out of the page's own HTML. Its links are kept
relative to the site's root behind the mark `ROOT`, so one excerpt serves listings at any URL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from mkdocs_byline.content.body import mark_pattern
from mkdocs_byline.html.allowlist import LIST_ATTRIBUTE
from mkdocs_byline.html.fragment import Fragment, children, is_blank, outer_html, settled
from mkdocs_byline.html.markup import MarkupReader, quoted

ROOT = "\ufdd0"  # No character, and taken out of what authors wrote, so it is unambiguous.
MIN_WORDS = 40
MAX_PARAGRAPHS = 3

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param")
    + ("source", "track", "wbr")
)
_URLS = frozenset(("href", "src", "poster", "data", "cite"))
_DROPPED = frozenset(("script", "style", "template", "noscript"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A page's level-one heading: its inner HTML with the permalink, and its id."""

    html: str
    id: str


def split_heading(body: Fragment, *, leading_only: bool) -> tuple[Heading | None, Fragment]:
    """Take the first `<h1>` out of a page, so that a template can set it where it wants.

    Headings and references inside it become what is in them.

    Args:
        leading_only: Take it only if nothing but comments stands before it.
    """
    if leading_only:
        first = next((node for node in body.blocks() if not is_blank(node)), None)
        found = first if first and first.tag == "h1" else None
    else:
        found = body.root.css_first("h1") if "<h1" in body.html.lower() else None
    if not found:
        return None, body
    id, written = found.attributes.get("id") or "", found.clone()
    for inner in reversed(written.css("h1, h2, h3, h4, h5, h6, autoref")):
        if inner.mem_id != written.mem_id:
            inner.unwrap()
    heading = Heading(settled((written.inner_html or "").strip(), "h1"), id)
    return heading, body.without(found)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """HTML with links behind `ROOT`.

    Attributes:
        more: Whether the post goes on after it.
        is_marked: Whether its author said where it ends.
    """

    html: str
    more: bool
    is_marked: bool = False

    def at(self, url: str) -> str:
        """Return the HTML for a page at this site-relative URL."""
        return self.html.replace(ROOT, relative_root(url))


def relative_root(url: str) -> str:
    """Return the way from a page to the site's root, as in `../../`."""
    return "../" * url.removeprefix("./").count("/") or "./"


def excerpt(
    body: Fragment, url: str, mark: str, *, automatic: bool = True
) -> tuple[Excerpt, bool]:
    """Cut the excerpt out of a post's HTML, without its heading.

    Args:
        body: The finished HTML of the post at the site-relative `url`.
        mark: The excerpt mark, as in `<!-- more -->`.
        automatic: Whether a post without one is cut after its first paragraphs, or not at all.

    Returns:
        The excerpt, and whether the mark stands amid a list, a box or the like, which it cuts.
    """
    blocks, pattern = body.blocks(), mark_pattern(mark)
    place = _marked_place(blocks, pattern) if pattern.search(body.html) else None
    if place:
        end, node = place
        block, amid = _cut(blocks[end], node, pattern)
        if block:
            blocks[end] = block
            end += 1
    else:
        end, amid = _automatic_end(blocks) if automatic else len(blocks), False
    rewriter = _Rewriter(url)
    rewriter.feed("".join(map(outer_html, blocks[:end])))
    rewriter.close()
    more = amid or not all(is_blank(node) or _is_mark(node, pattern) for node in blocks[end:])
    return Excerpt(settled("".join(rewriter.out).strip()), more, bool(place)), amid


def _marked_place(
    blocks: list[LexborNode], mark: re.Pattern[str]
) -> tuple[int, LexborNode] | None:
    """Return in which block the first mark is, and the node that is one or has it in its text."""
    for index, block in enumerate(blocks):
        if mark.search(block.html or ""):
            for node in block.traverse(include_text=True):
                text = (node.text_content or "") if node.is_text_node else ""
                if mark.search(text) or _is_mark(node, mark):
                    return index, node
    return None


def _cut(
    block: LexborNode, node: LexborNode, mark: re.Pattern[str]
) -> tuple[LexborNode | None, bool]:
    """Cut a block before the mark in it, which is this node or in its text.

    Returns:
        The block, if there is more than the mark in it, and whether readers lose some of it.
    """
    if _is_mark(block, mark):
        return None, False
    loses, at = False, node
    while at.mem_id != block.mem_id and at.parent:
        while follower := at.next:
            loses |= not is_blank(follower)
            follower.decompose()
        at = at.parent
    if node.is_text_node and (text := node.text_content):
        before, after = mark.split(text, 1)
        loses |= bool(after.strip())
        node.insert_before(before)
        if node.mem_id == block.mem_id and node.prev:
            block = node.prev
    node.decompose()
    return block, loses


def _is_mark(node: LexborNode, mark: re.Pattern[str]) -> bool:
    """Whether a node is the mark, or an element with nothing but the mark in it."""
    if node.is_text_node:
        return bool(mark.fullmatch((node.text_content or "").strip()))
    if not node.is_element_node or mark.match(node.html or ""):
        return bool(mark.fullmatch(node.html or ""))
    within = [child for child in children(node) if not (child.is_text_node and is_blank(child))]
    return node.tag == "p" and len(within) == 1 and _is_mark(within[0], mark)


def _automatic_end(blocks: list[LexborNode]) -> int:
    """Return after how many blocks there are `MIN_WORDS` words or `MAX_PARAGRAPHS`, or the first
    heading comes.
    """
    paragraphs = words = end = 0
    for index, node in enumerate(blocks):
        if not node.is_element_node:
            continue
        tag = node.tag
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "hr") and paragraphs:
            return end
        if tag == "p":
            paragraphs += 1
            words += len((node.html or "").split())
        elif tag == "div" and "footnote" in (node.attributes.get("class") or "").split():
            return end or index
        end = index + 1
        if words >= MIN_WORDS or paragraphs >= MAX_PARAGRAPHS:
            return end
    return len(blocks)


class _Rewriter(MarkupReader):
    """Writes HTML out again, fit to stand beside other excerpts on another page."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=False)
        self.url = url
        self.prefix = re.sub(r"\W+", "-", url).strip("-")
        self.out: list[str] = []
        self.skipping: list[str] = []  # Open elements of one that is left out.
        self.is_enlarged = False  # In a link to a picture's file: its entry leads to the post.

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
        if tag == "a" and "byline-enlarge" in (values.get("class") or "").split():
            self.is_enlarged = True
            return
        if tag == "img" and "decoding" in values and "loading" not in values:
            attrs = [*attrs, ("loading", "lazy")]
        kept = []
        for name, value in attrs:
            written = self._attribute(tag, name, (value or "").replace(ROOT, ""))
            if written is not None:
                kept.append(f' {name}="{quoted(written)}"')
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
        elif tag == "a" and self.is_enlarged:
            self.is_enlarged = False
        elif tag not in _VOID:
            self.out.append(f"</{self._tag(tag)}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_comment(self, data: str) -> None:
        """Keep it, for a plugin that fills something in for it in finished pages."""
        self._write(f"<!--{data}-->")

    def handle_pi(self, data: str) -> None:
        """Keep it for the same; it is there in a maintainer's post only."""
        self._write(f"<?{data}>")

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
            or LIST_ATTRIBUTE in values  # It belongs to its own page.
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

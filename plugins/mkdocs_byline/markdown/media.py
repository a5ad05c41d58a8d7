"""Films and sounds in Markdown: `![What it shows](clip.mp4)`, and raw HTML beside its files.

An extension of Python-Markdown. MkDocs has links and pictures lead from the page's URL to files
beside its source, but only those that Markdown wrote; what is written as HTML would have to be
written for the URL. Here HTML that shows a file may name it as Markdown does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from mkdocs_byline.content.media import medium
from mkdocs_byline.html.allowlist import srcset_candidates

EXTENSION = "mkdocs_byline.markdown.media"

_ADDRESSES = {
    "audio": ("src",),
    "iframe": ("poster",),  # Ours: the picture on what loads it.
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}
_TAG = re.compile(
    r"<(?P<tag>audio|iframe|img|source|track|video)\b(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![\w-])(?P<name>src|poster|srcset)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)


class Links(Protocol):
    """What MkDocs resolves a page's links with; it says what leads nowhere.

    https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/structure/pages.py#L300
    """

    file: Any
    files: Any

    def path_to_url(self, url: str) -> str: ...


class MediaExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Media(md), "byline-media", -1)  # After MkDocs' `relpath`.


def makeExtension(**options: Any) -> MediaExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return MediaExtension(**options)


class _Media(Treeprocessor):
    def run(self, root: Element) -> None:
        resolvers = (each for each in self.md.treeprocessors if hasattr(each, "path_to_url"))
        links: Any = next(resolvers, None)
        for element in root.iter():
            if element.tag == "img" and (kind := medium(element.get("src", ""))):
                _play(element, kind)
            elif links and element.tag in _ADDRESSES and element.tag != "img":
                for name in _ADDRESSES[element.tag]:
                    if value := element.get(name):
                        element.set(name, _resolved(name, value, links))
        blocks = self.md.htmlStash.rawHtmlBlocks
        for index, block in enumerate(blocks):
            if links and isinstance(block, str) and _TAG.search(block):
                blocks[index] = _with_addresses(block, links)


def _play(element: Element, kind: str) -> None:
    """Make a player of what Markdown has as a picture."""
    address, words = element.get("src", ""), element.attrib.pop("alt", "")
    element.tag = kind
    element.set("controls", "")
    element.set("preload", "metadata")
    if words:
        element.set("aria-label", words)
    link = SubElement(element, "a", href=address)  # Where nothing plays.
    link.text = words or unquote(posixpath.basename(urlsplit(address).path))


def _with_addresses(html: str, links: Links) -> str:
    """Return HTML that names files from the page's URL."""

    def rewritten(tag: re.Match[str]) -> str:
        names = _ADDRESSES[tag["tag"].lower()]

        def address(match: re.Match[str]) -> str:
            name = match["name"].lower()
            value = unescape(next(filter(None, match.group("double", "single", "bare")), ""))
            new = _resolved(name, value, links) if name in names else value
            return match[0] if new == value else f'{match["name"]}="{escape(new)}"'

        return f"<{tag['tag']}{_ADDRESS.sub(address, tag['rest'])}>"

    return _TAG.sub(rewritten, html)


def _resolved(name: str, value: str, links: Links) -> str:
    if name != "srcset":
        return _url(value, links)
    return ", ".join(_candidates(value, links))


def _candidates(value: str, links: Links) -> Iterator[str]:
    for url, size in srcset_candidates(value):
        yield f"{_url(url, links)} {size}".rstrip()


def _url(value: str, links: Links) -> str:
    """Return the URL of a file beside the page's source; other addresses stay as they are.

    A path that leads up may well be meant from the page's URL. Any other is a file, or missing.
    """
    try:
        parts = urlsplit(value)
    except ValueError:
        return value
    if parts.scheme or parts.netloc or not parts.path or value.startswith(("/", "\\")):
        return value
    path = posixpath.join(posixpath.dirname(links.file.src_uri), unquote(parts.path))
    is_there = links.files.get_file_from_path(posixpath.normpath(path)) is not None
    if not is_there and parts.path.startswith("../"):
        return value
    return links.path_to_url(quote(value, safe="%/:?#[]@!$&'()*+,;=~-._"))

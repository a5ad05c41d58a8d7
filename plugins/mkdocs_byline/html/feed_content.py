"""A post's HTML for feeds: readable without the site's styles and scripts, with absolute URLs."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_byline.html.allowlist import LIST_ATTRIBUTE, scheme, srcset_candidates
from mkdocs_byline.html.strip_highlighting import plain_code

SUMMARY = 300  # Characters.

# What runs, asks, or has no meaning without the site: with all that is in it.
_DROPPED = f"""
script, style, template, noscript, link, meta, base, title, button, select, textarea, [hidden],
.headerlink, .linenodiv, .linenos, .lineno, .footnote-backref, .md-clipboard, .md-code__nav,
.katex-html, .tabbed-control, input:not([type=checkbox]),
[style*="display: none"], [style*="display:none"], [src$="#only-dark"],
[src$="#gh-dark-mode-only"], [{LIST_ATTRIBUTE}]
"""
_UNWRAPPED = "span, label, form, fieldset, font, center, article, section"
_EMBEDS = "iframe, embed, object, frame"
_NAMES = """
abbr alt cite colspan controls datetime dir height href hreflang kind label lang loop media muted
open poster reversed rowspan scope sizes span src srclang srcset start title translate type value
width
"""
_KEPT = frozenset(_NAMES.split())
_URLS = frozenset(("cite", "href", "poster", "src"))
_OPEN_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_THEME_ONLY = re.compile(r"#(?:only-light|gh-light-mode-only)$")
_AROUND = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_SURROGATES = re.compile("[\ud800-\udfff\0]")


class FeedContent(NamedTuple):
    """What feeds show of a post: its HTML, and its first words as plain text."""

    html: str
    summary: str


def feed_content(html: str, url: str) -> FeedContent:
    """Return what feeds show of a post.

    Args:
        html: The post's finished, sanitised HTML without its heading.
        url: The post's own URL, absolute.
    """
    root = LexborHTMLParser(plain_code(_SURROGATES.sub("", html))).body
    if root is None:
        return FeedContent("", "")
    _drop(root)
    summary = _summary(root)
    _replace_site_parts(root)
    foreign = {node.mem_id for node in root.css("svg, svg *, math, math *")}
    for node in root.css("*"):
        if node.mem_id != root.mem_id:
            _rewrite_attributes(node, url, is_foreign=node.mem_id in foreign)
    for node in root.css(_UNWRAPPED):
        if node.tag != "span" or not node.attributes:
            _unwrap(node)
    return FeedContent((root.inner_html or "").strip(), summary)


@functools.lru_cache(maxsize=256)  # A page asks several times for its own.
def summary_of(html: str) -> str:
    """Return the first words of finished HTML as plain text."""
    root = LexborHTMLParser(_SURROGATES.sub("", html)).body
    if root is None:
        return ""
    _drop(root)
    return _summary(root)


def _drop(root: LexborNode) -> None:
    if "<!" in (root.html or ""):
        for node in list(root.traverse(include_text=True)):
            if node.is_comment_node:
                node.remove()
    for node in root.css(_DROPPED):
        node.remove()


def _summary(root: LexborNode) -> str:
    """Return the first paragraphs' text, cut at a word."""
    text = ""
    paragraphs = root.css("p")
    top = [each for each in paragraphs if each.parent and each.parent.mem_id == root.mem_id]
    for paragraph in top or paragraphs:
        copy = paragraph.clone()
        for mark in copy.css(".footnote-ref"):
            mark.remove()
        text = f"{text} {copy.text()}".strip()
        if len(text) > SUMMARY:
            break
    words = " ".join(text.split())
    if len(words) <= SUMMARY:
        return words
    return words[:SUMMARY].rpartition(" ")[0].rstrip(" ,;:–—-") + "…" if " " in words else words


def _replace_site_parts(root: LexborNode) -> None:
    """Put plain HTML where readers without the site's styles would see too little."""
    for link in root.css("a"):
        if link.first_child is None:  # An anchor, as of a line of code.
            link.remove()
    for table in root.css("table.highlighttable"):
        if code := table.css_first("td.code"):
            name = table.css_first("span.filename")
            parts = [name.html if name else "", code.inner_html]
            table.replace_with(_element("div", "".join(filter(None, parts))))
    for name in root.css(".highlight span.filename"):
        name.replace_with(_element("p", f"<strong>{name.inner_html}</strong>"))
    for box in reversed(root.css("div.admonition")):  # Inner ones first: it is made anew.
        title = box.css_first(".admonition-title")
        if title and title.parent and title.parent.mem_id == box.mem_id:
            title.replace_with(_element("p", f"<strong>{title.inner_html}</strong>"))
        box.replace_with(_element("blockquote", box.inner_html or ""))
    for tabs in root.css(".tabbed-set"):
        _replace_tabs(tabs)
    for box in root.css("input"):
        box.replace_with("☑" if "checked" in box.attributes else "☐")
    for embed in root.css(_EMBEDS):
        address = embed.attributes.get("src") or embed.attributes.get("data") or ""
        link = _element("a", "")
        link.attrs["href"] = address
        link.insert_child(embed.attributes.get("title") or address)
        embed.replace_with(link)
    for icon in root.css(".twemoji svg"):
        if "width" not in icon.attributes:  # Without styles it would fill the column.
            icon.attrs["width"] = icon.attrs["height"] = "18"


def _replace_tabs(tabs: LexborNode) -> None:
    """Put the name of each content tab above it."""
    labels = [node for node in tabs.css("label") if _owner(node) == tabs.mem_id]
    blocks = [node for node in tabs.css(".tabbed-block") if _owner(node) == tabs.mem_id]
    for label, block in zip(labels, blocks, strict=False):
        block.insert_before(_element("p", f"<strong>{label.inner_html}</strong>"))
        label.remove()
    for empty in tabs.css(".tabbed-labels:not(:has(label))"):
        empty.remove()
    for label in labels[len(blocks) :]:
        label.replace_with(_element("p", f"<strong>{label.inner_html}</strong>"))


def _owner(node: LexborNode) -> int:
    """Return the set of tabs that a part belongs to: they may be nested."""
    above = node.parent
    while above and "tabbed-set" not in (above.attributes.get("class") or "").split():
        above = above.parent
    return above.mem_id if above else 0


def _element(tag: str, html: str) -> LexborNode:
    body = LexborHTMLParser(f"<{tag}>{html}</{tag}>").body
    assert body is not None
    assert body.first_child is not None
    return body.first_child


def _rewrite_attributes(node: LexborNode, url: str, *, is_foreign: bool) -> None:
    for name, value in list(node.attributes.items()):
        kept = _attribute(node.tag or "", name, value, url, is_foreign=is_foreign)
        if kept is None:
            del node.attrs[name]
        elif kept != value:
            node.attrs[name] = kept


def _attribute(
    tag: str, name: str, value: str | None, url: str, *, is_foreign: bool
) -> str | None:
    """Return what an attribute says in a feed; None if it is left out."""
    text = value or ""
    if is_foreign and name != "data-tex":
        outside = name in ("class", "style", "id", "role", "tabindex") or ":" in name
        loads = name in _URLS or "url(" in text.lower()
        return None if outside or loads or name.startswith(("data-", "aria-", "on")) else text
    if name not in _KEPT and not is_foreign:
        return None
    if name == "srcset":
        found = ((_absolute(each, url, tag), size) for each, size in srcset_candidates(text))
        return ", ".join(f"{each} {size}".strip() for each, size in found if each) or None
    return _absolute(text, url, tag) if name in _URLS else text


def _absolute(value: str, url: str, tag: str) -> str | None:
    plain = _THEME_ONLY.sub("", value.strip(_AROUND).translate(_INSIDE))
    kind = scheme(plain)
    if kind == "data" and tag in ("img", "source", "video"):
        return plain
    if kind and kind not in _OPEN_SCHEMES:
        return None
    try:
        return urljoin(url, plain)
    except ValueError:
        return None


def _unwrap(node: LexborNode) -> None:
    if node.first_child is None:
        node.remove()
    else:
        node.unwrap()

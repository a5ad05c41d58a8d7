"""Links in place of embedded pages, films and sounds.

An embed of an allowed host becomes a link that `embed.js` opens in its place on a click, with the
picture that a `poster` names; without scripts, and for other hosts, it is a link like any other.
The HTML is sanitised afterwards, so that nothing depends on what is read here with regular
expressions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from mkdocs_byline.html.allowlist import embed_host, is_elsewhere, scheme

_TAG = re.compile(r"<(/?)(iframe|embed|object|video|audio|source)\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![a-z-])([a-z-]++)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)
# Where people watch what a player shows.
_PLAYERS = (
    (
        r"https://www\.youtube(?:-nocookie)?\.com/embed/([\w-]+).*",
        "https://www.youtube.com/watch?v=",
    ),
    (r"https://player\.vimeo\.com/video/(\d+).*", "https://vimeo.com/"),
    (r"https://www\.dailymotion\.com/embed/video/(\w+).*", "https://www.dailymotion.com/video/"),
)
_PEERTUBE = re.compile(r"(https://[a-z0-9.-]+)/videos/embed/([\w-]+).*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Embed:
    """An element that was replaced; `loads` says whether a click loads it in its place."""

    tag: str
    url: str
    loads: bool


def replace_embeds(html: str, hosts: frozenset[str]) -> tuple[str, tuple[Embed, ...]]:
    """Replace all embeds but the site's own films and sounds, and return which."""
    out: list[str] = []
    found: list[Embed] = []
    at = 0  # Where the next piece to keep begins.
    opened: re.Match[str] | None = None  # A film or sound whose end is still to come.
    attributes: dict[str, str] = {}
    for match in _TAG.finditer(html):
        tag, ends = match[2].lower(), bool(match[1])
        start = match
        if opened is None:
            if tag == "source" or (ends and tag in ("audio", "video")):
                continue
            attributes = {} if ends else _attributes(match[3])
            if tag in ("audio", "video"):
                opened = match
                continue
        else:
            if tag == "source" and not is_elsewhere(attributes.get("src", "")):
                attributes["src"] = _attributes(match[3]).get("src", "")
            if not (ends and tag == opened[2].lower()):
                continue
            start, opened = opened, None
            if not is_elsewhere(attributes.get("src", "")):
                continue
        link = ""
        if start is not match or not ends:
            url = _url(attributes)
            if not url:
                continue
            embed = Embed(tag, url, embed_host(url) in hosts)
            found.append(embed)
            link = _link(embed, attributes)
        out += html[at : start.start()], link
        at = match.end()
    return "".join(out) + html[at:], tuple(found)


def _attributes(text: str) -> dict[str, str]:
    found = {
        name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(text)
    }
    found.setdefault("src", found.get("data", ""))  # of an <object>
    return found


def _url(attributes: dict[str, str]) -> str:
    """Return the URL if a link may have it, with a scheme if it names a host."""
    url = attributes["src"].strip()
    if scheme(url) not in ("", "http", "https"):
        return ""
    return f"https:{url}" if url.startswith("//") else url


def _link(embed: Embed, attributes: dict[str, str]) -> str:
    address = embed.url
    for pattern, start in _PLAYERS:
        if match := re.fullmatch(pattern, address):
            address = start + match[1]
    if match := _PEERTUBE.fullmatch(address):
        address = f"{match[1]}/w/{match[2]}"
    label = attributes.get("title", "").strip() or re.sub(r"^https?://(www\.)?", "", address)
    inner = label = escape(label)
    written = f'<a href="{escape(address)}"'
    if embed.loads:
        written += f' class="byline-embed" data-byline-embed="{escape(embed.url)}"'
        width, height = attributes.get("width", ""), attributes.get("height", "")
        if re.fullmatch(r"\d{1,4}", height):
            shape = re.fullmatch(r"\d{1,4}", width)
            style = f"aspect-ratio: {width} / {height}" if shape else f"height: {height}px"
            written += f' style="{style}"'
        inner = f"<span>{label} <small>{escape(embed_host(embed.url))}</small></span>"
        if picture := attributes.get("poster", "").strip():
            inner = f'<img src="{escape(picture)}" alt="">{inner}'
    return f"{written}>{inner}</a>"

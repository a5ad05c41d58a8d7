"""The site map, with pictures, and in parts if it is long.

https://www.sitemaps.org/protocol.html and
https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape

MAX_URLS = 50_000
MAX_BYTES = 50 * 1024 * 1024
MAX_PICTURES = 1000  # Of one page.
_SPACE = "http://www.google.com/schemas/sitemap-image/1.1"
_URL = re.compile(r"<url>.*?</url>", re.DOTALL)
_LOC = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)
_LASTMOD = re.compile(r"<lastmod>\s*(.*?)\s*</lastmod>", re.DOTALL)


def with_pictures(xml: str, pictures: Mapping[str, Sequence[str]]) -> str:
    """Return a site map that names what is seen on its pages.

    Args:
        pictures: URLs, absolute, by that of the page.
    """

    def add(match: re.Match[str]) -> str:
        loc = _LOC.search(match[0])
        found = pictures.get(unescape(loc[1]), ()) if loc else ()
        names = (f"<image:loc>{escape(url)}</image:loc>" for url in found[:MAX_PICTURES])
        lines = "".join(f"     <image:image>{name}</image:image>\n    " for name in names)
        return f"{match[0].removesuffix('</url>')}{lines}</url>"

    if not pictures or "<urlset" not in xml:
        return xml
    added = _URL.sub(add, xml)
    if added == xml or _SPACE in xml:
        return added
    return added.replace("<urlset", f'<urlset xmlns:image="{_SPACE}"', 1)


def in_parts(
    xml: str, site_url: str, *, max_urls: int = MAX_URLS, max_bytes: int = MAX_BYTES
) -> tuple[str, dict[str, str]]:
    """Return a site map and its parts by file name; one that is short enough has none."""
    urls = _URL.findall(xml)
    if not site_url or (len(urls) <= max_urls and len(xml.encode()) <= max_bytes):
        return xml, {}
    head, foot = xml[: xml.index(urls[0])], "\n</urlset>\n"
    room = max_bytes - len((head + foot).encode())
    parts, listed = {}, []
    for number, part in enumerate(_portions(urls, max_urls, room), 1):
        name = f"sitemap-{number}.xml"
        parts[name] = head + "\n    ".join(part) + foot
        changes = _LASTMOD.findall(parts[name])
        changed = f"<lastmod>{max(changes)}</lastmod>" if changes else ""
        listed.append(f"  <sitemap><loc>{escape(site_url + name)}</loc>{changed}</sitemap>\n")
    index = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{declaration}{index}{''.join(listed)}</sitemapindex>\n", parts


def _portions(urls: Sequence[str], number: int, room: int) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for url in urls:
        own = len(url.encode()) + len("\n    ")
        if part and (len(part) == number or size + own > room):
            yield part
            part, size = [], 0
        part.append(url)
        size += own
    yield part

"""The site map: pictures of posts, and parts where it is long."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from building import build, post
from comparing import registry
from mkdocs_byline.outputs import sitemap
from mkdocs_byline.outputs.sitemap import in_parts, with_pictures
from serving import Served

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}
SITE = "https://example.org/sub/"


def site_map(urls: list[str]) -> str:
    """Return what MkDocs' template writes."""
    entries = "".join(
        f"\n    <url>\n         <loc>{url}</loc>\n         <lastmod>2026-01-0{number % 9 + 1}"
        "</lastmod>\n    </url>"
        for number, url in enumerate(urls)
    )
    space = NAMES["s"]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">{entries}\n</urlset>'


def found(xml: str, path: str) -> list[str]:
    root: Any = etree.fromstring(xml.encode())
    return [each.text for each in root.findall(path, NAMES)]


def test_pictures_of_a_page() -> None:
    xml = site_map(["https://e.org/a?b&amp;c", "https://e.org/d"])
    done = with_pictures(
        xml, {"https://e.org/a?b&c": ["https://e.org/1.png?x&y", "https://e.org/2"]}
    )
    assert found(done, "s:url/image:image/image:loc") == [
        "https://e.org/1.png?x&y",
        "https://e.org/2",
    ]
    assert found(done, "s:url/s:loc") == ["https://e.org/a?b&c", "https://e.org/d"]
    other = with_pictures(done, {"https://e.org/d": ["https://e.org/3"]})
    assert len(found(other, "s:url/image:image/image:loc")) == 3
    assert with_pictures(xml, {}) == with_pictures(xml, {"https://e.org/x": ["y"]}) == xml


@given(st.integers(0, 30), st.integers(1, 9), st.integers(400, 2000))
def test_parts_have_every_url_once_and_in_order(number: int, limit: int, room: int) -> None:
    urls = [f"{SITE}{each}/" for each in range(number)]
    xml = site_map(urls)
    index, parts = in_parts(xml, SITE, max_urls=limit, max_bytes=room)
    if number <= limit and len(xml) <= room:
        assert (index, parts) == (xml, {})
        return
    assert found(index, "s:sitemap/s:loc") == [f"{SITE}{name}" for name in parts]
    assert [url for part in parts.values() for url in found(part, "s:url/s:loc")] == urls
    for part, newest in zip(parts.values(), found(index, "s:sitemap/s:lastmod"), strict=True):
        assert 1 <= len(found(part, "s:url")) <= limit
        assert len(part) <= room
        assert max(found(part, "s:url/s:lastmod")) == newest


def test_a_site_without_an_address_has_no_parts() -> None:
    xml = site_map(["/a/", "/b/"])
    assert in_parts(xml, "", max_urls=1) == (xml, {})


def test_in_a_built_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, str | bytes] = {
        "docs/assets/wide.png": b"picture",
        "docs/blog/posts/a.md": post(
            "# A\n\n![](a/p%20q.png) ![](a/p%20q.png) ![](gone.png) [no](b.md)\n\n![x][y]\n\n"
            "[y]: ../../assets/wide.png\n",
            date="2026-01-02",
            image="a/cover.png",
        ),
        "docs/blog/posts/a/p q.png": b"picture",
        "docs/blog/posts/a/cover.png": b"cover",
        "docs/blog/posts/b.md": post("# B", date="2026-01-03"),
        "docs/blog/posts/c.md": post("# C\n\n![](a/cover.png)", date="2026-01-03", draft="true"),
    }
    whole = build(tmp_path, files).read("sitemap.xml")
    assert found(whole, "s:url/image:image/image:loc") == [
        f"{SITE}blog/a/cover.png",
        f"{SITE}blog/a/p%20q.png",
        f"{SITE}assets/wide.png",
    ]
    monkeypatch.setattr(sitemap.in_parts, "__kwdefaults__", {"max_urls": 3, "max_bytes": 10**6})
    built = build(tmp_path)
    parts = found(built.read("sitemap.xml"), "s:sitemap/s:loc")
    assert len(parts) > 1
    urls = [
        url for part in parts for url in found(built.read(part.removeprefix(SITE)), "s:url/s:loc")
    ]
    assert urls == found(whole, "s:url/s:loc")
    assert {part.removeprefix(SITE) for part in parts} <= registry(built).dests
    served = Served(tmp_path / "served", files)
    assert found(served.text("sitemap.xml"), "s:sitemap/s:loc")[0].endswith("/sitemap-1.xml")
    assert len(found(served.text("sitemap-1.xml"), "s:url/s:loc")) == 3
    monkeypatch.undo()
    assert "sitemap-1.xml" not in build(tmp_path)

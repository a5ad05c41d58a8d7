"""Our own site, built strictly: every link and anchor resolves, the HTML is valid, and nothing
comes from other hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from tinyhtml5.parser import HTMLParser as Checker

from building import Built, build
from paths import ROOT

# As GitHub Pages serves it, and at the root of a host.
BASES = ("https://example.org/our-blog/", "https://example.org/")


class Page(HTMLParser):
    """Collects a page's ids, its links, and what a browser would load for it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "link" and values.get("rel") in ("stylesheet", "icon", "preconnect"):
            self.loaded.append(values["href"])
        elif tag in ("script", "img", "iframe", "source") and "src" in values:
            self.loaded.append(values["src"])


@pytest.fixture(scope="module")
def crawled(our_site: Built) -> dict[str, Page]:
    return {path: Page(our_site.read(path)) for path in [*our_site.pages(), "404.html"]}


def targets(out: Path, path: str, links: list[str], base: str) -> Iterator[tuple[str, str, str]]:
    """Yield link, file and fragment of each link that leads into the site."""
    here = base + path.removesuffix("index.html")
    for link in links:
        url = urlsplit(urljoin(here, link))
        if f"{url.scheme}://{url.netloc}" != "https://example.org":
            continue
        inner = unquote(url.path)
        prefix = urlsplit(base).path
        assert inner.startswith(prefix), f"{path}: {link} leaves the site under {prefix}"
        inner = inner.removeprefix(prefix)
        name = inner + "index.html" if inner.endswith("/") or not inner else inner
        yield link, name, unquote(url.fragment)


@pytest.mark.parametrize("base", BASES)
def test_every_internal_link_and_anchor_resolves(
    our_site: Built, crawled: dict[str, Page], base: str
) -> None:
    broken = []
    followed = 0
    for path, page in crawled.items():
        if path == "404.html":  # Its links are absolute; it is served for any path.
            continue
        for link, name, fragment in targets(our_site.out, path, [*page.links, *page.loaded], base):
            followed += 1
            if name not in our_site:
                broken.append(f"{path}: {link}")
            elif fragment and name in crawled and fragment not in crawled[name].ids:
                broken.append(f"{path}: {link} has no such anchor")
    assert broken == []
    assert followed > 1000


def test_nothing_is_loaded_from_other_hosts(crawled: dict[str, Page], our_site: Built) -> None:
    for path, page in crawled.items():
        foreign = [url for url in page.loaded if re.match(r"(https?:)?//", url)]
        assert foreign == [], path
    for sheet in our_site.out.rglob("*.css"):
        found = re.findall(r"url\([\"']?(?:https?:)?//[^)]*", sheet.read_text(encoding="utf-8"))
        assert found == [], sheet


def test_the_repository_is_linked_and_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPO_URL", "https://github.com/our/blog")
    monkeypatch.setenv("EDIT_URI", "edit/main/docs/")
    root = ROOT
    html = build(root, site_dir=str(tmp_path), strict=True).read("blog/index.html")
    assert '<a href="https://github.com/our/blog"' in html
    assert 'data-md-component="source"' not in html  # Material's script would ask the host.


def test_ids_are_unique(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        twice = {each for each in page.ids if page.ids.count(each) > 1}
        # Material gives both of its sidebars' labels one id.
        assert twice <= {"__nav_label"}, path


def test_the_html_parses_without_an_error(our_site: Built) -> None:
    """Read by an independent parser that reports what the HTML standard calls a parse error."""
    for path in our_site.pages():
        checker = Checker()
        checker.parse(our_site.read(path))
        found = [(place, code, data) for place, code, data in checker.errors]
        assert found == [], path


def test_bylines_are_those_of_the_files(our_site: Built) -> None:
    html = our_site.read("blog/2026/11/16/the-importance-of-emotional-intimacy/index.html")
    row = re.sub(r"<[^>]+>|\s+", " ", html[html.index("byline-row__text") :][:900])
    assert re.search(r"By\s+Jerry Hancock", row)
    assert re.search(r"Edited by\s+The editors", row)
    assert "November 16, 2026" in row


def test_our_sidebar_is_filled_by_mkdocs_blog_plugin(our_site: Built) -> None:
    assert type(our_site.config.plugins["blog"]).__module__ == "mkdocs_blog"
    html = our_site.read("blog/2026/11/17/why-plain-files/index.html")
    active = re.findall(r'class="md-nav__link md-nav__link--active"[^>]*>(.*?)</a>', html, re.S)
    assert "Why plain files" in active[0]

"""Small sites that came out wrong once, each as it is to come out; see `paths.SHARED`.

They were made after what people reported of other blogs, and lie outside this project. Their kinds
have tests of their own beside what they are about.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from playwright.sync_api import Browser, Dialog
from selectolax.lexbor import LexborHTMLParser

from browser import serving
from building import Built, build
from checking import problems
from dom import parts
from paths import SHARED
from repository import Repo

CASES = SHARED / "cases"
THEN = "1893542400"  # 2 January 2030, when what waits in these sites is out.

pytestmark = pytest.mark.defaults


@dataclass
class Case:
    """A copy of a site that may be changed, built as often as a check asks."""

    root: Path
    patch: pytest.MonkeyPatch

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, **options: Any) -> Site:
        built = build(self.root, **options)
        return Site(built.root, built.config, built.records, built.error)

    def strict(self) -> Site:
        """Build strictly; nothing may be said."""
        site = self.build(strict=True)
        assert (site.error, site.messages) == ("", [])
        return site

    def refused(self, code: str) -> list[str]:
        """Build, which must end with this error alone; return what a build and a check say."""
        site = self.build()
        assert site.error
        assert set(site.codes) == {code}
        assert not (self.root / "site").exists()
        found = [each for each in site.messages if f": {code} " in each]
        assert problems(self.root) == found
        return found


@dataclass
class Site(Built):
    def page(self, path: str) -> LexborHTMLParser:
        return LexborHTMLParser(self.read(f"{path}index.html"))

    def texts(self, path: str, selector: str) -> list[str]:
        return [" ".join(node.text().split()) for node in self.page(path).css(selector)]

    def everything(self) -> str:
        """Return all text of the site, and the names of its files."""
        files = [path for path in self.out.rglob("*") if path.is_file()]
        texts = (path.read_text(encoding="utf-8", errors="ignore") for path in files)
        return "\n".join([*texts, *(str(path.relative_to(self.out)) for path in files)])

    def target(self, path: str, href: str) -> str:
        """Return what a link on a page leads to; there must be such a page and such an id."""
        address, _, anchor = urljoin(f"/{path}", unquote(href)).removeprefix("/").partition("#")
        assert f"{address}index.html" in self, href
        assert not anchor or self.page(address).css(f'[id="{anchor}"]'), href
        return f"{address}#{anchor}" if anchor else address


CHECKS: dict[str, tuple[Callable[[Case], None], tuple[str, ...]]] = {}


def case(name: str, *needs: str) -> Callable[[Callable[[Case], None]], Callable[[Case], None]]:
    """Have a function check a case, which needs these modules."""

    def note(check: Callable[[Case], None]) -> Callable[[Case], None]:
        CHECKS[name] = (check, needs)
        return check

    return note


def prepare(name: str, root: Path, patch: pytest.MonkeyPatch) -> Case:
    """Copy a case; one with Material's blog gets the other word."""
    if not (source := CASES / name).is_dir():
        pytest.skip(f"needs {source}; set BYLINE_SHARED to the folder that has cases/")
    shutil.copytree(source, root)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"^  - blog\b", "  - byline", text, flags=re.M), encoding="utf-8")
    patch.chdir(root)  # Some plugins look for their files there.
    return Case(root, patch)


def test_each_case_is_looked_at() -> None:
    if not CASES.is_dir():
        pytest.skip(f"needs {CASES}; set BYLINE_SHARED to the folder that has cases/")
    found = {path.name for path in CASES.iterdir() if path.is_dir()}
    assert found - {*CHECKS, *IN_BROWSER} == set()


@case("mike-empty-version", "mike")
def mike(case: Case) -> None:
    repo = Repo(case.root)
    repo.git("add", ".")
    repo.git("commit", "--quiet", "--message", "All")
    repo.git("config", "user.name", "Jane Doe")
    repo.git("config", "user.email", "jane@x.example")
    bin = str(Path(sys.executable).parent)
    case.patch.setenv("PATH", os.pathsep.join((bin, os.environ["PATH"])))
    deploy = [sys.executable, "-c", "from mike.driver import main; main()", "deploy", "1.0"]
    subprocess.run(deploy, check=True, capture_output=True)
    published = repo.git("ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {"1.0/index.html", "1.0/blog/index.html", "1.0/guide/a/index.html"} <= {*published}
    assert "1.0/blog/2024/01/01/post-number-1/index.html" in published
    assert len(published) > 50


@case("glightbox-more-mark", "mkdocs_glightbox")
def glightbox(case: Case) -> None:
    site = case.build()
    # What the lightbox would show as HTML is no author's to write.
    assert set(site.codes) == {"BY302"}
    (excerpt, *_) = site.page("blog/").css(".byline-entry__excerpt")
    assert [each.attributes["alt"] for each in excerpt.css("a.glightbox img")] == ["A pic"]
    post = site.page("blog/2024/05/05/pics/")
    assert [each.attributes["alt"] for each in post.css("a.glightbox img")] == ["A pic", "B"]
    assert [each.text() for each in post.css("h1")] == ["Pics"]
    assert "BY114" not in site.codes
    assert len(site.texts("blog/", ".byline-entry__excerpt")) == 5


@case("adopt-glightbox-minify", "mkdocs_glightbox", "mkdocs_minify_plugin")
def glightbox_and_minify(case: Case) -> None:
    site = case.strict()
    assert site.texts("blog/", ".byline-entry__excerpt") == ["First."]
    assert site.texts("blog/2024/01/02/hello/", "h1") == ["Hello"]
    assert site.page("blog/2024/01/02/hello/").css("a.glightbox img")
    assert "<html" not in site.read("blog/2024/01/02/hello/index.html")[20:]


@case("autorefs-stripped", "mkdocs_autorefs", "mkdocstrings", "mkdocstrings_handlers.python")
def references(case: Case) -> None:
    site = case.strict()
    post = "blog/2024/05/05/refs/"
    wanted = ["api/#lamp.light", "api/#lamp.light", "guide/a/#guide-a", f"{post}#special-part"]
    for page, selector, more in (
        (post, ".byline-post", ["api/#lamp.light"]),
        ("blog/", ".byline-entry__excerpt", []),
        ("blog/archive/2024/", ".byline-entry__excerpt", []),
    ):
        links = site.page(page).css(f"{selector} a[class*=autorefs]")
        assert [site.target(page, each.attributes["href"] or "") for each in links] == [
            *wanted,
            *more,
        ]
        assert "[" not in site.texts(page, selector)[0]
    assert "<autoref" not in site.everything()


@case("hide-lost-on-page-2")
def hidden_on_all_pages(case: Case) -> None:
    site = case.strict()
    pages = ["blog/", *(f"blog/page/{number}/" for number in range(2, 6))]
    for page in pages:
        for kind in ("primary", "secondary"):
            (sidebar,) = site.page(page).css(f".md-sidebar--{kind}")
            assert "hidden" in sidebar.attributes, page
    (sidebar,) = site.page("blog/archive/2023/").css(".md-sidebar--primary")
    assert "hidden" not in sidebar.attributes


@case("uppercase-md-leaks-draft")
def upper_case_suffix(case: Case) -> None:
    source = (case.root / "docs/blog/posts/A.MD").read_text(encoding="utf-8")
    site = case.build()
    assert set(site.codes) == {"BY323"}
    told = "\n".join(site.messages)
    assert "A.MD" in told
    assert "B.Md" in told
    assert [each.split()[1] for each in problems(case.root)] == ["BY323", "BY323"]
    assert site.texts("blog/", ".byline-entry h2") == ["Plain"]
    everything = site.everything()
    assert source not in everything
    assert not re.search(r"\.md$", everything, re.IGNORECASE | re.MULTILINE)


@case("author-id-index")
def author_called_index(case: Case) -> None:
    case.strict()
    case.edit("mkdocs.yml", "- byline", "- byline: {authors_profiles: true}")
    site = case.strict()
    assert site.texts("blog/author/index/", "h1") == ["Index Person"]
    (link, *_) = site.page("blog/author/").css(".byline-directory a, .md-content a")
    assert site.target("blog/author/", link.attributes["href"] or "") == "blog/author/index/"


@case("category-named-index")
def category_called_index(case: Case) -> None:
    site = case.strict()
    assert site.texts("blog/category/index/", "h1") == ["Index"]
    assert site.texts("blog/category/index/", ".byline-entry h2") == ["Databases"]
    links = site.page("blog/category/").css(".md-content a[href]")
    found = {site.target("blog/category/", each.attributes["href"] or "") for each in links}
    assert {"blog/category/index/", "blog/category/tuning/"} <= found


@case("cplusplus-csharp-merged")
def topics_of_one_url(case: Case) -> None:
    (message,) = case.refused("BY406")
    assert "'C#'" in message
    assert "'blog/category/c/'" in message


@case("same-slug-duplicate-ids")
def ids_in_listings(case: Case) -> None:
    site = case.strict()
    for path in ("blog/", "blog/archive/2024/"):
        page = site.page(path)
        ids = [each.attributes["id"] for each in page.css("[id]")]
        assert len(ids) == len({*ids})
        toc = page.css(".md-sidebar--secondary .md-nav__link[href]")
        hrefs = list(dict.fromkeys(each.attributes["href"] or "" for each in toc))
        dates = [page.css_first(f'[id="{href[1:]}"] time') for href in hrefs]
        found = [each.attributes["datetime"] for each in dates if each]
        assert found == ["2024-03-03", "2024-03-02", "2024-03-01"]


@case("links-to-generated-listing")
def links_to_listings(case: Case) -> None:
    case.edit("mkdocs.yml", "- byline", "- byline: {authors_profiles: true}")
    site = case.strict()
    links = site.page("").css(".md-content a:not(.headerlink)")
    assert [site.target("", each.attributes["href"] or "") for each in links] == [
        "blog/",
        "blog/category/work/",
        "blog/archive/2024/",
        "blog/author/ann/",
        "blog/2024/01/01/mission/",
        "blog/2024/01/01/mission/#part",
    ]
    post = "blog/2024/01/01/mission/"
    related = site.page(post).css(".byline-links a")
    found = [each.attributes["href"] or "" for each in related]
    assert [site.target(post, href) for href in found if href.endswith(("/", "#part"))] == [
        "blog/",
        "blog/category/work/",
        "blog/2024/01/02/second/#part",
        "plain/",
    ]
    assert len(found) == 6


@case("nav-without-blog-omitted")
def nav_without_the_blog(case: Case) -> None:
    assert "blog/index.html" in case.strict()


@case("nav-label-of-post")
def label_of_a_post(case: Case) -> None:
    site = case.strict()
    post = "blog/2024/01/01/mission-statement/"
    for page in ("", "blog/", post):
        links = site.page(page).css(".md-sidebar--primary a.md-nav__link")
        labels = {
            " ".join(each.text().split()): site.target(page, each.attributes["href"] or "")
            for each in links
            if not (each.attributes["href"] or "").startswith("#")
        }
        assert labels["Our mission"] == post
        assert "Mission statement" not in labels
    assert site.texts(post, "h1") == ["Mission statement"]


@case("posts-folder-is-repository")
def posts_in_a_repository_of_their_own(case: Case) -> None:
    repo = Repo(case.root / "docs/blog/posts")
    repo.git("add", ".")
    repo.git("commit", "--quiet", "--message", "n", day=3)
    site = case.strict()
    assert site.texts("blog/2026/01/03/nested/", "h1") == ["Nested"]


@case("file-placeholder-folder-posts")
def folder_posts(case: Case) -> None:
    site = case.strict()
    for name in ("one", "two", "plain"):
        assert site.texts(f"blog/2024/01/01/{name}/", "h1") == [name.capitalize()]


@case("intro-search-string")
def search_that_is_a_text(case: Case) -> None:
    site = case.build()
    (message,) = [each for each in site.messages if ": BY" in each]
    assert message.startswith("docs/blog/topics/work.md:4:9: BY111 ")
    assert problems(case.root) == [message]
    assert "Custom intro." in " ".join(site.texts("blog/topics/work/", ".md-content"))


@case("i18n-suffix", "mkdocs_static_i18n")
def two_languages(case: Case) -> None:
    site = case.strict()
    assert site.texts("blog/", ".byline-entry h2")[-1] == "Post number 1"
    assert site.texts("de/blog/", ".byline-entry h2")[-1] == "Beitrag eins"
    assert site.texts("de/blog/2024/01/01/beitrag-eins/", "h1") == ["Beitrag eins"]
    assert site.texts("blog/2024/01/01/post-number-1/", "h1") == ["Post number 1"]
    assert "blog/2024/01/01/beitrag-eins/index.html" not in site


@case("adopt-i18n", "mkdocs_static_i18n")
def two_languages_of_one_post(case: Case) -> None:
    site = case.strict()
    assert site.texts("blog/", ".byline-entry h2") == ["Hello"]
    assert site.texts("fr/blog/", ".byline-entry h2") == ["Bonjour"]
    assert site.texts("fr/blog/2024/01/02/bonjour/", "h1") == ["Bonjour"]


@case("git-authors-none", "mkdocs_git_authors_plugin")
def authors_from_git(case: Case) -> None:
    repo = Repo(case.root)
    repo.git("add", ".")
    repo.git("commit", "--quiet", "--message", "All")
    site = case.strict()
    assert "jane@x.example" in site.read("blog/2024/01/01/post-number-1/index.html")


@case("adopt-template-override-ignored")
def templates(case: Case) -> None:
    site = case.strict()
    for page in ("blog/", "blog/category/work/", "blog/archive/2024/"):
        assert site.texts(page, "p.mine") == ["MY LISTING"]
        assert "Hello" in " ".join(site.texts(page, ".md-content"))
    post = "blog/2024/01/02/hello/"
    assert site.texts(post, "p.mine") == ["MY POST TEMPLATE January 2, 2024"]
    assert site.texts(post, "h1") == ["Hello"]
    assert "Rest." in site.texts(post, "p")
    for name in ("blog.html", "blog-post.html"):
        (case.root / "overrides" / name).unlink()
    site = case.strict()
    assert site.texts("blog/", "article.mine") == ["MY EXCERPT Hello"]


@case("adopt-home-lists-posts")
def posts_on_the_home_page(case: Case) -> None:
    assert case.strict().texts("", "ul.latest li") == ["Hello January 2, 2024"]


@case("adopt-date-filter")
def date_filter(case: Case) -> None:
    site = case.strict()
    head = site.read("blog/2024/01/02/hello/index.html").partition("</head>")[0]
    assert "January 2, 2024" in head
    assert "January" not in site.read("index.html").partition("</head>")[0]


@case("adopt-page-meta-date")
def date_in_meta(case: Case) -> None:
    # As it is, it asks the error page for its front matter, which has none in any blog.
    case.edit("overrides/main.html", "if page.meta.date", "if page and page.meta.date")
    site = case.strict()
    found = re.findall(
        r"article:published_time' content='([^']*)'",
        site.read("blog/2024/01/02/hello/index.html"),
    )
    assert [each[:10] for each in found] == ["2024-01-02"]


@case("adopt-rss-authors-titles", "mkdocs_rss_plugin")
def rss(case: Case) -> None:
    case.edit("docs/blog/.authors.yml", "name: Jane Doe", "name: Jane Doe\n    email: j@x.example")
    site = case.strict()
    for name in ("feed_rss_created.xml", "feed_rss_updated.xml"):
        (item,) = ET.fromstring(site.read(name)).iter("item")
        assert [each.text for each in item.findall("author")] == [
            "j@x.example (Jane Doe)",
            "Joe Bloggs",
        ]
        assert item.findtext("title") == "Tom & Jerry's day"
        assert item.findtext("description") == "Ham & eggs"
        assert [each.text for each in item.findall("category")] == ["C & C++"]
        assert (item.findtext("pubDate") or "").startswith("Tue, 02 Jan 2024 00:00:00")


@case("adopt-tags-plugin")
def tags(case: Case) -> None:
    site = case.strict()
    assert site.texts("tags/", ".md-content h2 .md-tag") == ["C & C++", "sea"]
    assert site.read("tags/index.html").count("C &amp;amp;") == 0
    # The post's category is at its foot, too.
    assert site.texts("blog/2024/01/02/hello/", ".byline-tag") == ["Work", "C & C++", "sea"]
    (mapping,) = json.loads(site.read("tags.json"))["mappings"]
    assert sorted(mapping["tags"]) == ["C & C++", "sea"]


@case("adopt-macros-in-post", "mkdocs_macros")
def macros(case: Case) -> None:
    site = case.build()
    assert site.error == ""
    assert len(site.messages) == 1
    assert set(site.codes) == {"BY333"}
    assert "trusted_paths" in site.messages[0]
    assert problems(case.root) == site.messages
    case.edit("mkdocs.yml", "- byline", "- byline: {trusted_paths: [blog/posts/]}")
    assert "Version 1.2.3." in case.strict().texts("blog/2024/01/02/hello/", "p")


@case("adopt-snippet-outside-docs")
def snippet(case: Case) -> None:
    site = case.build()
    assert (site.error, site.codes) == ("", ["BY332"])
    assert "trusted_paths" in site.messages[0]
    assert "print" not in site.read("blog/2024/01/02/hello/index.html")
    case.edit("mkdocs.yml", "- byline", "- byline: {trusted_paths: [blog/posts/]}")
    assert "print(1)" in case.strict().read("blog/2024/01/02/hello/index.html")


@case("adopt-html-beside-post")
def html_beside_a_post(case: Case) -> None:
    site = case.build()
    assert (site.error, site.codes) == ("", ["BY323"])
    for name in ("demo.html", "main.tf", "run.sh", "trusted_paths"):
        assert name in site.messages[0]
    assert "blog/posts/demo.html" not in site
    case.edit("mkdocs.yml", "- byline", "- byline: {trusted_paths: [blog/posts/]}")
    site = case.strict()
    for name in ("posts/demo.html", "main.tf", "run.sh"):  # Where Material's blog has them.
        assert f"blog/{name}" in site


@case("adopt-template-key")
def template_key(case: Case) -> None:
    site = case.build()
    assert (site.error, site.codes) == ("", ["BY331"])
    assert "trusted_paths" in site.messages[0]
    assert problems(case.root) == site.messages
    case.edit("mkdocs.yml", "- byline", "- byline: {trusted_paths: [blog/posts/]}")
    assert case.strict().texts("blog/2024/01/02/hello/", "h1") == ["Hello"]


@case("adopt-deprecated-option")
def renamed_option(case: Case) -> None:
    site = case.build()
    assert (site.error, site.messages) == ("", [])
    assert site.config.plugins["byline"].config.pagination_format == "~3~"
    assert site.texts("blog/", ".byline-entry h2") == ["Hello"]


@case("adopt-theme-mkdocs")
def another_theme(case: Case) -> None:
    site = case.strict()
    assert site.texts("blog/2024/01/02/hello/", "h1") == ["Hello"]
    assert "First." in " ".join(site.texts("blog/", "p"))


@case("hostile-fmt-600")
def formatting_elements(case: Case) -> None:
    site = case.build()
    assert set(site.codes) == {"BY352"}
    assert site.error
    assert problems(case.root, "docs/blog/posts/p.md") == [site.messages[0]]


@case("hostile-tear")
def torn_pages(case: Case) -> None:
    site = case.build()
    assert site.error == ""
    for page in ("blog/", "blog/archive/2024/"):
        entries = site.page(page).css(".byline-entry")
        assert len(entries) == 5
        parents = [each.parent for each in entries]
        assert len({each.mem_id for each in parents if each}) == 1
        assert all("EVE-TEXT" not in each.text() or n == 0 for n, each in enumerate(entries))
    post = site.page("blog/2024/03/03/tear/")
    text = post.css_first(".byline-post")
    assert text
    assert "EVE-TEXT" in text.text()
    assert "EVE-TEXT" not in "".join(each.text() for each in post.css(".md-footer, h1, header"))
    # The elements around are those of a harmless text, in the same order.
    torn = _frame(site.read("blog/2024/03/03/tear/index.html"))
    (case.root / "docs/blog/posts/tear.md").write_text(
        "---\ndate: 2024-03-03\nslug: tear\n---\n\n<h1>Inner</h1>\n\nA text.\n", encoding="utf-8"
    )
    assert torn == _frame(case.build().read("blog/2024/03/03/tear/index.html"))


def _frame(html: str) -> list[str]:
    """Return the elements of a page without its contents."""
    page = LexborHTMLParser(html)
    for node in page.css(".byline-post, .md-sidebar, .byline-header, .byline-footer, head"):
        node.inner_html = ""
    return [each for each in parts(page.html or "") if each.startswith("<") or each.endswith(">")]


def _alias(case: Case) -> None:
    (message,) = case.refused("BY412")
    assert message.startswith("docs/blog/posts/p.md:3:11: ")


for _name in ("checksums", "headers", "sitemap-gz"):
    CHECKS[f"hostile-alias-{_name}"] = (_alias, ())


@case("hostile-meta-deep")
def deep_meta(case: Case) -> None:
    (message,) = case.refused("BY108")
    assert message.startswith("docs/blog/posts/sub/.meta.yml:1:")


@case("hostile-unlisted-tags")
def unlisted_tags(case: Case) -> None:
    site = case.strict()
    url = "blog/2024/01/01/unlisted-secret-title/"
    assert "Unlisted secret title" in site.texts(url, "title")[0]
    for file in site.out.rglob("*"):
        if file.suffix in (".html", ".json", ".xml", ".opml") and file.parent != site.out / url:
            text = file.read_text(encoding="utf-8")
            assert not re.search("hidden.tag|secret.title", text, re.IGNORECASE), file


def _ends_well(case: Case) -> None:
    for moment in ("", THEN):
        if moment:
            case.patch.setenv("SOURCE_DATE_EPOCH", moment)
        site = case.strict()
        assert "blog/2024/01/02/good-post-here/index.html" in site


for _name in ("leak-false-alarm", "leak-bomb"):
    CHECKS[f"hostile-{_name}"] = (_ends_well, ())


@case("hostile-bomb-sched-snippet")
def what_fails_then_fails_now(case: Case) -> None:
    for moment in ("", THEN):
        if moment:
            case.patch.setenv("SOURCE_DATE_EPOCH", moment)
        site = case.build()
        assert site.error
        assert site.codes == ["BY332"]
        assert site.messages[0].startswith("docs/blog/posts/p.md:6:1: ")
        assert problems(case.root, "docs/blog/posts/p.md") == [site.messages[0]]


@case("hostile-name-newline")
def name_with_a_line_break(case: Case) -> None:
    (message,) = case.refused("BY341")
    assert message.startswith("docs/blog/posts/a\\nb.png:1:1: ")


@case("hostile-name-not-utf8")
def name_that_is_not_utf8(case: Case) -> None:
    (message,) = case.refused("BY341")
    assert message.startswith("docs/blog/posts/b\\xffad.md:1:1: ")
    message.encode()


IN_BROWSER = ("hostile-svg", "hostile-cover-listing")


@pytest.mark.parametrize("name", CHECKS)
def test_a_case_comes_out_right(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, needs = CHECKS[name]
    for module in needs:
        if find_spec(module.partition(".")[0]) is None:
            pytest.skip(f"needs the package with {module}")
    check(prepare(name, tmp_path / "site of a case", monkeypatch))


@pytest.mark.browser
def test_no_picture_runs_a_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    case = prepare("hostile-svg", tmp_path / "case", monkeypatch)
    folder = case.root / "docs/blog/posts"
    declared = {path.name for path in folder.glob("*.svg") if b"<!DOCTYPE" in path.read_bytes()}
    assert len(declared) >= 10
    refused = {re.split(r"[/:]", each)[3] for each in case.refused("BY325")}
    assert declared <= refused
    for name in refused:
        (folder / name).unlink()
    site = case.build()
    assert site.error == ""
    left = sorted(path.name for path in folder.glob("*.svg"))
    assert left
    page, said = browser.new_page(), list[str]()

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("request", lambda request: said.append(request.url))
    with serving(site.out) as address:
        for name in left:
            page.goto(f"{address}blog/posts/{name}")
    page.close()
    assert said == [f"{address}blog/posts/{name}" for name in left]


@pytest.mark.browser
def test_no_post_covers_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    case = prepare("hostile-cover-listing", tmp_path / "case", monkeypatch)
    site = case.build()
    assert site.error == ""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    with serving(site.out) as address:
        for path in ("blog/", "blog/2024/03/04/lamps/"):
            page.goto(f"{address}{path}")
            covered = page.evaluate(COVERED)
            assert covered["links"] > 3
            assert covered["hidden"] == []
    page.close()


# Links of the site that are not the ones found where they are seen.
COVERED = """
() => {
  const found = { links: 0, hidden: [] }
  for (const link of document.querySelectorAll(".md-content a, .md-header a, .md-footer a")) {
    if (link.closest(".byline-post, .byline-entry__excerpt") || !link.checkVisibility()) continue
    link.scrollIntoView({ block: "center", behavior: "instant" })
    const box = link.getClientRects()[0]
    if (!box?.width) continue
    found.links++
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (hit?.closest(".byline-post, .byline-entry__excerpt")) found.hidden.push(link.outerHTML)
  }
  return found
}
"""

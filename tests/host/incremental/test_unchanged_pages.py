"""Which posts a build doesn't even read; that pages are right is for `test_warm` to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import AUTHORS, build, post
from mkdocs_byline.host.compat import PageFunctions
from mkdocs_byline.host.converter import PageConverter
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.markdown.converter import Instance

CONFIG = """\
site_name: Trial
site_url: https://example.org/
theme: {{name: material, font: false}}
plugins: [search, byline: {{history: false, sidebar_posts: 1, csp: true}}{more}]
markdown_extensions: [footnotes, pymdownx.snippets: {{base_path: [!relative $docs_dir]}}]
validation: {{links: {{anchors: warn}}}}
"""
SITE: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.format(more=""),
    "docs/blog/.authors.yml": AUTHORS,
    **{
        f"docs/blog/posts/p{number}.md": post(
            f"# P{number}\n\n[it](p{number - 1}.md#part)[^1]\n\n[^1]: Note\n\n## Part\n",
            date=f"2026-01-0{number}",
            tags="[t]",
        )
        for number in range(1, 8)
    },
    "docs/blog/posts/p0.md": post('# P0\n\n--8<-- "piece.md"\n\n## Part', date="2026-01-01"),
    "docs/piece.md": "One",
}
MORE = '# More\n\n--8<-- "list.txt"\n'


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the names of posts that are read from now on."""
    names: set[str] = set()
    render = PageConverter.render

    def noting(self: PageConverter, page: PostPage, files: object) -> None:
        names.add(Path(page.file.src_uri).stem)
        render(self, page, files)  # type: ignore[arg-type]

    monkeypatch.setattr(PageConverter, "render", noting)
    return names


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_blog_beside_one_that_is_off_is_the_only_one(tmp_path: Path, read: set[str]) -> None:
    off = CONFIG.format(more=", byline: {enabled: false, blog_dir: news}")
    files = {"mkdocs.yml": off, "docs/blog/posts/p1.md": post("# P1", date="2026-01-01")}
    build(tmp_path, files)
    assert read == {"p1"}
    read.clear()
    assert not build(tmp_path).error
    assert not read


def test_posts_that_are_what_they_were_are_not_read(tmp_path: Path, read: set[str]) -> None:
    site = tree(build(tmp_path, SITE).out)
    assert len(read) == 8
    read.clear()
    built = build(tmp_path)
    assert read == set()
    assert built.messages == []
    assert tree(built.out) == site


def test_an_edit_reads_the_post_and_what_is_on_its_listings(
    tmp_path: Path, read: set[str]
) -> None:
    # Of posts as alike as these, an edit changes which are the most alike.
    options = "pagination_per_page: 2, related_posts: 0, csp"
    files = {**SITE, "mkdocs.yml": CONFIG.format(more="").replace("csp", options)}
    build(tmp_path, files)
    read.clear()
    edited = post("# P3\n\n## Part", date="2026-01-03", tags="[t]")
    build(tmp_path, {"docs/blog/posts/p3.md": edited})
    assert "p3" in read
    assert "p6" not in read


def test_a_snippet_that_has_changed_has_its_posts_read(tmp_path: Path, read: set[str]) -> None:
    build(tmp_path, SITE)
    read.clear()
    built = build(tmp_path, {"docs/piece.md": "Another"})
    assert "p0" in read
    assert "Another" in built.read("blog/2026/01/01/p0/index.html")


def test_what_links_to_a_post_that_moved_is_read_once(tmp_path: Path, read: set[str]) -> None:
    build(tmp_path, SITE)
    moved = post("# P3\n\n## Part", date="2026-01-03", slug="else")
    built = build(tmp_path, {"docs/blog/posts/p3.md": moved})
    assert "p4" in read
    assert "03/else/#part" in built.read("blog/2026/01/04/p4/index.html")
    read.clear()
    build(tmp_path)
    assert read == set()


def test_what_was_said_of_a_post_is_said_again(tmp_path: Path, read: set[str]) -> None:
    text = "# P3\n\n[gone](gone.md) [no](p2.md#no)\n\n<script></script>\n\n"
    bad = post(f"{text}> A\n>\n> <!-- more -->\n>\n> B", date="2026-01-03")
    # Lists that a snippet brings stand in no source, and what is wrong with them comes to light
    # with the page.
    lists = {"docs/list.txt": "/// posts\n    tag: none\n///\n", "docs/more.md": MORE}
    first = build(tmp_path, {**SITE, **lists, "docs/blog/posts/p3.md": bad})
    assert len(first.messages) == 6
    read.clear()
    assert build(tmp_path).messages == first.messages
    assert read == set()
    other = build(tmp_path, {"mkdocs.yml": CONFIG.format(more="").replace("Trial", "Other")})
    assert "p3" in read  # Once its page is made anew, and yet it is said once.
    assert other.messages == first.messages


def test_a_link_to_a_heading_that_is_gone_is_told_without_reading_it(
    tmp_path: Path, read: set[str]
) -> None:
    build(tmp_path, SITE)
    read.clear()
    built = build(tmp_path, {"docs/blog/posts/p3.md": post("# P3", date="2026-01-03")})
    assert any("p4.md' contains a link 'p3.md#part'" in each for each in built.messages)


@pytest.mark.parametrize(
    ("more", "number"),
    [
        (", byline: {blog_dir: other, history: false}", 8),
        (", tags", 0),
        (", /blog: {folder: blog}", 0),
        (", glightbox", 0),
        (", macros", 0),
        (", include-markdown", 0),
    ],
)
def test_plugins_that_look_at_posts_see_them_whether_they_are_read_or_not(
    tmp_path: Path, read: set[str], more: str, number: int
) -> None:
    nav = "nav: [index.md, Blog: [blog/index.md]]\n"
    files = {**SITE, "mkdocs.yml": CONFIG.format(more=more) + nav, "docs/blog/index.md": "# Blog"}
    site = tree(build(tmp_path, files).out)
    read.clear()
    built = build(tmp_path)
    assert len(read) == number
    assert tree(built.out) == site


def test_a_post_that_fails_when_it_is_read_late_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tree(build(tmp_path, SITE).out)
    monkeypatch.setattr(PageConverter, "known", lambda *_: None)  # As if the cache were damaged.
    monkeypatch.setattr(Instance, "convert", lambda *_: 1 / 0)
    built = build(tmp_path, {"mkdocs.yml": CONFIG.format(more="").replace("Trial", "Other")})
    assert built.error
    assert set(built.codes) == {"BY116"}
    assert tree(built.out) == site


def page_functions() -> tuple[object, object]:
    """Return what MkDocs reads and renders a page with."""
    functions = PageFunctions()
    return functions.populate, functions.build


def test_mkdocs_functions_are_its_own_again_afterwards(tmp_path: Path) -> None:
    own = page_functions()
    build(tmp_path, SITE)
    assert page_functions() == own
    hook = "def on_post_build(config):\n    raise SystemError\n"
    config = CONFIG.format(more="") + "hooks: [hook.py]\n"
    with pytest.raises(SystemError):
        build(tmp_path, {"hook.py": hook, "mkdocs.yml": config})
    assert page_functions() == own

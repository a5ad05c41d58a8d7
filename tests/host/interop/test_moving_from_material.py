"""A site that was made for Material's blog, with one word changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from building import CONFIG, Built, build, post

pytestmark = pytest.mark.defaults

OVERRIDES = CONFIG.replace("name: material", "name: material, custom_dir: overrides")
PAGE = "blog/2026/01/02/one/index.html"
LONG = "# One\n\n" + "\n\n".join(f"Paragraph {n}." for n in range(30))


def one(root: Path, config: str = CONFIG, body: str = "# One\n\nText.", **files: str) -> Built:
    """Build a blog with one post; `files` are further ones, with `__` for `/`."""
    people = "authors: {jane: {name: Jane <b>}, joe: {name: Joe}}\n"
    written = {
        "mkdocs.yml": config,
        "docs/blog/.authors.yml": people,
        "docs/blog/posts/one.md": post(
            body, date="2026-01-02", authors="[jane, joe]", categories="[A & B]", tags="[x]"
        ),
        **{
            name.replace("__", "/").replace("-html", ".html"): text for name, text in files.items()
        },
    }
    built = build(root, written)
    assert built.error == "", built.messages
    return built


def test_what_differs_is_off(tmp_path: Path) -> None:
    built = one(tmp_path, body=LONG)
    assert not [page for page in built.pages() if page.startswith(("blog/tag/", "blog/author/"))]
    listing = built.read("blog/index.html")
    assert "Paragraph 29." in listing
    assert "Jane" in listing and "Joe" not in listing
    navigation = listing[listing.index("md-nav--primary") : listing.index("md-content")]
    assert PAGE.removesuffix("index.html").removeprefix("blog/") not in navigation
    assert 'href="archive/2026/"' in navigation


def test_templates_of_a_site_are_used(tmp_path: Path) -> None:
    files = {
        "overrides__blog-post-html": "MY POST {{ page.config.date.created | date }} "
        "{{ page.authors[0].name }} {{ page.categories[0].title }} {{ page.content }}",
        "overrides__blog-html": "MY LISTING {% for post in posts %}"
        '{% include "partials/post.html" %}{% endfor %}',
        "overrides__partials__post-html": "MY ENTRY {{ post.title }} {{ post.content }}",
    }
    built = one(tmp_path, OVERRIDES, "# One <i>\n\nText.", **files)
    html = built.read(PAGE)
    assert html.startswith("MY POST January 2, 2026 Jane &lt;b&gt; A &amp; B <h1")
    assert html.count("<h1") == 1
    listing = built.read("blog/index.html")
    assert listing.startswith("MY LISTING MY ENTRY One")
    assert '<a class="toclink" href="2026/01/02/one/">' in listing


def test_a_template_after_material_s_has_the_room_of_the_navigation(tmp_path: Path) -> None:
    template = '{% extends "main.html" %}{% block content %}{{ page.meta.hide }}{% endblock %}'
    files = {"docs/blog/posts/two.md": post("# Two", date="2026-01-03", hide="[toc]")}
    one(tmp_path, OVERRIDES, overrides__x="")
    build(tmp_path, files)
    warm = build(tmp_path, {"overrides/blog-post.html": template})
    (sidebar,) = re.findall(r'<div class="md-sidebar md-sidebar--primary"[^>]*>', warm.read(PAGE))
    assert sidebar.endswith("hidden>")
    assert "['toc', 'navigation']" in warm.read("blog/2026/01/03/two/index.html")


def test_material_s_own_pagination_works(tmp_path: Path) -> None:
    files = {
        "overrides__blog-html": '{% include "partials/pagination.html" %}',
        "docs__blog__posts__two.md": post("# Two\n\nText.", date="2026-01-03"),
    }
    config = OVERRIDES.replace("byline]", "{byline: {pagination_per_page: 1}}]")
    built = one(tmp_path, config, **files)
    (link,) = re.findall(
        '<a[^>]*class="md-pagination__link"[^>]*>2</a>', built.read("blog/index.html")
    )
    assert 'href="page/2/"' in link


def test_hooks_know_a_post(tmp_path: Path) -> None:
    hook = """
        from material.plugins.blog.structure import Post

        def on_page_context(context, page, **kwargs):
            context["found"] = [
                file.page.title
                for file in context["pages"]
                if isinstance(file.page, Post) and file.page.meta["template"] == "blog-post.html"
            ]

        def on_page_content(html, page, **kwargs):
            if isinstance(page, Post):
                return f"{html}<p>{page.meta['categories']} {page.config.draft}</p>"
        """
    files = {"hooks.py": hook, "overrides__main-html": "{{ found }} {{ page.content }}"}
    built = one(tmp_path, OVERRIDES + "hooks: [hooks.py]\n", **files)
    assert "['One']" in built.read("index.html")
    assert "['A &amp; B'] False" in built.read(PAGE)  # As it was written, in valid HTML.


def test_hooks_find_the_blog_where_material_has_it(tmp_path: Path) -> None:
    hook = """
        from material.plugins.blog.structure import Archive, Category, View

        def on_env(env, config, **kwargs):
            blog = config.plugins["material/blog"].blog
            assert config.plugins.get("material/blog").config.blog_dir == "blog"
            assert not {"material/blog"} & {*config.plugins}
            env.globals["found"] = [
                blog.url,
                *[(post.title, post.url, str(post.config.date.created)) for post in blog.posts],
                *[(each.name, each.url, [p.title for p in each.posts]) for each in blog.views],
                [(id, each.name) for id, each in config.plugins["material/blog"].authors.items()],
            ]

        def on_page_content(html, page, **kwargs):
            assert html.count("<h1") == 1, page.url

        def on_page_context(context, page, **kwargs):
            kinds = (Archive, Category, View)
            context["kinds"] = [each.__name__ for each in kinds if isinstance(page, each)]
            page.content += "<p>Added</p>"
        """
    files = {
        "hooks.py": hook,
        "overrides__main-html": "{{ found }} {{ kinds }} {{ page.content }}",
    }
    config = OVERRIDES + "hooks: [hooks.py]\n"
    built = one(tmp_path, config, **files)
    assert built.read("index.html").startswith(
        "['blog/', ('One', 'blog/2026/01/02/one/', '2026-01-02 00:00:00+00:00'), "
        "('2026', 'blog/archive/2026/', ['One']), "
        "('A &amp; B', 'blog/category/a--b/', ['One']), "
        "[('jane', 'Jane &lt;b&gt;'), ('joe', 'Joe')]] []"
    )
    assert "['Archive', 'View'] <p>Added" in built.read("blog/archive/2026/index.html")
    assert "['Category', 'View'] <p>Added" in built.read("blog/category/a--b/index.html")
    assert "['View'] <p>Added" in built.read("blog/index.html")
    assert "[]" in built.read(PAGE) and "Text.</p><p>Added</p>" in built.read(PAGE)


HOME = """\
{% for post in config.plugins["material/blog"].blog.posts if page %}
  {%- set shown = post.excerpt %}{{ shown.render(page, "<!-- more -->") or "" }}
  {{- [shown.authors | length, shown.more, shown.toc.items[0].title, shown.file.src_uri] }}
  {{- shown.post.url }} {{ shown.config.date.created | date }} {{ shown.content }}
{%- endfor %}
"""


def test_excerpts_are_shown_on_other_pages(tmp_path: Path) -> None:
    files = {
        "docs__guide__index.md": "# Guide\n",
        "overrides__blog-html": "{% for post in posts %}{{ post.post.excerpt.title }} "
        "{{ post.toc.items[0].title }}{% endfor %}",
        "overrides__main-html": HOME,
    }
    body = "# One & two\n\n[Guide](../../guide/index.md).\n\n<!-- more -->\n\nRest."
    built = one(tmp_path, OVERRIDES, body, **files)
    url = "blog/2026/01/02/one--two/"
    assert built.read("guide/index.html").strip() == (
        f"[1, True, 'One &amp; two', 'blog/posts/one.md']{url} January 2, 2026 "
        f'<h2 id="one--two"><a class="toclink" href="../{url}">One &amp; two</a></h2>\n'
        '<p><a href="../guide/">Guide</a>.</p>'
    )
    assert '<a href="./guide/">Guide</a>' in built.read("index.html")
    assert built.read("blog/index.html").strip() == "One &amp; two One &amp; two"
    text = (tmp_path / "docs/blog/posts/one.md").read_text().replace("[Guide]", "[Changed]")
    warm = build(tmp_path, {"docs/blog/posts/one.md": text})
    assert "Changed" in warm.read("index.html")


def test_an_option_by_its_former_name(tmp_path: Path) -> None:
    built = one(tmp_path, CONFIG.replace("byline]", "{byline: {pagination_template: '~3~'}}]"))
    assert built.config.plugins["byline"].config.pagination_format == "~3~"


def test_arrows_of_the_pagination(tmp_path: Path) -> None:
    format = "$link_first $link_previous ~1~ $link_next $link_last"
    options = f"{{byline: {{pagination_format: '{format}', pagination_per_page: 1}}}}]"
    posts = {f"docs/blog/posts/{n}.md": post(f"# P{n}", date=f"2026-01-0{n}") for n in (1, 2, 3)}
    built = build(tmp_path, {"mkdocs.yml": CONFIG.replace("byline]", options), **posts})

    def links(path: str) -> list[tuple[str, str | None, str | None]]:
        found = LexborHTMLParser(built.read(path)).css(".byline-pagination > *")
        return [
            (each.text(), each.attributes.get("href"), each.attributes.get("aria-label"))
            for each in found
        ]

    assert links("blog/page/2/index.html") == [
        ("‹", "../../", "Page 1 of 3"),
        ("1", "../../", None),
        ("2", None, None),
        ("3", "../3/", None),
        ("›", "../3/", "Page 3 of 3"),
    ]
    assert [text for text, *_ in links("blog/index.html")] == ["1", "2", "3", "›"]
    assert [text for text, *_ in links("blog/page/3/index.html")] == ["‹", "1", "2", "3"]


def test_what_is_refused_is_told_once(tmp_path: Path) -> None:
    files = {f"docs__blog__posts__{name}": "x" for name in ("a-html", "b.tf", "run.sh")}
    built = one(tmp_path, **files)
    assert built.codes == ["BY323"]
    assert "3 times in 3 files" in built.messages[0]
    assert "trusted_paths" in built.messages[0]
    trusted = CONFIG.replace("byline]", "{byline: {trusted_paths: [blog/posts/]}}]")
    assert one(tmp_path, trusted, **files).codes == []


@pytest.mark.parametrize(
    "links", ["{Home: index.md, More: [blog/index.md]}", "[{A: index.md, B: x.md}]"]
)
def test_links_are_read_as_material_reads_them(tmp_path: Path, links: str) -> None:
    files = {
        "docs/x.md": "# X\n",
        "docs/blog/posts/a.md": post("# A", date="2026-01-02", links=links),
    }
    assert build(tmp_path, files).messages == []


def test_an_author_s_slug_that_is_a_url_is_told_once(tmp_path: Path) -> None:
    files = {
        "docs/blog/.authors.yml": "authors: {jane: {name: J, slug: 'https://x.example/'}}\n",
        "docs/blog/posts/a.md": post("# A", date="2026-01-02", authors="[jane]"),
    }
    assert build(tmp_path, files).codes == ["BY111"]


def test_posts_of_an_author_without_a_name_say_nothing(tmp_path: Path) -> None:
    files = {
        "docs/blog/.authors.yml": "authors: {jane: {description: x}}\n",
        "docs/blog/posts/a.md": post("# A", date="2026-01-02", authors="[jane]"),
    }
    assert build(tmp_path, files).codes == ["BY204"]


NAMED = CONFIG.replace("byline]", "{byline: {authors_profiles: true, tags: true}}]")


@pytest.mark.parametrize("key", ["categories", "tags", "authors"])
def test_a_listing_called_index_is_not_the_overview(tmp_path: Path, key: str) -> None:
    files = {
        "mkdocs.yml": NAMED,
        "docs/blog/.authors.yml": "authors: {index: {name: Index}, README: {name: Readme}}\n",
        "docs/blog/posts/a.md": post("# A", date="2026-01-02", **{key: "[index, README]"}),
    }
    built = build(tmp_path, files)
    assert built.codes == []
    folder = {"categories": "category", "tags": "tag", "authors": "author"}[key]
    overview = built.read(f"blog/{folder}/index.html")
    for name in ("index", "readme" if key != "authors" else "README"):
        assert f'href="{name}/"' in overview
        assert 'class="byline-entry"' in built.read(f"blog/{folder}/{name}/index.html")


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (("C++", "C#"), ["BY406"]),
        (("C", "C++"), ["BY406"]),
        (("c++", "C++"), []),
        (("What's new", "Whats new"), []),
        (("web dev", "web-dev"), []),
    ],
)
def test_names_that_signs_tell_apart_share_no_listing(
    tmp_path: Path, names: tuple[str, str], codes: list[str]
) -> None:
    files = {
        f"docs/blog/posts/{n}.md": post(f"# {n}", date="2026-01-02", categories=f'["{name}"]')
        for n, name in enumerate(names, 1)
    }
    assert build(tmp_path, files).codes == codes


def test_the_folder_s_name_stands_for_the_file(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": CONFIG.replace("byline]", "{byline: {post_url_format: '{date}/{file}'}}]"),
        "docs/blog/posts/one/index.md": post("# A", date="2026-01-02"),
        "docs/blog/posts/two/index.md": post("# B", date="2026-01-02"),
    }
    built = build(tmp_path, files)
    assert "blog/2026/01/02/one/index.html" in built
    assert "blog/2026/01/02/two/index.html" in built


def test_links_to_listings_are_no_mistake(tmp_path: Path) -> None:
    links = "[blog/index.md, blog/category/a.md, blog/archive/2026.md, blog/category/b.md]"
    text = post("# A", date="2026-01-02", categories="[a]", links=links)
    built = build(tmp_path, {"docs/blog/posts/a.md": text})
    assert built.codes == ["BY405"]
    assert "'blog/category/b.md'" in built.messages[0]


def test_all_pages_of_a_listing_have_its_front_matter(tmp_path: Path) -> None:
    posts = {
        f"docs/blog/posts/{n}.md": post(f"# {n}", date="2026-01-02", categories="[A]")
        for n in range(3)
    }
    files = {
        "mkdocs.yml": CONFIG.replace("byline]", "{byline: {pagination_per_page: 1}}]"),
        "docs/blog/index.md": "---\nhide: [navigation]\ncomments: true\n---\n# All\n",
        "docs/blog/category/a.md": "---\nhide: [toc]\n---\n# Of A\n",
        **posts,
    }
    built = build(tmp_path, files)
    hidden = re.compile(r'data-md-type="(\w+)"\s+hidden')
    for page in ("index.html", "page/2/index.html", "page/3/index.html"):
        assert hidden.findall(built.read(f"blog/{page}")) == ["navigation"]
        assert hidden.findall(built.read(f"blog/category/a/{page}")) == ["toc"]


@pytest.mark.parametrize("line", ["search: exclude", "hide: 5", "icon: 7", "status: [x]"])
def test_an_introduction_that_no_theme_can_read_is_told(tmp_path: Path, line: str) -> None:
    files = {
        "docs/blog/category/a.md": f"---\ntitle: All of A\n{line}\n---\n# A\n",
        "docs/blog/posts/a.md": post("# A", date="2026-01-02", categories="[A]"),
    }
    built = build(tmp_path, files)
    assert (built.error, built.codes) == ("", ["BY111"])
    assert built.messages[0].startswith("docs/blog/category/a.md:3:")


def test_a_navigation_without_the_blog_omits_nothing(tmp_path: Path) -> None:
    config = CONFIG + "nav: [index.md]\nvalidation: {nav: {omitted_files: warn}}\n"
    assert one(tmp_path, config).messages == []


def test_a_post_has_the_label_that_the_navigation_gives_it(tmp_path: Path) -> None:
    config = CONFIG + "nav: [index.md, Our <mission>: blog/posts/one.md, Blog: [blog/index.md]]\n"
    html = one(tmp_path, config).read("index.html")
    assert "Our &lt;mission&gt;" in html
    assert "<mission>" not in html

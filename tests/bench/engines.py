"""The engines that are compared: how each is installed, given the posts, and run.

All of them show the same: pages of ten posts, years, categories and authors, and highlighted code.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.posts import AUTHORS, PICTURE, PICTURES, Post

Posts = Sequence[Post]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PORT = _free_port()


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to build the posts.

    Attributes:
        package: What names its version.
        requirements: For an environment of its own; empty for the one this runs in, so that Byline
            and Material's blog share theme, extensions and Python.
        write: Writes the site's folder; the last argument says whether titles are headings.
        source: The file of a post in that folder.
        build, serve: Commands; the program is the environment's.
        output: The folder of the site, which is removed before a cold build and the preview.
        caches: What else is removed before a cold build.
        reads_headings: Whether a heading can be a post's title.
        most: More posts than this take it too long to wait for.
    """

    name: str
    package: str
    requirements: tuple[str, ...]
    write: Callable[[Path, Posts, bool], None]
    source: Callable[[Post], str]
    build: tuple[str, ...]
    serve: tuple[str, ...]
    output: str
    caches: tuple[str, ...]
    reads_headings: bool = True
    most: int = 10_000


MKDOCS = """\
site_name: Bench
site_url: http://127.0.0.1:{port}/
theme:
  name: material
  font: false
  features: [content.code.copy, navigation.indexes]
plugins: {plugins}
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc: {{permalink: true}}
  - pymdownx.betterem
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.superfences
  - pymdownx.tabbed: {{alternate_style: true}}
"""


def mkdocs(plugins: str) -> Callable[[Path, Posts, bool], None]:
    def write(root: Path, posts: Posts, headings: bool) -> None:
        blog = root / "docs/blog"
        (root / "mkdocs.yml").write_text(MKDOCS.format(plugins=plugins, port=PORT))
        for post in posts:
            path = root / _mkdocs_source(post)
            path.parent.mkdir(parents=True, exist_ok=True)
            title = f"# {post.title}\n\n" if headings else ""
            path.write_text(_yaml(post, not headings) + title + _mkdocs_text(post, posts) + "\n")
        _pictures(blog / "posts/pictures")
        (root / "docs/index.md").write_text("# Home\n")
        (blog / "index.md").write_text("# Blog\n")
        people = "".join(
            f"  {key}: {{name: {name}, description: Writes, avatar: /a.svg}}\n"
            for key, name in AUTHORS.items()
        )
        (blog / ".authors.yml").write_text(f"authors:\n{people}")

    return write


def _mkdocs_source(post: Post) -> str:
    return f"docs/blog/posts/{post.date.year}/{post.name}.md"


def _mkdocs_text(post: Post, posts: Posts) -> str:
    return post.text(
        lambda at: f"../{posts[at].date.year}/{posts[at].name}.md",
        lambda at: f"../pictures/{at}.svg",
    )


def _yaml(post: Post, title: bool) -> str:
    """Return front matter that all but Pelican read."""
    lists = {"authors": post.authors, "categories": post.categories, "tags": post.tags}
    lines = [f"{key}: [{', '.join(values)}]" for key, values in lists.items() if values]
    if title:
        lines.insert(0, f'title: "{post.title}"')
    return "\n".join(("---", f"date: {post.date}", *lines, "---", "", ""))


def _pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PICTURES):
        (folder / f"{number}.svg").write_text(PICTURE.format(number))


PELICAN = """\
SITENAME = "Bench"
SITEURL = ""
TIMEZONE = "UTC"
PATH = "content"
STATIC_PATHS = ["pictures"]
DEFAULT_PAGINATION = 10
ARTICLE_URL = "blog/{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
INDEX_SAVE_AS = "blog/index.html"
YEAR_ARCHIVE_SAVE_AS = "blog/archive/{date:%Y}/index.html"
AUTHOR_SAVE_AS = "author/{slug}/index.html"  # Else page 2 of author-11 is page 12 of author-1.
TAG_SAVE_AS = ""
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.admonition": {},
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {"permalink": True},
    }
}
"""


def pelican(root: Path, posts: Posts, headings: bool) -> None:
    assert not headings
    (root / "pelicanconf.py").write_text(PELICAN)
    for post in posts:
        path = root / _pelican_source(post)
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [
            f"Title: {post.title}",
            f"Slug: {post.slug}",
            f"Date: {post.date}",
            f"Authors: {'; '.join(AUTHORS[each] for each in post.authors)}",
            f"Category: {post.categories[0]}",
            f"Tags: {', '.join(post.tags)}",
        ]
        text = post.text(lambda at: posts[at].url, lambda at: f"{{static}}/pictures/{at}.svg")
        path.write_text("\n".join((*lines, "", text, "")))
    _pictures(root / "content/pictures")


def _pelican_source(post: Post) -> str:
    return f"content/{post.date.year}/{post.name}.md"


HUGO = """\
title = "Bench"
[permalinks.page]
blog = "/blog/:year/:month/:day/:slug/"
[pagination]
pagerSize = 10
[taxonomies]
author = "authors"
category = "categories"
[markup.highlight]
noClasses = false
"""
HUGO_LAYOUTS = {
    "baseof": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}'
    "</title></head><body><h1>{{ .Title }}</h1>{{ block `main` . }}{{ end }}</body></html>",
    "single": "{{ define `main` }}{{ .Date }} {{ range .GetTerms `authors` }}<a href='"
    "{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }} {{ .TableOfContents }}{{ .Content }}"
    "{{ with .Prev }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}"
    "{{ with .Next }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}{{ end }}",
    "list": "{{ define `main` }}{{ range (.Paginate .RegularPages.ByDate.Reverse).Pages }}<h2>"
    "<a href='{{ .RelPermalink }}'>{{ .Title }}</a></h2>{{ .Date }}{{ .Summary }}{{ end }}"
    "{{ partial `pagination.html` . }}{{ end }}",
}


def hugo(root: Path, posts: Posts, headings: bool) -> None:
    assert not headings
    (root / "hugo.toml").write_text(HUGO)
    layouts = root / "layouts"
    layouts.mkdir(parents=True, exist_ok=True)
    for name, text in HUGO_LAYOUTS.items():
        (layouts / f"{name}.html").write_text(text)
    (layouts / "_partials").mkdir(exist_ok=True)
    (layouts / "_partials/pagination.html").write_text(
        "{{ range .Paginator.Pagers }}<a href='{{ .URL }}'>{{ .PageNumber }}</a>{{ end }}"
    )
    for post in posts:
        path = root / _hugo_source(post)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = post.text(lambda at: posts[at].url, lambda at: f"/pictures/{at}.svg")
        text = text.replace("<!-- more -->", "<!--more-->")
        text = text.replace("!!! ", "> ").replace("\n\n    ", "\n>\n> ")  # Hugo's are quotes.
        path.write_text(_yaml(post, True).replace("---\n", f"---\nslug: {post.slug}\n", 1) + text)
    _pictures(root / "static/pictures")


def _hugo_source(post: Post) -> str:
    return f"content/blog/{post.date.year}/{post.name}.md"


_ADDRESS = ("--dev-addr", f"127.0.0.1:{PORT}")

MATERIAL_BLOG = (
    "[search, blog: {authors_profiles: true, archive_date_format: yyyy, "
    "archive_url_date_format: yyyy}]"
)

ENGINES = (
    Engine(
        "Byline",
        "mkdocs-byline",
        (),
        # Material's blog has no listings of tags; what history costs is measured on its own.
        mkdocs("[search, byline: {tags: false, history: false}]"),
        _mkdocs_source,
        ("mkdocs", "build", "--quiet"),
        ("mkdocs", "serve", "--quiet", *_ADDRESS),
        "site",
        (".cache",),
    ),
    Engine(
        "Material's blog",
        "mkdocs-material",
        (),
        mkdocs(MATERIAL_BLOG),
        _mkdocs_source,
        ("mkdocs", "build", "--quiet"),
        ("mkdocs", "serve", "--quiet", *_ADDRESS),
        "site",
        (".cache",),
        most=2_000,
    ),
    Engine(
        "Zensical",
        "zensical",
        ("zensical",),
        mkdocs(MATERIAL_BLOG),
        _mkdocs_source,
        ("zensical", "build"),
        ("zensical", "serve", *_ADDRESS),
        "site",
        (".cache",),
        most=2_000,
    ),
    Engine(
        "Pelican",
        "pelican",
        ("pelican[markdown]",),
        pelican,
        _pelican_source,
        ("pelican", "--quiet", "content"),
        ("pelican", "--quiet", "--listen", "--autoreload", "--port", str(PORT), "content"),
        "output",
        ("cache",),
        reads_headings=False,
    ),
    Engine(
        "Hugo, plain templates",
        "hugo",
        ("hugo",),
        hugo,
        _hugo_source,
        ("hugo", "--quiet"),
        ("hugo", "server", "--quiet", "--port", str(PORT)),
        "public",
        ("resources",),
        reads_headings=False,
    ),
)

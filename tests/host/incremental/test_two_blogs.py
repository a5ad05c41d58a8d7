"""A site with two blogs: its pages are kept as those of one are, and never longer."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from building import build, post
from mkdocs_byline.host import compat
from mkdocs_byline.host.blogs import states
from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.interop.author_text import AuthorText

CONFIG = """\
site_name: Trial
site_url: https://example.org/
theme: {name: mkdocs, custom_dir: overrides, locale: en}
plugins:
  - byline: {history: false, sidebar: false, related_posts: 0}
  - byline: {blog_dir: news, history: false, sidebar: false, related_posts: 0,
     trusted_paths: [news/posts/*]}
nav: [index.md, Blog: blog/index.md, News: news/index.md]
"""
# What these show of others is in no page's navigation, nor in their own files.
SITE: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "docs/more.md": "# More",
    "overrides/views.html": '{% extends "main.html" %}{% block content %}'
    "{% for view in byline_views %}{{ view.title }}: {{ view.number }}, {% endfor %}"
    "{% endblock %}",
    "docs/blog/posts/a.md": post("# A", date="2026-01-02"),
    "docs/news/posts/links.md": post("# L", date="2026-01-01", links="[more.md]"),
    "docs/news/posts/views.md": post("# V", date="2026-01-01", template="views.html"),
    "docs/news/posts/between.md": post("# B", date="2026-01-02"),
    "docs/news/posts/tagged.md": post("# T", date="2026-01-03", tags="[one]"),
    "docs/news/posts/far.md": post("# F", date="2026-01-04"),
}


@pytest.mark.parametrize(
    ("path", "text", "page", "shown"),
    [
        ("docs/more.md", "# Renamed", "l", "Renamed"),
        ("docs/news/posts/far.md", post("# F", date="2026-01-04", tags="[one]"), "v", "one: 2"),
    ],
)
def test_an_edit_is_on_all_pages_that_show_it(
    tmp_path: Path, path: str, text: str, page: str, shown: str
) -> None:
    build(tmp_path, SITE)
    warm = build(tmp_path, {path: text})
    assert shown in warm.read(f"news/2026/01/01/{page}/index.html")


def test_what_is_done_once_for_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, ENGINE)
    monkeypatch.setattr(compat, "missing", lambda: iter(["Something is lost."]))
    written = CONFIG.replace("history: false,", "history: false, post_markdown: true,")
    title = {"docs/news/posts/links.md": post(date="2026-01-01", title='"A & <b>"', slug="l")}
    built = build(tmp_path, {**SITE, **title, "mkdocs.yml": written})
    assert caplog.messages.count("byline: Something is lost.") == 1
    names = re.findall(r"^- \[(.*?)\]", built.read("llms.txt"), re.M)
    assert names == ["A", "F", "T", "B", "A & \\<b\\>", "V"]
    (file,) = (each for each in states(built.config)[1].files.values() if each.url.endswith("/l/"))
    assert file.page
    # As it was written, after both have given what adds to a context an escaped one.
    assert file.page.title == "A & <b>"
    assert isinstance(file.page.title, AuthorText)

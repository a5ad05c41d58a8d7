"""What templates read of a post's page, whatever plugins do to it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from mkdocs_byline.host.interop.author_text import AuthorText
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.model import Post


def test_front_matter_that_a_plugin_replaces_is_read_anew() -> None:
    page = PostPage.__new__(PostPage)
    page.post = cast("Post", SimpleNamespace(title="A", description="", authors=()))
    page.meta, page.shown_meta = {}, ((), {})
    for number in range(100):
        page.meta["own"] = AuthorText(f"Number {number}")
        assert page.front_matter_for_templates()["own"] == f"Number {number}"
        assert page.front_matter_for_templates() is page.front_matter_for_templates()
        del page.meta["own"]  # So that the next value gets its place in memory.

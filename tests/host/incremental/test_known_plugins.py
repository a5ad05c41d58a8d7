"""Which plugins are known by the module of their hooks; what they do is for others to say."""

from __future__ import annotations

import pytest

from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.incremental.known_plugins import Effect, effect


@pytest.mark.parametrize(
    ("module", "is_known"),
    [
        ("mkdocs_blog", True),
        ("mkdocs_blog.plugin", True),
        ("mkdocs_blogging_plugin.main", False),
        ("material.plugins.tags.plugin", True),
        ("material.plugins.tagsoup", False),
        (f"{ENGINE}.contrib.search", True),
        (f"{ENGINE}.contrib.search.search_index", True),
        (f"{ENGINE}.contrib.searching", False),
        ("mkdocs_byline_more", False),
        ("", False),
    ],
)
def test_a_plugin_is_known_by_its_module_and_not_by_how_another_begins(
    module: str, is_known: bool
) -> None:
    def hook() -> None:
        pass

    hook.__module__ = module
    assert (effect("nav", hook) is not Effect.UNKNOWN) is is_known

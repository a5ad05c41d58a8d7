"""A site's other plugins in; out, whether their hooks may be called somewhere else, or not at all.

Those named here change nothing but the page that they are called for, and what they keep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_KNOWN = (
    *("material.plugins.group", "material.plugins.info", "material.plugins.meta"),
    *("material.plugins.offline", "material.plugins.search", "material.plugins.tags"),
    *("mkdocs.contrib.search", "mkdocs_blog", "mkdocs_byline"),
)


# Of these, the one that collects from all pages while they are read.
_COLLECTING = "material.plugins.tags"


def reads_all_pages(config: MkDocsConfig) -> bool:
    """Whether a known plugin has to have seen all pages before the first one is set."""
    return any(type(each).__module__.startswith(_COLLECTING) for each in config.plugins.values())


def retitles(config: MkDocsConfig) -> bool:
    """Whether mkdocs-blog-plugin puts dates into posts' titles while it reads the posts."""
    return any(
        type(each).__module__ == "mkdocs_blog" and each.config["display-article-date"]
        for each in config.plugins.values()
    )


def is_known(config: MkDocsConfig, *events: str) -> bool:
    """Whether all hooks of these events, such as `page_context`, are those of known plugins."""
    return all(
        getattr(hook, "__module__", "").startswith(_KNOWN)
        for event in events
        for hook in config.plugins.events[event]
    )

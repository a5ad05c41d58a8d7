"""A site's other plugins in; out, whether their hooks may be called somewhere else, or not at all.

Those named here change nothing but the page that they are called for, and what they keep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_byline.host.compat import ENGINE, hook_owner

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_KNOWN = (
    *("material.plugins.group", "material.plugins.info", "material.plugins.meta"),
    *("material.plugins.offline", "material.plugins.search", "material.plugins.tags"),
    *(f"{ENGINE}.contrib.search", "mkdocs_blog", "mkdocs_byline"),
)

_READING = ("page_content", "page_markdown", "page_read_source", "pre_page")
_COLLECTING = "material.plugins.tags"
_BLOG = "mkdocs_blog"


def reads_all(config: MkDocsConfig) -> str:
    """Return what has to see all posts read before the first page is set; empty if nothing has."""
    for name, plugin in config.plugins.items():
        module = type(plugin).__module__
        if module.startswith(_COLLECTING):
            return f"the plugin '{name}'"
        if module == _BLOG and plugin.config["display-article-date"]:  # Changes posts' titles.
            return f"'display-article-date' of the plugin '{name}'"
    return stranger(config, *_READING)


def is_known(config: MkDocsConfig, *events: str) -> bool:
    """Whether all hooks of these events, such as `page_context`, are those of known plugins."""
    return not stranger(config, *events)


def stranger(config: MkDocsConfig, *events: str) -> str:
    """Return the first whose hook of one of these events is not a known plugin's."""
    for event in events:
        for hook in config.plugins.events[event]:
            if not getattr(hook, "__module__", "").startswith(_KNOWN):
                return f"the plugin '{hook_owner(config, hook) or 'of a hook'}'"
    return ""

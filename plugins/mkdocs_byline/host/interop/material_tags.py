"""Tags of Material's tags plugin in its pages' tables of contents, escaped.

The plugin puts names of tags there as they are, where themes expect the HTML of headings.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.toc import AnchorLink


def escape_tocs(config: MkDocsConfig) -> None:
    """Escape the names of tags that the plugin has just put into tables of contents."""
    for plugin in config.plugins.values():
        if not type(plugin).__module__.startswith("material.plugins.tags."):
            continue
        made: Any = plugin
        names = {tag.name for mapping in made.mappings or () for tag in _with_parents(mapping)}
        for page in {id(each.page): each.page for each in made.listings or ()}.values():
            _escape(page.toc, names)


def _with_parents(mapping: Any) -> Iterable[Any]:
    for tag in mapping.tags:
        while tag:
            yield tag
            tag = tag.parent


def _escape(toc: Iterable[AnchorLink], names: set[str]) -> None:
    for link in toc:
        if link.title in names:
            link.title = escape(link.title)
        _escape(link.children, names)

"""A page in, its entries in the search index out: read by the search plugin, or kept.

Material's search plugin and MkDocs' own parse each page's HTML while pages are written. What one
adds to its index for a page is kept, and added again without it for the same page. Material's is
given the page without the colours of its code, which it drops.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from mkdocs_byline.render.cache import Cache
from mkdocs_byline.render.fingerprint import OpaqueError, describe
from mkdocs_byline.render.plaincode import plain_code

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

# By module of a search index's class, the attribute that holds its entries.
_MATERIAL = "material.plugins.search.plugin"
_INDEXES = {
    _MATERIAL: "entries",
    "mkdocs.contrib.search.search_index": "_entries",
}


def keep_entries(config: MkDocsConfig, cache: Cache) -> None:
    """Have the site's search plugins ask the cache first."""
    for plugin in config.plugins.values():
        index: Any = getattr(plugin, "search_index", None)
        held = _INDEXES.get(type(index).__module__)
        if held and isinstance(getattr(index, held, None), list):
            index.add_entry_from_context = _keeping(index, held, cache)


def empty_indexes(config: MkDocsConfig) -> list[Callable[..., Any]]:
    """Forget all entries, and return what adds those of a page, as plugins' `on_page_context`."""
    found = []
    for method in config.plugins.events["page_context"]:
        index: Any = getattr(getattr(method, "__self__", None), "search_index", None)
        if held := _INDEXES.get(type(index).__module__):
            setattr(index, held, [])
            found.append(method)
    return found


def _keeping(index: Any, held: str, cache: Cache) -> Callable[[Page], None]:
    add = type(index).add_entry_from_context
    is_plain = type(index).__module__ == _MATERIAL
    told = _tell(index)

    def add_entry_from_context(page: Page) -> None:
        entries = getattr(index, held)
        at = _key(told, page, cache)
        if at and (kept := cache.get(at)):
            entries += json.loads(kept)
            return
        start = len(entries)
        content = page.content
        if is_plain:
            page.content = plain_code(content or "")
        try:
            add(index, page)
        finally:
            page.content = content
        new = entries[start:]
        data = json.dumps(new, default=str)
        if at and json.loads(data) == new:
            cache.put(at, data.encode())

    return add_entry_from_context


def _tell(index: Any) -> str:
    """Describe an index by what decides how it reads pages; empty if that can't be told."""
    if index.config.get("jieba_dict") or index.config.get("jieba_dict_user"):
        return ""
    try:
        return json.dumps(describe([type(index).__module__, index.config], lambda module: False))
    except OpaqueError:
        return ""


def _key(told: str, page: Page, cache: Cache) -> str:
    """Return a key of all that an index sees of a page; empty if that can't be told."""
    meta = {name: page.meta.get(name) for name in ("title", "tags", "search")}
    try:
        seen = describe([page.url, page.title, _ids(page.toc), meta], lambda module: False)
    except OpaqueError:
        return ""
    return told and cache.key("entries", told, json.dumps(seen), page.content or "")


def _ids(toc: Iterable[AnchorLink]) -> list[Any]:
    return [[each.title, each.id, _ids(each.children)] for each in toc]

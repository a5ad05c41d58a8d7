"""A page in, its entries in the search index out: read by the search plugin, or kept.

Material's search plugin and MkDocs' own parse each page's HTML while pages are written. What one
adds to its index for a page is kept, and added again without it for the same page; or a worker has
just done so. Material's is given the page without the colours of its code, which it drops.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.html.strip_highlighting import plain_code

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


class Entries:
    """What the site's search plugins add to their indexes.

    Attributes:
        indexes: The plugins' indexes, and the attribute that holds their entries.
        made: Of the page that was read last, the key of each index's new entries and these as
            JSON, by module.
        ready: The same of the page that is about to be read, as a worker made them.
    """

    def __init__(self, config: MkDocsConfig, cache: Cache) -> None:
        """Have them ask here first."""
        self.cache = cache
        self.indexes: list[tuple[Any, str]] = []
        self.made: dict[str, tuple[str, bytes]] = {}
        self.ready: dict[str, tuple[str, list[Any]]] = {}
        for plugin in config.plugins.values():
            index: Any = getattr(plugin, "search_index", None)
            held = _INDEXES.get(type(index).__module__)
            if held and isinstance(getattr(index, held, None), list):
                self.indexes.append((index, held))
                index.add_entry_from_context = self._adding(index, held)

    def tell(self) -> bytes:
        """Return what was made of a page as `ready` wants it, in JSON."""
        told = [
            b'"%s":["%s",%s]' % (name.encode(), at.encode(), data)
            for name, (at, data) in self.made.items()
        ]
        return b"{%s}" % b",".join(told)

    def keys(self) -> dict[str, str] | None:
        """Return what the entries of the page that was read last are kept under, by module.

        None if some are not.
        """
        names = [_module(index) for index, _ in self.indexes]
        if sorted(self.made) != sorted(names):
            return None
        return {name: self.made[name][0] for name in names}

    def find(self, keys: Mapping[str, str]) -> list[list[Any]] | None:
        """Return the entries that are kept under these, for `add`; None if some are not there."""
        found = []
        for index, _ in self.indexes:
            kept = self.cache.get(keys.get(_module(index), ""))
            if kept is None:
                return None
            found.append(json.loads(kept))
        return found

    def add(self, found: Iterable[list[Any]]) -> None:
        """Add a page's entries to the indexes, in place of the plugins that own these."""
        for (index, held), entries in zip(self.indexes, found, strict=True):
            getattr(index, held).extend(entries)

    def _adding(self, index: Any, held: str) -> Callable[[Page], None]:
        module, told = _module(index), _tell(index)

        def add_entry_from_context(page: Page) -> None:
            entries: list[Any] = getattr(index, held)
            self.made.pop(module, None)
            if ready := self.ready.pop(module, None):
                at, new = ready
                self.made[module] = (at, b"")
                entries += new
                return
            start = len(entries)
            at = _key(told, page, self.cache)
            if at and (kept := self.cache.get(at)):
                self.made[module] = (at, kept)
                entries += json.loads(kept)
            else:
                _add(index, page)
                new = entries[start:]
                data = json.dumps(new, default=str).encode()
                if at and json.loads(data) == new:
                    self.made[module] = (at, data)
                    self.cache.put(at, data)
            if self.cache.sink:
                del entries[start:]  # A worker tells of them and has no use for all.

        return add_entry_from_context


def _module(index: Any) -> str:
    return type(index).__module__


def _add(index: Any, page: Page) -> None:
    """Have an index read a page, Material's without the colours."""
    content = page.content
    if _module(index) == _MATERIAL:
        page.content = plain_code(content or "")
    try:
        type(index).add_entry_from_context(index, page)
    finally:
        page.content = content


def empty_indexes(config: MkDocsConfig) -> list[Callable[..., Any]]:
    """Forget all entries, and return what adds those of a page, as plugins' `on_page_context`."""
    found = []
    for method in config.plugins.events["page_context"]:
        index: Any = getattr(getattr(method, "__self__", None), "search_index", None)
        if held := _INDEXES.get(type(index).__module__):
            setattr(index, held, [])
            found.append(method)
    return found


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

"""Entries of pages in the search index: read by the search plugin, or kept.

Material's search plugin and MkDocs' own parse each page's HTML while pages are written. What one
adds to its index for a page is kept, and added again without it for the same page; or a worker has
just done so. Material's is given the page without the colours of its code, and with spaces between
blocks: it drops the tags of both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.host.compat import MATERIAL_SEARCH, SearchIndex, search_index
from mkdocs_byline.html.strip_highlighting import plain_code, spaced

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink


_NONE = b"[]"


class SearchEntries:
    """What the site's search plugins add to their indexes.

    Attributes:
        indexes: The plugins' indexes.
        made: Of the page that was read last, the key of each index's new entries and these as
            JSON, by module.
        ready: The same of the page that is about to be read, as a worker made them.
    """

    def __init__(
        self, config: MkDocsConfig, cache: Cache, mark_of: Callable[[Page], str] = lambda page: ""
    ) -> None:
        """Have them ask here first.

        Args:
            mark_of: Returns what a page's titles begin with, such as that it is a draft.
        """
        self.cache, self.mark_of = cache, mark_of
        indexes = map(search_index, config.plugins.values())
        self.indexes = [each for each in indexes if each]
        self.made: dict[str, tuple[str, bytes]] = {}
        self.ready: dict[str, tuple[str, list[Any]]] = {}
        for each in self.indexes:
            each.replace_reader(self._adding(each))

    def to_json(self) -> bytes:
        """Return what was made of a page as `ready` wants it, in JSON."""
        rows = [
            b'"%s":["%s",%s]' % (name.encode(), at.encode(), data)
            for name, (at, data) in self.made.items()
        ]
        return b"{%s}" % b",".join(rows)

    def keys(self) -> dict[str, str] | None:
        """Return what the entries of the page that was read last are kept under, by module.

        Nothing for a page that has none; None if some are not kept.
        """
        names = [each.module for each in self.indexes]
        if sorted(self.made) != sorted(names):
            return None
        found = {name: self.made[name] for name in names}
        return {name: at if data != _NONE else "" for name, (at, data) in found.items()}

    def find(self, keys: Mapping[str, str]) -> list[list[Any]] | None:
        """Return the entries that are kept under these, for `add`; None if some are not there."""
        found = []
        for each in self.indexes:
            at = keys.get(each.module)
            kept = _NONE if at == "" else self.cache.get(at or "")
            if kept is None:
                return None
            found.append(json.loads(kept))
        return found

    def add(self, found: Iterable[list[Any]]) -> None:
        """Add a page's entries to the indexes, in place of the plugins that own these."""
        for each, entries in zip(self.indexes, found, strict=True):
            each.entries.extend(entries)

    def _adding(self, index: SearchIndex) -> Callable[[Page], None]:
        module, index_key = index.module, _described(index.index)

        def add_entry_from_context(page: Page) -> None:
            entries = index.entries
            self.made.pop(module, None)
            if ready := self.ready.pop(module, None):
                at, new = ready
                self.made[module] = (at, b"" if new else _NONE)
                entries += new
                return
            start = len(entries)
            mark = self.mark_of(page)
            at = _key(index_key, page, self.cache, mark)
            if at and (kept := self.cache.get(at)):
                self.made[module] = (at, kept)
                entries += json.loads(kept)
            else:
                _add(index, page)
                new = entries[start:]
                for entry in new if mark else ():
                    entry["title"] = f"{escape(mark)}: {entry['title']}"
                data = json.dumps(new, default=str).encode()
                if at and json.loads(data) == new:
                    self.made[module] = (at, data)
                    self.cache.put(at, data)
            if self.cache.sink:
                del entries[start:]  # A worker sends them and has no use for all.

        return add_entry_from_context


def reads_tags(config: MkDocsConfig) -> bool:
    """Whether search plugins find pages by their tags without anybody's help."""
    indexes = [each for each in map(search_index, config.plugins.values()) if each]
    return bool(indexes) and all(each.module == MATERIAL_SEARCH for each in indexes)


def _add(index: SearchIndex, page: Page) -> None:
    """Have an index read a page, Material's without the colours.

    MkDocs' own does not know of pages that are to stay out.
    """
    search = page.meta.get("search")
    if isinstance(search, Mapping) and search.get("exclude"):
        return
    content = page.content
    if index.module == MATERIAL_SEARCH:
        page.content = spaced(plain_code(content or ""))
    try:
        type(index.index).add_entry_from_context(index.index, page)
    finally:
        page.content = content


def empty_indexes(config: MkDocsConfig) -> list[Callable[..., Any]]:
    """Forget all entries, and return what adds those of a page, as plugins' `on_page_context`."""
    found = []
    for method in config.plugins.events["page_context"]:
        if index := search_index(getattr(method, "__self__", None)):
            index.clear()
            found.append(method)
    return found


def _described(index: Any) -> str:
    """Describe an index by what decides how it reads pages; empty if that isn't possible."""
    if index.config.get("jieba_dict") or index.config.get("jieba_dict_user"):
        return ""
    try:
        return json.dumps(describe([type(index).__module__, index.config], lambda module: False))
    except OpaqueError:
        return ""


def _key(index_key: str, page: Page, cache: Cache, mark: str) -> str:
    """Return a key of all that an index sees of a page; empty if that isn't possible."""
    meta = {name: page.meta.get(name) for name in ("title", "tags", "search")}
    try:
        seen = describe([page.url, page.title, _ids(page.toc), meta, mark], lambda module: False)
    except OpaqueError:
        return ""
    return index_key and cache.key("entries", index_key, json.dumps(seen), page.content or "")


def _ids(toc: Iterable[AnchorLink]) -> list[Any]:
    return [[each.title, each.id, _ids(each.children)] for each in toc]

"""Pages that are read and converted when somebody first looks at what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.structure.pages import Page


class LazyPage(Page):
    """A page whose reading or conversion may be deferred.

    Attributes:
        loader: What will make the deferred attributes; None if nothing is deferred.
    """

    loader: Callable[[], None] | None = None
    _anchors: set[str] | None = None

    def defer(self, loader: Callable[[], None], *, is_read: bool = False) -> None:
        """Have a page loaded later.

        Args:
            is_read: Whether its Markdown and front matter are there, and only the rest is not.
        """
        for name in CONVERTED if is_read else _ALL:
            vars(self).pop(name, None)
        self.loader, self._anchors = loader, None

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The ids in the page, which links to it are checked against."""
        if self._anchors is None:
            self.load()
        return self._anchors

    @present_anchor_ids.setter
    def present_anchor_ids(self, ids: set[str] | None) -> None:
        self._anchors = ids

    def reset(self) -> None:
        """Be as if nobody had ever read the page, or meant to."""
        self.loader = None
        vars(self).update({name: empty() for name, empty in _ALL.items()})

    def load(self) -> None:
        """Load what is deferred, if anything is."""
        if loader := self.loader:
            self.loader = None
            missing = [name for name in _ALL if name not in vars(self)]
            vars(self).update({name: _ALL[name]() for name in missing})
            loader()

    def __getattr__(self, name: str) -> Any:
        """Load the page for whoever asks for something in it: a template, a plugin, MkDocs."""
        if name in _ALL and self.loader:
            self.load()
            return getattr(self, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def _nothing() -> None:
    return None


# What MkDocs gives a page at first.
_ALL: dict[str, Callable[[], Any]] = {
    "markdown": _nothing,
    "content": _nothing,
    "toc": list,
    "meta": dict,
}
CONVERTED: Iterable[str] = ("content", "toc")

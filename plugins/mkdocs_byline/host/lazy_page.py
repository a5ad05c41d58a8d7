"""A page that is read and converted when somebody first looks at what is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.structure.pages import Page


class Unread(Page):
    """A page whose reading may be put off.

    Attributes:
        read: What will read it; None if it has been read, or is not put off.
    """

    read: Callable[[], None] | None = None
    _anchors: set[str] | None = None

    def put_off(self, read: Callable[[], None]) -> None:
        for name in _READ:
            vars(self).pop(name, None)
        self.read, self._anchors = read, None

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The ids in the page, which links to it are checked against."""
        if self._anchors is None:
            self.fill()
        return self._anchors

    @present_anchor_ids.setter
    def present_anchor_ids(self, ids: set[str] | None) -> None:
        self._anchors = ids

    def blank(self) -> None:
        """Be as if nobody had ever read the page, or meant to."""
        self.read = None
        vars(self).update({name: empty() for name, empty in _READ.items()})

    def fill(self) -> None:
        """Read the page now, unless it has been."""
        if read := self.read:
            self.blank()
            read()

    def __getattr__(self, name: str) -> Any:
        """Read the page for whoever asks for something in it: a template, a plugin, MkDocs."""
        if name in _READ and self.read:
            self.fill()
            return getattr(self, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def _nothing() -> None:
    return None


# What MkDocs gives a page at first.
_READ: dict[str, Callable[[], Any]] = {
    "markdown": _nothing,
    "content": _nothing,
    "toc": list,
    "meta": dict,
}

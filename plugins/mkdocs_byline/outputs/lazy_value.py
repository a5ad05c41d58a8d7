"""Lazy values of template contexts, and digests of all values.

A value that takes long to make, such as an excerpt, carries a digest of what it is made of and is
made when somebody looks at it. So a page's digest is computed of the very values that its template
is given, and none of them need be there.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from mkdocs_byline.cache.digest import PLAIN, OpaqueError, describe, packed
from mkdocs_byline.cache.store import key
from mkdocs_byline.model import Person, Post, Term, Topic, View
from mkdocs_byline.outputs.json_ld import Publication

T = TypeVar("T")
_UNSET: Any = object()
_SEQUENCES = (list, tuple)
# Of a view: nearly all of the blog, of which few pages show anything.
HIDDEN_OF_VIEW = frozenset(("children", "posts"))
_SHARED = frozenset((Person, Post, Publication, Term, Topic))  # Many pages show the same one.


class Lazy(Generic[T]):
    """A value that is made at its first use. Jinja's variables and attributes resolve it."""

    __slots__ = ("_made", "function", "inputs", "known_digest")

    def __init__(self, function: Callable[..., T], inputs: tuple[Any, ...], digest: str) -> None:
        self.function, self.inputs, self.known_digest = function, inputs, digest
        self._made = _UNSET

    @classmethod
    def of(cls, function: Callable[..., T], *inputs: Any) -> Lazy[T]:
        """Return the value of a function of these inputs, of which its digest is made.

        Raises:
            TypeError: if the function could know more than its inputs.
        """
        if getattr(function, "__closure__", None) or "<locals>" in function.__qualname__:
            raise TypeError(f"{function.__qualname__} may depend on more than its inputs")
        return cls(function, inputs, "")

    @classmethod
    def known(cls, digest: str, load: Callable[[], T]) -> Lazy[T]:
        """Return a value whose digest is known by other means."""
        return cls(load, (), digest)

    @property
    def value(self) -> T:
        if self._made is _UNSET:
            self._made = self.function(*map(resolved, self.inputs))
        made: T = self._made
        return made


def resolved(value: Any) -> Any:
    """Return what a lazy value stands for, and other values as they are."""
    return value.value if isinstance(value, Lazy) else value


class ValueDigests:
    """Describes the values of contexts, so that what differs in any of them differs in JSON.

    What can't be looked into raises `OpaqueError`: such a page is not kept. Of a listing's `View`
    `HIDDEN_OF_VIEW` is left out, which templates may not read unseen; see
    `host/incremental/template_tracking.py`.
    """

    def __init__(self) -> None:
        self._shared: dict[int, tuple[object, str]] = {}

    def describe(self, value: Any) -> Any:
        """Describe one value.

        Raises:
            OpaqueError: if there is something in it that can't be looked into.
        """
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind in _SHARED:
            return self._digest(value)
        if isinstance(value, _SEQUENCES):
            return self._each(value) if value else []
        if kind is Lazy:
            return self._lazy(value)
        if isinstance(value, str):  # As an author wrote it, or escaped.
            return repr(value) if isinstance(value, enum.Enum) else str.__str__(value)
        if kind is dt.datetime or kind is dt.date:
            return {kind.__name__: str(value)}
        if kind is dict:
            return {"map": [self._each(pair) for pair in value.items()]}
        if kind is View:
            return [*self._fields_of(value), value.number]
        if _fields(kind):
            return self._fields_of(value)
        return self.other(value)

    def _each(self, values: Iterable[Any]) -> list[Any]:
        """Describe several, nearly all of which are plain."""
        return [each if type(each) in PLAIN else self.describe(each) for each in values]

    def _fields_of(self, value: Any) -> list[Any]:
        kind = type(value)
        return [kind.__qualname__, *self._each([getattr(value, n) for n in _fields(kind)])]

    def other(self, value: Any) -> Any:
        """Describe a value of no kind that contexts of the blog are made of."""
        return describe(value, lambda module: False)

    def _lazy(self, value: Lazy[Any]) -> Any:
        if value.known_digest:
            return value.known_digest
        function = value.function
        return [
            f"{function.__module__}.{function.__qualname__}",
            *self._each(value.inputs),
        ]

    def _digest(self, value: object) -> str:
        """Return the digest of a dataclass, made once."""
        known = self._shared.get(id(value))
        if known is None:
            known = self._shared[id(value)] = (value, key(packed(self._fields_of(value))))
        return known[1]


def _fields(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a dataclass that are described; none of another class."""
    if kind not in _FIELDS:
        fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
        hidden = HIDDEN_OF_VIEW if kind is View else ()
        _FIELDS[kind] = tuple(each.name for each in fields if each.name not in hidden)
    return _FIELDS[kind]


_FIELDS: dict[type[Any], tuple[str, ...]] = {}


__all__ = ["HIDDEN_OF_VIEW", "Lazy", "OpaqueError", "ValueDigests", "resolved"]

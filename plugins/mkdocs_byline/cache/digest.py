"""Digests of configurations and other values, to be part of a cache's key."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import inspect
import marshal
import os
from collections.abc import Callable, Mapping
from typing import Any

PLAIN = frozenset((type(None), str, bool, int, float))
_SUBCLASSED: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, str.__str__),
    (int, int.__int__),
    (float, float.__float__),
)


class OpaqueError(Exception):
    """Something whose effect can't be told from what it is made of."""


def describe(value: Any, is_known: Callable[[str], bool]) -> Any:
    """Return values that JSON and `marshal` can hold and that differ wherever `value` differs.

    Args:
        is_known: Whether the version of a module of this name, and so what its functions do, is
            part of the key already.

    Raises:
        OpaqueError: if there is something in it that can't be looked into.
    """
    if type(value) in PLAIN:  # As nearly everything is.
        return value
    if isinstance(value, enum.Enum):
        return repr(value)
    for kind, plain in _SUBCLASSED:
        if isinstance(value, kind):
            return plain(value)
    if isinstance(value, Mapping):
        pairs = [
            [describe(name, is_known), describe(each, is_known)] for name, each in value.items()
        ]
        return {"map": pairs}
    if isinstance(value, list | tuple):
        return [describe(each, is_known) for each in value]
    if isinstance(value, set | frozenset):
        return {"set": sorted((describe(each, is_known) for each in value), key=repr)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return describe(dataclasses.asdict(value), is_known)
    if isinstance(value, bytes | dt.date | dt.time | dt.timedelta):
        return {type(value).__name__: str(value)}
    if isinstance(value, os.PathLike):
        return {"path": _path(value)}
    if isinstance(value, functools.partial):
        parts = [value.func, value.args, value.keywords]
        return {"partial": [describe(each, is_known) for each in parts]}
    if inspect.isfunction(value) or inspect.isbuiltin(value) or inspect.isclass(value):
        return _named(value, is_known)
    raise OpaqueError(f"{type(value).__module__}.{type(value).__qualname__}")


def packed(described: Any) -> bytes:
    """Return what `describe` returned as bytes, equal ones for equal values.

    From version 3 on, `marshal` also says which of equal values are one object.
    """
    return marshal.dumps(described, 2)


def _path(value: os.PathLike[str]) -> str:
    try:
        return os.fspath(value)
    except Exception as error:  # MkDocs' `!relative` is another folder for each page.
        raise OpaqueError(type(value).__qualname__) from error


def _named(value: Any, is_known: Callable[[str], bool]) -> Any:
    """Describe a function or class by its name, which says all unless it holds values."""
    name = f"{value.__module__}.{value.__qualname__}"
    if not is_known(str(value.__module__)) or getattr(value, "__closure__", None):
        raise OpaqueError(name)
    return {"name": name}

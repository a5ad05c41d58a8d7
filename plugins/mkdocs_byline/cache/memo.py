"""Memoised values, in memory, each with what it was made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memo(Generic[T]):
    """Values by key. One is used again as long as what it was made of is equal."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[tuple[object, ...], T]] = {}

    def get(self, key: str, given: tuple[object, ...], make: Callable[[], T]) -> T:
        kept = self.kept.get(key)
        if kept is None or kept[0] != given:
            kept = self.kept[key] = (given, make())
        return kept[1]

    def keep_only(self, keys: set[str]) -> None:
        for key in self.kept.keys() - keys:
            del self.kept[key]

"""A disk that fails and a process that is killed in the middle of a change."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let every write beyond this size fail, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Killed(BaseException):
    pass


def at_move(number: int, do: Callable[[], object]) -> Callable[[Path, Path], Path]:
    """Return a `Path.rename` that does something before this move and all after it."""
    rename, left = Path.rename, number

    def counted(self: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            do()
        return rename(self, target)

    return counted


def fail(error: BaseException) -> Callable[[], object]:
    def raising() -> None:
        raise error

    return raising

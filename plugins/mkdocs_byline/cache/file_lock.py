"""File locks between processes.

So what a killed build left can be told from what a living one is writing. Forked processes hold
nothing: they may outlive the build by a moment.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, which doesn't remove what a living process has open.
    fcntl = None  # type: ignore[assignment]

_held: set[int] = set()


def take(path: Path) -> int | None:
    """Return what `release` ends; None if another process has it.

    Raises:
        OSError: if it can't be opened.
    """
    if fcntl is None:
        return -1
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    _held.add(descriptor)
    return descriptor


def release(taken: int | None) -> None:
    if taken in _held:
        _held.remove(taken)
        os.close(taken)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait until no other process is in here for the same folder.

    Raises:
        OSError: if it can't be opened, or its file system has no locks.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _hold_nothing() -> None:
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_hold_nothing)

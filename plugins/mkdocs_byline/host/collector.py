"""Python's garbage collector, kept from what stays to the end of a build.

A collection goes through all that there is, and a blog of ten thousand posts makes millions of
objects, hardly any of which are garbage.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing meanwhile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def pass_over() -> None:
    """Look for no garbage any more in what is there now."""
    gc.freeze()


def release() -> None:
    """Let what is left of an earlier build in this process go, which is at the next one's start.

    When it ended would be too early: collections would go through all of it in the build's last
    steps, and once more when the process ends.
    """
    gc.unfreeze()

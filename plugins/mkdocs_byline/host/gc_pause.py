"""Work that makes what stays in; out, the same work without Python's looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collections() -> Iterator[None]:
    """Look for no garbage meanwhile. Each look would go through all that was made so far."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # Both together make everything old, so that the next looks pass it over.
            gc.freeze()
            gc.unfreeze()
            gc.enable()

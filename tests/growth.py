"""How computing grows with its input, which is the same on every machine."""

from __future__ import annotations

import time
from collections.abc import Callable

FACTOR = 8


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Hold that work on eight times the input computes about eight times as much.

    What counts is the ratio within this run of what this thread computed, the least of several
    tries each; other processes don't matter. Quadratic work would come to 64 times.
    """
    small, large = float("inf"), float("inf")
    for _ in range(20):
        small = min(small, _computing(work, size))
        large = min(large, _computing(work, size * FACTOR))
        if large < 3 * FACTOR * small:
            return
    raise AssertionError(f"the work grew {large / small:.0f} times with {FACTOR} times the input")


def _computing(work: Callable[[int], object], size: int) -> float:
    started = time.thread_time()
    work(size)
    return time.thread_time() - started

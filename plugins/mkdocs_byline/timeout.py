"""Time limit of work on somebody's text.

What counts is the computing that this process does, not the time that passes, so that a busy
machine fails no post. Python's regular expressions look for signals while they search, so one
that would take hours ends too. Windows has no such timer, and threads but the main one can't set
it: there, nothing is limited.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

# Of computing. A trusted text, which perhaps runs code, and a very long one may take that much.
SECONDS = 20.0
_LEAST, _LENGTH = 3.0, 20_000  # Seconds for any text, and characters for each second more.


def seconds_for(text: str) -> float:
    """Return how long work on a text by anyone may take: many times what such texts do take."""
    return min(SECONDS, _LEAST + len(text) / _LENGTH)


class OutOfTime(BaseException):
    """The work took more than it may. No `Exception`, which extensions catch."""


class Clock(Protocol):
    """Calls a function when its time is over, and again and again until it is stopped."""

    def start(self, seconds: float, ring: Callable[[], None]) -> None: ...

    def stop(self) -> None: ...


class ProcessClock:
    """Measures what this process computes. For the main thread, where there are such timers."""

    @staticmethod
    def is_usable() -> bool:
        return hasattr(signal, "setitimer") and (
            threading.current_thread() is threading.main_thread()
        )

    def start(self, seconds: float, ring: Callable[[], None]) -> None:
        self.before = signal.signal(signal.SIGVTALRM, lambda *_: ring())
        # Rings again, should a bare `except:` have swallowed what it raised.
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.1)

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, self.before)


@contextmanager
def deadline(seconds: float | None = None, clock: Clock | None = None) -> Iterator[None]:
    """Raise `OutOfTime` in the block when it has computed for so many seconds.

    Without a clock that can be used, nothing is limited.
    """
    clock = clock or (ProcessClock() if ProcessClock.is_usable() else None)
    if clock is None:
        yield
        return
    armed = True

    def ring() -> None:
        if armed:
            raise OutOfTime

    try:
        clock.start(seconds or SECONDS, ring)
        try:
            yield
        finally:
            armed = False
    finally:
        armed = False
        clock.stop()

"""Work by somebody's text in; it ends, however long the text would have it run.

What counts is the computing that this process does, not the time that passes, so that a busy
machine fails no post. Python's regular expressions look for signals while they search, so one
that would take hours ends too. Windows has no such timer, and threads but the main one can't set
it: there, nothing is limited.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Of computing. A text of the largest size allowed takes a tenth of this.
SECONDS = 20.0


class OutOfTime(BaseException):
    """The work took more than it may. No `Exception`, lest an extension catch it and go on."""


@contextmanager
def deadline(seconds: float | None = None) -> Iterator[None]:
    """Raise `OutOfTime` in the block when it has computed for so many seconds."""
    if not hasattr(signal, "setitimer") or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    armed = True

    def ring(*_: object) -> None:
        if armed:
            raise OutOfTime

    before = signal.signal(signal.SIGVTALRM, ring)
    try:
        # Rings again, should a bare `except:` have swallowed it.
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds or SECONDS, 0.1)
        try:
            yield
        finally:
            armed = False
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

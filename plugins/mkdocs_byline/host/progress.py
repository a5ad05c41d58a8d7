"""Progress of a long build: a bar on a terminal, or a line now and then elsewhere.

Nothing is said of builds that are over in a few seconds, or where MkDocs is asked to be quiet.
"""

from __future__ import annotations

import logging
import math
import sys
import time
from collections.abc import Callable
from typing import TextIO

from mkdocs_byline.host.compat import ENGINE, get_logger

log = get_logger("plugins.byline")
_top = logging.getLogger(ENGINE)  # To which all of the engine's loggers hand their messages on.

PATIENCE = 5.0  # Seconds before anything is said.
CONVERTING, RENDERING = "Converting posts", "Rendering pages"
EVERY = 10.0  # Seconds between lines, where there is no bar.
_REDRAW = 0.1
_WIDTH = 24
_ERASE = "\r\x1b[K"


class Progress(logging.Handler):
    """Follows one build. It is a log handler, so that the bar makes way for messages."""

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.stream, self.clock = stream or sys.stderr, clock
        self.is_bar = self.stream.isatty()
        self.due = clock() + PATIENCE
        self.what, self.done, self.total, self.drawn = "", 0, 0, False

    def begin(self, what: str, total: int) -> None:
        """Begin a part of the build that has so many steps."""
        self.what, self.done, self.total = what, 0, total
        if self.is_bar and self not in _top.handlers:
            _top.handlers.insert(0, self)

    def step(self, what: str) -> None:
        """Note a step of a part; of one that is over, where it comes late, it says nothing."""
        if what != self.what:
            return
        self.done += 1
        now = self.clock()
        if now < self.due or not log.isEnabledFor(logging.INFO):
            return
        self.due = now + (_REDRAW if self.is_bar else EVERY)
        count = f"{self.done:,} of {self.total:,}"
        if not self.is_bar:
            log.info("%s: %s", self.what, count)
            return
        full = self.done * _WIDTH // max(self.total, 1)
        bar = "#" * full + "-" * (_WIDTH - full)
        self.stream.write(f"{_ERASE}{self.what} [{bar}] {count}")
        self.stream.flush()
        self.drawn = True

    def emit(self, record: logging.LogRecord) -> None:
        self.erase()

    def erase(self) -> None:
        if self.drawn:
            self.stream.write(_ERASE)
            self.stream.flush()
            self.drawn = False

    def end(self) -> None:
        """Say nothing any more."""
        self.erase()
        self.due = math.inf
        if self in _top.handlers:
            _top.handlers.remove(self)

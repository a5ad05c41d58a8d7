"""Watcher of files, which reports each change once and at once.

MkDocs asks for the time of every file twice a second. Here the operating system reports changes
where it can, and asking goes on more slowly for where it can't (network drives, folders mounted
into containers). What both report is reported once.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer as SystemObserver
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from mkdocs_byline.host.compat import get_logger

log = get_logger("plugins.byline")

_ASKING = 1.0  # Seconds.

# Vim's, Emacs' and others' own files, which come and go while somebody is writing.
_EDITORS = re.compile(r"^4913$|~$|\.sw[a-z]$|^\.#|^#.*#$|___jb_(tmp|old)___$|\.crswap$")

State = tuple[int, int] | None


class Observer:
    """Stands in for the observer of MkDocs' server. `changed` grows until it is taken."""

    def __init__(self) -> None:
        self.observers: list[BaseObserver] = []
        self.changed: set[str] = set()
        self.known: dict[str, State] = {}

    def schedule(self, handler: Any, path: str, *, recursive: bool = False) -> list[Any]:
        if not self.observers:
            self.observers = _observers()
        once = OncePerChange(self, handler)
        return [each.schedule(once, path, recursive=recursive) for each in self.observers]

    def unschedule(self, watches: list[Any]) -> None:
        for each, watch in zip(self.observers, watches, strict=True):
            each.unschedule(watch)

    def start(self) -> None:
        for each in list(self.observers):
            try:
                each.start()
            except OSError as error:  # Too many folders, for one.
                log.debug("watching by asking alone: %s", error)
                self.observers.remove(each)

    def stop(self) -> None:
        for each in self.observers:
            each.stop()

    def join(self) -> None:
        for each in self.observers:
            each.join()

    def take(self) -> set[str]:
        """Return the files that have changed since this was last asked."""
        taken: set[str] = set()
        while self.changed:  # Which another thread adds to.
            taken.add(self.changed.pop())
        return taken

    def is_change(self, path: str) -> bool:
        if _EDITORS.search(Path(path).name):
            return False
        try:
            found = Path(path).stat()
            state: State = (found.st_mtime_ns, found.st_size)
        except OSError:
            state = None
        if path in self.known and self.known[path] == state:
            return False
        self.known[path] = state
        self.changed.add(path)
        return True


def _observers() -> list[BaseObserver]:
    asking = PollingObserver(timeout=_ASKING)
    try:
        return [SystemObserver(), asking]
    except OSError as error:  # Somebody has used up what the system has for it.
        log.debug("watching by asking alone: %s", error)
        return [asking]


class OncePerChange(FileSystemEventHandler):
    """Passes events of files on, unless the same was passed on before."""

    def __init__(self, observer: Observer, handler: Any) -> None:
        self.observer, self.handler = observer, handler

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type in ("opened", "closed_no_write"):
            return
        paths = [os.fsdecode(each) for each in (event.src_path, event.dest_path) if each]
        changed = [each for each in paths if self.observer.is_change(each)]
        if changed:
            self.handler.dispatch(event)

"""Changes of files are told once each, as soon as they happen."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

from browser import PATIENCE
from mkdocs_byline.host.serve import watcher
from mkdocs_byline.host.serve.watcher import Observer, OncePerChange


class Told(FileSystemEventHandler):
    def __init__(self) -> None:
        self.events: list[FileSystemEvent] = []
        self.any = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.events.append(event)
        self.any.set()


def test_a_change_is_told_once(tmp_path: Path) -> None:
    path, new = tmp_path / "docs/one.md", tmp_path / "one.new"
    path.parent.mkdir()
    path.write_text("1")
    new.write_text("22")
    watch, told = Observer(), Told()
    watch.schedule(told, str(path.parent), recursive=True)
    watch.start()
    new.rename(path)  # At once: while a file is being written, it may be seen half done.
    assert told.any.wait(PATIENCE)
    watch.stop()
    watch.join()
    assert watch.take() == {str(path)}
    assert watch.take() == set()
    assert not watch.is_change(str(path))  # From whoever reports it next.
    path.unlink()
    assert watch.is_change(str(path))


@pytest.mark.parametrize("name", ["4913", ".one.md.swp", "one.md~", ".#one.md", "#one.md#"])
def test_what_editors_leave_lying_about_is_no_news(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert not Observer().is_change(str(tmp_path / name))


class Refusing(PollingObserver):
    def start(self) -> None:
        raise OSError("inotify watch limit reached")


def refuse() -> None:
    raise OSError("inotify instance limit reached")


@pytest.mark.parametrize("system", [Refusing, refuse])
def test_asking_goes_on_where_the_system_cannot_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: object
) -> None:
    monkeypatch.setattr(watcher, "SystemObserver", system)
    watch, told = Observer(), Told()
    watch.schedule(told, str(tmp_path), recursive=True)
    watch.start()
    (tmp_path / "one.md").write_text("1")
    assert told.any.wait(PATIENCE)
    watch.stop()
    watch.join()


def test_events_that_change_nothing_are_not_passed_on(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("1")
    watch, told = Observer(), Told()
    path = str(tmp_path / "one.md")
    assert watch.is_change(path)
    OncePerChange(watch, told).on_any_event(FileModifiedEvent(path))
    assert told.events == []

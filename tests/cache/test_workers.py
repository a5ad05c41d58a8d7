"""Workers make what the build would make itself; one that dies costs time, nothing else."""

from __future__ import annotations

import logging
import os
import threading
import time
import zlib
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_byline.cache import workers
from mkdocs_byline.cache.store import Cache, key
from mkdocs_byline.cache.workers import MIN_TASKS, Workers, usable_cores

TASKS = [f"task {number}" for number in range(MIN_TASKS)]
NOBODY = 2**30  # No process has this number.
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")


def keeping(cache: Cache, value: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Return what keeps a value for a task, and returns the task itself."""

    def do(task: str) -> bytes:
        cache.put(key(task), value(task))
        return task.encode()

    return do


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)


@pytest.mark.parametrize("folder", ["cache", "file/cache", None])
def test_what_workers_make_is_in_the_cache(tmp_path: Path, folder: str | None) -> None:
    (tmp_path / "file").write_text("")  # In the way of a folder.
    cache = Cache(tmp_path / folder if folder else None)
    team = Workers(cache)
    assert team.start(TASKS, keeping(cache, lambda task: task.encode() * 5000))
    for task in TASKS:
        assert team.collect(task) == task.encode()
        assert cache.get(key(task)) == task.encode() * 5000
    team.stop()


def test_what_workers_take_from_the_cache_is_in_use(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(key("kept"), b"value")
    cache.save()
    cache = Cache(tmp_path)
    team = Workers(cache)
    team.start(TASKS, lambda task: cache.get(key("kept")) or b"")
    assert [team.collect(task) for task in TASKS] == [b"value"] * len(TASKS)
    team.stop()
    assert cache.used == {key("kept")}


def test_others_take_over_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MOST_TASKS", 5)
    cache = Cache(tmp_path)
    team = Workers(cache)
    team.start(TASKS, lambda task: f"{task} {os.getpid()}".encode())
    early = TASKS[14]
    assert team.collect(early) == b""  # It is left to the build.
    found = [team.collect(task).decode().rsplit(" ", 1) for task in TASKS if task != early]
    team.stop()
    assert [task for task, _ in found] == [task for task in TASKS if task != early]
    assert sorted(Counter(process for _, process in found).values()) == [1, 2, 5, 5, 5, 5]


def test_what_a_task_logs_is_left_to_the_build(tmp_path: Path) -> None:
    log, handler = logging.getLogger("own"), logging.FileHandler(tmp_path / "log")

    def do(task: str) -> bytes:
        if task == TASKS[4]:
            log.warning("Something")
        return task.encode()

    log.addHandler(handler)
    team = Workers(Cache(tmp_path / "cache"))
    team.start(TASKS, do)
    made = [team.collect(task) for task in TASKS]
    team.stop()
    log.removeHandler(handler)
    handler.close()
    assert [task for task, each in zip(TASKS, made, strict=True) if not each] == [TASKS[4]]
    assert (tmp_path / "log").read_text() == ""


def test_a_task_that_fails_is_left_to_the_build(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def value(task: str) -> bytes:
        if task == TASKS[4]:
            raise ValueError
        return b"made"

    team = Workers(cache)
    team.start(TASKS, keeping(cache, value))
    assert [task for task in TASKS if not team.collect(task)] == [TASKS[4]]
    team.stop()
    assert [task for task in TASKS if cache.get(key(task)) is None] == [TASKS[4]]


def test_a_worker_that_dies_leaves_its_tasks_to_the_build(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def value(task: str) -> bytes:
        if task == TASKS[4]:
            os._exit(1)
        return b"made"

    team = Workers(cache)
    team.start(TASKS, keeping(cache, value))
    for task in TASKS:
        team.collect(task)
    team.stop()
    lost = [number for number, task in enumerate(TASKS) if cache.get(key(task)) is None]
    assert lost == list(range(4, MIN_TASKS, 2))


def test_what_is_wanted_before_its_turn_is_left_to_the_build(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    team = Workers(cache)
    team.start(TASKS, keeping(cache, str.encode))
    assert team.collect(TASKS[2]) == b""
    assert team.collect(TASKS[0]) == TASKS[0].encode()
    assert cache.get(key(TASKS[2])) == TASKS[2].encode()  # Taken in passing.
    team.stop()


@pytest.mark.parametrize("length", [0, 5, 31, 32, 36, 39, 40, 60, 89])
def test_what_a_worker_sent_when_it_was_killed_is_kept_if_it_is_whole(
    tmp_path: Path, length: int
) -> None:
    data = zlib.compress(os.urandom(30))
    message = key("a").encode() + len(data).to_bytes(8, "big") + data
    reading, writing = os.pipe()
    os.write(writing, message[:length])
    os.close(writing)
    cache = Cache(tmp_path)
    team = Workers(cache)
    with os.fdopen(reading, "rb") as pipe:
        worker = workers.Worker(deque("a"), process=NOBODY, pipe=pipe, owed=1)
        team.running, team.waiting = [worker], {"a": worker}
        assert team.collect("a") == b""
    assert cache.get(key("a")) == (zlib.decompress(data) if length >= len(message) else None)
    assert cache.used <= {key("a")}
    cache.put("b", b"value")
    cache.save()
    assert Cache(tmp_path).packs[0].places.keys() <= {key("a"), "b"}


def test_without_descriptors_the_build_does_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError

    monkeypatch.setattr(os, "pipe", refuse)
    team = Workers(Cache(tmp_path))
    team.start(TASKS, lambda task: b"")
    assert (team.running, team.waiting) == ([], {})


@pytest.mark.parametrize("takes", [0, 600])
def test_workers_end_with_the_build(tmp_path: Path, takes: int) -> None:
    def value(task: str) -> bytes:
        time.sleep(takes)
        return os.urandom(2**20)

    cache = Cache(tmp_path)
    team = Workers(cache)
    team.start(TASKS, keeping(cache, value))
    processes = [worker.process for worker in team.running]
    team.stop()  # Before they could be done: their pipes are full, or they are at work.
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_few_tasks_are_not_worth_a_process(tmp_path: Path) -> None:
    team = Workers(Cache(tmp_path))
    assert not team.start(TASKS[:-1], str.encode)
    assert team.collect(TASKS[0]) == b""
    team.stop()


def test_a_process_with_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert usable_cores() == 1

"""Worker processes that make values for the cache ahead of time.

A worker does nothing but what the build would do itself, and sends what it puts into the cache,
and what came of it. A task in which something is logged is left to the build. So the result is
the same with any number of workers; one that dies costs time, nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from mkdocs_byline.cache.store import Cache

try:
    import fcntl
except ImportError:  # Not Linux, so there are no workers.
    fcntl = None  # type: ignore[assignment]

MIN_TASKS = 24  # Below that, forking costs more than it saves.
MAX_WORKERS = 8
# After so many tasks another process takes over, since one copies all memory that it touches.
MOST_TASKS = 1000
_PIPE = 2**20  # Bytes that a worker may be ahead.
_KEY = 32
_DONE = b"-" * _KEY  # Stands where a key would, before what a task returned.


def usable_cores() -> int:
    """Return how many workers are of use here; 1 where processes can't be forked safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MAX_WORKERS)


@dataclass(slots=True, eq=False)
class Worker:
    """One process after the other.

    Attributes:
        tasks: All that is to be done yet, in order.
        owed: How many of these the process at work has been given.
        passed: Those that the build has come to.
    """

    tasks: deque[Hashable]
    process: int = 0
    pipe: IO[bytes] | None = None
    owed: int = 0
    passed: set[Hashable] = field(default_factory=set)


class Workers:
    """Workers at one kind of task. What is wanted before its turn is not waited for."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.do: Callable[[Any], bytes] = lambda task: b""
        self.running: list[Worker] = []
        self.waiting: dict[Hashable, Worker] = {}

    def start(self, tasks: Sequence[Hashable], do: Callable[[Any], bytes]) -> bool:
        """Have tasks done, if that is worth while here; returns whether it is.

        Args:
            do: Does a task; what it returns, `collect` will.
        """
        count = usable_cores()
        if count < 2 or len(tasks) < MIN_TASKS:
            return False
        self.do = do
        for number in range(count):
            worker = Worker(deque(tasks[number::count]))
            self.running.append(worker)
            self.waiting.update(dict.fromkeys(worker.tasks, worker))
            self._fork(worker)
        return True

    def _fork(self, worker: Worker) -> None:
        """Begin a worker's process, or its next one."""
        worker.tasks = deque(each for each in worker.tasks if each not in worker.passed)
        tasks = list(islice(worker.tasks, MOST_TASKS))
        sys.stdout.flush()
        sys.stderr.flush()
        try:
            reading, writing = os.pipe()
        except OSError:
            self._leave_to_build(worker)
            return
        try:
            worker.process = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            self._leave_to_build(worker)
            return
        if worker.process == 0:
            os.close(reading)
            for other in self.running:
                if other.pipe:
                    other.pipe.close()
            _work(self.cache, tasks, self.do, writing)
        os.close(writing)
        worker.owed = len(tasks)
        with contextlib.suppress(OSError):  # As far as the system allows.
            fcntl.fcntl(reading, fcntl.F_SETPIPE_SZ, _PIPE)
        worker.pipe = os.fdopen(reading, "rb", buffering=_PIPE)

    def _leave_to_build(self, worker: Worker) -> None:
        """Expect nothing of a worker any more."""
        self._end(worker)
        self.running.remove(worker)
        self.waiting = {each: other for each, other in self.waiting.items() if other is not worker}
        worker.tasks.clear()
        worker.owed = 0

    def collect(self, task: Hashable) -> bytes:
        """Put into the cache what was made for a task, if it was given to a worker.

        Returns what the worker's `do` did; nothing where the build has to do it itself.
        """
        worker, result = self.waiting.pop(task, None), b""
        if worker is None or self.cache.sink:  # A worker waits for no other.
            return b""
        worker.passed.add(task)
        while worker.owed and worker.tasks[0] in worker.passed:
            taken, made = worker.tasks.popleft(), self._take(worker)
            worker.owed -= 1
            if made is None:
                self._leave_to_build(worker)
            elif taken == task:
                result = made
        if worker.tasks and not worker.owed:
            self._end(worker)
            self._fork(worker)
        return result

    def _take(self, worker: Worker) -> bytes | None:
        """Put into the cache what a worker made for its next task; None if it has died.

        Returns what its `do` did.
        """
        assert worker.pipe
        while len(head := worker.pipe.read(_KEY + 8)) == _KEY + 8:
            at, length = head[:_KEY], int.from_bytes(head[_KEY:], "big")
            data = worker.pipe.read(length)
            if len(data) < length:
                break  # It was killed.
            if at == _DONE:
                return data
            if data:
                self.cache.keep(at.decode("ascii"), data)
            else:
                self.cache.used.add(at.decode("ascii"))
        return None

    def stop(self) -> None:
        """End all workers, those at work too: nothing of theirs is on the disk."""
        for worker in self.running:
            self._end(worker)
        self.running.clear()
        self.waiting.clear()

    def _end(self, worker: Worker) -> None:
        if worker.pipe:
            worker.pipe.close()
            worker.pipe = None
            with contextlib.suppress(OSError):
                os.kill(worker.process, signal.SIGKILL)
                os.waitpid(worker.process, 0)


class _Silent(logging.Handler):
    """Notices that something is logged, and prints nothing."""

    has_records = False

    def emit(self, record: logging.LogRecord) -> None:
        self.has_records = True


def _listen() -> _Silent:
    """Have nothing printed by this process: the build does, and counts, what it logs itself."""
    silent, logging.lastResort = _Silent(), None
    named = logging.root.manager.loggerDict.values()
    for logger in (logging.root, *(each for each in named if isinstance(each, logging.Logger))):
        if logger is logging.root or logger.handlers:
            logger.handlers[:] = [silent]
    return silent


def _work(
    cache: Cache, tasks: Sequence[Hashable], do: Callable[[Any], bytes], writing: int
) -> None:
    """Do tasks, in a process of its own, and never return."""
    try:
        gc.freeze()  # Or its collector would touch, and so copy, all that there is.
        with os.fdopen(writing, "wb", buffering=_PIPE) as pipe:

            def send(at: bytes, data: bytes) -> None:
                pipe.write(at + len(data).to_bytes(8, "big"))
                pipe.write(data)

            cache.sink = lambda at, data: send(at.encode("ascii"), data)
            log = _listen()
            for task in tasks:
                result, log.has_records = b"", False
                with contextlib.suppress(Exception):  # The build will meet it, and report it.
                    result = do(task)
                send(_DONE, b"" if log.has_records else result)
                pipe.flush()
    finally:
        os._exit(0)

"""Tasks and what does them in, values in the cache out, made by forked processes ahead of time.

A worker does nothing but what the build would do itself, and sends what it puts into the cache,
and what came of it. So the result is the same with any number of workers; one that dies
costs time, nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from mkdocs_byline.render.cache import Cache

MIN_TASKS = 24  # Below that, forking costs more than it saves.
MAX_WORKERS = 8
_PIPE = 2**20  # Bytes that a worker may be ahead.
_KEY = 32
_DONE = b"-" * _KEY  # Stands where a key would, before what a task returned.


def usable_cores() -> int:
    """Return how many workers are of use here; 1 where processes can't be forked safely."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MAX_WORKERS)


@dataclass(slots=True)
class _Worker:
    process: int
    pipe: IO[bytes]
    tasks: deque[Hashable]
    passed: set[Hashable] = field(default_factory=set)


class Workers:
    """Workers at one kind of task. What is wanted before its turn is not waited for."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.running: list[_Worker] = []
        self.waiting: dict[Hashable, _Worker] = {}

    def start(self, tasks: Sequence[Hashable], do: Callable[[Any], bytes]) -> bool:
        """Have tasks done, if that is worth while here; returns whether it is.

        Args:
            do: Does a task; what it returns, `collect` will.
        """
        count = usable_cores()
        if count < 2 or len(tasks) < MIN_TASKS:
            return False
        gc.freeze()  # Or the workers' collector would copy what they share with the build.
        for number in range(count):
            self._fork(tasks[number::count], do)
        return True

    def _fork(self, tasks: Sequence[Hashable], do: Callable[[Any], bytes]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        try:
            reading, writing = os.pipe()
        except OSError:
            return
        try:
            process = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            return
        if process == 0:
            os.close(reading)
            for other in self.running:
                other.pipe.close()
            _work(self.cache, tasks, do, writing)
        os.close(writing)
        pipe = os.fdopen(reading, "rb", buffering=_PIPE)
        worker = _Worker(process, pipe, deque(tasks))
        self.running.append(worker)
        self.waiting.update(dict.fromkeys(tasks, worker))

    def collect(self, task: Hashable) -> bytes:
        """Put into the cache what was made for a task, if it was given to a worker.

        Returns what the worker's `do` did; nothing where the build has to do it itself.
        """
        worker, result = self.waiting.pop(task, None), b""
        if worker is None or self.cache.sink:  # A worker waits for no other.
            return b""
        worker.passed.add(task)
        while worker.tasks and worker.tasks[0] in worker.passed:
            taken, made = worker.tasks.popleft(), self._take(worker)
            if made is None:
                rest = self.waiting.items()
                self.waiting = {each: other for each, other in rest if other is not worker}
                return b""
            if taken == task:
                result = made
        return result

    def _take(self, worker: _Worker) -> bytes | None:
        """Put into the cache what a worker made for its next task; None if it has died.

        Returns what its `do` did.
        """
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
            worker.pipe.close()
            with contextlib.suppress(OSError):
                os.kill(worker.process, signal.SIGKILL)
                os.waitpid(worker.process, 0)
        self.running.clear()
        self.waiting.clear()


def _work(
    cache: Cache, tasks: Sequence[Hashable], do: Callable[[Any], bytes], writing: int
) -> None:
    """Do tasks, in a process of its own, and never return."""
    try:
        with os.fdopen(writing, "wb", buffering=_PIPE) as pipe:

            def send(at: bytes, data: bytes) -> None:
                pipe.write(at + len(data).to_bytes(8, "big"))
                pipe.write(data)

            cache.sink = lambda at, data: send(at.encode("ascii"), data)
            for task in tasks:
                result = b""
                with contextlib.suppress(Exception):  # The build will meet it, and tell.
                    result = do(task)
                send(_DONE, result)
                pipe.flush()
    finally:
        os._exit(0)

"""A function in; out, a process that runs it and kills itself at its n-th change of the disk.

Counted are what Python tells its audit hooks (opening for writing, renaming, making and removing),
and each write of a file, half of which is done before the process dies.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink"}

_NOBODY = 65534


class Counter:
    """Counts the changes of this process, or those of each that it forks."""

    def __init__(self, last: int, log: int | None, in_workers: bool) -> None:
        self.left, self.log = last, log
        self.process, self.in_workers = os.getpid(), in_workers

    def note(self, what: str) -> bool:
        """Count a change that is about to be made; True if it is the last one."""
        if (os.getpid() != self.process) != self.in_workers:
            return False
        if self.log is not None:
            os.write(self.log, f"{what}\n".encode())
        self.left -= 1
        return self.left == 0

    def audit(self, event: str, args: tuple[Any, ...]) -> None:
        is_open = event == "open" and isinstance(args[2], int) and args[2] & _WRITING
        if (is_open or event in _CHANGES) and self.note(f"{event} {args[0]} {args[1]}"):
            die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def start(
    do: Callable[[], object], last: int = 0, log: Path | None = None, *, in_workers: bool = False
) -> int:
    """Fork a process that does something, and return its id.

    Args:
        last: The change at which it dies; 0 for none.
        log: Gets a line for each change.
        in_workers: Whether each process that it forks is to die, and not itself.
    """
    process = os.fork()
    if process == 0:
        code = 1
        try:
            if last or log:
                file = os.open(log, os.O_CREAT | os.O_WRONLY) if log else None
                _count(Counter(last, file, in_workers))
            do()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return process


def wait(process: int) -> int:
    """Return a process's exit code, -9 if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def run(
    do: Callable[[], object], last: int = 0, log: Path | None = None, *, in_workers: bool = False
) -> int:
    """Do both."""
    return wait(start(do, last, log, in_workers=in_workers))


def as_nobody(do: Callable[[], object]) -> Callable[[], object]:
    """Return what does something as a user who owns nothing, has no home, and is not root."""

    def done() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
        os.environ.pop("HOME", None)
        do()

    return done


def _count(counter: Counter) -> None:
    real_open, real_write = io.open, os.write

    class File(io.FileIO):
        def write(self, data: Any) -> int:
            if counter.note(f"write {len(data)} {self.name!r}"):
                super().write(memoryview(data)[: len(data) // 2])
                die()
            return super().write(data)

    def opened(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if not set(mode) & set("wax+"):
            return real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = File(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
        buffer = (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw, size)
        return buffer if "b" in mode else io.TextIOWrapper(buffer, encoding, errors, newline)

    def write(handle: int, data: Any) -> int:
        if handle != counter.log and counter.note(f"write {len(data)} {handle}"):
            real_write(handle, memoryview(data)[: len(data) // 2])
            die()
        return real_write(handle, data)

    io.open = builtins.open = opened
    os.write = write
    for module in list(sys.modules.values()):
        if getattr(module, "FileIO", None) is io.FileIO and module not in (io, sys.modules["_io"]):
            module.FileIO = File  # type: ignore[attr-defined]
    sys.addaudithook(counter.audit)

"""A function in; out, a process that runs it and meets its fate at its n-th change of the disk.

Counted are what Python tells its audit hooks (opening for writing, renaming, making and removing),
and each write of a file, half of which is still done. The process is killed there, or the disk is
full from there on.
"""

from __future__ import annotations

import builtins
import errno
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

    def __init__(self, last: int, log: int | None, *, in_workers: bool, full: bool) -> None:
        self.left, self.log, self.full = last, log, full
        self.process, self.in_workers = os.getpid(), in_workers

    def is_over(self, what: str, *, grows: bool) -> bool:
        """Count a change that is about to be made; True if it can't be."""
        if (os.getpid() != self.process) != self.in_workers:
            return False
        if self.log is not None:
            os.write(self.log, f"{what}\n".encode())
        self.left -= 1
        return self.left < 0 and grows if self.full else self.left == 0

    def end(self) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, args: tuple[Any, ...]) -> None:
        flags = args[2] if event == "open" and isinstance(args[2], int) else 0
        if flags & _WRITING or event in _CHANGES:
            grows = bool(flags & os.O_CREAT) or event == "os.mkdir"
            if self.is_over(f"{event} {args[0]} {args[1]}", grows=grows):
                self.end()

    def write(self, write: Callable[[Any], int], data: Any, where: object) -> int:
        if not self.is_over(f"write {len(data)} {where}", grows=True):
            return write(data)
        if half := len(data) // 2:
            write(memoryview(data)[:half])
            if self.full:
                return half
        self.end()
        raise AssertionError


def start(do: Callable[[], object], last: int = 0, log: Path | None = None, **how: bool) -> int:
    """Fork a process that does something, and return its id.

    Args:
        last: The change at which it is over; 0 for none.
        log: Gets a line for each change.
        how: `full` if the disk is full instead; `in_workers` if each process that it forks is to
            meet its end, and not itself.
    """
    process = os.fork()
    if process == 0:
        code = 1
        try:
            if last or log:
                file = os.open(log, os.O_CREAT | os.O_WRONLY) if log else None
                _count(Counter(last, file, **{"in_workers": False, "full": False, **how}))
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


def run(do: Callable[[], object], last: int = 0, log: Path | None = None, **how: bool) -> int:
    """Do both."""
    return wait(start(do, last, log, **how))


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
            return counter.write(super().write, data, self.name)

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
        if handle == counter.log:
            return real_write(handle, data)
        return counter.write(lambda part: real_write(handle, part), data, handle)

    io.open = builtins.open = opened
    os.write = write
    for module in list(sys.modules.values()):
        if getattr(module, "FileIO", None) is io.FileIO and module not in (io, sys.modules["_io"]):
            module.FileIO = File  # type: ignore[attr-defined]
    sys.addaudithook(counter.audit)

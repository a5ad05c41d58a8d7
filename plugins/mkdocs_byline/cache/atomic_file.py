"""Atomic writing of a file in the cache's folder, which git ignores."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mkdocs_byline.cache.file_lock import locked, release, take

_UNFINISHED = ".tmp"


@dataclass(slots=True)
class Begun:
    """A file that is being written.

    Attributes:
        path: To be renamed when it is whole.
        handle: Its descriptor, which the writer closes.
        lock: Shows other builds that its writer lives.
    """

    path: Path
    handle: int
    lock: int | None


def begin_file(folder: Path, prefix: str) -> Begun:
    """Make the folder if need be, and in it a file.

    Raises:
        OSError: if the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists() or not ignore.stat().st_size:
        ignore.write_text("*\n", encoding="ascii")
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # Some file systems have none.
            stack.enter_context(locked(folder))
        handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=_UNFINISHED)
        path = Path(name)
        try:
            return Begun(path, handle, take(path))
        except OSError:
            os.close(handle)
            path.unlink()
            raise


def load(path: Path) -> bytes | None:
    """Return what `save` wrote; None if it is missing or damaged."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if digest == hashlib.sha256(body).hexdigest().encode() else None


def save(path: Path, body: bytes) -> None:
    """Write the file in one step; a folder that can't be written to costs time, nothing else."""
    with contextlib.suppress(OSError):
        begun = begin_file(path.parent, f"{path.stem}-")
        try:
            with os.fdopen(begun.handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            begun.path.replace(path)
        except OSError:
            begun.path.unlink(missing_ok=True)
            raise
        finally:
            release(begun.lock)


def clear_unfinished(folder: Path) -> None:
    """Remove what killed builds have left."""
    with contextlib.suppress(OSError):
        for path in list(folder.glob(f"*{_UNFINISHED}")):
            with locked(folder), contextlib.suppress(OSError):
                if (lock := take(path)) is not None:
                    release(lock)
                    path.unlink()

"""The cache's folder in, a file out that git does not see and no build takes for whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path


def begin_file(folder: Path, prefix: str) -> tuple[int, Path]:
    """Make the folder if need be, and in it a file to be renamed when it is whole.

    Returns:
        The open file's descriptor, and its path.

    Raises:
        OSError: if the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    handle, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=".tmp")
    return handle, Path(name)


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
        handle, begun = begin_file(path.parent, f"{path.stem}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            begun.replace(path)
        except OSError:
            begun.unlink(missing_ok=True)
            raise

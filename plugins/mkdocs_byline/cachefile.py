"""The cache's folder in, a file out that git does not see and no build takes for whole."""

from __future__ import annotations

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

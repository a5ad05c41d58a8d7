"""Files of a folder of templates or icons, as who is given their names can read them."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path


def files_below(
    folder: Path, *, skipped: Container[str] = (), kinds: Container[str] | None = None
) -> Iterator[tuple[Path, bytes]]:
    """Yield path and content of all files in a folder, and in those that links in it lead to.

    What can't be read, such as the link of an editor that leads nowhere, is not there.

    Args:
        skipped: Names of folders that are left out.
        kinds: How names end, in lower case, of the files that are wanted; None for all.
    """
    known = set()
    for top, folders, names in os.walk(folder, followlinks=True):
        known.add(os.path.realpath(top))
        folders[:] = sorted(
            name
            for name in folders
            if name not in skipped and os.path.realpath(Path(top, name)) not in known
        )
        for path in (Path(top, name) for name in sorted(names)):
            if kinds is not None and path.suffix.lower() not in kinds:
                continue
            with suppress(OSError):
                if path.is_file():
                    yield path, path.read_bytes()

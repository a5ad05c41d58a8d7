"""Scan of an output folder: what of it stays, what goes, and what others wrote, from one walk."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# What changes with a file: its size, the time of its last change, which file it is, and the time
# of the last change of anything about it, which nobody can set back.
Signature = tuple[int, int, int, int]


def signature(state: os.stat_result) -> Signature | None:
    """Return what changes when a file is touched; None for anything but a file."""
    if not stat.S_ISREG(state.st_mode):
        return None
    return (state.st_size, state.st_mtime_ns, state.st_ino, state.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class FolderScan:
    """What is in an output folder, hidden entries at its top apart; paths are relative to it.

    Attributes:
        kept: The wanted pages that are there.
        holders: The folders that hold them, directly or not.
        going: Everything else, a folder that holds none of them as one.
        written: Files not among the wanted that somebody has written since.
    """

    kept: set[str]
    holders: set[str]
    going: list[str]
    written: list[str]


def scan_folder(site: Path, wanted: Mapping[str, Signature | None], since: float) -> FolderScan:
    """Scan an output folder.

    Args:
        wanted: Pages with what they have to be like; None for any file.
        since: When what others wrote counts as new, as files' times give it.

    Raises:
        OSError: if a part of it can't be read.
    """
    kept: set[str] = set()
    written: list[str] = []
    entries: list[tuple[str, str]] = []
    root, folders = os.path.join(site, ""), [""]  # noqa: PTH118  # A path's text is quicker.
    while folders:
        folder = folders.pop()
        with os.scandir(root + folder) as found:
            for entry in found:
                if not folder and entry.name.startswith("."):
                    continue
                path = folder + entry.name
                entries.append((folder, path))
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{path}/")
                    continue
                state = entry.stat(follow_symlinks=False)
                if path in wanted:
                    is_like, like = signature(state), wanted[path]
                    if is_like and (like is None or like == is_like):
                        kept.add(path)
                elif max(state.st_mtime, state.st_ctime) >= since and entry.is_file():
                    written.append(path)
    holders = _above(kept)
    staying = kept | holders
    going = [
        path
        for folder, path in entries
        if path not in staying and (not folder or folder[:-1] in holders)
    ]
    return FolderScan(kept, holders, sorted(going), written)


def _above(paths: set[str]) -> set[str]:
    """Return all folders that these files are in."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders

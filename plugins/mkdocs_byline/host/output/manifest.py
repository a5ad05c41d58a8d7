"""Manifest of the output folder: the pages in it, and what each was made from.

A page that the last build left there, and nobody has touched, stays. What it was made from is
known by its key in the cache; that nobody has touched it since, by what the file system says of
it. Whatever else happens to the folder, a build in place, another checkout's, a kill between two
moves, leaves files that don't fit what is recorded of them, and only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from mkdocs_byline.cache import atomic_file
from mkdocs_byline.host.output.folder_scan import Signature, signature

_VERSION = 1
_RECORDS = 4  # Output folders that are remembered.


class Manifest:
    """What the last build left in the output folder, and which of it this build leaves there.

    Attributes:
        site: The output folder.
        new: Where this build writes.
        path: The record's file.
        restore: Returns the page that is kept under a key, as it is written.
        record: What the last build left, as the file has it: keys and signatures by path.
        kept: Keys of the pages that this build leaves there, by path.
        noted: Keys of those that it writes.
    """

    def __init__(
        self, site: Path, new: Path, path: Path, restore: Callable[[str], bytes | None]
    ) -> None:
        self.site, self.new, self.path, self.restore = site, new, path, restore
        self.record: dict[str, list[Any]] = {}
        self.kept: dict[str, str] = {}
        self.noted: dict[str, str] = {}

    @classmethod
    def open(
        cls, site: Path, new: Path, folder: Path, restore: Callable[[str], bytes | None]
    ) -> Manifest:
        """Read what the last build recorded in the cache's folder, if that can be read."""
        where = hashlib.sha256(os.fsencode(site)).hexdigest()[:16]
        manifest = cls(site, new, folder / f"manifest-{where}.json", restore)
        if not new.with_name(new.name.upper()).exists():  # Else two paths may be one page.
            manifest.record = _load(manifest.path)
        return manifest

    def keeps(self, dest: str, at: str) -> bool:
        """Whether a page is there as it was made from a kept value; then it is left there."""
        row = self.record.get(dest)
        if row is None or dest.startswith("."):  # What is hidden at the top is not looked at.
            return False
        state = _look(self.site, dest)
        if state is None or row != [at, *state]:
            return False
        try:
            os.lstat(f"{self.new}/{dest}")
        except FileNotFoundError:
            self.kept[dest] = at
            return True
        except OSError:
            pass
        return False  # Written over what was written before, or failing to be.

    def note(self, dest: str, at: str) -> None:
        """Take note that this build writes a page aside, made from a value that is kept."""
        self.noted[dest] = at

    def wanted(self) -> dict[str, Signature | None]:
        """Return what the pages that stay have to be like."""
        for dest in list(self.kept):
            if os.path.lexists(f"{self.new}/{dest}"):  # Somebody wrote it after all.
                del self.kept[dest]
        return {dest: tuple(self.record[dest][1:]) for dest in self.kept}

    def write_lost(self, found: Collection[str]) -> None:
        """Write pages aside that were to stay and are not there as they were.

        Raises:
            PluginError: if one is not in the cache any more.
            OSError: if one can't be written.
        """
        for dest in [each for each in self.kept if each not in found]:
            at = self.kept.pop(dest)
            target = self.new / dest
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._restored(at))
            self.noted[dest] = at

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages that stay, as they will be.

        Raises:
            PluginError: if one has been changed, and is not in the cache any more.
        """
        for dest in self.wanted():
            content = None
            with contextlib.suppress(OSError):
                content = (self.site / dest).read_bytes()
            # Looked at when it has been read: so it is what was recorded that was read.
            state = _look(self.site, dest)
            if content is None or state is None or self.record[dest][1:] != [*state]:
                content = self._restored(self.kept[dest])
            yield dest, content

    def _restored(self, at: str) -> bytes:
        content = self.restore(at)
        if content is None:
            with contextlib.suppress(OSError):
                self.path.unlink()
            raise PluginError(
                f"byline: {self.site} was changed while the site was built; "
                "the next build will write all pages."
            )
        return content

    def written(self) -> dict[str, Signature | None]:
        """Return what the pages that this build has written are like, before they are moved."""
        return {dest: _look(self.new, dest) for dest in self.noted}

    def save(self, written: Mapping[str, Signature | None]) -> None:
        """Record what is in its place now, and wasn't touched since it was written."""
        record = {dest: self.record[dest] for dest in self.kept}
        for dest, before in written.items():
            now = _look(self.site, dest)
            if before and now and before[:-1] == now[:-1]:  # The move has changed the last.
                record[dest] = [self.noted[dest], *now]
        if record == self.record:
            return
        body = json.dumps({"version": _VERSION, "pages": record}, separators=(",", ":"))
        atomic_file.save(self.path, body.encode("ascii"))
        _clear(self.path.parent)


def _look(folder: Path, dest: str) -> Signature | None:
    try:
        return signature(os.lstat(f"{folder}/{dest}"))
    except OSError:
        return None


def _load(path: Path) -> dict[str, list[Any]]:
    try:
        values = json.loads(atomic_file.load(path) or b"{}")
        return dict(values["pages"]) if values["version"] == _VERSION else {}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def _clear(folder: Path) -> None:
    """Forget output folders that were not built into for long."""
    with contextlib.suppress(OSError):
        records = sorted(folder.glob("manifest-*.json"), key=lambda path: path.stat().st_mtime)
        for path in records[:-_RECORDS]:
            path.unlink()

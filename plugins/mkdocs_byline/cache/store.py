"""The store of the cache: bytes by key, kept between builds in a few packs in one folder.

A pack is written under another name and then renamed; nothing changes it afterwards. So builds
may run at once, be killed, or find the folder read-only or the disk full: what can't be kept or
read is made anew. Every value has a digest, and one that doesn't fit it counts as absent.

Ten thousand posts would otherwise be thirty thousand files, which take many times longer to write
and to read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

from mkdocs_byline.cache.atomic_file import begin_file, clear_unfinished
from mkdocs_byline.cache.file_lock import release

_MAGIC = b"byline-pack-1\n"
_TAIL = 8 + 16 + len(_MAGIC)  # Length and digest of the index, and the magic once more.
MAX_PACKS = 8
SLACK = 32 * 2**20  # Bytes of values that no build asks for any more before they are dropped.

_BINARY = getattr(os, "O_BINARY", 0)  # Of Windows.

Place = tuple[int, int, str]  # Offset, length and digest of a value in its pack.


def key(*parts: str | bytes) -> str:
    """Return a key that no two different sequences of parts share."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def _file(handle: int, mode: str) -> FileIO:
    """Return a file that its pack closes; Python warns of one that the collector has to."""
    return FileIO(handle, mode, closefd=False)


def _read(file: FileIO, offset: int, length: int) -> bytes:
    """Read without moving the position that forked processes share, where there are such."""
    if offset < 0 or length < 0:
        raise ValueError("damaged")
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, offset)
    file.seek(offset)
    return file.read(length)


@dataclass(slots=True, eq=False)
class Pack:
    """A file of values, and where in it each of them is."""

    path: Path
    file: FileIO
    places: dict[str, Place] = field(default_factory=dict)
    end: int = len(_MAGIC)
    lock: int | None = None

    @property
    def written(self) -> int:
        """When it was, in nanoseconds, even if another build has removed it since."""
        return os.fstat(self.file.fileno()).st_mtime_ns

    @classmethod
    def open(cls, path: Path) -> Pack:
        """Open a finished pack.

        Raises:
            OSError: if it can't be read.
            ValueError: if it is damaged.
        """
        pack = cls(path, _file(os.open(path, os.O_RDONLY | _BINARY), "r"))
        try:
            size = pack.file.seek(0, os.SEEK_END)
            tail = _read(pack.file, size - _TAIL, _TAIL)
            length = int.from_bytes(tail[:8], "big")
            pack.end = size - _TAIL - length
            index = _read(pack.file, pack.end, length)
            if tail[8:] != _digest(index) + _MAGIC:
                raise ValueError("damaged")
            pack.places = json.loads(zlib.decompress(index))
        except (OSError, ValueError, zlib.error) as error:
            raise ValueError("damaged") from error
        return pack

    @classmethod
    def begin(cls, folder: Path, prefix: str) -> Pack:
        """Begin a pack under a name that no build takes for a finished one."""
        begun = begin_file(folder, prefix)
        pack = cls(begun.path, _file(begun.handle, "r+"), lock=begun.lock)
        try:
            pack._write(_MAGIC)
        except OSError:
            pack.remove()
            raise
        return pack

    def get(self, at: str) -> bytes | None:
        """Return a value as it was put in; None if it is not there, or damaged."""
        if (place := self.places.get(at)) is None:
            return None
        offset, length, digest = place
        try:
            data = _read(self.file, offset, length)
        except (OSError, ValueError):
            return None
        return data if _digest(data).hex() == digest else None

    def put(self, at: str, data: bytes) -> None:
        self.file.seek(self.end)
        self._write(data)
        self.places[at] = (self.end, len(data), _digest(data).hex())
        self.end += len(data)

    def finish(self) -> None:
        """Write the index and let builds see the pack."""
        index = zlib.compress(json.dumps(self.places, separators=(",", ":")).encode(), 1)
        tail = index + len(index).to_bytes(8, "big") + _digest(index) + _MAGIC
        self.file.seek(self.end)
        self._write(tail)
        path = self.path.with_suffix(".pack")
        self.path.replace(path)
        self.path = path
        release(self.lock)
        self.lock = None

    def _write(self, data: bytes) -> None:
        if self.file.write(data) != len(data):
            raise OSError("the disk is full")

    def close(self) -> None:
        if not self.file.closed:
            handle = self.file.fileno()
            self.file.close()
            os.close(handle)
            release(self.lock)

    __del__ = close

    def remove(self) -> None:
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink()


class Cache:
    """Values by key, those of earlier builds and of this one."""

    def __init__(self, folder: Path | None, scope: str = "", versions: str = "") -> None:
        """Open what earlier builds kept.

        Args:
            folder: Where packs lie; None keeps nothing.
            scope: Names the site whose builds these are. Packs of others are left alone.
            versions: Which code makes the values.
        """
        self.folder = folder
        self.scope = scope
        self.versions = versions
        self.prefix = f"made-{key(scope)[:8]}-"
        self.packs: list[Pack] = []
        self.draft: Pack | None = None
        self.used: set[str] = set()
        self.held: dict[str, bytes] = {}  # From workers, where there is no folder.
        # A worker's way to the build, for what it puts in, and for keys of what it gets out.
        self.sink: Callable[[str, bytes], None] | None = None
        if folder:
            self._open(folder)

    def _open(self, folder: Path) -> None:
        clear_unfinished(folder)
        with contextlib.suppress(OSError):
            for path in folder.glob(f"{self.prefix}*.pack"):
                self._open_pack(path)
        self.packs.sort(key=lambda pack: (pack.written, pack.path.name))

    def _open_pack(self, path: Path) -> None:
        try:
            self.packs.append(Pack.open(path))
        except ValueError:  # It will never be of use to any build.
            with contextlib.suppress(OSError):
                path.unlink()
        except OSError:
            pass

    def key(self, *parts: str | bytes) -> str:
        """Return a key for what this code makes of these parts."""
        return key(self.versions, *parts)

    def get(self, at: str) -> bytes | None:
        """Return a value, or None if it has to be made."""
        data = self._packed(at)
        if data is None:
            return None
        self.used.add(at)
        if self.sink:
            self.sink(at, b"")
        return zlib.decompress(data)

    def _packed(self, at: str) -> bytes | None:
        for pack in self._all():
            if (data := pack.get(at)) is not None:
                return data
        return self.held.pop(at, None)

    def _all(self) -> list[Pack]:
        """Return the newest first: the files that a value depends on may have moved since."""
        packs = self.packs[::-1]
        return [self.draft, *packs] if self.draft else packs

    def __contains__(self, at: str) -> bool:
        return any(at in pack.places for pack in self._all())

    def put(self, at: str, value: bytes) -> None:
        """Keep a value under a key of everything it was made of."""
        if self.sink:
            self.sink(at, zlib.compress(value, 1))
        elif self.folder:
            self.keep(at, zlib.compress(value, 1))
            self.held.clear()  # The build has it at hand.

    def keep(self, at: str, data: bytes) -> None:
        """Keep what `put` makes of a value."""
        self.used.add(at)
        try:
            if self.folder and self.draft is None:
                self.draft = Pack.begin(self.folder, self.prefix)
        except OSError:  # Read-only.
            self._give_up()
        try:
            if self.draft:
                self.draft.put(at, data)
            else:
                self.held[at] = data
        except OSError:  # Full.
            self._give_up()
            self.held[at] = data

    def _give_up(self) -> None:
        self.folder = None
        if self.draft:
            self.draft.remove()
            self.draft = None

    def save(self, *, whole: bool = True) -> None:
        """Let the next build find what this one has put in.

        Args:
            whole: Whether this build asked for all it needs, so that the rest may be dropped.
        """
        if self.folder is None:
            return
        try:
            if self.draft:
                self.draft.finish()
                self.packs.append(self.draft)
                self.draft = None
            if whole and self._is_wasteful():
                self._merge(self.folder, self.packs, self.used)
            elif len(self.packs) > MAX_PACKS:
                small = sorted(self.packs, key=lambda pack: pack.end)[:-1]
                self._merge(self.folder, small, {at for pack in small for at in pack.places})
        except OSError:
            self._give_up()

    def _is_wasteful(self) -> bool:
        sizes = {at: place[1] for pack in self.packs for at, place in pack.places.items()}
        live = sum(size for at, size in sizes.items() if at in self.used)
        return sum(pack.end for pack in self.packs) - live > max(live, SLACK)

    def _merge(self, folder: Path, packs: list[Pack], wanted: Collection[str]) -> None:
        """Put these of the packs' values into one pack, and remove the others."""
        pack = self.draft = Pack.begin(folder, self.prefix)
        for at in sorted(wanted):
            if data := self._packed(at):
                pack.put(at, data)
        pack.finish()
        self.draft = None
        for old in packs:
            old.remove()
        self.packs = [each for each in self.packs if each not in packs] + [pack]

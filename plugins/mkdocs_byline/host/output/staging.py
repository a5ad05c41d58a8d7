"""Atomic publishing of the output folder: written aside, put in place when all is there.

MkDocs empties the output folder before it knows whether a build will succeed. Here a build writes
into a hidden folder inside of it, which MkDocs and this module leave alone when they empty it. It
lies inside so that renaming works wherever the output folder is: behind a symbolic link, on a
mount of its own, in a parent that can't be written to. The output folder itself stays the same
one, with its hidden files, for whoever serves it. So do pages that are right already (`manifest`).
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import itertools
import json
import logging
import math
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from mkdocs_byline.cache.file_lock import locked, release, take
from mkdocs_byline.host.compat import ENGINE, counted_warnings, get_logger
from mkdocs_byline.host.output.folder_scan import FolderScan, scan_folder

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.output.manifest import Manifest

log = get_logger("plugins.byline")

PREFIX, NEW = ".byline-", "new"

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


@dataclass(slots=True)
class Aside:
    """Where one build writes.

    Attributes:
        config: MkDocs' own, whose `site_dir` is elsewhere meanwhile.
        asked: What that was, which messages give.
        site: The output folder, without symbolic links.
        folder: The hidden folder in it. Its `new` is written to; `old` takes what vanishes, and is
            called `gone` as soon as all of that has been moved, to take what is replaced. When all
            of `new` is in its place, that is called `empty`. A file `kept` names the pages that
            are not moved, and one `overtaken` tells of another build that has finished.
        lock: Holds the hidden folder as long as the build lives.
        started: When, as files' times give it.
        made_site: Whether there was no output folder.
        naming: Puts `asked` into what is logged.
    """

    config: MkDocsConfig
    asked: str
    site: Path
    folder: Path
    lock: int | None
    started: float = 0.0
    made_site: bool = False
    naming: Naming = field(init=False)

    def __post_init__(self) -> None:
        self.naming = Naming(os.fspath(self.new), self.asked)

    @property
    def new(self) -> Path:
        return self.folder / NEW


class Naming(logging.Filter):
    """A log filter that gives the output folder the name that was asked for.

    It is on handlers, since a logger's own is not asked about what comes from those below it.
    """

    def __init__(self, hidden: str, asked: str) -> None:
        super().__init__()
        self.hidden, self.asked = hidden, asked
        self.handlers: list[logging.Handler] = []

    def begin(self) -> None:
        self.handlers = [*logging.getLogger(ENGINE).handlers, *logging.getLogger().handlers]
        for handler in self.handlers:
            handler.addFilter(self)

    def end(self) -> None:
        for handler in self.handlers:
            handler.removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        with contextlib.suppress(TypeError, ValueError):  # Which its handler reports.
            message = record.getMessage()
            if self.hidden in message:
                record.msg, record.args = message.replace(self.hidden, self.asked), None
        return True

    def correct(self, error: BaseException) -> None:
        """Correct what an error says, which is printed when the build has ended."""
        for each in (error, *([error.__cause__] if error.__cause__ else [])):
            for name in ("message", "filename", "filename2"):
                if isinstance(said := getattr(each, name, None), str):
                    with contextlib.suppress(AttributeError):  # It can only be read.
                        setattr(each, name, said.replace(self.hidden, self.asked))
            each.args = tuple(
                arg.replace(self.hidden, self.asked) if isinstance(arg, str) else arg
                for arg in each.args
            )


def begin(config: MkDocsConfig) -> Aside | None:
    """Let a build write aside; None on a file system without locks: it writes as MkDocs does then.

    Raises:
        PluginError: if nothing can be written, as when the disk is full. Nothing has changed then.
    """
    site = Path(config.site_dir).resolve()
    places = (site, *site.parents)
    if any(each.name == NEW and each.parent.name.startswith(PREFIX) for each in places):
        return None  # Another blog of this site has done it, or a build that this is part of.
    made = not site.exists()
    try:
        site.mkdir(parents=True, exist_ok=True)
        aside = _make(config, site, made)
    except OSError as error:
        if made:
            with contextlib.suppress(OSError):
                site.rmdir()
        if error.errno in _NO_LOCKS:
            log.debug("building in place: %s", error)
            return None
        raise PluginError(
            f"byline: the site can't be written, and is as it was: {error}"
        ) from error
    config.site_dir = os.fspath(aside.new)
    aside.naming.begin()
    atexit.register(_remove, aside)  # An interrupt is no error to MkDocs.
    return aside


def _make(config: MkDocsConfig, site: Path, made: bool) -> Aside:
    with locked(site):
        clear_leftovers(site)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=site))
        aside = Aside(config, config.site_dir, site, folder, take(folder), made_site=made)
    try:
        aside.new.mkdir()
        aside.started = folder.stat().st_ctime
    except OSError:
        _remove(aside)
        raise
    return aside


def finish(aside: Aside, manifest: Manifest | None = None) -> bool:
    """Put what was built in the place of what was there; False if the build is about to fail.

    Args:
        manifest: The pages that are there already, and stay.

    Raises:
        PluginError: if it can't be moved; then all is as it was.
    """
    if counted_warnings():
        return False  # A strict build with warnings, which MkDocs ends after its last event.
    try:
        with locked(aside.site):
            found = scan_folder(aside.site, manifest.wanted() if manifest else {}, aside.started)
            if manifest:
                manifest.write_lost(found.kept)
                written = manifest.written()
                _write_kept(aside.folder, found.kept)
            if not (aside.folder / "overtaken").exists():
                _take_over(aside, found.written)
            for folder in aside.site.glob(f"{PREFIX}*"):
                with contextlib.suppress(OSError):
                    (folder / "overtaken").touch()
            swap(aside.site, aside.folder, found)
            if manifest:
                manifest.save(written)
    except OSError as error:
        raise PluginError(f"byline: the new site can't be put into place: {error}") from error
    _end(aside)
    return True


def give_up(aside: Aside, error: BaseException | None = None) -> None:
    """Leave the output folder as it was, and say so."""
    _end(aside)
    if error:
        aside.naming.correct(error)
    if _is_under_way(aside.folder):
        state = "is incomplete until the next build"
    else:
        state = "is as it was before" if aside.site.exists() else "was not made"
    log.warning("byline: the build failed; %s %s.", aside.asked, state)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C and a polite request to end wait for a moment."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python interrupts no other.
        return
    came: list[int] = []
    before = {
        kind: signal.signal(kind, lambda number, frame: came.append(number))
        for kind in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(kind) is not None  # Which Python could not set again.
    }
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
        for number in came:
            signal.raise_signal(number)


@_undisturbed()
def swap(site: Path, folder: Path, found: FolderScan | None = None) -> None:
    """Move what was there out, and what is new in; or finish doing so after a crash.

    Args:
        found: What is there, unless it has to be looked for.

    Raises:
        OSError: if something can't be moved. What was moved before is moved back.
    """
    old, gone, new = folder / "old", folder / "gone", folder / "new"
    done: list[tuple[Path, Path]] = []
    numbers = itertools.count()

    def move(source: Path, target: Path) -> None:
        source.rename(target)
        done.append((source, target))

    def move_out(path: str, area: Path) -> None:
        target = area / path.rpartition("/")[2]
        while os.path.lexists(target):  # Every page's name is the same.
            target = area / str(next(numbers))
        move(site / path, target)

    if found is None:
        found = scan_folder(site, dict.fromkeys(_read_kept(folder)), math.inf)
    coming = _coming(new, found.holders)
    try:
        if not gone.exists():
            old.mkdir(exist_ok=True)
            replaced = set(coming)
            for path in found.going:
                if path not in replaced:
                    move_out(path, old)
            move(old, gone)
        for path in coming:  # Each page is away for as short as possible.
            if os.path.lexists(site / path):
                move_out(path, gone)
            move(new / path, site / path)
        move(new, folder / "empty")
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        with contextlib.suppress(OSError):
            old.rmdir()
        raise


def _coming(new: Path, holders: Collection[str]) -> list[str]:
    """Return what is to be moved in: all of `new`, but in folders that stay what is in them.

    Raises:
        NotADirectoryError: if something else is in such a folder's place.
    """
    found, folders = [], [""]
    while folders:
        folder = folders.pop()
        for entry in sorted(os.scandir(new / folder), key=lambda each: each.name):
            path = folder + entry.name
            if path not in holders:
                found.append(path)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(f"{path}/")
            else:
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), entry.path)
    return found


def _write_kept(folder: Path, pages: Collection[str]) -> None:
    (folder / "kept").write_text(json.dumps(sorted(pages)), encoding="ascii")


def _read_kept(folder: Path) -> list[str]:
    try:
        return list(json.loads((folder / "kept").read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError):
        return []


def clear_leftovers(site: Path) -> None:
    """Remove what killed builds left; finish a swap that was under way.

    Raises:
        OSError: if it can't be finished.
    """
    for folder in site.glob(f"{PREFIX}*"):
        try:
            lock = take(folder)
        except OSError:
            continue  # It has just been removed, or is another user's.
        if lock is None:
            continue  # Somebody is building there now.
        try:
            if _is_under_way(folder):
                swap(site, folder)
        finally:
            release(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _is_under_way(folder: Path) -> bool:
    return (folder / "new").exists() and any((folder / each).exists() for each in ("old", "gone"))


def _take_over(aside: Aside, written: Collection[str]) -> None:
    """Keep files that a plugin, knowing the folder from before, wrote there meanwhile."""
    for path in written:
        target = aside.new / path
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(aside.site / path, target)


def _end(aside: Aside) -> None:
    aside.config.site_dir = aside.asked
    aside.naming.end()
    _remove(aside)
    atexit.unregister(_remove)


def _remove(aside: Aside) -> None:
    release(aside.lock)
    aside.lock = None
    with contextlib.suppress(OSError), locked(aside.site):
        if not _is_under_way(aside.folder):  # Else the next build will finish it.
            shutil.rmtree(aside.folder, ignore_errors=True)
        if aside.made_site:
            aside.site.rmdir()  # Only if nothing is in it.

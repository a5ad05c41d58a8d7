"""A build's output: written aside, and put into the output folder only when all of it is there.

MkDocs empties the output folder before it knows whether a build will succeed. Here a build writes
into a hidden folder inside of it, which MkDocs and this module leave alone when they empty it. It
lies inside so that renaming works wherever the output folder is: behind a symbolic link, on a
mount of its own, in a parent that can't be written to. The output folder itself stays the same
one, with its hidden files, for whoever serves it.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

try:
    import fcntl
except ImportError:  # Windows, which doesn't remove a folder that a living build has open.
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.plugins.byline")

PREFIX = ".byline-"


@dataclass(slots=True)
class Aside:
    """Where one build writes.

    Attributes:
        config: MkDocs' own, whose `site_dir` is elsewhere meanwhile.
        site: The output folder.
        folder: The hidden folder in it. Its `new` is written to; `old` takes what was there, and
            is called `gone` as soon as all of that has been moved.
        lock: The hidden folder, open and locked as long as the build lives; None without locks.
        started: When, as files' times give it.
        made_site: Whether there was no output folder.
    """

    config: MkDocsConfig
    site: Path
    folder: Path
    lock: int | None
    started: float
    made_site: bool = False

    @property
    def new(self) -> Path:
        return self.folder / "new"


def begin(config: MkDocsConfig) -> Aside | None:
    """Let a build write aside; None where that can't be, so that it writes as MkDocs does."""
    site = Path(config.site_dir).resolve()
    if site.parent.name.startswith(PREFIX):
        return None  # Another blog of this site has done it.
    made = not site.exists()
    try:
        site.mkdir(parents=True, exist_ok=True)
        with _locked(site):
            clear_leftovers(site)
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=site))
            lock = _lock(folder)
        (folder / "new").mkdir()
    except OSError as error:
        log.debug("building in place: %s", error)
        return None
    aside = Aside(config, site, folder, lock, folder.stat().st_ctime, made)
    config.site_dir = os.fspath(aside.new)
    atexit.register(_remove, aside)  # An interrupt is no error to MkDocs.
    return aside


def finish(aside: Aside) -> bool:
    """Put what was built in the place of what was there; False if the build is about to fail.

    Raises:
        PluginError: if it can't be moved; then all is as it was.
    """
    handlers = logging.getLogger("mkdocs").handlers
    if any(isinstance(each, CountHandler) and each.get_counts() for each in handlers):
        return False  # A strict build with warnings, which MkDocs ends after its last event.
    try:
        _keep_what_others_wrote(aside)
        with _locked(aside.site):
            swap(aside.site, aside.folder)
    except OSError as error:
        raise PluginError(f"byline: the new site can't be put into place: {error}") from error
    _end(aside)
    return True


def give_up(aside: Aside) -> None:
    """Leave the output folder as it was, and say so."""
    _end(aside)
    state = "is as it was before" if aside.site.exists() else "was not made"
    log.warning("byline: the build failed; %s %s.", aside.site, state)


def swap(site: Path, folder: Path) -> None:
    """Move what was there out, and what is new in; or finish doing so after a crash.

    Raises:
        OSError: if something can't be moved. What was moved before is moved back.
    """
    old, gone = folder / "old", folder / "gone"
    done: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        source.rename(target)
        done.append((source, target))

    try:
        if not gone.exists():
            old.mkdir(exist_ok=True)
            for path in _visible(site):
                move(path, old / path.name)
            move(old, gone)
        for path in sorted((folder / "new").iterdir()):
            if (site / path.name).exists():  # Hidden: MkDocs leaves those, too, until replaced.
                move(site / path.name, gone / path.name)
            move(path, site / path.name)
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        raise


def clear_leftovers(site: Path) -> None:
    """Remove what killed builds left; finish a swap that was under way."""
    for folder in site.glob(f"{PREFIX}*"):
        lock = _lock(folder)
        if lock is None and fcntl:
            continue  # Somebody is building there now.
        if (folder / "old").exists() or (folder / "gone").exists():
            swap(site, folder)
        _close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _visible(site: Path) -> list[Path]:
    return sorted(path for path in site.iterdir() if not path.name.startswith("."))


def _keep_what_others_wrote(aside: Aside) -> None:
    """Take over files that a plugin, knowing the folder from before, wrote there meanwhile."""
    for top in _visible(aside.site):
        for path in [top] if top.is_file() else top.rglob("*"):
            target = aside.new / path.relative_to(aside.site)
            state = path.lstat()
            if max(state.st_mtime, state.st_ctime) < aside.started or target.exists():
                continue
            if path.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)


def _end(aside: Aside) -> None:
    aside.config.site_dir = os.fspath(aside.site)
    _remove(aside)
    atexit.unregister(_remove)


def _remove(aside: Aside) -> None:
    _close(aside.lock)
    aside.lock = None
    shutil.rmtree(aside.folder, ignore_errors=True)
    if aside.made_site:
        with contextlib.suppress(OSError):
            aside.site.rmdir()  # Only if nothing is in it.


def _lock(folder: Path) -> int | None:
    """Open and lock a folder until the process ends; None if another process has it."""
    if fcntl is None:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let no other build swap at the same time."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)

"""The server of the preview: reads what has changed, and makes a page when a browser asks for it.

MkDocs builds the whole site before the first page is served and after every change. Where the
site's other plugins allow (`site.suits`), this takes the place of that. MkDocs 1.6 doesn't change
any more; where something of it that this relies on is missing, MkDocs' own way is taken.
"""

from __future__ import annotations

import os
import posixpath
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands import build as mkdocs_build

from mkdocs_byline.git.repository import GitError, Repository
from mkdocs_byline.host import collector, compat
from mkdocs_byline.host.serve import changes, site, site_loader
from mkdocs_byline.host.serve.watcher import Observer

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

    from mkdocs_byline.host.build_state import BuildState

log = compat.get_logger("plugins.byline")

_ATTEMPTS = 5  # To read a folder in which files come and go.
# Seconds for which requests may have to wait, and which they have for coming in.
_SLICE, _PAUSE = 0.05, 0.01


class Preview:
    """One run of `mkdocs serve`.

    Attributes:
        states: Returns those of the blogs of a site that was read.
        site: What is served; None where MkDocs has built all of it.
        version: Counts changes, and `read_version` those that are being read or have been.
        lock: Held while anything is read or made.
        is_saved: Whether the cache has what was made since all was read.
        has_said: Whether what is lost has been reported.
        wanted: How many requests want it, counted under `counting`.
    """

    def __init__(self, states: Callable[[MkDocsConfig], list[BuildState]]) -> None:
        self.states = states
        self.site: site.Site | None = None
        self.version = self.read_version = 0
        self.lock = threading.RLock()
        self.is_saved = False
        self.wanted, self.counting = 0, threading.Lock()
        self.observer = Observer()
        self.has_said = False

    def report_losses(self) -> None:
        """Say, once for all that is read, what is lost because another package lacks a part."""
        if self.has_said:
            return
        self.has_said = True
        for loss in compat.missing():
            log.info("byline: %s", loss)
        if not (part := compat.server_part()).is_there:
            log.info("byline: %s", compat.loss_of(part))

    def remove(self) -> None:
        """Have MkDocs do as it did before, and keep what was made."""
        compat.replace_serve_build(None)
        with self.lock:
            for state in self.site.states if self.site else ():
                state.close(whole=False)

    def read(
        self, config: MkDocsConfig, *, serve_url: str | None = None, dirty: bool = False
    ) -> None:
        """Stand in for MkDocs' `build`."""
        with self.lock:
            self.site = None
            for attempt in range(_ATTEMPTS, 0, -1):
                try:
                    if dirty or serve_url is None or not site.suits(config):
                        mkdocs_build.build(config, serve_url=serve_url, dirty=dirty)
                    else:
                        self.site = site_loader.read(
                            config, serve_url, self.states, self.is_outdated
                        )
                    return
                except FileNotFoundError as error:  # Listed a moment ago.
                    if attempt == 1:
                        raise
                    log.info("byline: '%s' vanished; all is read again.", error.filename)

    def read_rest(self) -> None:
        """Read what was put off, whenever no request wants anything, until the next change."""
        version, site = self.version, self.site
        steps = site.read_rest() if site else iter(())
        while True:
            time.sleep(_PAUSE)
            if self.wanted:
                continue
            with self.lock:
                until = time.monotonic() + _SLICE
                while time.monotonic() < until:
                    if version != self.version:
                        return
                    try:
                        is_done = next(steps, self) is self
                    except FileNotFoundError:
                        return  # A file has vanished, and that will be read.
                    if is_done:
                        self._save()
                        return

    def _save(self) -> None:
        """Keep what was made, once all is: after each change, that would take too long."""
        if self.site and not self.is_saved:
            self.is_saved = True
            collector.pass_over()  # See `site_loader.read`: that much again has been made.
            for state in self.site.states:
                state.close(whole=False)

    def read_rest_meanwhile(self) -> None:
        threading.Thread(target=self.read_rest, daemon=True).start()

    def is_outdated(self) -> bool:
        """Whether a change waits to be read."""
        return self.version != self.read_version

    def attach(self, server: LiveReloadServer) -> None:
        """Have MkDocs' server ask for pages, and for changes to be read."""
        if self.site is None:
            return
        parts = compat.PreviewServer(server)

        def reading_changes(rebuild: Callable[[], None]) -> Callable[[], None]:
            def read_changes() -> None:
                self.change(rebuild)
                self.read_rest_meanwhile()

            return read_changes

        parts.replace_builder(reading_changes)
        parts.replace_request(partial(self.answer, parts))
        parts.replace_observer(self.observer, _of_history(self.site))
        self.read_rest_meanwhile()

    def change(self, rebuild: Callable[[], None]) -> None:
        """Read what has changed, or everything if it could concern more than posts."""
        self.version += 1
        with self.lock:
            self.read_version = self.version
            changed = self.observer.take()
            last, self.site = self.site, None
            if last:
                with suppress(FileNotFoundError):  # It has vanished since: all is read again.
                    self.site = changes.apply(last, changed, self.states)
            if self.site is None:
                for state in last.states if last else ():
                    state.close(whole=False)
                self.is_saved = False
                rebuild()

    def answer(
        self,
        server: compat.PreviewServer,
        serve: Callable[..., Iterable[bytes] | None],
        environ: dict[str, Any],
        start_response: Callable[..., Any],
    ) -> Iterable[bytes] | None:
        """Make what a browser asks for, then let MkDocs serve it.

        MkDocs waits for a change that is being read before it opens the file. If one came between,
        all is done again.
        """
        path = _output_file(environ, server.mount_path)
        if path is None or self.site is None:
            return serve(environ, start_response)
        while True:
            version = self.version
            server.wait_until_read()
            with self._wanting(), self.lock:
                if self.site:
                    with suppress(FileNotFoundError):  # It has vanished, and that will be read.
                        self.site.prepare(path)
            started: list[tuple[Any, ...]] = []
            answer = serve(environ, _noting(started))
            if version == self.version:
                for status in started:
                    start_response(*status)
                return answer

    @contextmanager
    def _wanting(self) -> Iterator[None]:
        with self.counting:
            self.wanted += 1
        try:
            yield
        finally:
            with self.counting:
                self.wanted -= 1


def install(states: Callable[[MkDocsConfig], list[BuildState]]) -> Preview:
    """Have `mkdocs serve` call a new preview where it would build."""
    preview = Preview(states)
    compat.replace_serve_build(preview.read)
    return preview


def _of_history(site: site.Site) -> list[str]:
    """Return the files in which git notes commits, which change what posts say of themselves."""
    if not any(state.blog.settings.history for state in site.states):
        return []
    try:
        repository = Repository.around(Path(site.config.docs_dir))
        return [os.fspath(path) for path in repository.signs()] if repository else []
    except GitError:
        return []


def _noting(started: list[tuple[Any, ...]]) -> Callable[..., None]:
    return lambda *status: started.append(status)


def _output_file(environ: dict[str, Any], mount_path: str) -> str | None:
    """Return what the server will look for, by its own rule; None for what is none of a site."""
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
    if path.startswith("/livereload/") or not f"{path}/".startswith(mount_path):
        return None
    inner = path[len(mount_path) :] + ("index.html" if path.endswith("/") else "")
    return posixpath.normpath(f"/{inner}").lstrip("/")

"""`mkdocs serve`: in this process, without a web server, and as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig

from building import CONFIG, write
from mkdocs_byline.host.blogs import states
from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.serve import server

ADDRESS = "http://127.0.0.1/sub/"


def plugin_cache() -> dict[str, Any]:
    """Return where MkDocs keeps plugins while it serves: a new site must not get an old one's."""
    cache: dict[str, Any] = dict(MkDocsConfig._schema)["plugins"].plugin_cache  # type: ignore[attr-defined]
    return cache


@contextmanager
def mkdocs_serve(root: Path) -> Iterator[str]:
    """Run the preview as a process of its own, and yield its address when it serves."""
    process, port = _started(root)
    try:
        yield f"http://127.0.0.1:{port}/sub/"
    finally:
        process.terminate()
        process.wait()


def _started(root: Path) -> tuple[subprocess.Popen[bytes], int]:
    path = root / "serve.log"
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        with path.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", ENGINE, "serve", "--dev-addr", f"127.0.0.1:{port}"],
                cwd=root,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        while b"Serving on" not in path.read_bytes():
            if process.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return process, port
        # Another process may have taken the port since.
        assert b"Address already in use" in path.read_bytes(), path.read_text()


class Served:
    """A site in the preview, without the web server around it.

    With `anew` all is read after every change, as if nothing could be told of any.
    """

    def __init__(
        self, root: Path, files: Mapping[str, str | bytes], *, anew: bool = False
    ) -> None:
        self.root, self.out, self.anew = root, root / "served", anew
        defaults = {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n"}
        write(root, {**defaults, **files})
        self.plugins: dict[str, Any] = {}
        plugin_cache().clear()
        config = self.config()
        config.plugins.on_startup(command="serve", dirty=False)
        self.preview = server.install(states)
        self.preview.remove()  # We call it ourselves.
        self.builds = 0
        self.build(config)

    def config(self) -> MkDocsConfig:
        cache = plugin_cache()
        cache.clear()
        cache.update(self.plugins)
        config = load_config(str(self.root / "mkdocs.yml"), site_dir=str(self.out))
        self.plugins = dict(cache)
        config.site_url = ADDRESS
        return config

    def build(self, config: MkDocsConfig) -> None:
        self.builds += 1
        self.preview.read(config, serve_url=ADDRESS)

    @property
    def is_lazy(self) -> bool:
        return self.preview.site is not None

    def change(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write or remove files, as a writer does, and have the preview read what has changed."""
        for name, content in files.items():
            if content is None:
                (self.root / name).unlink()
            else:
                write(self.root, {name: content})
            self.preview.observer.changed.add(str(self.root / name))
        if self.anew:
            self.preview.observer.changed.add(str(self.root / "mkdocs.yml"))
        self.preview.change(lambda: self.build(self.config()))

    def get(self, path: str) -> bytes | None:
        """Return what a browser gets."""
        if self.preview.site:
            self.preview.site.prepare(path)
        file = self.out / path
        return file.read_bytes() if file.is_file() else None

    def text(self, path: str) -> str:
        found = self.get(path)
        assert found is not None, path
        return found.decode()

    def all(self) -> dict[str, bytes]:
        """Return everything that the preview can make."""
        site = self.preview.site
        assert site
        data = [output.dest for state in site.states for output in state.registry.data]
        for path in [*site.pages, *site.templates, *data, "search/search_index.json"]:
            self.get(path)
        return _tree(self.out)

    def built(self) -> dict[str, bytes]:
        """Return what MkDocs' own preview would serve: everything, built from nothing."""
        plugin_cache().clear()
        out = self.root / "full"
        config = load_config(str(self.root / "mkdocs.yml"), site_dir=str(out))
        config.site_url = ADDRESS
        config.plugins.on_startup(command="serve", dirty=False)
        mkdocs_build(config, serve_url=ADDRESS)
        return _tree(out)


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }

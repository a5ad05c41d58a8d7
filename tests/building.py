"""Sites built in-process from a few lines of text: `build({"path": "text"})` and look at it."""

from __future__ import annotations

import logging
import os
import re
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mkdocs
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

# What the documentation advises new sites to set, where Material's defaults are others.
SUGGESTED: Mapping[str, Any] = {
    "post_excerpt": "automatic",
    "post_excerpt_max_authors": 3,
    "tags": True,
    "authors_profiles": True,
    "sidebar": True,
}

CONFIG = """\
site_name: Trial
site_url: https://example.org/sub/
theme: {name: material, font: false, features: [navigation.indexes]}
plugins: [search, byline]
"""

AUTHORS = """\
authors:
  jane: {name: Jane Doe, description: Writes}
  joe: {name: Joe Bloggs}
"""


@dataclass
class Built:
    """What came of a build: the output folder, what was logged, and the error that ended it."""

    root: Path
    config: MkDocsConfig
    records: list[logging.LogRecord] = field(default_factory=list)
    error: str = ""

    @property
    def out(self) -> Path:
        return Path(self.config.site_dir)

    def __contains__(self, path: str) -> bool:
        return (self.out / path).is_file()

    def read(self, path: str) -> str:
        return (self.out / path).read_text(encoding="utf-8")

    def pages(self) -> list[str]:
        """Return the HTML files of the site but its error page, sorted."""
        found = (path.relative_to(self.out).as_posix() for path in self.out.rglob("*.html"))
        return sorted(path for path in found if path != "404.html")

    @property
    def messages(self) -> list[str]:
        return [record.getMessage() for record in self.records]

    @property
    def codes(self) -> list[str]:
        """Return the codes of Byline's problems in the order they were told."""
        found = (re.search(r": (BY\d+) ", message) for message in self.messages)
        return [match[1] for match in found if match]


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below `root`; text is dedented, and its first line break left out."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(textwrap.dedent(content.removeprefix("\n")), encoding="utf-8")


def wait_for_file_time() -> None:
    """Return when files get a later time than any has by now, however coarse these times are."""
    with tempfile.NamedTemporaryFile() as file:
        before = os.fstat(file.fileno()).st_ctime_ns
        while os.fstat(file.fileno()).st_ctime_ns == before:
            time.sleep(0.001)
            os.utime(file.name)


def build(
    root: Path,
    files: Mapping[str, str | bytes] | None = None,
    *,
    command: str = "build",
    dirty: bool = False,
    on_nav: Callable[..., Any] | None = None,
    **options: Any,
) -> Built:
    """Build a site, as `mkdocs build` or the first build of `mkdocs serve` does.

    Args:
        files: Written first, by path in the project; `mkdocs.yml` and the home page have defaults.
        on_nav: Called with MkDocs' navigation when all plugins are done with it.
        options: MkDocs' configuration on top of `mkdocs.yml`, as Python values.
    """
    write(root, files or {})
    for name, content in (("mkdocs.yml", CONFIG), ("docs/index.md", "# Home\n")):
        if not (root / name).exists():
            write(root, {name: content})
    config = load_config(config_file=str(root / "mkdocs.yml"), **options)
    built = Built(root, config)
    if on_nav:
        config.plugins._register_event("nav", on_nav)
    config.plugins.on_startup(command=command, dirty=dirty)  # type: ignore[arg-type]
    with _recorded(built):
        try:
            mkdocs_build.build(config, dirty=dirty)
        except MkDocsException as error:
            built.error = str(error)
    return built


class _Recorder(logging.Handler):
    def __init__(self, built: Built) -> None:
        super().__init__(logging.WARNING)
        self.built = built

    def emit(self, record: logging.LogRecord) -> None:
        self.built.records.append(record)


@contextmanager
def _recorded(built: Built) -> Iterator[None]:
    handler = _Recorder(built)
    logger = logging.getLogger(mkdocs.__name__)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def post(body: str = "Text.", **front: object) -> str:
    """Return a post's text; `front` is front matter, each value as YAML is written."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\n{lines}---\n{body}\n"

"""Comparing what two builds of a site wrote and said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from building import Built
from mkdocs_byline.host.plugin import BylinePlugin
from mkdocs_byline.outputs.registry import Registry


@contextmanager
def without_cache(root: Path) -> Iterator[None]:
    kept, aside = root / ".cache", root / "aside"
    if kept.exists():
        kept.rename(aside)
    try:
        yield
    finally:
        shutil.rmtree(kept, ignore_errors=True)
        if aside.exists():
            aside.rename(kept)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_same(warm: Built, cold: Built) -> None:
    told = [
        [each.replace(str(built.out), "site") for each in built.messages] for built in (warm, cold)
    ]
    assert (warm.error, told[0]) == (cold.error, told[1])
    ours, theirs = contents(warm.out), contents(cold.out)
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


def registry(built: Built) -> Registry:
    plugin = built.config.plugins["byline"]
    assert isinstance(plugin, BylinePlugin)
    assert plugin.state
    return plugin.state.registry


def written(built: Built) -> set[str]:
    files = (path for path in built.out.rglob("*") if path.is_file())
    return {path.relative_to(built.out).as_posix() for path in files}

"""What all sites of a test process have in common, made once, which thirds what a site costs.

Compiling Material's sixty templates is two thirds of building a site of three pages, listing its
eleven thousand icons a good part of the rest, and so is asking each installed package for themes.
None of it depends on the site: Jinja compares the text of a template before it takes what was
compiled.
"""

from __future__ import annotations

import functools
import sys
import sysconfig
from importlib.metadata import EntryPoints, entry_points
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket
from mkdocs import plugins, utils
from mkdocs.theme import Theme

from mkdocs_byline.host.interop.theme_icons import list_no_icons

_INSTALLED = Path(sysconfig.get_path("purelib"))


class _Compiled(jinja2.BytecodeCache):
    """What was compiled, by template, digest of its text, and what else the compiler asks for."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get(self._key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[self._key(bucket)] = bucket.code

    @staticmethod
    def _key(bucket: Bucket) -> tuple[object, ...]:
        env = bucket.environment
        finalize = getattr(env.finalize, "__qualname__", None)
        return bucket.key, bucket.checksum, finalize, *sorted(env.extensions)


_COMPILED = _Compiled()


def _names(folder: str) -> list[str]:
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True)
    list_no_icons(env)
    return env.list_templates()


@functools.cache
def _installed(folder: str) -> tuple[str, ...]:
    return tuple(_names(folder))


class _Loader(jinja2.FileSystemLoader):
    """Lists what `list_no_icons` does, and what is installed once."""

    def list_templates(self) -> list[str]:
        names: set[str] = set()
        for folder in self.searchpath:
            is_installed = _INSTALLED in Path(folder).parents
            names.update(_installed(folder) if is_installed else _names(folder))
        return sorted(names)


@functools.cache
def _entry_points(path: tuple[str, ...], group: str) -> EntryPoints:
    return entry_points(group=group)


def share() -> None:
    """Have all themes of this process share what is compiled and listed."""
    for module in (plugins, utils):
        vars(module)["entry_points"] = lambda *, group: _entry_points(tuple(sys.path), group)
    get_env = Theme.get_env

    def shared(self: Theme) -> jinja2.Environment:
        env = get_env(self)
        env.bytecode_cache = _COMPILED
        if type(env.loader) is jinja2.FileSystemLoader:
            env.loader = _Loader(env.loader.searchpath)
        return env

    Theme.get_env = shared  # type: ignore[method-assign]

"""Jinja's templates compiled once for all sites of a test process, which halves what a site costs.

Compiling Material's sixty templates is two thirds of building a site of three pages, and listing
its eleven thousand icons a good part of the rest. Neither depends on the site: Jinja compares the
text of a template before it takes what was compiled.
"""

from __future__ import annotations

import functools
import sysconfig
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

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


@functools.cache
def _installed(folder: str) -> tuple[str, ...]:
    return tuple(jinja2.FileSystemLoader(folder).list_templates())


class _Loader(jinja2.FileSystemLoader):
    def list_templates(self) -> list[str]:
        names: set[str] = set()
        for folder in self.searchpath:
            if _INSTALLED in Path(folder).parents:
                names.update(_installed(folder))
            else:
                names.update(jinja2.FileSystemLoader(folder).list_templates())
        return sorted(names)


def share() -> None:
    """Have all themes of this process share what is compiled and listed."""
    get_env = Theme.get_env

    def shared(self: Theme) -> jinja2.Environment:
        env = get_env(self)
        env.bytecode_cache = _COMPILED
        if type(env.loader) is jinja2.FileSystemLoader:
            env.loader = _Loader(env.loader.searchpath)
        return env

    Theme.get_env = shared  # type: ignore[method-assign]

"""Names of Material and of MaterialX, which carries it on: the themes and their plugins.

Both are the package `material`. MkDocs puts the theme's name before those of its plugins:
https://www.mkdocs.org/user-guide/configuration/#plugins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")

THEMES = ("material", "materialx")


def theme_plugin(name: str) -> tuple[str, ...]:
    """Return the names that a plugin of the theme may have in MkDocs' configuration."""
    return tuple(f"{theme}/{name}" for theme in THEMES)


def written_names(name: str) -> tuple[str, ...]:
    """Return what may be written in `mkdocs.yml` for a plugin of the theme."""
    return (*theme_plugin(name), name)


def first_named(plugins: Mapping[str, T], names: Iterable[str]) -> T | None:
    """Return the plugin that has the first of these names that any has, or its options."""
    return next((plugins[name] for name in names if name in plugins), None)

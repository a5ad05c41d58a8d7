"""Names of Material and of MaterialX, which carries it on: the themes and their plugins.

Both are the package `material`. MkDocs puts the theme's name before those of its plugins:
https://www.mkdocs.org/user-guide/configuration/#plugins.
"""

from __future__ import annotations

THEMES = ("material", "materialx")


def theme_plugin(name: str) -> tuple[str, ...]:
    """Return the names that a plugin of the theme may have in MkDocs' configuration."""
    return tuple(f"{theme}/{name}" for theme in THEMES)


def written_names(name: str) -> tuple[str, ...]:
    """Return what may be written in `mkdocs.yml` for a plugin of the theme."""
    return (*theme_plugin(name), name)

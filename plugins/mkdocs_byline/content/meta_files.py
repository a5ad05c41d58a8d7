"""A docs folder in, the values of Material's meta files by path out.

https://squidfunk.github.io/mkdocs-material/plugins/meta/
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path

import yaml


def read_metas(
    docs: Path, name: str, refused: Container[str] = ()
) -> dict[str, Mapping[str, object]]:
    """Read the files of this name, those of parent folders first.

    What can't be read is left out: the plugin itself reports it and ends the build.

    Args:
        refused: Paths in the docs folder that must not be opened.
    """
    found: dict[str, Mapping[str, object]] = {}
    for file in sorted(docs.rglob(name), key=lambda each: each.parent.parts):
        path = file.relative_to(docs).as_posix()
        if path in refused:
            continue
        try:
            values = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, yaml.YAMLError):
            continue
        if isinstance(values, dict):
            found[path] = values
    return found

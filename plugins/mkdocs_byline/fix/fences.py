"""Mending of fences of front matter that isn't seen, or isn't closed."""

from __future__ import annotations

import re
import tomllib

from mkdocs_byline.content.fences import Fences
from mkdocs_byline.content.yaml_text import flow

_LINE = re.compile(r"[\w-]+ *=")


def fenced(fences: Fences) -> str | None:
    """Return the text with front matter at its top; None if that can't be had for certain."""
    front = _as_yaml(fences.front) if fences.is_toml else list(fences.front)
    if front is None:
        return None
    while front and not front[-1].strip():
        front.pop()
    return "\n".join(["---", *front, "---", *fences.before, *fences.after])


def _as_yaml(lines: tuple[str, ...]) -> list[str] | None:
    """Return lines of TOML as YAML, comments included; None for what a line doesn't hold."""
    yaml = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            yaml.append(line)
            continue
        try:
            values = tomllib.loads(line) if _LINE.match(line) else {}
        except tomllib.TOMLDecodeError:
            return None
        if len(values) != 1 or "#" in line:
            return None
        yaml += [f"{key}: {flow(value)}" for key, value in values.items()]
    return yaml

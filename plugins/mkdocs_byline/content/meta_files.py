"""Material's meta files (`.meta.yml`): the values that they give to what lies below them.

They are read within the bounds of front matter, since they lie among the posts as well: PyYAML,
with which the plugin reads them, takes references that multiply and brackets that never end.
https://squidfunk.github.io/mkdocs-material/plugins/meta/
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Container, Mapping
from pathlib import Path

import yaml

from mkdocs_byline.content.frontmatter import MAX_FRONT_MATTER, Source, check_defaults, decode
from mkdocs_byline.content.yaml_nodes import Mapping as Tree
from mkdocs_byline.content.yaml_nodes import YamlError, parse_yaml
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings


def zone_for(path: str, settings: Settings) -> dt.tzinfo | None:
    """Return the time zone of dates in a meta file that posts have values of; None for others."""
    folder, posts = posixpath.dirname(path), settings.posts_folder
    return settings.zone if posts.startswith(folder) or folder.startswith(posts) else None


def parse_meta(
    content: bytes, shown: str, zone: dt.tzinfo | None = None
) -> tuple[dict[str, object], list[Problem]]:
    """Return a meta file's values as the plugin reads them; none if it can't be read.

    Args:
        shown: The path that messages give.
        zone: See `zone_for`. With one, values are checked as front matter of posts.
    """
    source = Source("", shown)
    text = decode(content, source)
    values: dict[str, object] = {}
    if text is not None and len(text) > MAX_FRONT_MATTER:
        message = f"the file has {len(text):,} characters; {MAX_FRONT_MATTER:,} are allowed."
        source.add("BY103", message, "Keep the values that posts need.")
    elif text is not None:
        try:
            tree = parse_yaml(text)
            if isinstance(tree, Tree):
                values = yaml.safe_load(text)
                if zone:
                    check_defaults(tree, source, zone)
            elif tree is not None:
                hint = "Write 'key: value' on each line."
                source.add("BY106", "the file is not a list of keys.", hint)
        except YamlError as error:
            code = "BY108" if error.bounds else "BY105"
            source.add(code, error.message, error.hint, (error.line, error.column))
        except (yaml.YAMLError, ValueError) as error:  # Such as a month 13, which is no date.
            reason = str(error).partition("\n")[0].rstrip(".")
            source.add("BY105", f"a value can't be read: {reason}.", "Put it in quotes.")
    return values, source.problems


def read_metas(
    docs: Path,
    name: str,
    shown: Callable[[str], str],
    settings: Settings,
    refused: Container[str] = (),
) -> tuple[dict[str, Mapping[str, object]], list[Problem]]:
    """Read the files of this name, those of parent folders first.

    Args:
        shown: Turns a path in the docs folder into the path that messages give.
        refused: Paths in the docs folder that must not be opened.
    """
    found: dict[str, Mapping[str, object]] = {}
    problems: list[Problem] = []
    for file in sorted(docs.rglob(name), key=lambda each: each.parent.parts):
        path = file.relative_to(docs).as_posix()
        if path in refused or not file.is_file():
            continue
        values, wrong = parse_meta(file.read_bytes(), shown(path), zone_for(path, settings))
        problems += wrong
        if values:
            found[path] = values
    return found, problems

"""Reading of `mkdocs.yml` without importing or running what it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import yaml
from pymdownx.slugs import slugify
from yaml_env_tag import construct_env_tag


class NoProject(click.ClickException):
    """The configuration can't be used: a matter of how the command was called."""

    exit_code = 2


class _Loader(yaml.SafeLoader):
    """Reads `!ENV`, and the one function that sites commonly name; all others are None."""


def _named(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if suffix == "object/apply:pymdownx.slugs.slugify" and isinstance(node, yaml.MappingNode):
        keywords = loader.construct_mapping(node, deep=True).get("kwds")
        if isinstance(keywords, dict):
            try:
                return slugify(**keywords)
            except TypeError:
                return None
    return None


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _named)
_Loader.add_constructor("!ENV", construct_env_tag)


def read_configuration(path: Path) -> dict[str, Any]:
    """Return the values of `mkdocs.yml` on top of those that it inherits.

    Raises:
        NoProject: if there is no such file, or it can't be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            values = yaml.load(file, Loader=_Loader) or {}  # noqa: S506  It is a safe one.
    except OSError as error:
        raise NoProject(f"{path}: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NoProject(f"{path}: {error}") from None
    if not isinstance(values, dict):
        raise NoProject(f"{path}: this is not a configuration of MkDocs.")
    parent = values.pop("INHERIT", None)
    if isinstance(parent, str):
        # https://www.mkdocs.org/user-guide/configuration/#configuration-inheritance
        values = _merge(read_configuration(path.parent / parent), values)
    return values


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        both = isinstance(under, dict) and isinstance(value, dict)
        merged[key] = _merge(under or {}, value) if both else value
    return merged


def entries(section: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the names in `plugins` or `markdown_extensions`, with the options of each."""
    if isinstance(section, Mapping):
        section = [{name: options} for name, options in section.items()]
    for entry in section if isinstance(section, list) else []:
        if isinstance(entry, str):
            yield entry, {}
        elif isinstance(entry, Mapping):
            for name, options in entry.items():
                yield str(name), options if isinstance(options, Mapping) else {}

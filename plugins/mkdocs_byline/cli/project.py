"""A project's folder in, its blog's posts out, without MkDocs: what commands work on."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml
from pydantic import ValidationError

from mkdocs_byline.arrange.library import Library, assemble
from mkdocs_byline.arrange.recall import History, recall
from mkdocs_byline.model import Build
from mkdocs_byline.read.authors import Authors, parse_authors
from mkdocs_byline.read.frontmatter import parse_post
from mkdocs_byline.settings import Settings

CONFIG = click.option(
    "--config-file",
    "-f",
    "config",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="MkDocs' configuration.",
)


@dataclass(frozen=True, slots=True)
class Project:
    """Where a blog lies, and its options."""

    root: Path
    docs: Path
    settings: Settings

    def shown(self, path: str) -> str:
        """Return a path in the docs folder as messages give it."""
        return os.path.relpath(self.docs / path, self.root).replace(os.sep, "/")

    def library(self, now: dt.datetime) -> Library:
        """Read all posts as a build at this moment would."""
        settings = self.settings
        folder = self.docs / settings.posts_folder
        paths = sorted(path.relative_to(self.docs).as_posix() for path in folder.rglob("*.md"))
        sources = [
            parse_post(
                (self.docs / path).read_bytes(), path, shown=self.shown(path), zone=settings.zone
            )
            for path in paths
        ]
        file = self.docs / settings.authors_path
        shown = self.shown(settings.authors_path)
        authors = parse_authors(file.read_bytes(), shown) if file.is_file() else Authors(shown)
        history = History()
        if settings.history:
            ignore = settings.history_ignore_authors
            cache = self.root / ".cache" / "byline"
            history = recall(self.docs, settings.posts_folder, paths, ignore, cache)
        return assemble(sources, authors, settings, Build(now), history=history)


class _Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml` without running what its tags name."""


def _tagged(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if suffix == "ENV":  # `!ENV [NAME, default]`: the default.
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)[-1]
        return None
    return None


_Loader.add_multi_constructor("!", _tagged)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _tagged)


def find_project(config: Path) -> Project:
    """Read the options of the first `byline` in `mkdocs.yml`.

    Raises:
        click.ClickException: if there is no such file, or its options are wrong.
    """
    try:
        with config.open(encoding="utf-8") as file:
            values = yaml.load(file, Loader=_Loader) or {}  # noqa: S506  It is a safe one.
    except OSError as error:
        raise click.ClickException(f"{config}: {error.strerror}.") from None
    except yaml.YAMLError as error:
        raise click.ClickException(f"{config}: {error}") from None
    options = _options(values.get("plugins") or [])
    known = {
        name: value
        for name, value in options.items()
        if name in Settings.model_fields and value is not None
    }
    try:
        settings = Settings.model_validate(known)
    except ValidationError as error:
        reasons = "; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors())
        raise click.ClickException(f"{config}: {reasons}") from None
    root = config.resolve().parent
    return Project(root, root / str(values.get("docs_dir") or "docs"), settings)


def _options(plugins: Any) -> dict[str, Any]:
    entries = plugins.items() if isinstance(plugins, dict) else []
    if isinstance(plugins, list):
        entries = [pair for each in plugins if isinstance(each, dict) for pair in each.items()]
    return next((options or {} for name, options in entries if name == "byline"), {})

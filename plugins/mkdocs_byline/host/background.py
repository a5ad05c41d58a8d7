"""A site in; out, what its posts are read against: people, git, the ledger of URLs, templates."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from mkdocs_byline.cache.store import Cache
from mkdocs_byline.content.authors import Authors, parse_authors
from mkdocs_byline.content.ledger import Ledger, parse_ledger
from mkdocs_byline.content.plugin_calls import Calls, calls
from mkdocs_byline.git.file_history import Past
from mkdocs_byline.git.load import History, recall
from mkdocs_byline.host.converter import Converter
from mkdocs_byline.host.jinja import translator
from mkdocs_byline.host.options import options_of_plugins
from mkdocs_byline.host.policy import convert_bios, read_policy
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.model import Build
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True)
class Background:
    """What posts are read against. It stays what it is while nothing but posts changes.

    Attributes:
        called: How texts call other plugins, which those by anyone may not.
        removals: What is wrong with people's `bio`.
    """

    authors: Authors
    ledger: Ledger
    history: History
    translate: Callable[[str], str]
    has_template: Callable[[str], bool]
    called: Calls
    converter: Converter
    policy: Policy
    bios: dict[str, str]
    removals: tuple[Problem, ...]


def read_background(
    config: MkDocsConfig,
    settings: Settings,
    paths: list[str],
    shown: Callable[[str], str],
    refused: Container[str],
    build: Build,
    cache: Cache,
    folder: Path,
) -> Background:
    """Read all of it; see `read_history`."""
    authors = _read_authors(config, settings, shown, refused)
    policy = read_policy(config, settings)
    bios, removals = convert_bios(authors, policy, Path(config.docs_dir, settings.authors_path))
    return Background(
        authors=authors,
        # On record are the URLs of the site as it is in its default language.
        ledger=Ledger() if build.folder else _read_ledger(config, settings, shown, refused),
        history=read_history(config, settings, paths, build, folder),
        translate=translator(config),
        has_template=_templates(config),
        called=calls(options_of_plugins(config)),
        converter=Converter(config, cache, settings.pure_extensions),
        policy=policy,
        bios=bios,
        removals=tuple(removals),
    )


def read_history(
    config: MkDocsConfig, settings: Settings, paths: list[str], build: Build, folder: Path
) -> History:
    """Ask git about the posts, and in the preview about whoever is writing a new one.

    Args:
        folder: Where git's answers are kept.
    """
    if not settings.history:
        return History()
    docs = Path(config.docs_dir)
    ignore = settings.history_ignore_authors
    found = recall(docs, settings.posts_folder, paths, ignore, folder)
    if not build.preview or found.identity is None:
        return found
    new = Past(authors=(found.identity,), committed=False)
    pasts = {path: past if past.committed else new for path, past in found.pasts.items()}
    return replace(found, pasts=pasts)


def _templates(config: MkDocsConfig) -> Callable[[str], bool]:
    """Return what tells whether the theme or the site has a template."""
    env = config.theme.get_env()

    def has_template(name: str) -> bool:
        try:
            env.get_template(name)
        except jinja2.TemplateNotFound:
            return False
        except jinja2.TemplateError:
            return True  # Its own mistake, which MkDocs reports.
        return True

    return has_template


def _read_authors(
    config: MkDocsConfig,
    settings: Settings,
    shown: Callable[[str], str],
    refused: Container[str],
) -> Authors:
    path = Path(config.docs_dir, settings.authors_path)
    name = shown(settings.authors_path)
    if name in refused:
        return Authors(name, broken=True)
    if not settings.authors or not path.is_file():
        return Authors(name)
    return parse_authors(path.read_bytes(), name)


def _read_ledger(
    config: MkDocsConfig,
    settings: Settings,
    shown: Callable[[str], str],
    refused: Container[str],
) -> Ledger:
    path = Path(config.docs_dir, settings.urls_path)
    name = shown(settings.urls_path)
    if name in refused or not path.is_file():
        return Ledger(name)
    return parse_ledger(path.read_bytes(), name)

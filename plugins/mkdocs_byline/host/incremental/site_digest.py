"""Digest of what all pages of a site have in common, so far as templates see it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from markdown.extensions import Extension

from mkdocs_byline.cache.digest import describe
from mkdocs_byline.cache.store import key
from mkdocs_byline.content.folder_files import files_below
from mkdocs_byline.host.incremental.known_plugins import versions_of_plugins
from mkdocs_byline.host.project import meta_files
from mkdocs_byline.outputs.listing_context import overview_link
from mkdocs_byline.settings import Settings

try:
    import material
except ImportError:  # Another theme.
    material = None

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState

# Whose functions do the same for the same arguments; their versions are part of every key.
_FAMILIAR = (
    *("builtins", "gettext", "jinja2", "material", "mkdocs", "mkdocs_byline", "properdocs"),
    "pymdownx",
)
# What the swap of the site's folder changes, and what no template can make sense of.
_APART = {"exclude_docs", "draft_docs", "not_in_nav", "hooks", "plugins", "site_dir", "theme"}
# Of an environment, what decides how templates are compiled.
_OPTIONS = (
    *("autoescape", "block_end_string", "block_start_string", "comment_end_string"),
    *("comment_start_string", "keep_trailing_newline", "line_comment_prefix", "lstrip_blocks"),
    *("line_statement_prefix", "newline_sequence", "optimized", "trim_blocks"),
    *("variable_end_string", "variable_start_string"),
)
# Covered by the plugin's options, or by a page's key.
_BYLINES = {"byline_preview", "byline_settings", "byline_views"}
# What goes through front matter without naming what it finds there.
_ALL_OF_META = re.compile(rb"\bmeta\s*(?:\||\.(?:items|values)\b)|\bin\s+page\.meta\s*[%})]")


def site_digest(state: BuildState, env: jinja2.Environment, config: MkDocsConfig) -> str:
    """Return the digest.

    Raises:
        OpaqueError: if there is something that can't be described.
    """
    plugins = {
        name: [type(plugin).__module__, _options(plugin)]
        for name, plugin in config.plugins.items()
    }
    theme = {name: value for name, value in config.theme.items() if name != "locale"}
    templates, shows_overviews = hashlib.sha256(), False
    for path, data in _templates(config.theme.dirs):
        shows_overviews = shows_overviews or b"byline_overview" in data
        templates.update(f"\0{path}\0{len(data)}\0".encode() + data)
    parts = [
        describe_options(config),
        describe(plugins, is_familiar),
        describe(theme, is_familiar),
        [config.theme.name, str(config.theme.locale), sorted(config.theme.static_templates)],
        templates.hexdigest(),
        _environment(env),
        [
            state.blog.build.preview,
            state.blog.build.language,
            state.project.site_url,
            state.project.site_name,
        ],
        list(meta_files(config)),
        versions_of_plugins(config),
        describe(
            [overview_link(state.blog, kind) for kind in state.blog.views_by_kind], is_familiar
        )
        if shows_overviews
        else [],
    ]
    return key(json.dumps(parts))


def unmentioned(names: tuple[str, ...], config: MkDocsConfig) -> tuple[str, ...]:
    """Return those of the names, of values for templates, that no template mentions."""
    if not names:
        return ()
    templates = [data for _, data in _templates(config.theme.dirs)]
    if any(_ALL_OF_META.search(data) for data in templates):
        return ()
    return tuple(name for name in names if not any(name.encode() in data for data in templates))


def describe_options(config: MkDocsConfig) -> Any:
    """Describe what templates may read of a site's configuration.

    What extensions of Markdown do shows in pages' HTML, and templates read nothing of them.

    Raises:
        OpaqueError: if there is something that can't be described.
    """
    values = {name: value for name, value in config.items() if name not in _APART}
    values["markdown_extensions"] = [
        type(each).__qualname__ if isinstance(each, Extension) else each
        for each in config.markdown_extensions
    ]
    return describe(values, is_familiar)


def is_familiar(module: str) -> bool:
    """Whether functions of a module do the same for the same arguments."""
    return module.split(".")[0] in _FAMILIAR


def _options(plugin: Any) -> Any:
    """Return a plugin's options."""
    options = getattr(plugin, "config", None)  # A hook is a module.
    if isinstance(options, Settings):  # No template calls its functions unseen.
        return {name: value for name, value in options if not callable(value)}
    return options


def _templates(folders: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of all files that templates may include, without the theme's own
    icons and assets: its version is part of every key.
    """
    for folder in map(Path, folders):
        skipped = (".icons", "assets") if is_materials(folder) else ()
        yield from ((str(path), data) for path, data in files_below(folder, skipped=skipped))


def is_materials(path: Path) -> bool:
    """Whether a file or folder is the theme's own."""
    return bool(material) and path.is_relative_to(Path(material.__file__).parent)


def _environment(env: jinja2.Environment) -> Any:
    """Describe what plugins have added to the environment; functions, by who made them."""
    added = {
        **{name: each for name, each in env.globals.items() if name not in DEFAULT_NAMESPACE},
        **{name: each for name, each in env.filters.items() if each is not FILTERS.get(name)},
        **{name: each for name, each in env.tests.items() if each is not TESTS.get(name)},
    }
    described: dict[str, Any] = {
        "extensions": sorted(env.extensions),
        "options": [describe(getattr(env, name), is_familiar) for name in _OPTIONS],
    }
    for name, value in sorted(added.items()):
        if name in _BYLINES:
            continue
        module = getattr(value, "__module__", None)
        if callable(value) and module and is_familiar(module):
            described[name] = module
        else:
            described[name] = describe(value, is_familiar)
    return described

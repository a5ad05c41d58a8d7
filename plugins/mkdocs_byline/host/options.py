"""The plugin's options and what it asks of MkDocs' configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import ValidationError as OptionError
from mkdocs.exceptions import PluginError
from pydantic import ValidationError

from mkdocs_byline.html.markdown_text import PACKAGE, is_available
from mkdocs_byline.markdown.media import EXTENSION as MEDIA
from mkdocs_byline.problems import did_you_mean
from mkdocs_byline.settings import RENAMED, Settings, renamed
from mkdocs_byline.theme_names import theme_plugin

if TYPE_CHECKING:
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig

TEMPLATES = Path(__file__).parent.parent / "templates"
OVERRIDES = Path(__file__).parent.parent / "overrides"
STYLESHEET = "assets/byline/byline.css"
EMBED_SCRIPT = "assets/byline/embed.js"
COMMENTS_SCRIPT = "assets/byline/comments.js"
EDITIONS_SCRIPT = "assets/byline/editions.js"
COPY_SCRIPT = "assets/byline/copy.js"


def load(given: dict[str, Any]) -> tuple[Settings, ConfigErrors, ConfigWarnings]:
    """Check the options; an unknown one is a warning, as everywhere in MkDocs."""
    known = Settings.model_fields
    warnings: ConfigWarnings = []
    for name in given:
        if name in RENAMED:
            warnings.append((name, f"'{name}' is called '{RENAMED[name]}' now."))
        elif name not in known:
            hint = did_you_mean(name, known)
            warnings.append((name, f"Unrecognised option: {name}. {hint}".strip()))
    values = {name: value for name, value in renamed(given).items() if name in known}
    try:
        settings = Settings.model_validate(values)
        if settings.post_markdown and not is_available():
            message = f"needs the package {PACKAGE}: pip install 'mkdocs-byline[markdown]'"
            return settings, [("post_markdown", OptionError(message))], warnings
        return settings, [], warnings
    except ValidationError as error:
        errors: ConfigErrors = [
            (
                ".".join(str(part) for part in detail["loc"]),
                OptionError(detail["msg"].removeprefix("Value error, ")),
            )
            for detail in error.errors()
        ]
        return Settings(), errors, warnings


def refuse_rivals(config: MkDocsConfig) -> None:
    """Refuse Material's blog plugin: the two would fight over the same posts."""
    if not config.plugins.keys().isdisjoint(theme_plugin("blog")):
        raise PluginError(
            "byline: Material's 'blog' plugin is on too, and both would make the same posts. "
            "Remove '- blog' from 'plugins:' in mkdocs.yml; Byline reads its options and posts. "
            "(If you meant mkdocs-blog-plugin, write '- /blog'.)"
        )


def add_to_site(config: MkDocsConfig, settings: Settings) -> None:
    """Add what Byline brings: templates, styles, scripts, and its extension of Markdown.

    Its templates stand behind the theme's own, so that a site can override each.

    Those by which Material's blog goes stand between the site's and the theme's.
    """
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, os.fspath(OVERRIDES))
    config.theme.dirs.append(os.fspath(TEMPLATES))
    if STYLESHEET not in config.extra_css:
        config.extra_css.insert(0, STYLESHEET)
    if MEDIA not in config.markdown_extensions:
        config.markdown_extensions.append(MEDIA)
    if settings.embed_hosts and EMBED_SCRIPT not in config.extra_javascript:
        config.extra_javascript.append(EMBED_SCRIPT)
    if settings.comments and COMMENTS_SCRIPT not in config.extra_javascript:
        config.extra_javascript.append(COMMENTS_SCRIPT)
    if settings.editions and EDITIONS_SCRIPT not in config.extra_javascript:
        config.extra_javascript.append(EDITIONS_SCRIPT)
    if settings.post_markdown and COPY_SCRIPT not in config.extra_javascript:
        config.extra_javascript.append(COPY_SCRIPT)


def options_of_plugins(config: MkDocsConfig) -> dict[str, Mapping[str, Any]]:
    """Return the options of the site's plugins; a file of `hooks` has none."""
    return {name: getattr(each, "config", {}) for name, each in config.plugins.items()}

"""Blogs of a site: their options, and what a build makes of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState


def instances(config: MkDocsConfig) -> Iterator[Any]:
    """Yield the plugin's instances, each of a blog of its own."""
    for plugin in config.plugins.values():
        settings = getattr(plugin, "config", None)
        if isinstance(settings, Settings) and settings.enabled:
            yield plugin


def settings_of_blogs(config: MkDocsConfig) -> list[Settings]:
    """Return the options of a site's blogs."""
    return [plugin.config for plugin in instances(config)]


def states(config: MkDocsConfig) -> list[BuildState]:
    """Return the blogs that were loaded with a configuration."""
    return [plugin.state for plugin in instances(config) if plugin.state]

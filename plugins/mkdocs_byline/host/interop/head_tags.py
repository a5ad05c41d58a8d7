"""What the theme and Material's `social` plugin write into a page's head."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from mkdocs_byline.outputs.metadata import Written
from mkdocs_byline.theme_names import THEMES, first_named, written_names

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# https://squidfunk.github.io/mkdocs-material/plugins/social/#customization: those of its layouts.
_SOCIAL = frozenset(
    ("og:type", "og:title", "og:description", "og:url", "og:image", "og:image:type")
    + ("og:image:width", "og:image:height", "og:image:alt")
    + ("twitter:card", "twitter:title", "twitter:description", "twitter:image")
    + ("twitter:image:alt",)
)


def written(config: MkDocsConfig, path: str, meta: Mapping[str, Any]) -> Written:
    """Return what is written into the head of the page that a source path and `meta` belong to."""
    keys: frozenset[str] = frozenset()
    is_material = config.theme.name in THEMES
    if is_material:
        keys |= {"description"}
    social = first_named(config.plugins, written_names("social"))
    if social and draws_card(social.config, path, meta):
        keys |= _SOCIAL
    return Written(keys, first_author=is_material)


def draws_card(options: Mapping[str, Any], path: str, meta: Mapping[str, Any]) -> bool:
    """Whether Material's plugin makes a card for a page, and then its metadata."""
    own = meta.get("social")
    cards = own.get("cards") if isinstance(own, Mapping) else None
    if not options.get("enabled", True):
        return False
    if not (options.get("cards", True) if cards is None else cards):
        return False
    included, excluded = options.get("cards_include") or (), options.get("cards_exclude") or ()
    if included:
        return any(fnmatch(path, pattern) for pattern in included)
    return not any(fnmatch(path, pattern) for pattern in excluded)

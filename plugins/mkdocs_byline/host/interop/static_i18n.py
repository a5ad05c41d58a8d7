"""The language that mkdocs-static-i18n is building: its folder in the site, and its files.

That plugin builds a site once for each language, all but the default one into a folder of its own,
and has its templates ask each page's file for its language and for the same page in others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

_ALTERNATES = "i18n_alternates"  # Files by language, in what the site map's template gets.


def _current(config: MkDocsConfig) -> str:
    return str(getattr(config.plugins.get("i18n"), "current_language", None) or "")


def language_folder(config: MkDocsConfig) -> str:
    """Return the folder in the site that this build writes to; empty for the site itself."""
    language = _current(config)
    default = getattr(config.plugins.get("i18n"), "default_language", None)
    return "" if language == default else language


def mark_files(files: Iterable[File], config: MkDocsConfig) -> None:
    """Mark files of posts and listings as that plugin marks those that it reads itself.

    What it says of posts in other languages is left out: it knows nothing of posts' URLs.
    """
    if language := _current(config):
        for file in files:
            vars(file).update(
                alternates={language: file},
                locale=getattr(file, "locale", language),
                locale_alternate_of=language,
                localization=getattr(file, "localization", None),
                norm_src_uri=getattr(file, "norm_src_uri", file.src_uri),
            )


def add_to_sitemap(values: dict[str, Any], files: Iterable[File], config: MkDocsConfig) -> None:
    """Replace the files of this language that the site map names."""
    if isinstance(alternates := values.get(_ALTERNATES), dict):
        alternates[_current(config)] = list(files)

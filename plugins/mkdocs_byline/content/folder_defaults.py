"""Defaults for a folder's posts by Material's meta files, as far as those may give any."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from mkdocs_byline.content.frontmatter import merge
from mkdocs_byline.content.theme_metadata import trusted_keys
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

Metas = Mapping[str, Mapping[str, object] | None]  # By path in the docs folder, parents first.


def inherited(path: str, metas: Metas, settings: Settings) -> dict[str, object]:
    """Return the front matter that meta files give a post, by that plugin's own rule."""
    defaults: dict[str, object] = {}
    for meta, values in metas.items():
        if path.startswith(posixpath.dirname(meta)):
            given = dict(values or {})
            if _is_untrusted(meta, settings):
                for name, *_ in list(trusted_keys(given)):
                    given.pop(name, None)
            defaults = merge(defaults, given)
    return defaults


def reserved_defaults(
    metas: Metas, settings: Settings, shown: Callable[[str], str]
) -> list[Problem]:
    """Report what a meta file among the posts may not set, as if the posts did."""
    return [
        Problem(
            path=shown(path),
            line=1,
            column=1,
            code="BY331",
            message=f"'{'.'.join(keys)}' is for trusted posts only, and ignored.",
            hint="Remove it. Maintainers can list the file in 'trusted_paths'.",
        )
        for path, values in metas.items()
        if _is_untrusted(path, settings)
        for keys in trusted_keys(values or {})
    ]


def _is_untrusted(path: str, settings: Settings) -> bool:
    """Whether whoever sends a post in could have sent this file along."""
    return path.startswith(f"{settings.posts_folder}/") and not settings.trusts(path)

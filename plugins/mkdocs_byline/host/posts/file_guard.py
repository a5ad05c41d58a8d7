"""Guard of MkDocs' files: which may be published, before anything of them is read."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import InclusionLevel

from mkdocs_byline.blog.media import is_blog_file
from mkdocs_byline.content.meta_files import parse_meta, zone_for
from mkdocs_byline.content.safe_files import check_file, check_name, irregular_files
from mkdocs_byline.host import log
from mkdocs_byline.host.project import shown_paths
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings
from mkdocs_byline.theme_names import first_named, theme_plugin

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files


def check_folder(config: MkDocsConfig, settings: Settings) -> dict[str, Problem]:
    """Return what in the docs folder is no ordinary file, by path.

    Raises:
        PluginError: for a link to a folder that must not be followed, in the preview too: MkDocs
            would follow it, and might never come back.
    """
    docs = Path(config.docs_dir)
    found = irregular_files(
        docs,
        lambda path: is_blog_file(path, settings),
        settings.trusts,
        shown_paths(config),
    )
    if any((docs / path).is_dir() for path in found):
        log.problems(tuple(found.values()), preview=False)
    return found


def keep_out(
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    irregular: Mapping[str, Problem],
    accepted: Container[str] = (),
) -> list[Problem]:
    """Take out of MkDocs' files what must not be published, and return why.

    Args:
        accepted: Files that were looked at before and have not changed.
    """
    shown = shown_paths(config)
    problems = list(irregular.values())
    for file in list(files):
        if file.src_uri in accepted:
            continue
        if file.src_uri in irregular:
            files.remove(file)
        elif problem := check(file, settings, shown):
            problems.append(problem)
            files.remove(file)
    return problems + _keep_out_metas(files, config, settings, shown)


def _keep_out_metas(
    files: Files, config: MkDocsConfig, settings: Settings, shown: Callable[[str], str]
) -> list[Problem]:
    """Take out what Material's meta plugin could not read, or would be busy with for hours."""
    plugin = first_named(config.plugins, theme_plugin("meta"))
    if plugin is None or not plugin.config.enabled:
        return []
    problems = []
    for file in list(files):
        if posixpath.basename(file.src_uri) == plugin.config.meta_file:
            path = file.src_uri
            zone = zone_for(path, settings)
            values, wrong = parse_meta(file.content_bytes, shown(path), zone)
            problems += wrong
            if not values:
                files.remove(file)
    return problems


def check(file: File, settings: Settings, shown: Callable[[str], str]) -> Problem | None:
    """Return why a file must not be published; most is asked of what lies among the posts."""
    path, prefix = file.src_uri, f"{settings.posts_folder}/"
    if file.generated_by is not None or file.inclusion is InclusionLevel.EXCLUDED:
        return None
    in_blog = path.startswith(prefix)
    if problem := check_name(path, shown(path), in_blog=in_blog):
        return problem
    if not in_blog or settings.trusts(path):
        return None
    assert file.abs_src_path
    return check_file(
        file.abs_src_path,
        path.removeprefix(prefix),
        shown(path),
        fills_site=not settings.blog_dir,
    )

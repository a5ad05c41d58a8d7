"""Loading the blog of a MkDocs build."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mkdocs_byline.blog.library import Library, Memory
from mkdocs_byline.blog.load import assemble_posts, load
from mkdocs_byline.blog.records import read_history, read_records
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.cache.workers import Workers
from mkdocs_byline.clock import read_clock
from mkdocs_byline.git.work_tree import held_below
from mkdocs_byline.host import log
from mkdocs_byline.host import project as build_project
from mkdocs_byline.host.build_state import BuildState
from mkdocs_byline.host.converter import PageConverter
from mkdocs_byline.host.incremental.template_tracking import TemplateTracking
from mkdocs_byline.host.interop.static_i18n import language_folder
from mkdocs_byline.host.posts.cards import note_if_not_installed
from mkdocs_byline.host.project import BuildProject, Parsed
from mkdocs_byline.markdown.extension_purity import versions
from mkdocs_byline.model import Build, Post
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_byline.host.csp import Csp


@dataclass(frozen=True, slots=True)
class Prepared:
    """What there is before a blog is loaded.

    Attributes:
        cache: What earlier builds kept.
        parsed: What earlier builds of this process parsed; added to.
        places: See `blog.load.load`.
        problems: What is wrong with files that were taken out of MkDocs' before.
        csp, has_search: See `BuildState`.
        tracking: What follows the site's templates, if another of its blogs has it already.
    """

    cache: Cache
    parsed: dict[str, Parsed]
    places: Mapping[str, tuple[str, str]]
    problems: Sequence[Problem] = ()
    csp: Csp | None = None
    has_search: bool = False
    tracking: TemplateTracking | None = None


def load_build(
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    prepared: Prepared,
    *,
    preview: bool,
    last: BuildState | None = None,
) -> BuildState:
    """Load the blog; none of MkDocs' files is changed.

    Args:
        last: The blog as it was before posts and what lies beside them changed (`last.changed`),
            and nothing else did.
    """
    cache = prepared.cache
    build = Build(
        now=read_clock(os.environ),
        preview=preview,
        language=str(config.theme.get("language") or config.theme.locale or "en"),
        directory_urls=config.use_directory_urls,
        folder=language_folder(config),
    )
    project = BuildProject(
        files, config, settings, problems=prepared.problems, parsed=prepared.parsed
    )
    if settings.cards:
        note_if_not_installed()
    if last is None:
        memory, records = Memory(), read_records(project, build)
        converter = PageConverter(config, cache, settings.pure_extensions)
        converting = Workers(cache)
    else:
        project.continue_from(last.project, last.changed)
        memory, records = last.memory, last.blog.records
        converter, converting = last.converter, last.converting
        if records.history.pasts.keys() != set(project.posts):
            records = replace(records, history=read_history(project, build, records.withheld))
    blog = load(project, build, records, places=prepared.places, memory=memory)
    if last is None and project.pictures.lacks_pillow:
        log.log.info(
            "byline: large pictures are shown as they are; with Pillow there are smaller sizes: "
            "pip install 'mkdocs-byline[pictures]'"
        )
    if last is None and converter.lacks_formulas and any(map(_has_tex, blog.posts.values())):
        log.log.info(
            "byline: formulas are shown as TeX; with math-core they are drawn: "
            "pip install 'mkdocs-byline[formulas]'"
        )
    return BuildState(
        blog,
        project,
        memory,
        cache,
        converter,
        converting,
        Workers(cache),
        tracking=prepared.tracking or TemplateTracking(),
        csp=prepared.csp,
        has_search=prepared.has_search,
        last=last,
    )


def _has_tex(post: Post) -> bool:
    return "$" in post.body or r"\(" in post.body or r"\[" in post.body


def load_post(state: BuildState, path: str) -> Library:
    """Read the file of one post alone, against what the others were read against."""
    project, blog = state.project, state.blog
    project.parsed.pop(path, None)
    return assemble_posts(project, blog.build, blog.records, [project.source(path)])


def open_cache(config: MkDocsConfig, settings: Settings, last: Cache | None) -> Cache:
    """Open what earlier builds of this site's blog kept; `last` stays open if it is that."""
    scope = f"{config.config_file_path}\0{settings.blog_dir}"
    if last and last.scope == scope:
        return last
    folder = build_project.cache_folder(config)
    return Cache(None if held_below(folder) else folder, scope, versions())

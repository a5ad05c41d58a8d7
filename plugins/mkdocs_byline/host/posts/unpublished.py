"""Unpublished posts and their files: kept out of a build, and looked for in its output."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import InclusionLevel

from mkdocs_byline.blog.media import Text, withheld_media
from mkdocs_byline.content.folder_files import files_below
from mkdocs_byline.host import log
from mkdocs_byline.host.posts.own_file import OwnFile
from mkdocs_byline.host.project import root_folder
from mkdocs_byline.locales import date_words
from mkdocs_byline.review.leaks import Medium, find_leaks, is_composed
from mkdocs_byline.translations import words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_byline.host.build_state import BuildState

_TEXTS = frozenset(
    (".css", ".csv", ".html", ".js", ".json", ".mjs", ".svg", ".toml", ".txt", ".xml", ".yaml")
    + (".yml",)
)


def keep_back(state: BuildState, files: Files, config: MkDocsConfig) -> list[Medium]:
    """Leave out of the site what only unpublished posts use, and return it."""
    if not state.blog.library.withheld:
        return []
    folder = f"{state.blog.settings.posts_folder}/"
    beside = {
        file.src_uri: file
        for file in files
        if file.src_uri.startswith(folder)
        and not file.is_documentation_page()
        and file.inclusion is not InclusionLevel.EXCLUDED
    }
    places = {path: file.dest_uri for path, file in beside.items()}
    found = withheld_media(
        places, state.blog.library.withheld, state.blog.posts, _published(state, config)
    )
    media = []
    for path, post in found.items():
        file = beside[path]
        file.inclusion = InclusionLevel.EXCLUDED
        if file.abs_src_path:
            media.append(Medium(post, file.dest_uri, Path(file.abs_src_path)))
    return media


def _published(state: BuildState, config: MkDocsConfig) -> Iterator[Text]:
    """Yield all pages that are built, and the authors file, as texts with links."""
    for file in state.project.file_set.documentation_pages():
        folder = posixpath.dirname(file.dest_uri)
        yield Text(file.src_uri, folder, file.content_bytes.decode("utf-8", "replace"))
    authors = Path(config.docs_dir, state.blog.settings.authors_path)
    if authors.is_file():
        yield Text("", "", authors.read_text(encoding="utf-8", errors="replace"))


def _said(state: BuildState, config: MkDocsConfig) -> Iterator[str]:
    """Yield all texts of the site's makers: sources, other files, the theme's, the configuration.

    Files of the theme may be named in any of them: its scripts are full of words.
    """
    yield from (each.text for each in _published(state, config))
    yield from state.editions.once_said()
    paths = [Path(config.config_file_path)] if config.config_file_path else []
    for file in state.project.file_set:
        if isinstance(file, OwnFile):
            continue  # Made of what the blog says, not the other way round.
        if file.inclusion is not InclusionLevel.EXCLUDED and not file.is_documentation_page():
            paths += [Path(file.abs_src_path)] if file.abs_src_path else []
    for path in paths:
        if path.suffix.lower() in _TEXTS:
            yield path.read_text(encoding="utf-8", errors="replace")
    for folder in map(Path, config.theme.dirs):
        for _, data in files_below(folder, skipped=(".icons",), kinds=_TEXTS):
            yield data.decode("utf-8", "replace")


def _values(state: BuildState) -> Iterator[str]:
    """Yield what pages show that stands in no source as it is: titles, names and labels."""
    yield state.project.site_name
    for label in map(state.project.translate, words(state.blog.build.language)):
        yield from (part.strip(" ().:,") for part in label.split("#"))
    for post in state.blog.library.posts:
        yield post.title
        yield from (person.name for _, people in post.people for person in people)
        yield from (person.name for person in post.contributors)
    yield from (view.title for view in state.blog.views)
    for file in state.project.file_set.documentation_pages():
        if file.page and file.src_uri not in state.blog.posts:
            yield str(file.page.title or "")
        yield from (part.replace("-", " ").replace("_", " ") for part in file.src_uri.split("/"))


def check(
    state: BuildState, config: MkDocsConfig, media: Sequence[Medium], *, dirty: bool
) -> None:
    """Search the finished site for unpublished posts.

    Args:
        media: What `keep_back` returned.
        dirty: Whether files of earlier builds are left in it.

    Raises:
        PluginError: if there is anything of them.
    """
    if not state.blog.library.withheld or state.blog.build.preview:
        return
    files = (
        each for each in state.project.file_set if each.inclusion is not InclusionLevel.EXCLUDED
    )
    places = {*(file.dest_uri for file in files), *(each.dest for each in state.registry.data)}

    @functools.cache
    def texts() -> tuple[str, ...]:
        return tuple(_said(state, config))

    @functools.cache
    def values() -> tuple[tuple[str, ...], frozenset[str]]:
        patterns = (state.blog.settings.post_date_format, state.blog.settings.archive_date_format)
        return tuple(_values(state)), date_words(state.blog.build.language, patterns)

    def said(text: str) -> bool:
        return any(text in each for each in texts()) or is_composed(text, *values())

    found = find_leaks(
        Path(config.site_dir),
        state.blog.library.withheld,
        media,
        others=state.manifest.pages() if state.manifest else (),
        places=places,
        said=said,
        shown=state.project.shown,
    )
    if dirty:
        hint = "An earlier build may have left it there: build once without '--dirty'."
        found = [replace(each, hint=hint) for each in found]
    log.problems(found, preview=False, annotated_in=root_folder(config))

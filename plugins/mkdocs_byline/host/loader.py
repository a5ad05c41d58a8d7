"""MkDocs' files in, one build's blog out. Nothing is changed yet."""

from __future__ import annotations

import functools
import hashlib
import os
import posixpath
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from mkdocs_byline.blog import library, outputs
from mkdocs_byline.blog.intros import read_intros
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.cache.workers import Workers
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.folder_defaults import inherited, reserved_defaults
from mkdocs_byline.content.frontmatter import Source, parse_post
from mkdocs_byline.content.plugin_calls import Calls, check_calls
from mkdocs_byline.content.safe_files import printable
from mkdocs_byline.host.background import read_background, read_history
from mkdocs_byline.host.build_state import Blog
from mkdocs_byline.host.gc_pause import no_collections
from mkdocs_byline.host.languages import language_folder
from mkdocs_byline.markdown.extension_purity import versions
from mkdocs_byline.model import Build
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


@dataclass(frozen=True, slots=True)
class Parsed:
    """A post as it was parsed: from which file, with what else, and what came of it."""

    file: File
    given: tuple[object, ...]
    source: Source


@no_collections()
def read(
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    *,
    preview: bool,
    places: Mapping[str, tuple[str, str]],
    cache: Cache,
    parsed: dict[str, Parsed],
    refused: Sequence[Problem] = (),
    last: Blog | None = None,
) -> Blog:
    """Read all posts and authors, and work out what the blog looks like. Changes nothing.

    Args:
        parsed: What earlier builds of this process parsed; added to.
        refused: What is wrong with files that were taken out of `files` before.
        last: The blog as it was before posts and what lies beside them changed (`last.changed`),
            and nothing else did.
    """
    shown = shown_paths(config)
    build = Build(
        now=read_clock(os.environ),
        preview=preview,
        language=str(config.theme.get("language") or config.theme.locale or "en"),
        directory_urls=config.use_directory_urls,
        folder=language_folder(config),
    )
    metas = meta_files(config)
    posts = [file for file in files.documentation_pages() if is_post(file, settings)]
    paths = [file.src_uri for file in posts]
    folder = cache_folder(config)
    own, refused_paths = set(paths), {problem.path for problem in refused}
    if last is None:
        background = read_background(
            config, settings, paths, shown, refused_paths, build, cache, folder
        )
        memory = library.Memory()
    else:
        background, memory = last.background, last.memory
        if background.history.pasts.keys() != own:
            history = read_history(config, settings, paths, build, folder)
            background = replace(background, history=history)
    translate, authors = background.translate, background.authors
    ledger = background.ledger

    def parse(file: File) -> Source:
        defaults = inherited(file.src_uri, metas, settings)
        is_same = last is not None and file.src_uri not in last.changed
        return _parse(file, shown, defaults, background.called, settings, parsed, is_same=is_same)

    def parse_anew(file: File) -> Source:
        parsed.pop(file.src_uri, None)
        return parse(file)

    sources = [parse(file) for file in posts]
    known = {file.src_uri for file in files}
    others = outputs.other_outputs(_pages(files, config, settings, own, shown), settings)
    titles = _titles(translate)
    assemble = functools.partial(
        library.assemble,
        authors=authors,
        settings=settings,
        pages=others,
        places=places,
        files=known,
        has_template=background.has_template,
        history=background.history,
        ledger=ledger,
    )
    shelf = assemble(sources, build=build, memory=memory)
    media = [file.src_uri for file in files if is_medium(file, settings)]
    registry = outputs.Registry(settings, titles, others, media, ledger, shown, memory.entries)
    laid = registry.lay_out(shelf, build)
    blog = Blog(
        settings,
        build,
        shelf,
        laid.views,
        translate,
        shown,
        shelf.problems,
        cache,
        background.converter,
        last.converting if last else Workers(cache),
        Workers(cache),
        lambda file: assemble([parse_anew(file)], build=build),
        background,
        memory,
        accepted=known,
    )
    blog.site_url, blog.site_name = config.site_url or "", config.site_name
    blog.policy, blog.bios = background.policy, background.bios
    blog.paged, blog.redirects = dict(laid.paged), laid.redirects
    by_dest = {
        file.dest_uri: file.src_uri
        for file in files.documentation_pages()
        if file.src_uri not in own and not file.generated_by
    }
    blog.intros = read_intros(
        laid.listings, by_dest, lambda path: files.src_uris[path].content_bytes, shown
    )
    wrong = (problem for intro in blog.intros.values() for problem in intro.problems)
    problems = {*refused, *wrong, *shelf.problems, *laid.problems, *background.removals}
    problems |= {*reserved_defaults(metas, settings, shown)}
    if not preview:  # It shows them.
        again = functools.partial(assemble, sources, memory=memory)
        blog.upcoming = registry.look_ahead(shelf, build, lambda later: again(build=later))
    if blog.upcoming:
        problems |= {*blog.upcoming.problems}
    blog.problems = tuple(sorted(problems))
    blog.posts = {post.path: post for post in shelf.posts}
    blog.broken = {each.path: each for each in shelf.broken}
    blog.files = {file.src_uri: file for file in posts if file.src_uri in blog.posts}
    blog.listings = {page.path: page for page in laid.listings}
    newest_first = (None, *shelf.listed, None)
    for newer, post, older in zip(newest_first, shelf.listed, newest_first[2:], strict=False):
        blog.neighbours[post.path] = (older, newer)
    return blog


def _pages(
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    posts: Container[str],
    shown: Callable[[str], str],
) -> dict[str, str]:
    """Return the output files of the theme and of what are neither posts nor lies beside them."""
    pages = dict.fromkeys((*config.theme.static_templates, *config.extra_templates), "the theme")
    return pages | {
        file.dest_uri: shown(file.src_uri)
        for file in files
        if file.src_uri not in posts
        and not is_medium(file, settings)
        and file.inclusion is not InclusionLevel.EXCLUDED
    }


def _titles(translate: Callable[[str], str]) -> dict[str, str]:
    """Return the default titles of listings in the theme's language."""
    return {
        "blog": translate("byline.blog"),
        "archive": translate("blog.archive"),
        "category": translate("blog.categories"),
        "tag": translate("byline.tags"),
        "author": translate("blog.authors"),
        "corrections": translate("byline.corrections"),
    }


def open_cache(config: MkDocsConfig, settings: Settings, last: Cache | None) -> Cache:
    """Open what earlier builds of this site's blog kept; `last` stays open if it is that."""
    scope = f"{config.config_file_path}\0{settings.blog_dir}"
    if last and last.scope == scope:
        return last
    return Cache(cache_folder(config), scope, versions())


def cache_folder(config: MkDocsConfig) -> Path:
    return project(config) / ".cache" / "byline"


def project(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def shown_paths(config: MkDocsConfig) -> Callable[[str], str]:
    """Return what turns a path in the docs folder into the one that messages give."""
    docs = os.path.relpath(config.docs_dir, project(config)).replace(os.sep, "/")
    return functools.cache(lambda path: printable(posixpath.normpath(f"{docs}/{path}")))


def is_post(file: File, settings: Settings) -> bool:
    return file.is_documentation_page() and file.src_uri.startswith(f"{settings.posts_folder}/")


def is_medium(file: File, settings: Settings) -> bool:
    """Whether a file lies beside posts and moves with them."""
    return file.is_media_file() and file.src_uri.startswith(f"{settings.posts_folder}/")


def _parse(
    file: File,
    shown: Callable[[str], str],
    defaults: dict[str, object],
    called: Calls,
    settings: Settings,
    parsed: dict[str, Parsed],
    *,
    is_same: bool,
) -> Source:
    """Parse a post, unless it is what it was when it was parsed last."""
    path = file.src_uri
    kept, given = parsed.get(path), (shown(path), defaults, called, settings.timezone)
    if kept and kept.given != given:
        kept = None
    if kept and kept.file is file and is_same:
        return kept.source
    content = file.content_bytes
    if kept and kept.source.sha256 == hashlib.sha256(content).hexdigest():
        source = kept.source
    else:
        source = parse_post(content, path, shown=given[0], zone=settings.zone, defaults=defaults)
        if not settings.trusts(path):
            check_calls(source, called)
    parsed[path] = Parsed(file, given, source)
    return source


def meta_files(config: MkDocsConfig) -> dict[str, dict[str, object] | None]:
    """Return what Material's meta plugin has read, by path, if the site uses it."""
    return getattr(config.plugins.get("material/meta"), "meta", {})

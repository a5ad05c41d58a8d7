"""MkDocs' files in, one build's blog out. Nothing is changed yet."""

from __future__ import annotations

import functools
import hashlib
import os
import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel

from mkdocs_byline.arrange import library, redirects, views
from mkdocs_byline.arrange.inherited import inherited, reserved_defaults
from mkdocs_byline.arrange.intros import read_intros
from mkdocs_byline.arrange.media import misplaced_media
from mkdocs_byline.clock import read_clock
from mkdocs_byline.host.background import read_background, read_history
from mkdocs_byline.host.blog import Blog
from mkdocs_byline.host.extensions import versions
from mkdocs_byline.host.garbage import no_collections
from mkdocs_byline.model import Build
from mkdocs_byline.problems import Problem
from mkdocs_byline.read.frontmatter import Source, parse_post
from mkdocs_byline.read.plugin_calls import Calls, check_calls
from mkdocs_byline.render.cache import Cache
from mkdocs_byline.render.workers import Workers
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
    pages = dict.fromkeys((*config.theme.static_templates, *config.extra_templates), "the theme")
    pages |= {
        file.dest_uri: shown(file.src_uri)
        for file in files
        if file.src_uri not in own
        and not is_medium(file, settings)
        and file.inclusion is not InclusionLevel.EXCLUDED
    }
    titles = {
        "blog": translate("byline.blog"),
        "archive": translate("blog.archive"),
        "category": translate("blog.categories"),
        "tag": translate("byline.tags"),
        "author": translate("blog.authors"),
        "corrections": translate("byline.corrections"),
    }
    known = {file.src_uri for file in files}
    assemble = functools.partial(
        library.assemble,
        authors=authors,
        settings=settings,
        build=build,
        pages=pages,
        places=places,
        files=known,
        has_template=background.has_template,
        history=background.history,
        ledger=ledger,
    )
    shelf = assemble(sources, memory=memory)
    planned = views.plan(shelf.listed, settings, build, titles, memory.entries)
    blog = Blog(
        settings,
        build,
        shelf,
        planned,
        translate,
        shown,
        shelf.problems,
        cache,
        background.converter,
        last.converting if last else Workers(cache),
        Workers(cache),
        lambda file: assemble([parse_anew(file)]),
        background,
        memory,
        accepted=known,
    )
    blog.site_url, blog.site_name = config.site_url or "", config.site_name
    blog.policy, blog.bios = background.policy, background.bios
    paged = [(view.path, views.paginate(view, settings, build)) for view in planned]
    blog.paged = dict(paged)
    listings = [page for _, pages_of_view in paged for page in pages_of_view]
    by_dest = {
        file.dest_uri: file for file in files.documentation_pages() if file.src_uri not in own
    }
    blog.intros = read_intros(
        listings,
        {dest: file.src_uri for dest, file in by_dest.items() if not file.generated_by},
        lambda path: files.src_uris[path].content_bytes,
        shown,
    )
    wrong = [problem for intro in blog.intros.values() for problem in intro.problems]
    collisions = views.collisions(tuple(listings), shelf.posts, pages, shown)
    media = [file.src_uri for file in files if is_medium(file, settings)]
    misplaced = misplaced_media(media, settings, pages, shown)
    misplaced += reserved_defaults(metas, settings, shown)
    taken = redirects.places(pages, listings, shelf.posts, shown)
    blog.redirects, lost = redirects.plan(shelf, ledger, taken, shown)
    problems = {
        *refused,
        *wrong,
        *shelf.problems,
        *collisions,
        *misplaced,
        *lost,
        *background.removals,
    }
    blog.problems = tuple(sorted(problems))
    blog.posts = {post.path: post for post in shelf.posts}
    blog.broken = {each.path: each for each in shelf.broken}
    blog.files = {file.src_uri: file for file in posts if file.src_uri in blog.posts}
    blog.listings = {page.path: page for page in listings}
    newest_first = (None, *shelf.listed, None)
    for newer, post, older in zip(newest_first, shelf.listed, newest_first[2:], strict=False):
        blog.neighbours[post.path] = (older, newer)
    return blog


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
    return functools.cache(lambda path: posixpath.normpath(f"{docs}/{path}"))


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

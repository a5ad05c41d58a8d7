"""MkDocs' files in, one build's blog out. Nothing is changed yet."""

from __future__ import annotations

import functools
import os
import posixpath
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.structure.files import File, InclusionLevel

from mkdocs_byline.arrange import library, redirects, views
from mkdocs_byline.arrange.inherited import inherited, reserved_defaults
from mkdocs_byline.arrange.media import misplaced_media
from mkdocs_byline.arrange.provenance import Past
from mkdocs_byline.arrange.recall import History, recall
from mkdocs_byline.clock import read_clock
from mkdocs_byline.host.blog import Blog
from mkdocs_byline.host.context import translator
from mkdocs_byline.host.convert import Converter
from mkdocs_byline.host.extensions import versions
from mkdocs_byline.host.fence import calls
from mkdocs_byline.host.policy import convert_bios, read_policy
from mkdocs_byline.model import Build
from mkdocs_byline.problems import Problem
from mkdocs_byline.read.authors import Authors, parse_authors
from mkdocs_byline.read.frontmatter import Source, parse_post
from mkdocs_byline.read.ledger import Ledger, parse_ledger
from mkdocs_byline.render.cache import Cache
from mkdocs_byline.render.workers import Workers
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

# What a post was parsed from and what came of it, by the path that messages give.
Parsed = dict[str, tuple[tuple[bytes, dict[str, object], str], Source]]


def read(
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    *,
    preview: bool,
    places: Mapping[str, tuple[str, str]],
    cache: Cache,
    parsed: Parsed,
    refused: Sequence[Problem] = (),
) -> Blog:
    """Read all posts and authors, and work out what the blog looks like. Changes nothing.

    Args:
        parsed: What earlier builds of this process parsed; added to.
        refused: What is wrong with files that were taken out of `files` before.
    """
    shown = shown_paths(config)
    build = Build(
        now=read_clock(os.environ),
        preview=preview,
        language=str(config.theme.get("language") or config.theme.locale or "en"),
        directory_urls=config.use_directory_urls,
    )
    translate = translator(config)
    metas = meta_files(config)
    posts = [file for file in files.documentation_pages() if is_post(file, settings)]
    called = calls(config)

    def parse(file: File) -> Source:
        defaults = inherited(file.src_uri, metas, settings)
        source = _parse(file, shown(file.src_uri), defaults, settings, parsed)
        _check_calls(source, called, settings)
        return source

    sources = [parse(file) for file in posts]
    pages = dict.fromkeys((*config.theme.static_templates, *config.extra_templates), "the theme")
    pages |= {
        file.dest_uri: shown(file.src_uri)
        for file in files
        if not is_post(file, settings)
        and not is_medium(file, settings)
        and file.inclusion is not InclusionLevel.EXCLUDED
    }
    refused_paths = {problem.path for problem in refused}
    authors = _read_authors(config, settings, shown, refused_paths)
    titles = {
        "blog": translate("byline.blog"),
        "archive": translate("blog.archive"),
        "category": translate("blog.categories"),
        "tag": translate("byline.tags"),
        "author": translate("blog.authors"),
        "corrections": translate("byline.corrections"),
    }
    known = {file.src_uri for file in files}
    history = _history(config, settings, [source.path for source in sources], build)
    ledger = _read_ledger(config, settings, shown, refused_paths)
    assemble = functools.partial(
        library.assemble,
        authors=authors,
        settings=settings,
        build=build,
        pages=pages,
        places=places,
        files=known,
        has_template=_templates(config),
        history=history,
        ledger=ledger,
    )
    shelf = assemble(sources)
    planned = views.plan(shelf.listed, settings, build, titles)
    converter = Converter(config, cache, settings.pure_extensions)
    blog = Blog(
        settings,
        build,
        shelf,
        planned,
        translate,
        shown,
        shelf.problems,
        cache,
        converter,
        Workers(cache),
        Workers(cache),
        lambda file: assemble([parse(file)]),
    )
    blog.site_url, blog.site_name = config.site_url or "", config.site_name
    blog.policy = read_policy(config, settings)
    blog.bios, removals = convert_bios(
        authors, blog.policy, Path(config.docs_dir, settings.authors_path)
    )
    blog.paged = {view.path: views.paginate(view, settings, build) for view in planned}
    listings = [page for pages_of_view in blog.paged.values() for page in pages_of_view]
    collisions = views.collisions(tuple(listings), shelf.posts, pages, shown)
    media = [file.src_uri for file in files if is_medium(file, settings)]
    misplaced = misplaced_media(media, settings, pages, shown)
    misplaced += reserved_defaults(metas, settings, shown)
    taken = redirects.places(pages, listings, shelf.posts, shown)
    blog.redirects, lost = redirects.plan(shelf, ledger, taken, shown)
    problems = {*refused, *shelf.problems, *collisions, *misplaced, *lost, *removals}
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
    return lambda path: posixpath.normpath(posixpath.join(docs, path))


def _history(config: MkDocsConfig, settings: Settings, paths: list[str], build: Build) -> History:
    """Ask git about the posts, and in the preview about whoever is writing a new one."""
    if not settings.history:
        return History()
    docs = Path(config.docs_dir)
    ignore = settings.history_ignore_authors
    found = recall(docs, settings.posts_folder, paths, ignore, cache_folder(config))
    if not build.preview or found.identity is None:
        return found
    new = Past(authors=(found.identity,), committed=False)
    pasts = {path: past if past.committed else new for path, past in found.pasts.items()}
    return replace(found, pasts=pasts)


def _templates(config: MkDocsConfig) -> Callable[[str], bool]:
    """Return what tells whether the theme or the site has a template."""
    env = config.theme.get_env()

    def has_template(name: str) -> bool:
        try:
            env.get_template(name)
        except jinja2.TemplateNotFound:
            return False
        except jinja2.TemplateError:
            return True  # Its own mistake, which MkDocs reports.
        return True

    return has_template


def is_post(file: File, settings: Settings) -> bool:
    return file.is_documentation_page() and file.src_uri.startswith(f"{settings.posts_folder}/")


def is_medium(file: File, settings: Settings) -> bool:
    """Whether a file lies beside posts and moves with them."""
    return file.is_media_file() and file.src_uri.startswith(f"{settings.posts_folder}/")


def _parse(
    file: File, shown: str, defaults: dict[str, object], settings: Settings, parsed: Parsed
) -> Source:
    """Parse a post, unless it is what it was when it was parsed last."""
    content = file.content_bytes
    given = (content, defaults, settings.timezone)
    kept = parsed.get(shown)
    if kept is None or kept[0] != given:
        source = parse_post(
            content, file.src_uri, shown=shown, zone=settings.zone, defaults=defaults
        )
        kept = parsed[shown] = (given, source)
    return replace(kept[1], problems=list(kept[1].problems))  # Which others add to.


def _check_calls(
    source: Source, called: Mapping[str, re.Pattern[str]], settings: Settings
) -> None:
    """Refuse texts that would have another plugin read a file or run code."""
    if settings.trusts(source.path):
        return
    for name, call in called.items():
        if match := call.search(source.body):
            before = source.body[: match.start()]
            at = (source.body_line + before.count("\n"), match.start() - before.rfind("\n"))
            message = f"'{match[0].strip()}' has the plugin '{name}' read files or run code."
            source.add("BY332", message, "Write out what it stands for.", at)


def meta_files(config: MkDocsConfig) -> dict[str, dict[str, object] | None]:
    """Return what Material's meta plugin has read, by path, if the site uses it."""
    return getattr(config.plugins.get("material/meta"), "meta", {})


def _read_authors(
    config: MkDocsConfig,
    settings: Settings,
    shown: Callable[[str], str],
    refused: Container[str],
) -> Authors:
    path = Path(config.docs_dir, settings.authors_path)
    name = shown(settings.authors_path)
    if name in refused:
        return Authors(name, broken=True)
    if not settings.authors or not path.is_file():
        return Authors(name)
    return parse_authors(path.read_bytes(), name)


def _read_ledger(
    config: MkDocsConfig,
    settings: Settings,
    shown: Callable[[str], str],
    refused: Container[str],
) -> Ledger:
    path = Path(config.docs_dir, settings.urls_path)
    name = shown(settings.urls_path)
    if name in refused or not path.is_file():
        return Ledger(name)
    return parse_ledger(path.read_bytes(), name)

"""Posts and listings in, MkDocs' files and pages out, and the posts' finished HTML back in."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import meta as mkdocs_meta

from mkdocs_byline.arrange import library, views
from mkdocs_byline.host.blog import Blog, Rendered
from mkdocs_byline.host.context import translator
from mkdocs_byline.model import Build, ListingPage, Post, Status
from mkdocs_byline.problems import Problem
from mkdocs_byline.read.authors import Authors, parse_authors
from mkdocs_byline.read.frontmatter import first_heading, mark_pattern, parse_post
from mkdocs_byline.read.inline import plain_text
from mkdocs_byline.render.excerpt import excerpt, split_heading
from mkdocs_byline.render.readtime import reading_minutes
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

POST_TEMPLATE = "byline/post.html"
BROKEN_TEMPLATE = "byline/broken.html"
LISTING_TEMPLATE = "byline/listing.html"


def read(
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    *,
    preview: bool,
    places: Mapping[str, tuple[str, str]],
) -> Blog:
    """Read all posts and authors, and work out what the blog looks like. Changes nothing."""
    shown = _shown_paths(config)
    build = Build(
        now=_now(os.environ),
        preview=preview,
        language=str(config.theme.get("language") or config.theme.locale or "en"),
        directory_urls=config.use_directory_urls,
    )
    translate = translator(config)
    posts = [file for file in files.documentation_pages() if _is_post(file, settings)]
    sources = [
        parse_post(
            file.content_bytes, file.src_uri, shown=shown(file.src_uri), zone=settings.zone
        )
        for file in posts
    ]
    pages = {
        file.dest_uri: shown(file.src_uri)
        for file in files
        if not _is_post(file, settings) and not file.inclusion.is_excluded()
    }
    authors = _read_authors(config, settings, shown)
    titles = {
        "blog": translate("blog.title"),
        "archive": translate("blog.archive"),
        "category": translate("blog.categories"),
        "tag": translate("blog.tags"),
        "author": translate("blog.authors"),
    }
    shelf = library.assemble(sources, authors, settings, build, pages, places)
    planned = views.plan(shelf.listed, settings, build, titles)
    blog = Blog(settings, build, shelf, planned, translate, shown, shelf.problems)
    blog.paged = {view.path: views.paginate(view, settings, build) for view in planned}
    listings = [page for pages_of_view in blog.paged.values() for page in pages_of_view]
    collisions = views.collisions(tuple(listings), shelf.posts, pages, shown)
    blog.problems = tuple(sorted({*shelf.problems, *collisions}))
    blog.posts = {post.path: post for post in shelf.posts}
    blog.broken = {each.path: each for each in shelf.broken}
    blog.files = {file.src_uri: file for file in posts if file.src_uri in blog.posts}
    blog.listings = {page.path: page for page in listings}
    newest_first = (None, *shelf.listed, None)
    for newer, post, older in zip(newest_first, shelf.listed, newest_first[2:], strict=False):
        blog.neighbours[post.path] = (older, newer)
    return blog


def _now(environment: Mapping[str, str]) -> dt.datetime:
    """Return the build's moment; see https://reproducible-builds.org/specs/source-date-epoch/."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)


def _shown_paths(config: MkDocsConfig) -> Callable[[str], str]:
    """Return what turns a path in the docs folder into the one that messages give."""
    project = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    docs = os.path.relpath(config.docs_dir, project).replace(os.sep, "/")
    return lambda path: posixpath.normpath(posixpath.join(docs, path))


def _is_post(file: File, settings: Settings) -> bool:
    return file.is_documentation_page() and file.src_uri.startswith(f"{settings.posts_folder}/")


def _read_authors(
    config: MkDocsConfig, settings: Settings, shown: Callable[[str], str]
) -> Authors:
    path = Path(config.docs_dir, settings.authors_path)
    name = shown(settings.authors_path)
    if not settings.authors or not path.is_file():
        return Authors(name)
    return parse_authors(path.read_bytes(), name)


def place(blog: Blog, files: Files, config: MkDocsConfig) -> None:
    """Move posts and their media to their URLs, and add files for the listings."""
    settings = blog.settings
    for file in list(files):
        if _is_post(file, settings):
            _place_post(blog, file, config)
        elif file.is_media_file() and file.src_uri.startswith(f"{settings.posts_folder}/"):
            inner = file.src_uri.removeprefix(f"{settings.posts_folder}/")
            _move(file, posixpath.join(settings.blog_dir, inner), config)
    by_dest = {
        file.dest_uri: file
        for file in files.documentation_pages()
        if file.src_uri not in blog.posts
    }
    for listing in list(blog.listings.values()):
        file = by_dest.get(listing.dest)
        if file is None:
            file = File.generated(config, listing.path, content="")
            files.append(file)
        else:  # An editor's page is the listing's introduction.
            blog.listings[file.src_uri] = listing
            text, meta = mkdocs_meta.get_data(file.content_string)
            title = str(meta.get("title") or plain_text(first_heading(text)[0]))
            blog.intros[listing.view.path] = title
        if listing.view.kind != "blog" or listing.number > 1:
            file.inclusion = InclusionLevel.NOT_IN_NAV
        blog.listing_files.append(file)
        if listing.number == 1:
            blog.pages[listing.view.path] = file


def _place_post(blog: Blog, file: File, config: MkDocsConfig) -> None:
    path = file.src_uri
    if post := blog.posts.get(path):
        _move(file, post.dest, config)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        PostPage(post, file, config)
    elif broken := blog.broken.get(path):
        _move(file, broken.dest, config)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        BrokenPage(file, config)
    else:
        file.inclusion = InclusionLevel.EXCLUDED


def _move(file: File, dest: str, config: MkDocsConfig) -> None:
    """Give a file another place in the site; its URL follows by MkDocs' own rule."""
    file.dest_uri = dest
    for derived in ("url", "abs_dest_path"):
        file.__dict__.pop(derived, None)


class PostPage(Page):
    """A post's page. Its file is parsed already, by a stricter parser than MkDocs'."""

    def __init__(self, post: Post, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(post.title), file, config)
        self.post = post
        moment = post.dates.updated or post.dates.created
        if moment:
            self.update_date = moment.date().isoformat()

    @property
    def is_index(self) -> bool:
        """A folder post's `index.md` is no index of the section it is listed in."""
        return False

    def read_source(self, config: MkDocsConfig) -> None:
        post = self.post
        self.markdown = post.body
        # Themes and MkDocs write these into HTML as they are.
        self.meta = dict(post.meta)
        self.meta["title"] = escape(post.title)
        self.meta.pop("description", None)
        self.meta.pop("author", None)
        if post.description:
            self.meta["description"] = escape(post.description)
        if post.authors:
            self.meta["author"] = escape(", ".join(person.name for person in post.authors))
        if post.tags:
            self.meta["tags"] = [term.name for term in post.tags]
        self.meta.setdefault("template", POST_TEMPLATE)
        if post.unlisted or post.status is not Status.PUBLISHED:
            self.meta["search"] = {"exclude": True}


class BrokenPage(Page):
    """Stands in the preview where a post would, and says what is wrong with it."""

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        name = escape(posixpath.basename(self.file.src_uri))
        self.meta = {"title": name, "template": BROKEN_TEMPLATE, "search": {"exclude": True}}


def prepare(blog: Blog, page: Page, markdown: str) -> str:
    """Give a listing's page its template and title, and take it out of the search."""
    listing = blog.listing_of(page)
    if listing is None:
        return markdown
    page.meta.setdefault("template", LISTING_TEMPLATE)
    page.meta["search"] = {**(page.meta.get("search") or {}), "exclude": True}
    if page.file.generated_by:
        page.meta["title"] = escape(_listing_title(blog, listing))
    return markdown


def _listing_title(blog: Blog, listing: ListingPage) -> str:
    return blog.intros.get(listing.view.path) or listing.view.title


def take_content(blog: Blog, page: Page, html: str) -> str:
    """Keep what listings need of a post's HTML, and set its heading aside for the template."""
    if post := blog.post_of(page):
        leading = bool(post.meta.get("title"))
        heading, body = split_heading(html, leading_only=leading)
        mark = blog.settings.post_excerpt_separator
        cut, misplaced = excerpt(body, post.url, mark)
        if misplaced:
            blog.late_problems.append(_misplaced_mark(blog, post))
        minutes = post.readtime
        if minutes is None:
            minutes = reading_minutes(body, blog.settings.post_readtime_words_per_minute)
        blog.rendered[post.path] = Rendered(heading, cut, minutes)
        return body
    if blog.listing_of(page):
        blog.headings[page.file.src_uri], html = split_heading(html, leading_only=False)
    return html


def _misplaced_mark(blog: Blog, post: Post) -> Problem:
    mark = blog.settings.post_excerpt_separator
    match = mark_pattern(mark).search(post.body)
    before = post.body[: match.start()] if match else ""
    return Problem(
        path=blog.shown(post.path),
        line=post.body_line + before.count("\n"),
        column=len(before) - before.rfind("\n"),
        code="BY114",
        message=f"{mark} stands inside a list, quote or other block, where it has no effect.",
        hint="Put it on a line of its own, not indented, between two paragraphs.",
    )

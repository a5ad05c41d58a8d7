"""What Byline's templates see: posts, listings, and the filters and words they are set with."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import jinja2
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url

from mkdocs_byline.host import material_names
from mkdocs_byline.host.author_text import AuthorText, for_template
from mkdocs_byline.host.explained import correction, explain, read_file
from mkdocs_byline.html.excerpt import Heading
from mkdocs_byline.html.fragment import text_without, with_links
from mkdocs_byline.html.structured_data import json_ld
from mkdocs_byline.i18n import fill
from mkdocs_byline.locales import format_moment
from mkdocs_byline.model import Correction, Link, ListingPage, Person, Post, Status, View
from mkdocs_byline.translations import count, list_pieces, text_direction, words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.build_state import BuildState


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in a listing; `excerpt` is HTML whose links fit the listing's page."""

    post: Post
    excerpt: str
    more: bool
    minutes: int
    anchor: str
    href: str = ""  # From the listing.
    title: str = ""  # What the post's page has for a heading, as plain text.


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the pagination; `number` is 0 for a gap, and `url` empty for the current page."""

    number: int
    url: str


def translator(config: MkDocsConfig) -> Callable[[str], str]:
    """Return what gives a word: the theme's, else ours in its language, else in English."""
    ours = words(str(config.theme.get("language") or config.theme.locale or "en"))

    @functools.cache
    def module() -> Any:
        env = config.theme.get_env()
        try:
            template = env.get_template("partials/language.html", None, {"config": config})
        except jinja2.TemplateNotFound:
            return None
        return getattr(template.module, "t", None)

    @functools.cache
    def translate(key: str) -> str:
        own = ours.get(key, key)
        if module() is None:
            return own
        found = str(module()(key)).strip()
        return own if found in ("", key) else found

    return translate


def extend_environment(
    state: BuildState, env: jinja2.Environment, config: MkDocsConfig, files: Files
) -> None:
    """Add filters and functions; all of them work on any page of the site.

    Where a site has several blogs, they are the first one's; see `for_page`.
    """
    settings, build = state.blog.settings, state.blog.build
    if env.globals.get("byline_settings", settings) is not settings:
        return

    def byline_date(moment: dt.datetime) -> str:
        return format_moment(moment, settings.post_date_format, build.language)

    def byline_label(key: str, *values: object) -> str:
        return fill(state.project.translate(key), *values)

    def byline_count(key: str, number: int) -> str:
        return count(state.project.translate, key, number, build.language)

    def byline_between(number: int) -> tuple[str, ...]:
        return list_pieces(number, build.language)

    @jinja2.pass_context
    def byline_posts(values: jinja2.runtime.Context, number: int = 5) -> list[Entry]:
        """Return the newest posts as entries for the page at hand."""
        state.watch.stray("byline_posts")
        return entries(state, state.blog.library.listed[:number], values["page"].url)

    @jinja2.pass_context
    def byline_links(values: jinja2.runtime.Context, post: Post) -> list[Link]:
        if post is not values.get("post"):
            state.watch.stray("byline_links")
        return [resolve_link(link, values["page"], files) for link in post.links]

    @jinja2.pass_context
    def byline_bio(values: jinja2.runtime.Context, person: Person) -> str:
        """Return the HTML of a person's `bio`, whose links are source paths as in a post."""
        state.watch.stray("byline_bio")
        return with_links(
            state.blog.records.bios.html.get(person.id, ""),
            lambda url: resolve_link(Link("", url), values["page"], files).url,
        )

    env.filters["byline_date"] = byline_date
    env.filters.setdefault("date", byline_date)  # As Material's blog has it.
    env.filters["byline_iso"] = _iso
    env.globals.update(
        byline_label=byline_label,
        byline_count=byline_count,
        byline_between=byline_between,
        byline_direction=text_direction,
        byline_posts=byline_posts,
        byline_bio=byline_bio,
        byline_links=byline_links,
        byline_commit_url=functools.partial(commit_url, config.repo_url or ""),
        byline_preview=build.preview,
        byline_views=state.watched_views,
        byline_settings=settings,
    )


def _iso(moment: dt.datetime) -> str:
    """Return the day alone for midnight, which is how a date without a time was read."""
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.isoformat(timespec="minutes")


def resolve_link(link: Link, page: Page, files: Files) -> Link:
    """Turn a link's source path into a URL from this page, and find its title."""
    children = tuple(resolve_link(child, page, files) for child in link.children)
    path, mark, fragment = link.url.partition("#")
    file = files.get_file_from_path(path) if path and ":" not in path else None
    if file is None:
        return Link(link.label or link.url, link.url, children)
    title = link.label or (str(file.page.title) if file.page else file.src_uri)
    return Link(title, get_relative_url(file.url, page.url) + mark + fragment, children)


def commit_url(repository: str, commit: str) -> str:
    """Return where the repository's host shows a commit; empty without a repository.

    GitHub, Gitea and Forgejo say `commit`, GitLab `-/commit` and Bitbucket `commits`.
    """
    if not repository:
        return ""
    host = urlsplit(repository).netloc.lower()
    kind = "-/commit" if "gitlab" in host else "commits" if "bitbucket" in host else "commit"
    return f"{repository.rstrip('/').removesuffix('.git')}/{kind}/{commit}"


def entries(state: BuildState, posts: Sequence[Post], url: str) -> list[Entry]:
    """Return what a listing at `url` shows of these posts."""
    found = []
    anchors: set[str] = set()
    for post in posts:
        if rendered := state.rendered(post):
            slug = post.url.strip("/").rsplit("/", 1)[-1]
            others = (f"{slug}_{number}" for number in itertools.count(1))
            anchor = next(each for each in itertools.chain((slug,), others) if each not in anchors)
            anchors.add(anchor)
            found.append(
                Entry(
                    post,
                    rendered.excerpt.at(url),
                    rendered.excerpt.more,
                    rendered.minutes,
                    anchor,
                    get_relative_url(post.url, url),
                    _heading_text(rendered.heading) or post.title,
                )
            )
    return found


def _heading_text(heading: Heading | None) -> str:
    """Return a heading's text without the permalink."""
    if heading is None:
        return ""
    return text_without(heading.html, "a.headerlink")


def for_page(state: BuildState, page: Page) -> dict[str, object]:
    """Return the template context of a post, a listing or a broken post; empty for others."""
    if found := _for_page(state, page):
        if not state.sets_heading(str(page.meta.get("template"))):
            _put_heading_back(state, page, cast("Heading | None", found.get("heading")))
        return {
            "byline_settings": state.blog.settings,
            "byline_views": state.watched_views,
            **found,
        }
    return {}


def _put_heading_back(state: BuildState, page: Page, heading: Heading | None) -> None:
    """Have a page's heading in its HTML, once, for a template that prints nothing else."""
    path, content = page.file.src_uri, page.content or ""
    if state.headed.get(path) == content:
        return
    if heading is None:
        title = for_template(AuthorText(page.title))
        content = f"<h1>{title}</h1>\n{content}"
    else:
        mark = f' id="{escape(heading.id)}"' if heading.id else ""
        content = f"<h1{mark}>{heading.html}</h1>\n{content}"
    page.content = state.headed[path] = content


def _for_page(state: BuildState, page: Page) -> dict[str, object]:
    if broken := state.broken.get(page.file.src_uri):
        shown, content = state.project.shown(broken.path), read_file(page.file.abs_src_path)
        return {
            "problems": broken.problems,
            "source_path": shown,
            "explained": explain(broken.problems, shown, content),
            "correction": correction(content, shown, state.blog.settings),
        }
    if post := state.post_of(page):
        rendered = state.rendered(post)
        assert rendered
        older, newer = state.blog.neighbours.get(post.path, (None, None))
        return {
            "post": post,
            "heading": rendered.heading,
            "minutes": rendered.minutes,
            "notice": notice(state, post),
            "json_ld": json_ld(
                post,
                site_url=state.project.site_url,
                site_name=state.project.site_name,
                language=state.blog.build.language,
            ),
            "older": older,
            "newer": newer,
            "blog_page": state.index_page,
        }
    if listing := state.listing_of(page):
        return _for_listing(state, page, listing)
    return {}


def notice(state: BuildState, post: Post) -> str:
    """Return what a writer should know of a post that the preview shows and a build refuses."""
    if not post.committed:
        return (
            state.project.translate("byline.unpublished.hint") if state.blog.build.preview else ""
        )
    if post.status is not Status.UNDATED:
        return ""
    return fill(state.project.translate("byline.undated.hint"), state.blog.build.now.date())


def _for_listing(state: BuildState, page: Page, listing: ListingPage) -> dict[str, object]:
    view = listing.view
    shown = [] if view.is_overview else entries(state, listing.posts, page.url)
    if state.blog.settings.for_kind(view.kind, "blog_toc") and not view.is_overview:
        page.toc.items = [AnchorLink(escape(entry.post.title), entry.anchor, 2) for entry in shown]
    return {
        "view": view,
        "listing": listing,
        "heading": state.headings.get(page.file.src_uri),
        "listing_title": state.listing_title(view),
        "entries": shown,
        "posts": [_excerpt(state, entry) for entry in shown],
        "corrections": _corrections(view) if view.kind == "corrections" else [],
        "broken": _broken(state, listing),
        "pagination": _pagination(state, listing),
        "parent_view": overview_of(state, view),
    }


def _corrections(view: View) -> list[tuple[Correction, Post]]:
    """Return what the blog had wrong, newest first, for the listing of that."""
    found = [(each, post) for post in view.posts for each in post.corrections]
    return sorted(found, key=lambda pair: pair[0].date, reverse=True)


def _broken(state: BuildState, listing: ListingPage) -> list[Link]:
    """Return links to what the preview shows for broken posts; only for the blog's first page."""
    if listing.view is not state.blog.index or listing.number > 1:
        return []
    return [Link(state.project.shown(each.path), each.url) for each in state.blog.library.broken]


def overview_of(state: BuildState, view: View) -> View | None:
    """Return the overview above a listing, if there is one."""
    return None if view.is_overview else state.blog.overviews.get(view.kind)


def _excerpt(state: BuildState, entry: Entry) -> material_names.Fields:
    page = state.files[entry.post.path].page
    assert page
    return material_names.excerpt(
        entry,
        page.meta,
        material_names.config(entry.post, entry.minutes, state.site_files),
        people=state.blog.settings.post_excerpt_max_authors,
        topics=state.blog.settings.post_excerpt_max_categories,
    )


def _pagination(state: BuildState, listing: ListingPage) -> material_names.Pagination:
    urls = [
        get_relative_url(page.url, listing.url) for page in state.blog.paged[listing.view.path]
    ]
    html = material_names.pager(
        urls,
        listing.number,
        format=state.blog.settings.pagination_format,
        show_if_single_page=state.blog.settings.pagination_if_single_page,
    )
    return material_names.Pagination(_page_links(state, listing), html)


def _page_links(state: BuildState, listing: ListingPage) -> list[PageLink]:
    """Return the first, the last and the pages around the current one, with gaps between."""
    settings = state.blog.settings
    if listing.total == 1 and not settings.pagination_if_single_page:
        return []
    digits = "".join(char for char in settings.pagination_format if char.isdigit())
    radius = int(digits or 2)
    wanted = {1, listing.total}
    wanted |= set(range(listing.number - radius, listing.number + radius + 1))
    pages = state.blog.paged[listing.view.path]
    links: list[PageLink] = []
    previous = 0
    for number in sorted(wanted & set(range(1, listing.total + 1))):
        if number - previous == 2:
            links.append(PageLink(number - 1, pages[number - 2].url))
        elif number - previous > 2:
            links.append(PageLink(0, ""))
        links.append(PageLink(number, "" if number == listing.number else pages[number - 1].url))
        previous = number
    return links


def add_search_text(state: BuildState, page: Page) -> None:
    """Put people and topics into what search plugins read: readers look for posts by them."""
    post = state.post_of(page)
    if post is None or not page.content:
        return
    people = [person.name for _, group in post.people for person in group]
    topics = [term.name for term in (*post.categories, *post.tags)]
    words = " · ".join(escape(word) for word in dict.fromkeys([*people, *topics]))
    state.searched[post.path] = page.content
    if words:
        page.content = f"<p>{words}</p>\n{page.content}"


def remove_search_text(state: BuildState, page: Page) -> None:
    post = state.post_of(page)
    if post and post.path in state.searched:
        page.content = state.searched.pop(post.path)

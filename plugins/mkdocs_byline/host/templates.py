"""Variables, filters and words of Byline's templates."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import jinja2
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url

from mkdocs_byline.cache.store import key
from mkdocs_byline.host.interop import material_names
from mkdocs_byline.host.interop.author_text import plain_title
from mkdocs_byline.host.lists import NOT_COVERED, fill_lists, list_functions, list_values
from mkdocs_byline.html.anchor_ids import ids_in
from mkdocs_byline.html.excerpt import Heading
from mkdocs_byline.html.fragment import with_links
from mkdocs_byline.i18n import fill
from mkdocs_byline.locales import format_day, format_moment, format_month
from mkdocs_byline.model import Link, ListingPage, Person, Post
from mkdocs_byline.outputs.context import Entry, post_context
from mkdocs_byline.outputs.feed import NAMES
from mkdocs_byline.outputs.lazy_value import Lazy, resolved
from mkdocs_byline.outputs.listing_context import (
    listing_context,
    overview_link,
    page_links,
    subscribe_metadata,
)
from mkdocs_byline.translations import count, list_pieces, text_direction, words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_byline.blog.library import Broken
    from mkdocs_byline.host.build_state import BuildState


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

    def byline_month(moment: dt.datetime) -> str:
        return format_month(moment, build.language)

    def byline_day(moment: dt.datetime) -> str:
        return format_day(moment, build.language)

    def byline_label(key: str, *values: object) -> str:
        return fill(state.project.translate(key), *values)

    def byline_count(key: str, number: int) -> str:
        return count(state.project.translate, key, number, build.language)

    def byline_between(number: int) -> tuple[str, ...]:
        return list_pieces(number, build.language)

    @jinja2.pass_context
    def byline_links(values: jinja2.runtime.Context, post: Post) -> list[Link]:
        if post is values.get("post") and "post_links" in values:
            return cast("list[Link]", values["post_links"])
        state.tracking.note_foreign_read("byline_links")
        return resolved_links(post, values["page"], files)

    @jinja2.pass_context
    def byline_bio(values: jinja2.runtime.Context, person: Person) -> str:
        """Return the HTML of a person's `bio`, whose links are source paths as in a post."""
        state.tracking.note_foreign_read("byline_bio")
        return with_links(
            state.blog.records.bios.html.get(person.id, ""),
            lambda url: resolve_link(Link("", url), values["page"], files).url,
        )

    def byline_overview(kind: str) -> Link | None:
        return overview_link(state.blog, kind)  # In the digest of a site whose templates ask.

    env.filters["script_tag"] = _diagrams_script(state, config, env.filters["script_tag"])
    env.filters["byline_date"] = byline_date
    env.filters.setdefault("date", byline_date)  # As Material's blog has it.
    env.filters["byline_day"] = byline_day
    env.filters["byline_month"] = byline_month
    env.filters["byline_iso"] = iso_moment
    env.globals.update(
        byline_label=byline_label,
        byline_count=byline_count,
        byline_between=byline_between,
        byline_direction=text_direction,
        **list_functions(state),
        byline_bio=byline_bio,
        byline_links=byline_links,
        byline_overview=byline_overview,
        byline_commit_url=functools.partial(commit_url, config.repo_url or ""),
        byline_preview=build.preview,
        byline_views=state.tracked_views,
        byline_settings=settings,
    )


def _diagrams_script(
    state: BuildState, config: MkDocsConfig, plain: Callable[..., str]
) -> Callable[..., str]:
    """Return the filter for scripts, without Mermaid's on pages whose text has no diagram.

    Listings, and pages with a template of their own, may show other pages' texts. With instant
    navigation a page that has none may lead to one that does.
    """
    features = config.theme.get("features") or ()
    if not state.project.policy.mermaid or "navigation.instant" in features:
        return plain

    @jinja2.pass_context
    def script_tag(values: jinja2.runtime.Context, script: object) -> str:
        page = values.get("page")
        if page is None or state.listing_of(page) or "mermaid" not in str(script).lower():
            return plain(values, script)
        shows_others = "template" in page.meta and not state.post_of(page)
        return plain(values, script) if shows_others or "mermaid" in (page.content or "") else ""

    return script_tag


def iso_moment(moment: dt.datetime) -> str:
    """Return the day alone for midnight, which is how a date without a time was read."""
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.isoformat(timespec="minutes")


def resolved_links(post: Post, page: Page, files: Files) -> list[Link]:
    """Return a post's links with the titles and URLs that they have on this page."""
    return [resolve_link(link, page, files) for link in post.links]


def resolve_link(link: Link, page: Page, files: Files) -> Link:
    """Turn a link's source path into a URL from this page, and find its title."""
    children = tuple(resolve_link(child, page, files) for child in link.children)
    path, mark, fragment = link.url.partition("#")
    file = files.get_file_from_path(path) if path and ":" not in path else None
    if file is None:
        return Link(link.label or link.url, link.url, children)
    title = link.label or (plain_title(file.page.title) if file.page else file.src_uri)
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


def for_page(state: BuildState, page: Page) -> dict[str, object]:
    """Return what a page's template gets of the blog and of lists of posts."""
    found = fill_lists(state, page, context_of(state, page))
    if "feed_links" in found:  # A page of the blog.
        if not state.prints_heading(str(page.meta.get("template"))):
            heading = resolved(found.get("heading"))
            state.contents.put_heading_back(page, cast("Heading | None", heading))
        state.contents.note_final(page)
        return {
            "byline_settings": state.blog.settings,
            "byline_views": state.tracked_views,
            **found,
        }
    return _add_mentions(state, page, found) if "mentions" in found else found


def _add_mentions(state: BuildState, page: Page, values: dict[str, object]) -> dict[str, object]:
    """Put what links to a page of the documentation at its end, for any theme's template.

    Returns the page's context, as `fill_lists` does.
    """
    assert state.env
    template = state.env.get_template("byline/partials/mentions.html")
    base = get_relative_url(".", page.url)
    own = {**values, "page": page, "config": state.project.config, "base_url": base}
    # Not rendered by itself: its HTML is a part of the page, of which that is looked up.
    html, is_covered = state.tracking.part(page, lambda: "".join(template.generate(own)))
    page.content = (page.content or "") + html
    return values if is_covered else {**values, **NOT_COVERED}


def feeds_for_page(state: BuildState, page: Page) -> dict[str, object]:
    """Return what a page's template is given of feeds: the blog's, and its listing's own."""
    listing = state.listing_of(page)
    of_page = (listing.view.kind, listing.view.key) if listing else ("blog", "")
    known: dict[tuple[str, str], object] = state.once("feed links", dict, state.feeds)
    if of_page not in known:  # Nearly all pages have the same.
        links = state.feeds.links(*of_page)
        known[of_page] = Lazy.known(key(repr(links)), lambda: links)
    return {
        "feed_links": known[of_page],
        "followed": state.feeds.followed(*of_page) if listing else None,
        "subscribe_url": state.feeds.url,
    }


def context_of(state: BuildState, page: Page) -> dict[str, object]:
    """Return the template context of a page of the blog, and of lists of posts in any page.

    A page's digest is made of these very values; see `incremental/page_digest.py`.
    """
    lists = list_values(state, page)
    values = _context_of(state, page)
    if not values:
        found = state.mentions.of(page.file.src_uri)
        return {**lists, **found.values} if found.listed else lists
    return {**lists, **feeds_for_page(state, page), **_search_for_page(state, page), **values}


def _search_for_page(state: BuildState, page: Page) -> dict[str, object]:
    """Return where the search page is, and what of it a listing has its own box for."""
    if (search := state.search_page) is None or (listing := state.listing_of(page)) is None:
        return {}
    view, found = listing.view, None
    if view.kind == "author" and view.person:
        found = ("author", view.person.name)
    elif view.kind in ("category", "tag") and view.key:
        found = ("topic", view.title)
    return {"search_url": search.url, "search_filter": found}


def _context_of(state: BuildState, page: Page) -> dict[str, object]:
    if broken := state.broken.get(page.file.src_uri):
        return _for_broken(state, page, broken)
    if post := state.post_of(page):
        values = post_context(state.blog, state.site, post)
        links = resolved_links(post, page, state.project.file_set)
        return {**values, "post_links": links, "blog_page": state.index_page}
    if listing := state.listing_of(page):
        return _for_listing(state, page, listing)
    if own := state.editions.pages.get(page.file.src_uri):
        return {**state.editions.context(own), "blog_page": state.index_page}
    if state.is_subscribe_page(page):
        return {
            "subscriptions": state.feeds.offered,
            "feed_list": state.feeds.list_dest,
            "format_names": NAMES,
            "metadata": subscribe_metadata(state.site, state.feeds),
            "blog_page": state.index_page,
        }
    if state.is_search_page(page):
        words = {
            name: state.project.translate(key)
            for name, key in {
                "post": "byline.blog",
                "page": "byline.search.pages",
                "any": "byline.search.all",
                "none": "search.result.none",
                "one": "search.result.one",
                "other": "search.result.other",
                "more": "byline.more",
                "failed": "byline.search.failed",
            }.items()
        }
        return {"search_words": words, "blog_page": state.index_page}
    return {}


def _for_broken(state: BuildState, page: Page, broken: Broken) -> dict[str, object]:
    # With all that mends posts, which no build needs.
    from mkdocs_byline.host.posts.broken_page import correction, explain, read_file

    shown, content = state.project.shown(broken.path), read_file(page.file.abs_src_path)
    return {
        "problems": broken.problems,
        "source_path": shown,
        "explained": explain(broken.problems, shown, content),
        "correction": correction(content, shown, state.blog.settings, state.blog.records.topics),
    }


def _for_listing(state: BuildState, page: Page, listing: ListingPage) -> dict[str, object]:
    settings = state.blog.settings
    heading = state.contents.headings.get(page.file.src_uri)
    ids = {*ids_in(page.content or ""), *([heading.id] if heading else [])}
    values = listing_context(state.blog, state.site, listing, page.url, ids)
    shown = cast("list[Entry]", values["entries"])
    if settings.for_kind(listing.view.kind, "blog_toc") and not listing.view.is_overview:
        page.toc.items = [AnchorLink(escape(entry.post.title), entry.anchor, 2) for entry in shown]
    posts = [state.files[entry.post.path].page for entry in shown]
    # There may be a thousand, on each of them; how many there are says what their URLs are.
    pages = Lazy.known(str(listing.total), lambda: state.blog.paged[listing.view.path])
    options = (settings.pagination_format, settings.pagination_if_single_page)
    return {
        **values,
        "heading": heading,
        "posts": Lazy.of(
            material_names.excerpts,
            shown,
            posts,
            [material_names.links(entry.post, state.project.file_set) for entry in shown],
            settings.post_excerpt_max_authors,
            settings.post_excerpt_max_categories,
        ),
        "pagination": Lazy.of(
            material_names.pagination,
            page_links(state.blog, listing),
            pages,
            listing.number,
            *options,
        ),
    }

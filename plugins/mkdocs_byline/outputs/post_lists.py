"""What templates are given of a list of posts that a page asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.post_lists import MAX_LISTS, listing_of, select, with_names
from mkdocs_byline.content.list_blocks import ListOptions, ListRequest, read_options
from mkdocs_byline.i18n import fill
from mkdocs_byline.markdown.post_lists import options_of
from mkdocs_byline.model import Link
from mkdocs_byline.outputs.context import Entry, Site, entries, listing_title
from mkdocs_byline.problems import Problem


@dataclass(frozen=True, slots=True)
class PostList:
    """A list of posts in a page.

    Attributes:
        lead: Whether the first one leads the others.
        more: Where all of them are; None for no link.
        problems: What is wrong with its options, for the preview to show in its place.
    """

    layout: str
    entries: tuple[Entry, ...]
    more: Link | None
    lead: bool = False
    problems: tuple[Problem, ...] = ()


def post_list(blog: Blog, site: Site, options: ListOptions, url: str, path: str = "") -> PostList:
    """Return a list for the page at `url`.

    Args:
        path: Source of that page.
    """
    options = with_names(options, blog.records.topics, blog.records.series)
    found = select(options, blog.library.listed, blog.build, but=path)
    end = options.offset + options.limit
    shown = entries(site, found[options.offset : end], url)
    more = _more(blog, site, options, is_cut=len(found) > end)
    return PostList(options.layout, tuple(shown), more, options.lead)


def _more(blog: Blog, site: Site, options: ListOptions, *, is_cut: bool) -> Link | None:
    """Return the link to all posts of a list, if there is to be one.

    Where no listing has just these, only an author who asks for it gets one, to all posts.
    """
    if options.more is False or (options.more is None and not is_cut):
        return None
    view = listing_of(options, blog.views)
    if view is None:
        if options.more is None:
            return None
        view = blog.index
    if isinstance(options.more, str):
        return Link(options.more, view.url)
    if view is blog.index:
        return Link(site.translate("byline.list.all"), view.url)
    text = fill(site.translate("byline.list.all.of"), listing_title(blog, view))
    return Link(text, view.url)


def requested_lists(
    blog: Blog, site: Site, encoded: Iterable[str], url: str, path: str, shown: str
) -> list[tuple[ListRequest, PostList]]:
    """Return the lists that a page has places for.

    Args:
        encoded: Their options; see `markdown.post_lists`.
        shown: The page's source as messages call it.
    """
    found = []
    for number, text in enumerate(encoded):
        if number == MAX_LISTS:
            break
        request = read_options(options_of(text), shown)
        if request.problems:
            made = PostList(request.options.layout, (), None, problems=request.problems)
        else:
            made = post_list(blog, site, request.options, url, path)
        found.append((request, made))
    return found

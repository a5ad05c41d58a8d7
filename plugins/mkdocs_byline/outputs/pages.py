"""Posts, listings, redirects and the files beside posts as outputs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.media import medium_place
from mkdocs_byline.html.redirect_page import redirect_page
from mkdocs_byline.model import ListingPage, Post, Redirect, Status
from mkdocs_byline.outputs.feed_items import last_change
from mkdocs_byline.outputs.output import Output


def page_outputs(
    blog: Blog,
    media: Iterable[str],
    *,
    site_url: str,
    shown: Callable[[str], str],
    translate: Callable[[str], str],
) -> Iterator[Output]:
    """Yield everything that is laid out before any Markdown is converted.

    Args:
        media: Source paths of what lies beside posts.
        shown: Turns a source path into the path that messages give.
        translate: Returns a word in the theme's language.
    """
    changes = {path: last_change(post) for path, post in blog.posts.items() if post.dates.created}

    def newest_of(posts: Iterable[Post]) -> dt.datetime | None:
        return max((changes[post.path] for post in posts if post.path in changes), default=None)

    for post in blog.posts.values():
        yield Output(
            dest=post.dest,
            kind="post",
            owner=shown(post.path),
            url=post.url,
            source=post.path,
            is_listed=post.listed,
            changed=changes.get(post.path),
            search_words=search_words(post),
        )
    if blog.build.preview:
        for broken in blog.library.broken:
            owner = shown(broken.path)
            yield Output(
                dest=broken.dest, kind="broken", owner=owner, url=broken.url, source=broken.path
            )
    newest = newest_of(blog.library.listed)  # Of a listing that has none, nothing is newer.
    for page in blog.listings.values():
        yield Output(
            dest=page.dest,
            kind="listing",
            owner=f"the listing '{page.view.title}'",
            url=page.url,
            source=page.path,
            is_listed=True,
            changed=newest_of(_shown_by(page)) or newest,
        )
    for redirect in blog.redirects:
        yield _redirect_output(redirect, blog, site_url, shown, translate)
    for path in media:
        dest = medium_place(path, blog.settings)
        yield Output(dest=dest, kind="medium", owner=shown(path), url=dest, source=path)


def _shown_by(page: ListingPage) -> Iterator[Post]:
    """Yield the posts that a page of a listing shows, or that the listings it leads to do."""
    yield from page.posts
    yield from (post for _, post in page.view.credits)
    for child in page.view.children:
        yield from child.posts


def search_words(post: Post) -> tuple[str, ...] | None:
    """Return people and topics: readers look for posts by them."""
    if not post.listed or post.status is not Status.PUBLISHED:
        return None
    people = [person.name for _, group in post.people for person in group]
    topics = [term.name for term in (*post.categories, *post.tags)]
    topics += [post.series.name] if post.series else []
    return tuple(dict.fromkeys([*people, *topics]))


def _redirect_output(
    redirect: Redirect,
    blog: Blog,
    site_url: str,
    shown: Callable[[str], str],
    translate: Callable[[str], str],
) -> Output:
    def content() -> bytes:
        html = redirect_page(
            dest=redirect.dest,
            url=redirect.target.url,
            title=redirect.target.title,
            site_url=site_url,
            language=blog.build.language,
            moved=translate("byline.moved"),
        )
        return html.encode()

    return Output(
        dest=redirect.dest,
        kind="redirect",
        owner=shown(redirect.target.path),
        url=redirect.url,
        content=content,
    )

"""The pages that show readers what changed in posts: one of each post, one of each older text.

None of them is in the search or the site map, and search engines are asked to leave them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.text_diff import Comparison
from mkdocs_byline.model import Correction, Edition, Post
from mkdocs_byline.outputs.output import Output

MAX_EDITIONS = 100  # Of one post, the newest.
MAX_WORDS = 40_000  # Of all comparisons on one page.


@dataclass(frozen=True, slots=True)
class EditionPage:
    """A page about a post's editions; `path` is what it is called among MkDocs' sources.

    `edition` is the one that it shows; None for the page that compares all of them.
    """

    post: Post
    edition: Edition | None
    path: str
    url: str
    dest: str


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """An edition as the page of all shows it.

    Attributes:
        url: Where it is as it was; empty if that is nowhere, or the post itself.
        before: With which it is compared; None for the first, and next to nothing but withheld
            ones.
        before_url: Where that one is as it was.
        corrections: What was corrected with it.
        is_newest: Whether it is what the post says now.
    """

    edition: Edition
    url: str
    before: Edition | None
    before_url: str
    corrections: tuple[Correction, ...]
    is_newest: bool


def edition_pages(blog: Blog, post: Post) -> tuple[EditionPage, ...]:
    """Return a post's pages, that of all editions first; none where something has its place."""
    if not post.editions:
        return ()
    base = post.dest.removesuffix("index.html").removesuffix(".html").strip("/")
    folder, build = blog.build.folder, blog.build
    inner = base.removeprefix(folder).strip("/") if folder else base

    def page(name: str, edition: Edition | None) -> EditionPage:
        path = f"{inner}/{name}".strip("/")
        url, dest = urls.destination(
            path, directory_urls=build.directory_urls, folder=build.folder
        )
        return EditionPage(post, edition, f"{path}.md", url, dest)

    newest = post.editions[-1]
    older = (each for each in post.editions[-MAX_EDITIONS:] if each.blob and each is not newest)
    found = [page("history", None), *(page(f"history/{each.number}", each) for each in older)]
    return () if any(blog.taken.holder(each.dest) for each in found) else tuple(found)


def history_url(blog: Blog, post: Post) -> str:
    """Return where readers see what changed in a post; empty if nowhere."""
    pages = edition_pages(blog, post)
    return pages[0].url if pages else ""


def correction_url(blog: Blog, post: Post, correction: Correction) -> str:
    """Return where readers see what a correction changed, or else the post."""
    url = history_url(blog, post)
    numbers = (each.number for each in post.editions if each.date == correction.date)
    number = next(numbers, 0)
    return (f"{url}#edition-{number}" if number else url) or post.url


def edition_entries(pages: Sequence[EditionPage]) -> list[EditionEntry]:
    """Return what a post's page of all editions shows, newest first."""
    post = pages[0].post
    places = {page.edition.number: page.url for page in pages if page.edition}
    before: Edition | None = None
    found = []
    for edition in post.editions[-MAX_EDITIONS:]:
        corrections = tuple(each for each in post.corrections if each.date == edition.date)
        url, is_newest = places.get(edition.number, ""), edition is post.editions[-1]
        if edition.withheld:
            found.append(EditionEntry(edition, url, None, "", (), is_newest))
            continue
        before_url = places.get(before.number, "") if before else ""
        found.append(EditionEntry(edition, url, before, before_url, corrections, is_newest))
        before = edition
    return found[::-1]


def within_bounds(comparisons: Sequence[Comparison | None]) -> list[Comparison | None]:
    """Return as many comparisons as a page may hold; of others nothing but how much changed."""
    found: list[Comparison | None] = []
    words = 0
    for each in comparisons:
        words += (each.added + each.removed) if each else 0
        if each and words > MAX_WORDS and found:
            each = Comparison((), each.added, each.removed, is_cut=True)
        found.append(each)
    return found


def edition_outputs(blog: Blog, shown: Callable[[str], str]) -> Iterator[Output]:
    """Yield the pages of all posts' editions."""
    for post in blog.posts.values():
        for page in edition_pages(blog, post):
            yield Output(
                dest=page.dest,
                kind="edition",
                owner=f"the editions of {shown(post.path)}",
                url=page.url,
                source=page.path,
            )

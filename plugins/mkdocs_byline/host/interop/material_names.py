"""Posts and listings as templates and hooks made for Material's blog read them.

https://squidfunk.github.io/mkdocs-material/plugins/blog/; what an author wrote is `AuthorText`.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes
from mkdocs.structure.nav import Link as NavLink
from mkdocs.structure.nav import Section
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from mkdocs_byline.host.interop.author_text import AuthorText
from mkdocs_byline.model import Link, ListingPage, Person, Post, Status, Term

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_byline.outputs.context import Entry


class Fields(dict[str, Any]):
    """A mapping whose values are attributes, too, as in MkDocs' own configuration."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


# Of Byline's templates, those that print a page's heading themselves.
_WITH_HEADING = {"byline/post.html", "byline/listing.html", "byline/broken.html"}


def prints_heading(env: jinja2.Environment) -> Callable[[str], bool]:
    """Return a test for whether a template prints a heading, and not `page.content` alone.

    Those that are made for Material's blog, and do not extend Byline's, find it in there.
    """

    @functools.cache
    def extends_ours(name: str) -> bool:
        if name in _WITH_HEADING:
            return True
        try:
            source = env.loader.get_source(env, name)[0] if env.loader else ""
        except jinja2.TemplateNotFound:
            return True
        if "extends" not in source:  # Material's greatest have nothing above them.
            return False
        parents = env.parse(source).find_all(nodes.Extends)
        names = [each.template.value for each in parents if isinstance(each.template, nodes.Const)]
        return any(extends_ours(each) for each in names)

    return extends_ours


def config(post: Post, minutes: int, links: Sequence[Link]) -> Fields:
    """Return a post's front matter as `page.config` has it.

    Args:
        links: See `links`.
    """
    return Fields(
        authors=[AuthorText(person.id or person.name) for person in post.authors],
        categories=[AuthorText(term.name) for term in post.categories],
        date=_dates(post),
        draft=post.status is Status.DRAFT,
        pin=post.pin,
        links=[_nav_item(link) for link in links] or None,
        readtime=minutes,
        slug=AuthorText(slug) if (slug := post.meta.get("slug")) else None,
    )


def _dates(post: Post) -> Fields:
    dates = post.dates
    named: dict[str, dt.datetime | None] = {
        "created": dates.created,
        "updated": dates.updated,
        "publish_at": dates.publish_at,
        "expires": dates.expires,
        "reviewed": dates.reviewed,
        **dates.other,
    }
    # A template asks for `date.updated` whether there is one or not.
    return Fields({name: date for name, date in named.items() if date or name == "updated"})


def links(post: Post, files: Files | None) -> list[Link]:
    """Return a post's links with the titles and site-relative URLs of pages they lead to."""
    return [_resolved(link, files) for link in post.links]


def _resolved(link: Link, files: Files | None) -> Link:
    if link.children:
        children = tuple(_resolved(each, files) for each in link.children)
        return Link(AuthorText(link.label), "", children)
    path, mark, fragment = link.url.partition("#")
    file = files.get_file_from_path(path) if files and path and ":" not in path else None
    if file is None:
        return Link(AuthorText(link.label or link.url), link.url)
    title = AuthorText(link.label) if link.label else file.page.title if file.page else file.name
    return Link(title or "", file.url + mark + fragment)


def _nav_item(link: Link) -> NavLink | Section:
    if link.children:
        return Section(link.label, [_nav_item(each) for each in link.children])
    return NavLink(link.label, AuthorText(link.url))


def authors(people: Iterable[Person]) -> list[Fields]:
    """Return people as `page.authors` has them."""
    return [
        Fields(
            {
                name: AuthorText(text)
                for name, text in (
                    ("name", person.name),
                    ("description", person.description),
                    ("avatar", person.avatar),
                    ("slug", person.slug or person.id),
                    ("url", person.url or person.page),
                    ("email", person.email),
                )
                if text or name != "email"
            }
        )
        for person in people
    ]


def categories(terms: Iterable[Term]) -> list[Fields]:
    """Return categories as `page.categories` has them."""
    return [
        Fields(title=AuthorText(term.name), name=AuthorText(term.name), url=term.url)
        for term in terms
    ]


class Excerpt(Fields):
    """A post as a listing shows it."""

    def render(self, page: Page, separator: str) -> None:
        """Have `content` fit another page; hooks and templates ask for it before they show it.

        It is cut at the blog's own mark, which is the separator that they name.
        """
        entry, url = self["entry"], page.url
        entry = replace(entry, url=url, href=get_relative_url(entry.post.url, url))
        self.update(entry=entry, content=_content(entry))


def excerpts(
    entries: Sequence[Entry],
    pages: Sequence[Page | None],
    links: Sequence[Sequence[Link]],
    people: int,
    topics: int,
) -> list[Excerpt]:
    """Return the posts in a listing as `posts` has them.

    Args:
        pages, links: Of the entries: their posts' pages, and what `links` gives.
        people, topics: How many authors and categories a listing shows.
    """
    return [
        excerpt(entry, page, config(entry.post, entry.minutes, own), people, topics)
        for entry, page, own in zip(entries, pages, links, strict=True)
    ]


def excerpt(entry: Entry, page: Page | None, config: Fields, people: int, topics: int) -> Excerpt:
    """Return a post as `page.excerpt` has it, for the page at the entry's URL."""
    post, title = entry.post, AuthorText(entry.title)
    return Excerpt(
        entry=entry,
        post=page,
        file=page.file if page else None,
        title=title,
        url=post.url,
        content=_content(entry),
        more=entry.more,
        toc=TableOfContents([AnchorLink(escape(title), entry.anchor, 2)]),
        meta=page.meta if page else {},
        config=config,
        authors=authors(post.authors[:people]),
        categories=categories(post.categories[:topics]),
    )


def _content(entry: Entry) -> str:
    heading = f'<h2 id="{escape(entry.anchor)}"><a class="toclink" href="{{}}">{{}}</a></h2>\n'
    return heading.format(escape(entry.href), escape(entry.title)) + entry.excerpt


class Pagination(list[Any]):
    """Links to a listing's pages; called, their HTML, as Material's `pagination` gives it."""

    def __init__(self, links: Sequence[Any], html: Callable[..., str]) -> None:
        super().__init__(links)
        self.html = html

    def __call__(self, arguments: dict[str, Any]) -> str:
        return self.html(arguments)


def pagination(
    links: Sequence[Any],
    pages: Sequence[ListingPage],
    number: int,
    format: str,
    show_if_single_page: bool,
) -> Pagination:
    """Return links to a listing's pages, with what makes Material's HTML of them.

    Args:
        pages: All of the listing.
        number: Of the page at hand, from 1.
    """

    def html(arguments: dict[str, Any]) -> str:
        from paginate import Page  # Comes with Material, whose templates call this.

        page = Page(
            range(len(pages)),
            page=number,
            items_per_page=1,
            url_maker=lambda n: get_relative_url(pages[n - 1].url, pages[number - 1].url),
        )
        options = {"format": format, "show_if_single_page": show_if_single_page}
        return str(page.pager(**options, **arguments))

    return Pagination(links, html)

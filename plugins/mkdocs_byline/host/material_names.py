"""Posts and listings as templates and hooks made for Material's blog read them.

https://squidfunk.github.io/mkdocs-material/plugins/blog/; what an author wrote is `AuthorText`.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes
from mkdocs.structure.nav import Link as NavLink
from mkdocs.structure.nav import Section

from mkdocs_byline.host.author_text import AuthorText
from mkdocs_byline.model import Link, Person, Post, Status, Term

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

    from mkdocs_byline.host.jinja import Entry


class Fields(dict[str, Any]):
    """A mapping whose values are attributes, too, as in MkDocs' own configuration."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


# Of Byline's templates, those that print a page's heading themselves.
_WITH_HEADING = {"byline/post.html", "byline/listing.html", "byline/broken.html"}


def sets_heading(env: jinja2.Environment) -> Callable[[str], bool]:
    """Return what tells of a template whether it prints a heading, and not `page.content` alone.

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
        parents = env.parse(source).find_all(nodes.Extends)
        names = [each.template.value for each in parents if isinstance(each.template, nodes.Const)]
        return any(extends_ours(each) for each in names)

    return extends_ours


def config(post: Post, minutes: int, files: Files | None) -> Fields:
    """Return a post's front matter as `page.config` has it."""
    return Fields(
        authors=[AuthorText(person.id or person.name) for person in post.authors],
        categories=[AuthorText(term.name) for term in post.categories],
        date=_dates(post),
        draft=post.status is Status.DRAFT,
        pin=post.pin,
        links=[_nav_item(link, files) for link in post.links] or None,
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


def _nav_item(link: Link, files: Files | None) -> NavLink | Section:
    if link.children:
        return Section(AuthorText(link.label), [_nav_item(each, files) for each in link.children])
    path, mark, fragment = link.url.partition("#")
    file = files.get_file_from_path(path) if files and path and ":" not in path else None
    if file is None:
        return NavLink(AuthorText(link.label or link.url), AuthorText(link.url))
    title = AuthorText(link.label) if link.label else file.page.title if file.page else file.name
    return NavLink(title, AuthorText(file.url + mark + fragment))


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


def excerpt(entry: Entry, meta: Any, config: Fields, *, people: int, topics: int) -> Fields:
    """Return a post in a listing as `posts` has it.

    Args:
        people, topics: How many authors and categories a listing shows.
    """
    post = entry.post
    heading = f'<h2 id="{escape(entry.anchor)}"><a class="toclink" href="{{}}">{{}}</a></h2>\n'
    return Fields(
        entry=entry,
        title=AuthorText(entry.title),
        url=post.url,
        content=heading.format(escape(entry.href), escape(entry.title)) + entry.excerpt,
        more=entry.more,
        meta=meta,
        config=config,
        authors=authors(post.authors[:people]),
        categories=categories(post.categories[:topics]),
    )


class Pagination(list[Any]):
    """Links to a listing's pages; called, their HTML, as Material's `pagination` gives it."""

    def __init__(self, links: Sequence[Any], html: Callable[..., str]) -> None:
        super().__init__(links)
        self.html = html

    def __call__(self, arguments: dict[str, Any]) -> str:
        return self.html(arguments)


def pager(urls: Sequence[str], number: int, **options: Any) -> Callable[[dict[str, Any]], str]:
    """Return what makes the pagination's HTML.

    Args:
        urls: Of all pages, relative to the one at hand.
        number: Of the page at hand, from 1.
        options: For `paginate.Page.pager`.
    """

    def html(arguments: dict[str, Any]) -> str:
        from paginate import Page  # Comes with Material, whose templates call this.

        page = Page(
            range(len(urls)), page=number, items_per_page=1, url_maker=lambda n: urls[n - 1]
        )
        return str(page.pager(**options, **arguments))

    return html

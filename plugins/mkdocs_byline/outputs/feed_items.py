"""Items of feeds: what they say of a post, ids that last, and the date of its last real change."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import urljoin, urlsplit

from mkdocs_byline.model import Correction, Person, Post, Status
from mkdocs_byline.outputs.feed import Credit, Item, Media, Site

# Many posts are by the same people, and a page says its own address five times.
absolute = functools.lru_cache(maxsize=4096)(urljoin)


def is_public(post: Post) -> bool:
    """Whether feeds may name a post: it is published, dated and listed."""
    dated = post.dates.created is not None
    return post.listed and post.status is Status.PUBLISHED and dated


def lasting_id(site: Site, name: str) -> str:
    """Return a URN for something on the site, the same whatever its scheme, `http` or `https`.

    https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6
    """
    return _urn(site.url, name)


@functools.lru_cache(maxsize=4096)  # Each page of a blog names the site, the blog and people.
def _urn(url: str, name: str) -> str:
    parts = urlsplit(url)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"//{parts.netloc.lower()}{parts.path}#{name}").urn


def post_item(post: Post, site: Site, media: Media) -> Item:
    """Return the item of a whole post."""
    published = _published(post)
    return Item(
        id=lasting_id(site, f"post/{post.id}"),
        url=f"{site.url}{post.url}",
        title=post.title,
        published=published,
        updated=last_change(post),
        summary=post.description,
        language=post.lang,
        credits=_credits(post, site),
        topics=tuple(dict.fromkeys(term.name for term in (*post.categories, *post.tags))),
        media=media,
        post=post,
    )


def correction_items(
    posts: Iterable[Post], site: Site, title: str, place: Callable[[Post, Correction], str]
) -> list[Item]:
    """Return an item for each correction of these posts, newest first.

    Args:
        title: Stands before the post's, as in "Corrections".
        place: Returns the site-relative URL of what shows a correction.
    """
    items = []
    for post in posts:
        same_moment: Counter[dt.datetime] = Counter()
        for each in reversed(post.corrections):  # Oldest first: what is added changes no id.
            same_moment[each.date] += 1
            at = f"{each.date.isoformat()}/{same_moment[each.date]}"
            items.append(
                Item(
                    id=lasting_id(site, f"correction/{post.id}/{at}"),
                    url=f"{site.url}{place(post, each)}",
                    title=f"{title}: {post.title}",
                    published=each.date,
                    updated=each.date,
                    summary=each.text,
                    html=f"<p>{escape(each.text, quote=False)}</p>",
                    credits=_credits(post, site),
                )
            )
    return sorted(items, key=lambda item: item.published, reverse=True)


def last_change(post: Post) -> dt.datetime:
    """Return when a post last really changed, which includes being corrected.

    What its author says goes before what git knows; a change on the day it was published is one
    that git knows and that its page does not mention.
    """
    published, dates = _published(post), post.dates
    moments = [published, *(each.date for each in post.corrections)]
    if dates.updated:
        moments.append(dates.updated)
    elif post.revisions:
        moments.append(post.revisions[0].date)
    return max(moments)


def _published(post: Post) -> dt.datetime:
    assert post.dates.created is not None  # See `is_public`.
    return post.dates.created


def _credits(post: Post, site: Site) -> tuple[Credit, ...]:
    roles = (*post.people, ("contributor", post.contributors))
    return tuple(credit(role, person, site) for role, people in roles for person in people)


def credit(role: str, person: Person, site: Site) -> Credit:
    """Return a person's part without what is nobody's business, such as an e-mail address."""
    return Credit(
        role,
        person.name,
        absolute(site.url, person.href) if person.href else "",
        absolute(site.url, person.avatar) if person.avatar else "",
    )

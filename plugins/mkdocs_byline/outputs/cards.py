"""The cards of a blog: which there are, and where. One is a page's picture in link previews."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote, urljoin

from mkdocs_byline.blog.cards import Cards, CardText
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.places import Places
from mkdocs_byline.drawing.svg import Picture
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.output import Output

WIDTH, HEIGHT = 1200, 630  # In pixels, as https://ogp.me and those who read it want it.
_FILE = "card.png"


@dataclass(frozen=True, slots=True)
class CardLink:
    """Where a card is, for pages; `url` is absolute."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Card:
    """What a card's template is given.

    Attributes:
        byline, date, minutes: Names, the date and the reading time in words; may be empty.
        picture: The post's own.
        rtl: Whether it is read from right to left.
    """

    title: str
    byline: str
    date: str
    minutes: str
    description: str
    site_name: str
    color: str
    logo: Picture | None
    picture: Picture | None
    rtl: bool


@dataclass(frozen=True, slots=True)
class CardPlan:
    """The cards of a blog that have a place.

    Attributes:
        dests: Output files by path of the post; that of all other pages has an empty one.
        links: The same for pages.
    """

    cards: Cards | None = None
    dests: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, CardLink] = field(default_factory=dict)

    def link(self, path: str = "") -> CardLink | None:
        """Return the card of a page by its source path."""
        return self.links.get(path) or self.links.get("")


@dataclass(frozen=True, slots=True)
class CardDrawing:
    """Draws cards. It is given a post's path and what its card says.

    Attributes:
        draw: Returns the picture.
        key: Returns what decides its bytes, without drawing it.
    """

    draw: Callable[[str, CardText], bytes]
    key: Callable[[str, CardText], str]


def plan_cards(blog: Blog, site_url: str) -> CardPlan:
    """Plan cards among all that is laid out, which keeps its places: each beside its page."""
    if blog.cards is None:
        return CardPlan()
    posts = [post for post in blog.posts.values() if post.path in blog.cards.texts]
    folder = posixpath.join(blog.build.folder, blog.settings.blog_dir)
    wanted = {"": posixpath.join(folder, _FILE), **{each.path: _dest(each) for each in posts}}
    dests, links, placed = {}, {}, Places()
    for path, dest in wanted.items():
        if not blog.taken.holder(dest) and not placed.holder(dest):
            placed.take(dest, path or _FILE)
            text = blog.cards.texts[path] if path else blog.cards.site
            dests[path] = dest
            links[path] = CardLink(urljoin(site_url, quote(dest)), text.title)
    return CardPlan(blog.cards, dests, links)


def card_outputs(plan: CardPlan, drawing: CardDrawing | None) -> Iterator[Output]:
    """Yield the outputs of all cards.

    Args:
        drawing: None if nothing is written.
    """
    for path, dest in plan.dests.items():
        assert plan.cards
        output = partial(
            Output, dest=dest, kind="card", owner="a card", url=quote(dest), gives_way=True
        )
        if drawing is None:
            yield output()
            continue
        text = plan.cards.texts[path] if path else plan.cards.site
        yield output(
            content=partial(drawing.draw, path, text), digest=partial(drawing.key, path, text)
        )


def _dest(post: Post) -> str:
    folder, name = posixpath.split(post.dest)
    stem = posixpath.splitext(name)[0]
    return posixpath.join(folder, _FILE if stem == "index" else f"{stem}/{_FILE}")

"""The cards of a blog: which there are, and where. One is a page's picture in link previews."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from mkdocs_byline.blog.cards import Cards, CardText
from mkdocs_byline.blog.load import Blog
from mkdocs_byline.blog.places import Places
from mkdocs_byline.content.pictures import kind
from mkdocs_byline.drawing import svg
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.pictures import Picture

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project

WIDTH, HEIGHT = 1200, 630  # In pixels, as https://ogp.me and those who read it want it.
_FILE = "card.png"
DRAWN = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))


@dataclass(frozen=True, slots=True)
class Card:
    """What a card's template is given.

    Attributes:
        byline, date, minutes: Names, the date and the reading time in words; may be empty.
        picture: What the post's `image` names.
        rtl: Whether it is read from right to left.
    """

    title: str
    byline: str
    date: str
    minutes: str
    description: str
    site_name: str
    color: str
    logo: svg.Picture | None
    picture: svg.Picture | None
    rtl: bool


@dataclass(frozen=True, slots=True)
class CardPlan:
    """The cards of a blog that have a place.

    Attributes:
        dests: Output files by path of the post; that of all other pages has an empty one.
        links: The same for metadata.
        covers: Paths of the pictures that are on them.
    """

    cards: Cards | None = None
    dests: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Picture] = field(default_factory=dict)
    covers: Mapping[str, str] = field(default_factory=dict)

    def picture(self, path: str, own: Picture | None) -> Picture | None:
        """Return what link previews show of the page at a source path.

        Args:
            own: The picture that it brings, which its card shows if that can be drawn.
        """
        return self.links.get(path) or own or self.links.get("")


@dataclass(frozen=True, slots=True)
class CardDrawing:
    """Draws cards. It is given a post's path and what its card says.

    Attributes:
        draw: Returns the picture.
        key: Returns what decides its bytes, without drawing it.
    """

    draw: Callable[[str, CardText], bytes]
    key: Callable[[str, CardText], str]


def plan_cards(blog: Blog, project: Project) -> CardPlan:
    """Plan cards among all that is laid out, which keeps its places: each beside its page.

    There is none of a post with a picture that can't be drawn, as one on another host.
    """
    if blog.cards is None:
        return CardPlan()
    site = project.site_url.rstrip("/") + "/"
    folder = posixpath.join(blog.build.folder, blog.settings.blog_dir)
    wanted, covers = {"": posixpath.join(folder, _FILE)}, {}
    for post in blog.posts.values():
        cover = post.image.picture if post.image else None
        can_be_drawn = media_type(cover.path) if cover else post.image is None
        if post.path in blog.cards.texts and can_be_drawn:
            wanted[post.path] = _dest(post)
            if cover:
                covers[post.path] = cover.path
    dests, links, placed = {}, {}, Places()
    for path, dest in wanted.items():
        if not blog.taken.holder(dest) and not placed.holder(dest):
            placed.take(dest, path or _FILE)
            text = blog.cards.texts[path] if path else blog.cards.site
            dests[path] = dest
            url = urljoin(site, quote(dest))
            links[path] = Picture(url, text.title, "image/png", width=WIDTH, height=HEIGHT)
    return CardPlan(blog.cards, dests, links, covers)


def media_type(path: str) -> str:
    """Return the media type of a picture that can be drawn; empty for any other."""
    found = kind(path)
    return found if found in DRAWN else ""


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

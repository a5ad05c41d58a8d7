"""All outputs of a blog, gathered into its registry; for builds and commands alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.outputs.cards import CardDrawing, CardPlan, card_outputs
from mkdocs_byline.outputs.data_files import headers_output, provenance_output
from mkdocs_byline.outputs.editions import edition_outputs
from mkdocs_byline.outputs.feed import Site
from mkdocs_byline.outputs.feed_outputs import FeedPlan, FeedTexts, feed_outputs
from mkdocs_byline.outputs.markdown_files import markdown_outputs
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.pages import page_outputs
from mkdocs_byline.outputs.picture_sizes import picture_outputs
from mkdocs_byline.outputs.registry import Registry

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project


@dataclass(frozen=True, slots=True)
class Making:
    """What outputs are made with, where any are written.

    Attributes:
        texts: The texts of posts.
        headers: Returns the text of the headers file, if there is one.
        drawing: Draws the cards.
        blogs: Returns all blogs of the site, once they are loaded.
        said: Called with what is to be said of a file that could not be made as was wanted.
    """

    texts: FeedTexts = field(default_factory=FeedTexts)
    headers: Callable[[], str] | None = None
    drawing: CardDrawing | None = None
    blogs: Callable[[], Sequence[Blog]] = tuple
    said: Callable[[str], None] = lambda message: None


def gather_outputs(
    blog: Blog,
    project: Project,
    site: Site,
    feeds: FeedPlan,
    *,
    search: Output | None = None,
    cards: CardPlan | None = None,
    making: Making | None = None,
) -> Registry:
    """Return the registry of a loaded blog.

    Args:
        search: The search page, if there is one.
        making: None if nothing is written.
    """
    making = making or Making()
    pages = page_outputs(
        blog,
        project.media,
        site_url=site.url,
        shown=project.shown,
        translate=project.translate,
    )
    data: list[Output] = [provenance_output(blog)]
    if making.headers:
        data.append(headers_output(making.headers))
    data += feed_outputs(feeds, making.texts)
    data += picture_outputs(blog.posts.values(), project.read, making.said)
    data += card_outputs(cards or CardPlan(), making.drawing)
    data += markdown_outputs(blog, site, making.texts, project.shown, making.blogs)
    laid_out = [*pages, *edition_outputs(blog, project.shown)]
    if feeds.dest:
        laid_out.append(
            Output(
                dest=feeds.dest,
                kind="subscribe",
                owner="the page about feeds",
                url=feeds.url,
                source=feeds.path,
                is_listed=True,
                search_words=(),
            )
        )
    if search:
        laid_out.append(search)
    return Registry(laid_out, data, blog.taken)

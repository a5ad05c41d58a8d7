"""All outputs of a blog, gathered into its registry; for builds and commands alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def gather_outputs(
    blog: Blog,
    project: Project,
    site: Site,
    feeds: FeedPlan,
    *,
    texts: FeedTexts | None = None,
    headers: Callable[[], str] | None = None,
    search: Output | None = None,
    cards: CardPlan | None = None,
    drawing: CardDrawing | None = None,
    blogs: Callable[[], Sequence[Blog]] | None = None,
) -> Registry:
    """Return the registry of a loaded blog.

    Args:
        texts: The texts of posts; None if nothing is written.
        headers: Returns the text of the headers file, if there is one.
        search: The search page, if there is one.
        drawing: Draws the cards; None if nothing is written.
        blogs: Returns all blogs of the site, once they are loaded; None if nothing is written.
    """
    pages = page_outputs(
        blog,
        project.media,
        site_url=site.url,
        shown=project.shown,
        translate=project.translate,
    )
    data: list[Output] = [provenance_output(blog)]
    if headers:
        data.append(headers_output(headers))
    data += feed_outputs(feeds, texts or FeedTexts())
    data += picture_outputs(blog.posts.values(), project.read)
    data += card_outputs(cards or CardPlan(), drawing)
    all_blogs = blogs or (lambda: [blog])
    data += markdown_outputs(blog, site, texts or FeedTexts(), project.shown, all_blogs)
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

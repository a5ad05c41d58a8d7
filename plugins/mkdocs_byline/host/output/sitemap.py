"""MkDocs' site map: when pages really changed, the pictures of posts, and parts if it is long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.pictures import seen_pictures
from mkdocs_byline.outputs.sitemap import in_parts, with_pictures

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from mkdocs_byline.host.build_state import BuildState


def date(state: BuildState, files: Iterable[File]) -> None:
    """Give pages the day of their last real change, where MkDocs has that of the build.

    No page was changed on a day to come, whatever its post says; and the preview's pages keep
    what they have been given before.
    """
    for file in files:
        output = state.registry.get(file.dest_uri)
        if file.page and output and output.changed:
            day = min(output.changed, state.blog.build.now).date()
            file.page.update_date = day.isoformat()


def picture(state: BuildState, xml: str) -> str:
    """Add the pictures of posts."""
    url, pictures = state.feed_site.url, state.pictures
    if not url:
        return xml
    found = {
        urljoin(url, post.url): seen_pictures(post, state.project, url, pictures.get(post.path))
        for post in state.blog.library.listed
    }
    return with_pictures(xml, {page: some for page, some in found.items() if some})


def divide(state: BuildState, xml: str, config: MkDocsConfig) -> str:
    """Return the site map, or a list of its parts, which are registered then."""
    site_url = f"{(config.site_url or '').rstrip('/')}/" if config.site_url else ""
    index, parts = in_parts(xml, site_url)
    state.registry.add(
        Output(dest=name, kind="sitemap", owner="the site map", url=name, content=part.encode)
        for name, part in parts.items()
    )
    return index

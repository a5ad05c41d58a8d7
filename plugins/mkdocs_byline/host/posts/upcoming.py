"""Problems that scheduled posts will have on their day.

They are converted in each build, as they will be, and nothing of it is written. So a text that
can't be converted, or leads nowhere, ends the build in which it is sent in, and not one that
nobody asked for, in which only the date has changed. What was made is kept for that day.
"""

from __future__ import annotations

import copy
import logging
from functools import partial
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_byline.host.compat import get_logger
from mkdocs_byline.host.converter import to_anchors
from mkdocs_byline.host.posts import contents, pages, placement

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.model import Post

_log = get_logger("structure.pages")


def convert_upcoming(state: BuildState, config: MkDocsConfig, files: Files) -> None:
    """Convert posts that wait for their date; problems are left in `late_problems`."""
    if state.blog.upcoming is None:
        return
    waiting = [_page(state, post, files, config) for post in state.blog.upcoming.posts]
    then = _files_then(state, config, files, [page.file for page in waiting])
    for page in waiting:
        found = page.converter.known(page, then) or page.converter.make(page, then)
        work = partial(contents.take_post_apart, state, page.post, found.html)
        parts = None if page.failure else contents.bounded(page, work)
        if parts is None:
            state.report([pages.failed(state, page)])
            continue
        page.removals = found.removals
        page.present_anchor_ids = set(found.anchors)
        page.links_to_anchors = to_anchors(found.links, then)
        state.report(contents.late_problems(state, page, misplaced=parts.misplaced))
        for level, message in found.messages:
            if level >= logging.WARNING:  # Files that wait with it are no news.
                _log.log(level, "%s", message)
    if (level := config.validation.links.anchors) >= logging.WARNING:
        for page in waiting:
            page.validate_anchor_links(files=then, log_level=level)


def _page(state: BuildState, post: Post, files: Files, config: MkDocsConfig) -> pages.PostPage:
    """Return the page that a post will have, beside MkDocs' own files."""
    file = copy.copy(files.src_uris[post.path])
    file.inclusion = InclusionLevel.NOT_IN_NAV
    placement.move(file, post.dest, config)
    page = pages.PostPage(state, post, file, config)
    page.markdown = post.body
    return page


def _files_then(
    state: BuildState, config: MkDocsConfig, files: Files, waiting: list[File]
) -> Files:
    """Return MkDocs' files with these posts, and with listings that come with them."""
    assert state.blog.upcoming
    posts = {file.src_uri for file in waiting}
    known = {page.path for page in state.listing_files.listings.values()} | {
        file.src_uri for file in files
    }
    listings = [
        placement.own_file(state, config, page.path)
        for page in state.blog.upcoming.layout.listings
        if page.path not in known
    ]
    return Files([*(file for file in files if file.src_uri not in posts), *waiting, *listings])

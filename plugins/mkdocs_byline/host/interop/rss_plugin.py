"""Corrections of what mkdocs-rss-plugin has collected of posts, before it writes its feeds.

It reads `page.meta`, where a post has ids of authors and perhaps no date. Its templates escape
titles and descriptions, and neither authors nor categories.
"""

from __future__ import annotations

import datetime as dt
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_byline.html.sanitize import sanitize
from mkdocs_byline.model import Person, Post, Status

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState


class FeedText(str):
    """Text that is written into XML escaped, and into JSON as it is."""

    __slots__ = ()

    def __str__(self) -> str:
        return escape(self)

    __html__ = __str__


def correct_feeds(state: BuildState, config: MkDocsConfig) -> None:
    """Give feeds posts' people, dates and titles as the blog has them, and no unlisted post."""
    for plugin in config.plugins.values():
        if type(plugin).__module__ != "mkdocs_rss_plugin.plugin":
            continue
        collected: Any = plugin
        posts = {
            Path(file.abs_src_path): state.blog.posts[path]
            for path, file in state.files.items()
            if path in state.blog.posts and file.abs_src_path
        }
        kept = []
        # The preview reads a page again when it has changed.
        last = {item.abs_path: item for item in collected.pages_to_filter}
        for item in last.values():
            post = posts.get(item.abs_path)
            if post is None:
                kept.append(item)
            elif post.listed and post.status is Status.PUBLISHED and post.path not in state.broken:
                _correct(item, post, state)
                kept.append(item)
        collected.pages_to_filter[:] = kept


def _correct(item: Any, post: Post, state: BuildState) -> None:
    item.title = post.title
    item.authors = [FeedText(_author(person)) for person in post.authors] or None
    item.categories = item.categories and [FeedText(name) for name in item.categories]
    item.created = _moment(post.dates.created, item.created)
    item.updated = (
        _moment(post.dates.updated, item.updated) if post.dates.updated else item.created
    )
    # Readers of feeds take it for HTML.
    if post.description:
        item.description = post.description.replace("<", "&lt;")
    elif not state.blog.settings.trusts(post.path):
        item.description = sanitize(item.description or "", state.project.policy).html


def _moment(ours: dt.datetime | None, theirs: Any) -> Any:
    """Return when a post was written: as the blog has it, but for the hour that the plugin gives a
    day alone (its `default_time`).
    """
    is_day = ours and ours.time() == dt.time() and isinstance(theirs, dt.datetime)
    return theirs if not ours or (is_day and theirs.date() == ours.date()) else ours


def _author(person: Person) -> str:
    """Return the person as RSS 2.0 wants it, where the authors file has an address."""
    return f"{person.email} ({person.name})" if person.email else person.name

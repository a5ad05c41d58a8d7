"""Texts of a build's posts for feeds, looked up by what decides them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from mkdocs_byline.cache.store import key
from mkdocs_byline.html.feed_content import FeedContent, feed_content
from mkdocs_byline.outputs.feed import Site
from mkdocs_byline.outputs.feed_outputs import FeedTexts

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.host.posts.pages import PostPage
    from mkdocs_byline.model import Post


def site_of(config: MkDocsConfig, language: str) -> Site:
    """Return what feeds say of a site."""
    url = config.site_url or ""
    url = url if not url or url.endswith("/") else f"{url}/"
    logo = config.theme.get("logo")
    return Site(
        url=url,
        name=config.site_name,
        language=language,
        description=config.site_description or "",
        copyright=config.copyright or "",
        logo=urljoin(url, logo) if isinstance(logo, str) and url else "",
    )


def feed_texts(state: BuildState) -> FeedTexts:
    """Return the texts of a build's posts, each made once."""
    made: dict[str, FeedContent] = {}

    def content_key(post: Post) -> str:
        page = _page(state, post)
        if digest := page.digest_of_origin(pure=state.effects.content_is_pure):
            return _key_of_origin(post, digest)
        page.load()
        return key("text", page.taken)

    def content(post: Post) -> FeedContent:
        if post.path not in made:
            made[post.path] = _content(state, post, content_key(post))
        return made[post.path]

    return FeedTexts(content, content_key)


def make_ahead(state: BuildState, post: Post, origin: str, html: str) -> None:
    """Make and keep the text of a post that has just been converted.

    Args:
        origin: Digest of what it was made of.
        html: What it became, without the heading.
    """
    effects = state.effects
    if state.feeds.feeds and effects.content_is_pure and not effects.changes_content:
        _make(state, post, _key_of_origin(post, origin), html)


def _key_of_origin(post: Post, origin: str) -> str:
    return key("origin", origin, str(bool(post.meta.get("title"))))


def _content(state: BuildState, post: Post, text_key: str) -> FeedContent:
    if kept := state.cache.get(_place(state, post, text_key)):
        return FeedContent(*json.loads(kept))
    page = _page(state, post)
    page.load()
    return _make(state, post, text_key, page.taken)


def _make(state: BuildState, post: Post, text_key: str, html: str) -> FeedContent:
    found = feed_content(html, urljoin(state.feed_site.url, post.url))
    state.cache.put(_place(state, post, text_key), json.dumps(found).encode())
    return found


def _place(state: BuildState, post: Post, text_key: str) -> str:
    return state.cache.key("feed-text", text_key, urljoin(state.feed_site.url, post.url))


def _page(state: BuildState, post: Post) -> PostPage:
    return cast("PostPage", state.files[post.path].page)

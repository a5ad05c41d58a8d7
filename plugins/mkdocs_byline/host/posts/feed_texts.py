"""The texts of a build's posts for feeds: looked up by what decides them, read only if need be."""

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
            return key("origin", digest, str(bool(post.meta.get("title"))))
        page.load()
        return key("text", page.taken)

    def content(post: Post) -> FeedContent:
        if post.path not in made:
            made[post.path] = _content(state, post, content_key(post))
        return made[post.path]

    return FeedTexts(content, content_key)


def _content(state: BuildState, post: Post, text_key: str) -> FeedContent:
    url = urljoin(state.feed_site.url, post.url)
    at = state.cache.key("feed-text", text_key, url)
    if kept := state.cache.get(at):
        return FeedContent(*json.loads(kept))
    page = _page(state, post)
    page.load()
    found = feed_content(page.taken, url)
    state.cache.put(at, json.dumps(found).encode())
    return found


def _page(state: BuildState, post: Post) -> PostPage:
    return cast("PostPage", state.files[post.path].page)

"""Readers' comments: which thread a post has, and what loads it.

A thread is known by the post's id, which stays when the post is moved or renamed, and not by its
URL or title. Nothing of another host is asked for before a reader asks for the comments.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.csp import Directives
from mkdocs_byline.model import Post, Status
from mkdocs_byline.option_types import Comments

GISCUS, UTTERANCES = "https://giscus.app", "https://utteranc.es"
_POLICIES: dict[str, Directives] = {
    "giscus": {"script-src": (GISCUS,), "style-src": (GISCUS,), "frame-src": (GISCUS,)},
    "utterances": {"script-src": (UTTERANCES,), "frame-src": (UTTERANCES,)},
}
_THEMES = {"giscus": ("light", "dark"), "utterances": ("github-light", "github-dark")}
# https://github.com/giscus/giscus/tree/main/locales
_LANGUAGES = frozenset(
    [
        "ar",
        "be",
        "bg",
        "ca",
        "cs",
        "da",
        "de",
        "en",
        "eo",
        "es",
        "eu",
        "fa",
        "fr",
        "gr",
        "hbs",
        "he",
        "hu",
        "id",
        "it",
        "ja",
        "kh",
        "ko",
        "nl",
        "pl",
        "pt",
        "ro",
        "ru",
        "th",
        "tr",
        "uk",
        "uz",
        "vi",
        "zh-CN",
        "zh-HK",
        "zh-TW",
    ]
)
_RENAMED = {"el": "gr", "km": "kh", "sr": "hbs", "hr": "hbs", "bs": "hbs", "sh": "hbs"}
_RENAMED |= {"gsw": "de", "zh": "zh-CN", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on one post.

    Attributes:
        id: What the thread is known by.
        url: Where they are read and written without a script.
        host: Of what is loaded, as readers are told it.
        template: The site's own, which loads them; empty where `script` is there.
        script: What is loaded, as JSON: `src`, `attributes`, `theme` (the name of the one for the
            theme), `themes`, `origin` and `session`.
    """

    id: str
    url: str
    host: str
    template: str
    script: str


def policy_of(comments: Comments) -> Directives:
    """Return what pages with comments load from other hosts."""
    return _POLICIES.get(comments.provider, comments.csp)


def comment_thread(post: Post, comments: Comments | None, language: str) -> Thread | None:
    """Return the thread of a post; None if it has none, as before it is published."""
    if not comments or not post.comments or post.status is not Status.PUBLISHED:
        return None
    url = _discussion(post.id, comments)
    if comments.provider == "snippet":
        return Thread(post.id, url, urlsplit(url).netloc, comments.template, "")
    is_giscus = comments.provider == "giscus"
    origin = GISCUS if is_giscus else UTTERANCES
    script = {
        "src": f"{origin}/client.js",
        "attributes": (
            _of_giscus(post, comments, language) if is_giscus else _of_utterances(post, comments)
        ),
        "theme": "data-theme" if is_giscus else "theme",
        "themes": comments.themes or _THEMES[comments.provider],
        "origin": origin,
        "session": comments.provider,
    }
    return Thread(post.id, url, urlsplit(origin).netloc, "", json.dumps(script))


def _of_giscus(post: Post, comments: Comments, language: str) -> dict[str, str]:
    """Return what https://giscus.app puts into its script's element.

    Its search is strict, which takes the hash of the id in a discussion's text for the thread, so
    that its title may be changed.
    """
    return {
        "data-repo": comments.repo,
        "data-repo-id": comments.repo_id,
        "data-category": comments.category,
        "data-category-id": comments.category_id,
        "data-mapping": "specific",
        "data-term": post.id,
        "data-strict": "1",
        "data-reactions-enabled": "1",
        "data-emit-metadata": "0",
        "data-input-position": "top",
        "data-lang": giscus_language(post.lang or language),
    }


def _of_utterances(post: Post, comments: Comments) -> dict[str, str]:
    label = {"label": comments.label} if comments.label else {}
    return {"repo": comments.repo, "issue-term": post.id, **label}


def giscus_language(language: str) -> str:
    """Return what giscus calls a language; English if it has nothing like it."""
    tag = language.replace("_", "-")
    while tag:
        for name in (tag, _RENAMED.get(tag, "")):
            if name in _LANGUAGES:
                return name
        tag = tag.rpartition("-")[0]
    return "en"


def _discussion(id: str, comments: Comments) -> str:
    if comments.discussion:
        return comments.discussion.format(id=quote(id))
    github = f"https://github.com/{comments.repo}"
    if comments.provider == "giscus":
        return f"{github}/discussions?discussions_q={quote(id)}"
    return f"{github}/issues?q={quote(id)}"


@dataclass(frozen=True, slots=True)
class ThreadOfPost:
    """How a post's thread is known, and how it was where threads are known by paths.

    Attributes:
        sha1: Of the id, by which giscus finds a discussion.
        paths: What the mapping `pathname` of giscus and utterances makes of each URL of the post;
            of its present one last.
    """

    id: str
    sha1: str
    path: str
    title: str
    url: str
    paths: tuple[str, ...]


def thread_map(blog: Blog, site_url: str) -> Iterator[ThreadOfPost]:
    """Yield the threads of the posts that are out, by path, for those who move threads."""
    base = urlsplit(site_url).path
    for post in sorted(blog.library.posts, key=lambda each: each.path):
        if post.status is not Status.PUBLISHED:
            continue
        entry = blog.records.ledger.posts.get(post.id)
        former = [*(entry.urls if entry else ()), *(alias.url for alias in post.aliases)]
        urls = dict.fromkeys([*(url for url in former if url != post.url), post.url])
        sha1 = hashlib.sha1(post.id.encode(), usedforsecurity=False).hexdigest()
        paths = tuple(_by_path(base, url) for url in urls)
        yield ThreadOfPost(post.id, sha1, post.path, post.title, post.url, paths)


def _by_path(base: str, url: str) -> str:
    """Return what the two call the thread of a page where they go by its path."""
    path = unquote(posixpath.join(base or "/", url)).lstrip("/")
    return re.sub(r"\.\w+$", "", path) or "index"

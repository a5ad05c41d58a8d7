"""Posts as Markdown beside their pages, and the list of them that is called llms.txt.

They are made of what feeds show, and not of the sources: includes are filled in, addresses are
absolute, and what a post's page does not show is not in them. https://llmstxt.org
"""

from __future__ import annotations

import functools
import hashlib
import posixpath
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.html.markdown_text import to_markdown
from mkdocs_byline.model import Post, Status
from mkdocs_byline.outputs.feed import Site
from mkdocs_byline.outputs.feed_items import is_public
from mkdocs_byline.outputs.feed_outputs import FeedTexts
from mkdocs_byline.outputs.feed_text import line
from mkdocs_byline.outputs.output import Output

LIST = "llms.txt"


def markdown_place(post: Post, blog: Blog, site: Site) -> str:
    """Return the output file of a post's Markdown; empty if there is none."""
    wanted = blog.settings.post_markdown and site.url and post.status is Status.PUBLISHED
    dest = post.dest.removesuffix(".html") + ".md"
    return dest if wanted and not blog.taken.holder(dest) else ""


def markdown_outputs(
    blog: Blog,
    site: Site,
    texts: FeedTexts,
    shown: Callable[[str], str],
    blogs: Callable[[], Sequence[Blog]],
) -> Iterator[Output]:
    """Yield the Markdown of posts, and the list of those that listings name.

    Args:
        blogs: Returns all blogs of the site, once they are loaded. They have one list.
    """
    has_list = False
    for post in blog.library.posts:
        if not (dest := markdown_place(post, blog, site)):
            continue
        head = _head(post, site)
        yield Output(
            dest=dest,
            kind="markdown",
            owner=shown(post.path),
            url=dest,
            gives_way=True,
            content=functools.partial(_content, post, head, texts),
            digest=functools.partial(_digest, post, head, texts),
        )
        has_list = has_list or is_public(post)
    if has_list:
        dest = posixpath.join(blog.build.folder, LIST)
        yield Output(
            dest=dest,
            kind="markdown-list",
            owner="the list of posts as Markdown",
            url=dest,
            gives_way=True,
            content=functools.partial(_list, blogs, site),
        )


def _listed(blog: Blog, site: Site) -> list[tuple[Post, str]]:
    """Return the posts of a blog that listings name, with the output files of their Markdown."""
    places = ((post, markdown_place(post, blog, site)) for post in blog.library.posts)
    return [(post, dest) for post, dest in places if dest and is_public(post)]


def _head(post: Post, site: Site) -> str:
    """Return what stands above a post's text: what its page says there."""
    parts = [f"# {_plain(post.title)}"]
    if post.description:
        parts.append(f"> {_plain(post.description)}")
    facts = [
        f"{role.capitalize()}: {', '.join(_plain(person.name) for person in people)}"
        for role, people in post.people
    ]
    if post.dates.created:
        facts.append(f"Published: {post.dates.created.date()}")
    if post.dates.updated:
        facts.append(f"Updated: {post.dates.updated.date()}")
    facts.append(f"URL: <{site.url}{post.url}>")
    parts.append("\n".join(f"- {fact}" for fact in facts))
    return "\n\n".join(parts)


def _content(post: Post, head: str, texts: FeedTexts) -> bytes:
    text = to_markdown(texts.content(post).html)
    corrections = [
        f"Correction, {each.date.date()}: {_plain(each.text)}" for each in post.corrections
    ]
    return "\n\n".join([head, text, *corrections, ""]).encode("utf-8", "replace").rstrip() + b"\n"


def _digest(post: Post, head: str, texts: FeedTexts) -> str:
    parts = (head, repr(post.corrections), texts.key(post))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _list(blogs: Callable[[], Sequence[Blog]], site: Site) -> bytes:
    lines = [f"# {_plain(site.name)}", ""]
    if site.description:
        lines += [f"> {_plain(site.description)}", ""]
    lines += ["## Posts", ""]
    for post, dest in (each for blog in blogs() for each in _listed(blog, site)):
        about = f": {_plain(post.description)}" if post.description else ""
        lines.append(f"- [{_plain(post.title)}]({site.url}{quote(dest)}){about}")
    return "\n".join([*lines, ""]).encode()


def _plain(text: str) -> str:
    """Return a text as one line in which Markdown finds nothing."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#" else char for char in line(text))

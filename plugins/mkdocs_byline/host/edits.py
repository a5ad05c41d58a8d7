"""Changed files in; in the site that was read before, the posts' new texts.

Only the text of a post is taken over in place: what has no say in where the post stands, what it
is called or who wrote it. Anything else is for a build to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands import build as mkdocs_build

from mkdocs_byline.host import guard
from mkdocs_byline.host.lazy import Site, check_anchors, suits_edits
from mkdocs_byline.host.pages import PostPage

if TYPE_CHECKING:
    from mkdocs.structure.files import File

    from mkdocs_byline.host.blog import Blog
    from mkdocs_byline.model import Post

# What of a post comes from its text alone and is shown by no other page.
_TEXT = ("body", "body_line", "sha256")


def apply(site: Site, changed: Iterable[str]) -> bool:
    """Take over new texts of posts; False if more has changed, and the site must be read anew."""
    if not changed or not suits_edits(site.config):
        return False
    known = {
        file.abs_src_path: (blog, file) for blog in site.blogs for file in blog.files.values()
    }
    for path in changed:
        if path not in known:
            return False
        blog, file = known[path]
        post = reread(blog, file)
        if post is None or not _take_over(site, blog, file, post):
            return False
    site.made.clear()
    return True


def reread(blog: Blog, file: File) -> Post | None:
    """Return a post as its file is now; None if more than its text has changed."""
    path = file.src_uri
    old, source = blog.posts[path], Path(file.abs_src_path or "")
    told = {problem for problem in blog.problems if problem.path == blog.shown(path)}
    # Media that only unpublished posts use are kept back: any text may name them.
    if path in blog.broken or not old.listed or blog.library.withheld:
        return None
    if not source.is_file() or source.is_symlink():
        return None
    if guard.check(file, blog.settings, blog.shown):
        return None
    found = blog.reread(file)
    if not told <= set(found.problems) <= set(blog.problems) or len(found.posts) != 1:
        return None
    (new,) = found.posts
    text = {name: getattr(new, name) for name in _TEXT}
    changed = replace(old, **text)
    return changed if replace(new, id=old.id) == changed else None


def _take_over(site: Site, blog: Blog, file: File, post: Post) -> bool:
    """Convert a post anew; False if that fails."""
    page = file.page
    assert isinstance(page, PostPage)
    page.post = blog.posts[post.path] = post
    posts = tuple(post if each.path == post.path else each for each in blog.library.posts)
    blog.library = replace(blog.library, posts=posts)
    page.read = None
    mkdocs_build._populate_page(page, site.config, site.files)
    if page.failure:
        return False
    site.tell()
    check_anchors([file, *linking_to(file, site)], site.files, site.config)
    return True


def linking_to(file: File, site: Site) -> list[File]:
    """Return the files of pages that lead to a heading of this one."""
    return [
        each
        for each in site.documents
        if each is not file and each.page and file in (each.page.links_to_anchors or ())
    ]

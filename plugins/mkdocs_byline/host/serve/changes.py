"""Changed files in the preview: the site with them read anew.

The new text of a post is taken over in place, if it has no say in where the post stands, what it
is called or who wrote it. For other changes of posts the blog is put in order again, and what they
don't touch is kept. Anything else is for a build to read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from mkdocs_byline.content.list_blocks import list_texts
from mkdocs_byline.host import compat
from mkdocs_byline.host.loader import load_post
from mkdocs_byline.host.nav import blog_plugin
from mkdocs_byline.host.posts import file_guard
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.host.project import is_medium, is_post
from mkdocs_byline.host.serve import site_loader
from mkdocs_byline.host.serve.site import Site, may_defer, suits_edits

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.model import Picture, Post

# What of a post comes from its text alone and is shown by no other page.
_TEXT = ("body", "body_line", "pictures", "sha256")


def apply(
    site: Site, changed: Iterable[str], states: Callable[[MkDocsConfig], list[BuildState]]
) -> Site | None:
    """Return the site with changes taken over; None if all has to be read anew."""
    paths = sorted(changed)
    if not paths or not suits_edits(site.config):
        return None
    if not site_loader.uses_snippets(site.config) and all(
        _take_over(site, path) for path in paths
    ):
        site.made.clear()
        return site
    return _read_posts(site, paths, states)


def _read_posts(
    site: Site, paths: Collection[str], states: Callable[[MkDocsConfig], list[BuildState]]
) -> Site | None:
    """Return the site with posts, and what lies beside them, read again."""
    config = site.config
    if not may_defer(config) or blog_plugin(config):
        return None
    if any(state.blog.library.withheld for state in site.states):
        return None  # Media that only unpublished posts use are kept back: any text may name them.
    if not all(_is_beside_posts(path, site) for path in paths):
        return None
    uris = [_uri(path, site) for path in paths]
    for state in site.states:
        state.note_changed(uris)
    found = site_loader.reread(site, uris, states)
    if found:
        for uri in uris:
            file = found.files.src_uris.get(uri)
            if file and isinstance(file.page, PostPage):
                file.page.load()
        found.report_late_problems()
    return found


def _uri(path: str, site: Site) -> str:
    """Return a file's path in the docs folder; nothing if it is elsewhere."""
    docs = Path(site.config.docs_dir)
    return Path(path).relative_to(docs).as_posix() if Path(path).is_relative_to(docs) else ""


def _is_beside_posts(path: str, site: Site) -> bool:
    """Whether a file is, was or will be a post, or what moves with posts and nothing more."""
    config, uri = site.config, _uri(path, site)
    if Path(path).resolve() != Path(config.docs_dir).resolve() / uri:
        return False  # There is a symbolic link in it.
    if Path(path).is_dir() or any(part.startswith(".") for part in uri.split("/")):
        return False
    file = File(uri, config.docs_dir, config.site_dir, config.use_directory_urls)
    return any(
        (is_post(file, state.blog.settings) or is_medium(file, state.blog.settings))
        and uri not in state.blog.settings.own_files
        for state in site.states
    )


def reread(state: BuildState, file: File) -> Post | None:
    """Return a post as its file is now; None if more than its text has changed."""
    path = file.src_uri
    old, source = state.blog.posts[path], Path(file.abs_src_path or "")
    known = {
        problem for problem in state.blog.problems if problem.path == state.project.shown(path)
    }
    # Media that only unpublished posts use are kept back: any text may name them.
    if path in state.broken or not old.listed or state.blog.library.withheld:
        return None
    if not source.is_file() or source.is_symlink():
        return None
    if file_guard.check(file, state.blog.settings, state.project.shown):
        return None
    found = load_post(state, path)
    if not known <= set(found.problems) <= set(state.blog.problems) or len(found.posts) != 1:
        return None
    # As they were before they were linked to listings: for that, all others have to be known.
    (new,) = found.known
    before = next(post for post in state.blog.library.known if post.path == path)
    if _scaled(new) != _scaled(before):
        return None  # Other files are to be written.
    if list_texts(new.body) != list_texts(old.body):
        return None  # What they name has to be known.
    text = {name: getattr(new, name) for name in _TEXT}
    return replace(old, **text) if replace(before, **text) == new else None


def _scaled(post: Post) -> set[Picture]:
    return {picture for picture in post.pictures if picture.widths}


def _take_over(site: Site, path: str) -> bool:
    """Convert a post anew if only its text has changed; False if it was more."""
    state, file = next(
        (
            (state, state.files[uri])
            for state in site.states
            if (uri := _uri(path, site)) in state.files
        ),
        (None, None),
    )
    post = reread(state, file) if state and file else None
    if not (state and file and post):
        return False
    page = file.page
    assert isinstance(page, PostPage)
    page.post = post
    state.take_text(post)
    page.loader = None
    compat.populate_page(page, site.config, site.files)
    if page.failure:
        return False
    site.report_late_problems()
    site.check_anchors([file, *site.leading_to([file])])
    return True

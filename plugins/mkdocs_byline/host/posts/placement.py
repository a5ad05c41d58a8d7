"""Placement of the blog's files in the site: posts, media, listings, and what is generated."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel

from mkdocs_byline.blog.media import medium_place
from mkdocs_byline.blog.project import named_in_nav
from mkdocs_byline.blog.urls import is_inside
from mkdocs_byline.host.build_state import BuildState
from mkdocs_byline.host.interop.static_i18n import mark_files
from mkdocs_byline.host.posts.own_file import OwnFile
from mkdocs_byline.host.posts.pages import BrokenPage, PostPage, give_up
from mkdocs_byline.host.project import is_medium, is_post
from mkdocs_byline.outputs.context import listing_title

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def leave_to_blog(paths: list[str], config: MkDocsConfig) -> None:
    """Keep mkdocs-git-authors from asking git about listings that are in no file.

    It leaves out generated files when it reads them all, but not when their pages are made, and
    warns of each then. What its option `exclude` names it leaves alone.
    """
    if plugin := config.plugins.get("git-authors"):
        known = plugin.config.get("exclude") or []
        new = dict.fromkeys(map(glob.escape, paths))
        plugin.config["exclude"] = [*known, *(path for path in new if path not in known)]


def place(
    state: BuildState, files: Files, config: MkDocsConfig, last: BuildState | None = None
) -> None:
    """Move posts and their media to their URLs, and add files for the listings.

    What has a place from `last` keeps its page, if nothing in it can be different.
    """
    listed = last.listing_files.all if last else ()
    kept = {file.src_uri: file for file in listed if file.generated_by}
    settings, named = state.blog.settings, dict(named_in_nav(config.nav))
    for file in list(files):
        if is_post(file, settings):
            _place_post(state, file, config)
            if isinstance(file.page, PostPage) and (label := named.get(file.src_uri)):
                file.page.title = file.page.label = label
        elif is_medium(file, settings):
            move(file, medium_place(file.src_uri, settings), config)
    by_dest = {
        file.dest_uri: file
        for file in files.documentation_pages()
        if file.src_uri not in state.blog.posts
    }
    for listing in state.blog.listings.values():
        intro = by_dest.get(listing.dest)
        if intro is not None:  # A page that an editor wrote for this place.
            intro.page = None
        title = listing_title(state.blog, listing.view)
        file = intro or kept.get(listing.path) or own_file(state, config, listing.path, title)
        if intro is None:
            if state.blog.build.folder:
                move(file, listing.dest, config)
            files.append(file)
        file.inclusion = InclusionLevel.UNDEFINED if file.generated_by else file.inclusion
        is_named = not config.nav or listing.path in named
        if listing.view.kind != "blog" or listing.number > 1 or (not intro and not is_named):
            file.inclusion = InclusionLevel.NOT_IN_NAV
        state.listing_files.add(file, listing)
    own = [(state.feeds.path, state.feeds.dest)] if state.feeds.path else []
    own += [(search.source, search.dest)] if (search := state.search_page) else []
    own += [(page.path, page.dest) for page in state.editions.pages.values()]
    for path, dest in own:
        file = kept.get(path) or own_file(state, config, path)
        move(file, dest, config)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
        state.listing_files.add(file)
    mark_files((*state.files.values(), *state.listing_files.all), config)
    leave_to_blog([file.src_uri for file in state.listing_files.all if file.generated_by], config)
    for output in state.registry.generated:
        files.append(OwnFile.make(config, output.dest, state.sources, content=output.content()))
    for output in state.registry.data:
        if output.dest not in files.src_uris:
            files.append(DataFile.make(config, output.dest, state.sources))


def build_always(state: BuildState) -> None:
    """Have `mkdocs build --dirty` make all pages of the blog, which show each other."""
    for file in (*state.files.values(), *state.listing_files.all):
        vars(file)["is_modified"] = lambda: True


def _place_post(state: BuildState, file: File, config: MkDocsConfig) -> None:
    path = file.src_uri
    if post := state.blog.posts.get(path):
        file.inclusion = InclusionLevel.NOT_IN_NAV
        page = file.page
        if isinstance(page, PostPage) and page.post is post:
            if page.failure:
                give_up(state, page)
            return
        move(file, post.dest, config)
        PostPage(state, post, file, config)
    elif broken := state.broken.get(path):
        move(file, broken.dest, config)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        BrokenPage(None, file, config)
    else:
        file.inclusion = InclusionLevel.EXCLUDED


def own_file(state: BuildState, config: MkDocsConfig, path: str, title: str = "") -> OwnFile:
    """Return the file of a page that is generated."""
    source = f"# {title}\n" if title else ""
    return OwnFile.make(config, path, state.sources, source=source)


class DataFile(OwnFile):
    """Stands for a file that is written when all pages are made, for links to lead there."""

    def is_documentation_page(self) -> bool:
        """Whether MkDocs makes a page of it: not even of Markdown, which is there to be read."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Leave it to who writes it; see `output/data_files.py`."""


def move(file: File, dest: str, config: MkDocsConfig) -> None:
    """Give a file another place in the site; its URL follows by MkDocs' own rule.

    Raises:
        PluginError: if that is outside. It is reported to authors before; this is the last lock.
    """
    if not is_inside(dest):
        raise PluginError(f"byline: '{dest}' would lie outside the site. Nothing was built.")
    file.dest_uri, file.dest_dir = dest, config.site_dir  # Another plugin may have made the file.
    for derived in ("url", "abs_dest_path"):
        file.__dict__.pop(derived, None)

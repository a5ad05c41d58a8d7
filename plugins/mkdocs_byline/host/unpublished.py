"""What belongs to unpublished posts: kept out of a build, and looked for in what came of it."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import InclusionLevel

from mkdocs_byline.blog.media import Text, withheld_media
from mkdocs_byline.host import log
from mkdocs_byline.host.loader import project
from mkdocs_byline.review.leaks import Medium, find_leaks

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_byline.host.build_state import Blog


def keep_back(blog: Blog, files: Files, config: MkDocsConfig) -> None:
    """Leave out of the site what only unpublished posts use."""
    blog.site_files = files
    if not blog.library.withheld:
        return
    folder = f"{blog.settings.posts_folder}/"
    beside = {
        file.src_uri: file
        for file in files
        if file.src_uri.startswith(folder)
        and not file.is_documentation_page()
        and file.inclusion is not InclusionLevel.EXCLUDED
    }
    places = {path: file.dest_uri for path, file in beside.items()}
    found = withheld_media(places, blog.library.withheld, blog.posts, _published(blog, config))
    for path, post in found.items():
        file = beside[path]
        file.inclusion = InclusionLevel.EXCLUDED
        if file.abs_src_path:
            blog.withheld_media.append(Medium(post, file.dest_uri, Path(file.abs_src_path)))


def _published(blog: Blog, config: MkDocsConfig) -> Iterator[Text]:
    """Yield all pages that are built, and the authors file, as texts with links."""
    assert blog.site_files is not None
    for file in blog.site_files.documentation_pages():
        folder = posixpath.dirname(file.dest_uri)
        yield Text(file.src_uri, folder, file.content_bytes.decode("utf-8", "replace"))
    authors = Path(config.docs_dir, blog.settings.authors_path)
    if authors.is_file():
        yield Text("", "", authors.read_text(encoding="utf-8", errors="replace"))


def check(blog: Blog, config: MkDocsConfig) -> None:
    """Search the finished site for unpublished posts.

    Raises:
        PluginError: if there is anything of them.
    """
    if not blog.library.withheld or blog.build.preview:
        return
    assert blog.site_files is not None
    places = {
        file.dest_uri for file in blog.site_files if file.inclusion is not InclusionLevel.EXCLUDED
    }

    @functools.cache
    def texts() -> tuple[str, ...]:
        """Everything that the site's makers wrote for readers, and the theme's words."""
        found = [each.text for each in _published(blog, config)]
        paths = [Path(config.config_file_path)] if config.config_file_path else []
        for folder in config.theme.dirs:
            paths += sorted(Path(folder).rglob("*.html"))
        found += [path.read_text(encoding="utf-8", errors="replace") for path in paths]
        return tuple(found)

    found = find_leaks(
        Path(config.site_dir),
        blog.library.withheld,
        blog.withheld_media,
        others=blog.standing.pages() if blog.standing else (),
        places=places,
        said=lambda text: any(text in each for each in texts()),
        shown=blog.shown,
    )
    log.problems(found, preview=False, annotated_in=project(config))

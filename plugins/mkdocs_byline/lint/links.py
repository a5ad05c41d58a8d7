"""Checks of a post's links and of its pictures' weight."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote, unquote

from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.markdown_page import Link
from mkdocs_byline.content.media import medium
from mkdocs_byline.content.pictures import kind
from mkdocs_byline.content.safe_files import MARKDOWN
from mkdocs_byline.content.web_address import with_scheme
from mkdocs_byline.lint.site import Site, Target, resolve
from mkdocs_byline.problems import Problem, did_you_mean

HEAVY_PICTURE = 1_000_000  # Bytes.
MAX_MEDIUM = 20_000_000  # Minutes of film; only its beginning is loaded before somebody plays it.


Led = Sequence[tuple[Link, Target]]  # Links into the site, and where they lead.


def targets(source: Source, dest: str, site: Site) -> Led:
    """Return the post's links into the site.

    Paths lead to files; in HTML, and without an extension, they are URLs, from the page's own. A
    file that HTML shows may be named either way.

    Args:
        dest: The post's output file.
    """
    found = []
    for link in site.page(source.path).links:
        path = unquote(link.target.partition("#")[0].partition("?")[0])
        is_url = link.is_html or not posixpath.splitext(path)[1]
        target = resolve(link.target, dest if is_url and path else source.path)
        beside = resolve(link.target, source.path) if link.is_shown else None
        if beside and (beside.path in site.files or not path.startswith("../")):
            target = beside
        if target:
            found.append((link, target))
    return found


def broken_links(source: Source, led: Led, site: Site) -> Iterator[Problem]:
    """Report links to what is not there."""
    for link in site.page(source.path).links:
        if re.match("[a-z]+[:;]/", link.target, re.IGNORECASE) and (
            meant := with_scheme(link.target)
        ):
            message = f"'{link.target}' is no address: the start of https:// is mistyped."
            yield Problem(source.shown, *link.at, "BY507", message, f"Write {meant}.")
    for link, target in led:
        pages = (target.path, f"{target.path}/index.html", f"{target.path}.html")
        if target.path in site.files or target.path in site.generated:
            continue
        if any(page in site.outputs for page in pages):
            continue
        if meant := with_scheme(link.target):
            message = f"https:// is missing: '{link.target}' leads to a page of this site."
            yield Problem(source.shown, *link.at, "BY507", message, f"Write {meant}.")
            continue
        what = _called(link.target) if link.is_image or link.is_shown else "link"
        message = f"the {what} '{link.target}' leads to nothing in the site."
        hint = _suggest(link, target, source, site)
        yield Problem(source.shown, *link.at, "BY507", message, hint)


def _suggest(link: Link, target: Target, source: Source, site: Site) -> str:
    """Return what was probably meant: another address, or a file of that name or nearly so."""
    if option := site.option_for(target.path):
        return f"Pages like it are there with the option '{option}: true'."
    if "@" in link.target and "/" not in link.target:
        return f"Did you mean 'mailto:{link.target}'?"
    path, mark, anchor = link.target.partition("#")
    name = posixpath.basename(unquote(path)).lower()
    start = posixpath.dirname(source.path)
    if (link.is_shown or not link.is_html) and name not in ("index.md", "readme.md"):
        same = [file for file in site.files if posixpath.basename(file).lower() == name]
        paths = [posixpath.relpath(file, start) for file in same if file != source.path]
        if paths:
            return f"Did you mean '{min(sorted(paths), key=len)}{mark}{anchor}'?"
    folder = posixpath.normpath(posixpath.join(start, posixpath.dirname(path)))
    files = [posixpath.split(file) for file in site.files]
    beside = [file for parent, file in files if parent == folder]
    return did_you_mean(name, beside) or "Check the path; it starts at the post's own file."


def broken_anchors(source: Source, led: Led, site: Site) -> Iterator[Problem]:
    """Report links to headings that a page does not have."""
    for link, target in led:
        if not target.anchor or not target.path.endswith(MARKDOWN):
            continue
        if target.path not in site.files or site.has_anchor(target.path, target.anchor):
            continue
        message = f"the link '{link.target}' leads to no heading '{target.anchor}'."
        hint = did_you_mean(target.anchor, site.anchors(target.path))
        hint = hint or "Copy the anchor from the heading's own link."
        yield Problem(source.shown, *link.at, "BY508", message, hint)


def heavy_images(source: Source, led: Led, site: Site) -> Iterator[Problem]:
    """Report pictures, films and sounds that take long to load, where they are shown."""
    for link, target in led:
        if not (link.is_image or link.is_shown) or target.path not in site.files:
            continue
        what, size = _called(target.path), site.size(target.path)
        limit, hint = HEAVY_PICTURE, "Scale it down, or save it as WebP, to less than 1 MB."
        if medium(target.path):
            limit, hint = MAX_MEDIUM, "Shorten it, or encode it for the web, to less than 20 MB."
        if size > limit:
            message = f"the {what} '{link.target}' has {size / 1e6:.1f} MB."
            yield Problem(source.shown, *link.at, "BY504", message, hint)


# By name in `CHECKS`.
LINK_CHECKS: Mapping[str, Callable[[Source, Led, Site], Iterator[Problem]]] = {
    "image-size": heavy_images,
    "links": broken_links,
    "anchors": broken_anchors,
}


def _called(path: str) -> str:
    return medium(path) or ("picture" if kind(path) else "file")


def links_to_gone(gone: Mapping[str, str], site: Site) -> Iterator[Problem]:
    """Report links, in any page, to files that were deleted or moved.

    Args:
        gone: Their paths in the docs folder, and where each moved; empty if nowhere.
    """
    names = {posixpath.basename(path) for path in gone}
    names |= {quote(name) for name in names}
    for path in site.texts:
        if not path.endswith(MARKDOWN) or not any(name in site.text(path) for name in names):
            continue
        for link in site.page(path).links:
            target = resolve(link.target, path)
            if target is None or target.path not in gone or link.is_html:
                continue
            now = gone[target.path]
            what = f"moved to '{now}'" if now else "is deleted"
            message = f"the link '{link.target}' leads to a file that {what}."
            hint = "Link something else, or remove it."
            if now:
                mark = f"#{target.anchor}" if target.anchor else ""
                hint = f"Write '{posixpath.relpath(now, posixpath.dirname(path))}{mark}'."
            shown = site.shown(target.path)
            yield Problem(site.shown(path), *link.at, "BY507", message, hint, (shown,))

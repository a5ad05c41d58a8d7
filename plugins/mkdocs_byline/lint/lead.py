"""Checks of a post's lead picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.lint.links import HEAVY_PICTURE
from mkdocs_byline.lint.site import Site
from mkdocs_byline.problems import Problem

MIN_WIDTH = 1200  # Pixels: twice what a column of text has, and what cards are wide.


def lead_alt(source: Source, site: Site) -> Iterator[Problem]:
    """Report a lead picture of which nobody said what it shows, nor that it shows nothing."""
    entry = source.matter.image
    if entry and entry.alt is None:
        message = f"the lead picture '{entry.src}' has no text alternative."
        hint = "Write 'alt:' with what it shows; for mere decoration, alt: \"\"."
        yield Problem(source.shown, *source.position("image"), "BY501", message, hint)


def lead_weight(source: Source, site: Site) -> Iterator[Problem]:
    """Report a lead picture that takes long to load."""
    image = site.lead(source)
    file = image.picture if image else None
    if file and file.length > HEAVY_PICTURE:
        message = f"the lead picture '{file.path}' has {file.length / 1e6:.1f} MB."
        hint = "Scale it down, or save it as WebP, to less than 1 MB."
        yield Problem(source.shown, *source.position("image"), "BY504", message, hint)


def lead_size(source: Source, site: Site) -> Iterator[Problem]:
    """Report a lead picture that is too small to lead."""
    image = site.lead(source)
    file = image.picture if image else None
    if file and file.type != "image/svg+xml" and 0 < file.width < MIN_WIDTH:
        message = f"the lead picture '{file.path}' is {file.width} pixels wide."
        hint = f"Take one of {MIN_WIDTH} or more, or show it in the text instead."
        yield Problem(source.shown, *source.position("image"), "BY520", message, hint)


# By name in `CHECKS`.
LEAD_CHECKS: Mapping[str, Callable[[Source, Site], Iterator[Problem]]] = {
    "alt-text": lead_alt,
    "image-size": lead_weight,
    "lead-size": lead_size,
}

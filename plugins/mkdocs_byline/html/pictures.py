"""Attributes of pictures that browsers need before they load them.

Width and height keep the page from jumping, smaller sizes and lazy loading keep it light. Only
attributes that nobody gave are added. A large picture becomes a link to its file, which is how one
looks at it closely without a script.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin

from mkdocs_byline.model import Picture

COLUMN = 620  # Pixels that a line of text takes on a wide screen, and a picture in it.
WIDE = 1000  # The same of one that is to be wider than the text.
ENLARGED = 900  # Pixels that a picture needs for a closer look to show more.
_TALL = 0.8  # Of width to height; what is narrower would fill more than a screen.

_TAG = re.compile(
    r"<(/?)(a|button|label|picture|summary|img)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"([a-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.IGNORECASE
)
_BASE = "https://site.invalid/"


def describe_pictures(
    html: str, url: str, pictures: Iterable[Picture], *, first_is_lazy: bool, enlarges: bool
) -> str:
    """Add to a post's pictures what is known of them.

    Args:
        url: The post's own, relative to the site.
        pictures: Those that it may show.
        first_is_lazy: Whether something else leads, so that no picture is to be loaded at once.
        enlarges: Whether large ones lead to their files.
    """
    known = {each.dest: each for each in pictures}
    inside: list[str] = []  # Elements whose pictures are no links, or not loaded as they are.
    seen = 0

    def rewritten(match: re.Match[str]) -> str:
        nonlocal seen
        tag = match[2].lower()
        if tag != "img":
            if match[1] and tag in inside:
                inside.remove(tag)
            elif not match[1]:
                inside.append(tag)
            return match[0]
        values = _attributes(match[3])
        picture = _find(values.get("src", ""), url, known)
        seen += 1
        if not picture:
            return match[0]
        is_lazy = first_is_lazy or seen > 1
        added = _added(values, picture, is_lazy=is_lazy, is_plain="picture" not in inside)
        image = f"<img{match[3].rstrip(' /')}{added}>"
        is_large = max(picture.width, picture.height) >= ENLARGED
        if not (enlarges and is_large and not inside):
            return image
        return f'<a class="byline-enlarge" href="{escape(values["src"])}">{image}</a>'

    return _TAG.sub(rewritten, html)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape("".join(values)))
    return found


def _find(src: str, url: str, known: Mapping[str, Picture]) -> Picture | None:
    try:
        address = urljoin(_BASE + url, src)
    except ValueError:
        return None
    path = address.partition("#")[0].partition("?")[0]
    return known.get(unquote(path.removeprefix(_BASE))) if path.startswith(_BASE) else None


def _added(values: Mapping[str, str], picture: Picture, *, is_lazy: bool, is_plain: bool) -> str:
    """Return attributes to add.

    Args:
        is_plain: Whether the picture is loaded by its own `src`.
    """
    new = _size(values, picture)
    if is_lazy and "loading" not in values:
        new["loading"] = "lazy"
    new.setdefault("decoding", values.get("decoding", "async"))
    if picture.widths and is_plain and "srcset" not in values:
        at = values["src"].partition("#")[0].partition("?")[0]
        new["srcset"] = _sizes(at, picture)
        given = values.get("width", "")
        is_wide = not {"full", "wide"}.isdisjoint(values.get("class", "").split())
        column = WIDE if is_wide else COLUMN
        shown = f"{given}px" if given.isdecimal() else f"(min-width: {column}px) {column}px, 100vw"
        new["sizes"] = f"auto, {shown}" if "loading" in new else shown
    if picture.height and picture.width < _TALL * picture.height and "style" not in values:
        new["style"] = f"--byline-ratio: {picture.width / picture.height:.3f}"
    return "".join(
        f' {name}="{escape(value)}"' for name, value in new.items() if name not in values
    )


def _size(values: Mapping[str, str], picture: Picture) -> dict[str, str]:
    """Return width and height, in proportion to one that is given."""
    width, height = values.get("width"), values.get("height")
    if not picture.width or not picture.height or (width is not None and height is not None):
        return {}
    if width is not None:
        scaled = picture.height * int(width) / picture.width if width.isdecimal() else 0
        return {"height": str(round(scaled))} if scaled else {}
    if height is not None:
        scaled = picture.width * int(height) / picture.height if height.isdecimal() else 0
        return {"width": str(round(scaled))} if scaled else {}
    return {"width": str(picture.width), "height": str(picture.height)}


@functools.lru_cache(maxsize=4096)
def _sizes(src: str, picture: Picture) -> str:
    """Return the smaller sizes of a picture, beside it."""
    folder, slash, _ = src.replace(" ", "%20").replace(",", "%2C").rpartition("/")
    names = ((picture.sized(width).rpartition("/")[2], width) for width in picture.widths)
    return ", ".join(f"{folder}{slash}{quote(name)} {width}w" for name, width in names)

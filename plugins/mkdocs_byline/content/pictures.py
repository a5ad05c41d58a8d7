"""Sizes of pictures, and whether they move, read from their files' headers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import imagesize

KINDS = {
    ".apng": "image/apng",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_MAX_NAME = 300  # Characters of a path that are looked at.
_END = re.compile(r"\.(?:apng|avif|gif|jpe?g|png|svg|webp)(?![\w-])", re.IGNORECASE)
_OUTSIDE = re.compile(r"[\s\"'()<>\[\]{},=]")
_SVG = re.compile(r"<svg\b[^>]*>", re.IGNORECASE)
_LENGTH = r"""(?<![\w-]){}\s*=\s*["']\s*(\d+(?:\.\d+)?)(?:px)?\s*["']"""
_VIEW = re.compile(r"""\bviewBox\s*=\s*["'](?:[-\d.]+[\s,]+){2}([\d.]+)[\s,]+([\d.]+)\s*["']""")


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture's file says of it; sizes are as browsers show it, 0 if unknown."""

    width: int = 0
    height: int = 0
    length: int = 0
    is_animated: bool = False


def kind(path: str) -> str:
    """Return a picture's media type by its name; empty for what is none."""
    return KINDS.get(posixpath.splitext(path)[1].lower(), "")


def read_header(file: BinaryIO, path: str) -> Header:
    """Read what a picture's file says of it."""
    length = file.seek(0, 2)
    file.seek(0)
    head = file.read(4096)
    if kind(path) == "image/svg+xml" or head.lstrip()[:1] == b"<":  # XML, which would be parsed.
        return Header(*_vector_size(head.decode("utf-8", "replace")), length)
    file.seek(0)
    try:
        width, height = imagesize.get(file, exif_rotation=True)
    except Exception:  # Whatever a broken header leads to.
        width = height = 0
    return Header(max(width, 0), max(height, 0), length, _is_animated(head))


def _is_animated(head: bytes) -> bool:
    if head[:4] == b"RIFF" and head[12:16] == b"VP8X":
        return any(flags & 2 for flags in head[20:21])
    return head[:3] == b"GIF" or (head[:4] == b"\x89PNG" and b"acTL" in head)


def _vector_size(text: str) -> tuple[int, int]:
    """Return the size that a drawing has by itself, else that of what it shows."""
    root = _SVG.search(text)
    if not root:
        return 0, 0
    given = [re.search(_LENGTH.format(name), root[0]) for name in ("width", "height")]
    sizes = [float(each[1]) for each in given if each]
    if len(sizes) < 2 and (view := _VIEW.search(root[0])):
        try:
            sizes = [float(view[1]), float(view[2])]
        except ValueError:
            return 0, 0
    return (round(sizes[0]), round(sizes[1])) if len(sizes) == 2 else (0, 0)


def names(text: str) -> Iterator[str]:
    """Yield what in a text looks like a picture's path, in time that grows with its length."""
    for match in _END.finditer(text):
        before = text[max(0, match.start() - _MAX_NAME) : match.start()]
        if name := _OUTSIDE.split(before)[-1]:
            yield name + match[0]

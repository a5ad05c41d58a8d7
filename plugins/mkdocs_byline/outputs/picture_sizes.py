"""Smaller sizes of posts' pictures as outputs, made by Pillow where it is installed."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from mkdocs_byline.blog.pictures import MAX_SCALED_PIXELS
from mkdocs_byline.cache.store import key
from mkdocs_byline.model import Picture, Post
from mkdocs_byline.outputs.output import Output

if TYPE_CHECKING:
    from PIL import Image

_ORIENTATION = 0x0112  # https://exiftool.org/TagNames/EXIF.html
_QUALITY = 80


def picture_outputs(
    posts: Iterable[Post], read: Callable[[str], bytes], said: Callable[[str], None]
) -> Iterator[Output]:
    """Yield the smaller sizes of all pictures that posts show.

    Args:
        read: Returns a file's content.
        said: Called with what is to be said of a picture that can't be made smaller.
    """

    @functools.cache
    def digest(path: str) -> str:
        return hashlib.sha256(read(path)).hexdigest()

    said = functools.cache(said)  # It is the same of all sizes.
    for picture in shown(posts):
        for width in picture.widths:
            dest = picture.sized(width)
            yield Output(
                dest=dest,
                kind="picture",
                owner=f"a size of {picture.path}",
                url=dest,
                gives_way=True,
                content=functools.partial(_content, read, picture.path, width, said),
                digest=functools.partial(_key, digest, picture.path, width),
            )


def shown(posts: Iterable[Post]) -> list[Picture]:
    """Return the pictures that posts show, each once."""
    found = {each.dest: each for post in posts for each in post.pictures}
    for post in posts:
        if post.image and (lead := post.image.picture):
            found.setdefault(lead.dest, lead)
    return list(found.values())


def _key(digest: Callable[[str], str], path: str, width: int) -> str:
    return key(digest(path), str(width), importlib.metadata.version("pillow"))


def _content(
    read: Callable[[str], bytes], path: str, width: int, said: Callable[[str], None]
) -> bytes:
    content = read(path)
    try:
        return scale(content, width)
    except Exception as error:  # Pillow raises what it likes for a damaged file.
        reason = re.sub(r" <_io\.[^>]*>", "", str(error)) or type(error).__name__
        said(f"'{path}' is shown in its own size only. It can't be made smaller: {reason}.")
        return content  # Browsers look at what is in a picture, not at its name.


def scale(content: bytes, width: int) -> bytes:
    """Return a picture as WebP of this width, upright, without what cameras write into it.

    Raises:
        ValueError: if it has too many pixels.
        Exception: whatever else Pillow raises for a picture that it can't read.
    """
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as opened:
        if opened.width * opened.height > MAX_SCALED_PIXELS:
            raise ValueError("it has too many pixels")
        is_turned = opened.getexif().get(_ORIENTATION, 1) >= 5
        own = (opened.height, opened.width) if is_turned else opened.size
        size = (width, max(1, round(own[1] * width / own[0])))
        opened.draft("RGB", size[::-1] if is_turned else size)  # JPEG is decoded no larger.
        profile = opened.info.get("icc_profile") if opened.mode in ("RGB", "RGBA") else None
        upright = ImageOps.exif_transpose(opened)
        scaled = _in_colours(upright).resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    out = io.BytesIO()
    scaled.save(out, "WEBP", quality=_QUALITY, method=4, icc_profile=profile or b"", exif=b"")
    return out.getvalue()


def _in_colours(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "RGBA"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")

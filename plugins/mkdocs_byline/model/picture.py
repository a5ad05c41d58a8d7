"""Frozen values of pictures."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the docs folder.

    Attributes:
        path, dest: Source and output file.
        width, height: In pixels, as browsers show it; 0 if unknown.
        length: In bytes.
        type: Media type.
        widths: Of the sizes that are made of it, rising; none if it is shown as it is.
    """

    path: str
    dest: str
    width: int
    height: int
    length: int
    type: str
    widths: tuple[int, ...] = ()

    def sized(self, width: int) -> str:
        """Return the output file of one of its sizes."""
        return f"{self.dest}.{width}.webp"


@dataclass(frozen=True, slots=True)
class Image:
    """A post's lead picture.

    Attributes:
        url: Site-relative and percent-encoded, or of another site.
        alt: What it shows, in words; empty where it is decoration.
        focus: What of it must stay when it is cropped, as in `50% 20%`; empty for its middle.
        picture: Its file; None on another site.
    """

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    focus: str = ""
    picture: Picture | None = None

    @property
    def width(self) -> int:
        return self.picture.width if self.picture else 0

    @property
    def height(self) -> int:
        return self.picture.height if self.picture else 0

    @property
    def sizes(self) -> tuple[tuple[str, int], ...]:
        """URL and width of each of its smaller sizes, rising."""
        picture = self.picture
        if picture is None:
            return ()
        return tuple((quote(picture.sized(width)), width) for width in picture.widths)

"""Drawing of an SVG template as PNG, with its text measured and broken into lines."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import bidirectional, category, normalize

import jinja2
from markupsafe import Markup

from mkdocs_byline.drawing.fonts import Fonts, Run
from mkdocs_byline.drawing.lines import fit

_SPACES = re.compile("[\t-\r\x1c- \x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+")
_LONGEST = 1000  # Characters that a picture has room for, and more.
_CAPITALS = 0.73  # Height of capital letters in ems, near enough in all fonts.


class DrawingError(Exception):
    """A template that makes no picture."""


def clean(text: str) -> str:
    """Return a text as one line of characters that can be drawn.

    Without soft hyphens: where a line ends is decided by what fits.
    """
    if text.isascii() and text.isprintable() and "  " not in text:  # As most are.
        return text.strip()
    kept = (
        char
        for char in _SPACES.sub(" ", normalize("NFC", text))
        if char != "\u00ad" and category(char) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()


def is_rtl(text: str) -> bool:
    """Whether a text is read from right to left, by its first letter."""
    directions = (bidirectional(char) for char in text)
    return next((each in ("R", "AL") for each in directions if each in ("L", "R", "AL")), False)


_ROOT = re.compile(rb"<svg\b([^>]*)>(.*)</svg>", re.DOTALL)
_PLACED = re.compile(
    rb"\s(x|y|width|height|overflow|preserveAspectRatio)\s*=\s*(\"[^\"]*\"|'[^']*')"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be put into another one.

    Attributes:
        type: Its media type, as in `image/png`.
        inline: Whether it is an SVG that may become part of the other: somebody's who is trusted.
    """

    data: bytes
    type: str
    inline: bool = False


def place(
    picture: Picture, *, box: tuple[float, float, float, float], crop: bool = False
) -> Markup:
    """Return a picture as SVG that fills a box, or is all in it; templates have it as `place`.

    Args:
        box: Left, top, width and height.
        crop: Whether it fills all of the box, and is cut off where it is too large.
    """
    x, y, width, height = map(_number, box)
    fill = "xMidYMid slice" if crop else "xMidYMid meet"
    if picture.inline and (root := _inlined(picture.data, width, height)):
        # What is clipped, or a picture in a picture, takes more time than all the rest.
        start = Markup('<svg x="{}" y="{}" width="{}" height="{}" overflow="visible" ')
        end = Markup('preserveAspectRatio="{}" {}').format(fill, root)
        return start.format(x, y, width, height) + end
    data = base64.b64encode(picture.data).decode()
    return Markup(
        '<svg x="{}" y="{}" width="{}" height="{}"><image width="{}" height="{}"'
        ' preserveAspectRatio="{}" href="data:{};base64,{}"/></svg>'
    ).format(x, y, width, height, width, height, fill, picture.type, data)


def _inlined(svg: bytes, width: str, height: str) -> Markup | None:
    """Return an SVG without the beginning of its first tag; None if it isn't written plainly."""
    match = _ROOT.search(svg)
    if match is None or b"<!ENTITY" in svg:
        return None
    sizes = {name: value[1:-1].removesuffix(b"px") for name, value in _PLACED.findall(match[1])}
    attributes = _PLACED.sub(b"", match[1])
    if b"viewBox" not in attributes:
        own = sizes.get(b"width", width.encode()), sizes.get(b"height", height.encode())
        attributes += b' viewBox="0 0 %b %b"' % own
    with contextlib.suppress(UnicodeDecodeError):
        return Markup((attributes + b">" + match[2] + b"</svg>").decode())  # noqa: S704
    return None


@dataclass(frozen=True, slots=True)
class TextSetter:
    """Sets texts in boxes; templates have it as `text`."""

    fonts: Fonts

    def __call__(
        self,
        text: str,
        *,
        box: tuple[float, float, float, float],
        sizes: Sequence[float],
        weight: int = 400,
        fill: str = "#000",
        leading: float = 1.2,
        at: Literal["top", "middle", "bottom"] = "top",
        rtl: bool = False,
    ) -> Markup:
        """Return a text as SVG, in the largest size in which it fits.

        Args:
            box: Left, top, width and height.
            sizes: The largest first.
            weight: As in CSS.
            leading: Distance of lines, as a factor of the size.
            at: Where in the box it stands if there is room left.
            rtl: Whether it is read from right to left, and so begins at the right.
        """
        left, top, width, height = box
        text = clean(text)
        if not text:
            return Markup("")
        if len(text) > _LONGEST:
            text = text[:_LONGEST] + "…"
        setting = self.fonts.setting(text + "…", weight)
        found = fit(text, setting.width, width=width, height=height, sizes=sizes, leading=leading)
        tall = _CAPITALS * found.size + (len(found.lines) - 1) * found.size * leading
        slack = {"top": 0.0, "middle": (height - tall) / 2, "bottom": height - tall}[at]
        x, anchor = (left + width, "end") if rtl else (left, "start")
        lines = []
        for number, line in enumerate(found.lines):
            y = top + slack + _CAPITALS * found.size + number * found.size * leading
            lines.append(
                Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
                    _number(x), _number(y), anchor, _line(setting.runs(line), rtl=rtl)
                )
            )
        group = Markup('<g xml:space="preserve" font-size="{}" fill="{}">{}</g>')
        return group.format(_number(found.size), fill, Markup("").join(lines))


def _line(runs: Sequence[Run], *, rtl: bool) -> Markup:
    """Return a line of text in a direction of its own.

    resvg lays out all text from left to right but for what is in an isolate. It may set a line
    in one face that has all of it, whatever is asked for: `Fonts.setting` leaves it no choice.
    """
    texts = [run.text for run in runs]
    texts[0] = ("\u2067" if rtl else "\u2066") + texts[0]
    texts[-1] += "\u2069"
    span = Markup('<tspan font-family="{}" font-weight="{}">{}</tspan>')
    return Markup("").join(
        span.format(_family(run.face.family), run.face.weight, text)
        for run, text in zip(runs, texts, strict=True)
    )


def draw(
    env: jinja2.Environment, template: str, values: Mapping[str, object], fonts: Fonts
) -> bytes:
    """Return a picture as PNG. The same template, values and fonts give the same bytes.

    Raises:
        DrawingError: if the template fails, or makes no SVG.
    """
    import resvg_py

    try:
        found = env.get_template(template)
        svg = found.render(values, text=TextSetter(fonts), place=place)
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(file) for file in fonts.files],
        )
    except BaseException as error:  # Whatever a template's expressions raise.
        # What resvg, written in Rust, calls a panic is no `Exception`.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise DrawingError(f"{type(error).__name__}: {error}") from error
        raise


def versions() -> str:
    """Return the versions of what draws: the picture depends on them."""
    import resvg_py
    import uharfbuzz

    return f"{resvg_py.__version__} {resvg_py.__resvg_version__} {uharfbuzz.__version__}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _family(name: str) -> str:
    """Return a family's name as CSS quotes it."""
    return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"

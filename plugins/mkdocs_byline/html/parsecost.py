"""Cost of parsing HTML as browsers do: an upper bound, in linear time.

The algorithm of the HTML standard takes quadratic time and memory where formatting elements stay
open: each later block gets a copy of every one. nh3's parser runs in native code, which no timer
interrupts, so the work is bounded before it begins. What counts is how many elements are open at
each tag. An end tag lowers that only where nothing could have kept a parser from heeding it: right
after what it closes, outside of comments and of elements that hold text.
https://html.spec.whatwg.org/multipage/parsing.html
"""

from __future__ import annotations

import re

from mkdocs_byline.timeout import OutOfTime

# One is a step over an open element, some 2 ns. A text of the largest size allowed, nested as
# people do, takes a tenth of this.
MAX_STEPS = 100_000_000
COPY = 400  # Steps that copying a formatting element takes; each also takes some 400 bytes.
_COMPARISON = 100  # Steps of looking whether one like it is open already.

_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt")
    + ("u",)
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param")
    + ("source", "track", "wbr")
)
_TEXT = frozenset(
    ("iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea")
    + ("title", "xmp")
)
_CELLS = frozenset(("caption", "td", "th"))
_ROWS = frozenset(("col", "colgroup", "tbody", "tfoot", "thead", "tr"))
_DRAWING = frozenset(
    ("circle", "defs", "ellipse", "g", "line", "lineargradient", "path", "polygon", "polyline")
    + ("radialgradient", "rect", "stop", "svg", "use")
)
_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTE = (
    rf"=?+[^\t\n\f\r />=]*+(?:{_SPACE}*+={_SPACE}*+"
    r"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >]*+))?+"
)
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|(?:<[!?]|</[^a-zA-Z])[^>]*+(?:>|\Z)"
    r"|<(?P<end>/?+)(?P<tag>[a-zA-Z][^\t\n\f\r />]*+)"
    rf"(?P<attributes>(?:[\t\n\f\r /]++|(?![>]|\Z){_ATTRIBUTE})*+)(?:>|\Z)",
    re.DOTALL,
)
_EACH = re.compile(rf"(?![\t\n\f\r />]){_ATTRIBUTE}")
_START = re.compile(r"</?[a-zA-Z]")


def check_parse_cost(html: str) -> None:
    """Check that parsing HTML ends soon.

    Raises:
        OutOfTime: if it might not.
    """
    if not _is_small(html):
        _Count(html)


def _is_small(html: str) -> bool:
    """Whether no HTML with as many and as long tags could reach the limit."""
    tags, longest = html.count("<"), max(map(len, html.split("<")))
    each = tags * (1 + COPY + _COMPARISON) + longest**2 // 32
    return tags * each < MAX_STEPS


class _Count:
    """Counts steps; `open` are the elements that may be open, the formatting ones also apart."""

    def __init__(self, html: str) -> None:
        self.steps = 0
        self.open: list[str] = []
        self.formatting = 0
        self.in_cell: list[bool] = []  # Of each table that may be open, the innermost last.
        self.is_orderly = True  # Whether that is sure.
        self.moved = 0  # What stands in a table, but in no cell, is moved in front of it.
        self.text = ""  # Element of text that may be open, in which no end tag but its own counts.
        self.is_drawing = False
        for token in _TOKEN.finditer(html):
            if "<" in token[0][1:]:
                self.skip(token[0][1:])
            if token["end"]:
                self.end(token["tag"].lower())
            elif token["tag"]:
                self.start(token["tag"].lower(), token["attributes"])
            if self.steps > MAX_STEPS:
                raise OutOfTime

    def skip(self, aside: str) -> None:
        """Count tags in comments and attributes as open from now on: they might be none of these.

        Where one of these begins and ends depends on what is open, which is not known for sure.
        """
        for _ in range(len(_START.findall(aside))):
            self.open.append("")
            self.formatting += 1
            self.steps += len(self.open) + self.formatting * COPY

    def start(self, tag: str, attributes: str) -> None:
        self.steps += len(self.open)
        if len(attributes) > 200:  # Each is compared with those before it.
            self.steps += sum(1 for _ in _EACH.finditer(attributes)) ** 2 // 8
        if self.in_cell:
            self.in_table(tag)
        if tag in _FORMATTING:
            self.steps += self.formatting * _COMPARISON
            self.formatting += 1
        elif tag != "span":  # It may close an element around formatting ones, which go on in it.
            self.steps += self.formatting * COPY
        self.is_drawing = tag == "svg" or (self.is_drawing and tag in _DRAWING)
        if tag in _VOID or (self.is_drawing and attributes.endswith("/")):
            return
        self.open.append(tag)
        if tag == "table":
            if not self.in_cell:
                self.is_orderly, self.moved = True, 0
            self.in_cell.append(False)
        if tag in _TEXT:
            self.text = self.text or tag

    def in_table(self, tag: str) -> None:
        if tag in _CELLS or tag in _ROWS:
            self.is_orderly = self.is_orderly and self.open[-1] in (_CELLS | _ROWS | {"table"})
            self.in_cell[-1] = tag in _CELLS
        elif not (self.is_orderly and self.in_cell[-1]):
            self.moved += 1
            self.steps += self.moved

    def end(self, tag: str) -> None:
        self.steps += len(self.open)
        if self.text and tag != self.text:
            return
        self.text = ""
        if not self.open or self.open[-1] != tag:
            self.steps += self.formatting * COPY
            self.is_drawing = self.is_orderly = False
            return
        self.open.pop()
        if tag in _FORMATTING:
            self.formatting -= 1
        elif tag in _CELLS and self.in_cell:
            self.in_cell[-1] = False
        elif tag == "table":
            self.in_cell.pop()
        self.is_drawing = self.is_drawing and tag != "svg"

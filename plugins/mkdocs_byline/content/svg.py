"""An SVG picture's bytes in, what could run in it out.

In an `<img>` no picture runs anything, but opened by its own address an SVG is a document of the
site like any other.
"""

from __future__ import annotations

import re
from xml.parsers import expat

_SVG = "http://www.w3.org/2000/svg"
_HTML = "http://www.w3.org/1999/xhtml"
# Drawing programs put labels into a <foreignObject> as HTML of this kind.
_LABELS = frozenset(
    ("a", "b", "blockquote", "body", "br", "code", "dd", "div", "dl", "dt", "em", "font", "h1")
    + ("h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "s", "small")
    + ("span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead")
    + ("tr", "u", "ul")
)
_RUNS = frozenset(("script", "handler", "listener"))
_ANIMATES = frozenset(("set", "animate", "animatecolor", "animatemotion", "animatetransform"))
_URLS = frozenset(("href", "src", "action", "formaction", "from", "to", "by", "values"))
_ENCODINGS = frozenset(("utf-8", "us-ascii", "ascii", "iso-8859-1", "utf-16"))
_INLINE_PICTURE = re.compile(r"data:image/(png|jpeg|jpg|gif|webp|avif)[;,]")


class _Active(Exception):
    """Something that could run; the text says what."""


def active_content(content: bytes) -> tuple[int, int, str] | None:
    """Return line, column and description of the first thing that could run; None if nothing can.

    What is not well-formed XML counts as such: browsers may read it in another way.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def declaration(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise _Active(f"the encoding '{encoding}' is not UTF-8.")

    def instruction(target: str, data: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _Active("a style sheet is loaded by <?xml-stylesheet?>.")

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if tag.lower() in _RUNS and space in (_SVG, _HTML, ""):
            raise _Active(f"<{tag}> can run.")
        if space == _HTML and tag.lower() not in _LABELS:
            raise _Active(f"the HTML element <{tag}> does not belong in a picture.")
        for full, value in attributes.items():
            _check_attribute(tag.lower(), full.rpartition(" ")[2].lower(), value)

    parser.XmlDeclHandler = declaration
    parser.ProcessingInstructionHandler = instruction
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except _Active as active:
        # Where the parser was when it met it.
        return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, str(active)
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = getattr(error, "lineno", 1)
        column = getattr(error, "offset", 0) + 1
        reason = str(error).partition(":")[0]
        return line, column, f"the picture is not well-formed XML: {reason}."
    return None


def _check_attribute(tag: str, name: str, value: str) -> None:
    if name.startswith("on"):
        raise _Active(f"the attribute '{name}' can run.")
    if tag in _ANIMATES and name == "attributename":
        target = value.strip().lower().rpartition(":")[2]
        if target == "href" or target.startswith("on"):
            raise _Active(f"<{tag}> changes '{value.strip()}'.")
    if name not in _URLS:
        return
    address = "".join(char for char in value if char > " ").lower()
    scheme, colon, _ = address.partition(":")
    if colon and re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
        allowed = scheme in ("http", "https", "mailto") or _INLINE_PICTURE.match(address)
        if name not in ("from", "to", "by", "values") and not allowed:
            raise _Active(f"the address in '{name}' begins with '{scheme}:'.")
    if "javascript:" in address or "data:text" in address:
        raise _Active(f"the address in '{name}' can run.")

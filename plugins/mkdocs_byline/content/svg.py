"""Check of SVG pictures for what could run in them or load from elsewhere.

In an `<img>` no picture runs anything, but opened by its own address an SVG is a document of the
site like any other, without the pages' policy.

A picture is published as it was sent in, so it must be one that every browser reads as expat
does. XML leaves parsers no choice but in three places, none of which is let through: encodings
other than UTF-8, declarations in the document itself (expat stops at a parameter entity that it
does not follow, browsers go on), and entities that only a known document type declares
(`javascript&colon;alert(1)`). Then everything that a browser can see was seen here.
"""

from __future__ import annotations

import re
from xml.parsers import expat

_SVG = "http://www.w3.org/2000/svg"
_HTML = "http://www.w3.org/1999/xhtml"
_EVENTS = "http://www.w3.org/2001/xml-events"
# Drawing programs put labels into a <foreignObject> as HTML of this kind.
_LABELS = frozenset(
    ("a", "b", "blockquote", "body", "br", "code", "dd", "div", "dl", "dt", "em", "font", "h1")
    + ("h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "s", "small")
    + ("span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead")
    + ("tr", "u", "ul")
)
_LABEL_ATTRIBUTES = frozenset(
    ("align", "alt", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "dir")
    + ("face", "height", "href", "id", "lang", "rel", "rowspan", "size", "src", "start", "style")
    + ("target", "title", "type", "valign", "value", "width", "space")
)
_KNOWN = """
a altGlyph altGlyphDef altGlyphItem animate animateColor animateMotion animateTransform circle
clipPath color-profile cursor defs desc discard ellipse feBlend feColorMatrix
feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage
feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
feTurbulence filter flowDiv flowLine flowPara flowRegion flowRegionExclude flowRoot flowSpan
font font-face font-face-format font-face-name font-face-src font-face-uri foreignObject g
glyph glyphRef hatch hatchpath hkern image line linearGradient marker mask mesh meshgradient
meshpatch meshrow metadata missing-glyph mpath page path pattern polygon polyline
radialGradient rect set solidcolor solidColor stop style svg switch symbol text textPath title
tref tspan use view vkern
"""
_ELEMENTS = frozenset(_KNOWN.split())
_ANIMATES = frozenset(("set", "animate", "animatecolor", "animatemotion", "animatetransform"))
_ADDRESSES = frozenset(("href", "src"))
_ANIMATED = frozenset(("from", "to", "by", "values"))
_LOADS = frozenset(("action", "background", "base", "formaction", "ping", "poster", "srcset"))
_TEXTS = frozenset(("alt", "content", "title"))  # Drawing programs keep their own data in one.
# All alike for the characters of ASCII.
_ENCODINGS = frozenset(("us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"))
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[^\s#;&<]+;")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_INLINE_PICTURE = re.compile(r"data:image/(png|jpeg|jpg|gif|webp|avif)[;,]")
_INLINE_FONT = re.compile(r"data:(font/|application/(x-)?font-|application/octet-stream)")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\r\n|[\n\r\f])|(.))", re.DOTALL)
_LOADING_RULE = re.compile(r"@import|(?<![a-z0-9_-])(?:-webkit-)?(?:image|image-set|src)\(")
_STYLE_URL = re.compile(r"url\(\s*[\"']?([^\"')]*)")


class _Active(Exception):
    """Something that could run or load; the text says what."""


def active_content(content: bytes) -> tuple[int, int, str] | None:
    """Return line, column and description of the first thing that could run or load, if any.

    What is not well-formed XML counts as such: browsers may read it in another way.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        return before.count(b"\n") + 1, column, "the picture's text is not UTF-8."
    return Reader(text).read()


class Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.style: list[str] | None = None  # Text of the <style> that is open.
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.declaration
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def read(self) -> tuple[int, int, str] | None:
        parser = self.parser
        try:
            parser.Parse(self.text, True)
        except _Active as active:
            # Where the parser was when it met it.
            return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, str(active)
        except (expat.ExpatError, LookupError, ValueError) as error:
            line = getattr(error, "lineno", 1)
            column = getattr(error, "offset", 0) + 1
            reason = str(error).partition(":")[0]
            return line, column, f"the picture is not well-formed XML: {reason}."
        return None

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if version != "1.0":
            raise _Active(f"the picture is XML {version}; 1.0 is allowed.")
        name = (encoding or "utf-8").lower()
        if name != "utf-8" and not (name in _ENCODINGS and self.text.isascii()):
            raise _Active(f"the encoding '{encoding}' is not UTF-8.")

    def document_type(
        self, name: str, system: str | None, public: str | None, has_declarations: int
    ) -> None:
        if has_declarations:
            raise _Active("the document type has declarations of its own (<!DOCTYPE … [ … ]>).")
        if system and not (public or "").startswith("-//W3C//DTD SVG "):
            raise _Active("the document type is not SVG's.")
        if entity := _ENTITY.search(self.text):
            raise _Active(f"the entity {entity[0]} is not declared.")

    def instruction(self, target: str, data: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _Active("a style sheet is loaded by <?xml-stylesheet?>.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space == _EVENTS or tag.lower() in ("script", "handler", "listener"):
            raise _Active(f"<{tag}> can run.")
        if space == _SVG and tag not in _ELEMENTS:
            raise _Active(f"the element <{tag}> is not known.")
        if space == _HTML and tag not in _LABELS:
            raise _Active(f"the HTML element <{tag}> does not belong in a picture.")
        if self.style is not None:
            raise _Active(f"<{tag}> stands in <style>.")
        for full, value in attributes.items():
            of, _, attribute = full.rpartition(" ")
            if space == _HTML and not of and attribute not in _LABEL_ATTRIBUTES:
                _check_name(attribute)
                if not attribute.startswith(("aria-", "data-")):
                    raise _Active(f"the attribute '{attribute}' of <{tag}> is not known.")
            _check_attribute(tag.lower(), attribute.lower(), value)
        if tag.lower() == "style":
            self.style = []

    def characters(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def end(self, name: str) -> None:
        if self.style is not None:
            _check_style("".join(self.style))
            self.style = None


def _check_name(name: str) -> None:
    if name.startswith("on"):
        raise _Active(f"the attribute '{name}' can run.")
    if name in _LOADS:
        raise _Active(f"the attribute '{name}' can load something.")


def _check_attribute(tag: str, name: str, value: str) -> None:
    """Refuse what an attribute of any namespace could do, by its name without the prefix."""
    _check_name(name)
    if tag in _ANIMATES and name == "attributename":
        target = value.strip().lower().rpartition(":")[2]
        if target in _ADDRESSES or target in _LOADS or target.startswith("on"):
            raise _Active(f"<{tag}> changes '{value.strip()}'.")
    if name not in _TEXTS and not name.startswith(("aria-", "data-")):
        _check_style(value)
    address = "".join(char for char in value if char > " ").lower()
    if name in _ANIMATED and ("javascript:" in address or "data:text" in address):
        raise _Active(f"the address in '{name}' can run.")
    if name in _ADDRESSES and not is_here(address):
        scheme = _SCHEME.match(address)
        is_link = tag == "a" and (not scheme or scheme[0] in ("http:", "https:", "mailto:"))
        if not (is_link or _INLINE_PICTURE.match(address)):
            begins = scheme[0] if scheme else address[:2]
            raise _Active(f"the address in '{name}' begins with '{begins}'.")


def is_here(address: str) -> bool:
    """Whether an address without white space leads nowhere but to the site itself."""
    return not _SCHEME.match(address) and not re.match(r"[/\\]{2}", address)


def _check_style(style: str) -> None:
    """Refuse what loads from elsewhere. Strings and comments are read like all else."""
    if "(" not in style and "@" not in style and "\\" not in style:
        return
    plain = _ESCAPE.sub(_unescaped, style).lower()
    if rule := _LOADING_RULE.search(plain):
        raise _Active(f"a style sheet or picture is loaded by '{rule[0]}'.")
    for found in _STYLE_URL.finditer(plain):
        address = "".join(char for char in found[1] if char > " ")
        if re.search(r"@namespace[^;{}]*$", plain[: found.start()]):
            continue  # A name and no address.
        if not (is_here(address) or _INLINE_PICTURE.match(address) or _INLINE_FONT.match(address)):
            raise _Active(f"a style loads 'url({address[:40]}'.")


def _unescaped(escape: re.Match[str]) -> str:
    number, newline, char = escape.groups()
    if number:
        code = int(number, 16)
        return chr(code) if 0 < code < 0xD800 else "\ufffd"
    return "" if newline else str(char)

"""The allow-list of HTML in posts: elements and attributes, and what their values may say.

The lists keep what Material, Python-Markdown and pymdownx write, and plain HTML that people type.
Left out is what runs, loads from elsewhere, covers the page, or passes for a part of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_TEXT = """
a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup
data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header
hgroup hr i input ins kbd label li mark meter nav ol p pre progress q rp rt ruby s samp section
small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr
"""
_MEDIA = "audio img picture source track video"
# No element in which HTML may stand again (title, desc, foreignObject): parsers differ there.
_SVG = (
    "svg circle defs ellipse g line linearGradient path polygon polyline radialGradient rect stop"
)
_MATHML = """
math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow
ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
"""
TAGS = frozenset(f"{_TEXT} {_MEDIA} {_SVG} {_MATHML}".split())

# Elements whose content is no text for readers, and goes with them.
WITHOUT_CONTENT = frozenset(
    ("annotation", "annotation-xml", "desc", "noembed", "noframes", "noscript", "script", "style")
    + ("template", "title")
)

# Holds the options of a list of posts that is put there when the page is made.
LIST_ATTRIBUTE = "data-byline-posts"
_LIST_OPTIONS = re.compile(r"[\w.~%-]*", re.ASCII)

_EVERYWHERE = "align class dir hidden id lang markdown role style tabindex title translate"
_EVERYWHERE += " data-search-exclude"
_PAINT = """
fill fill-opacity fill-rule opacity stroke stroke-dasharray stroke-linecap stroke-linejoin
stroke-miterlimit stroke-opacity stroke-width transform
"""
_LAYOUT = "accent accentunder columnalign columnspacing depth display displaystyle fence form"
_LAYOUT += (
    " height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation"
)
_LAYOUT += " rowalign rowspacing rspace scriptlevel"
_LAYOUT += " separator stretchy symmetric width xmlns"
_CELL = "abbr colspan headers rowspan scope valign width"
_OF_TAG = {
    "a": "data-byline-embed data-preview download href hreflang name rel target",
    "audio": "controls loop muted preload src",
    "blockquote": "cite",
    "circle": f"{_PAINT} cx cy r",
    "col": "span width",
    "colgroup": "span width",
    "data": "value",
    "del": "cite datetime",
    "details": "name open",
    "div": f"data-tabs {LIST_ATTRIBUTE}",
    "ellipse": f"{_PAINT} cx cy rx ry",
    "font": "color face size",
    "g": _PAINT,
    "hr": "size width",
    "img": "alt decoding height loading sizes src srcset width",
    "input": "checked disabled name type",
    "ins": "cite datetime",
    "label": "for",
    "li": "value",
    "line": f"{_PAINT} x1 x2 y1 y2",
    "linearGradient": "gradientTransform gradientUnits x1 x2 y1 y2",
    "meter": "high low max min optimum value",
    "ol": "reversed start type",
    "path": f"{_PAINT} d",
    "polygon": f"{_PAINT} points",
    "polyline": f"{_PAINT} points",
    "progress": "max value",
    "q": "cite",
    "radialGradient": "cx cy fx fy gradientTransform gradientUnits r",
    "rect": f"{_PAINT} height rx ry width x y",
    "source": "height media sizes src srcset type width",
    "span": "data-linenos",
    "stop": "offset stop-color stop-opacity",
    "svg": "fill focusable height preserveAspectRatio stroke stroke-width viewBox width xmlns",
    "table": "border cellpadding cellspacing width",
    "td": _CELL,
    "th": _CELL,
    "time": "datetime",
    "track": "default kind label src srclang",
    "video": "autoplay controls height loop muted playsinline poster preload src width",
} | dict.fromkeys(_MATHML.split(), _LAYOUT)
_OF_TAG["math"] += " data-tex"
_DRAWN = frozenset(_SVG.split())
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    tag: frozenset(f"{_EVERYWHERE} {_OF_TAG.get(tag, '')}".split()) for tag in TAGS
}

# What mkdocs-autorefs makes of `[title][name]`, and replaces with a link when all pages are read.
REFERENCE = "autoref"
REFERENCE_ATTRIBUTES = frozenset(("backlink-anchor", "backlink-type", "identifier", "slug"))

_LOWERED = {
    tag.lower(): frozenset(name.lower() for name in names) for tag, names in ATTRIBUTES.items()
} | {REFERENCE: REFERENCE_ATTRIBUTES}

SCHEMES = frozenset(("http", "https", "mailto", "tel"))
ADDRESSES = frozenset(("cite", "href", "poster", "src", "srcset"))
_PICTURES = frozenset(
    (("img", "src"), ("img", "srcset"), ("source", "srcset"), ("video", "poster"))
)
_RASTER = re.compile(
    r"data:image/(?:avif|gif|jpeg|png|webp);base64,[A-Za-z0-9+/=]*", re.IGNORECASE
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
# What browsers leave out of a URL: https://url.spec.whatwg.org/#url-parsing
_AROUND = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")

# The theme finds its own parts by ids that begin so; these kinds are content's. The last are
# in our templates.
_THEIR_ID = re.compile(
    r"__(?!tabbed_\d+(?:_\d+)?$|[a-z]+(?:-\d+){1,2}$|[a-z]+-caption(?:_\d+)+$)"
    r"|byline-(?:bibtex|comments|corrections|csl|links|mentions|related)$",
    re.IGNORECASE,
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_THEIR_CLASS = re.compile(
    r"md-(?!button|ellipsis|icon|tag|typeset)|byline-(?!embed$)|glightbox", re.IGNORECASE
)
# `opener` hands the page to the one linked to; `me` says that both are of one person.
_RELATIONS = frozenset(
    ("bookmark", "external", "help", "license", "nofollow", "noopener", "noreferrer")
    + ("sponsored", "tag", "ugc")
)

# Neither a property nor a value of these makes a box that is painted over the page's own parts:
# nothing is positioned, transformed or translucent, and nothing is negative.
_STYLES = re.compile(
    r"(?:(?:max|min)-)?(?:width|height)|color|background(?:-color)?|float|clear|display"
    r"|(?:margin|padding|border)(?:-(?:top|right|bottom|left|inline|block|color|style|width"
    r"|radius|collapse|spacing|start|end))*|font-(?:size|weight|style|variant|family)"
    r"|text-(?:align|decoration|transform)|white-space|word-break|overflow-wrap|vertical-align"
    r"|(?:column-|row-)?gap|columns?|column-count|flex(?:-(?:basis|direction|flow|grow|shrink"
    r"|wrap))?|(?:align|justify)-(?:content|items|self)|grid-template-columns|object-fit"
    r"|aspect-ratio|list-style(?:-type)?|table-layout|caption-side"
)
# Words, colours, sizes of up to four digits, and a few functions; no quotes and no escapes.
_STYLE_VALUE = re.compile(
    r"(?>(?:rgba?|hsla?|var|repeat|minmax)\(|--[a-z-]++|[a-z][a-z-]*+(?!\()|#[0-9a-f]{3,8}+"
    r"|(?:\d{1,4}+(?:\.\d*+)?|\.\d++)(?:%|[a-z]*+)(?![\w.])|[\s,/)!])*+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What a site allows beyond the lists.

    Attributes:
        mark: The excerpt mark, which outlives other comments.
        embed_hosts: Hosts whose videos and the like may load after a click.
        mermaid: Whether the site has a Mermaid script of its own. Without one, the theme would
            fetch it from elsewhere as soon as it sees a diagram.
        references: Whether mkdocs-autorefs replaces its placeholders.
    """

    mark: str = "<!-- more -->"
    embed_hosts: frozenset[str] = frozenset()
    mermaid: bool = False
    references: bool = False


def is_allowed(tag: str, name: str) -> bool:
    """Whether an element may have an attribute, if its value is in order. Case doesn't matter."""
    return name.startswith("aria-") or name.lower() in _LOWERED.get(tag.lower(), ())


def is_their_id(value: str) -> bool:
    """Whether an id is one by which the theme finds a part of itself, or might."""
    return bool(_THEIR_ID.match(value.strip()))


def open_id(value: str) -> str:
    """Return an id that content may have for one that it would have: `init__` for `__init__`."""
    while is_their_id(value):
        value = value.strip().lower().removeprefix("byline-").lstrip("_") or "section"
    return value


def kept_value(tag: str, name: str, value: str, policy: Policy) -> str | None:
    """Return what an allowed attribute may say: `value`, a part of it, or None for nothing."""
    if name == "class":
        return _kept_classes(value, policy)
    if name == "style":
        return _filtered(value, value.split(";"), is_plain_style, "; ")
    if name == "rel":
        return _filtered(value, value.split(), lambda each: each.lower() in _RELATIONS, " ")
    if name == "srcset":
        images = [_picture(url, size) for url, size in srcset_candidates(value)]
        return ", ".join(filter(None, images)) or None
    if name in ADDRESSES:
        return _address(tag, name, value)
    if name == "id" and tag in HEADINGS:  # Made of its words, and tables of contents lead to it.
        return open_id(value)
    if name in ("for", "id", "name"):
        return None if is_their_id(value) else value
    if tag == REFERENCE:  # Names that aren't known are written out as they are.
        return re.sub(r"[<>&\"'=]", "", value)
    if name == "data-byline-embed":
        return value if embed_host(value) in policy.embed_hosts else None
    if name == LIST_ATTRIBUTE:
        return value if _LIST_OPTIONS.fullmatch(value) else None
    if name == "target":
        return value if value.lower() in ("_blank", "_self") else None
    if name == "tabindex":
        return value if value.strip() in ("0", "-1") else None
    if name == "type" and tag == "input":
        return value if value.lower() in ("checkbox", "radio") else None
    return None if "url(" in value.lower() and tag in _DRAWN else value


@functools.lru_cache(maxsize=4096)  # Highlighted code has hundreds of a few short ones.
def _kept_classes(value: str, policy: Policy) -> str | None:
    return _filtered(value, value.split(), lambda each: is_open(each, policy), " ")


def _filtered(
    value: str, parts: list[str], is_kept: Callable[[str], bool], joint: str
) -> str | None:
    """Return the value as it is if all parts may stay, else those that may."""
    parts = [part.strip() for part in parts if part.strip()]
    kept = [part for part in parts if is_kept(part)]
    return value if len(kept) == len(parts) else joint.join(kept) or None


def embed_host(url: str) -> str:
    """Return the host of an `https:` URL, or an empty string."""
    match = re.fullmatch(r"https://([a-z0-9.-]+)(?:[/?#][^\s\\<>\"]*)?", url, re.IGNORECASE)
    return match[1].lower() if match else ""


def scheme(url: str) -> str:
    """Return a URL's scheme in lower case as browsers see it; empty for a relative one."""
    match = _SCHEME.match(url.strip(_AROUND).translate(_INSIDE))
    return match[1].lower() if match else ""


def is_elsewhere(url: str) -> bool:
    """Whether a URL names a host, and be it without a scheme."""
    plain = url.strip(_AROUND).translate(_INSIDE)
    return bool(_SCHEME.match(plain)) or bool(re.match(r"[\\/]{2}", plain))


def _address(tag: str, name: str, value: str) -> str | None:
    if (tag, name) in _PICTURES:
        return _picture(value)
    if name == "src":  # Sound and video: what loads from elsewhere is an embed.
        return None if is_elsewhere(value) else value
    return value if scheme(value) in ("", *SCHEMES) else None


def _picture(url: str, size: str = "") -> str | None:
    """Return a picture's URL; from another host it is asked for over HTTPS only."""
    plain = url.strip(_AROUND).translate(_INSIDE)
    kind = scheme(plain)
    if kind == "http":
        plain = f"https:{plain[5:]}"
    elif not kind and re.match(r"[\\/]{2}", plain):
        plain = f"https://{plain[2:]}"
    elif kind not in ("", "https") and not _RASTER.fullmatch(plain):
        return None
    return f"{plain} {size}" if size else plain


def srcset_candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Yield URL and size of each: https://html.spec.whatwg.org/#parse-a-srcset-attribute."""
    words = srcset.split()[::-1]
    while words:
        url, size = words.pop(), ""
        if words and not url.endswith(","):
            size, _, rest = words.pop().partition(",")
            words += [rest] if rest else []
        if url.strip(",") and re.fullmatch(r"(?:\d+(?:\.\d+)?[wx])?", size):
            yield url.strip(","), size


def is_open(name: str, policy: Policy) -> bool:
    if name.lower() == "mermaid":
        return policy.mermaid
    return not _THEIR_CLASS.match(name)


def is_plain_style(declaration: str) -> bool:
    name, _, value = declaration.partition(":")
    plain = _STYLES.fullmatch(name.strip().lower())
    return bool(plain) and bool(_STYLE_VALUE.fullmatch(value.strip()))

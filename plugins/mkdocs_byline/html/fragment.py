"""HTML fragments, parsed as browsers parse them, and whether one can stand inside a page.

Whatever is cut, moved or put together after it was sanitised goes through here, and so does what
other plugins made of a post: it may be a whole document, or not be balanced. The parser is lexbor
(https://selectolax.readthedocs.io), which follows the HTML standard and takes a third of a
millisecond for a post.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mkdocs_byline.html.sanitize import sanitize_text

# A fragment is parsed between these. What it leaves open, closes, or has the parser remember shows
# in what comes after: text and links are wrapped in formatting elements that were left open, and
# a form is ignored inside another one.
_BEFORE = "<!doctype html><body><div>x<{0}>"
_AFTER = "</{0}><form>x<a></a></form></div>"
_NEXT = "<form>x<a></a></form>"

_NOSCRIPT = re.compile(r"(?<=<)(/?)noscript(?![\w-])", re.IGNORECASE)
# What else browsers let stand in a <select> depends on their age.
_SELECT = re.compile(r"(?<=<)(/?)select(?![\w-])", re.IGNORECASE)
_IN_SELECT = "select :not(option):not(optgroup):not(hr)"
_PREFORMATTED = "listing, pre, textarea"
# A line break that parsers drop. It stands right after such an element's tag.
_DROPPED = re.compile(r"<(?:listing|pre|textarea)\b[^>]*>\n")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_UNNESTED = frozenset(
    ("area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta")
    + ("optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th")
    + ("thead", "tr", "track", "wbr")
)
_MANY = 2_000  # Tags. With fewer, nesting is not looked at.
MAX_DEPTH = 512  # Parsers take time by the square of it; browsers nest no deeper either.
_UNSEEN = frozenset(("base", "link", "meta", "script", "style", "template", "title"))
_WRAPPERS = frozenset(("article", "div", "main", "section"))


class Fragment:
    """HTML that can stand inside an element of a page.

    Attributes:
        html: The fragment, written as the standard has it, in which each element is closed.
        root: Its parent element in a page.
    """

    def __init__(self, html: str, inside: str = "div") -> None:
        """Parse a fragment, and make it fit to stand in an element with this name."""
        for _ in range(5):
            root = _standing(html, inside)
            written = _written(root) if root else _reparsed(html)
            if root and written == html:  # So every tag in it has its other half.
                break
            html = written
        else:  # Such as <plaintext>, which nothing ends.
            html = sanitize_text(html)
            root = _standing(html, inside) or _empty(inside)
        self.html, self.root = html, root

    def blocks(self) -> list[LexborNode]:
        """Return the nodes at the top level, within elements that wrap all of the fragment."""
        nodes = list(children(self.root))
        while len(full := [node for node in nodes if not is_blank(node)]) == 1:
            if full[0].tag not in _WRAPPERS:
                break
            nodes = list(children(full[0]))
        return nodes

    def rewritten(self) -> str:
        """Return the HTML after the tree was changed."""
        return settled(_written(self.root))

    def without(self, node: LexborNode) -> Fragment:
        """Return the fragment without one of its nodes, which is of no use afterwards."""
        written = outer_html(node)
        if self.html.startswith(written) and _standing(written, "div"):
            # What is ended before the rest begins has no part in how the rest is parsed.
            node.decompose()
            rest = object.__new__(Fragment)
            rest.html, rest.root = self.html[len(written) :], self.root
            return rest
        node.decompose()
        return Fragment(_written(self.root))


def settled(html: str, inside: str = "div") -> str:
    """Return HTML that can stand in an element of a page with this name."""
    if "<" not in html:
        return html
    return Fragment(html, inside).html


def with_links(html: str, resolve: Callable[[str], str]) -> str:
    """Return a fragment whose links lead to what `resolve` makes of their addresses."""
    fragment = Fragment(html)
    for link in fragment.root.css("a[href]"):
        link.attrs["href"] = resolve(link.attributes["href"] or "")
    return fragment.rewritten()


def text_without(html: str, selector: str) -> str:
    """Return a fragment's text as readers see it, but for the elements that a selector matches."""
    root = Fragment(html).root
    for node in root.css(selector):
        node.decompose()
    return root.text().strip()


def is_blank(node: LexborNode) -> bool:
    """Whether nothing of a node is seen: white space, comments, what belongs in a head."""
    if node.is_text_node:
        return not (node.text_content or "").strip()
    return not node.is_element_node or node.tag in _UNSEEN


def children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child:
        yield child
        child = child.next


def _standing(html: str, inside: str) -> LexborNode | None:
    """Return what a fragment is parsed into inside a page; None if that tears the page."""
    if _is_too_deep(html):
        return None
    lowered = html.lower()
    # Browsers with scripts take its content for text, as in <xmp>.
    if "noscript" in lowered and not _parsed(_NOSCRIPT.sub(r"\1xmp", html), inside):
        return None
    root = _parsed(html, inside)
    return None if root and "<select" in lowered and root.css(_IN_SELECT) else root


def _parsed(html: str, inside: str) -> LexborNode | None:
    page = LexborHTMLParser(_BEFORE.format(inside) + html + _AFTER.format(inside))
    head, body = page.head, page.body
    if not head or not body or head.first_child or body.next or not body.parent:
        return None
    outer = body.first_child
    inner = outer.last_child.prev if outer and outer.last_child else None
    if not outer or not inner or outer.next or inner.tag != inside:
        return None
    if any(each.attributes for each in (body.parent, body, outer, inner)):
        return None
    text, after = inner.prev, inner.next
    if not text or text.prev or not text.is_text_node or not after or after.html != _NEXT:
        return None
    return inner


def _is_too_deep(html: str) -> bool:
    if html.count("<") < _MANY:
        return False
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() not in _UNNESTED:
            depth += -1 if match[1] else 1
            if depth > MAX_DEPTH:
                return True
    return False


def _reparsed(html: str) -> str:
    if _is_too_deep(html):
        return sanitize_text(html)
    lowered = html.lower()
    if "<template" in lowered:
        html = _SELECT.sub(r"\1span", html)  # There it can't be looked into.
    parser = LexborHTMLParser(html, is_fragment=True)
    for element in parser.css(_IN_SELECT) if "<select" in lowered else ():
        element.decompose()
    _double_breaks(parser.css(_PREFORMATTED))
    return parser.html or ""


def outer_html(node: LexborNode) -> str:
    """Return the HTML of a node that is parsed into the same again."""
    html = node.html or ""
    if not _DROPPED.search(html):
        return html
    with _doubled_breaks(node):
        return node.html or ""


def _written(root: LexborNode) -> str:
    """Return the HTML of what is in an element."""
    html = root.inner_html or ""
    if not _DROPPED.search(html):
        return html
    with _doubled_breaks(root):
        return root.inner_html or ""


@contextmanager
def _doubled_breaks(root: LexborNode) -> Iterator[None]:
    """Put a line break before each that parsers would drop, for as long as it is written."""
    doubled = _double_breaks(root.css(_PREFORMATTED)) if root.is_element_node else []
    yield
    for each in doubled:
        assert each.first_child
        each.first_child.remove()


def _double_breaks(elements: Iterable[LexborNode]) -> list[LexborNode]:
    """Put a line break before one that parsers would drop; return the elements it is in."""
    doubled = [each for each in elements if _begins_with_break(each)]
    for each in doubled:
        assert each.first_child
        each.first_child.insert_before("\n")
    return doubled


def _begins_with_break(node: LexborNode) -> bool:
    first = node.first_child
    return bool(first and first.is_text_node and (first.text_content or "").startswith("\n"))


def _empty(inside: str) -> LexborNode:
    root = _parsed("", inside)
    assert root
    return root

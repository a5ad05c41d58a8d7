"""HTML in, its elements, attributes and text as a browser reads them out, for comparing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import tinyhtml5
from material.plugins.search.plugin import Parser

_NAMESPACE = re.compile(r"\{[^}]*\}")


def parse(html: str) -> Element:
    """Return the root element of a document; comments are left out."""
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def parts(html: str) -> list[str]:
    """Return what the document has, in order: `<p`, `class=x` by name, texts, and `p>`."""
    return list(_parts(parse(html)))


def _parts(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str):  # A comment.
        yield from _text(element.tail)
        return
    tag = _NAMESPACE.sub("", element.tag)
    yield f"<{tag}"
    for name in sorted(element.attrib):
        yield f"{_NAMESPACE.sub('', name)}={element.attrib[name]}"
    yield from _text(element.text)
    for child in element:
        yield from _parts(child)
    yield f"{tag}>"
    yield from _text(element.tail)


def _text(text: str | None) -> Iterator[str]:
    if text and text.strip():
        yield text


_RUNS = frozenset(
    ("applet", "base", "button", "dialog", "embed", "form", "frame", "frameset", "iframe", "link")
    + ("meta", "noscript", "object", "portal", "script", "select", "style", "template", "textarea")
    + ("title", "animate", "foreignObject", "set", "use", "annotation-xml")
)
_ADDRESSES = frozenset(("background", "cite", "data", "href", "poster", "src"))
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEME = re.compile(
    r"https?:|mailto:|tel:|data:image/(?:png|gif|jpeg);base64,", re.IGNORECASE
)


def active(html: str) -> list[str]:
    """Return what in a post's HTML could run, load or reach beyond it; the test's own opinion."""
    found = []
    document = parse(html)
    body = document.find("body")
    for element in body.iter() if body is not None else ():
        if not isinstance(element.tag, str):
            continue
        tag = _NAMESPACE.sub("", element.tag)
        if tag in _RUNS:
            found.append(f"<{tag}>")
        for name, value in element.attrib.items():
            plain = _NAMESPACE.sub("", name).lower()
            if plain.startswith("on") or plain in ("srcdoc", "action", "formaction", "ping"):
                found.append(f"<{tag} {plain}>")
            urls = [value] if plain in _ADDRESSES else []
            if plain == "srcset":
                urls = value.split(",")
            found += [f"<{tag} {plain}={url}>" for url in urls if _runs(url)]
            if plain == "style" and re.search(r"url|position|expression|import|\\", value, re.I):
                found.append(f"<{tag} style={value}>")
    head = document.find("head")
    found += [f"<{each.tag}> in head" for each in head or ()]
    return found


def _runs(url: str) -> bool:
    plain = re.sub(r"[\t\n\r]", "", url).lstrip("".join(map(chr, range(33))))
    return bool(_SCHEME.match(plain)) and not _SAFE_SCHEME.match(plain)


def search_sections(html: str) -> object:
    """Return what Material's search plugin finds in a page, or the error that it ends with."""
    parser = Parser()
    try:
        parser.feed(html)
        parser.close()
    except (AssertionError, AttributeError, TypeError, ValueError) as error:
        return repr(error)
    return [
        (each.id, each.is_excluded(), "".join(each.title), "".join(each.text))
        for each in parser.data
    ]

"""Links and pictures of a text that was written long ago: to what is there, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from mkdocs_byline.html.fragment import Fragment

_ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|[/#?]|$")
_NAMES = ("href", "src", "poster")
_SELECTOR = ", ".join(f"[{name}]" for name in _NAMES)


def relative_addresses(html: str) -> tuple[str, ...]:
    """Return the addresses that are relative to where the text's file was, each once."""
    if not any(name in html.lower() for name in _NAMES):
        return ()
    found = (address for _, _, address in _addresses(Fragment(html).root))
    return tuple(dict.fromkeys(found))


def with_addresses(html: str, found: Mapping[str, str]) -> str:
    """Return a fragment with relative addresses replaced.

    Args:
        found: By the address as written; what is empty or missing is there no more, so that of a
            link its text is left, and of a picture what it says it shows.
    """
    fragment = Fragment(html)
    for node, name, address in list(_addresses(fragment.root)):
        if found.get(address):
            node.attrs[name] = found[address]
        elif node.tag == "img":
            node.replace_with(node.attributes.get("alt") or "")
        else:
            del node.attrs[name]
    return fragment.rewritten()


def _addresses(root: LexborNode) -> Iterator[tuple[LexborNode, str, str]]:
    for node in root.css(_SELECTOR):
        for name in _NAMES:
            address = node.attributes.get(name)
            if address is not None and not _ELSEWHERE.match(address.strip()):
                yield node, name, address

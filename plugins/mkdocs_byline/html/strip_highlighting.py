"""Removal of the elements that colour code in a page's HTML.

More than half of all elements in a technical post are `<span class="n">` and the like. Material's
search plugin reads each of them, and drops it.
"""

from __future__ import annotations

import re

# Only what every parser reads alike, and no two ways to match it: texts are by anyone.
_TEXT = r"[^<>&]++|&#?\w++;"
_ATTRIBUTE = r' [\w:-]++(?:="[^"<>&]*+(?:&#?\w++;[^"<>&]*+)*+")?'
_COLOUR = r'<span(?: (?:class|data-linenos|id)="(?!linenodiv")[\w -]*+")*+>'
_ANCHOR = rf"<a(?:{_ATTRIBUTE})*+></a>"  # Of a line.
_WORD = rf"{_COLOUR}(?:{_TEXT})*+</span>"
_LINE = rf"{_COLOUR}(?:{_TEXT}|{_ANCHOR}|{_WORD})*+</span>"
_LINES = rf"{_COLOUR}(?:{_TEXT}|{_ANCHOR}|{_LINE})*+</span>"
_CODE = re.compile(
    rf"<pre(?:{_ATTRIBUTE})*+>(?:<span></span>)?<code(?:{_ATTRIBUTE})*+>"
    rf"(?:{_TEXT}|{_ANCHOR}|{_LINES})*+</code></pre>"
)
_SPAN = re.compile(r"</?span[^>]*+>")
# Elements whose content isn't read as HTML, and spans that the search plugin passes over.
_UNREAD = r"script|style|textarea|title|iframe|xmp|no[efs]|plaintext"
_PASSED = r"span[^>]*?(?:(?i:data-search)|linenodiv|&)"
_REGULAR = re.compile(
    r"(?:[^<]++|</[a-z][a-z0-9-]*+>|<!--[^->]*+(?:-[^->]++)*+-->"
    rf"|<(?!{_UNREAD}|{_PASSED})[a-z][a-z0-9-]*+(?:{_ATTRIBUTE})*+ ?/?>)*+"
)


# Elements that begin on a line of their own, but for those whose tags the search plugin keeps.
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer"
    "|h[1-6]|header|hr|img|main|nav|section|summary|table|tbody|td|tfoot|th|thead|tr"
)
_BLOCK = re.compile(rf"(?=</?(?:{_BLOCKS})(?![\w-]))", re.IGNORECASE)


def spaced(html: str) -> str:
    """Put a space before each block, so that no two words become one when its tags are dropped.

    None at the beginning: it would be a section of its own.
    """
    return html[:1] + _BLOCK.sub(" ", html[1:])


def plain_code(html: str) -> str:
    """Take the colours out of blocks of code; HTML that is in any way odd comes back as it is."""
    plain = _CODE.sub(lambda match: _SPAN.sub("", match[0]), html)
    return plain if _REGULAR.fullmatch(plain) else html

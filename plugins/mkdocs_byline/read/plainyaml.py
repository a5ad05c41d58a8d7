"""Front matter as most people write it in, the tree that `yamltree` makes of it out.

That is values of one line, and lists of these, under keys that start a line; for all else the
answer is None. With 10,000 posts this saves a twentieth of the time until they are in order. A
test compares the two.
"""

from __future__ import annotations

import re

from mkdocs_byline.read.yamltree import MAX_NODES, Mapping, Node, Scalar, Sequence

_QUOTED = r""""[^"\\]*"|'[^']*'"""
_VALUE = rf"{_QUOTED}|[\w/](?:[^:#]|:(?=\S))*"
_ITEM = rf"(?:{_QUOTED})[ ]*|[\w/][^][{{}},:?#]*"  # In brackets; with the spaces after it.
_LIST = rf"\[([ ]*(?:{_ITEM})(?:,[ ]*(?:{_ITEM}))*)\]"
_KEY_LINE = re.compile(rf"([^\W\d][\w-]{{0,99}}):(?:[ ]+(?:({_VALUE})|{_LIST}))?")
_LIST_LINE = re.compile(rf"([ ]*)-[ ]+({_VALUE})")
_ITEMS = re.compile(_ITEM)


def read_plain(text: str, first_line: int) -> Mapping | None:
    """Read what nothing can be wrong with; see `yamltree.parse_yaml`."""
    if len(text) > MAX_NODES:
        return None
    tree = Mapping(first_line, 1)
    above = ""  # The key that lines with a hyphen belong to.
    for number, line in enumerate(text.split("\n"), first_line):
        line = line.rstrip(" ")
        if not line:
            continue
        if not line.isprintable():
            return None
        if match := _KEY_LINE.fullmatch(line):
            key, value, listed = match.groups()
            if key in tree.keys:
                return None
            if not tree.keys:
                tree.line = number
            tree.keys[key] = Scalar(number, 1, key)
            above = ""
            if value:
                tree.items[key] = _scalar(number, match.start(2), value)
            elif listed:
                at = match.start(3)
                found = _ITEMS.finditer(listed)
                scalars: list[Node] = [
                    _scalar(number, at + each.start(), each[0]) for each in found
                ]
                tree.items[key] = Sequence(number, at, scalars)
            else:
                tree.items[key] = Scalar(number, match.end() + 1, "")
                above = key
        elif above and (match := _LIST_LINE.fullmatch(line)):
            items, column = tree.items[above], match.end(1) + 1
            if not isinstance(items, Sequence):
                items = tree.items[above] = Sequence(number, column)
            elif items.column != column:
                return None
            items.items.append(_scalar(number, match.start(2), match[2]))
        else:
            return None
    return tree if tree.keys else None


def _scalar(line: int, start: int, text: str) -> Scalar:
    text = text.rstrip(" ")
    is_quoted = text[0] in "\"'"
    return Scalar(line, start + 1, text[1:-1] if is_quoted else text, is_quoted)

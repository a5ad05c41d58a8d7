"""Slips in files of entries, such as that of authors, line by line.

Each entry is a small mapping of its own, so its lines are looked at as front matter's are. What
stands around entries, their ids and indentation, has rules of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from mkdocs_byline.content.misread import find_misread
from mkdocs_byline.content.slips import MAX_TEXT, Slip, correct, find_slips
from mkdocs_byline.content.yaml_nodes import Mapping, YamlError, parse_yaml

MAX_MISREAD = 100_000  # Characters; a file beyond is no work of a hand.

_NO_KEYS = ("\0",)
_KEY = re.compile(r" *[\w-]+ *:(?: |$)")
_INDENTED = "the line is indented, and those around it are not."


@dataclass(frozen=True, slots=True)
class _Block:
    """One entry: the line of its id, counted from 0, and the lines below it."""

    at: int
    head: str
    lines: tuple[str, ...]

    @property
    def indent(self) -> int:
        first = next((line for line in self.lines if _is_text(line)), "")
        return _indent(first)


def find_entry_slips(text: str, known: Collection[str], name: str) -> list[Slip]:
    """Return what was mistyped in a file of entries that is no mapping for YAML.

    Args:
        known: Keys of an entry.
        name: The key that entries stand below.
    """
    if len(text) > MAX_TEXT:
        return []
    # Of the whole file: tabs, comments, a merge that was left.
    slips = find_slips(text, _NO_KEYS) or [
        *_second_documents(text),
        *_around(text, name),
        *_in_entries(text, known, name),
    ]
    return sorted(slips, key=lambda slip: (slip.line, slip.column))


def misread_entries(text: str, known: Collection[str], name: str) -> Iterator[Slip]:
    """Yield what YAML reads otherwise than it was meant, in a file that is a mapping."""
    for block in _blocks(text, name) if len(text) <= MAX_MISREAD else ():
        inner = _dedented(block)
        try:
            tree = parse_yaml(inner)
        except YamlError:
            continue
        slips: Iterator[Slip] | list[Slip] = iter(())
        if isinstance(tree, Mapping):
            slips = find_misread(inner, tree, known)
        elif tree is not None:
            slips = find_slips(inner, known)
        yield from (_moved(slip, block) for slip in slips)


def _second_documents(text: str) -> Iterator[Slip]:
    above = False
    for number, line in enumerate(text.split("\n"), 1):
        if above and re.fullmatch(r"-{3,} *", line):
            message = f"'{line.strip()}' begins a second document in YAML."
            yield Slip(number, 1, message, "Remove this line.", "")
        above = above or _is_text(line)


def _around(text: str, name: str) -> Iterator[Slip]:
    """Yield what is wrong with ids, and with the key that they stand below."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if _is_text(line)), 0)
    if re.fullmatch(rf"{name} *", lines[first]):
        message, hint = f"the colon after '{name}' is missing.", f"Write '{name}:'."
        yield Slip(first + 1, len(name) + 1, message, hint, f"{name}:")
    blocks = _blocks(text, name)
    usual = _indent(blocks[0].head) if blocks else 0
    for block in blocks:
        indent, id = _indent(block.head), block.head.strip()
        start = (block.at + 1, indent + 1)
        if indent != usual:
            message = "the line is indented otherwise than the other entries."
            hint = f"Begin it with {_spaces(usual)}."
            yield Slip(*start, message, hint, " " * usual + id)
        elif match := re.match(r"(- *)(\S.*)", id):
            message, hint = "an entry is no item of a list.", f"Write '{match[2]}'."
            yield Slip(*start, message, hint, " " * indent + match[2])
        elif match := re.match(r"([@`%!&*|>?,])(\w.*)", id):
            message, hint = f"an id can't begin with '{match[1]}'.", f"Write '{match[2]}'."
            yield Slip(*start, message, hint, " " * indent + match[2])
        elif re.fullmatch(r"[\w. -]+", id) and any(map(_is_text, block.lines)):
            message, hint = f"the colon after '{id}' is missing.", f"Write '{id}:'."
            column = indent + len(id) + 1
            yield Slip(block.at + 1, column, message, hint, " " * indent + f"{id}:")


def _in_entries(text: str, known: Collection[str], name: str) -> Iterator[Slip]:
    """Yield what is wrong with the lines below ids."""
    for block in _blocks(text, name):
        if not any(map(_is_text, block.lines)):  # Its values stand behind the id.
            head = block.head.lstrip()
            names = {*known, head.split(":")[0]}
            yield from (_moved(slip, block, is_head=True) for slip in find_slips(head, names))
            continue
        inner, wrong = _dedented(block), set()
        for number, line in enumerate(block.lines):
            outer = 0 < _indent(line) < block.indent
            if outer and _KEY.match(line) and line.split(":")[0].strip() in known:
                wrong.add(number)
                yield _indentation(block, number, line)
        for slip in find_slips(inner, known):
            moved = _moved(slip, block)
            if slip.message == _INDENTED:
                moved = _indentation(block, slip.line - 1, block.lines[slip.line - 1])
            if slip.line - 1 not in wrong:
                yield moved


def _indentation(block: _Block, number: int, line: str) -> Slip:
    message = "the line is indented otherwise than those around it."
    hint = f"Begin it with {_spaces(block.indent)}."
    corrected = " " * block.indent + line.strip()
    return Slip(block.at + 2 + number, _indent(line) + 1, message, hint, corrected)


def _moved(slip: Slip, block: _Block, *, is_head: bool = False) -> Slip:
    """Return a slip of an entry's own lines, or of the line of its id, as one of the file."""
    corrected, indent = slip.corrected, _indent(block.head) if is_head else block.indent
    if corrected is not None:
        corrected = "\n".join(" " * indent + line for line in corrected.split("\n"))
    line, column = block.at + (not is_head) + slip.line, slip.column + indent
    return replace(slip, line=line, column=column, corrected=corrected)


def _blocks(text: str, name: str) -> list[_Block]:
    """Divide a file into its entries, by their indentation."""
    lines = text.split("\n")
    texts = [at for at, line in enumerate(lines) if _is_text(line)]
    if not texts:
        return []
    start = texts[0]
    nested = re.fullmatch(rf"{name} *:? *(?:#.*)?", lines[start])
    inner = [at for at in texts if at > start] if nested else texts
    if not inner:
        return []
    usual = _indent(lines[inner[0]])
    # An id may be indented by a little more or less than the first; its keys are below it.
    around = zip((start, *inner), inner, (*inner[1:], None), strict=False)
    heads = [
        at
        for before, at, after in around
        if _indent(lines[at]) <= usual
        or (after and _is_head(lines[before], lines[at], lines[after], usual))
    ]
    ends = [*heads[1:], len(lines)]
    return [
        _Block(at, lines[at], tuple(lines[at + 1 : end]))
        for at, end in zip(heads, ends, strict=True)
    ]


def _is_head(before: str, line: str, after: str, usual: int) -> bool:
    """Return whether a line is an id that is indented by a space more than the first one."""
    return (
        _indent(line) - usual == 1
        and _indent(before) > _indent(line) < _indent(after)
        and bool(re.fullmatch(r" *[\w.-]+ *: *", line))
    )


def _dedented(block: _Block) -> str:
    """Return an entry's lines without what they are all indented by."""
    return "\n".join(line[min(block.indent, _indent(line)) :] for line in block.lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(count: int) -> str:
    return {0: "no space", 1: "one space"}.get(count, f"{count} spaces")


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(("#", "---"))


def still_wrong(text: str, slips: Collection[Slip]) -> YamlError | None:
    """Return what YAML still can't read when these slips are corrected, if all can be."""
    if any(slip.corrected is None for slip in slips):
        return None
    try:
        parse_yaml(correct(text, slips))
    except YamlError as error:
        return error
    return None

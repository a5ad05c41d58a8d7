"""Front matter that YAML reads otherwise than it was meant, with its line and correction.

`tags: a, b` is one tag for YAML, `- jane` without the space one word, and `title: #1` nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from mkdocs_byline.content.slip_rules import quoted
from mkdocs_byline.content.slips import Slip, slip_in
from mkdocs_byline.content.web_address import with_scheme
from mkdocs_byline.content.yaml_nodes import Mapping, Node, Scalar, Sequence, YamlError, parse_yaml

# Keys that take a list, and those of them whose values are names of people.
TOPICS = ("categories", "tags", "aliases")
PEOPLE = ("authors", "author", "editors", "reviewers", "translators")
_PROSE = ("title", "description")
_TEXTS = (*_PROSE, "slug")

_IN_QUOTES = re.compile(r"[“”„«‘‚‹]([^“”„«»‘’‚‹›]+)[“”»’›]")
_NAME = re.compile(r"[^\W\d]\S*(?: [^\W\da-z]\S*)+")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def find_misread(
    front: str, tree: Mapping, known: Collection[str], first_line: int = 1
) -> Iterator[Slip]:
    """Yield what is most likely a slip of the pen.

    Args:
        tree: What YAML reads `front` as, with lines that count from `first_line`.
        known: Keys that front matter may have.
    """
    lines = [""] * (first_line - 1) + front.split("\n")
    for name, key in tree.keys.items():
        line = lines[key.line - 1]
        if key.column != 1:  # On one line with others.
            continue
        if name not in known:
            yield from _key(name, line, key.line, known)
        elif name in (*TOPICS, *PEOPLE):
            yield from _list(name, tree.items[name], lines)
        elif name in _TEXTS:
            yield from _hidden(name, line, key.line)
        if name in (*PEOPLE, "links"):
            yield from addresses(tree.items[name], lines, is_address=name == "links")
        if name in known:
            yield from _typographic(tree.items[name], lines, certain=name not in _PROSE)


def _key(name: str, line: str, number: int, known: Collection[str]) -> Iterator[Slip]:
    """Yield a key that is ours but for what stands around it, as in `title:A: b`."""
    if re.fullmatch(r"[\w -]+", name) or not (slip := slip_in(line, number, known)):
        return
    again = slip_in(slip.corrected or "", number, known) or slip
    for text in (slip.corrected or "", again.corrected or ""):
        try:
            tree = parse_yaml(text)
        except YamlError:
            continue
        if isinstance(tree, Mapping) and set(tree.keys) <= set(known):
            yield Slip(number, slip.column, slip.message, slip.hint, text)
            return


def _list(name: str, node: Node, lines: list[str]) -> Iterator[Slip]:
    """Yield several values written as one."""
    items = node.items if isinstance(node, Sequence) else []
    for item in (node, *items):
        if isinstance(item, Scalar) and not item.quoted and re.match(r"-[^\s-]", item.text):
            yield from _hyphens(item, lines)
    if name in TOPICS and isinstance(node, Sequence):
        yield from _separators(items, lines)
    if isinstance(node, Scalar) and (unmarked := list(_unmarked(name, node, lines))):
        yield from unmarked
        return
    if not isinstance(node, Scalar) or node.is_null:
        line = lines[node.line - 1]
        if isinstance(node, Scalar) and (match := re.match(rf"({name}: +)(#\w.*)$", line)):
            words = [word.strip(" ,;") for word in match[2].split("#") if word.strip(" ,;")]
            message, hint = "everything after '#' is a comment.", "Write the words without '#'."
            written = f"{match[1]}[{', '.join(words)}]"
            yield Slip(node.line, match.start(2) + 1, message, hint, written)
        return
    parts = [part.strip() for part in re.split(r"[,;]", node.text.strip("[]()")) if part.strip()]
    if len(parts) < 2 or "\n" in node.text or (name in PEOPLE and not _are_people(name, parts)):
        return
    written = f"[{', '.join(map(_flow, parts))}]"
    line = lines[node.line - 1]
    typed = line[node.column - 1 :]
    quote = typed[:1] if node.quoted else ""
    whole = f"{quote}{node.text}{quote}"
    corrected: str | None = None
    if typed.startswith(whole):
        corrected = line[: node.column - 1] + written + typed[len(whole) :]
    hint = f"Write {written}; a comma that is part of it goes in quotes: ['{node.text}']."
    hint = f"Write {written}." if name in PEOPLE else hint
    yield Slip(node.line, node.column, f"{name}: '{node.text}' is one value.", hint, corrected)


def _are_people(name: str, parts: list[str]) -> bool:
    """Whether these are people, and not one of them with a title, as in `King, Jr.`."""
    if name != "author" and all(map(_NAME.fullmatch, parts)):
        return True
    return all(map(_ID.fullmatch, parts))


def _flow(text: str) -> str:
    """Return an item as it can stand in brackets."""
    return text if re.fullmatch(r"\w[\w .+/-]*", text) else quoted(text.strip("\"'"))


def _hyphens(item: Scalar, lines: list[str]) -> Iterator[Slip]:
    """Yield each line of a value such as `-jane`; YAML joins them to one."""
    number = item.line
    while number <= len(lines) and (match := re.match(r"([ ]*)-([^\s-].*)$", lines[number - 1])):
        message = f"'-{match[2]}' is no item of a list: the space after the hyphen is missing."
        corrected = f"{match[1]}- {match[2]}"
        yield Slip(number, match.end(1) + 1, message, f"Write '- {match[2]}'.", corrected)
        number += 1


def _unmarked(name: str, node: Scalar, lines: list[str]) -> Iterator[Slip]:
    """Yield each line below a key that was to be an item of a list, as in `1. jane`."""
    if node.quoted or node.is_null or lines[node.line - 1][: node.column - 1].strip():
        return  # The value stands beside its key.
    item = re.compile(r"([ ]*)(--+[ ]|[+•·‣▪–—][ ]|\d{1,2}[.)][ ])?[ ]*([^\s-].*)")
    end = node.line
    while end <= len(lines) and item.fullmatch(lines[end - 1]) and lines[end - 1][0] == " ":
        end += 1
    found = [match for line in lines[node.line - 1 : end - 1] if (match := item.fullmatch(line))]
    if not any(match[2] for match in found) and (name not in TOPICS or len(found) < 2):
        return
    for number, match in enumerate(found, node.line):
        message = f"'{match[3]}' is no item of a list: there is no hyphen before it."
        corrected = f"{match[1]}- {match[3].rstrip(' ,')}"
        yield Slip(number, match.end(1) + 1, message, f"Write '- {match[3]}'.", corrected)


def _separators(items: Iterable[Node], lines: list[str]) -> Iterator[Slip]:
    """Yield commas behind items of a list, and semicolons between them."""
    for item in items:
        if not isinstance(item, Scalar) or item.quoted:
            continue
        line, at = lines[item.line - 1], item.column - 1
        if not line[at:].startswith(item.text):
            continue
        end = at + len(item.text)
        if item.text.endswith(","):
            corrected = line[:at] + item.text.rstrip(", ") + line[end:]
            yield Slip(item.line, end, "a comma ends the item.", "Remove it.", corrected)
        elif "; " in item.text and line[:at].count("[") == 1:
            written = item.text.replace("; ", ", ")
            message, hint = f"'{item.text}' is one value.", f"Write {written}."
            yield Slip(item.line, at + 1, message, hint, line[:at] + written + line[end:])


def _hidden(name: str, line: str, number: int) -> Iterator[Slip]:
    """Yield text that YAML takes for a comment, or for a name of the value."""
    if match := re.match(rf"({name}:[ ]+)((?![\"'|>\[{{])(?:[^#]*[ ])?)(#[^\s#].*?)[ ]*$", line):
        message = f"{name}: '{match[3]}' is a comment in YAML, and no part of the value."
        at = match.start(3) + 1
    elif match := re.match(rf"({name}:[ ]+)(&\S+[ ])(\S.*?)[ ]*$", line):
        message = f"{name}: '{match[2].strip()}' means something else in YAML."
        at = match.start(2) + 1
    else:
        return
    corrected = match[1] + quoted(match[2] + match[3])
    yield Slip(number, at, message, "Put the whole value in quotes.", corrected)


def _typographic(node: Node, lines: list[str], *, certain: bool) -> Iterator[Slip]:
    """Yield values in typographic quotes, which belong to the value for YAML.

    A title may be somebody's words, so its quotes are left to its author.
    """
    inner = node.items.values() if isinstance(node, Mapping) else ()
    for child in node.items if isinstance(node, Sequence) else inner:
        yield from _typographic(child, lines, certain=certain)
    if not isinstance(node, Scalar) or node.quoted:
        return
    line = lines[node.line - 1]
    if (match := _IN_QUOTES.fullmatch(node.text)) and line[node.column - 1 :].startswith(
        node.text
    ):
        message = f"the quotes around {node.text} are part of the value."
        end = node.column - 1 + len(node.text)
        corrected = line[: node.column - 1] + quoted(match[1]) + line[end:]
        hint = 'Write straight ones (") or none.'
        if not certain:
            hint = f"Remove them; if readers are to see them, write {quoted(node.text)}."
        yield Slip(node.line, node.column, message, hint, corrected if certain else None)


def addresses(node: Node, lines: list[str], *, is_address: bool = False) -> Iterator[Slip]:
    """Yield web addresses without `https://`, which lead to a page of the site.

    Args:
        is_address: Whether a value here is one; below a key `url` it always is.
    """
    if isinstance(node, Mapping):
        for key, child in node.items.items():
            if key not in ("label", "name"):
                is_url = is_address or key in ("url", "links")
                yield from addresses(child, lines, is_address=is_url)
    elif isinstance(node, Sequence):
        for child in node.items:
            yield from addresses(child, lines, is_address=is_address)
    elif is_address and (meant := with_scheme(node.text)):
        line, start = lines[node.line - 1], node.column - 1 + node.quoted
        message = f"https:// is missing: '{node.text}' leads to a page of this site."
        corrected = None
        if line[start:].startswith(node.text):
            corrected = line[:start] + meant + line[start + len(node.text) :]
        yield Slip(node.line, node.column, message, f"Write {meant}.", corrected)

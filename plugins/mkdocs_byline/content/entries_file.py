"""YAML files with one entry a name, such as those of authors and topics: their trees of values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from unicodedata import normalize

from mkdocs_byline.content.entry_slips import find_entry_slips, still_wrong
from mkdocs_byline.content.frontmatter import Source, decode
from mkdocs_byline.content.yaml_nodes import Mapping, Scalar, YamlError, parse_yaml


def read_mapping(
    content: bytes, source: Source, code: str, known: Collection[str], name: str
) -> tuple[str, Mapping | None]:
    """Return the file's text and tree; no tree if it is empty, or something is wrong.

    Args:
        source: Gets the problems, with this code.
        known: Keys of an entry.
        name: The key that entries stand below.
    """
    text = decode(content, source)
    if text is None:
        return "", None
    try:
        tree = parse_yaml(text)
    except YamlError as error:
        _report_yaml(error, text, source, code, known, name)
        return text, None
    if tree is not None and not isinstance(tree, Mapping):
        hint = f"Write '{name}:' and entries below it."
        source.add(code, "the file is not a mapping.", hint)
        return text, None
    return text, tree


def _report_yaml(
    error: YamlError, text: str, source: Source, code: str, known: Collection[str], name: str
) -> None:
    """Report what was mistyped, or else where the parser gave up."""
    slips = [] if error.bounds else find_entry_slips(text, known, name)
    for slip in slips:
        source.add(code, f"YAML: {slip.message}", slip.hint, (slip.line, slip.column))
    left = still_wrong(text, slips) if slips else error
    if left and left.line not in {slip.line for slip in slips}:
        source.add(code, f"YAML: {left.message}", left.hint, (left.line, left.column))


def compose_keys(entries: Mapping) -> None:
    """Give keys their composed form (NFC), in which posts' values are read."""
    items, keys = dict(entries.items), dict(entries.keys)
    entries.items.clear()
    entries.keys.clear()
    for text, node in items.items():
        key = normalize("NFC", text)
        if text in keys:
            if key in entries.keys:
                entries.repeated.append(keys[text])
            entries.keys[key] = keys[text]
        entries.items[key] = node


def report_repeated(source: Source, keys: Iterable[Scalar]) -> None:
    for key in keys:
        message = f"'{key.text}' is given twice; the last one counts."
        source.add("BY107", message, "Remove one.", (key.line, key.column))

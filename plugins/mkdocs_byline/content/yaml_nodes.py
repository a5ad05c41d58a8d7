"""YAML as a tree of values that know their line, safe for text by anyone.

The parser's events are walked before anything is built, so that depth, size and references are
bounded first: `a: [[[[…` kills PyYAML's C composer, and aliases can grow without end. Scalars
keep the text their author wrote; `plain_value` gives YAML's reading of it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

MAX_DEPTH = 16
MAX_NODES = 20_000

_LOADER = yaml.SafeLoader
# The C parser is ten times faster. It is used where both say the same: `_ODD` is what they differ
# in. What it refuses is read again by the other one, whose messages we know.
FAST_LOADER = getattr(yaml, "CSafeLoader", None)
_ODD = re.compile(r"[\t\x85\u2028\u2029\ufeff|>?{]|\[[^\]]*:|^(?:---|\.\.\.)", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")  # Half a character, as in JSON.
_CONSTRUCTOR = yaml.SafeLoader("")


@dataclass(frozen=True, slots=True)
class Scalar:
    line: int
    column: int
    text: str
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Sequence:
    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Later values win, as in YAML loaders; `repeated` holds the keys that were given twice."""

    line: int
    column: int
    items: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    repeated: list[Scalar] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


class YamlError(Exception):
    """What is wrong, where (both from 1), and whether it is a matter of size, not of syntax."""

    def __init__(
        self, line: int, column: int, message: str, hint: str = "", *, bounds: bool = False
    ) -> None:
        super().__init__(message)
        self.line, self.column, self.message, self.hint = line, column, message, hint
        self.bounds = bounds


def parse_yaml(text: str, first_line: int = 1) -> Node | None:
    """Read one YAML document; None if it holds nothing.

    Args:
        text: The document; `first_line` is the number of its first line in the file.

    Raises:
        YamlError: for the first thing that is wrong.
    """
    if FAST_LOADER and not _ODD.search(text):
        with contextlib.suppress(yaml.YAMLError):
            return _build(text, first_line, FAST_LOADER)
    try:
        return _build(text, first_line, _LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        raise YamlError(line, column, *_explain(error, text, mark)) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        raise YamlError(
            first_line + before.count("\n"),
            error.position - before.rfind("\n"),
            f"character U+{error.character:04X} is not allowed here.",
            "Remove it.",
        ) from None


def _build(text: str, first_line: int, loader: Any) -> Node | None:
    builder = _Builder(first_line)
    for event in yaml.parse(text, Loader=loader):
        builder.take(event)
    return builder.root


def _explain(error: yaml.MarkedYAMLError, text: str, mark: yaml.Mark | None) -> tuple[str, str]:
    problem = error.problem or "YAML can't be read"
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\\t" in problem or line[: len(line) - len(line.lstrip())].count("\t"):
        return "a tab is used for indentation.", "Use spaces."
    if "mapping values are not allowed" in problem:
        return (
            "a colon followed by a space starts a new value.",
            "Put the whole value in quotes.",
        )
    if "expected <block end>" in problem or "could not find expected ':'" in problem:
        return (
            "this line does not fit the ones above it.",
            "Check its indentation, and that each key is followed by ': '.",
        )
    if "cannot start any token" in problem:
        return f"{problem.removeprefix('found ')}.", "Put the value in quotes."
    return f"{problem}.", "Check brackets, quotes and indentation."


class _Builder:
    """Builds the tree from events, counting what aliases repeat against `MAX_NODES`."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.root: Node | None = None
        self.open: list[tuple[Sequence | Mapping, str | None, Scalar | None, int]] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.count = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):  # Most are.
            self.check_tag(event)
            self.grow(event, 1)
            if event.style == '"' and _SURROGATE.search(event.value):
                self.fail(event, "'\\u' stands before half a character.", "Write it as it is.")
            scalar = Scalar(*self.at(event), event.value, bool(event.style))
            if event.anchor:
                self.anchors[event.anchor] = (scalar, 1)
            self.place(scalar, event)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self.check_tag(event)
            self.grow(event, 1)
            if len(self.open) >= MAX_DEPTH:
                self.fail(event, f"nested more than {MAX_DEPTH} levels deep.", bounds=True)
            kind = Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping
            self.open.append((kind(*self.at(event)), event.anchor, None, self.count))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            node, anchor, _, before = self.open.pop()
            if anchor:
                self.anchors[anchor] = (node, self.count - before + 1)
            self.place(node, event)
        elif isinstance(event, yaml.AliasEvent):
            if not event.anchor or event.anchor not in self.anchors:
                self.fail(event, f"'*{event.anchor}' refers to itself or to nothing.", bounds=True)
            repeated, weight = self.anchors[event.anchor]
            self.grow(event, weight)
            self.place(repeated, event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.fail(event, "a second YAML document starts here.", "Keep one.")

    def place(self, node: Node, event: yaml.Event) -> None:
        if not self.open:
            self.root = node
            return
        parent, anchor, key, before = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            if not isinstance(node, Scalar):
                raise YamlError(node.line, node.column, "a key must be a single word or phrase.")
            self.open[-1] = (parent, anchor, node, before)
        else:
            self.open[-1] = (parent, anchor, None, before)
            if key.text == "<<" and not key.quoted:
                self.merge(parent, node)
                return
            if key.text in parent.keys:
                parent.repeated.append(key)
            parent.items[key.text] = node
            parent.keys[key.text] = key

    def merge(self, parent: Mapping, node: Node) -> None:
        """Apply a merge key (https://yaml.org/type/merge.html): the mapping's own keys win."""
        for source in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(source, Mapping):
                for name, value in source.items.items():
                    parent.items.setdefault(name, value)

    def check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag and not re.fullmatch(
            r"!|tag:yaml\.org,2002:(str|int|float|bool|null|seq|map|timestamp)", tag
        ):
            self.fail(event, f"the YAML tag '{tag}' is not allowed.", "Remove it.", bounds=True)

    def grow(self, event: yaml.Event, weight: int) -> None:
        self.count += weight
        if self.count > MAX_NODES:
            self.fail(event, f"more than {MAX_NODES} values.", bounds=True)

    def at(self, event: yaml.Event) -> tuple[int, int]:
        assert event.start_mark  # Only events made by hand have none.
        return event.start_mark.line + self.first_line, event.start_mark.column + 1

    def fail(
        self, event: yaml.Event, message: str, hint: str = "", *, bounds: bool = False
    ) -> NoReturn:
        raise YamlError(*self.at(event), message, hint, bounds=bounds)


def text_value(node: Node) -> object:
    """Return the node as dicts, lists and strings: what its author typed, unread."""
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    if isinstance(node, Sequence):
        return [text_value(item) for item in node.items]
    return {key: text_value(value) for key, value in node.items.items()}


def plain_value(node: Node) -> object:
    """Return the node as YAML 1.1 reads it: numbers, booleans and dates where they look so."""
    if isinstance(node, Scalar):
        return node.text if node.quoted else _read_scalar(node.text)
    if isinstance(node, Sequence):
        return [plain_value(item) for item in node.items]
    return {key: plain_value(value) for key, value in node.items.items()}


@functools.lru_cache(maxsize=4096)  # Blogs say the same of many posts.
def _read_scalar(text: str) -> object:
    if _DAY.fullmatch(text):  # Most posts have one of their own.
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(text)
    tag = _CONSTRUCTOR.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    try:
        return _CONSTRUCTOR.construct_object(yaml.ScalarNode(tag, text))
    except (yaml.YAMLError, ValueError):
        return text
    finally:
        _CONSTRUCTOR.constructed_objects.clear()  # It would keep all of them.


def locate(root: Node, keys: tuple[str | int, ...]) -> Node:
    """Return the deepest node on the way along `keys`: where to point for a problem there."""
    node = root
    for key in keys:
        if isinstance(node, Mapping) and key in node.items:
            node = node.items[str(key)]
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
    return node

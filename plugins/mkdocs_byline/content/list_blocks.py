"""Lists of posts in Markdown: where a text asks for one, and what it asks for.

The grammar is that of pymdownx.blocks: `/// posts`, options as indented YAML, `///`. With colons
it is that of mkdocstrings. Options that are not indented are read as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from mkdocs_byline.content import yaml_nodes
from mkdocs_byline.content.markdown_blocks import blank_code
from mkdocs_byline.content.yaml_nodes import Node, Scalar, YamlError, parse_yaml
from mkdocs_byline.problems import Problem, did_you_mean

LAYOUTS = ("compact", "cards", "full", "timeline")
SORTS = ("newest", "oldest", "updated", "title", "series")
# Options by which posts are chosen; each takes one name or several.
FILTERS = ("category", "tag", "author", "series", "year", "language")
MAX_POSTS = 5000
MAX_LINES = 100  # Of options.
MAX_LENGTH = 4000  # Of options, in characters: deep YAML takes long to read.

At = tuple[int, int]  # Line and column, both from 1.

_OPENING = re.compile(
    r"(?P<lead>[ \t>]*)(?P<mark>/{3,}|:{3,})[ \t]*posts[ \t]*(?P<argument>\|.*)?"
)
_CLOSING = re.compile(r"[ \t>]*(?:/{3,}|:{3,})[ \t]*")
_SUSPECT = re.compile(r"[/:]{3}[ \t]*posts\b")
_OF_MKDOCSTRINGS = re.compile(r"[ \t>]*(?:handler|options)[ \t]*:")
_LEAD = re.compile(r"[ \t>]*")


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A place in a text where a list of posts is asked for.

    Attributes:
        yaml: The options, with the indentation they have in the text.
        line, column: Of the opening; the options begin on the next line.
        argument: What stands after a `|` in the opening, where nothing may.
    """

    yaml: str
    line: int
    column: int
    argument: str = ""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """Which posts a list has and how it shows them. An empty filter lets all posts through.

    Attributes:
        offset: How many posts are left out at the beginning.
        lead: Whether the first post leads the others, where they are shown in full.
        more: Whether there is a link to all of them: None for where the list has not all, or the
            link's text.
    """

    category: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    pinned: bool | None = None
    sort: str = ""
    limit: int = 10
    offset: int = 0
    layout: str = "compact"
    lead: bool = False
    more: str | bool | None = None


OPTIONS = tuple(each.name for each in fields(ListOptions))


@dataclass(frozen=True, slots=True)
class ListRequest:
    """The options of a list as they were read.

    Attributes:
        places: Where each name of each filter stands.
        problems: What is wrong with the options; those are then left out.
    """

    options: ListOptions = ListOptions()
    places: Mapping[str, tuple[At, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def closing(lines: Sequence[str], start: int) -> int:
    """Return the line after a block's options, which end with its mark or a blank line.

    After `MAX_LINES` nobody looks further.
    """
    number, last = start, min(len(lines), start + MAX_LINES)
    while number < last and lines[number].strip(" \t>"):
        if _CLOSING.fullmatch(lines[number]):
            return number
        number += 1
    return number


def opens_list(
    line: str, lines: Sequence[str], number: int, *, has_mkdocstrings: bool
) -> re.Match[str] | None:
    """Return a match if a list begins with this line, which is that of `lines` at `number`.

    Where mkdocstrings is in use, what it would read as a package named `posts` is left to it.
    """
    match = _OPENING.fullmatch(line)
    if match is None or match["mark"].startswith("/") or not has_mkdocstrings:
        return match
    options = lines[number + 1 : closing(lines, number + 1)]
    return match if options and not any(map(_OF_MKDOCSTRINGS.match, options)) else None


def find_blocks(
    text: str, first_line: int = 1, *, has_mkdocstrings: bool = False
) -> tuple[ListBlock, ...]:
    """Return the lists that a Markdown text asks for, outside of code and comments."""
    if "posts" not in text or not _SUSPECT.search(text):
        return ()
    lines = text.split("\n")
    return tuple(_find(lines, blank_code(lines), first_line, has_mkdocstrings))


def list_texts(text: str) -> list[str]:
    """Return the options of all lists in a text, unread."""
    return [block.yaml for block in find_blocks(text)]


def _find(
    lines: list[str], blanked: list[str], first_line: int, has_mkdocstrings: bool
) -> Iterator[ListBlock]:
    for number, line in enumerate(blanked):
        if "posts" not in line:
            continue
        if match := opens_list(line, lines, number, has_mkdocstrings=has_mkdocstrings):
            options = lines[number + 1 : closing(lines, number + 1)]
            yaml = "\n".join(map(_unquoted, options))
            at = first_line + number, match.end("lead") + 1
            yield ListBlock(yaml, *at, (match["argument"] or "").strip("| \t"))


def _unquoted(line: str) -> str:
    """Return a line with spaces for the marks of a quotation, and each character in its place."""
    if ">" not in line and "\t" not in line:
        return line
    return _LEAD.sub(lambda lead: re.sub(r"[\t>]", " ", lead[0]), line, count=1)


def read_block(block: ListBlock, shown: str) -> ListRequest:
    """Read the options of a list in the file that messages call `shown`."""
    request = read_options(block.yaml, shown, block.line + 1)
    if not block.argument:
        return request
    message = f"a list of posts takes no title, and '{block.argument}' is one."
    hint = "Write a heading above it. Options stand below it: '    category: People'."
    problem = Problem(shown, block.line, block.column, "BY461", message, hint)
    return replace(request, problems=(problem, *request.problems))


def read_options(yaml: str, shown: str = "", first_line: int = 1) -> ListRequest:
    """Read the options of a list. Never raises for what is in them; see `problems`."""
    if len(yaml) > MAX_LENGTH or yaml.count("\n") >= MAX_LINES - 1:
        message = (
            f"the options of a list have more than {MAX_LENGTH} characters or {MAX_LINES} lines."
        )
        hint = "Name fewer, or end them with the mark that began the list."
        return ListRequest(problems=(Problem(shown, first_line, 1, "BY461", message, hint),))
    try:
        tree = parse_yaml(yaml, first_line) if yaml.strip() else None
    except YamlError as error:
        at, hint = (error.line, error.column), error.hint
        return ListRequest(problems=(Problem(shown, *at, "BY461", error.message, hint),))
    if tree is None:
        return ListRequest()
    return read_tree(tree, shown)


def read_values(values: Mapping[str, Any], shown: str) -> ListRequest:
    """Read the options of a list that a template asks for."""

    def node(value: Any) -> Node:
        if isinstance(value, list | tuple):
            return yaml_nodes.Sequence(1, 1, [node(each) for each in value])
        return Scalar(1, 1, str(value).lower() if isinstance(value, bool) else str(value))

    given = {name: value for name, value in values.items() if value is not None}
    tree = yaml_nodes.Mapping(1, 1, {name: node(value) for name, value in given.items()})
    tree.keys = {name: Scalar(1, 1, name) for name in given}
    return read_tree(tree, shown)


def read_tree(tree: Node, shown: str) -> ListRequest:
    problems: list[Problem] = []

    def refuse(at: Node, message: str, hint: str = "") -> None:
        problems.append(Problem(shown, at.line, at.column, "BY461", message, hint))

    if not isinstance(tree, yaml_nodes.Mapping):
        refuse(
            tree, "the options of a list are not a mapping.", "Write them as 'category: People'."
        )
        return ListRequest(problems=tuple(problems))
    values: dict[str, Any] = {}
    places: dict[str, tuple[At, ...]] = {}
    for key in tree.repeated:
        refuse(key, f"'{key.text}' is given twice.", "Keep one, or write a list: [one, two].")
    for name, node in tree.items.items():
        if name not in OPTIONS:
            known = ", ".join(OPTIONS)
            hint = did_you_mean(name, OPTIONS) or f"There are {known}."
            refuse(tree.keys.get(name, node), f"a list of posts has no option '{name}'.", hint)
        elif name in FILTERS:
            items = node.items if isinstance(node, yaml_nodes.Sequence) else [node]
            read = [(_name(each), each) for each in items]
            for _, each in (pair for pair in read if not pair[0]):
                refuse(each, f"'{name}' takes a name, or a list of names.")
            found = [(text, each) for text, each in read if text]
            for text, each in found if name == "year" else ():
                if not re.fullmatch(r"[0-9]{4}", text):
                    refuse(each, f"'{text}' is no year.", "Write it as 2026.")
            values[name] = tuple(text for text, _ in found)
            places[name] = tuple((each.line, each.column) for _, each in found)
        else:
            text = _name(node)
            value, hint = _READ[name](text) if text else (None, _READ[name]("")[1])
            if value is None:
                shown_value = f"'{text}'" if text else "this"
                refuse(node, f"{shown_value} is no value of '{name}'.", hint)
            else:
                values[name] = value
    return ListRequest(ListOptions(**values), places, tuple(problems))


def _name(node: Node) -> str:
    """Return the text of a single value; empty if it is none."""
    return "" if not isinstance(node, Scalar) or node.is_null else " ".join(node.text.split())


# What was read, None for nothing, and what to do about it.
_Value = tuple[Any, str]


def _truth(text: str) -> _Value:
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    return known.get(text.lower()), "Write true or false."


def _one_of(choices: Sequence[str]) -> Callable[[str], _Value]:
    def read(text: str) -> _Value:
        hint = did_you_mean(text, choices) or f"Write {', '.join(choices[:-1])} or {choices[-1]}."
        return (text.lower() if text.lower() in choices else None), hint

    return read


def _number(least: int) -> Callable[[str], _Value]:
    def read(text: str) -> _Value:
        is_number = re.fullmatch(r"[0-9]{1,5}", text) and least <= int(text) <= MAX_POSTS
        return (int(text) if is_number else None), f"Write a number from {least} to {MAX_POSTS}."

    return read


def _more(text: str) -> _Value:
    value, _ = _truth(text)
    return (text or None) if value is None else value, "Write true, false, or the link's text."


_READ: Mapping[str, Callable[[str], _Value]] = {
    "pinned": _truth,
    "lead": _truth,
    "sort": _one_of(SORTS),
    "limit": _number(1),
    "offset": _number(0),
    "layout": _one_of(LAYOUTS),
    "more": _more,
}

"""Rules of mending front matter, one for each kind of mistake.

A step may propose too much: `fix.post` takes the first proposal that leaves the post better off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mkdocs_byline.blog import urls
from mkdocs_byline.content.misread import find_misread
from mkdocs_byline.content.schema import PASSED_ON, DatesEntry, FrontMatter
from mkdocs_byline.content.slips import correct, find_slips
from mkdocs_byline.content.yaml_nodes import Mapping, Node, Scalar, Sequence, YamlError, parse_yaml
from mkdocs_byline.fix.dates import mended_date
from mkdocs_byline.problems import nearest
from mkdocs_byline.settings import Settings

Step = Callable[[str, Settings], Iterator[str]]

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_COLON = re.compile(r"^((?:[ ]*- )?[A-Za-z_][\w-]*)(?:[ ]+:[ ]+|[ ]*:[ ]{2,})(?=\S)", re.MULTILINE)
_KNOWN = frozenset((*FrontMatter.model_fields, *PASSED_ON))


def tree_of(front: str) -> Mapping | None:
    """Return the front matter as a tree; None if it can't be read."""
    try:
        tree = parse_yaml(front)
    except YamlError:
        return None
    return tree if isinstance(tree, Mapping) else None


def start_of(front: str, node: Node) -> int:
    """Return where a node begins in the text."""
    lines = front.split("\n")
    return sum(len(line) + 1 for line in lines[: node.line - 1]) + node.column - 1


def _replaced(front: str, scalar: Scalar, value: str) -> Iterator[str]:
    """Yield the text with another value, its quotes as they were; nothing if it spans lines."""
    start = start_of(front, scalar) + scalar.quoted
    end = start + len(scalar.text)
    if front[start:end] == scalar.text and value != scalar.text:
        yield front[:start] + value + front[end:]


def _by_line(
    front: str, pattern: re.Pattern[str], mended: Callable[[re.Match[str]], str]
) -> Iterator[str]:
    """Yield the text with all places mended, then with only one of them each."""
    yield pattern.sub(mended, front)
    for match in pattern.finditer(front):
        yield front[: match.start()] + mended(match) + front[match.end() :]


def trailing_spaces(front: str, settings: Settings) -> Iterator[str]:
    """Cut spaces and tabs off the ends of lines."""
    return _by_line(front, _TRAILING, lambda match: "")


def syntax(front: str, settings: Settings) -> Iterator[str]:
    """Where YAML can't be read, correct what was mistyped."""
    if tree_of(front) is None:
        yield correct(front, find_slips(front, _KNOWN))


def misread(front: str, settings: Settings) -> Iterator[str]:
    """Write what YAML reads otherwise as it was meant, all of it or one by one."""
    tree = tree_of(front)
    slips = list(find_misread(front, tree, _KNOWN)) if tree else []
    yield correct(front, slips)
    for slip in slips:
        yield correct(front, [slip])


def colons(front: str, settings: Settings) -> Iterator[str]:
    """Put no space before the colon of a key, and one behind it."""
    return _by_line(front, _COLON, lambda match: f"{match[1]}: ")


def keys(front: str, settings: Settings) -> Iterator[str]:
    """Give keys that are nearly ours our names."""
    tree = tree_of(front)
    known = sorted(_KNOWN)
    inner = tree.items.get("date") if tree else None
    for mapping, names in ((tree, known), (inner, [*DatesEntry.model_fields])):
        if isinstance(mapping, Mapping):
            for name, key in mapping.keys.items():
                right = nearest(name, names)
                if name not in names and right and right not in mapping.keys:
                    yield from _replaced(front, key, right)


def dates(front: str, settings: Settings) -> Iterator[str]:
    """Write dates in ISO 8601."""
    tree = tree_of(front)
    for scalar in _dates(tree) if tree else ():
        if right := mended_date(scalar.text):
            yield from _replaced(front, scalar, right)


def _dates(tree: Mapping) -> Iterator[Scalar]:
    date, corrections = tree.items.get("date"), tree.items.get("corrections")
    entries = corrections.items if isinstance(corrections, Sequence) else [corrections]
    found = [date, *(date.items.values() if isinstance(date, Mapping) else ())]
    found += [each.items.get("date") for each in entries if isinstance(each, Mapping)]
    return (node for node in found if isinstance(node, Scalar))


def slug(front: str, settings: Settings) -> Iterator[str]:
    """Make a proper slug of one that no URL can have, and of any that a draft has.

    Others stay as they are, however they look: somebody may have linked there.
    """
    tree = tree_of(front)
    node, draft = (tree.items.get(key) if tree else None for key in ("slug", "draft"))
    if not isinstance(node, Scalar):
        return
    words = " ".join(re.split(r"[/\\.\s]+", node.text)).strip()
    right = urls.post_slug(words, settings)
    if not right:
        return
    is_draft = isinstance(draft, Scalar) and draft.text.lower() in ("true", "yes", "on")
    if is_draft or not _is_usable(node.text, settings):
        yield from _replaced(front, node, right)


def _is_usable(slug: str, settings: Settings) -> bool:
    try:
        urls.below(settings.blog_dir, slug.strip())
    except urls.BadPath:
        return False
    return True


def order(front: str, settings: Settings) -> Iterator[str]:
    """Put our keys in the order of the manual, each with the comments right above it."""
    tree = tree_of(front)
    lines = front.rstrip("\n").split("\n")
    names = (
        {key.line - 1: name for name, key in tree.keys.items() if key.column == 1} if tree else {}
    )
    if tree is None or not names or len(names) != len(tree.keys):
        return  # Written on one line, or with `<<`.
    known = list(FrontMatter.model_fields)
    begins = [_with_comments(lines, number) for number in names]
    parts = [
        (known.index(name) if name in known else len(known), lines[begin:end])
        for name, begin, end in zip(names.values(), begins, [*begins[1:], len(lines)], strict=True)
    ]
    parts.sort(key=lambda part: part[0])
    moved = [line for _, part in parts for line in part]
    yield "\n".join([*lines[: begins[0]], *moved]) + front[len(front.rstrip("\n")) :]


def _with_comments(lines: list[str], number: int) -> int:
    """Return the first of the comment lines right above a line."""
    while number > 0 and lines[number - 1].startswith("#"):
        number -= 1
    return number

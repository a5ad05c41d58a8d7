"""Editing of `mkdocs.yml`: new values in its text, of which all else stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import yaml

from mkdocs_byline.content.yaml_text import flow

Path = tuple[str, ...]


def with_values(text: str, values: Mapping[Path, str]) -> str:
    """Return the text with other values; an empty one takes its key away.

    A path has keys, and names of plugins where these are a list. What is not there yet is put
    behind the first key of all.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    edits, new = [], ""
    for path, value in values.items():
        found = _pair(root, path)
        if found is None:
            assert len(path) == 1, path
            new += f"{path[0]}: {flow(value)}\n" if value else ""
        elif value:  # A comment behind it was about what it was.
            end = _lines(text, *found)[1]
            edits.append((found[1].start_mark.index, end, f"{flow(value)}\n"))
        else:
            edits.append((*_lines(text, *found), ""))
    if new:
        assert isinstance(root, yaml.MappingNode)
        _, end = _lines(text, *root.value[0])
        edits.append((end, end, new))
    return _edited(text, edits)


def with_pages(text: str, pages: Collection[str]) -> str:
    """Return the text with a `nav` that has no other pages than these, and no empty section."""
    found = _pair(yaml.compose(text, Loader=yaml.SafeLoader), ("nav",))
    gone = _without(found[1], pages) if found else []
    return _edited(text, [(*_lines(text, node, node), "") for node in gone])


def _pair(root: yaml.Node | None, path: Path) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(root, yaml.SequenceNode):
        found = (_pair(each, path) for each in root.value)
        return next((each for each in found if each), None)
    if not isinstance(root, yaml.MappingNode):
        return None
    for key, value in root.value:
        if key.value == path[0]:
            return (key, value) if len(path) == 1 else _pair(value, path[1:])
    return None


def _without(nav: yaml.Node, pages: Collection[str]) -> list[yaml.Node]:
    """Return the entries of a section that go."""
    gone: list[yaml.Node] = []
    for entry in nav.value:
        value = entry.value[0][1] if isinstance(entry, yaml.MappingNode) else entry
        if isinstance(value, yaml.SequenceNode):
            inner = _without(value, pages)
            gone += [entry] if len(inner) == len(value.value) else inner
        elif value.value.endswith(".md") and value.value not in pages:
            gone.append(entry)
    return gone


def _lines(text: str, first: yaml.Node, last: yaml.Node) -> tuple[int, int]:
    """Return where the lines of a block begin and end; a collection's own end is too late."""
    start = text.rfind("\n", 0, first.start_mark.index) + 1
    end = len(text[: max(each.end_mark.index for each in _scalars(last))].rstrip())
    return start, (text.find("\n", end) + 1 or len(text))


def _scalars(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.ScalarNode) or not node.value:
        yield node
        return
    for each in node.value:
        for part in each if isinstance(each, tuple) else (each,):
            yield from _scalars(part)


def _edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text

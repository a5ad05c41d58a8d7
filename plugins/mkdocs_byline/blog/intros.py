"""Introductions of listings: pages that editors wrote for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mkdocs_byline.content import theme_metadata
from mkdocs_byline.content.body import first_heading, plain_text
from mkdocs_byline.content.frontmatter import Source, read_text, split_front
from mkdocs_byline.content.yaml_nodes import Mapping as Tree
from mkdocs_byline.content.yaml_nodes import YamlError, parse_yaml, plain_value
from mkdocs_byline.model import ListingPage
from mkdocs_byline.problems import Problem


@dataclass(frozen=True, slots=True)
class Intro:
    """An editor's page for a listing.

    `meta` is its front matter without what a theme can't make sense of, and `title` its own.
    """

    path: str
    meta: Mapping[str, object]
    title: str
    problems: tuple[Problem, ...]


def read_intro(content: bytes, path: str, shown: str) -> Intro:
    """Read an editor's page. As in any page of MkDocs, YAML that can't be read is none."""
    front, body, _ = split_front(read_text(content))
    source = Source(path, shown)
    try:
        source.tree = parse_yaml(front, first_line=2) if front else None
    except YamlError:
        source.tree = None
    values = plain_value(source.tree) if isinstance(source.tree, Tree) else {}
    assert isinstance(values, dict)
    meta = theme_metadata.check(source, values, trusted=True, has_template=None)
    title = str(meta.get("title") or plain_text(first_heading(body)[0]))
    return Intro(path, meta, title, tuple(source.problems))


def read_intros(
    listings: Iterable[ListingPage],
    pages: Mapping[str, str],
    read: Callable[[str], bytes],
    shown: Callable[[str], str],
) -> dict[str, Intro]:
    """Return the editors' pages by the listings' own paths.

    Args:
        pages: Source paths of pages by their output files.
        read: Returns what is in one.
    """
    return {
        page.view.path: read_intro(read(path), path, shown(path))
        for page in listings
        if page.number == 1 and (path := pages.get(page.dest))
    }

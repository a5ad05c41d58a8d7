"""Bios of authors: Markdown in the authors file, sanitised HTML on their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import markdown

from mkdocs_byline.content.authors import Authors
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.fragment import settled
from mkdocs_byline.html.sanitize import sanitize
from mkdocs_byline.html.sanitizer_report import explain
from mkdocs_byline.problems import Problem


@dataclass(frozen=True, slots=True)
class Bios:
    """The HTML of people's `bio` by their id, and what was left out of it."""

    html: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def convert_bios(authors: Authors, policy: Policy, file: Path) -> Bios:
    """Convert all bios.

    Args:
        file: The authors file, read again only if something was left out.
    """
    clean = {
        key: sanitize(markdown.markdown(person.bio, extensions=["smarty"]), policy)
        for key, person in authors.people.items()
        if person.bio
    }
    problems: tuple[Problem, ...] = ()
    if removed := [removal for each in clean.values() for removal in each.removed]:
        text = file.read_text(encoding="utf-8-sig")
        problems = tuple(replace(each, path=authors.shown) for each in explain(removed, text))
    return Bios({key: settled(each.html) for key, each in clean.items()}, problems)

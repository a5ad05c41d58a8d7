"""Beside plugins that write a page's HTML in some other way, at any priority."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from building import build, post
from dom import parse

PLUGIN = """
from mkdocs.plugins import event_priority
from compatibility.test_rewriting import WAYS

@event_priority({priority})
def on_page_content(html, page, **kwargs):
    return WAYS["{way}"](html)
"""
BODY = "# On lamps\n\nFirst.\n\n<!-- more -->\n\nRest.\n"

WAYS: dict[str, Callable[[str], str]] = {
    "a document": lambda html: f"<!DOCTYPE html><html><head></head><body>{html}</body></html>\n",
    "with a head": lambda html: (
        f"<html><head><style>p {{}}</style></head><body>{html}</body></html>"
    ),
    "XML": lambda html: f'<?xml version="1.0"?><html xmlns="x"><body>{html}</body></html>',
    "wrapped": lambda html: f'<div class="wrapped">\n{html}\n</div>',
    "wrapped twice": lambda html: f"<main><section>{html}</section></main>",
    "without ends": lambda html: html.replace("</p>", ""),
    "capitals": lambda html: html.replace("h1", "H1").replace("<p>", "<P>"),
    "the mark in a paragraph": lambda html: html.replace(
        "<!-- more -->", "<p>\n<!--  more --></p>"
    ),
    "without comments": lambda html: re.sub("<!--.*?-->", "", html),
    "without white space": lambda html: html.replace("\n", "").replace("-- ", "--"),
    "a comment first": lambda html: f"<!-- Made by a plugin -->\n{html}",
    "unbalanced": lambda html: f"</section>{html}</div></div>",
    "other attributes": lambda html: html.replace("<h1", "<h1 title='a>b' data-x"),
}


@pytest.mark.parametrize(
    ("way", "priority"), [*((way, 0) for way in WAYS), ("a document", 50), ("a document", -50)]
)
def test_marks_and_headings_are_found(way: str, priority: int, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hook.py": PLUGIN.format(way=way, priority=priority),
        "docs/blog/posts/one.md": post(BODY, date="2026-11-20", slug="one"),
        "docs/blog/posts/two.md": post(BODY, date="2026-11-20", slug="two", title="Of its own"),
        "docs/blog/index.md": "# The lamp blog\n\nIntroduction.\n",
        "docs/index.md": "# Home\n",
    }
    options: dict[str, Any] = {"hooks": ["hook.py"], "strict": True, "theme": "mkdocs"}
    built = build(tmp_path, files, **options)
    assert (built.error, built.messages) == ("", [])
    listing = built.read("blog/index.html")
    assert "First." in listing
    assert "Rest." not in listing
    assert listing.count('class="byline-entry__more"') == 1
    for path in ("blog", "blog/2026/11/20/one", "blog/2026/11/20/two"):
        page = built.read(f"{path}/index.html")
        assert len(parse(page).findall(".//h1")) == 1
        assert page.lower().count("<body") == page.lower().count("</body>") == 1

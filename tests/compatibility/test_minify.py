"""Beside plugins that make HTML smaller when a page is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import build
from compatibility.test_glightbox import CONFIG, FILES
from dom import parse


@pytest.mark.parametrize(
    "plugins",
    [
        "search, glightbox, minify: {minify_html: true}, byline",
        "search, byline, minify: {minify_html: true}",
        "search, byline, glightbox, minify_html",
        "minify_html, byline: {csp: true}",
    ],
)
def test_a_page_is_the_same_but_smaller(plugins: str, tmp_path: Path) -> None:
    written = plugins.replace("minify: {minify_html: true}", "{minify: {minify_html: true}}")
    written = written.replace("byline: {csp: true}", "{byline: {csp: true}}")
    built = build(tmp_path, {**FILES, "mkdocs.yml": CONFIG.format(plugins=written)}, strict=True)
    assert (built.error, built.messages) == ("", [])
    listing = built.read("blog/index.html")
    assert "Rest." not in listing
    assert listing.count("byline-entry__more") == 1
    for path in built.pages():
        assert len(parse(built.read(path)).findall(".//h1")) == 1, path

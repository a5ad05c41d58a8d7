"""Values and pages of a `mkdocs.yml` change; its comments, tags and all else stay."""

from __future__ import annotations

import pytest

from mkdocs_byline.scaffold.configuration import with_pages, with_values

TEXT = """\
# About.
site_name: A # what it is
site_url: !ENV [URL, "x"]
# Ours.
copyright: >-
  Several
  lines

plugins:
  - search
  # Another.
  - byline:
      default_author: me
      tags: true
theme: {name: material}
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("site_name",), "B: c", "site_name: A # what it is\n", "site_name: 'B: c'\n"),
        (("site_url",), "y", 'site_url: !ENV [URL, "x"]\n', "site_url: y\n"),
        (("site_url",), "", 'site_url: !ENV [URL, "x"]\n', ""),
        (("copyright",), "", "copyright: >-\n  Several\n  lines\n", ""),
        (("plugins", "byline", "default_author"), "joe", "author: me\n", "author: joe\n"),
        (("theme",), "", "theme: {name: material}\n", ""),
        (("repo_url",), "z", "what it is\n", "what it is\nrepo_url: z\n"),
        (("repo_url",), "", "", ""),
    ],
)
def test_values(path: tuple[str, ...], value: str, before: str, after: str) -> None:
    assert with_values(TEXT, {path: value}) == TEXT.replace(before, after, 1)


NAV = """\
nav:
  - index.md
  - Blog:
      - blog/index.md # here
      - Old: old.md
  - Gone:
      - Deep:
          - old.md
      - b.md
  - Elsewhere: https://x.example
extra: {}
"""


def test_pages() -> None:
    found = with_pages(NAV, {"index.md", "blog/index.md"})
    assert found == (
        "nav:\n  - index.md\n  - Blog:\n      - blog/index.md # here\n"
        "  - Elsewhere: https://x.example\nextra: {}\n"
    )
    assert with_pages(NAV, {"index.md", "blog/index.md", "old.md", "b.md"}) == NAV
    assert with_pages("site_name: A\n", ()) == "site_name: A\n"

"""Addresses without `https://` lead nowhere; they are told and mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from building import CONFIG, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.web_address import with_scheme
from mkdocs_byline.fix.post import mend
from mkdocs_byline.settings import Settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.example.org", "https://www.example.org"),
        ("robin.example", "https://robin.example"),
        ("example.org/a?b#c", "https://example.org/a?b#c"),
        ("example.org:8000/a", "https://example.org:8000/a"),
        ("a.b.co.uk", "https://a.b.co.uk"),
        ("www.node.js", "https://www.node.js"),
        ("münchen.example", "https://münchen.example"),
        ("https//example.org", "https://example.org"),
        ("https:/example.org/a", "https://example.org/a"),
        ("http:example.org", "https://example.org"),
        ("htps://example.org", "https://example.org"),
        ("about.md", None),
        ("a/b.html", None),
        ("picture.webp", None),
        ("main.rs", None),
        ("https://x", None),
        ("HTTPS://example.org", None),
        ("//example.org", None),
        ("mailto:a@b.example", None),
        ("a@b.example", None),
        ("#a", None),
        ("../index.md", None),
        ("v1.2", None),
        ("", None),
    ],
)
def test_what_is_an_address(text: str, expected: str | None) -> None:
    assert with_scheme(text) == expected


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (
            "authors: [{name: Robin, url: robin.example}]",
            "authors: [{name: Robin, url: https://robin.example}]",
        ),
        ("author: {name: R, url: 'www.r.example'}", "author: {name: R, url: 'https://www.r.example'}"),
        ("links:\n  - Docs: www.example.org", "links:\n  - Docs: https://www.example.org"),
        ("links: [www.example.org/a, b.md]", "links: [https://www.example.org/a, b.md]"),
    ],
)  # fmt: skip
def test_addresses_in_front_matter(front: str, expected: str) -> None:
    text = f"---\n{front}\n---\n# T\n".encode()
    (problem,) = parse_post(text, "a.md").problems
    assert problem.code == "BY119"
    assert "https:// is missing" in problem.message
    assert mend(text, "a.md", Settings()).content.decode() == f"---\n{expected}\n---\n# T\n"


BODY = """\
# A

[a](www.example.org) [b](example.org "t") [c][d] <a href="robin.example/x">e</a>

[d]: www.example.org/d

`[x](www.example.org)` [g](https://example.org) [h](other.md) [i](https:/i.example/x)

```
[x](www.example.org)
```
"""


def test_addresses_in_a_text_and_in_the_authors_file(tmp_path: Path) -> None:
    people = "authors:\n  robin:\n    name: Robin\n    url: robin.example # mine\n"
    write(
        tmp_path,
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": "# Home\n",
            "docs/blog/.authors.yml": people,
            "docs/blog/posts/a.md": post(BODY, date="2026-11-01"),
            "docs/blog/posts/other.md": post("# O", date="2026-11-02"),
        },
    )
    command = ["check", "-f", str(tmp_path / "mkdocs.yml")]
    told = CliRunner().invoke(main, command).output
    assert told.count("https:// is missing") == 5
    assert "BY507 'https:/i.example/x' is no address" in told
    assert "docs/blog/.authors.yml:4:10: BY119" in told
    CliRunner().invoke(main, [*command, "--fix"])
    text = (tmp_path / "docs/blog/posts/a.md").read_text()
    assert text.rstrip().endswith(
        BODY.rstrip()
        .replace("(www.example.org) ", "(https://www.example.org) ", 1)
        .replace("(example.org ", "(https://example.org ")
        .replace("]: www.", "]: https://www.")
        .replace('"robin', '"https://robin')
        .replace("https:/i", "https://i")
    )
    assert (tmp_path / "docs/blog/.authors.yml").read_text() == people.replace(
        "robin.example", "https://robin.example"
    )
    assert CliRunner().invoke(main, command).output.count("BY507") == 0

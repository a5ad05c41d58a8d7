"""Any bytes as posts: no traceback, nothing outside the site, and a line for each problem."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from building import AUTHORS, CONFIG, build, write
from mkdocs_byline.blog import library
from mkdocs_byline.blog.library import Inputs
from mkdocs_byline.blog.urls import is_inside
from mkdocs_byline.content.authors import parse_authors
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.schema import PASSED_ON, FrontMatter
from mkdocs_byline.model import Build
from mkdocs_byline.settings import Settings

NOW = Build(now=dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
WORDS = ["..", "/", "\\", "../../../escaped", "a", "2026-11-24", "2026-13-45", "~", "null", "no"]
WORDS += [
    "0x1F",
    "1e999",
    ".nan",
    "12:30:00",
    "&a",
    "*a",
    "<<",
    "!!python/name:os.system",
    "|",
    ">",
]
WORDS += [
    "<b>",
    "javascript:x()",
    "//x.example",
    "C:\\x",
    "con",
    "\u202e",
    "\u200d",
    "é",
    "e\u0301",
]
KEYS = [*FrontMatter.model_fields, *PASSED_ON, "created", "x", "slug", "title", "date"]
MARKS = [
    "# ",
    "* ",
    "> ",
    "    ",
    "\t",
    "`",
    "```",
    "~~~",
    "[",
    "](",
    ")",
    "![",
    "<",
    "</",
    ">",
    "&",
]
MARKS += [
    "\n",
    "\n\n",
    "---\n",
    "===",
    "|",
    ":",
    "{",
    "}",
    "{: #x .y onclick=z }",
    "<!-- more -->",
]
MARKS += ["<!--", "<![", "<?", "[^1]", "[^1]:", "*[X]: ", "!!! note", '=== "Tab"', "- [ ] ", "1. "]
MARKS += [
    "\0",
    "\x0c",
    "\ufffe",
    "\U0001f600",
    "\u2028",
    "$$",
    "++x++",
    "==",
    "--8<-- ",
    "<div markdown>",
]

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(WORDS),
    st.text(max_size=20),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*KEYS, *WORDS]), inner, max_size=3),
    ),
    max_leaves=6,
)
fronts = st.dictionaries(st.sampled_from(KEYS), values, max_size=5)
bodies = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=5)), max_size=25).map("".join)


def as_post(front: dict[str, object], body: str) -> bytes:
    text = yaml.safe_dump(front, allow_unicode=True) if front else ""
    return f"---\n{text}---\n{body}".encode("utf-8", "surrogatepass")


raw = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda text: f"---\n{text}\n---\n".encode(),
        st.lists(
            st.sampled_from(
                [*KEYS, *WORDS, ": ", "\n", "- ", "[", "]", "{", "}", "'", '"', "\t", "#"]
            )
        ).map("".join),
    ),
)
dated = st.builds(as_post, st.just({"title": "x", "date": "2026-11-24"}), bodies)
posts = st.one_of(raw, st.builds(as_post, fronts, bodies), dated)


@settings(max_examples=300)
@given(posts)
@example(b"---\na: " + b"[" * 200_000)
@example(b"---\ntitle: x\n---\n" + b"<h1>" * 50_000)
def test_a_post_is_read_or_refused_with_a_line(content: bytes) -> None:
    source = parse_post(content, "blog/posts/x.md")
    inputs = Inputs(Settings(), parse_authors(AUTHORS.encode(), "a.yml"))
    found = library.assemble([source], inputs, NOW)
    lines = len(re.split(rb"\r\n|\r|\n", content))
    for problem in found.problems:
        assert 1 <= problem.line <= lines + 1
        assert problem.column >= 1
        assert "\n" not in str(problem)
    for post in found.posts:
        assert is_inside(post.dest)
        assert post.dest.startswith("blog/")
    for broken in found.broken:
        assert any(problem.is_error for problem in broken.problems)
        assert is_inside(broken.dest)


@given(st.one_of(raw, st.builds(lambda tree: yaml.safe_dump(tree).encode(), values)))
def test_an_authors_file_is_read_or_refused_with_a_line(content: bytes) -> None:
    authors = parse_authors(content, "a.yml")
    assert all(problem.line >= 1 for problem in authors.problems)


def tree(root: Path) -> dict[str, str]:
    """Return a digest of every file below `root`."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


EXTENSIONS = """
markdown_extensions:
  [abbr, admonition, attr_list, def_list, footnotes, md_in_html, smarty, tables, toc,
   pymdownx.betterem, pymdownx.caret, pymdownx.details, pymdownx.highlight, pymdownx.inlinehilite,
   pymdownx.keys, pymdownx.mark, pymdownx.smartsymbols, pymdownx.snippets, pymdownx.superfences,
   pymdownx.tabbed, pymdownx.tasklist, pymdownx.tilde]
"""


@pytest.mark.parametrize("command", ["build", "serve"])
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    sent=st.lists(st.one_of(posts, dated), min_size=4, max_size=4),
    names=st.lists(
        st.sampled_from(["a", "b c", "é", "x'\"<b>", "index", "2026-01-02-d", "%2e%2e"]),
        min_size=4,
        max_size=4,
        unique=True,
    ),
)
def test_a_site_is_built_or_refused(command: str, sent: list[bytes], names: list[str]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "deep" / "project"
        files = {
            f"docs/blog/posts/{name}.md": text for name, text in zip(names, sent, strict=True)
        }
        write(root, {"mkdocs.yml": CONFIG + EXTENSIONS, "docs/index.md": "# Home\n", **files})
        before = tree(Path(folder))
        built = build(root, command=command)
        after = tree(Path(folder))
        new = [path for path in after if path not in before]
        allowed = ("deep/project/site/", "deep/project/.cache/byline/")
        assert [path for path in new if not path.startswith(allowed)] == []
        assert {path: after[path] for path in before} == before
        if built.error:
            assert built.codes
            assert command == "build"

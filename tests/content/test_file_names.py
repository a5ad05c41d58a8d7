"""Names of files that can't be written down, and which files are posts."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from building import build, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.cli.project import find_project
from mkdocs_byline.content.safe_files import printable_path

POSTS = "docs/blog/posts"
DRAFT = post("# Secret plans", date="2026-11-20", draft="true").encode()
TRUSTING = """\
site_name: Trial
plugins: [search, byline: {trusted_paths: ["*"]}]
"""


def put(root: Path, path: bytes, content: bytes = DRAFT) -> None:
    """Write a file whose name is bytes, as git and archives bring them."""
    target = os.path.join(os.fsencode(root), path)  # noqa: PTH118
    os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
    try:
        with open(target, "wb") as file:  # noqa: PTH123
            file.write(content)
    except OSError:
        pytest.skip("this file system refuses such names itself")


def findings(root: Path) -> list[tuple[str, str]]:
    arguments = ["check", "-f", str(root / "mkdocs.yml"), "--format", "json"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return [(each["path"], each["code"]) for each in json.loads(result.stdout)["problems"]]


@pytest.mark.parametrize("config", ["", TRUSTING])
@pytest.mark.parametrize(
    ("path", "shown", "code"),
    [
        (b"b\xffad.md", r"b\xffad.md", "BY341"),
        (b"b\xffad.png", r"b\xffad.png", "BY341"),
        (b"\xfe/x.md", r"\xfe/x.md", "BY341"),
        (b"\xed\xa0\x80.md", r"\xed\xa0\x80.md", "BY341"),
        (b"a\nb.png", r"a\nb.png", "BY341"),
        (b"a\nb.md", r"a\nb.md", "BY341"),
        (b"a\nb/index.md", r"a\nb/index.md", "BY341"),
        (b"a\r.md", r"a\r.md", "BY341"),
        (b"a\x1b[31m.md", r"a\x1b[31m.md", "BY341"),
        (b"a\xc2\x85b.md", r"a\x85b.md", "BY341"),
        (b"a\xe2\x80\xa8b.md", r"a\u2028b.md", "BY341"),
        (b"A.MD", "A.MD", "BY323"),
        (b"A.Md", "A.Md", "BY323"),
        (b"a.MARKDOWN", "a.MARKDOWN", "BY323"),
        (b"a.Mkdn", "a.Mkdn", "BY323"),
        (b"x/index.mD", "x/index.mD", "BY323"),
    ],
)
def test_a_name_is_refused_by_code_in_build_and_check(
    tmp_path: Path, path: bytes, shown: str, code: str, config: str
) -> None:
    write(tmp_path, {"docs/index.md": "# Home\n", f"{POSTS}/.keep": ""})
    put(tmp_path, f"{POSTS}/".encode() + path)
    built = build(tmp_path, {"mkdocs.yml": config} if config else {})
    assert built.messages[0].startswith(f"{POSTS}/{shown}:1:1: {code} ")
    # What only has a kind that is not published is left out; a name that can't be written ends it.
    assert bool(built.error) == (code != "BY323")
    assert findings(tmp_path) == [(f"{POSTS}/{shown}", code)]
    for made in (built, build(tmp_path, command="serve")):
        kept = b"".join(each.read_bytes() for each in made.out.rglob("*") if each.is_file())
        assert b"Secret plans" not in kept


def test_elsewhere_only_what_gets_a_url_is_refused(tmp_path: Path) -> None:
    files = {f"{POSTS}/one.md": post("# One", date="2026-11-20"), "docs/index.md": "# Home\n"}
    write(tmp_path, files)
    put(tmp_path, b"docs/picture\xff.png")
    built = build(tmp_path)
    assert (built.error, built.messages) == ("", [])
    assert findings(tmp_path) == []
    put(tmp_path, b"docs/\xff/page.md", b"# Page\n")
    assert build(tmp_path).codes == ["BY341"]
    assert findings(tmp_path) == [(r"docs/\xff/page.md", "BY341")]


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize(
    "names",
    [
        ["a.md", "b.markdown", "c.mdown", "d.mkdn", "e.mkd", "f.txt", "g.md.txt"],
        ["a.md", "a.markdown", "a.mkd"],
        ["README.md", "index.md", "x/README.md", "y/README.md", "y/index.markdown"],
        ["x/index.md", "x.md"],
    ],
)
def test_commands_take_the_files_for_posts_that_mkdocs_does(
    tmp_path: Path, names: list[str], directory_urls: bool
) -> None:
    for number, name in enumerate(names):
        write(tmp_path, {f"{POSTS}/{name}": post(f"# Post {number}", date="2026-11-20")})
    built = build(tmp_path, {"docs/index.md": "# Home\n"}, use_directory_urls=directory_urls)
    config = f"site_name: T\nplugins: [byline]\nuse_directory_urls: {str(directory_urls).lower()}"
    write(tmp_path, {"mkdocs.yml": f"{config}\n"})
    assert not built.error
    records = json.loads(built.read("blog/provenance.json"))["posts"]
    project = find_project(tmp_path / "mkdocs.yml")
    assert sorted(project.posts) == sorted(each["path"] for each in records)


@given(st.text() | st.binary().map(os.fsdecode))
def test_any_path_can_be_printed_on_one_line(path: str) -> None:
    shown = printable_path(path)
    assert shown.encode().decode() == shown
    assert len(f"{shown}x".splitlines()) == 1
    assert "\x1b" not in shown

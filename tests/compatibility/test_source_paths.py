"""Plugins that ask every file of a site where its source is, and read it there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from building import build, post
from mkdocs_byline.host.posts.own_file import SourceFolder

HOOK = """\
import os
from pathlib import Path

SEEN = {}

def on_nav(nav, config, files):
    for file in files:
        path = file.abs_src_path
        assert os.path.normpath(os.path.join(file.src_dir, file.src_path)) == path, file
        os.path.relpath(path, config.docs_dir)
        SEEN[file.src_uri] = Path(path).read_bytes()
    Path(config.docs_dir, '../seen').write_text(repr(SEEN))

def on_page_markdown(markdown, page, **kw):
    assert os.path.isfile(page.file.abs_src_path)
"""
SITE: dict[str, str | bytes] = {
    "docs/blog/posts/one.md": post(
        "# One\n\nText.", date="2026-11-20", tags="['C & C++']", aliases="[old/one/]"
    ),
}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_each_file_has_a_source_that_can_be_read(tmp_path: Path, temporary: Path) -> None:
    plain = build(tmp_path / "plain", SITE, strict=True)
    assert (plain.error, plain.messages) == ("", [])
    assert not list(temporary.glob("byline-*"))  # Nobody has asked.
    asked = build(tmp_path / "asked", {**SITE, "hook.py": HOOK}, hooks=["hook.py"], strict=True)
    assert (asked.error, asked.messages) == ("", [])
    seen = (tmp_path / "asked/seen").read_text()
    assert "'blog/tag/c--c.md': b'# C & C++\\n'" in seen
    assert "'blog/atom.xml': b''" in seen
    assert asked.pages() == plain.pages()
    for page in plain.pages():
        assert asked.read(page) == plain.read(page)


def test_sources_are_removed_with_the_site(temporary: Path) -> None:
    folder = SourceFolder()
    path = Path(folder.path)
    assert path.parent == temporary
    assert path.is_dir()
    del folder
    assert not path.exists()

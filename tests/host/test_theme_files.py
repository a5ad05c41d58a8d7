"""Which files of a theme count is what its templates can read."""

from __future__ import annotations

import os
from pathlib import Path

from building import build, post, write
from mkdocs_byline.host.theme_files import theme_files

CONFIG = """\
site_name: Trial
theme: {name: mkdocs, custom_dir: overrides}
plugins: [byline: {history: false}]
"""


def test_links_are_followed_and_what_leads_nowhere_is_not_there(tmp_path: Path) -> None:
    files = {
        "theme/b/two.html": "2",
        "theme/one.html": "1",
        "theme/icons/x.svg": "",
        "far/t.html": "3",
    }
    write(tmp_path, files)
    theme = tmp_path / "theme"
    (theme / "gone.html").symlink_to("nowhere.html")
    (theme / "itself.html").symlink_to("itself.html")
    (theme / "linked").symlink_to(tmp_path / "far", target_is_directory=True)
    (tmp_path / "far/round").symlink_to(theme, target_is_directory=True)
    (theme / "b/up").symlink_to("..", target_is_directory=True)
    os.mkfifo(theme / "pipe.html")
    found = [
        (path.relative_to(theme).as_posix(), data)
        for path, data in theme_files(theme, skipped={"icons"})
    ]
    assert found == [("one.html", b"1"), ("b/two.html", b"2"), ("linked/t.html", b"3")]


def test_a_template_behind_a_link_is_rendered_as_it_is_now(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": CONFIG,
        "overrides/main.html": '{% extends "base.html" %}{% block content %}'
        '{% include "shared/part.html" %}{% endblock %}',
        "shared/part.html": "<p>Words of a template</p>",
        # That these stand in the site is no leak.
        "docs/blog/posts/a.md": post("# Words of a template", date="2026-01-01", draft="true"),
    }
    write(tmp_path, files)
    (tmp_path / "overrides/shared").symlink_to(tmp_path / "shared", target_is_directory=True)
    (tmp_path / "overrides/.#main.html").symlink_to("jane@host.example:1")  # As Emacs leaves it.
    before = build(tmp_path)
    assert (before.error, before.messages) == ("", [])
    assert "<p>Words of a template</p>" in before.read("index.html")
    after = build(tmp_path, {"shared/part.html": "<b>Words of a template</b>"})
    assert "<b>Words of a template</b>" in after.read("index.html")

"""What all pages have in common is read as templates read it."""

from __future__ import annotations

from pathlib import Path

from building import build, post, write

CONFIG = """\
site_name: Trial
theme: {name: mkdocs, custom_dir: overrides}
plugins: [byline: {history: false}]
"""


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

"""mkdocs-macros beside Byline."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinyhtml5

from building import CONFIG, Built, build, post

PAGE = "blog/2026/01/02/one/index.html"


def site(root: Path, byline: str = "byline", body: str = "", **front: object) -> Built:
    """Build a site with the plugin and one post; its home page lists titles with a macro."""
    config = CONFIG.replace("[search, byline]", f"[search, macros, {byline}]")
    home = "# Home\n\n{% for page in navigation.pages %}{{ page.title }} {% endfor %}\n"
    return build(
        root,
        {
            "mkdocs.yml": config + "extra: {version: 1.2.3}\n",
            "docs/index.md": home,
            "docs/blog/posts/one.md": post(f"# One\n\n{body}", date="2026-01-02", **front),
        },
    )


@pytest.mark.parametrize("body", ["Version {{ version }}.", "{% if 1 %}Version 1.2.3.{% endif %}"])
def test_macros_run_in_trusted_posts_alone(tmp_path: Path, body: str) -> None:
    trusted = site(tmp_path, "{byline: {trusted_paths: [blog/posts/]}}", body)
    assert (trusted.error, trusted.codes) == ("", [])
    assert "Version 1.2.3." in trusted.read(PAGE)
    built = site(tmp_path, body=body)
    assert (built.error, built.codes) == ("", ["BY333"])
    assert "'macros'" in built.messages[0] and "trusted_paths" in built.messages[0]
    assert built.messages[0].startswith("docs/blog/posts/one.md:6:")
    assert body in built.read(PAGE)


def test_many_posts_are_told_of_once(tmp_path: Path) -> None:
    other = post("# Two\n\n{{ version }}", date="2026-01-03")
    (tmp_path / "docs/blog/posts").mkdir(parents=True)
    (tmp_path / "docs/blog/posts/two.md").write_text(other)
    built = site(tmp_path, body="{{ version }}")
    assert built.codes == ["BY333"]
    assert "2 times in 2 files" in built.messages[0]


def test_a_post_may_say_that_it_shows_markers(tmp_path: Path) -> None:
    built = site(tmp_path, body="Write `{{ version }}`.", render_macros="false")
    assert built.codes == []
    assert "{{ version }}" in built.read(PAGE)


def test_a_macro_on_another_page_gets_titles_escaped(tmp_path: Path) -> None:
    built = site(tmp_path, title="'x<hostile-x>'")
    html = built.read("index.html")
    assert "x&lt;hostile-x&gt;" in html
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    assert not [each.tag for each in root.iter() if "hostile" in str(each.tag)]

"""MaterialX carries Material on, in the same package: its names stand for Material's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugins

from building import Built, build

CONFIG = """\
site_name: Trial
site_url: https://example.org/
theme: {{name: {theme}, font: false}}
plugins: [search, tags, meta, byline: {{csp: true}}]
"""
FILES = {
    "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
    "docs/blog/posts/.meta.yml": "tags: [Kept]\n",
    "docs/blog/posts/a.md": "---\ndate: 2024-01-01\n---\n# A\n\nText\n",
}
PLUGINS = ("blog", "meta", "search", "tags")


@pytest.fixture
def materialx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the names of MaterialX for what is installed of Material."""
    info = tmp_path / "installed/mkdocs_materialx-10.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: mkdocs-materialx\nVersion: 10.0\n"
    )
    plugins = "\n".join(
        f"materialx/{name} = material.plugins.{name}.plugin:{name.title()}Plugin"
        for name in PLUGINS
    )
    (info / "entry_points.txt").write_text(
        f"[mkdocs.themes]\nmaterialx = material.templates\n[mkdocs.plugins]\n{plugins}\n"
    )
    monkeypatch.syspath_prepend(str(info.parent))
    # MkDocs has looked for plugins when it was imported.
    monkeypatch.setattr(MkDocsConfig.plugins, "installed_plugins", get_plugins())


def site(root: Path, theme: str) -> Built:
    built = build(root, {"mkdocs.yml": CONFIG.format(theme=theme), **FILES})
    assert (built.error, built.messages) == ("", [])
    return built


def own_parts(html: str) -> list[str]:
    """Return the head and the text of a page: Material's templates ask for its own search."""
    return re.findall(r"<head>.*?</head>|<article.*</article>", html, re.S)


@pytest.mark.usefixtures("materialx")
def test_a_site_is_the_same_with_either(tmp_path: Path) -> None:
    one, other = (site(tmp_path / theme, theme) for theme in ("material", "materialx"))
    assert "Kept" in one.read("blog/2024/01/01/a/index.html")
    assert one.pages() == other.pages()
    for page in one.pages():
        assert own_parts(one.read(page)) == own_parts(other.read(page))


@pytest.mark.usefixtures("materialx")
def test_its_blog_is_refused_as_materials_is(tmp_path: Path) -> None:
    config = CONFIG.format(theme="materialx").replace("tags,", "blog,")
    built = build(tmp_path, {"mkdocs.yml": config, **FILES})
    assert any("Material's 'blog' plugin is on too" in each for each in built.messages)

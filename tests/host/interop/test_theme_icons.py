"""What MkDocs takes over of a theme, with and without its icons listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from mkdocs.config.base import load_config
from mkdocs.structure.files import Files

from building import write
from mkdocs_byline.host.interop.theme_icons import list_no_icons


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_same_files_are_taken_over(tmp_path: Path, theme: str) -> None:
    own = {".hidden/a.js": "", "a.js": "", "deep/.kept/b.js": "", "partials/c.html": ""}
    write(tmp_path, {f"own/{name}": text for name, text in own.items()})
    write(tmp_path, {"mkdocs.yml": "site_name: T\n", "docs/index.md": "# Home\n"})
    options: dict[str, Any] = {
        "theme": {"name": theme, "custom_dir": str(tmp_path / "own")},
        "plugins": [],
    }
    config = load_config(config_file=str(tmp_path / "mkdocs.yml"), **options)
    env = config.theme.get_env()
    loader = jinja2.FileSystemLoader(env.loader.searchpath)  # type: ignore[union-attr]
    env.loader = loader
    with_icons, without = Files([]), Files([])
    with_icons.add_files_from_theme(env, config)
    listed = len(env.list_templates())
    list_no_icons(env)
    without.add_files_from_theme(env, config)
    assert [*without.src_uris] == [*with_icons.src_uris]
    assert "a.js" in without.src_uris
    assert "deep/.kept/b.js" in env.list_templates()
    assert listed - len(env.list_templates()) >= (10_000 if theme == "material" else 1)

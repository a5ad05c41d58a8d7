"""Two real blogs, which lie outside this project; see `paths.SHARED`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import Built, build
from paths import SHARED

EXTENSIONS = """
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - pymdownx.details
  - pymdownx.superfences
"""


OPTIONS = {
    "jxnl": "{blog_dir: writing, post_dir: writing/posts, post_date_format: yyyy/MM/dd}",
    "textual": "{}",
}


def build_with(plugin: str, blog: str, root: Path) -> Built:
    source = SHARED / "corpora" / blog / "docs"
    if not source.is_dir():
        pytest.skip(f"needs the blog {source}; set BYLINE_SHARED to the folder that has corpora/")
    shutil.copytree(source, root / "docs")
    config = f"""
site_name: {blog}
site_url: https://example.org/
theme: {{name: material, font: false}}
plugins:
  - search
  - {plugin}: {OPTIONS[blog]}
{EXTENSIONS}"""
    return build(root, {"mkdocs.yml": config})

"""Two real blogs: the posts' URLs are those that Material's plugin gives, and problems are real.

The blogs lie outside this repository, in BYLINE_SHARED or `../shared`; without them, skip.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from building import Built, build

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("BYLINE_SHARED") or ROOT.parent / "shared")

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
# What is really wrong in these posts; see the lines.
PROBLEMS = {
    "jxnl": [
        (
            "BY112",
            "docs/writing/posts/consulting-writing.md",
        ),  # begins with a second-level heading
        ("BY107", "docs/writing/posts/self-reflections-hiring.md"),  # `categories:` twice
    ],
    "textual": [],
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


def posts(built: Built) -> set[str]:
    return {page for page in built.pages() if re.search(r"/\d{4}/\d\d/\d\d/", page)}


@pytest.mark.parametrize("blog", list(OPTIONS))
def test_a_real_blog_moves_over(blog: str, tmp_path: Path) -> None:
    ours = build_with("byline", blog, tmp_path / "byline")
    theirs = build_with("blog", blog, tmp_path / "material")
    assert (ours.error, theirs.error) == ("", "")
    assert len(posts(theirs)) > 40
    assert posts(ours) == posts(theirs)
    found = [
        (match[2], match[1])
        for message in ours.messages
        if (match := re.match(r"(\S+?):\d+:\d+: (BY\d+)", message))
    ]
    assert found == PROBLEMS[blog]

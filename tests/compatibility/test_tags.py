"""Material's tags plugin beside Byline."""

from __future__ import annotations

import json
import re
from pathlib import Path

import tinyhtml5

from building import CONFIG, Built, build, post

TAGS = "# Tags\n\n<!-- material/tags { toc: true } -->\n"
PAGE = "blog/2026/01/02/one/index.html"


def one(root: Path, tag: str, **options: object) -> Built:
    """Build a site with a post that has this tag, and a page of all tags."""
    given = json.dumps(options)
    config = CONFIG.replace("[search, byline]", f"[search, byline, {{tags: {given}}}]")
    text = post("# One\n\nText.", date="2026-01-02", tags=json.dumps([tag, "sea"]))
    return build(
        root, {"mkdocs.yml": config, "docs/tags.md": TAGS, "docs/blog/posts/one.md": text}
    )


def test_a_tag_is_compared_as_it_was_written_and_escaped_once(tmp_path: Path) -> None:
    built = one(tmp_path, "C & C++", tags_allowed=["C & C++", "sea"], export=True)
    assert built.error == ""
    assert '<span class="md-tag">C &amp; C++</span>' in built.read("tags/index.html")
    exported = json.loads(built.read("tags.json"))
    assert sorted(exported["mappings"][0]["tags"]) == ["C & C++", "sea"]


def test_it_is_the_same_tag_as_that_of_a_page_beside_the_blog(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/other.md").write_text("---\ntags: [C & C++]\n---\n# Other\n")
    html = one(tmp_path, "C & C++").read("tags/index.html")
    assert len(re.findall('<span class="md-tag">C &amp; C\\+\\+</span>', html)) == 1


def test_no_tag_becomes_an_element(tmp_path: Path) -> None:
    """In no part of a hierarchy either, nor in a table of contents or the search index."""
    for number, options in enumerate(({}, {"tags_hierarchy": True})):
        built = one(tmp_path / str(number), "a<hostile-a>/b<hostile-b>\"'", **options)
        assert built.error == ""
        for page in built.pages():
            root = tinyhtml5.parse(built.read(page), namespace_html_elements=False)
            assert not [each.tag for each in root.iter() if "hostile" in str(each.tag)], page
        index = json.loads(built.read("search/search_index.json"))
        assert "<hostile" not in json.dumps(index)
        assert "hostile-b" in built.read("tags/index.html")

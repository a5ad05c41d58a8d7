"""Everything that a blog writes is in one registry, and nothing else can be written."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mkdocs_byline
from building import CONFIG, build, post
from comparing import registry, written
from mkdocs_byline.blog.places import Places
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.registry import Registry

FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace("byline]", "byline: {csp: true, pagination_per_page: 1}]"),
    "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane Doe}\n",
    "docs/blog/posts/a.md": post(
        "# A\n\n![](a/pic.png)", date="2026-11-01", authors="[jane]", categories="[X]", tags="[t]"
    ),
    "docs/blog/posts/a/pic.png": b"picture",
    "docs/blog/posts/b.md": post("# B", date="2026-11-02", aliases="[/old/b/]"),
    "docs/blog/posts/unlisted.md": post("# Apart", date="2026-11-03", unlisted="true"),
    "docs/blog/posts/draft.md": post("# Draft", date="2026-11-03", draft="true"),
}


def output(dest: str, **values: object) -> Output:
    return Output(dest=dest, kind="test", owner=dest, **values)  # type: ignore[arg-type]


def test_a_build_writes_what_is_in_the_registry_and_all_of_it(tmp_path: Path) -> None:
    with_blog, without = tmp_path / "with", tmp_path / "without"
    built = build(with_blog, FILES)
    assert not built.error
    others = {path: text for path, text in FILES.items() if not path.startswith("docs/blog")}
    others["mkdocs.yml"] = CONFIG.replace(", byline]", "]")
    new = written(built) - written(build(without, others))
    own = {path for path in new if not path.startswith("assets/byline/")}
    assert own == registry(built).dests
    assert {"_headers", "blog/provenance.json", "old/b/index.html", "blog/a/pic.png"} <= own


@pytest.mark.parametrize("folder", ["blog", "outputs", "host", "html", "content"])
def test_only_one_module_writes_into_the_site(folder: str) -> None:
    writers = {"write_file", "write_text", "write_bytes", "copy_file"}
    allowed = {
        "host/output/data_files.py",  # From the registry.
        "host/incremental/unchanged_pages.py",  # MkDocs' pages, which are outputs.
        "host/output/manifest.py",  # The same, restored.
        "host/output/staging.py",  # Notes of a build that is under way.
        "host/posts/own_file.py",  # Sources for other plugins, outside of the site.
        "host/serve/site_loader.py",  # MkDocs' files.
    }
    root = Path(mkdocs_byline.__file__).parent
    for path in (root / folder).rglob("*.py"):
        calls = [each for each in ast.walk(ast.parse(path.read_text())) if is_call(each, writers)]
        assert not calls or path.relative_to(root).as_posix() in allowed, path


def is_call(node: ast.AST, names: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return name in names


def test_a_data_file_gives_way_to_all_that_is_there_before_it() -> None:
    taken = Places({"a/file.xml": "a page", "b/index.html": "another"})
    data = [
        output("A/File.xml", gives_way=True),
        output("b", gives_way=True),
        output("a/file.xml/c.xml", gives_way=True),
        output("d.xml", gives_way=True),
        output("D.xml", gives_way=True),
        output("a/FILE.xml"),
    ]
    found = Registry([output("b/index.html")], data, taken)
    assert {each.dest for each in found.data} == {"d.xml", "a/FILE.xml"}
    assert found.dests == {"b/index.html", "d.xml", "a/FILE.xml"}


def test_the_site_map_names_what_is_listed_and_what_is_not_the_blogs() -> None:
    found = Registry([output("a"), output("b", is_listed=True)], [], Places())
    assert [found.is_listed(each) for each in ("a", "b", "c")] == [False, True, True]


def test_a_site_has_a_headers_file_of_its_own(tmp_path: Path) -> None:
    built = build(tmp_path, {**FILES, "docs/_headers": "/own\n"})
    assert built.read("_headers") == "/own\n"
    assert "_headers" not in {each.dest for each in registry(built).data}


def test_a_data_file_that_would_be_the_same_stays_where_it_is(tmp_path: Path) -> None:
    built = build(tmp_path, FILES)
    paths = [built.out / each.dest for each in registry(built).data]
    before = [(path.stat().st_ino, path.read_bytes()) for path in paths]
    assert len(before) > 1
    build(tmp_path)
    assert [(path.stat().st_ino, path.read_bytes()) for path in paths] == before
    for path in paths:
        path.write_bytes(b"touched")
    build(tmp_path)
    assert [path.read_bytes() for path in paths] == [content for _, content in before]
    changed = build(tmp_path, {"docs/blog/posts/b.md": post("# B\n\nNew.", date="2026-11-02")})
    again = tmp_path / "again"
    cold = build(again, {**FILES, "docs/blog/posts/b.md": post("# B\n\nNew.", date="2026-11-02")})
    assert changed.read("blog/provenance.json") == cold.read("blog/provenance.json")
    assert changed.read("blog/provenance.json").encode() != before[0][1]


def test_the_site_map_says_when_posts_really_changed(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": CONFIG.replace("byline]", "byline: {pagination_per_page: 2}]"),
        "docs/blog/.authors.yml": "authors:\n  jane: {name: Jane Doe}\n",
        "docs/blog/posts/a.md": post("# A", date="2020-01-02", categories="[X]"),
        "docs/blog/posts/b.md": post(
            "# B",
            date="{created: 2021-01-02, updated: 2022-03-04}",
            categories="[X]",
            corrections="[{date: 2023-05-06, text: Wrong.}]",
        ),
        "docs/blog/posts/c.md": post("# C", date="2024-01-02", authors="[jane]"),
    }
    built = build(tmp_path, files)
    found = re.findall(
        r"<loc>https://example.org/sub/(.*?)</loc>\s*<lastmod>(.*?)</lastmod>",
        built.read("sitemap.xml"),
    )
    days = {url: day for url, day in found if url.startswith("blog/") and url != "blog/subscribe/"}
    assert days == {
        "blog/": "2024-01-02",
        "blog/page/2/": "2020-01-02",
        "blog/2020/01/02/a/": "2020-01-02",
        "blog/2021/01/02/b/": "2023-05-06",
        "blog/2024/01/02/c/": "2024-01-02",
        "blog/archive/": "2024-01-02",
        "blog/archive/2020/": "2020-01-02",
        "blog/archive/2021/": "2023-05-06",
        "blog/archive/2024/": "2024-01-02",
        "blog/category/": "2023-05-06",
        "blog/category/x/": "2023-05-06",
        "blog/tag/": "2024-01-02",  # Empty.
        "blog/author/": "2024-01-02",
        "blog/author/jane/": "2024-01-02",
        "blog/corrections/": "2023-05-06",
    }

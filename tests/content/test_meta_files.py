"""Material's meta files are read within the bounds of front matter, in checks and in builds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import CONFIG, build, post
from checking import problems
from mkdocs_byline.content.meta_files import parse_meta

META = CONFIG.replace("[search", "[meta, search")
MULTIPLYING = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)
WRONG = {
    "deep": (b"a: " + b"[" * 5000 + b"]" * 5000, "1:19: BY108"),
    "open": (b"a: " + b"[" * 5000, "1:19: BY108"),
    "multiplying": (MULTIPLYING.encode(), "BY108"),
    "merged": (b"a: &a {b: 1}\n" + b"c: &c {<<: [" + b"*a, " * 12_000 + b"*a]}\n", "BY108"),
    "itself": (b"a: &a [*a]\n", "1:8: BY108"),
    "python": (b"a: !!python/object/apply:os.getcwd []\n", "1:4: BY108"),
    "list": (b"- a\n- b\n", "1:1: BY106"),
    "text": (b"tags\n", "1:1: BY106"),
    "syntax": (b"title: a: b\n", "1:9: BY105"),
    "no day": (b"date: 2026-13-01\n", "1:1: BY105"),
    "no number": (b"a: !!int many\n", "1:1: BY105"),
    "bytes": (b"a: \xff\n", "1:4: BY101"),
    "large": (b"a: " + b"x" * 70_000, "1:1: BY103"),
    "huge": (b"a: [" + b"x, " * 500_000, "1:1: BY103"),
}


def test_a_build_and_a_check_refuse_the_same_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"mkdocs.yml": META}
    for n, (content, _) in enumerate(WRONG.values()):
        files[f"docs/blog/posts/{n:02}/.meta.yml"] = content
        files[f"docs/blog/posts/{n:02}/a.md"] = post(f"# Post {n}", date="2026-11-01")
    built = build(tmp_path, files)
    told = [each for each in built.messages if ": BY" in each]
    assert built.error
    for n, (line, (_, expected)) in enumerate(zip(told, WRONG.values(), strict=True)):
        assert line.startswith(f"docs/blog/posts/{n:02}/.meta.yml:")
        assert expected in line
    assert problems(tmp_path) == told


@pytest.mark.parametrize("content", ["", "# Nothing yet\n"])
def test_an_empty_file_gives_nothing(tmp_path: Path, content: str) -> None:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": META,
        "docs/.meta.yml": content,
        "docs/blog/posts/.meta.yml": "tags: [shared]\n",
        "docs/blog/posts/a.md": post("# A", date="2026-11-01"),
    }
    built = build(tmp_path, files)
    assert (built.error, built.messages, problems(tmp_path)) == ("", [], [])
    assert "shared" in built.read("blog/2026/11/01/a/index.html")


def test_a_plugin_that_is_switched_off_reads_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": CONFIG.replace("[search", "[meta: {enabled: false}, search"),
        "docs/blog/posts/.meta.yml": "a: [",
        "docs/blog/posts/a.md": post("# A", date="2026-11-01"),
    }
    assert (build(tmp_path, files).error, problems(tmp_path)) == ("", [])


@given(st.binary() | st.text("ab:&*[]{}<- \n!\t'\"|>1.é").map(str.encode))
def test_any_bytes_are_values_or_a_problem(content: bytes) -> None:
    values, wrong = parse_meta(content, "docs/.meta.yml")
    assert not (values and wrong)
    assert all(each.path == "docs/.meta.yml" for each in wrong)


def test_what_is_wrong_in_a_meta_file_is_told_of_it_and_not_of_each_post(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": META,
        "docs/.meta.yml": "readtime: [1]\n",
        "docs/other/.meta.yml": "draft: maybe\n",  # No post's.
        "docs/blog/posts/.meta.yml": "pin: 7\ndraft: maybe\nhide: [toc]\nhide: [navigation]\n",
        "docs/blog/posts/a.md": post("# A", date="2026-11-01"),
        "docs/blog/posts/b.md": post("# B", date="2026-11-02", draft="perhaps"),
    }
    built = build(tmp_path, files)
    told = [each for each in built.messages if ": BY" in each]
    assert [each.partition(" '")[0].partition(" this")[0] for each in told] == [
        "docs/.meta.yml:1:11: BY110 readtime:",
        "docs/blog/posts/.meta.yml:1:6: BY110 pin:",
        "docs/blog/posts/.meta.yml:2:8: BY110 draft:",
        "docs/blog/posts/.meta.yml:4:1: BY107",
        "docs/blog/posts/b.md:3:8: BY110 draft:",
    ]
    assert problems(tmp_path) == told

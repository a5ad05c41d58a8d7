"""Where other packages lack private names, a site is built all the same, and the log says so."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown.treeprocessors import InlineProcessor

from building import AUTHORS, CONFIG, Built, build, post
from mkdocs_byline.host import compat
from mkdocs_byline.host.compat import ENGINE, PARTS, Part
from mkdocs_byline.markdown import speedups
from serving import Served

BODY = """\
# One

[two](two.md#part) and [itself](#here) <script>alert(1)</script>

--8<-- "piece.md"

--8<-- "mkdocs.yml"

## Here {#here}
"""
FILES = {
    "mkdocs.yml": CONFIG + "markdown_extensions: [attr_list, toc, pymdownx.snippets: "
    "{base_path: [docs, .]}]\nvalidation: {anchors: warn}\n",
    "docs/index.md": "# Home\n\n[one](blog/posts/one.md#here)\n",
    "docs/blog/.authors.yml": AUTHORS,
    "docs/piece.md": "A **piece**.\n",
    "docs/blog/posts/one.md": post(BODY, date="2026-01-01", authors="[jane]"),
    "docs/blog/posts/two.md": post("# Two\n\n[x](one.md#nowhere)", date="2026-01-02"),
}
Tree = dict[str, bytes]


def tree(built: Built) -> Tree:
    assert not built.error
    return {
        path.relative_to(built.out).as_posix(): path.read_bytes()
        for path in sorted(built.out.rglob("*"))
        if path.is_file() and not path.name.endswith(".gz")
    }


class Without:
    """Another package's module or object, as a version of it that has no such names."""

    def __init__(self, owner: Any, names: tuple[str, ...]) -> None:
        self.owner, self.names = owner, {name.partition(".")[0] for name in names}

    def __getattr__(self, name: str) -> Any:
        if name in self.names:
            raise AttributeError(name)
        return getattr(self.owner, name)


def remove(part: Part, patch: pytest.MonkeyPatch) -> Part:
    """Have Byline see the part's package without the part; the package itself needs it."""
    lacking = replace(part, owner=Without(part.owner, part.names))
    for name, value in list(vars(compat).items()):
        if value is part:
            patch.setattr(compat, name, lacking)
        elif value is part.owner:
            patch.setattr(compat, name, lacking.owner)
    patch.setattr(compat, "PARTS", [lacking if each is part else each for each in PARTS])
    return lacking


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, list[str]]:
    built = build(tmp_path_factory.mktemp("whole"), FILES)
    return tree(built), sorted(built.messages)


def assert_it_is_built_all_the_same(
    root: Path, whole: tuple[Tree, list[str]], caplog: pytest.LogCaptureFixture, loss: str
) -> None:
    """Build twice, the second time with what the first has kept."""
    caplog.set_level(logging.INFO, ENGINE)
    site, messages = whole
    for _ in range(2):
        caplog.clear()
        built = build(root, FILES)
        assert tree(built) == site
        assert sorted(built.messages) == messages
        assert len([each for each in caplog.messages if loss in each]) == 1


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.names[0])
def test_a_site_is_the_same_without_a_part(
    part: Part,
    whole: tuple[Tree, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert part.is_there
    lacking = remove(part, monkeypatch)
    assert not lacking.is_there
    assert_it_is_built_all_the_same(tmp_path, whole, caplog, part.loss)


def test_a_site_is_the_same_without_the_parts_of_python_markdown(
    whole: tuple[Tree, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert speedups.are_there()
    monkeypatch.setattr(speedups, "InlineProcessor", Without(InlineProcessor, speedups.NAMES))
    assert_it_is_built_all_the_same(tmp_path, whole, caplog, speedups.LOSS)


def test_a_site_is_the_same_where_a_search_index_is_another(
    whole: tuple[Tree, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = (("_gone",), "")
    monkeypatch.setitem(compat.SEARCH_INDEXES, compat.MATERIAL_SEARCH, other)
    assert_it_is_built_all_the_same(tmp_path, whole, caplog, "search' has no _gone")


def test_a_preview_without_a_part_builds_the_whole_site_and_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, ENGINE)
    part = compat.server_part()
    lacking = replace(part, owner=Without(part.owner, ("_epoch_cond",)))
    monkeypatch.setattr(compat, "server_part", lambda: lacking)
    served = Served(tmp_path, FILES)
    served.change({"docs/blog/posts/two.md": post("# Changed", date="2026-01-02")})
    assert "Changed" in served.text("blog/2026/01/02/changed/index.html")
    assert (served.is_lazy, served.builds) == (False, 2)
    assert len([each for each in caplog.messages if compat.loss_of(lacking) in each]) == 1


def test_a_site_with_two_blogs_says_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, ENGINE)
    lacking = remove(compat.HOOK_NAMES, monkeypatch)
    blogs = "byline, byline: {blog_dir: news}]"
    files = {
        "mkdocs.yml": CONFIG.replace("[search, byline]", "[search, " + blogs),
        "docs/blog/posts/one.md": post("# One", date="2026-01-01"),
        "docs/news/posts/two.md": post("# Two", date="2026-01-02"),
    }
    built = build(tmp_path, files)
    assert not built.error
    assert len([each for each in caplog.messages if compat.loss_of(lacking) in each]) == 1


def test_nothing_is_said_where_all_is_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, ENGINE)
    build(tmp_path, FILES)
    assert not [each for each in caplog.messages if " has no " in each]

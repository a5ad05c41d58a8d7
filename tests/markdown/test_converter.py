"""What is kept of a conversion is what converting gives; and it warns as often."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymdownx.slugs import slugify

from building import Built, build, post
from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.host import converter
from mkdocs_byline.markdown import extension_purity
from mkdocs_byline.markdown.result import Conversion, TocEntry, decode, encode
from mkdocs_byline.markdown.speedups import hasten
from mkdocs_byline.problems import Problem

CONFIG = """\
site_name: Trial
site_url: https://example.org/
theme: material
plugins: [search, byline: {{history: false, {byline}}}]
markdown_extensions: [{extensions}]
"""
TEXTS = (
    "# One\n\nText[^1] with *HTML*.\n\n[^1]: Note.\n\n*[HTML]: Hypertext",
    "## Two {#two .x}\n\n!!! note\n    ```python\n    x = 1\n    ```\n\n[TOC]\n\n## Two",
    '=== "Tab"\n\n    One\n\n=== "Tab"\n\n    Two\n\n- [x] ++ctrl+c++ :smile: ==mark== ~~no~~',
    "[ref]\n\n[ref]: https://example.org 'Title'\n\n??? tip\n    `#!python x`\n\n|a|\n|-|\n|1|",
    "[ref] and HTML[^1] \\(x\\) H~2~O {++new++} [[Wiki]] #2\n\nterm\n:   meaning",
    '<div markdown="1">\n*x* <i>\n\n/// note | Title\nText\n///\n\n[=50% "half"]\n\n<!-- c -->',
    "unclosed <div\n\n```\ncode\n\n> ```yaml\n> a: 1\n> ```\n\nTitle: x\n",
)


def site(extensions: str = "toc", byline: str = "") -> dict[str, str]:
    return {"mkdocs.yml": CONFIG.format(extensions=extensions, byline=byline)}


def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the posts' paths are added as they are converted."""
    paths: list[str] = []
    real = converter.PageConverter.make

    def counting(self: Any, page: Any, files: Any) -> Any:
        paths.append(page.file.src_uri)
        return real(self, page, files)

    monkeypatch.setattr(converter.PageConverter, "make", counting)
    return paths


@pytest.mark.parametrize("name", sorted(extension_purity.KNOWN))
def test_known_extensions_start_afresh_with_each_text(name: str) -> None:
    names = ["toc", "fenced_code", name]
    reused = markdown.Markdown(extensions=names)
    hasten(reused)
    for text in (*TEXTS, *reversed(TEXTS)):
        reused.reset()
        assert reused.convert(text) == markdown.Markdown(extensions=names).convert(text)
        assert reused.toc_tokens == fresh_toc(names, text)  # type: ignore[attr-defined]


def fresh_toc(names: list[str], text: str) -> Any:
    fresh = markdown.Markdown(extensions=names)
    fresh.convert(text)
    return fresh.toc_tokens  # type: ignore[attr-defined]


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from("\n\n".join(TEXTS).split("\n")), max_size=9), max_size=6))
def test_all_known_extensions_together_start_afresh(texts: list[list[str]]) -> None:
    names = sorted(extension_purity.KNOWN - {"pymdownx.extra", "markdown.extensions.extra"})
    reused = _all_extensions()
    for lines in texts:
        text = "\n".join(lines)
        reused.reset()
        assert reused.convert(text) == markdown.Markdown(extensions=names).convert(text)


@functools.cache
def _all_extensions() -> markdown.Markdown:
    names = sorted(extension_purity.KNOWN - {"pymdownx.extra", "markdown.extensions.extra"})
    found = markdown.Markdown(extensions=names)
    hasten(found)
    assert "_Hastened" in [type(each).__name__ for each in found.treeprocessors]
    return found


def test_a_conversion_can_be_kept() -> None:
    toc = (TocEntry("A", "a", 1, (TocEntry("B", "b", 2),)),)
    whole = Conversion(
        html="<p>\u2028\ud800",
        toc=toc,
        anchors=("a",),
        links=(("x.md", "a", "x.md#a"),),
        removals=(Problem("", 2, 1, "BY301", "What", "Hint", ("x.md",)),),
        messages=((30, "warning"),),
        targets=(("x.md", "x/", "INCLUDED"), ("y.md", "", "")),
        includes=(("part", "part.txt", "0f"),),
    )
    assert decode(encode(whole)) == whole


def warm(tmp_path: Path, files: dict[str, str]) -> tuple[Built, Built]:
    """Return a build, and the next of the same files."""
    return build(tmp_path, files), build(tmp_path)


def test_the_next_build_converts_what_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = converted(monkeypatch)
    files = {f"docs/blog/posts/{name}.md": post(f"# {name}", date="2026-01-01") for name in "abc"}
    build(tmp_path, {**site(), **files})
    assert len(paths) == 3
    paths.clear()
    build(tmp_path, {"docs/blog/posts/b.md": post("# B", date="2026-01-01")})
    assert paths == ["blog/posts/b.md"]


def test_the_next_build_warns_as_the_first(tmp_path: Path) -> None:
    body = (
        "# T\n\n[x](missing.md) [y](b.md#nowhere) [z](/abs) [w](#here)\n\n- <!-- more --> and on"
    )
    files = {
        "docs/blog/posts/a.md": post(body, date="2026-01-01"),
        "docs/blog/posts/b.md": post("# B", date="2026-01-01"),
    }
    config = site()["mkdocs.yml"] + "validation: {anchors: warn, absolute_links: warn}\n"
    cold, again = warm(tmp_path, {"mkdocs.yml": config, **files})
    assert len(cold.messages) == 5
    assert again.messages == cold.messages


def test_what_is_not_converted_fails_again(tmp_path: Path) -> None:
    files = {"docs/blog/posts/a.md": post("# T\n\n<![if", date="2026-01-01")}
    cold, again = warm(tmp_path, {**site(), **files})
    assert (again.codes, again.error) == (cold.codes, cold.error)


def test_a_link_follows_its_target(tmp_path: Path) -> None:
    files = {
        "docs/blog/posts/a.md": post("# A\n\n[b](b.md) [c](c.md)", date="2026-01-01"),
        "docs/blog/posts/b.md": post("# B", date="2026-01-02"),
    }
    first = build(tmp_path, {**site(), **files})
    assert 'href="../../02/b/"' in first.read("blog/2026/01/01/a/index.html")
    second = build(
        tmp_path,
        {
            "docs/blog/posts/b.md": post("# B", date="2025-01-02", slug="bee"),
            "docs/blog/posts/c.md": post("# C", date="2026-01-01"),
        },
    )
    text = second.read("blog/2026/01/01/a/index.html")
    assert 'href="../../../../2025/01/02/bee/"' in text
    assert 'href="../c/"' in text
    assert second.messages == []


def test_a_snippet_is_looked_at_again(tmp_path: Path) -> None:
    extension = f"pymdownx.snippets: {{base_path: ['{tmp_path}/docs/new', '{tmp_path}/docs']}}"
    files = {
        "docs/part.txt": "one",
        "docs/blog/posts/a.md": post('# A\n\n--8<-- "part.txt"', date="2026-01-01"),
    }
    assert "<p>one</p>" in build(tmp_path, {**site(extension), **files}).read(PAGE)
    assert "<p>two</p>" in build(tmp_path, {"docs/part.txt": "two"}).read(PAGE)
    assert "<p>three</p>" in build(tmp_path, {"docs/new/part.txt": "three"}).read(PAGE)


PAGE = "blog/2026/01/01/a/index.html"
OWN = """
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
class Count(Postprocessor):
    count = 0
    def run(self, text):
        Count.count += 1
        return f"{text}<p>{Count.count}</p>"
class Own(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Count(), "count", 0)
def makeExtension(**options):
    return Own(**options)
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of an extension that nobody knows."""
    name = f"own_{abs(hash(tmp_path))}"
    (tmp_path / f"{name}.py").write_text(OWN)
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


def test_unknown_extensions_are_run_in_every_build(
    tmp_path: Path, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = converted(monkeypatch)
    files = {"docs/blog/posts/a.md": post("# A", date="2026-01-01")}
    warm(tmp_path, {**site(own), **files})
    assert len(paths) == 2


def test_maintainers_may_call_an_extension_pure(
    tmp_path: Path, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = converted(monkeypatch)
    files = {"docs/blog/posts/a.md": post("# A", date="2026-01-01")}
    warm(tmp_path, {**site(own, f"pure_extensions: [{own}]"), **files})
    assert len(paths) == 1
    with (tmp_path / f"{own}.py").open("a") as file:
        file.write("# changed\n")
    build(tmp_path)
    assert len(paths) == 2


@pytest.mark.parametrize(
    "extensions",
    ["footnotes: {UNIQUE_IDS: true}", "extra: {footnotes: {UNIQUE_IDS: true}}"]
    + ["pymdownx.snippets: {url_download: true}"],
)
def test_options_that_look_elsewhere_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extensions: str
) -> None:
    paths = converted(monkeypatch)
    files = {"docs/blog/posts/a.md": post("# A", date="2026-01-01")}
    warm(tmp_path, {**site(extensions), **files})
    assert len(paths) == 2


def test_another_configuration_converts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = converted(monkeypatch)
    files = {"docs/blog/posts/a.md": post("# A\n\n## B", date="2026-01-01")}
    build(tmp_path, {**site("toc: {permalink: p}"), **files})
    built = build(tmp_path, site("toc: {permalink: q}"))
    assert len(paths) == 2
    assert ">q</a>" in built.read(PAGE)


def known(module: str) -> bool:
    return module.startswith("pymdownx")


def test_descriptions_differ_where_values_do() -> None:
    values: list[Any] = [None, True, 1, "1", 1.5, [1], {"1"}, {"a": 1}, {"a": {"b": 1}}, b"1"]
    values += [slugify(case="lower"), slugify(case="fold"), Path("1"), [[1]], [], ""]
    described = [repr(describe(each, known)) for each in values]
    assert len(set(described)) == len(values)


@pytest.mark.parametrize("value", [object(), lambda: 0, print, [object()], {"a": iter(())}])
def test_what_can_not_be_looked_into_is_not_described(value: Any) -> None:
    with pytest.raises(OpaqueError):
        describe(value, known)

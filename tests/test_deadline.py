"""Texts that would keep a build busy for hours end it alone, by name."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from building import CONFIG, build, post
from mkdocs_byline.read.body import first_heading, plain_text
from mkdocs_byline.render import deadline as module
from mkdocs_byline.render.deadline import OutOfTime, deadline
from mkdocs_byline.render.excerpt import excerpt
from mkdocs_byline.render.fragment import Fragment

# Time may run out in a callback of the collector's, as hypothesis has one. Python goes on after
# that, and the timer rings again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

# From CommonMark's own tests, and what Python-Markdown and its extensions are slow at:
# https://github.com/commonmark/cmark/blob/master/test/pathological_tests.py
SLOW = {
    "openers of links": "[ a_" * 30_000,
    "a pattern of brackets": "[ (](" * 30_000,
    "images": "![[]()" * 30_000,
    "nested brackets": "[" * 20_000 + "a" + "]" * 20_000,
    "nested lists": "".join("  " * depth + "* a\n" for depth in range(700)),
    "back quotes": "".join("e" + "`" * count for count in range(1, 1400)),
    "unclosed links": "[a](<b" * 20_000,
    "unclosed comments": "</" + "<!--" * 100_000,
    "unclosed elements": "<a " * 30_000,
    "footnotes": "[^1]" * 20_000 + "\n\n[^1]: x",
    "definitions": "a\n: " * 20_000,
    "a wide table": "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + ("|a" * 100 + "|\n") * 2000,
}
DEEP = {
    "nested emphasis": "*" * 40_000 + "a" + "*" * 40_000,
    "a list in a list": "- " * 20_000 + "x",
}
# Slow in other engines, and quick here.
QUICK = {
    "nested quotes": "> " * 2_000 + "a",
    "closers of links": "a]" * 30_000,
    "mismatched emphasis": "*a_ " * 30_000,
    "null characters": "abc\0de\0",
}
EXTENSIONS = """
markdown_extensions:
  [abbr, admonition, attr_list, def_list, footnotes, md_in_html, smarty, tables, toc,
   pymdownx.betterem, pymdownx.caret, pymdownx.details, pymdownx.highlight, pymdownx.inlinehilite,
   pymdownx.mark, pymdownx.superfences, pymdownx.tabbed, pymdownx.tasklist, pymdownx.tilde]
"""


def test_slow_and_deep_texts_fail_alone_and_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.3)
    texts = {**SLOW, **DEEP, **QUICK}
    files = {
        f"docs/blog/posts/{name.replace(' ', '-')}.md": post(text, title=name, date="2026-11-20")
        for name, text in texts.items()
    }
    good = {"docs/blog/posts/good.md": post("Text.", title="Good", date="2026-11-21")}
    built = build(tmp_path, {"mkdocs.yml": CONFIG + EXTENSIONS, **good, **files}, command="serve")
    assert built.error == ""
    found = {
        message.split(":")[0].removeprefix("docs/blog/posts/"): code
        for message, code in zip(built.messages, built.codes, strict=False)
        if code in ("BY351", "BY352")
    }
    assert {
        name: found.get(f"{name.replace(' ', '-')}.md", "") in ("BY351", "BY352") for name in texts
    } == {
        **dict.fromkeys((*SLOW, *DEEP), True),
        **dict.fromkeys(QUICK, False),
    }
    assert "Text." in built.read("blog/2026/11/21/good/index.html")
    assert "can't be shown yet" in built.read("blog/2026/11/20/footnotes/index.html")


def test_a_build_ends_with_the_name_of_the_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.2)
    text = post(SLOW["images"], title="Slow", date="2026-11-20")
    built = build(tmp_path, {"docs/blog/posts/slow.md": text})
    assert built.codes == ["BY352"]
    assert built.messages[0].startswith("docs/blog/posts/slow.md:5:1: BY352 the text takes too")
    assert not built.out.exists() or built.pages() == []


def busy() -> None:
    while True:
        sum(range(10_000))


def test_an_extension_can_not_swallow_it() -> None:
    with pytest.raises(OutOfTime), deadline(0.05), suppress(Exception):
        busy()
    with pytest.raises(OutOfTime), deadline(0.05):
        with suppress(BaseException):  # As a bare `except:` does; but it rings again.
            busy()
        busy()


def test_what_is_done_in_time_is_left_alone() -> None:
    with deadline(0.05):
        total = sum(range(1000))
    sum(range(10_000_000))  # Nothing rings afterwards.
    assert total == 499_500


def test_other_threads_go_without() -> None:
    done: list[int] = []

    def work() -> None:
        with deadline(0.01):
            done.append(sum(range(1_000_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(done) == 1


@pytest.mark.parametrize(
    "text",
    ["<h1>" * 250_000, "<h1" * 330_000, "#" * 1_000_000, "`" * 1_000_000, "[" * 1_000_000],
    ids=["h1", "unclosed", "hashes", "quotes", "brackets"],
)
def test_a_heading_is_looked_for_in_reasonable_time(text: str) -> None:
    with deadline(5):
        plain_text(first_heading(text)[0])


def test_an_excerpt_is_cut_in_reasonable_time() -> None:
    html = "<ul>" + "<li><!-- more --></li>" * 20_000 + "<li>x</li></ul>"
    with deadline(5):
        assert excerpt(Fragment(html), "x/", "<!-- more -->")[1]

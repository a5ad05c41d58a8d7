"""Texts that would keep a build busy for hours end it alone, by name."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import markdown
import pytest

from building import CONFIG, build, post
from extensions import YAML as EXTENSIONS
from growth import assert_linear
from mkdocs_byline import timeout as module
from mkdocs_byline.content.body import first_heading, plain_text
from mkdocs_byline.html.excerpt import excerpt
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.timeout import OutOfTime, deadline

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
    "nested quotes": ("", "> ", "a"),
    "closers of links": ("", "a]", ""),
    "mismatched emphasis": ("", "*a_ ", ""),
    "null characters": ("", "abc\0de\0", ""),
}


def test_slow_and_deep_texts_fail_alone_and_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"docs/blog/posts/good.md": post("Text.", title="Good", date="2026-11-21")}
    build(tmp_path, {"mkdocs.yml": CONFIG + EXTENSIONS, **good})
    # The good one is kept by now, so that no limit is too low for it, on however slow a machine.
    monkeypatch.setattr(module, "SECONDS", 0.1)
    texts = {**SLOW, **DEEP}
    files = {
        f"docs/blog/posts/{name.replace(' ', '-')}.md": post(text, title=name, date="2026-11-20")
        for name, text in texts.items()
    }
    built = build(tmp_path, files, command="serve")
    assert built.error == ""
    codes = {
        message.split(":")[0].removeprefix("docs/blog/posts/").removesuffix(".md"): code
        for message, code in zip(built.messages, built.codes, strict=False)
        if code in ("BY351", "BY352")
    }
    assert set(codes) == {name.replace(" ", "-") for name in texts}
    assert "Text." in built.read("blog/2026/11/21/good/index.html")
    assert "can't be shown yet" in built.read("blog/2026/11/20/footnotes/index.html")


@pytest.mark.parametrize("name", QUICK)
def test_texts_that_are_slow_elsewhere_are_quick_here(name: str) -> None:
    before, unit, after = QUICK[name]
    configs = {"toc": {"permalink": True}}
    extensions = ["attr_list", "footnotes", "smarty", "tables", "toc", "pymdownx.betterem"]

    def convert(times: int) -> None:
        markdown.markdown(
            before + unit * times + after, extensions=extensions, extension_configs=configs
        )

    assert_linear(convert, 200)


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


def test_a_pattern_can_not_outrun_it() -> None:
    with pytest.raises(OutOfTime), deadline(0.05):
        re.match("(a|aa)+$", "a" * 100 + "b")  # For as long as the universe has existed.


class ByHand:
    """A clock that rings when it is told to."""

    def __init__(self) -> None:
        self.seconds, self.is_stopped = 0.0, False
        self.ring: Callable[[], None] = busy

    def start(self, seconds: float, ring: Callable[[], None]) -> None:
        self.seconds, self.ring = seconds, ring

    def stop(self) -> None:
        self.is_stopped = True


def test_what_is_done_in_time_is_left_alone() -> None:
    clock = ByHand()
    with deadline(7, clock):
        assert (clock.seconds, clock.is_stopped) == (7, False)
    assert clock.is_stopped
    clock.ring()  # Too late to matter.


def test_it_rings_as_often_as_it_is_swallowed() -> None:
    clock = ByHand()
    with pytest.raises(OutOfTime), deadline(clock=clock):
        for _ in range(3):
            with suppress(BaseException):
                clock.ring()
        clock.ring()
    assert (clock.seconds, clock.is_stopped) == (module.SECONDS, True)


def test_nothing_is_left_of_the_clock() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with deadline(3600):
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_other_threads_go_without() -> None:
    done: list[int] = []

    def work() -> None:
        with deadline(0.01):
            done.append(sum(range(1_000_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(done) == 1


@pytest.mark.parametrize("unit", ["<h1>", "<h1", "#", "`", "["])
def test_looking_for_a_heading_takes_as_long_as_the_text(unit: str) -> None:
    assert_linear(lambda times: plain_text(first_heading(unit * times)[0]), 2_000)


def test_cutting_an_excerpt_takes_as_long_as_the_text() -> None:
    def cut(times: int) -> None:
        html = "<ul>" + "<li><!-- more --></li>" * times + "<li>x</li></ul>"
        assert excerpt(Fragment(html), "x/", "<!-- more -->")[1]

    assert_linear(cut, 500)


def test_what_grows_faster_than_its_input_is_noticed() -> None:
    with pytest.raises(AssertionError, match="grew"):
        assert_linear(quadratic, 60)


def quadratic(times: int) -> int:
    return sum(first == second for first in range(times) for second in range(times))

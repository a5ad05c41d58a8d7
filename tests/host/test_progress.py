"""A long build says how far it has come, and a short one nothing."""

from __future__ import annotations

import io
import logging

import pytest

from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.progress import CONVERTING, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, ENGINE)


def run(stream: io.StringIO, seconds: float, steps: int = 1000) -> Progress:
    clock = Clock()
    progress = Progress(stream, clock)
    progress.begin(CONVERTING, steps)
    for _ in range(steps):
        clock.now += seconds / steps
        progress.step(CONVERTING)
    return progress


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_nothing_is_said_of_a_short_build(
    stream: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    run(stream, 4.9).end()
    assert (stream.getvalue(), caplog.messages) == ("", [])


def test_a_log_gets_a_line_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    stream = io.StringIO()
    run(stream, 32).end()
    assert stream.getvalue() == ""
    assert len(caplog.messages) == 3
    assert caplog.messages[0] == "Converting posts: 157 of 1,000"


@pytest.mark.parametrize("name", ["plugins.byline", "plugins.another", "structure.pages"])
def test_a_terminal_gets_a_bar_that_makes_way_for_messages(name: str) -> None:
    stream, logger = Terminal(), logging.getLogger(f"{ENGINE}.{name}")
    progress = run(stream, 10, steps=20)
    assert stream.getvalue().endswith("Converting posts [########################] 20 of 20")
    logger.warning("Something")
    assert stream.getvalue().endswith("\r\x1b[K")
    progress.end()
    before = stream.getvalue()
    logger.warning("Something else")
    assert stream.getvalue() == before
    assert progress not in logging.getLogger(ENGINE).handlers


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_quiet_builds_say_nothing(stream: io.StringIO, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, f"{ENGINE}.plugins.byline")
    run(stream, 60).end()
    assert (stream.getvalue(), caplog.messages) == ("", [])

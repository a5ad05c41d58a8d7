"""What MkDocs says while a page is converted is the page's, and nobody else's is."""

from __future__ import annotations

import logging
import threading

import pytest

from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.host.converter import listening

PAGES = logging.getLogger(f"{ENGINE}.structure.pages")
SERVER = logging.getLogger(f"{ENGINE}.livereload")


def elsewhere(logger: logging.Logger, message: str) -> None:
    """Log in another thread, as the preview's server does."""
    thread = threading.Thread(target=logger.warning, args=(message,))
    thread.start()
    thread.join()


def test_what_is_said_of_a_page_is_held_back(caplog: pytest.LogCaptureFixture) -> None:
    with listening() as heard:
        PAGES.warning("Of the page")
    assert (heard.of_links, heard.are_all) == ([(logging.WARNING, "Of the page")], True)
    assert caplog.messages == []


def test_others_in_the_same_thread_are_noticed(caplog: pytest.LogCaptureFixture) -> None:
    with listening() as heard:
        SERVER.warning("Of an extension")
    assert not heard.are_all
    assert caplog.messages == ["Of an extension"]


@pytest.mark.parametrize("logger", [PAGES, SERVER], ids=lambda logger: logger.name)
def test_other_threads_are_none_of_the_pages(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    with listening() as heard:
        elsewhere(logger, "Browser connected")
    assert (heard.of_links, heard.are_all) == ([], True)
    assert caplog.messages == ["Browser connected"]

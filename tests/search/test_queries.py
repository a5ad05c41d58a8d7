"""What comes first: a hundred queries in eight languages, as readers type them."""

from __future__ import annotations

import datetime as dt
from html import escape

import pytest
from playwright.sync_api import Browser

from browser import serving
from mkdocs_byline.search.pagefind import EXTENDED, UNSPACED, program
from mkdocs_byline.search.records import PostFacts, Record, records
from queries import BLOGS, Blog
from searching import ask, write_index

pytestmark = pytest.mark.browser


def records_of(blog: Blog, language: str) -> list[Record]:
    entries = [
        {"location": f"{name}/", "title": escape(title), "text": f"<p>{escape(text)}</p>"}
        for name, (title, text, _) in blog.posts.items()
    ]
    facts = {
        f"{name}/": PostFacts(
            created=dt.date(2026, 1, 1) + dt.timedelta(days=at),
            words=(blog.author(name), tag),
        )
        for at, (name, (_, _, tag)) in enumerate(blog.posts.items())
    }
    return records(entries, facts, language)


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> dict[str, list[list[str]]]:
    """Ask all languages at once; the answers by language."""
    path = program()
    if path is None:
        pytest.skip("pagefind-bin is not installed")
    out = tmp_path_factory.mktemp("sites")
    (out / "index.html").write_text("<!doctype html><title>Search</title>")
    known = {
        language: blog
        for language, blog in BLOGS.items()
        if language not in UNSPACED or path[1].startswith(EXTENDED)
    }
    for language, blog in known.items():
        write_index(out / language, path[0], records_of(blog, language))
    with serving(out) as address:
        page = browser.new_page()
        page.goto(address)
        answers = ask(page, out, {f"{name}/": [*blog.queries] for name, blog in known.items()})
        page.close()
    return {folder.rstrip("/"): answer for folder, answer in answers.items()}


def test_there_are_a_hundred_queries() -> None:
    assert sum(len(blog.queries) for blog in BLOGS.values()) >= 100
    assert all(set(blog.queries.values()) <= set(blog.posts) for blog in BLOGS.values())


@pytest.mark.parametrize("language", BLOGS)
def test_the_post_that_is_meant_comes_first(
    language: str, found: dict[str, list[list[str]]]
) -> None:
    if language not in found:
        pytest.skip("needs pagefind-bin-extended")
    blog = BLOGS[language]
    first = {
        query: pages[0].rstrip("/") if pages else ""
        for query, pages in zip(blog.queries, found[language], strict=True)
    }
    assert first == blog.queries

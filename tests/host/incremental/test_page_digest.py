"""Whatever a template may read unseen of what it is given is part of its page's digest."""

from __future__ import annotations

import functools
from dataclasses import fields, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_byline.host.build_state import BuildState
from mkdocs_byline.host.incremental.page_digest import PageDigests
from mkdocs_byline.host.incremental.template_tracking import TemplateTracking
from mkdocs_byline.model import ListingPage, View

EFFECTS = SimpleNamespace(of_newest_commit=(), unknown_context="")
STATE = SimpleNamespace(effects=EFFECTS, project=SimpleNamespace(config=None))
VIEW = View("tag", "a", "A", "a.md", "a/", "a/index.html")
# The navigation's digest has these, or what they lead to is looked at for itself.
PLACE = {"active", "ancestors", "children", "file", "parent"}
PLACE |= {"is_link", "is_page", "is_section", "is_top_level"}


def a_page(path: str = "a.md") -> Page:
    file = File(path, "", "", use_directory_urls=True)
    file.content_string = "# A"
    page = Page("A", file, MkDocsConfig())
    page.markdown, page.content, page.toc = "# A", "<h1>A</h1>", TableOfContents([])
    return page


def digest(page: Page, **values: object) -> str:
    digests = PageDigests(cast("BuildState", STATE), "site")
    return digests.digest(page, values, Navigation([page], [page]))


def readable(obj: object, page: Page, names: set[str]) -> set[str]:
    """Return those of the names that a page's template may read of an object unseen."""
    found = set()
    for name in names:
        tracking = TemplateTracking()
        tracking.begin(page)
        tracking.see(obj, name)
        found |= {name} if not tracking.foreign_read else set()
    return found


OTHERS: dict[str, Any] = {
    "inclusion": InclusionLevel.DRAFT,
    "is_homepage": True,
    "is_index": True,
    "meta": {"a": 1},
    "next_page": a_page("b.md"),
    "previous_page": a_page("b.md"),
    "toc": TableOfContents([AnchorLink("B", "b", 1)]),
}


def _get(value: Any, obj: object) -> Any:
    return value


@pytest.mark.parametrize("kind", [Page, File])
def test_what_is_read_of_a_page_or_its_file(kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    page = a_page()
    before = digest(page)
    assert digest(a_page()) == before
    vars(page)["typeset"] = None
    obj: Any = page if kind is Page else page.file
    public = {each for each in dir(obj) if not each.startswith("_")}
    names = readable(obj, page, public) - PLACE
    assert len(names) > 5
    for name in names:
        with monkeypatch.context() as patch:
            other = OTHERS.get(name, "other")
            patch.setitem(vars(obj), name, other)
            patch.setattr(kind, name, property(functools.partial(_get, other)), raising=False)
            assert digest(page) != before, name


def test_what_is_read_of_a_listing() -> None:
    page = a_page()
    before = digest(page, view=VIEW)
    assert digest(page, view=replace(VIEW)) == before
    names = readable(VIEW, page, {each.name for each in fields(View)})
    assert len(names) > 5
    for name in names:
        other: Any = {name: (("other", None),)}
        assert digest(page, view=replace(VIEW, **other)) != before, name
    more: Any = {"posts": (1, 2)}
    assert digest(page, view=replace(VIEW, **more)) != before  # It shows how many there are.


def test_what_is_read_of_a_page_of_a_listing() -> None:
    page, listing = a_page(), ListingPage(VIEW, 1, 2, "a.md", "a/", "a/index.html", ())
    before = digest(page, listing=listing)
    assert digest(page, listing=replace(listing)) == before
    for name in (each.name for each in fields(ListingPage)):
        other: Any = {name: ("other",)}
        assert digest(page, listing=replace(listing, **other)) != before, name

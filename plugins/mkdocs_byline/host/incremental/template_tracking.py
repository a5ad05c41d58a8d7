"""Tracking of what templates read, and whether that is more than a page's digest covers.

Jinja asks its environment for every attribute that a template reads. A page's digest covers what
the page itself has, and of others what a sidebar shows. Where a template reads further, such as
all pages or another page's text, that is a foreign read, and its page isn't kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from typing import Any

import jinja2
from markdown.extensions import Extension
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_byline.host.compat import replace_lookups
from mkdocs_byline.model import View
from mkdocs_byline.outputs.lazy_value import HIDDEN_OF_VIEW
from mkdocs_byline.settings import Settings

# What a page's digest has of any page in the navigation, and of the neighbours. The last is the
# title as HTML, of Material's plugin of this name.
OUTLINE = (
    *("abs_url", "canonical_url", "edit_url", "is_homepage", "is_index", "meta", "title", "url"),
    "typeset",
)
# What it has of the page's own file.
OF_FILE = (
    *("dest_uri", "edit_uri", "generated_by", "inclusion", "name", "src_path", "src_uri"),
    "url",
)
_PLACE = {"active", "ancestors", "children", "is_link", "is_page", "is_section", "is_top_level"}
_OTHERS = {*OUTLINE, *_PLACE, "file", "parent"}
_OWN = _OTHERS | {"content", "markdown", "next_page", "previous_page", "toc"}
_OWN |= {"authors", "categories", "config"}  # Of a post, which its digest covers.
_VIEW = {*View.__dataclass_fields__, "is_overview", "name", "number"} - HIDDEN_OF_VIEW
_NAVIGATION = {"homepage", "items", "pages"}
_NOTHING: set[str] = set()
_ABSENT = object()


class TemplateTracking:
    """Follows one page at a time.

    Attributes:
        foreign_read: The first foreign read of its template; empty as long as there is none.
        foreign_reads: The same of all pages, with their number.
        shared_read: One of a template that others import: it is rendered once for all pages.
    """

    def __init__(self) -> None:
        self.page: Page | None = None
        self.is_apart = False
        self.settings: tuple[Settings | None, set[str]] = (None, set())
        self.foreign_read = ""
        self.foreign_reads: Counter[str] = Counter()
        self.shared_read = ""

    def begin(self, page: Page) -> None:
        self.page, self.foreign_read = page, ""
        if self.shared_read:
            self.note_foreign_read(self.shared_read)

    def note_foreign_read(self, what: str) -> None:
        """Note that a template reads this, which the digest of its page doesn't cover."""
        if self.page and not self.foreign_read:
            self.foreign_read = what
            self.foreign_reads[what] += 1

    def end(self) -> None:
        self.page = None

    def part(self, page: Page, render: Callable[[], str]) -> tuple[str, bool]:
        """Return what is put into a page before it is rendered, and whether its digest covers it.

        A page that is looked up is not rendered, nor are its parts: its digest has their values.
        """
        self.begin(page)
        try:
            html = render()
        finally:
            self.end()
        return html, not self.foreign_read

    @contextmanager
    def apart(self) -> Iterator[Counter[str]]:
        """See what is rendered without regard to the page; yields what was read of it anyway."""
        before = self.foreign_read, self.foreign_reads
        self.is_apart, self.foreign_read, self.foreign_reads = True, "", Counter()
        try:
            yield self.foreign_reads
        finally:
            self.is_apart, (self.foreign_read, self.foreign_reads) = False, before

    def attach(self, env: jinja2.Environment) -> None:
        """See what an environment's templates read."""
        read_attribute, read_item = env.getattr, env.getitem
        untracked: set[type] = set()  # Asked for a thousand times a page.

        def look(obj: Any, name: Any) -> None:
            if isinstance(obj, _TRACKED):
                self.see(obj, name)
            else:
                untracked.add(type(obj))

        def attribute_of(obj: Any, attribute: str) -> Any:
            if type(obj) not in untracked:
                look(obj, attribute)
            return read_attribute(obj, attribute)

        def item_of(obj: Any, argument: Any) -> Any:
            if type(obj) not in untracked:
                look(obj, argument)
            return read_item(obj, argument)

        replace_lookups(env, attribute_of, item_of)

    def see(self, obj: Any, name: Any) -> None:
        """Note that a template reads an attribute, unless it may."""
        if name not in self._allowed(obj) and getattr(obj, str(name), _ABSENT) is not _ABSENT:
            self.note_foreign_read(f"'{name}' of a {type(obj).__name__}")

    def _allowed(self, obj: Any) -> Container[str]:
        if isinstance(obj, Page):
            own = _NOTHING if self.is_apart else _OWN
            return own if obj is self.page else _OTHERS
        if isinstance(obj, Settings):
            return self._settings(obj)
        if isinstance(obj, File):
            is_own = self.page and obj is self.page.file and not self.is_apart
            return OF_FILE if is_own else _NOTHING
        if isinstance(obj, View):
            return _VIEW
        if isinstance(obj, Navigation):
            return _NAVIGATION
        return _NOTHING if isinstance(obj, Extension) else {"config"}

    def _settings(self, settings: Settings) -> Container[str]:
        """Return the names of options whose value is no function: no digest covers those."""
        if self.settings[0] is not settings:
            self.settings = settings, {each for each, value in settings if not callable(value)}
        return self.settings[1]


class TrackedSequence(tuple[Any, ...]):
    """A sequence that no digest covers, such as all pages."""

    tracking: TemplateTracking
    name: str

    @classmethod
    def of(cls, tracking: TemplateTracking, name: str, items: Any) -> TrackedSequence:
        made = cls(items)
        made.tracking, made.name = tracking, name
        return made

    def __radd__(self, before: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*before, *self)


def _noted(name: str) -> Callable[..., Any]:
    read = getattr(tuple, name)

    def method(tracked: TrackedSequence, *operands: Any) -> Any:
        tracked.tracking.note_foreign_read(f"'{tracked.name}'")
        return read(tracked, *operands)

    return method


for _name in (
    *("__add__", "__contains__", "__getitem__", "__hash__", "__iter__", "__len__", "__repr__"),
    *("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__mul__", "__rmul__"),
    *("count", "index"),
):
    setattr(TrackedSequence, _name, _noted(_name))


class TrackedMoment(dt.datetime):
    """The moment of the build: a page that shows it is another in every build.

    Filters of a site's own, and Babel, read it by Python's means and not by Jinja's.
    """

    tracking: TemplateTracking
    moment: dt.datetime

    @classmethod
    def of(cls, tracking: TemplateTracking, moment: dt.datetime) -> TrackedMoment:
        made = cls.fromisoformat(moment.isoformat())
        made.tracking, made.moment = tracking, moment
        return made

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__"):
            return super().__getattribute__(name)
        return _value_of(self, name)


def _value_of(tracked: TrackedMoment, name: str) -> Any:
    """Return an attribute, or a method that gives plain moments, and note that it is read."""
    own = vars(tracked)
    value = getattr(own["moment"], name)
    own["tracking"].note_foreign_read("the moment of the build")
    return value


def _operator(name: str) -> Callable[..., Any]:
    return lambda tracked, *operands: _value_of(tracked, name)(*operands)


for _name in (
    *("__str__", "__repr__", "__format__", "__hash__", "__reduce_ex__"),
    *("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"),
    *("__add__", "__radd__", "__sub__", "__rsub__"),
):
    setattr(TrackedMoment, _name, _operator(_name))


_TRACKED = (Page, File, View, Navigation, BasePlugin, Settings, Extension)

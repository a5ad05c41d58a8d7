"""What a template reads, as it reads it; out, whether that was more than a page's key tells.

Jinja asks its environment for every attribute that a template reads. A page's key (`finished`)
tells what the page itself has, and of others what a sidebar shows. A template that reads further,
such as all pages or another page's text, strays, and its page isn't kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Any, SupportsIndex

import jinja2
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_byline.model import View
from mkdocs_byline.settings import Settings

_KINDS = {"is_homepage", "is_index", "is_link", "is_page", "is_section", "is_top_level"}
# Of any page in the navigation, and of the neighbours.
OUTLINE = {"abs_url", "canonical_url", "edit_url", "file", "meta", "title", "url"}
_OTHERS = OUTLINE | _KINDS | {"active", "ancestors", "children", "parent"}
_OWN = _OTHERS | {"content", "markdown", "next_page", "previous_page", "toc"}
_OWN |= {"authors", "categories", "config"}  # Of a post, which its key tells.
_FILE = {"dest_uri", "edit_uri", "generated_by", "inclusion", "name", "src_path", "src_uri", "url"}
_VIEW = {*View.__dataclass_fields__, "is_overview", "name"} - {"posts", "children"}
_NAVIGATION = {"homepage", "items", "pages"}
_NOTHING: set[str] = set()
_ABSENT = object()


class Watch:
    """Follows one page at a time.

    Attributes:
        strayed: What its template has read too much; empty as long as it has not.
        strays: The same of all pages, with their number.
    """

    def __init__(self) -> None:
        self.page: Page | None = None
        self.is_apart = False
        self.settings: tuple[Settings | None, set[str]] = (None, set())
        self.strayed = ""
        self.strays: Counter[str] = Counter()

    def begin(self, page: Page) -> None:
        self.page, self.strayed = page, ""

    def stray(self, what: str) -> None:
        """Note that a template reads this, which is nothing of the page's own."""
        if self.page and not self.strayed:
            self.strayed = what
            self.strays[what] += 1

    def end(self) -> None:
        self.page = None

    @contextmanager
    def apart(self) -> Iterator[Counter[str]]:
        """See what is rendered without regard to the page; yields what was read of it anyway."""
        before = self.strayed, self.strays
        self.is_apart, self.strayed, self.strays = True, "", Counter()
        try:
            yield self.strays
        finally:
            self.is_apart, (self.strayed, self.strays) = False, before

    def attach(self, env: jinja2.Environment) -> None:
        """See what an environment's templates read."""
        kind = type(env)
        unwatched: set[type] = set()  # Asked for a thousand times a page.

        def look(obj: Any, name: Any) -> None:
            if isinstance(obj, _WATCHED):
                self.see(obj, name)
            else:
                unwatched.add(type(obj))

        def attribute_of(obj: Any, attribute: str) -> Any:
            if type(obj) not in unwatched:
                look(obj, attribute)
            return kind.getattr(env, obj, attribute)

        def item_of(obj: Any, argument: Any) -> Any:
            if type(obj) not in unwatched:
                look(obj, argument)
            return kind.getitem(env, obj, argument)

        env.getattr, env.getitem = attribute_of, item_of  # type: ignore[method-assign]

    def see(self, obj: Any, name: Any) -> None:
        """Note that a template reads an attribute, unless it may."""
        if name not in self._allowed(obj) and getattr(obj, str(name), _ABSENT) is not _ABSENT:
            self.stray(f"'{name}' of a {type(obj).__name__}")

    def _allowed(self, obj: Any) -> Container[str]:
        if isinstance(obj, Page):
            own = _NOTHING if self.is_apart else _OWN
            return own if obj is self.page else _OTHERS
        if isinstance(obj, Settings):
            return self._settings(obj)
        if isinstance(obj, File):
            is_own = self.page and obj is self.page.file and not self.is_apart
            return _FILE if is_own else _NOTHING
        if isinstance(obj, View):
            return _VIEW
        if isinstance(obj, Navigation):
            return _NAVIGATION
        return _NOTHING if isinstance(obj, WatchedMoment) else {"config"}

    def _settings(self, settings: Settings) -> Container[str]:
        """Return the names of options whose value is no function; what these do, no key tells."""
        if self.settings[0] is not settings:
            self.settings = settings, {each for each, value in settings if not callable(value)}
        return self.settings[1]


class Watched(tuple[Any, ...]):
    """A sequence that no key tells, such as all pages: whoever looks into it strays."""

    watch: Watch
    name: str

    @classmethod
    def of(cls, watch: Watch, name: str, items: Any) -> Watched:
        made = cls(items)
        made.watch, made.name = watch, name
        return made

    def __iter__(self) -> Iterator[Any]:
        self.watch.stray(f"'{self.name}'")
        return super().__iter__()

    def __len__(self) -> int:
        self.watch.stray(f"'{self.name}'")
        return super().__len__()

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        self.watch.stray(f"'{self.name}'")
        return super().__getitem__(at)

    def __contains__(self, item: object) -> bool:
        self.watch.stray(f"'{self.name}'")
        return super().__contains__(item)


class WatchedMoment(dt.datetime):
    """The moment of the build: a page that shows it is another in every build."""

    watch: Watch

    @classmethod
    def of(cls, watch: Watch, moment: dt.datetime) -> WatchedMoment:
        made = cls.fromisoformat(moment.isoformat())
        made.watch = watch
        return made

    def __str__(self) -> str:
        self.watch.stray("the moment of the build")
        return super().__str__()

    def strftime(self, format: str) -> str:
        self.watch.stray("the moment of the build")
        return super().strftime(format)


_WATCHED = (Page, File, View, Navigation, BasePlugin, Settings, WatchedMoment)

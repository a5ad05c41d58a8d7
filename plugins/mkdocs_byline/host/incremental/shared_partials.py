"""Partial templates that pages share: rendered once, and used for all that would have the same.

A sidebar takes a theme as long as all the rest of a page, and a blog's posts have the same one but
for its links, which are relative. So it is rendered for nobody in particular: its page is a
`Nobody`, who has no attributes, and each link is written as it was before it became relative.
Where a template asks for something of its page nevertheless, or does more with a link than write
it, nothing is shared. Other variables that it reads are noted, and compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.utils import missing
from mkdocs.structure.pages import Page
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import url_filter

from mkdocs_byline.host.compat import Root, replace_root
from mkdocs_byline.host.incremental.site_digest import is_materials
from mkdocs_byline.host.incremental.template_tracking import TemplateTracking
from mkdocs_byline.host.interop.author_text import AuthorContext
from mkdocs_byline.host.nav import levels

# Of Material: much work, and little to do with the page. Nobody imports them, so that nothing but
# their HTML matters.
PARTIALS = ("partials/nav.html", "partials/search.html", "partials/tabs.html")
_LANGUAGE = "partials/language.html"  # Each page imports it for itself, and it is always the same.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # No text has them: they are no characters.
_MARKED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_PLAIN = (str, int, float, type(None))
_ENOUGH = 8  # Variants of a partial; one that has more has one for each page.


class Nobody:
    """Stands for a page. It is like no other, and has no attributes."""

    def __init__(self, tracking: TemplateTracking) -> None:
        self._tracking = tracking

    def __getattr__(self, name: str) -> Any:
        self._tracking.note_foreign_read(f"'{name}' of the page")
        raise AttributeError(name)

    def __str__(self) -> str:
        self._tracking.note_foreign_read("the page")
        return ""

    __repr__ = __str__


class _Noted(AuthorContext):
    """A template's variables, with a note of those that it got from outside."""

    outside: Mapping[str, Any]
    read: dict[str, Any]

    def resolve_or_missing(self, key: str) -> Any:
        if (value := Context.resolve_or_missing(self, key)) is self.outside.get(key, missing):
            self.read[key] = value
        return super().resolve_or_missing(key)


@dataclass(frozen=True, slots=True)
class _Variant:
    """HTML with marked links, and the variables that it depends on."""

    html: str
    read: Mapping[str, Any]

    def suits(self, variables: Mapping[str, Any]) -> bool:
        return all(
            _is_same(value, variables.get(name, missing)) for name, value in self.read.items()
        )


class Partials:
    """The partials of one build's pages."""

    def __init__(self, tracking: TemplateTracking, env: jinja2.Environment) -> None:
        """Have an environment's templates share what can be shared."""
        self.tracking, self.env = tracking, env
        self.variants: dict[tuple[object, ...], list[_Variant]] = {}
        self.unshared: set[str] = set()
        self.nav: tuple[object, set[int]] = (None, set())
        self.links: Counter[str] | None = None  # Of the partial that is being rendered for nobody.
        if env.filters.get("url") is not url_filter or not _is_the_theme_s(env, _LANGUAGE):
            return
        env.filters["url"] = self._link()
        for name in PARTIALS:
            if _is_the_theme_s(env, name):
                replace_root(env.get_template(name), partial(self._sharing, name))

    def _sharing(self, name: str, root: Root) -> Root:
        def render(context: Context) -> Iterator[str]:
            found = self._find(name, root, context)
            if found is None:
                yield from root(context)
            else:
                page = context["page"]
                yield _MARKED.sub(lambda link: normalize_url(link[1], page), found.html)

        return render

    def _find(self, name: str, root: Root, context: Context) -> _Variant | None:
        """Return what may be shared with the page at hand; None if it needs its own."""
        page, variables = context.get("page"), context.get_all()
        if name in self.unshared or self.links is not None or not isinstance(page, Page):
            return None
        if id(page) in self._items(variables["nav"]):
            return None  # Its place looks different from all others.
        variants = self.variants.setdefault((name, *map(id, page.ancestors)), [])
        found = next((each for each in variants if each.suits(variables)), None)
        if found is None:
            found = self.record(root, context.name or "", variables)
            if found is None or len(variants) >= _ENOUGH:
                self.unshared.add(name)
                return None
            variants.append(found)
        return found

    def record(self, root: Root, name: str, variables: Mapping[str, Any]) -> _Variant | None:
        """Render a partial for nobody; None if it wants to know for whom."""
        read: dict[str, Any] = {}
        noted = type("Noted", (_Noted,), {"outside": variables, "read": read})
        own = {**variables, "page": Nobody(self.tracking)}
        with self.tracking.apart() as foreign_reads, self._for_nobody(noted) as links:
            try:
                html = "".join(root(noted(self.env, own, name, {})))
            except Exception:  # It can't do without a page.
                return None
        if foreign_reads or Counter(_MARKED.findall(html)) != links:
            return None
        return _Variant(html, read)

    @contextmanager
    def _for_nobody(self, contexts: type[Context]) -> Iterator[Counter[str]]:
        """Mark links, and have templates' variables noted; yields the links."""
        before, self.env.context_class = self.env.context_class, contexts
        self.links = Counter()
        try:
            yield self.links
        finally:
            self.links, self.env.context_class = None, before

    def _link(self) -> Callable[[Any, str], str]:
        @jinja2.pass_context
        def url(context: Any, value: str) -> str:
            if self.links is None:
                return url_filter(context, value)
            self.links[str(value)] += 1
            return f"{_OPEN}{value}{_CLOSE}"

        return url

    def _items(self, nav: Any) -> set[int]:
        """Return the identities of all that the navigation shows."""
        if self.nav[0] is not nav:
            shown = {id(item) for items, _ in levels(nav.items, None) for item in items}
            self.nav = (nav, shown)
        return self.nav[1]


def _is_the_theme_s(env: jinja2.Environment, name: str) -> bool:
    """Whether a template is there and not a site's own."""
    try:
        path = env.get_template(name).filename
    except jinja2.TemplateNotFound:
        return False
    return bool(path) and is_materials(Path(str(path)))


def _is_same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if isinstance(one, TemplateModule) and isinstance(other, TemplateModule):
        return one.__name__ == other.__name__ == _LANGUAGE
    return type(one) is type(other) and isinstance(one, _PLAIN) and bool(one == other)

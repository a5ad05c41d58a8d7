"""Text by authors, which plugins read as it is and templates get escaped.

MkDocs' Jinja does not escape, and themes print titles and front matter as they find them. Plugins
compare these values, put them into feeds and escape them themselves. So a post's page holds
`AuthorText`, and whatever a template reads is turned into text that is safe in HTML, before the
template can do anything with it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.filters import FILTERS
from jinja2.runtime import Context

from mkdocs_byline.host.compat import prepare_environments, replace_class
from mkdocs_byline.host.interop.theme_icons import list_no_icons
from mkdocs_byline.outputs.lazy_value import Lazy

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class AuthorText(str):
    """Text as it was written. What copies it, as `str()` does, has the same."""

    __slots__ = ()

    def __str__(self) -> str:
        return self

    def __html__(self) -> str:
        return escape(self)


class Escaped(str):
    """Text that is safe in HTML, and is not escaped again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class AuthorMeta(dict[Any, Any]):
    """Front matter as it was written."""


def author_text(value: Any) -> Any:
    """Mark all text in a value of YAML as an author's."""
    if isinstance(value, str):
        return AuthorText(value)
    if isinstance(value, list):
        return [author_text(each) for each in value]
    if isinstance(value, dict):
        return AuthorMeta({author_text(key): author_text(each) for key, each in value.items()})
    return value


def plain_title(title: Any) -> str:
    """Return a page's title as plain text; MkDocs has those of headings as HTML."""
    text = str(title)
    return "".join(text) if isinstance(text, AuthorText) else str(FILTERS["striptags"](text))


_SEQUENCES = frozenset((list, tuple, set, frozenset))
_MARKED = _SEQUENCES | {AuthorText, AuthorMeta, Lazy}


def for_template(value: Any) -> Any:
    """Return a value, made if it is a lazy one, with all of an author's text in it escaped."""
    kind = type(value)
    if kind not in _MARKED:  # Asked for a thousand times a page.
        return value
    if kind is Lazy:
        return for_template(value.value)
    if kind is AuthorText:
        return Escaped(escape(value))
    if kind is AuthorMeta:
        return {for_template(key): for_template(each) for key, each in value.items()}
    if _MARKED.isdisjoint(map(type, value)):
        return value
    return kind([for_template(each) for each in value])


class AuthorContext(Context):
    """A template's variables, with authors' text escaped."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        return for_template(value) if type(value) in _MARKED else value


class _Escaping(jinja2.Environment):
    """Escapes authors' text wherever a template reads an attribute or an item."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        value = super().getattr(obj, attribute)
        if type(value) not in _MARKED and attribute not in _NAMES:
            return value  # As nearly all are.
        return for_template(_of_page(obj, attribute, value))

    def getitem(self, obj: Any, argument: Any) -> Any:
        value = super().getitem(obj, argument)
        if type(value) not in _MARKED and not (type(argument) is str and argument in _NAMES):
            return value
        return for_template(_of_page(obj, argument, value))


def _of_page(obj: Any, name: Any, value: Any) -> Any:
    """Return what templates get of a page in place of `meta`, and other values as they are.

    Names of Material's tags are always text: the parts of a tag such as `a/b` are made anew.
    """
    if name == "meta":
        shown = getattr(type(obj), "meta_for_templates", None)
        return shown(obj) if shown else value
    if name == "name" and type(value) is str and type(obj).__module__.startswith(_TAGS):
        return AuthorText(value)
    return value


_NAMES = frozenset(("meta", "name"))  # That `_of_page` looks at.
_TAGS = "material.plugins.tags.structure."


def _striptags(value: Any) -> str:
    """Do what Jinja's filter does, and escape the result: it has entities turned to characters."""
    return Escaped(escape(FILTERS["striptags"](value)))


def escape_in(env: jinja2.Environment) -> None:
    """Have an environment's templates get authors' text escaped."""
    kind = type(env)
    if issubclass(kind, _Escaping):
        return
    # An environment that is there already, with all that others have put into it.
    replace_class(env, type(kind.__name__, (_Escaping, kind), {"__module__": __name__}))
    env.context_class = AuthorContext
    env.filters["striptags"] = _striptags
    finalize = env.finalize
    env.finalize = (lambda value: for_template(finalize(value))) if finalize else for_template


def escape_in_theme(config: MkDocsConfig) -> None:
    """The same for every environment that is made of the site's theme from now on.

    No environment that is made here lists the theme's icons, either; see `theme_icons`.
    """

    def prepare(env: jinja2.Environment) -> None:
        escape_in(env)
        list_no_icons(env)

    prepare_environments(config, prepare)


def escape_in_plugins(config: MkDocsConfig) -> None:
    """The same for environments that plugins and hooks keep, such as mkdocs-macros'."""
    for plugin in config.plugins.values():
        for value in list(vars(plugin).values()):
            if isinstance(value, jinja2.Environment):
                escape_in(value)

"""Front matter of the theme and other plugins, as far as a post may have it.

They trust it: one value of a form that a theme does not expect ends the build of the whole site.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping

from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.value_types import ICON
from mkdocs_byline.content.yaml_nodes import Mapping as Tree
from mkdocs_byline.content.yaml_nodes import plain_value

# What would let a post by anyone steer the build, or claim dates that are not its own.
_TRUSTED = frozenset(
    ("template", "location", "revision_date", "render_macros", "ignore_macros")
    + ("git_revision_date_localized", "git_creation_date_localized")
)
_WATCHED = _TRUSTED | {"social"}
_SOCIAL = frozenset(("cards",))  # The rest chooses files for the social cards.
_WORD = re.compile(r"[\w-]+")
_MAX_BOOST = 100


def trusted_keys(values: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Yield the keys that only a trusted post may have."""
    for key, value in values.items():
        if key == "render_macros" and value is False:
            continue  # Nobody runs anything then.
        if key in _TRUSTED:
            yield (key,)
        elif key == "social":
            names = value if isinstance(value, Mapping) else ()
            yield from (("social", name) for name in names if name not in _SOCIAL)


def check(
    source: Source,
    meta: Mapping[str, object],
    *,
    trusted: bool,
    has_template: Callable[[str], bool] | None,
) -> dict[str, object]:
    """Return what may be handed on of a post's `meta`; what is wrong is added to the source.

    What a post may not set, a maintainer's meta file may: only its own keys are held against it.

    Args:
        has_template: Whether there is a template of this name; None checks nothing.
    """
    if not trusted and isinstance(source.tree, Tree):
        own = source.tree.items.items()
        for keys in trusted_keys({key: plain_value(node) for key, node in own if key in _WATCHED}):
            message = f"'{'.'.join(keys)}' is for trusted posts only, and ignored."
            hint = "Remove it. Maintainers can list a post of their own in 'trusted_paths'."
            source.add("BY331", message, hint, source.position(*keys))
            meta = _without(meta, keys, source.defaults)
    name = meta.get("template")
    if name is not None and has_template and not has_template(str(name)):
        hint = "Remove the line, unless you meant another one."
        source.add("BY117", f"there is no template '{name}'.", hint, source.position("template"))
    kept = {}
    for key, value in meta.items():
        expected = _FORMS[key](value) if key in _FORMS and value is not None else ""
        if key == "icon" and not expected and value is not None and has_template:
            expected = "" if has_template(f".icons/{value}.svg") else "the name of an icon"
        if expected:
            message = f"{key}: {expected} is expected here."
            source.add("BY111", message, "Correct it, or remove it.", source.position(key))
        else:
            kept[key] = value
    return kept


def _without(
    meta: Mapping[str, object], keys: tuple[str, ...], defaults: Mapping[str, object]
) -> dict[str, object]:
    """Return the values without one, or with what it would be if the post had not set it."""
    key, *deeper = keys
    kept, default = dict(meta), defaults.get(key)
    inner = kept.pop(key, None)
    if deeper and isinstance(inner, Mapping):
        given = default if isinstance(default, Mapping) else {}
        kept[key] = _without(inner, tuple(deeper), given)
    elif key in defaults:
        kept[key] = default
    return kept


def _hide(value: object) -> str:
    words = value if isinstance(value, list) else [value]
    return "" if all(isinstance(each, str) for each in words) else "a list as in [navigation, toc]"


def _icon(value: object) -> str:
    fits = isinstance(value, str) and ICON.fullmatch(value)
    return "" if fits else "a name as in material/feather"


def _search(value: object) -> str:
    if not isinstance(value, Mapping):
        return "'exclude:' or 'boost:' with a value"
    boost = value.get("boost", 1)
    if isinstance(boost, bool) or not isinstance(boost, int | float):
        return "a number for 'boost'"
    fits = math.isfinite(boost) and 0 <= boost <= _MAX_BOOST
    return "" if fits else f"a 'boost' from 0 to {_MAX_BOOST}"


def _social(value: object) -> str:
    return "" if isinstance(value, Mapping) else "a mapping"


def _status(value: object) -> str:
    fits = isinstance(value, str) and _WORD.fullmatch(value)
    return "" if fits else "one word"


# What is expected where a value does not fit; empty if it does.
_FORMS: Mapping[str, Callable[[object], str]] = {
    "hide": _hide,
    "icon": _icon,
    "search": _search,
    "social": _social,
    "status": _status,
}
CHECKED = frozenset(_FORMS)

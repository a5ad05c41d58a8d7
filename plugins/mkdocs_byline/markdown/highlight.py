"""Pygments in, the same made to look at a style's colours once instead of for each block of code.

Building a formatter takes it as long as highlighting a few lines.
"""

from __future__ import annotations

from typing import Any

try:
    from pygments.formatters import HtmlFormatter
except ImportError:  # Highlighting is left to browsers.
    HtmlFormatter = None

_NAME = "_create_stylesheet"
_create = getattr(HtmlFormatter, _NAME, None)
_made: dict[tuple[Any, str], tuple[dict[Any, str], dict[str, Any]]] = {}


def share_styles() -> None:
    """Have HTML formatters of one style and prefix share what they make of it."""
    if _create:
        setattr(HtmlFormatter, _NAME, _create_once)


def _create_once(formatter: Any) -> None:
    assert _create
    at = (formatter.style, formatter.classprefix)
    if at not in _made:
        _create(formatter)
        _made[at] = (formatter.ttype2class, formatter.class2style)
    classes, styles = _made[at]
    # Copies, since a formatter notes further kinds of tokens while it is at work.
    formatter.ttype2class, formatter.class2style = dict(classes), dict(styles)

"""Text set in fonts, broken into lines and drawn. Nothing in it knows of blogs."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator


def is_installed() -> bool:
    """Whether what draws is there: it is made for each platform, and so an extra."""
    return all(importlib.util.find_spec(name) for name in ("resvg_py", "uharfbuzz"))


def clusters(text: str) -> Iterator[str]:
    """Return a text's clusters of characters: a letter with its accents, a flag, an emoji."""
    # Its tables take long to load, and most builds draw nothing.
    from wcwidth import iter_graphemes

    return iter_graphemes(text)

"""Text set in fonts, broken into lines and drawn. Nothing in it knows of blogs."""

from __future__ import annotations

import importlib.util


def is_installed() -> bool:
    """Whether what draws is there: it is made for each platform, and so an extra."""
    return all(importlib.util.find_spec(name) for name in ("resvg_py", "uharfbuzz"))

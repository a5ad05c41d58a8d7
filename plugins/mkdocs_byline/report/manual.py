"""The manual's explanation of a code."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from markdown import markdown

_LINK_OR_CODE = re.compile(r"\[([^\]\n]+(?:\n[^\]\n]+)?)\]\([^)\s]+\)|`[^`]+`")
_PACKAGE = Path(__file__).parent.parent
# Beside the package's modules in what is installed, and in docs/ in a clone.
_PLACES = (_PACKAGE / "errors.md", _PACKAGE.parent.parent / "docs/byline/errors.md")


def explanation(code: str) -> str:
    """Return a code's section of the page of error codes, as HTML in which links are their texts.

    Empty if there is none.
    """
    text = _LINK_OR_CODE.sub(lambda match: match[1] or match[0], _sections().get(code, ""))
    return markdown(text, extensions=["fenced_code", "tables"]) if text else ""


@functools.cache
def _sections() -> dict[str, str]:
    """Return the sections of the page of error codes, by their codes."""
    file = next((each for each in _PLACES if each.is_file()), None)
    text = file.read_text(encoding="utf-8") if file else ""
    return dict(re.findall(r"^### (BY\d+) .*\n+((?:(?!#).*\n?)*)", text, re.MULTILINE))

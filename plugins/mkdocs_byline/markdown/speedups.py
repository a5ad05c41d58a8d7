"""Speedups of Python-Markdown: inline patterns that can't match are passed over sooner.

Python-Markdown tries some thirty patterns on each piece of text, with two calls and a look-up for
each; nearly all find nothing. Here a pattern is searched for first, and what would be done without
a match, nothing, is left out. That was a third of conversion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# https://github.com/Python-Markdown/markdown/blob/3.11.3/markdown/treeprocessors.py#L120
_HANDLE, _APPLY = "_InlineProcessor__handleInline", "_InlineProcessor__applyPattern"
NAMES = (_HANDLE, _APPLY)
LOSS = "posts take half as long again to convert"


def are_there() -> bool:
    """Whether this version of Python-Markdown has what is replaced here."""
    return all(hasattr(InlineProcessor, name) for name in NAMES)


def hasten(md: Markdown) -> None:
    """Replace its processors of inline patterns, if they are the ones known here."""
    if are_there():
        for processor in md.treeprocessors:
            if type(processor) is InlineProcessor:
                processor.__class__ = _Hastened


class _Hastened(InlineProcessor):
    searches: list[tuple[Any, Callable[[str, int], object] | None]]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        self.searches = [
            # Patterns of the old kind match the whole text, in a way of their own.
            (each, each.getCompiledRegExp().search if isinstance(each, InlinePattern) else None)
            for each in self.inlinePatterns
        ]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        apply = getattr(self, _APPLY)
        start = 0
        while patternIndex < len(self.searches):
            pattern, search = self.searches[patternIndex]
            if search and not search(data, start):
                matched, start = False, 0
            else:
                data, matched, start = apply(pattern, data, patternIndex, start)
            patternIndex += not matched
        return data

"""Problems for what the sanitiser took out, each at its line of the Markdown.

HTML does not know where it comes from. The lines are found again by looking for what was left out
in the text, outside of code, in the same order. What isn't found is put on the first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mkdocs_byline.content.body import blank_fences_and_spans
from mkdocs_byline.html.allowlist import scheme
from mkdocs_byline.html.sanitize import Removal
from mkdocs_byline.problems import Problem

MAX_PROBLEMS = 20  # Told of one post. Nobody reads on.
_SHOWN = 60  # Characters of a value.


# Code, message and hint by kind of removal.
_WORDS = {
    "element": (
        "BY301",
        "<{tag}> is not allowed in posts and was left out.",
        "Write it in Markdown, or remove it.",
    ),
    "attribute": ("BY302", "the attribute {name} of <{tag}> was left out.", "Remove it."),
    "part": (
        "BY302",
        '{name}="{value}" of <{tag}> was left out.',
        "It would act on the page around the post. Remove it, or use another name.",
    ),
    "address": (
        "BY303",
        "the address '{value}' in {name} of <{tag}> was left out.",
        "Use https:, http:, mailto: or a path.",
    ),
    "style": (
        "BY304",
        "the style '{value}' of <{tag}> was left out.",
        "Sizes, colours and spacing may stay, but nothing may be positioned or loaded.",
    ),
    "embed": (
        "BY305",
        "<{tag}> of '{value}' became a link.",
        "The site's maintainers can allow its host with 'embed_hosts'.",
    ),
    "diagram": (
        "BY306",
        "the Mermaid diagram is shown as text.",
        "The site has no Mermaid script of its own; its maintainers can add one.",
    ),
    "formula": (
        "BY307",
        "the formula '{value}' is shown as it was typed: {name}",
        "Mend it here; not all of LaTeX is known.",
    ),
}


def explain(removed: Iterable[Removal], body: str) -> tuple[Problem, ...]:
    """Return problems without a path, whose lines count from the body's first."""
    finder = _Finder(body)
    found: dict[Problem, None] = {}
    further = 0
    for removal in removed:
        if len(found) < MAX_PROBLEMS:
            found[_problem(removal, *finder.position(removal))] = None
        else:
            further += 1
    problems = list(found)
    if further:
        last = problems[-1]
        message = f"{last.message} {further} more such things were found in this post."
        problems[-1] = replace(last, message=message)
    return tuple(problems)


def _problem(removal: Removal, line: int, column: int) -> Problem:
    value = " ".join(removal.value.split()) if removal.kind == "formula" else removal.value
    value = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    code, message, hint = _WORDS[removal.kind]
    message = message.format(tag=removal.tag, name=removal.name, value=value)
    return Problem("", line, column, code, message, hint)


class _Finder:
    """Looks things up in a post's Markdown, each after the one like it before."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.text = ""
        self.next: dict[str, int] = {}

    def position(self, removal: Removal) -> tuple[int, int]:
        """Return line and column; the first ones if it isn't found."""
        if removal.kind == "formula":
            return self._in_formula(removal)
        text = self.body if removal.kind == "diagram" else self.outside_code()
        for pattern in _patterns(removal):
            match = re.compile(pattern, re.IGNORECASE).search(text, self.next.get(pattern, 0))
            self.next[pattern] = match.end() if match else len(text)
            if match:
                return _place(text, match.start())
        return 1, 1

    def _in_formula(self, removal: Removal) -> tuple[int, int]:
        """Return the place of an error in a formula, whose lines may be indented in the text."""
        pattern = r"\s+".join(map(re.escape, removal.value.split()))
        text = self.outside_code()
        match = re.compile(pattern).search(text, self.next.get(pattern, 0))
        if not match:
            return 1, 1
        self.next[pattern] = match.end()
        at, before = match.start(), len("".join(removal.value[: removal.at].split()))
        while at < match.end() and (before or text[at].isspace()):
            before -= not text[at].isspace()
            at += 1
        return _place(text, at)

    def outside_code(self) -> str:
        if not self.text:
            self.text = blank_fences_and_spans(self.body)
        return self.text


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _patterns(removal: Removal) -> Iterator[str]:
    """Yield what to look for, the most telling first."""
    value, name = re.escape(removal.value[:_SHOWN]), re.escape(removal.name)
    if removal.kind == "diagram":
        yield r"\bmermaid\b"
    elif removal.kind == "part":
        yield rf"(?<![\w-]){value}(?![\w-])"
    elif removal.kind in ("address", "embed", "style"):
        yield value
    if removal.kind == "address":
        yield rf"{scheme(removal.value)}\s*:"
    if name:
        yield rf"(?<![\w-]){name}\s*="
    yield rf"<{re.escape(removal.tag)}(?![\w-])"

"""Formulas of a page in MathML, which needs no script.

`pymdownx.arithmatex` marks formulas, and math-core (https://github.com/tmke8/math-core) reads
their TeX. It is compiled, and goes into what is nested by recursion: with one megabyte of stack
it ends the process at 313 levels. So depth is measured before, and commands that a formula
defines, which nest unseen, are refused.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from importlib.util import find_spec
from typing import Any

EXTENSION = "pymdownx.arithmatex"
MAX_DEPTH = 100
MAX_LENGTH = 10_000  # Characters.

_MARKED = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<mark>[(\[])(?P<tex>.*?)\\[)\]]</(?P=tag)>',
    re.DOTALL,
)
_TOKEN = re.compile(r"\\(?!left|right)[a-zA-Z]+\s*\[|\\(?:[a-zA-Z]+|.)|\S", re.DOTALL)
_WITH_OPTION = re.compile(r"\\(?!left|right)[a-zA-Z]+\s*\[")
_PAIRS = {"{": "}", r"\begin": r"\end", r"\left": r"\right"}
_DEFINES = re.compile(r"\\(?:g?def|let|newcommand|providecommand|renewcommand)(?![a-zA-Z])")
_SCRIPT = re.compile("katex|mathjax", re.IGNORECASE)
_ERROR = re.compile(r"(\d+): (.*)", re.DOTALL)
# What pulls characters together. No post may have a style that is negative.
_PULLED = re.compile(r'<mspace style="margin-left:-[^"]*"\s*(?:/>|></mspace>)')
_NUMBERED = r"\begin{equation}"  # Only in one may a formula have a number of its own.


@dataclass(frozen=True, slots=True)
class Unread:
    """A formula that can't be read: where in its TeX, from 0, and why."""

    tex: str
    at: int
    reason: str


def is_available() -> bool:
    """Whether the package that reads TeX is installed: it is an extra."""
    return find_spec("math_core") is not None


def wants_mathml(extensions: Mapping[str, Any], scripts: Iterable[object]) -> bool:
    """Whether a site marks formulas and has no script that draws them.

    Args:
        extensions: Options of Markdown's extensions by name.
        scripts: The site's own.
    """
    options = extensions.get(EXTENSION)
    is_generic = isinstance(options, Mapping) and bool(options.get("generic"))
    return is_generic and not any(_SCRIPT.search(str(each)) for each in scripts)


def draw_formulas(html: str) -> tuple[str, tuple[Unread, ...]]:
    """Put MathML in the place of formulas; one that can't be read becomes code."""
    unread: list[Unread] = []

    def drawn(match: re.Match[str]) -> str:
        tex, is_block = unescape(match["tex"]), match["mark"] == "["
        try:
            inner = _mathml(tex.strip(), is_block)
        except UnreadError as error:
            start = len(tex) - len(tex.lstrip())
            unread.append(Unread(tex, start + error.at, error.reason))
            inner = f"<code>{escape(tex.strip(), quote=False)}</code>"
        return f'<{match["tag"]} class="arithmatex">{inner}</{match["tag"]}>'

    return _MARKED.sub(drawn, html), tuple(unread)


class UnreadError(Exception):
    """Why and where a formula can't be read."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at, self.reason = at, reason


@functools.lru_cache(maxsize=1024)
def _mathml(tex: str, is_block: bool) -> str:
    """Return a formula as MathML that keeps its TeX.

    Raises:
        UnreadError: if it can't be read.
    """
    if len(tex) > MAX_LENGTH:
        raise UnreadError(0, f"it has more than {MAX_LENGTH:,} characters.")
    if depth(tex) > MAX_DEPTH:
        raise UnreadError(0, "it is nested too deeply.")
    if found := _DEFINES.search(tex):
        raise UnreadError(found.start(), f"{found[0]} is not allowed in a formula.")
    is_numbered = is_block and r"\tag" in tex and not tex.startswith(r"\begin")
    lead = _NUMBERED if is_numbered else ""
    end = _NUMBERED.replace("begin", "end") if is_numbered else ""
    convert, error_type = _reader()
    try:
        html = convert(lead + tex + end, displaystyle=is_block)
    except error_type as error:
        known = _ERROR.fullmatch(str(error))
        at, reason = (int(known[1]), known[2]) if known else (0, str(error))
        raise UnreadError(min(max(at - len(lead), 0), len(tex)), reason) from None
    return _PULLED.sub("", html).replace("<math", f'<math data-tex="{escape(tex)}"', 1)


@functools.cache
def _reader() -> tuple[Callable[..., str], type[Exception]]:
    from math_core import LatexError, LatexToMathML

    reader = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)
    return reader.convert_with_local_state, LatexError


def depth(tex: str) -> int:
    """Return how deep a formula is nested, or more: any command may take what follows it.

    Beyond `MAX_DEPTH` nothing more is counted.
    """
    closers, commands, deepest = [""], [0], 0  # By level; commands that wait for an argument.
    for token in _TOKEN.findall(tex):
        closer = "]" if _WITH_OPTION.fullmatch(token) else _PAIRS.get(token)
        if closer:
            closers.append(closer)
            commands.append(0)
        elif token in closers:
            while closers.pop() != token:
                commands.pop()
            commands.pop()
            commands[-1] = 0
        else:
            commands[-1] = commands[-1] + 1 if token[0] in "\\^_" else 0
        deepest = max(deepest, len(closers) + sum(commands))
        if deepest > MAX_DEPTH:
            break
    return deepest

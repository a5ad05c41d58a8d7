"""A post's Markdown before conversion: its heading, and the mark where its excerpt ends."""

from __future__ import annotations

import functools
import html
import re

_CODE_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_ATX = re.compile(r"#[ \t]*[^#\s]")
_SETEXT = re.compile(r"[ ]{0,3}=+[ \t]*$")
_HTML_H1 = re.compile(r"<h1\b[^<>]*>", re.IGNORECASE)
_HTML_H1_END = re.compile("</h1>", re.IGNORECASE)

_FENCE_LINE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`{1,9})(?!`)(.{1,500}?)(?<!`)\1(?!`)")

_STEPS = (
    (re.compile(r"[ \t]*\{:?[ \t]*[#.][^{}]*\}[ \t]*$"), ""),  # attr_list
    (re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r":(?:[a-z0-9]+-){1,9}[a-z0-9-]+:"), ""),  # icon short codes
    (re.compile(r"(\*\*|__|~~|==|\^\^)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)(.+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)"), r"\1"),
)
_MARKUP = re.compile(r"[`\\{\[<*_~=^&]|:[a-z0-9]")  # Most titles have none.
MAX_LENGTH = 1_000  # Characters. Keeps patterns that look ahead quick, whatever the line.

# Code and escaped characters, which no other rule may touch.
_LITERAL = re.compile(r"(`+)(.+?)\1|\\([\\`*_{}\[\]()#+\-.!|<>~^=])")


def first_heading(body: str) -> tuple[str, int]:
    """Return the text of the first level-one heading and its line in `body`, from 1.

    ATX and setext headings outside code fences, and `<h1>` elements. Empty and 0 if none.
    """
    if _ATX.match(body):  # As most posts begin; the rest needn't be looked at.
        return _atx_text(body.partition("\n")[0]), 1
    fence = ""
    previous = ""
    for number, line in enumerate(body.split("\n"), 1):
        if match := _CODE_FENCE.match(line):
            mark = match[1]
            if not fence:
                fence = mark
            elif mark[0] == fence[0] and len(mark) >= len(fence):
                fence = ""
            continue
        if not fence:
            if _ATX.match(line):
                return _atx_text(line), number
            if _SETEXT.match(line) and previous.strip():
                return previous.strip(), number - 1
            previous = line
    if (start := _HTML_H1.search(body)) and (end := _HTML_H1_END.search(body, start.end())):
        inner = body[start.end() : end.start()]
        return re.sub(r"\s+", " ", inner).strip(), body.count("\n", 0, start.start()) + 1
    return "", 0


def _atx_text(line: str) -> str:
    return line[1:].strip().rstrip("#").rstrip()


@functools.cache
def mark_pattern(mark: str) -> re.Pattern[str]:
    """Return what finds the mark; inside a comment, white space doesn't matter, nor how an
    element such as `<hr />` is ended.
    """
    if match := re.fullmatch(r"<!--\s*(.*?)\s*-->", mark, re.DOTALL):
        return re.compile(rf"<!--\s*{re.escape(match[1])}\s*-->")
    if match := re.fullmatch(r"(<[a-zA-Z][^>]*?)\s*/?>", mark):
        return re.compile(rf"{re.escape(match[1])}\s*/?>")
    return re.compile(re.escape(mark))


def plain_text(markdown: str) -> str:
    """Drop inline markup from a line. What stands in back quotes is kept as it is.

    A line longer than `MAX_LENGTH` is cut there.
    """
    kept: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        kept.append(match[2].strip() if match[1] else match[3])
        return f"\0{len(kept) - 1}\0"

    text = markdown[:MAX_LENGTH].replace("\0", "")
    if not _MARKUP.search(text):
        return " ".join(text.split())
    text = _LITERAL.sub(put_aside, text)
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    text = re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], html.unescape(text))
    return re.sub(r"\s+", " ", text).strip()


def blank_fences_and_spans(body: str) -> str:
    """Put spaces for what stands in code fences, however deep, and in code spans."""
    lines = []
    fence = ""
    for line in body.split("\n"):
        match = _FENCE_LINE.match(line)
        if match and not fence:
            fence = match[1]
        elif fence:
            if match and match[1].startswith(fence) and not line[match.end() :].strip():
                fence = ""
            line = " " * len(line)
        else:
            line = _CODE_SPAN.sub(lambda span: " " * len(span[0]), line)
        lines.append(line)
    return "\n".join(lines)

"""A line of Markdown in, its plain text out: titles for places that show no markup."""

from __future__ import annotations

import html
import re

_STEPS = (
    (re.compile(r"[ \t]*\{[:#.][^{}]*\}[ \t]*$"), ""),  # attr_list
    (re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r":(?:[a-z0-9]+-){1,9}[a-z0-9-]+:"), ""),  # icon short codes
    (re.compile(r"(\*\*|__|~~|==|\^\^)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)(.+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~^=])"), r"\1"),
)
_CODE = re.compile(r"(`+)(.+?)\1")


def plain_text(markdown: str) -> str:
    """Drop inline markup from one line. What stands in back quotes is kept as it is."""
    parts = []
    end = 0
    for match in _CODE.finditer(markdown):
        parts += [_strip(markdown[end : match.start()]), match[2].strip()]
        end = match.end()
    parts.append(_strip(markdown[end:]))
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _strip(text: str) -> str:
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return html.unescape(text)

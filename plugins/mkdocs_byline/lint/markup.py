"""Checks of a post's text for what readers would see as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from mkdocs_byline.content.body import blank_fences_and_spans, mark_pattern
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.markdown_blocks import blank_code, suspicious_fences
from mkdocs_byline.content.yaml_nodes import Mapping as YamlMapping
from mkdocs_byline.content.yaml_nodes import Node, Scalar, Sequence
from mkdocs_byline.lint.site import Site
from mkdocs_byline.problems import Problem

_BLOCKS = "address|article|aside|center|details|dd|div|dl|dt|figure|footer|form|header|li|main|nav"
_OPEN = re.compile(
    rf"^(<(?P<name>{_BLOCKS}|p|section|summary|table|td|th|tr)\b(?P<rest>[^<>]*)>)", re.I
)
_SYNTAX = re.compile(
    r"\*\*\S[^*\n]*\*\*|(?<![\w*])\*\w[^*\n]*\w\*(?![\w*])|\[[^\]\n]+\]\([^)\n]+\)|`[^`\n]+`"
    r"|^[ ]{0,3}#{1,6} \S|^[ ]{0,3}(?:[-*+]|\d+[.)]) \S",
    re.MULTILINE,
)
_MARK_WORDS = r"read[ _-]?more|more|continue(?: reading)?|teaser|excerpt|truncate|cut|fold|jump"
_NEARLY_MARK = re.compile(
    rf"^[ \t]*(?:<[ ]*!?[ ]*-{{1,4}}[ ]*(?:{_MARK_WORDS})[ ]*-{{0,4}}[ ]*!?[ ]*>"
    rf"|&lt;!--[ ]*(?:{_MARK_WORDS})[ ]*--&gt;|<!—[ ]*(?:{_MARK_WORDS})[ ]*—>"
    r"|\{\{[<%]?[ ]*more[ ]*[%>]?\}\}|\{%[ ]*more[ ]*%\}|\[more\])[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# What templates have for authors to replace, wherever it stands.
_PARTS = r"(?:text|title|name|description|post|story|words|content|summary|excerpt|bio|picture)"
_ANYWHERE = (
    r"(?i:\blorem ipsum dolor\b)|\b(?:TODO|FIXME):|[\[(](?:TODO|TBD|FIXME|TK)\b"
    rf"|\bYOUR[_-][A-Z]{{2,}}\b|\bYOUR {_PARTS.upper()}\b"
    rf"|(?i:\b{_PARTS}s? goes here\b|\byour (?:own )?{_PARTS} here\b(?=\W*$))"
    r"|(?i:(?<!\w)[\[<{](?:insert|add|enter|your) [\w ]{1,40}[\]>}](?![\[({]))"
)
_FRONT_PLACEHOLDER = re.compile(
    r"\bYour Name\b|\b(?:https?://)?your[.-](?:example|site|domain|website|blog|page)\b"
    r"|\byour-(?:id|login|name)\b|^What readers should know (?:about|of) you"
    r"|^One or two sentences that make|^(?:(?:TODO|TBD|FIXME|XXX)\b|TK\b(?! [A-Z]))"
    r"|^(?i:untitled(?: post)?|(?:post |your |my )?title|(?:short |your )?description)$"
    rf"|{_ANYWHERE}"
)
_DEFINITION = re.compile(r"^[ >]*(\[[^\]\n]+\]):", re.MULTILINE)
_BODY_PLACEHOLDER = re.compile(
    r"\bhttps?://your\.example\b|^[ \t]*(?:(?:TODO|TBD|FIXME|XXX)\b|TK\b(?! [A-Z]))[^\n]{0,60}"
    r"|^The first paragraph says what the post is about\.|^The rest follows\.[ \t]*$"
    r"|^#+[ ]A heading[ \t]*$"
    r"|^[ \t*_#.…]*(?i:(?:insert|add|write|put|enter|type|paste) (?:your |the |an? |some )?\w+"
    r"(?: \w+)? here)[ \t*_#.…!]*$"
    rf"|{_ANYWHERE}",
    re.MULTILINE,
)


def code_blocks(source: Source, site: Site) -> Iterator[Problem]:
    """Report code blocks that are opened and not closed."""
    for number, mark, opened in suspicious_fences(source.body.split("\n")):
        at = (source.body_line + number, 1)
        if opened is None:
            message, hint = "this code block is never closed.", f"Put {mark} below its last line."
        else:
            message = f"this code block begins in another, of line {source.body_line + opened}."
            hint = f"Put {mark} below that one's last line, or open it with {mark}{mark[0]}."
        yield Problem(source.shown, *at, "BY513", message, hint)


def one_title(source: Source, site: Site) -> Iterator[Problem]:
    """Report a second heading of level one."""
    titles = [each for each in site.page(source.path).headings if each.level == 1]
    for heading in titles[1:]:
        message = f"'{heading.text}' is a second heading of level one; the first is the title."
        yield Problem(source.shown, *heading.at, "BY514", message, f"Write '## {heading.text}'.")


def markdown_in_html(source: Source, site: Site) -> Iterator[Problem]:
    """Report Markdown in HTML elements, which is shown as it was typed."""
    lines = blank_code(source.body.split("\n"))
    number = 0
    while number < len(lines):
        opening = _OPEN.match(lines[number])
        if not opening:
            number += 1
            continue
        end = _end(lines, number, opening["name"])
        is_read = site.markdown_in_html and re.search(r"\bmarkdown\b", opening["rest"])
        if not is_read:
            inner = " " * opening.end() + "\n".join(lines[number : end + 1])[opening.end() :]
            if found := _SYNTAX.search(inner):
                before = inner[: found.start()]
                line = number + before.count("\n")
                at = (source.body_line + line, found.start() - before.rfind("\n"))
                yield _in_html(source, site, at, opening["name"].lower())
        number = end + 1


def _in_html(source: Source, site: Site, at: tuple[int, int], name: str) -> Problem:
    message = f"Markdown inside of <{name}> is shown as it was typed."
    hint = f"Write <{name} markdown>, or HTML inside of it, too."
    if not site.markdown_in_html:
        hint = "Write HTML inside of it, too, or close the element before."
    return Problem(source.shown, *at, "BY515", message, hint)


def _end(lines: list[str], start: int, name: str) -> int:
    """Return the line on which an element ends; the last, if it never does."""
    depth = 0
    tags = re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE)
    for number in range(start, len(lines)):
        depth += sum(-1 if tag[1] else 1 for tag in tags.finditer(lines[number]))
        if depth <= 0:
            return number
    return len(lines) - 1


def excerpt_mark(source: Source, site: Site) -> Iterator[Problem]:
    """Report what was meant as the excerpt mark and is none."""
    if mark_pattern(site.mark).search(source.body):
        return
    text = "\n".join(blank_fences_and_spans(source.body).split("\n"))
    if found := _NEARLY_MARK.search(text):
        line = source.body_line + text.count("\n", 0, found.start())
        message = f"'{found[0].strip()}' is not the mark that ends an excerpt."
        yield Problem(source.shown, line, 1, "BY516", message, f"Write {site.mark}.")


def placeholders(source: Source, site: Site) -> Iterator[Problem]:
    """Report what a template had, for its author to replace."""
    hint = "Write your own, or remove it."
    for scalar in _scalars(source.tree):
        if found := _FRONT_PLACEHOLDER.search(scalar.text):
            at = (scalar.line, scalar.column)
            yield Problem(source.shown, *at, "BY517", f"'{found[0]}' is a placeholder.", hint)
    text = blank_fences_and_spans(source.body)
    labels = {label.casefold() for label in _DEFINITION.findall(text)}
    for found in _BODY_PLACEHOLDER.finditer(text):
        if found[0].casefold() in labels:  # A link, as the one before a label is.
            continue
        at = (source.body_line + text.count("\n", 0, found.start()), 1)
        message = f"'{found[0].strip()}' is a placeholder."
        yield Problem(source.shown, *at, "BY517", message, hint)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, YamlMapping | Sequence):
        children = node.items.values() if isinstance(node, YamlMapping) else node.items
        for child in children:
            yield from _scalars(child)


# By name in `CHECKS`.
MARKUP_CHECKS: Mapping[str, Callable[[Source, Site], Iterator[Problem]]] = {
    "code-blocks": code_blocks,
    "one-title": one_title,
    "markdown-in-html": markdown_in_html,
    "excerpt-mark": excerpt_mark,
    "placeholders": placeholders,
}

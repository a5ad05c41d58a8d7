"""Mending of links that lack `https://`."""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs_byline.content.body import blank_fences_and_spans
from mkdocs_byline.content.web_address import with_scheme

# Up to a link's target: inline, in a definition, in HTML.
_TARGET = re.compile(
    r"(?P<before>\]\([ ]?<?|^[ ]{0,3}\[[^\]\n^]+\]:[ ]*<?|\bhref[ ]*=[ ]*[\"'])"
    r"(?P<target>[^\s<>()\"']+)",
    re.MULTILINE,
)


def with_schemes(body: str, is_file: Callable[[str], bool]) -> str:
    """Write the whole address where it is one; what lies beside the post stays a path."""
    seen = blank_fences_and_spans(body)
    parts, done = [], 0
    for match in _TARGET.finditer(seen):
        start, end = match.span("target")
        target = body[start:end]
        if (meant := with_scheme(target)) and not is_file(target):
            parts += [body[done:start], meant]
            done = end
    return "".join([*parts, body[done:]])

"""Sandbox of a conversion: which files extensions may include, and why one failed.

Extensions that put other files into a page take their paths from its text. In a post these may
lead to what the docs folder publishes, and nowhere else.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from mkdocs_byline.model import Post
from mkdocs_byline.problems import REFUSED, Problem
from mkdocs_byline.timeout import OutOfTime

# Extensions that can't be held to a folder: what they are registered as, and what calls them.
_UNBOUNDED = {
    "include": re.compile(r"\{!"),  # markdown-include
    "mdx_include": re.compile(r"\{!"),
}
_SNIPPET = re.compile(r"-8<-")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a post could not be converted; `line` counts in its body, from 1."""

    code: str
    message: str
    hint: str
    line: int = 1

    def of(self, post: Post, shown: str) -> Problem:
        """Return it as a problem of a post, whose file messages call so."""
        line = post.body_line + self.line - 1
        return Problem(shown, line, 1, self.code, self.message, self.hint)


def failure(error: BaseException) -> Failure:
    """Return what an exception from conversion means for the author."""
    if isinstance(error, OutOfTime):
        message = "the text takes too long to convert."
        hint = "Look for long runs of brackets, stars or other signs, and quote or shorten them."
        return Failure("BY352", message, hint)
    if isinstance(error, RecursionError):
        message = "the text is nested too deeply: lists, quotes, emphasis or the like."
        return Failure("BY351", message, "Look for long runs of such signs, and shorten them.")
    reason = (str(error) or type(error).__name__).rstrip(".")
    hint = "Look for unusual HTML such as '<![', and put it in back quotes."
    return Failure("BY116", f"the text can't be converted: {reason}.", hint)


class Fence(Extension):
    """Keeps the extensions registered before it inside the docs folder.

    Attributes:
        refused: What a text asked for and did not get, without a path and with lines of the body.
    """

    def __init__(self, docs: Path) -> None:
        super().__init__()
        self.docs = os.path.realpath(docs)
        self.calls: list[re.Pattern[str]] = []
        self.body = ""
        self.refused: list[Problem] = []

    def enclose(self, post: Post) -> None:
        """Prepare for converting this post. Its calls of unbounded extensions stay as they are."""
        self.body, self.refused = post.body, []
        for call in self.calls:
            if match := call.search(post.body):
                message = f"'{match[0]}' is left as it is: it would read any file."
                hint = f"Write out what it stands for. {REFUSED['BY333']}"
                self._refuse("BY333", message, hint, _line(post.body, match.start()))

    def _refuse(self, code: str, message: str, hint: str, line: int) -> None:
        problem = Problem("", line, 1, code, message, hint)
        if problem not in self.refused:
            self.refused.append(problem)

    def extendMarkdown(self, md: Markdown) -> None:
        if "snippet" in md.preprocessors:
            self.hold_snippets(md.preprocessors["snippet"])
        if "b64" in md.postprocessors:
            md.postprocessors.deregister("b64")  # Pictures stay links, as they were written.
        for name, call in _UNBOUNDED.items():
            if name in md.preprocessors:
                self.calls.append(call)
                md.preprocessors.deregister(name)

    def hold_snippets(self, snippets: Any) -> None:
        find = snippets.get_snippet_path
        appended = set(snippets.auto_append or ())
        snippets.url_download = False

        def within(path: str) -> str | None:
            found: str | None = find(path)
            if path in appended or (found and self.is_published(found)):
                return found
            if found is None and snippets.check_paths:
                return None  # The site wants this to be an error.
            message = f"'{path}' is not a file that the docs folder publishes, and was left out."
            hint = f"Put it into the docs folder, or quote it. {REFUSED['BY332']}"
            self._refuse("BY332", message, hint, self.line_of(path))
            return os.devnull

        snippets.get_snippet_path = within

    def is_published(self, path: str) -> bool:
        """Whether a file lies in the docs folder and is not hidden in it."""
        real = Path(os.path.realpath(path))
        return real.is_relative_to(self.docs) and not any(
            part.startswith(".") for part in real.relative_to(self.docs).parts
        )

    def line_of(self, path: str) -> int:
        """Return the line that names the path; it may have come from a snippet, too."""
        at = self.body.find(path)
        if at < 0:
            at = match.start() if (match := _SNIPPET.search(self.body)) else 0
        return _line(self.body, at)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1

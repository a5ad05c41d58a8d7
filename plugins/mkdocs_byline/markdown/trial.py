"""Conversion of posts for checks: their HTML, and problems that only converting shows.

A check runs nothing that a site's configuration names. So it converts with the extensions that
come with Byline's own packages and leaves out others, which only a build has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import markdown
from markdown.htmlparser import htmlparser  # type: ignore[attr-defined]
from markdown.preprocessors import Preprocessor

from mkdocs_byline.content.body import mark_pattern
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.excerpt import Excerpt, excerpt, split_heading
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.markdown.extension_purity import full_name
from mkdocs_byline.markdown.include_sandbox import Fence, failure
from mkdocs_byline.markdown.media import EXTENSION as MEDIA
from mkdocs_byline.markdown.result import Conversion, check_readable, sanitized, with_formulas
from mkdocs_byline.model import Post
from mkdocs_byline.problems import Problem
from mkdocs_byline.timeout import OutOfTime, deadline, seconds_for

_OF_MKDOCS = ("toc", "tables", "fenced_code")


def shown_by_conversion(
    post: Post, shown: str, removals: Iterable[Problem], misplaced: str = ""
) -> list[Problem]:
    """Return what conversion has shown to be wrong, at its place in the post's file.

    Args:
        shown: The file as messages call it.
        removals: See `Conversion`.
        misplaced: The excerpt mark, if it stands amid a list, a quotation or the like.
    """
    found = [replace(each, path=shown, line=each.line + post.body_line - 1) for each in removals]
    if misplaced:
        match = mark_pattern(misplaced).search(post.body)
        before = post.body[: match.start()] if match else ""
        message = f"{misplaced} stands inside a list, quote or other block, which it cuts in two"
        hint = "Put it on a line of its own, not indented, between two paragraphs."
        line, column = post.body_line + before.count("\n"), len(before) - before.rfind("\n")
        found.append(Problem(shown, line, column, "BY114", f"{message}.", hint))
    return found


class _Reading(Preprocessor):
    """Reads a text as MkDocs does for anchors in its HTML, and raises for the same."""

    def run(self, lines: list[str]) -> list[str]:
        htmlparser.HTMLParser().feed("\n".join(lines))
        return lines


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of converting a post: HTML without its heading, excerpt, problems."""

    html: str
    excerpt: Excerpt
    problems: tuple[Problem, ...] = ()


class TrialConverter:
    """Converts posts by anyone for what comes to light, and keeps nothing of it.

    Attributes:
        mark: The excerpt mark.
        draws_formulas: As in `Converter`.
    """

    def __init__(
        self,
        extensions: Mapping[str, Mapping[str, Any]],
        docs: Path,
        policy: Policy,
        mark: str,
        *,
        draws_formulas: bool = False,
    ) -> None:
        """Take the extensions of a site that are known.

        Args:
            extensions: Options by name; what can't be told of them without running it is None.
        """
        self.policy, self.mark, self.draws_formulas = policy, mark, draws_formulas
        self.fence = Fence(docs)
        configs: dict[str, dict[str, Any]] = {full_name(name): {} for name in (*_OF_MKDOCS, MEDIA)}
        for name, options in extensions.items():
            if (full := full_name(name)) and not (full.endswith(".snippets") and _lacks(options)):
                configs[full] = _without_unknown(options)
        self.markdown = markdown.Markdown(
            extensions=[*configs, self.fence], extension_configs=configs
        )
        self.markdown.preprocessors.register(_Reading(self.markdown), "reading", 21)

    def convert(self, post: Post, shown: str, *, automatic: bool = True) -> Trial:
        """Return what comes of a post; with `automatic`, see `excerpt`."""
        self.markdown.reset()
        self.fence.enclose(post)
        try:
            with deadline(seconds_for(post.body) if self.policy else None):
                found = Conversion(self.markdown.convert(post.body))
                if self.draws_formulas:
                    found = with_formulas(found, post.body)
                found = sanitized(found, post.path, post.body, self.policy)
                check_readable(found.html)
                is_leading = bool(post.meta.get("title"))
                _, rest = split_heading(Fragment(found.html), leading_only=is_leading)
                cut, is_misplaced = excerpt(rest, post.url, self.mark, automatic=automatic)
        except (Exception, OutOfTime) as error:
            return Trial("", Excerpt("", more=False), (failure(error).of(post, shown),))
        removals = (*found.removals, *self.fence.refused)
        misplaced = self.mark if is_misplaced else ""
        problems = shown_by_conversion(post, shown, removals, misplaced)
        return Trial(rest.html, cut, tuple(problems))


def _lacks(options: object) -> bool:
    """Whether something in an extension's options is not known."""
    if isinstance(options, Mapping):
        return any(map(_lacks, options.values()))
    return any(map(_lacks, options)) if isinstance(options, list) else options is None


def _without_unknown(options: Any) -> Any:
    if isinstance(options, Mapping):
        return {name: _without_unknown(each) for name, each in options.items() if each is not None}
    if isinstance(options, list):
        return [_without_unknown(each) for each in options if each is not None]
    return options

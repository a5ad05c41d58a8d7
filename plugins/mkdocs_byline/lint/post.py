"""Checks of one post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.markdown_page import At, Page
from mkdocs_byline.html.readtime import count_words
from mkdocs_byline.problems import Problem

MAX_DESCRIPTION = 160  # Characters. About what search engines show.
MAX_WORDS = 250

# Words that say nothing about where a link leads, when read out without what is around it.
# https://www.w3.org/WAI/WCAG22/Techniques/failures/F84
_EMPTY_WORDS = re.compile(
    r"(?:click |tap )?(?:here|this|that|it|link|this link|this page|this post|this article|more"
    r"|read more|learn more|see more|see here)",
    re.IGNORECASE,
)


def _problem(source: Source, code: str, at: At, message: str, hint: str) -> Problem:
    return Problem(source.shown, *at, code, message, hint)


def alt_text(source: Source, page: Page) -> Iterator[Problem]:
    for link in page.links:
        if link.is_image and not link.text and not link.is_decorative:
            message = f"the picture '{link.target}' has no text alternative."
            hint = 'Say between the brackets what it shows; for mere decoration, add {alt=""}.'
            yield _problem(source, "BY501", link.at, message, hint)


def heading_levels(source: Source, page: Page) -> Iterator[Problem]:
    before = 1  # The title.
    for heading in page.headings:
        if heading.level > before + 1:
            message = f"a heading of level {heading.level} follows one of level {before}."
            hint = f"Write '{'#' * (before + 1)} {heading.text}'."
            yield _problem(source, "BY502", heading.at, message, hint)
        before = heading.level


def description_length(source: Source, page: Page) -> Iterator[Problem]:
    length = len(source.matter.description)
    if length > MAX_DESCRIPTION:
        message = f"the description has {length} characters; about {MAX_DESCRIPTION} are shown."
        at = source.position("description")
        yield _problem(source, "BY503", at, message, "Shorten it to a sentence or two.")


def link_text(source: Source, page: Page) -> Iterator[Problem]:
    for link in page.links:
        words = (link.text or "").strip(" .,:;!?…»›→>")
        if not link.is_image and _EMPTY_WORDS.fullmatch(words):
            message = f"the link '{link.text}' does not say where it leads."
            hint = "Link words that name what is there."
            yield _problem(source, "BY505", link.at, message, hint)


def bare_urls(source: Source, page: Page) -> Iterator[Problem]:
    for at, url in page.bare:
        hint = f"Write [words]({url}), or <{url}>."
        yield _problem(source, "BY506", at, f"'{url}' is not a link.", hint)


def paragraph_length(source: Source, page: Page) -> Iterator[Problem]:
    for paragraph in page.paragraphs:
        words, characters = count_words(paragraph.text)
        # As for the reading time, two characters of Chinese or Japanese are about a word.
        if (number := words + characters // 2) > MAX_WORDS:
            message = f"this paragraph has {number} words; more than {MAX_WORDS} tire."
            yield _problem(
                source, "BY512", paragraph.at, message, "Break it where a thought ends."
            )


# By name in `CHECKS`.
POST_CHECKS: Mapping[str, Callable[[Source, Page], Iterator[Problem]]] = {
    "alt-text": alt_text,
    "heading-levels": heading_levels,
    "description-length": description_length,
    "link-text": link_text,
    "bare-urls": bare_urls,
    "paragraph-length": paragraph_length,
}

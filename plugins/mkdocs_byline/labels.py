"""The words that Byline's own pages and templates use, for themes that don't bring them.

Keys that Material translates are asked of its language file first; see `host.context`.
"""

from __future__ import annotations

# Material's keys: partials/languages/en.html.
ENGLISH = {
    "blog.index": "Back to index",
    "blog.title": "Blog",
    "blog.archive": "Archive",
    "blog.categories": "Categories",
    "blog.tags": "Tags",
    "blog.authors": "Authors",
    "blog.categories.in": "in",
    "blog.continue": "Continue reading",
    "blog.draft": "Draft",
    "blog.references": "Related links",
    "readtime.one": "1 min read",
    "readtime.other": "# min read",
    "byline.author": "By",
    "byline.editor": "Edited by",
    "byline.reviewer": "Reviewed by",
    "byline.translator": "Translated by",
    "byline.updated": "Updated",
    "byline.pinned": "Pinned",
    "byline.scheduled": "Scheduled",
    "byline.expired": "Expired",
    "byline.undated": "No date",
    "byline.unlisted": "Unlisted",
    "byline.older": "Older",
    "byline.newer": "Newer",
    "byline.more": "More articles (#)",
    "byline.page": "Page # of #",
    "byline.pages": "Pages",
    "byline.empty": "Nothing here yet.",
    "byline.posts.one": "1 post",
    "byline.posts.other": "# posts",
    "byline.website": "Website",
}


def fill(text: str, *values: object) -> str:
    """Put values in the place of `#`, from the left, as Material's language files have it."""
    for value in values:
        text = text.replace("#", str(value), 1)
    return text

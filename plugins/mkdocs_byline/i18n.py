"""Translations of the words on Byline's pages and in its templates.

The theme's language file is asked first; see `host.templates`. A site adds the `byline.` words of
its language there (https://squidfunk.github.io/mkdocs-material/setup/changing-the-language/).
"""

from __future__ import annotations

# Material's keys: partials/languages/en.html.
ENGLISH = {
    "blog.index": "Back to index",
    "blog.archive": "Archive",
    "blog.categories": "Categories",
    "blog.authors": "Authors",
    "blog.categories.in": "in",
    "blog.continue": "Continue reading",
    "blog.draft": "Draft",
    "blog.references": "Related links",
    "search": "Search",
    "search.result.none": "No matching documents",
    "search.result.one": "1 matching document",
    "search.result.other": "# matching documents",
    "readtime.one": "1 min read",
    "readtime.other": "# min read",
    "byline.blog": "Blog",
    "byline.tags": "Tags",
    "byline.series": "Series",
    "byline.part": "Part # of #",
    "byline.part.previous": "Previous part",
    "byline.part.next": "Next part",
    "byline.related": "Read next",
    "byline.related.pin": "Recommended",
    "byline.related.series": "In the same series",
    "byline.related.topics": "Both about #",
    "byline.related.author": "By the same author",
    "byline.related.author.topics": "By the same author, on #",
    "byline.related.text": "On a similar subject",
    "byline.author": "By",
    "byline.editor": "Edited by",
    "byline.reviewer": "Reviewed by",
    "byline.translator": "Translated by",
    "byline.updated": "Updated",
    "byline.reviewed": "Last checked",
    "byline.unpublished": "Not yet published",
    "byline.unpublished.hint": "Not yet published: no commit has this post yet.",
    "byline.history": "History",
    "byline.first": "First published",
    "byline.editions": "What changed",
    "byline.editions.see": "see what changed",
    "byline.editions.of": "What changed in “#”",
    "byline.editions.number": "Edition #",
    "byline.editions.current": "Current text",
    "byline.editions.read": "Read this edition",
    "byline.editions.old": "This is how the post read from # to #.",
    "byline.editions.compared": "Compared with edition #",
    "byline.editions.added": "Added",
    "byline.editions.removed": "Removed",
    "byline.editions.moved": "Moved here",
    "byline.editions.left": "Moved from here",
    "byline.editions.same": "Unchanged paragraphs: #",
    "byline.editions.none": "No words changed.",
    "byline.editions.cut": "More changed than is shown here. Read both editions.",
    "byline.editions.withheld": "This edition is not shown.",
    "byline.editions.typed": "This edition can't be shown as a page. Here is what was written.",
    "byline.editions.new": "New since you last read this post",
    "byline.editions.notice": "This post has changed since you last read it.",
    "byline.suggest": "Suggest a change",
    "byline.corrections": "Corrections",
    "byline.contributors": "With contributions by",
    "byline.pinned": "Pinned",
    "byline.scheduled": "Scheduled",
    "byline.expired": "Expired",
    "byline.undated": "No date",
    "byline.undated.hint": "This post can't be built without a date. Add “date: #” to its front "
    "matter.",
    "byline.unlisted": "Unlisted",
    "byline.older": "Older",
    "byline.newer": "Newer",
    "byline.more": "More articles (#)",
    "byline.page": "Page # of #",
    "byline.pages": "Pages",
    "byline.broken": "These posts can't be shown yet:",
    "byline.empty": "Nothing here yet.",
    "byline.list.all": "All posts",
    "byline.list.all.of": "All posts: #",
    "byline.posts.one": "1 post",
    "byline.posts.other": "# posts",
    "byline.moved": "This page has moved:",
    "byline.subscribe": "Subscribe",
    "byline.follow": "Follow",
    "byline.subscribe.intro": (
        "A feed is an address that you give to a program called a feed reader, which then shows "
        "you whatever is new, without an account here. Copy the address of what you want to "
        "follow, and paste it into your reader."
    ),
    "byline.subscribe.list": "All feeds in one file, for readers that take whole lists (OPML)",
    "byline.feed.blog": "Every new post",
    "byline.feed.category": "New posts in #",
    "byline.feed.tag": "New posts tagged #",
    "byline.feed.series": "New parts of #",
    "byline.feed.author": "New posts by #",
    "byline.feed.corrections": "What posts had wrong, and when it was put right",
    "byline.cite": "Cite this post",
    "byline.markdown": "This post as Markdown",
    "byline.copy": "Copy as Markdown",
    "byline.copied": "Copied.",
    "byline.website": "Website",
    "byline.mentions": "Mentioned in",
    "byline.comments": "Comments",
    "byline.comments.show": "Show comments",
    "byline.comments.from": "Loaded from #",
    "byline.comments.open": "Open the discussion",
    "byline.comments.failed": "The comments could not be loaded.",
    "byline.search.pages": "Other pages",
    "byline.search.all": "All",
    "byline.search.since": "Corrected since",
    "byline.search.newest": "Newest first",
    "byline.search.failed": (
        "The search could not be loaded. Check your connection, and try again."
    ),
}


def fill(text: str, *values: object) -> str:
    """Put values in the place of `#`, from the left, as Material's language files have it."""
    for value in values:
        text = text.replace("#", str(value), 1)
    return text

"""Dates that mkdocs-git-revision-date-localized gives to pages that are in no file.

It takes each for changed in this very second, so that readers would find a listing changed in
every build, and with it all pages whose navigation leads there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs_byline.host.posts.own_file import OwnFile

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

_NAMES = ("git_revision_date_localized", "git_creation_date_localized")


def remove_moment(page: Page) -> None:
    """Take such dates out of the front matter of a page that the blog generates."""
    if isinstance(page.file, OwnFile):
        for name in [each for each in page.meta if str(each).startswith(_NAMES)]:
            del page.meta[name]

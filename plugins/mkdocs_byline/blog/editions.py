"""The editions of a post: the texts that readers have had of it, as git knows them.

Nothing that was not public is one: no draft, no post that waited for its date, no file that lay
elsewhere, and nothing of a post that was deleted in between. In doubt it was not public.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import posixpath
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from mkdocs_byline.cache.own_code import own_code
from mkdocs_byline.content.confusables import without_unseen
from mkdocs_byline.content.folder_defaults import inherited
from mkdocs_byline.content.frontmatter import parse_post, resolve_date
from mkdocs_byline.content.meta_files import parse_meta
from mkdocs_byline.content.safe_files import MARKDOWN
from mkdocs_byline.content.schema import DatesEntry
from mkdocs_byline.git.file_history import Past, Revision
from mkdocs_byline.git.log import Identity
from mkdocs_byline.git.mainline import Version, Visibility
from mkdocs_byline.model import Edition, Person, Post, Status
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project

_META = ".meta.yml"
# What folders are called that nobody means to publish, whatever the options were at the time.
_PRIVATE = frozenset(("draft", "drafts", "private", "unpublished", "wip"))


@dataclass(frozen=True)
class Publishing:
    """Says whether and when a site showed a file as it was; see `git.mainline.VisibilityRule`.

    Attributes:
        left_out: What of the docs folder is not built.
        meta_names: What files are called that give posts their defaults.
    """

    settings: Settings
    left_out: Sequence[GitIgnoreSpec]
    meta_names: tuple[str, ...]

    @classmethod
    def of(cls, project: Project) -> Publishing:
        metas = (project.plugins.get(name) or {} for name in ("meta", "material/meta"))
        names = (str(each.get("meta_file") or _META) for each in metas)
        return cls(project.settings, project.left_out, tuple(dict.fromkeys((_META, *names))))

    @cached_property
    def key(self) -> str:
        """What decides the rule's answers besides its arguments."""
        patterns = [
            (each.include, each.regex.pattern if each.regex else "")
            for spec in self.left_out
            for each in spec.patterns
        ]
        settings = self.settings
        given = (settings.timezone, settings.posts_folder, settings.trusted_paths)
        text = json.dumps([given, patterns, self.meta_names, own_code()], default=str)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]

    def metas(self, path: str) -> Sequence[str]:
        """Return where meta files for a post may lie, those of parent folders first."""
        folders = [posixpath.dirname(path)]
        while folders[-1]:
            folders.append(posixpath.dirname(folders[-1]))
        return [
            posixpath.join(folder, name)
            for folder in reversed(folders)
            for name in self.meta_names
        ]

    def __call__(
        self, path: str, content: bytes, metas: Sequence[tuple[str, bytes]]
    ) -> Visibility | None:
        """Return when a post was shown; None if never, or if that can't be known."""
        if not self._is_published(path):
            return None
        values = {}
        settings, zone = self.settings, self.settings.zone
        for meta, data in metas:
            values[meta], problems = parse_meta(data, meta, zone)
            if any(each.is_error for each in problems):
                return None
        defaults = inherited(path, values, settings)
        source = parse_post(content, path, zone=zone, defaults=defaults)
        matter = source.matter
        created = resolve_date(source, zone)
        if source.has_error or matter.draft or matter.unlisted:
            return None
        dates = matter.date or DatesEntry()
        starts = [each for each in (created, dates.publish_at) if each]
        return Visibility(max(starts, default=None), dates.expires)

    def _is_published(self, path: str) -> bool:
        folder = self.settings.posts_folder
        if not path.startswith(f"{folder}/") or not path.endswith(MARKDOWN):
            return False
        inner = path.removeprefix(f"{folder}/").split("/")
        if any(part.startswith((".", "_")) or part.lower() in _PRIVATE for part in inner):
            return False
        return not any(spec.match_file(path) for spec in self.left_out)


@dataclass(slots=True)
class _Span:
    """What readers had from one real change to the next."""

    first: Version
    last: Version
    revisions: list[Revision]
    ids: set[str]


def with_editions(
    post: Post,
    past: Past,
    settings: Settings,
    now: dt.datetime,
    people: Callable[[Sequence[Identity]], tuple[Person, ...]],
) -> Post:
    """Return a post with its editions, if it really changed since it was published.

    Args:
        people: Returns people as the authors file has them.
    """
    if not past.versions:
        return post
    hushed = {
        each.date
        for each in past.versions
        if not past.withheld.isdisjoint((each.commit, each.blob))
    }
    hushed |= {each.date for each in past.revisions if each.commit in past.withheld}
    has_editions = not post.unlisted and post.status is Status.PUBLISHED
    spans = _spans(past, now) if has_editions else []
    if len(spans) < 2:
        return _without_messages(post, past, hushed)
    editions = []
    for number, span in enumerate(spans, 1):
        date = span.first.date.astimezone(settings.zone)
        if not past.withheld.isdisjoint(span.ids):
            hushed |= {each.date for each in past.revisions if each.commit in span.ids}
            editions.append(Edition(number, date, "", "", "", withheld=True))
            continue
        by_git = dict.fromkeys(each for revision in span.revisions for each in revision.people)
        editions.append(
            Edition(
                number,
                date,
                span.revisions[0].commit if span.revisions else span.first.commit,
                span.last.blob,
                span.last.path,
                people(tuple(by_git)) if number > 1 else post.authors,
                tuple(without_unseen(each.subject) for each in span.revisions),
            )
        )
    return _without_messages(replace(post, editions=tuple(editions)), past, hushed)


def _without_messages(post: Post, past: Past, dates: Collection[dt.datetime]) -> Post:
    """Return a post without what commits say that came in at these dates."""
    if not dates:
        return post
    said = {(date, without_unseen(text)) for date, text in past.corrections if date in dates}
    return replace(
        post,
        revisions=tuple(
            replace(each, subject="") if each.date in dates else each for each in post.revisions
        ),
        corrections=tuple(each for each in post.corrections if (each.date, each.text) not in said),
    )


def _spans(past: Past, now: dt.datetime) -> list[_Span]:
    """Return what readers had, oldest first. What is not a real change goes with the last one."""
    by_date: dict[dt.datetime, list[Revision]] = {}
    for revision in past.revisions:
        by_date.setdefault(revision.date, []).append(revision)
    spans: list[_Span] = []
    is_changed = False
    oldest_first = past.versions[::-1]
    ends = [*(each.date for each in oldest_first[1:]), now]
    for version, end in zip(oldest_first, ends, strict=True):
        revisions = by_date.get(version.date, [])
        is_changed = is_changed or bool(revisions)
        if not _was_public(version, end):
            continue
        if spans and not is_changed:
            spans[-1].last = version
        else:
            spans.append(_Span(version, version, revisions if spans else [], set()))
        spans[-1].ids |= {version.commit, version.blob, *(each.commit for each in revisions)}
        is_changed = False
    return spans


def _was_public(version: Version, end: dt.datetime) -> bool:
    """Whether readers could see a version for any time until the next one."""
    if version.visibility is None:
        return False
    since, until = version.visibility.since, version.visibility.until
    start = max(version.date, since) if since else version.date
    return start < (min(end, until) if until else end)


def withheld_in(past: Past, ids: frozenset[str]) -> frozenset[str]:
    """Return which of these ids concern a post."""
    if not ids or not past.versions:
        return frozenset()
    own = {each for version in past.versions for each in (version.commit, version.blob)}
    return ids & (own | {revision.commit for revision in past.revisions})


def apply_withheld(pasts: Mapping[str, Past], ids: frozenset[str]) -> dict[str, Past]:
    """Return pasts that know what must not be shown of them."""
    return {
        path: replace(past, withheld=found) if (found := withheld_in(past, ids)) else past
        for path, past in pasts.items()
    }

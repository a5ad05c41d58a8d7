"""Checks of a whole blog, sorted."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from mkdocs_byline.content.body import first_heading, plain_text
from mkdocs_byline.content.frontmatter import Source, find_fences, split_front
from mkdocs_byline.content.near_names import NearNames
from mkdocs_byline.content.topic_uses import topic_uses
from mkdocs_byline.content.topics import KINDS, Topics, folded_name
from mkdocs_byline.lint.lead import LEAD_CHECKS
from mkdocs_byline.lint.links import LINK_CHECKS, targets
from mkdocs_byline.lint.markup import MARKUP_CHECKS
from mkdocs_byline.lint.post import POST_CHECKS
from mkdocs_byline.lint.site import Site
from mkdocs_byline.problems import Problem, did_you_mean
from mkdocs_byline.timeout import OutOfTime, deadline, seconds_for

_PICTURE = re.compile(
    r"[^\s\"'()<>\[\]{},=]+\.(?:apng|avif|gif|ico|jpe?g|png|svg|webp)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CheckedBlog:
    """What is checked of a whole blog.

    Attributes:
        media: The files beside posts that somebody asks about.
        beside: These, and those in the folders of posts that somebody asks about.
    """

    sources: Sequence[Source]
    site: Site
    topics: Topics
    series: Topics
    media: Sequence[str]
    beside: Sequence[str]


def lint(
    sources: Sequence[Source],
    dests: Mapping[str, str],
    site: Site,
    media: Collection[str],
    wanted: Collection[str],
    concerns: Callable[[str], bool],
    files: tuple[Topics, Topics],
) -> list[Problem]:
    """Run the checks that are wanted.

    Args:
        sources: All posts that are published.
        dests: Their output files, by path.
        media: Paths of the files beside posts.
        wanted: Names in `CHECKS`.
        concerns: Whether somebody asks about a file. What others are compared with is read all
            the same.
        files: What the topics file says, and the series file.
    """
    topics, series = files
    found: list[Problem] = []
    for source in sources:
        if not concerns(source.path):
            continue
        try:
            with deadline(seconds_for(source.body)):
                found += _of_post(source, dests, site, wanted)
        except OutOfTime:
            message = "the text takes too long to check."
            hint = "Look for long runs of brackets, stars or other signs, and shorten them."
            found.append(Problem(source.shown, source.body_line, 1, "BY352", message, hint))
    asked = {posixpath.dirname(each.path) for each in sources if concerns(each.path)}
    own = [path for path in media if concerns(path)]
    beside = [path for path in media if concerns(path) or posixpath.dirname(path) in asked]
    blog = CheckedBlog(sources, site, topics, series, own, beside)
    for name, check in BLOG_CHECKS.items():
        if name in wanted:
            found += check(blog)
    return sorted(set(found))


def _of_post(
    source: Source, dests: Mapping[str, str], site: Site, wanted: Collection[str]
) -> list[Problem]:
    found: list[Problem] = []
    page = site.page(source.path)
    for name, check in POST_CHECKS.items():
        if name in wanted and not (name == "bare-urls" and site.magic_links):
            found += check(source, page)
    for name, markup_check in (*MARKUP_CHECKS.items(), *LEAD_CHECKS.items()):
        if name in wanted:
            found += markup_check(source, site)
    led = targets(source, dests[source.path], site) if source.path in dests else ()
    for name, link_check in LINK_CHECKS.items():
        if name in wanted:
            found += link_check(source, led, site)
    return found


def file_names(site: Site, media: Collection[str]) -> Iterator[Problem]:
    """Report posts that were saved as a text, which is published as it is and in no listing."""
    for path in media:
        if not path.lower().endswith(".txt"):
            continue
        text = site.text(path)
        if split_front(text)[0] is not None or find_fences(text):
            right = re.sub(
                r"(?:\.md)?\.txt$", ".md", posixpath.basename(path), flags=re.IGNORECASE
            )
            message = "this is a post, and saved as a text beside posts."
            yield Problem(site.shown(path), 1, 1, "BY518", message, f"Rename it to '{right}'.")


def unused_images(
    sources: Sequence[Source], site: Site, media: Collection[str]
) -> Iterator[Problem]:
    """Report pictures beside posts that no page, style sheet or authors file names."""
    pictures = [path for path in media if _PICTURE.fullmatch(path.replace(" ", "_"))]
    if not pictures:
        return
    used: set[str] = set()
    given = {posixpath.basename(path) for path in pictures}
    given |= {quote(name) for name in given}
    for path in site.texts:
        folder, text = posixpath.dirname(path), site.text(path)
        if not any(name in text for name in given):
            continue
        names = [match[0] for match in _PICTURE.finditer(text)]
        if path.endswith(".md"):
            names += [link.target for link in site.page(path).links]
        for name in names:
            name = unquote(name.partition("#")[0])
            used.add(posixpath.normpath(posixpath.join(folder, name)))
            used.add(posixpath.normpath(name.lstrip("/")))
    posts = {posixpath.dirname(each.path): each.shown for each in sources}
    for path in pictures:
        if path not in used:
            folder = posixpath.dirname(path)
            others = (posts[folder],) if folder in posts else ()
            message = "no page shows this picture."
            hint = "Show it, or remove it: it is published all the same."
            yield Problem(site.shown(path), 1, 1, "BY509", message, hint, others)


def same_titles(sources: Sequence[Source]) -> Iterator[Problem]:
    """Report posts that have the title of another, each but the first by path."""
    first: dict[str, Source] = {}
    for source in sorted(sources, key=lambda each: each.path):
        title, at = source.matter.title, source.position("title")
        if not title:
            heading, line = first_heading(source.body)
            title, at = plain_text(heading), (source.body_line + line - 1, 1)
        if not title:
            continue
        other = first.setdefault(" ".join(title.casefold().split()), source)
        if other is not source:
            message = f"{other.shown} has the title '{title}', too."
            hint = "Give one a title that tells the two apart."
            yield Problem(source.shown, *at, "BY510", message, hint, (other.shown,))


def lone_parts(sources: Sequence[Source], described: Topics) -> Iterator[Problem]:
    """Report series of one post: most often a name that is spelt as in no other post.

    An editor knows of those in the series file.
    """
    names = _by_series(sources)
    for name, group in sorted(names.items()):
        if len(group) == 1 and not described.by_name(name):
            (source,) = group
            assert source.matter.series
            message = f"'{source.matter.series.name}' has no other part yet."
            hint = described.suggestion(name) or did_you_mean(name, names.keys() - {name})
            hint = hint or "Write the next, or remove it."
            yield Problem(source.shown, *source.position("series"), "BY519", message, hint)


def near_series(sources: Sequence[Source], described: Topics) -> Iterator[Problem]:
    """Report series of several posts that look like slips for one in the series file."""
    names = _by_series(sources)
    used = {topic.id for name in names if (topic := described.by_name(name))}
    near = NearNames(used)
    for name, group in names.items():
        if len(group) == 1 or described.by_name(name):
            continue
        for source in group:
            assert source.matter.series
            if meant := near.near(source.matter.series.name):
                message = f"'{source.matter.series.name}' is not in {described.shown}."
                hint = f"Did you mean '{meant[0]}'?"
                yield Problem(source.shown, *source.position("series"), "BY522", message, hint)


def _by_series(sources: Sequence[Source]) -> dict[str, list[Source]]:
    names: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if source.matter.series:
            names[source.matter.series.name.casefold()].append(source)
    return names


def similar_tags(sources: Sequence[Source], topics: Topics) -> Iterator[Problem]:
    """Report tags and categories that differ from a commoner one in case or hyphens alone.

    Those of the topics file have any spelling.
    """
    for key in KINDS:
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for source in sources:
            for name in getattr(source.matter, key):
                spellings[folded_name(name)][name] += 1
        for source in sources:
            for index, name in enumerate(getattr(source.matter, key)):
                counts = Counter() if topics.by_name(name) else spellings[folded_name(name)]
                if not counts:
                    continue
                best = min(counts, key=lambda each: (-counts[each], each))
                if name != best:
                    times = "once" if counts[best] == 1 else f"{counts[best]} times"
                    message = f"'{name}' is elsewhere written '{best}', {times}."
                    at = source.position(key, index)
                    yield Problem(source.shown, *at, "BY511", message, f"Write '{best}'.")


def near_topics(sources: Sequence[Source], topics: Topics) -> Iterator[Problem]:
    """Report tags and categories that look like slips for one that is used more often."""
    for use in topic_uses(sources, topics):
        if (better := use.meant) is None:
            continue
        times = "once" if use.number == 1 else f"{use.number} times"
        often = "of the topics file" if better.is_known else f"used {better.number} times"
        for source, index in use.places:
            message = f"'{use.name}' is used {times}; '{better.name}' is {often}."
            hint = f"Did you mean '{better.name}'?"
            at = source.position(use.key, index)
            yield Problem(source.shown, *at, "BY521", message, hint)


# By name in `CHECKS`.
BLOG_CHECKS: Mapping[str, Callable[[CheckedBlog], Iterable[Problem]]] = {
    "file-names": lambda blog: file_names(blog.site, blog.media),
    "unused-images": lambda blog: unused_images(blog.sources, blog.site, blog.beside),
    "same-titles": lambda blog: same_titles(blog.sources),
    "similar-tags": lambda blog: similar_tags(blog.sources, blog.topics),
    "near-topics": lambda blog: near_topics(blog.sources, blog.topics),
    "lone-parts": lambda blog: lone_parts(blog.sources, blog.series),
    "near-series": lambda blog: near_series(blog.sources, blog.series),
}

"""Resolution of one post by what its blog knows: title, dates, authors and URL.

What is wrong is added to the source's problems.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import unicodedata
from collections.abc import Callable, Container

from mkdocs_byline.blog import taxonomies, urls
from mkdocs_byline.blog.credits import credited
from mkdocs_byline.blog.history import newest_first
from mkdocs_byline.content import theme_metadata
from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.body import first_heading, mark_pattern, plain_text
from mkdocs_byline.content.confusables import unseen
from mkdocs_byline.content.frontmatter import Source, extra_values, resolve_date
from mkdocs_byline.content.schema import DatesEntry
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.model import (
    Alias,
    Build,
    Correction,
    Dates,
    Link,
    NamedPost,
    Post,
    RelatedKey,
    SeriesKey,
    Status,
)
from mkdocs_byline.problems import did_you_mean
from mkdocs_byline.settings import Settings

# Where a day begins first.
_FIRST = dt.timezone(dt.timedelta(hours=14))


def status(source: Source, settings: Settings, build: Build) -> Status:
    """Return whether the post is out, not yet, or no more, at the moment of the build."""
    matter = source.matter
    dates = matter.date or DatesEntry()
    if matter.draft:
        return Status.DRAFT
    if dates.publish_at and dates.publish_at > build.now and not build.upcoming:
        return Status.SCHEDULED
    if dates.expires and dates.expires <= build.now:
        return Status.EXPIRED
    created = resolve_date(source, settings.zone)
    if created is None:
        return Status.UNDATED
    is_early = settings.draft_if_future_date and matter.draft is None and created > build.now
    if is_early and not build.upcoming:
        return Status.DRAFT
    return Status.PUBLISHED


def is_early(source: Source, status: Status, settings: Settings, build: Build) -> bool:
    """Whether a post is out though its date is ahead, and nobody has planned it so.

    A day without a time is ahead as long as it has begun nowhere on Earth.
    """
    dates = source.matter.date or DatesEntry()
    if status is not Status.PUBLISHED or dates.publish_at or build.upcoming:
        return False
    created = resolve_date(source, settings.zone)
    if created is None:
        return False
    if created.time() == dt.time():
        return created.date() > build.now.astimezone(_FIRST).date()
    return created > build.now


def resolve(
    source: Source,
    status: Status,
    known: tuple[Authors, Topics, Topics],
    settings: Settings,
    build: Build,
    has_template: Callable[[str], bool] | None = None,
) -> Post:
    """Return the post; topics and people get the URLs of their listings later.

    Args:
        known: The people, topics and series that it may name.
        has_template: See `library.Inputs`.
    """
    matter, (authors, topics, series) = source.matter, known
    readable = not source.has_error
    title, slug_title = _titles(source, report=readable)
    dates = _dates(source, settings)
    # Nobody has to know the date of a draft yet.
    needs_date = not build.preview and (status is not Status.DRAFT or settings.draft)
    if dates.created is None and readable and needs_date:
        source.add(
            "BY121",
            "the post has no date.",
            f"Add 'date: {build.now:%Y-%m-%d}' to its front matter.",
        )
    if readable and is_early(source, status, settings, build):
        _report_early(source, dates)
    _check_topics(source, topics, settings)
    categories = topics.ids(matter.categories)
    url, dest = _place(source, slug_title, dates.created, categories, settings, build)
    if settings.post_excerpt == "required" and not mark_pattern(
        settings.post_excerpt_separator
    ).search(source.body):
        source.add(
            "BY115",
            "the post has no excerpt mark.",
            f"Put {settings.post_excerpt_separator} on a line of its own after the introduction.",
            (source.body_line, 1),
        )
    extra, meta = extra_values(source)
    trusted = settings.trusts(source.path)
    meta = theme_metadata.check(source, meta, trusted=trusted, has_template=has_template)
    return Post(
        path=source.path,
        title=title,
        url=url,
        dest=dest,
        dates=dates,
        status=status,
        description=matter.description,
        categories=topics.terms(matter.categories),
        tags=topics.terms(matter.tags),
        pin=matter.pin,
        unlisted=matter.unlisted,
        comments=matter.comments is not False,
        links=matter.links,
        series=_series(source, series),
        related=_related(source),
        aliases=_aliases(source, build),
        readtime=matter.readtime,
        lang=matter.lang,
        body=source.body,
        body_line=source.body_line,
        extra=extra,
        meta=meta,
        authors=credited(source, "authors", authors, settings),
        editors=credited(source, "editors", authors, settings),
        reviewers=credited(source, "reviewers", authors, settings),
        translators=credited(source, "translators", authors, settings),
        corrections=newest_first(Correction(each.date, each.text) for each in matter.corrections),
        sha256=source.sha256,
    )


def _titles(source: Source, *, report: bool) -> tuple[str, str]:
    """Return the title, and the text that the slug is made of.

    The slug follows Material: the title key, else a heading on the body's first line, else the
    file name. So a post keeps its URL when a blog moves over.
    """
    if title := source.matter.title:
        return title, title
    heading, line = first_heading(source.body)
    first = source.body.lstrip().partition("\n")[0].rstrip()
    file_name = posixpath.splitext(posixpath.basename(source.path))[0]
    by_file = file_name.replace("-", " ").replace("_", " ")
    by_file = by_file.capitalize() if by_file.lower() == by_file else by_file
    slug_title = by_file
    if first.startswith("# "):
        slug_title = first.lstrip("# ")
    if title := unicodedata.normalize("NFC", plain_text(heading)):
        if report and (found := unseen(title)):
            message = f"title: character {found[0] + 1} is {found[1]}, which no reader sees."
            hint = "Remove it; typing the text anew does."
            source.add("BY341", message, hint, (source.body_line + line - 1, 1))
        return title, slug_title
    name = source.stem.replace("-", " ").replace("_", " ").strip()
    words = "".join(char for char in name if char.isalpha())
    if report and not words:
        source.add("BY113", "the post has no title.", "Write '# Title' above its text.")
    elif report:
        source.add(
            "BY112",
            f"the post has no title; '{by_file}' is taken from its file name.",
            "Write '# Title' above its text.",
            (source.body_line + max(line - 1, 0), 1),
        )
    return by_file, slug_title


def _dates(source: Source, settings: Settings) -> Dates:
    entry = source.matter.date or DatesEntry()
    dates = Dates(
        created=resolve_date(source, settings.zone),
        updated=entry.updated,
        publish_at=entry.publish_at,
        expires=entry.expires,
        reviewed=entry.reviewed,
        other=dict(entry.__pydantic_extra__ or {}),
    )
    pairs = (
        ("updated", dates.updated, "created", dates.created),
        ("expires", dates.expires, "created", dates.created),
        ("expires", dates.expires, "publish_at", dates.publish_at),
    )
    for name, later, other, earlier in pairs:
        if later and earlier and later < earlier:
            message = f"'{name}' ({later.date()}) is before '{other}' ({earlier.date()})."
            at = source.position("date", name)
            source.add("BY123", message, "Check which of the two is meant.", at)
    return dates


def _report_early(source: Source, dates: Dates) -> None:
    assert dates.created
    day = dates.created.date()
    written = dates.created.isoformat("T", "minutes") if dates.created.time() != dt.time() else day
    source.add(
        "BY124",
        f"the date is ahead ({day}), and the post is published all the same.",
        f"To have it appear then, write date: {{publish_at: {written}}}.",
        source.position("date", "created"),
    )


def _check_topics(source: Source, topics: Topics, settings: Settings) -> None:
    """Report topics that the site's options, or its topics file, don't allow."""
    allowed = settings.categories_allowed
    allowed_ids = set(topics.ids(allowed))
    for key, word in (("categories", "category"), ("tags", "tag")):
        for index, name in enumerate(getattr(source.matter, key)):
            at = source.position(key, index)
            if key == "categories" and allowed and topics.id_of(name) not in allowed_ids:
                hint = did_you_mean(name, allowed) or f"Allowed: {', '.join(allowed)}."
                source.add("BY404", f"category '{name}' is not allowed.", hint, at)
            elif key in topics.allowed_only and not topics.by_name(name):
                hint = f"{topics.suggestion(name)} Topics are in {topics.shown}.".strip()
                source.add("BY404", f"{word} '{name}' is not allowed.", hint, at)


def check_links(
    source: Source,
    links: tuple[Link, ...],
    files: Container[str],
    settings: Settings,
    keys: tuple[str | int, ...] = ("links",),
) -> None:
    """Report links to files that are not there; `keys` lead to the list that holds them."""
    for index, link in enumerate(links):
        here = (*keys, index, link.label)
        if _leads_nowhere(link, files):
            message = f"the link '{link.url}' leads to no file in the docs folder."
            hint = "Write its path from there, as in blog/posts/hello.md."
            if option := taxonomies.option_for(link.url, settings):
                hint = f"Pages like it are there with the option '{option}: true'."
            source.add("BY405", message, hint, source.position(*here))
        check_links(source, link.children, files, settings, here)


def _leads_nowhere(link: Link, files: Container[str]) -> bool:
    path = link.url.partition("#")[0]
    return path.endswith(".md") and ":" not in path and path not in files


def lead_nowhere(links: tuple[Link, ...], files: Container[str]) -> bool:
    """Whether one of the links, or of those below them, leads to a file that is not there."""
    return any(_leads_nowhere(each, files) or lead_nowhere(each.children, files) for each in links)


def _place(
    source: Source,
    slug_title: str,
    created: dt.datetime | None,
    categories: list[str],
    settings: Settings,
    build: Build,
) -> tuple[str, str]:
    """Return URL and output file; for a post without a usable one, a place for its problems."""
    slug = source.matter.slug or urls.post_slug(slug_title, settings) or source.stem
    try:
        if source.matter.slug:
            urls.below(settings.blog_dir, slug)
        path = urls.post_path(
            slug=slug,
            stem=source.stem,
            created=created,
            categories=categories,
            settings=settings,
            build=build,
        )
    except urls.BadPath as error:
        message = f"the URL '{slug}' can't be used: {error}."
        hint = "Give a slug of letters, digits and hyphens."
        source.add("BY403", message, hint, source.position("slug"))
        return aside(source, settings, build)
    return urls.destination(path, directory_urls=build.directory_urls, folder=build.folder)


def _aliases(source: Source, build: Build) -> tuple[Alias, ...]:
    found = []
    # A post that is also shown in another language was nowhere in that one's folder before.
    folder = f"/{build.folder}/" if build.folder else ""
    for index, text in enumerate(source.matter.aliases):
        line, column = source.position("aliases", index)
        try:
            here = text if text.startswith(folder) else folder + text.lstrip("/")
            found.append(Alias(*urls.former(here), line, column))
        except urls.BadPath as error:
            message = f"the former URL '{text}' can't be used: {error}."
            hint = "Write the path from the site's root, as in /2019/hello/."
            source.add("BY413", message, hint, (line, column))
    return tuple(found)


def _series(source: Source, known: Topics) -> SeriesKey | None:
    if (entry := source.matter.series) is None:
        return None
    at = source.position("series", *(["part"] if entry.part else []))
    return SeriesKey(known.id_of(entry.name), entry.part, *at)


def _related(source: Source) -> RelatedKey | None:
    entry = source.matter.related
    if not entry:
        return None if entry is None else RelatedKey(is_off=True)

    def named(key: str, paths: tuple[str, ...]) -> tuple[NamedPost, ...]:
        # A list without a key is one of pins.
        places = (source.position("related", key, at) for at in range(len(paths)))
        return tuple(NamedPost(path, *place) for path, place in zip(paths, places, strict=True))

    return RelatedKey(named("pin", entry.pin), named("ban", entry.ban))


def aside(source: Source, settings: Settings, build: Build) -> tuple[str, str]:
    """Return where the preview shows the problems of a post that has no URL of its own."""
    slug = urls.post_slug(posixpath.splitext(source.path)[0].replace("/", " "), settings)
    path = posixpath.join(settings.blog_dir, "broken", f"{slug or 'post'}.md")
    return urls.destination(path, directory_urls=build.directory_urls, folder=build.folder)

"""Command `summary`: a page about a pull request, for its editors."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from mkdocs_byline.blog.resolve import resolve, status
from mkdocs_byline.cli.comparison import BASE, Comparison, compare
from mkdocs_byline.cli.inspection import Inspection, inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.cli.reporting import write_for_workflow
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.markdown.trial import Trial
from mkdocs_byline.model import Post, Status
from mkdocs_byline.review import built, pages, who
from mkdocs_byline.review.changes import changes_of, entry_changes, signatures
from mkdocs_byline.review.summary import Entry, Preview, Summary, render
from mkdocs_byline.review.who import Change

WORDS = 60

Folder = click.Path(file_okay=False, path_type=Path)


@click.command()
@CONFIG
@BASE
@click.option("--site", type=Folder, help="The built site.")
@click.option("--base-site", type=Folder, help="The site built from the base: for what differs.")
@click.option(
    "--log", type=click.Path(dir_okay=False, path_type=Path), help="What the build said."
)
@click.option("--actor", metavar="LOGIN", help="Who sends it, on GitHub: for notices of names.")
def summary(
    config: Path,
    base: str,
    site: Path | None,
    base_site: Path | None,
    log: Path | None,
    actor: str | None,
) -> None:
    """Write a page about a pull request: its posts, their problems, what changes in the site.

    In a workflow it goes to GITHUB_STEP_SUMMARY, elsewhere to the terminal. A site that is not
    there is one that could not be built.
    """
    is_built = site.is_dir() if site else None
    site = site if is_built else None
    base_site = base_site if base_site and base_site.is_dir() else None
    now = read_clock(os.environ)
    for project in find_projects(config):
        seen = inspect(project, now, withheld=True, history=True)
        compared = compare(project, base)
        posts = {post.path: post for post in seen.blog.library.posts}
        changed = [each for each in compared.posts if each.after]
        entries = [
            _entry(seen, compared, each, posts.get(each.after.path), site)
            for each in changed
            if each.after
        ]
        broken = [
            each.after.shown for each in changed if each.after and each.after.path not in posts
        ]
        gone = [each.before.shown for each in compared.posts if each.before and not each.after]
        mine = [each for each in seen.blog.problems if {each.path, *each.others} & compared.files]
        records, default = seen.blog.records, project.settings.default_authors
        people = records.authors
        notices = (
            who.check(
                compared.posts,
                compared.base,
                people,
                actor.lstrip("@"),
                default,
                zip(compared.described, (records.topics, records.series), strict=True),
            )
            if actor
            else []
        )
        found = Summary(
            entries,
            broken,
            gone,
            mine,
            len(seen.blog.problems) - len(mine),
            is_built,
            pages.compare(site, base_site) if site and base_site else None,
            project.site_url,
            entry_changes(compared.base, people),
            notices,
            built.objections(log, seen.blog.problems) if log else (),
        )
        write_for_workflow(render(found), "GITHUB_STEP_SUMMARY")


def _entry(
    seen: Inspection, compared: Comparison, change: Change, post: Post | None, site: Path | None
) -> Entry:
    """Return the summary of a post; without `post`, of one that can't be published."""
    project, before, after = seen.project, change.before, change.after
    assert after
    people, default = seen.blog.records.authors, project.settings.default_authors
    is_broken = post is None
    post = post or _as_far_as_known(seen, after)
    what = "new"
    if before:
        what = "changed" if before.path == post.path else "moved"
    shelf = seen.blog.library
    others = [*shelf.posts, *shelf.withheld]
    topics = {
        term.name
        for other in others
        if other.path != post.path
        for term in (*other.categories, *other.tags)
    }
    card = seen.cards.links.get(post.path) if post.status is Status.PUBLISHED else None
    rate = project.settings.post_readtime_words_per_minute
    trial = seen.trial.convert(
        post, project.shown(post.path), automatic=project.settings.post_excerpt == "automatic"
    )
    html = (built.read_page(site, post) if site else None) or trial.html
    return Entry(
        project.shown(post.path),
        what,
        post,
        place.state if (place := seen.blog.series.get(post.path)) else "",
        feeds=() if is_broken else seen.feeds.with_post(post),
        card=card.url if card else "",
        minutes=built.minutes(html, post, rate) if html else None,
        beginning=built.beginning(html, WORDS) if html else None,
        change=changes_of(
            before, after, (compared.base, people), default, topics, seen.blog.records.topics
        ),
        former="" if is_broken else _former(seen, before, post),
        preview=_preview(seen, post, trial, site),
        signed=signatures(after, people, default) if is_broken else None,
    )


def _as_far_as_known(seen: Inspection, source: Source) -> Post:
    """Return a post with errors as it is without what is wrong with it."""
    settings, build = seen.project.settings, seen.blog.build
    source = replace(source, problems=[])
    state = status(source, settings, build)
    records = seen.blog.records
    known = records.authors, records.topics, records.series
    return resolve(source, state, known, settings, build)


def _preview(seen: Inspection, post: Post, trial: Trial, site: Path | None) -> Preview:
    """Return what listings and links to a post show: as its page says, else as far as known."""
    picture = seen.pictures.get(post.path)
    head = built.read_head(site, post) if site else {}
    cut = trial.excerpt
    is_described = seen.project.settings.post_excerpt == "automatic" and not cut.is_marked
    excerpt = built.beginning(cut.html, WORDS)
    return Preview(
        head.get("og:title") or post.title,
        head.get("og:description") or post.description,
        head.get("og:image") or (picture.url if picture else ""),
        (is_described and post.description) or excerpt,
    )


def _former(seen: Inspection, before: Source | None, post: Post) -> str:
    """Return the URL that a post had; empty if it is the same, or nobody could have known it."""
    if before is None or before.has_error:
        return ""
    project = seen.project
    source = replace(before, problems=[], landed=project.source(post.path).landed)
    records = seen.blog.records
    known = records.authors, records.topics, records.series
    old = resolve(source, post.status, known, project.settings, seen.blog.build)
    return old.url if old.url != post.url else ""

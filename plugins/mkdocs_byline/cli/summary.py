"""A pull request's base and two built sites in, a page about it for its editors out."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.cli.comparison import BASE, compare
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import CONFIG, find_projects
from mkdocs_byline.cli.reporting import hand_on
from mkdocs_byline.clock import read_clock
from mkdocs_byline.model import Post
from mkdocs_byline.outputs.feed_outputs import FeedPlan
from mkdocs_byline.review import built, pages
from mkdocs_byline.review.summary import Entry, Summary, render
from mkdocs_byline.review.who import Change

WORDS = 60

Folder = click.Path(file_okay=False, path_type=Path)


@click.command()
@CONFIG
@BASE
@click.option("--site", type=Folder, help="The built site: for reading times and excerpts.")
@click.option("--base-site", type=Folder, help="The site built from the base: for what differs.")
def summary(config: Path, base: str, site: Path | None, base_site: Path | None) -> None:
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
        compared, feeds = compare(project, base), seen.feeds
        posts = {post.path: post for post in seen.blog.library.posts}
        changed = [each for each in compared.posts if each.after]
        entries = [
            _entry(project, each, posts[each.after.path], feeds, site)
            for each in changed
            if each.after and each.after.path in posts
        ]
        broken = [
            each.after.shown for each in changed if each.after and each.after.path not in posts
        ]
        gone = [each.before.shown for each in compared.posts if each.before and not each.after]
        mine = [each for each in seen.blog.problems if {each.path, *each.others} & compared.files]
        found = Summary(
            entries,
            broken,
            gone,
            mine,
            len(seen.blog.problems) - len(mine),
            is_built,
            pages.compare(site, base_site) if site and base_site else None,
            project.site_url,
        )
        hand_on(render(found), "GITHUB_STEP_SUMMARY")


def _entry(
    project: DiskProject, change: Change, post: Post, feeds: FeedPlan, site: Path | None
) -> Entry:
    before = change.before
    what = "new"
    if before:
        what = "changed" if before.path == post.path else "moved"
    path, names = project.shown(post.path), feeds.with_post(post)
    html = built.read_page(site, post) if site else None
    if html is None:
        return Entry(path, what, post, names)
    rate = project.settings.post_readtime_words_per_minute
    minutes = built.minutes(html, post, rate)
    return Entry(path, what, post, names, minutes, built.beginning(html, WORDS))

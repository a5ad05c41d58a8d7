"""Comparison of a blog with one of its commits: changed posts, and the authors of both."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

import click

from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.cli.configuration import NoProject
from mkdocs_byline.content.authors import Authors, parse_authors
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.safe_files import MARKDOWN
from mkdocs_byline.content.topics import SERIES, TOPICS, Form, Topics, parse_topics
from mkdocs_byline.git.repository import GitError, Repository
from mkdocs_byline.review.who import Change

BASE = click.option(
    "--base",
    required=True,
    metavar="REF",
    help="What the pull request is to be merged into, as in origin/main.",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a blog since a commit.

    Attributes:
        posts: Those that are new, changed, moved or gone.
        files: All changed files in the docs folder, as messages give them.
        base: The authors as the commit has them.
        gone: Paths in the docs folder that are no more, and where each moved; empty if nowhere.
        described: The files of topics and series as the commit has them.
    """

    posts: tuple[Change, ...]
    files: frozenset[str]
    base: Authors
    gone: Mapping[str, str]
    described: tuple[Topics, Topics]


def compare(project: DiskProject, base: str) -> Comparison:
    """Compare the blog as it is now with a commit.

    Raises:
        NoProject: if git can't tell.
    """
    try:
        repository = Repository.around(project.docs)
        if repository is None:
            raise NoProject(f"{project.docs} is not in a git repository.")
        commit = _commit(repository, base)
        changes = repository.changes_since(commit)
        fork = repository.fork(commit)
    except GitError as error:
        raise NoProject(f"git can't compare with '{base}': {error}") from None
    prefix = repository.prefix
    folder = f"{project.settings.posts_folder}/"

    def read(path: str, at: str) -> bytes | None:
        return repository.content(at, prefix + path)

    def parse(path: str, content: bytes | None) -> Source | None:
        if not path.startswith(folder) or not path.endswith(MARKDOWN) or content is None:
            return None
        return project.parse(path, content)

    posts = []
    files = set()
    gone: dict[str, str] = {}
    now = {path: project.source(path) for path in project.posts}
    for change in changes:
        path = change.path.removeprefix(prefix)
        old = change.old.removeprefix(prefix) or path
        files |= {project.shown(path), project.shown(old)}
        if old != path or change.status == "D":
            gone[old] = path if old != path else ""
        before = None if change.status == "A" else parse(old, read(old, fork))
        found = Change(before, now.get(path))
        if found != Change(None, None):
            posts.append(found)
    settings = project.settings
    people = parse_authors(
        read(settings.authors_path, commit) or b"", project.shown(settings.authors_path)
    )

    def described(path: str, form: Form) -> Topics:
        return parse_topics(read(path, commit) or b"", project.shown(path), form)

    both = described(settings.topics_path, TOPICS), described(settings.series_file_path, SERIES)
    changed = frozenset(map(posixpath.normpath, files))
    return Comparison(tuple(posts), changed, people, gone, both)


def _commit(repository: Repository, name: str) -> str:
    try:
        return repository.commit(name)
    except GitError:
        hint = "Fetch it first: git fetch origin."
        raise NoProject(f"git knows no branch, tag or commit '{name}'. {hint}") from None

"""Records of a blog: people, topics, series, former URLs, and what git knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mkdocs_byline.blog import post_lists
from mkdocs_byline.blog.bios import Bios, convert_bios
from mkdocs_byline.blog.editions import Publishing, apply_withheld
from mkdocs_byline.blog.project import blog_of
from mkdocs_byline.content.authors import Authors, read_authors
from mkdocs_byline.content.frontmatter import resolve_date
from mkdocs_byline.content.ledger import Ledger, read_ledger
from mkdocs_byline.content.list_blocks import ListRequest
from mkdocs_byline.content.safe_files import printable_path
from mkdocs_byline.content.topics import SERIES, TOPICS, Form, Topics, read_topics
from mkdocs_byline.content.withheld import Withheld, read_withheld
from mkdocs_byline.git.file_history import Past
from mkdocs_byline.git.load import History, recall
from mkdocs_byline.git.work_tree import held_below
from mkdocs_byline.model import Build
from mkdocs_byline.problems import Problem

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project


@dataclass(frozen=True, slots=True)
class Records:
    """What posts are resolved against: people, topics, series, former URLs, git; lists in pages.

    It stays what it is while nothing but posts changes.
    """

    authors: Authors
    bios: Bios
    ledger: Ledger
    history: History
    withheld: Withheld = field(default_factory=Withheld)
    lists: Mapping[str, tuple[ListRequest, ...]] = field(default_factory=dict)
    topics: Topics = field(default_factory=Topics)
    series: Topics = field(default_factory=Topics)
    problems: tuple[Problem, ...] = ()


def read_records(project: Project, build: Build) -> Records:
    """Read the files with people, topics and URLs, and ask git about the posts."""
    authors = project_authors(project)
    # On record are the URLs of the site as it is in its default language.
    ledger = Ledger() if build.folder else _read_ledger(project)
    file = project.docs / project.settings.authors_path
    bios = convert_bios(authors, project.policy, file)
    withheld = _read_withheld(project)
    history = History()
    if _needs_history(project, build, ledger):
        history = read_history(project, build, withheld)
    lists = _read_lists(project)
    return Records(
        authors,
        bios,
        ledger,
        history,
        withheld,
        lists,
        *described_files(project),
        problems=_cache_in_git(project),
    )


def _cache_in_git(project: Project) -> tuple[Problem, ...]:
    """Report a cache that somebody has sent in: what is in it is believed without a look."""
    held = held_below(project.cache_folder)
    if not held:
        return ()
    more = f" and {len(held) - 1} more" if len(held) > 1 else ""
    folder = project.cache_folder.relative_to(project.cache_folder.parents[1]).as_posix()
    message = (
        f"git holds this file of Byline's cache{more}, and builds would believe what it says."
    )
    hint = f"Take them out: git rm -r --cached {folder}"
    return (Problem(f"{folder}/{printable_path(held[0])}", 1, 1, "BY327", message, hint),)


def _read_lists(project: Project) -> dict[str, tuple[ListRequest, ...]]:
    """Return the lists of posts in this blog's pages other than posts, by path."""
    own = project.settings.blog_dir
    blogs = project.blogs or (own,)
    pages = [path for path in project.intros.values() if blog_of(path, blogs) == own]
    has_mkdocstrings = "mkdocstrings" in project.plugins
    return post_lists.lists_of_pages(
        pages, project.read, project.shown, has_mkdocstrings=has_mkdocstrings
    )


def project_authors(project: Project) -> Authors:
    """Read the authors file, unless it is refused or the blog does without."""
    path, shown = project.settings.authors_path, project.shown(project.settings.authors_path)
    if path in project.refused:
        return Authors(shown, broken=True)
    return read_authors(project.docs / path, shown) if project.settings.authors else Authors(shown)


def described_files(project: Project) -> tuple[Topics, Topics]:
    """Read the files of topics and series, unless they are refused or the blog does without."""

    def read(path: str, form: Form, *, is_wanted: bool = True) -> Topics:
        shown = project.shown(path)
        is_read = is_wanted and path not in project.refused
        return read_topics(project.docs / path, shown, form) if is_read else Topics(shown, form)

    settings = project.settings
    topics = read(settings.topics_path, TOPICS)
    topics.problems += topics.without_icons(project.has_template)
    return topics, read(settings.series_file_path, SERIES, is_wanted=settings.series)


def _read_ledger(project: Project) -> Ledger:
    path, shown = project.settings.urls_path, project.shown(project.settings.urls_path)
    return Ledger(shown) if path in project.refused else read_ledger(project.docs / path, shown)


def _read_withheld(project: Project) -> Withheld:
    path, shown = project.settings.withheld_path, project.shown(project.settings.withheld_path)
    if not project.settings.editions or path in project.refused:
        return Withheld(shown)
    return read_withheld(project.docs / path, shown)


def _needs_history(project: Project, build: Build, ledger: Ledger) -> bool:
    """Whether git has to be asked, which is slow.

    A check asks only if a post is not dated otherwise, or is not where the ledger has it.
    """
    if build.history:
        return True
    if {entry.path for entry in ledger.posts.values()} - set(project.posts):
        return True
    zone = project.settings.zone
    return any(resolve_date(project.source(path), zone) is None for path in project.posts)


def read_history(project: Project, build: Build, withheld: Withheld) -> History:
    """Ask git about the posts, and in the preview about whoever is writing a new one."""
    settings = project.settings
    if not settings.history:
        return History()
    ignore, cache = settings.history_ignore_authors, project.cache_folder
    # While the list of what is withheld can't be read, nothing may be shown.
    rule = Publishing.of(project) if settings.editions and not withheld.problems else None
    history = recall(project.docs, settings.posts_folder, project.posts, ignore, cache, rule)
    if withheld.ids:
        history = replace(history, pasts=apply_withheld(history.pasts, withheld.ids))
    if not build.preview or history.identity is None:
        return history
    new = Past(authors=(history.identity,), committed=False)
    pasts = {path: past if past.committed else new for path, past in history.pasts.items()}
    return replace(history, pasts=pasts)

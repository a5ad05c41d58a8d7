"""The docs folder in, what git knows of its posts out."""

from __future__ import annotations

import functools
import os
import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mkdocs_byline.arrange.provenance import Past, landings, trace
from mkdocs_byline.read import historycache
from mkdocs_byline.read.history import Commit, Identity
from mkdocs_byline.read.repository import GitError, Repository


@dataclass(frozen=True, slots=True)
class History:
    """What git knows of all posts.

    Attributes:
        pasts: By the posts' paths in the docs folder; empty if nothing is known.
        identity: Whoever would be the author of a commit made now.
        failure: Why git could not be asked; empty if it could, or if there is no repository.
    """

    pasts: Mapping[str, Past] = field(default_factory=dict)
    identity: Identity | None = None
    failure: str = ""


def recall(
    docs: Path,
    posts: str,
    paths: Collection[str],
    ignore: Collection[str],
    cache: Path | None = None,
) -> History:
    """Ask git about the posts.

    Args:
        docs, posts: The docs folder, and the posts' folder in it.
        paths: The posts' paths in the docs folder.
        ignore: Patterns of names and e-mail addresses, see `history_ignore_authors`.
        cache: Folder for what git said; None keeps nothing.
    """
    folder = Path(docs, posts)
    try:
        if not folder.is_dir() or (repository := Repository.around(folder)) is None:
            return History()
        inside = Repository.around(docs)
        if inside and inside.top == repository.top:
            repository = inside  # Follow posts that were elsewhere in the docs folder, too.
        if not repository.head():
            return History({path: Past(committed=False) for path in paths}, repository.identity())
        return _recall(docs, repository, paths, ignore, cache)
    except GitError as error:
        return History(failure=str(error) if _has_git(docs) else "")


def _ask(
    repository: Repository, ids: Sequence[str], cache: Path | None
) -> tuple[list[Commit], dict[str, str]]:
    """Return the commits that touched the folder, newest first, and the digests of their texts."""
    path = historycache.cache_path(cache, repository.top, repository.prefix) if cache else None
    known = historycache.load(path) if path else historycache.HistoryCache()
    # What a commit at which a shallow clone ends has changed is not what it will be said to have
    # changed once its parents are there.
    new = [each for each in ids if each not in known.commits or each in repository.shallow]
    known.commits.update(dict.fromkeys(new))
    known.commits.update((commit.id, commit) for commit in repository.commits(new))
    commits = [commit for each in ids if (commit := known.commits[each])]
    blobs = {
        blob
        for commit in commits
        for change in commit.changes
        if change.status in "MR" and change.path.endswith(".md")
        for blob in (change.old_blob, change.blob)
    }
    unread = blobs - known.texts.keys()
    known.texts.update(repository.texts(unread))
    if path and (new or unread):
        for boundary in repository.shallow:
            known.commits.pop(boundary, None)
        historycache.save(path, known)
    return commits, known.texts


def _has_git(folder: Path) -> bool:
    return any((each / ".git").exists() for each in (folder, *folder.resolve().parents))


def _recall(
    docs: Path,
    repository: Repository,
    paths: Collection[str],
    ignore: Collection[str],
    cache: Path | None,
) -> History:
    graph = list(repository.graph())
    commits, texts = _ask(repository, [commit for commit, _, _ in graph], cache)
    everybody = dict.fromkeys(person for commit in commits for person in commit.people)
    named = repository.named(list(everybody))
    matches = [re.compile(_wildcard(each), re.IGNORECASE).fullmatch for each in ignore]
    skipped = repository.ignored_revisions()

    def is_ignored(person: Identity) -> bool:
        return any(match(person.name) or match(person.email) for match in matches)

    @functools.cache
    def shown(group: tuple[Identity, ...]) -> tuple[Identity, ...]:
        found = (named.get(person, person) for person in group)
        return tuple(dict.fromkeys(person for person in found if not is_ignored(person)))

    prefix = os.path.relpath(docs.resolve(), repository.top.resolve()).replace(os.sep, "/")
    places = {posixpath.normpath(f"{prefix}/{path}"): path for path in paths}
    pasts = trace(
        commits,
        places,
        landings(graph),
        lambda old, new: texts.get(old) == texts.get(new),
        people=lambda commit: shown(commit.people),
        ignored=lambda commit: (
            commit.skips or commit.id in skipped or is_ignored(commit.people[0])
        ),
        boundary=repository.shallow,
    )
    found = {path: _below(prefix, pasts[place]) for place, path in places.items()}
    return History(found, repository.identity())


def _below(prefix: str, past: Past) -> Past:
    """Return the past with its paths relative to the docs folder; others are left out."""
    start = "" if prefix == "." else f"{prefix}/"
    inside = (path.removeprefix(start) for path in past.paths if path.startswith(start))
    return replace(past, paths=tuple(inside)) if past.paths else past


def _wildcard(pattern: str) -> str:
    return ".*".join(re.escape(part) for part in pattern.split("*"))

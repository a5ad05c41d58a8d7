"""Loading of what git knows of a docs folder's posts."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import posixpath
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mkdocs_byline.cache.own_code import own_code
from mkdocs_byline.git import cache as history_cache
from mkdocs_byline.git import result_cache
from mkdocs_byline.git.file_history import Past, landings, trace
from mkdocs_byline.git.log import Commit, Identity
from mkdocs_byline.git.mainline import VisibilityRule
from mkdocs_byline.git.repository import NO_BLOB, GitError, Repository
from mkdocs_byline.git.versions import read_versions


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
    rule: VisibilityRule | None = None,
) -> History:
    """Ask git about the posts.

    Args:
        docs, posts: The docs folder, and the posts' folder in it.
        paths: The posts' paths in the docs folder.
        ignore: Patterns of names and e-mail addresses, see `history_ignore_authors`.
        cache: Folder for what git said, and what came of it; None keeps nothing.
        rule: Says which versions were shown; None asks for none.
    """
    groups = _by_repository(docs, posts, paths)
    found = [_recall_below(docs, folder, groups[folder], ignore, cache, rule) for folder in groups]
    pasts = {path: past for each in found for path, past in each.pasts.items()}
    failure = next((each.failure for each in found if each.failure), "")
    return History(pasts, found[0].identity, failure)


def read_blobs(docs: Path, posts: str, blobs: Mapping[str, Collection[str]]) -> dict[str, bytes]:
    """Return what blobs hold by their ids; those that git does not give are left out.

    Args:
        blobs: By the path of the post that they are versions of.
    """
    found: dict[str, bytes] = {}
    for folder, paths in _by_repository(docs, posts, blobs).items():
        wanted = sorted({blob for path in paths for blob in blobs[path]})
        try:
            if wanted and (repository := Repository.around(Path(docs, folder))):
                found.update(repository.contents(wanted))
        except GitError:
            continue
    return found


def _by_repository(docs: Path, posts: str, paths: Collection[str]) -> dict[str, list[str]]:
    """Return posts by the folder that git is asked about; the posts' own is always among them."""
    groups: dict[str, list[str]] = {posts: []}
    for path in paths:
        groups.setdefault(_repository_below(docs, posts, path), []).append(path)
    return groups


def _repository_below(docs: Path, posts: str, path: str) -> str:
    """Return the folder of a repository of its own that a post lies in, else the posts' folder."""
    folder = posixpath.dirname(path)
    while len(folder) > len(posts):
        if (docs / folder / ".git").exists():
            return folder
        folder = posixpath.dirname(folder)
    return posts


def _recall_below(
    docs: Path,
    posts: str,
    paths: Collection[str],
    ignore: Collection[str],
    cache: Path | None,
    rule: VisibilityRule | None,
) -> History:
    """Ask git about posts in one folder."""
    folder = Path(docs, posts)
    try:
        if not folder.is_dir() or (repository := Repository.around(folder)) is None:
            return History()
        inside = Repository.around(docs)
        if inside and inside.top == repository.top:
            repository = inside  # Follow posts that were elsewhere in the docs folder, too.
        if not repository.head():
            return History({path: Past(committed=False) for path in paths}, repository.identity())
        pasts = _recall(docs, posts, repository, paths, ignore, cache, rule)
        return History(pasts, repository.identity())
    except GitError as error:
        return History(failure=str(error) if _has_git(docs) else "")


def _has_git(folder: Path) -> bool:
    return any((each / ".git").exists() for each in (folder, *folder.resolve().parents))


def _recall(
    docs: Path,
    posts: str,
    repository: Repository,
    paths: Collection[str],
    ignore: Collection[str],
    cache: Path | None,
    rule: VisibilityRule | None,
) -> dict[str, Past]:
    """Return the posts' pasts, put together or as kept."""
    head = repository.head()
    # The posts' folder may be a repository of its own, or a link into another one.
    top, folder = repository.top.resolve(), Path(docs, posts).resolve()
    start = os.path.relpath(folder, top).replace(os.sep, "/")
    places = {
        posixpath.normpath(f"{start}/{path.removeprefix(f'{posts}/')}"): path for path in paths
    }
    skipped = repository.ignored_revisions()
    inputs = [head, places, list(ignore), sorted(skipped), sorted(repository.shallow), own_code()]
    inputs.append(rule.key if rule else "")
    key = hashlib.sha256(json.dumps(inputs).encode("ascii")).hexdigest()
    path = _file(cache, "pasts", repository)
    if path and (kept := result_cache.load(path, key, repository.named)) is not None:
        return kept
    graph = list(repository.graph(head))
    commits, texts, is_whole = _ask(repository, [commit for commit, _, _ in graph], cache)
    everybody = dict.fromkeys(person for commit in commits for person in commit.people)
    named = repository.named(list(everybody))
    matches = [re.compile(_wildcard(each), re.IGNORECASE).fullmatch for each in ignore]

    def is_ignored(person: Identity) -> bool:
        return any(match(person.name) or match(person.email) for match in matches)

    @functools.cache
    def shown(group: tuple[Identity, ...]) -> tuple[Identity, ...]:
        found = (named.get(person, person) for person in group)
        return tuple(dict.fromkeys(person for person in found if not is_ignored(person)))

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
    if folder.is_relative_to(docs.resolve()) and docs.resolve().is_relative_to(top):
        start, posts = os.path.relpath(docs.resolve(), top).replace(os.sep, "/"), ""
    inside = functools.partial(_inside, start, posts)
    if rule:
        changed = [place for place, past in pasts.items() if past.revisions and past.complete]
        kept_in = _file(cache, "versions", repository)
        seen = read_versions(repository, graph, commits, changed, inside, rule, kept_in)
        pasts |= {each: replace(pasts[each], versions=some) for each, some in seen.items()}
    found = {path: _below(inside, pasts[place]) for place, path in places.items()}
    if path and is_whole:
        result_cache.save(path, key, found, named)
    return found


def _ask(
    repository: Repository, ids: Sequence[str], cache: Path | None
) -> tuple[list[Commit], dict[str, str], bool]:
    """Return the commits that touched the folder, newest first, and the digests of their texts.

    Also returns whether there is a digest of each: a partial clone may have some texts later.
    """
    path = _file(cache, "history", repository)
    known = history_cache.load(path) if path else history_cache.HistoryCache()
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
        if blob != NO_BLOB
    }
    unread = blobs - known.texts.keys()
    known.texts.update(repository.texts(unread))
    if path and (new or unread):
        for boundary in repository.shallow:
            known.commits.pop(boundary, None)
        history_cache.save(path, known)
    return commits, known.texts, blobs <= known.texts.keys()


def _file(cache: Path | None, kind: str, repository: Repository) -> Path | None:
    """Return the cache's file of this kind for a repository's folder."""
    if cache is None:
        return None
    where = f"{repository.top}\0{repository.prefix}".encode("utf-8", "surrogatepass")
    return cache / f"{kind}-{hashlib.sha256(where).hexdigest()[:16]}.json"


def _inside(prefix: str, folder: str, path: str) -> str:
    """Return a path in the repository as one in the docs folder; empty outside of it.

    Args:
        prefix: The path in the repository of what is the folder in the docs folder.
    """
    start = "" if prefix == "." else f"{prefix}/"
    return posixpath.join(folder, path.removeprefix(start)) if path.startswith(start) else ""


def _below(inside: Callable[[str], str], past: Past) -> Past:
    """Return the past with its paths relative to the docs folder; others are left out."""
    return replace(past, paths=tuple(filter(None, map(inside, past.paths))))


def _wildcard(pattern: str) -> str:
    return ".*".join(re.escape(part) for part in pattern.split("*"))

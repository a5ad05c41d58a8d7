"""The versions of posts that the default branch has had, and which of them a site has shown."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from mkdocs_byline.git import cache as history_cache
from mkdocs_byline.git.log import Change, Commit
from mkdocs_byline.git.mainline import (
    Version,
    Visibility,
    VisibilityRule,
    follow,
    mainline,
    versions,
)
from mkdocs_byline.git.repository import Repository

Graph = Sequence[tuple[str, tuple[str, ...], dt.datetime]]
Steps = Mapping[str, Sequence[tuple[Commit, Change]]]


def read_versions(
    repository: Repository,
    graph: Graph,
    commits: Iterable[Commit],
    paths: Collection[str],
    inside: Callable[[str], str],
    rule: VisibilityRule,
    file: Path | None,
) -> dict[str, tuple[Version, ...]]:
    """Return the versions of posts, newest first, by their paths in the repository.

    Args:
        graph: Of all commits, children before parents.
        commits: Those that touched the folder.
        inside: Turns a path in the repository into one in the docs folder; empty outside of it.
        file: Where answers are kept: they are named by ids, and never out of date.
    """
    known = history_cache.load(file) if file else history_cache.HistoryCache()
    before = (len(known.commits), len(known.texts))
    by_id = {commit.id: commit for commit in commits}
    line = mainline(graph)
    pairs = [(each[0], each[1]) for each in line if len(each) > 2]
    # What a shallow clone's boundary is compared with may be there later.
    new = [pair for pair in pairs if " ".join(pair) not in known.commits]
    asked = {commit: " ".join((commit, parent)) for commit, parent in new}
    known.commits.update(dict.fromkeys(asked.values()))
    known.commits.update((asked[step.id], step) for step in repository.steps(new))
    steps = (
        known.commits[f"{each[0]} {each[1]}"] if len(each) > 2 else by_id.get(each[0])
        for each in line
    )
    followed = follow(filter(None, steps), paths, repository.shallow)
    seen = _visibilities(repository, followed, inside, rule, known.texts)
    if file and before != (len(known.commits), len(known.texts)):
        history_cache.save(file, known)

    def visibility(commit: Commit, change: Change) -> Visibility | None:
        return seen.get((commit.id, change.path))

    return {path: tuple(versions(each, inside, visibility)) for path, each in followed.items()}


def _visibilities(
    repository: Repository,
    followed: Steps,
    inside: Callable[[str], str],
    rule: VisibilityRule,
    known: dict[str, str],
) -> dict[tuple[str, str], Visibility | None]:
    """Return when each version was shown, by commit and path; what is new is added to `known`."""
    wanted = {
        (commit.id, change.path): (change.blob, path)
        for steps in followed.values()
        for commit, change in steps
        if change.status in "AMR" and (path := inside(change.path)) and "\n" not in change.path
    }
    unknown = [each for each in wanted if _name(rule, *each) not in known]
    metas: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for commit, full in unknown:
        path = wanted[commit, full][1]
        places = ((each, _beside(each, path, full)) for each in rule.metas(path))
        metas[commit, full] = [(each, f"{commit}:{place}") for each, place in places if place]
    names = {name for each in metas.values() for _, name in each}
    names |= {wanted[each][0] for each in unknown}
    contents = dict(repository.contents(sorted(names)))
    for each in unknown:
        blob, path = wanted[each]
        if blob not in contents:  # A partial clone may have it later.
            continue
        beside = [(meta, contents[name]) for meta, name in metas[each] if name in contents]
        known[_name(rule, *each)] = _encode(rule(path, contents[blob], beside))
    return {each: _decode(known[name]) for each in wanted if (name := _name(rule, *each)) in known}


def _beside(meta: str, path: str, full: str) -> str:
    """Return where a meta file lies in the repository; empty if that is outside of it.

    Args:
        path, full: Of a post in the docs folder and in the repository, which may be the posts'.
    """
    inner, outer = path.split("/"), full.split("/")
    while inner and outer and inner[-1] == outer[-1]:
        inner.pop()
        outer.pop()
    start = "".join(f"{part}/" for part in inner)
    below = meta.removeprefix(start)
    return "/".join([*outer, below]) if meta.startswith(start) else ""


def _name(rule: VisibilityRule, commit: str, path: str) -> str:
    return f"{rule.key} {commit} {path}"


def _encode(found: Visibility | None) -> str:
    ends = found and [end and end.isoformat() for end in (found.since, found.until)]
    return json.dumps(ends)


def _decode(text: str) -> Visibility | None:
    ends = json.loads(text)
    return Visibility(*(end and dt.datetime.fromisoformat(end) for end in ends)) if ends else None

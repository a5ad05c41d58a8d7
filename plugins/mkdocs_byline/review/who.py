"""Authorship of a pull request: whose name it uses, and whose work it changes.

Who somebody is on GitHub is taken from the authors file as it stands on the base commit: what
the pull request itself says of that is what is to be checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.schema import PersonEntry
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.model import Person
from mkdocs_byline.problems import Problem

_ASK = "Is that known to them? An editor should ask."


@dataclass(frozen=True, slots=True)
class Change:
    """A post before and after; None where there is none."""

    before: Source | None
    after: Source | None


@dataclass(frozen=True, slots=True)
class Name:
    """One name in a byline: as written, and where; `id` is its entry's, if it has one."""

    text: str
    id: str
    line: int
    column: int


def check(
    changes: Iterable[Change],
    base: Authors,
    head: Authors,
    actor: str,
    default: Sequence[str] = (),
    described: Iterable[tuple[Topics, Topics]] = (),
) -> list[Problem]:
    """Compare the pull request's sender with those whose names and posts it has to do with.

    Args:
        base, head: The authors file on the base commit, and as it is now.
        actor: The sender's login on GitHub.
        default: Ids that sign posts without a byline.
        described: The files of topics and series on the base commit, and each as it is now.
    """
    found: list[Problem] = []
    for change in changes:
        found += _signatures(change, base, head, actor, default)
        found += _ownership(change, base, actor, default)
    if not head.broken and not base.broken:
        found += _entries(base, head, actor)
    for before, after in described:
        found += _described(before, after, actor)
    return sorted(set(found))


def login(person: Person) -> str:
    """Return a person's login on GitHub, however it is written."""
    return person.github.rstrip("/").rpartition("/")[2].lstrip("@").casefold()


def names(source: Source, people: Authors, default: Sequence[str]) -> Iterator[Name]:
    """Yield the names in a post's byline."""
    key = "authors" if source.matter.authors else "author"
    refs: Sequence[str | PersonEntry] = source.matter.authors or source.matter.author or default
    for index, ref in enumerate(refs):
        text = ref.name if isinstance(ref, PersonEntry) else ref.strip()
        person = people.people.get(text) if isinstance(ref, str) else None
        person = person or _named(text, people)
        line, column = source.position(key, index)
        yield Name(text, person.id if person else "", line, column)


def _named(name: str, people: Authors) -> Person | None:
    wanted = name.strip().casefold()
    found = [each for each in people.people.values() if each.name.casefold() == wanted]
    return found[0] if found else None


def _is(person: Person, actor: str) -> bool:
    return bool(person.github) and login(person) == actor.casefold()


def _signatures(
    change: Change, base: Authors, head: Authors, actor: str, default: Sequence[str]
) -> Iterator[Problem]:
    """Report names that are new in a byline and not the sender's."""
    source = change.after
    if source is None:
        return
    before = change.before
    known = {each.id or each.text for each in names(before, base, default)} if before else set()
    for name in names(source, base, default):
        if (name.id or name.text) in known:
            continue
        where = (source.shown, name.line, name.column)
        if name.id:
            person = base.people[name.id]
            if not _is(person, actor):
                whose = f"@{login(person)} on GitHub" if person.github else "nobody on GitHub"
                message = (
                    f"the post is signed by '{person.name}', who is {whose} according to "
                    f"{base.shown}; the pull request is by @{actor}."
                )
                yield Problem(*where, "BY431", message, _ASK)
        elif not any(_is(each, actor) for each in base.people.values()):
            entry = head.people.get(name.text)
            if entry is None or not _is(entry, actor):
                message = f"'{name.text}' has no entry in {base.shown} yet."
                hint = f"If this is @{actor}, add: {_entry(name.text, entry, actor)}"
                yield Problem(*where, "BY434", message, hint)


def _entry(name: str, entry: Person | None, actor: str) -> str:
    """Return a line for the authors file."""
    key = re.sub(r"[^a-z0-9]+", "-", actor.casefold()).strip("-")
    shown = json.dumps(entry.name if entry else name, ensure_ascii=False)
    return f"{key}: {{name: {shown}, github: {actor}}}"


def _ownership(
    change: Change, base: Authors, actor: str, default: Sequence[str]
) -> Iterator[Problem]:
    """Report a change to a post that the sender has not signed."""
    before = change.before
    if before is None:
        return
    signed = list(names(before, base, default))
    if any(each.id and _is(base.people[each.id], actor) for each in signed):
        return
    whose = ", ".join(f"'{each.text}'" for each in signed) or "nobody"
    done = "changes" if change.after else "deletes"
    message = f"@{actor} {done} a post that is signed by {whose}."
    yield Problem((change.after or before).shown, 1, 1, "BY432", message, _ASK)


def _described(base: Topics, head: Topics, actor: str) -> Iterator[Problem]:
    """Yield what the sender changes in the file of topics or series, which is the editors'."""
    for each in dict.fromkeys((*base.topics, *head.topics)):
        before, after = base.topics.get(each), head.topics.get(each)
        if before != after:
            done = "changes" if before and after else "adds" if after else "removes"
            where = (head.shown, head.lines.get(each, 1), 1)
            message = f"@{actor} {done} the {head.form.word} '{each}'."
            yield Problem(*where, "BY435", message, "An editor should look at it.")
    if base.allowed_only != head.allowed_only:
        now = ", ".join(sorted(head.allowed_only)) or "none"
        message = f"@{actor} changes which topics are restricted to the file: {now}."
        yield Problem(head.shown, 1, 1, "BY435", message, "An editor should look at it.")


def _entries(base: Authors, head: Authors, actor: str) -> Iterator[Problem]:
    """Report entries that the sender adds or changes for somebody else."""
    for each in sorted({*base.people, *head.people}):
        before, after = base.people.get(each), head.people.get(each)
        where = (head.shown, head.lines.get(each, 1), 1)
        if before == after:
            continue
        if before and not _is(before, actor):
            done = "changes" if after else "removes"
            message = f"@{actor} {done} the entry of '{each}' ({before.name})."
            yield Problem(*where, "BY433", message, _ASK)
            continue
        if after is None:
            continue
        twin = _named(after.name, base)
        if twin and twin.id != each:
            message = f"the entry '{each}' has the name of '{twin.id}' ({twin.name})."
            yield Problem(*where, "BY433", message, _ASK)
        elif before is None and not _is(after, actor):
            message = f"@{actor} adds an entry for '{each}' ({after.name})."
            hint = f"If this is @{actor}, write into it: github: {actor}"
            yield Problem(*where, "BY434", message, hint)

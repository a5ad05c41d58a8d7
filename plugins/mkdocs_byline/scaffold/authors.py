"""A new entry in the authors file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from unicodedata import normalize

from mkdocs_byline.content.authors import no_reply_login, parse_authors
from mkdocs_byline.content.yaml_nodes import Mapping, YamlError, parse_yaml
from mkdocs_byline.content.yaml_text import flow
from mkdocs_byline.git.log import Identity


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody to be added; by `email` or `github` their commits are recognised."""

    id: str
    name: str
    description: str = ""
    email: str = ""
    github: str = ""


def entry_for(identity: Identity, id: str, description: str = "") -> Entry:
    """Return the entry of somebody whom git knows; GitHub's own addresses hold a login."""
    login = no_reply_login(identity.email)
    email = "" if login else identity.email
    return Entry(id, identity.name, description, email, login)


def free_id(name: str, taken: Collection[str]) -> str:
    """Return an id for a name that nobody has: the first word, all words, or with a number."""
    composed = normalize("NFC", name.lower())
    words = "".join(char if char.isalnum() else " " for char in composed).split()
    numbered = ["-".join([*words, str(number)]) for number in range(2, len(taken) + 3)]
    names = [words[0], "-".join(words), *numbered] if words else [f"author{n}" for n in numbered]
    return next(each for each in names if each not in taken)


def entry_text(entry: Entry, indent: int = 2) -> str:
    """Return the entry's lines; `indent` is in front of its id."""
    values = {key: getattr(entry, key) for key in ("name", "description", "email", "github")}
    lines = [f"{flow(entry.id)}:"]
    lines += [f"  {key}: {flow(value)}" for key, value in values.items() if value]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def with_entry(text: str, entry: Entry) -> str | None:
    """Return the file's text with the entry behind the last one; all else stays as it is.

    None if the file is written so that no entry can be put behind the others.
    """
    before = parse_authors(text.encode(), "")
    if not before.people and not text.strip():
        return f"authors:\n{entry_text(entry)}"
    try:
        tree = parse_yaml(text)
    except YamlError:
        return None
    if not isinstance(tree, Mapping):
        return None
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = text.rstrip().split(line_end)
    end, indent = len(lines), 0
    if "authors" in tree.items:
        nested = tree.items["authors"]
        keys = nested.keys.values() if isinstance(nested, Mapping) else ()
        indent = next((key.column - 1 for key in keys), 2)
        start = tree.keys["authors"].line
        following = [key.line for key in tree.keys.values() if key.line > start]
        end = min(following, default=end + 1) - 1
        while end > start and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
    new = entry_text(entry, indent).rstrip("\n").split("\n")
    proposed = line_end.join([*lines[:end], *new, *lines[end:], ""])
    after = parse_authors(proposed.encode(), "")
    people = {each: person for each, person in after.people.items() if each != entry.id}
    is_right = people == before.people and entry.id in after.people
    return proposed if is_right and len(after.problems) <= len(before.problems) else None

"""The authors file: people by their id.

Two forms are read: Material's, with everything under `authors:`
(https://squidfunk.github.io/mkdocs-material/plugins/blog/#config.authors_file), and Docusaurus'
flat one, with ids at the top (https://docusaurus.io/docs/blog#global-authors).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from pydantic import ValidationError

from mkdocs_byline.content.confusables import unseen, without_unseen
from mkdocs_byline.content.entries_file import compose_keys, read_mapping, report_repeated
from mkdocs_byline.content.entry_slips import misread_entries
from mkdocs_byline.content.frontmatter import Source, explain_value
from mkdocs_byline.content.lookalike import skeleton
from mkdocs_byline.content.misread import addresses
from mkdocs_byline.content.schema import ALIASES, PersonEntry
from mkdocs_byline.content.slips import Slip
from mkdocs_byline.content.yaml_nodes import Mapping, Node, Scalar, Sequence, text_value
from mkdocs_byline.model import Link, Person
from mkdocs_byline.problems import Problem, did_you_mean

# Where a bare handle under Docusaurus' `socials:` leads.
_SOCIALS = {
    "bluesky": "https://bsky.app/profile/",
    "github": "https://github.com/",
    "instagram": "https://www.instagram.com/",
    "linkedin": "https://www.linkedin.com/in/",
    "mastodon": "https://mastodon.social/",
    "stackoverflow": "https://stackoverflow.com/users/",
    "twitter": "https://x.com/",
    "x": "https://x.com/",
    "youtube": "https://www.youtube.com/@",
}
KEYS = frozenset((*PersonEntry.model_fields, *ALIASES))
_NO_REPLY = re.compile(r"(?:\d+\+)?([a-z0-9-]+)@users\.noreply\.github\.com")


def no_reply_login(email: str) -> str:
    """Return the login in an address of GitHub's own; empty for any other address.

    https://docs.github.com/en/account-and-profile/reference/email-addresses-reference
    """
    match = _NO_REPLY.fullmatch(email.casefold())
    return match[1] if match else ""


@dataclass(slots=True)
class Authors:
    """People by id, and the lines of their entries.

    `shown` is the file's path for messages; `broken` says it couldn't be read. `invalid` holds the
    ids of entries that make no person.
    """

    shown: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    invalid: set[str] = field(default_factory=set)
    skeletons: dict[str, Person] = field(default_factory=dict)

    def by_identity(self, name: str, email: str) -> Person:
        """Return whoever commits under this name and address; a guest if that is nobody here."""
        wanted, login = email.casefold(), no_reply_login(email)
        for person in self.people.values():
            if wanted and wanted == person.email.casefold():
                return person
            if login and login == person.github.casefold():
                return person
        return Person("", without_unseen(name))

    def lookalike(self, name: str) -> Person | None:
        """Return whoever in the file a reader would take somebody of this name for."""
        if not self.skeletons:
            self.skeletons.update((skeleton(each.name), each) for each in self.people.values())
        return self.skeletons.get(skeleton(name))

    def by_name(self, name: str) -> Person | None:
        """Return the only person of this name."""
        wanted = normalize("NFC", name.strip()).casefold()
        matches = [each for each in self.people.values() if each.name.casefold() == wanted]
        return matches[0] if len(matches) == 1 else None


def read_authors(file: Path, shown: str) -> Authors:
    """Read the authors file, if there is one."""
    return parse_authors(file.read_bytes(), shown) if file.is_file() else Authors(shown)


def parse_authors(content: bytes, shown: str) -> Authors:
    """Read an authors file. Never raises for what is in it; see `Authors.problems`."""
    source = Source(shown, shown)
    authors = Authors(shown, problems=source.problems)
    text, tree = read_mapping(content, source, "BY203", KEYS, "authors")
    authors.broken = bool(source.problems)
    if tree is None:
        return authors
    source.tree = tree
    prefix: tuple[str, ...] = ("authors",) if "authors" in tree.items else ()
    entries = tree.items["authors"] if prefix else tree
    if not isinstance(entries, Mapping):
        _report_no_entries(source, tree, entries)
        return authors
    if not prefix and (meant := _meant_as_authors(entries)):
        at = (meant.line, meant.column)
        source.add("BY203", f"unknown key '{meant.text}'.", "Did you mean 'authors'?", at)
        return authors
    compose_keys(entries)
    report_repeated(source, [*tree.repeated, *(entries.repeated if prefix else [])])
    authors.invalid = set(entries.items)
    misread = [*addresses(entries, text.split("\n")), *misread_entries(text, KEYS, "authors")]
    at_slips = {(slip.line, slip.column): slip for slip in misread}
    authors.lines = {name: key.line for name, key in entries.keys.items()}
    for key, node in entries.items.items():
        if not isinstance(node, Mapping):
            _report_no_mapping(source, key, entries, at_slips)
            continue
        report_repeated(source, node.repeated)
        if found := unseen(key):
            at = (node.line, node.column)
            message = f"character {found[0] + 1} of the id is {found[1]}, which no reader sees."
            source.add("BY341", message, "Remove it; typing the text anew does.", at)
        elif key.startswith("-"):
            at = (entries.keys[key].line, entries.keys[key].column)
            hint = f"Write '{key.lstrip('-')}:'."
            source.add("BY204", "an id can't begin with a hyphen.", hint, at)
        elif person := _read_entry(source, (*prefix, key), node):
            authors.people[key] = person
    for slip in at_slips.values():
        source.add("BY119", slip.message, slip.hint, (slip.line, slip.column))
    authors.invalid -= authors.people.keys()
    _report_lookalikes(source, authors, prefix)
    return authors


def _meant_as_authors(tree: Mapping) -> Scalar | None:
    """Return the only key if all entries stand below it, and it is nearly `authors`."""
    ((key, node), *others) = tree.items.items() or [("", None)]
    is_whole = isinstance(node, Mapping) and all(
        isinstance(each, Mapping) for each in node.items.values()
    )
    near = is_whole and not others and did_you_mean(key, ["authors"])
    return tree.keys[key] if near else None


def _report_no_entries(source: Source, tree: Mapping, entries: Node) -> None:
    """Report a key `authors` without entries below it, unless the file is empty otherwise."""
    at = (tree.keys["authors"].line, tree.keys["authors"].column)
    if isinstance(entries, Sequence):
        hint = "Write each id with a colon and without a hyphen, as in 'jane:'."
        source.add("BY203", "the authors are a list, and not entries by their ids.", hint, at)
    elif len(tree.items) > 1 or not (isinstance(entries, Scalar) and entries.is_null):
        hint = "Indent the entries below it by two spaces."
        source.add("BY203", "nothing stands below 'authors:'.", hint, at)


def _report_no_mapping(
    source: Source, key: str, entries: Mapping, slips: dict[tuple[int, int], Slip]
) -> None:
    """Report an entry that is none, by what was mistyped in it if that is known."""
    node, start = entries.items[key], entries.keys[key]
    following = [each.line for each in entries.keys.values() if each.line > start.line]
    inside = [at for at in slips if start.line < at[0] < min(following, default=at[0] + 1)]
    for at in inside:
        slip = slips.pop(at)
        source.add("BY204", slip.message, slip.hint, at)
    if inside:
        return
    at = (node.line, node.column)
    if key in KEYS and isinstance(node, Scalar) and not node.is_null:
        message = f"'{key}' is no id, but belongs to the entry above it."
        source.add("BY204", message, "Indent it by two more spaces.", (start.line, start.column))
    else:
        hint = "Write 'name:' below it, indented by two more spaces."
        if isinstance(node, Scalar) and not node.is_null:
            hint = f"Write '{key}: {{name: {node.text}}}'."
        source.add("BY204", f"the entry of '{key}' is not a mapping.", hint, at)


def _report_lookalikes(source: Source, authors: Authors, prefix: tuple[str, ...]) -> None:
    """Warn of ids and names that readers can't tell apart. Namesakes are meant."""
    for what in ("id", "name"):
        seen: dict[str, Person] = {}
        for key, person in authors.people.items():
            own = getattr(person, what)
            other = seen.setdefault(skeleton(own), person)
            if getattr(other, what) != own:
                message = f"the {what} '{own}' looks like '{getattr(other, what)}' ({other.id})."
                hint = "If both are meant, say how they differ in 'description:'."
                at = source.position(*prefix, key, *(["name"] if what == "name" else []))
                source.add("BY342", message, hint, at)


def _read_entry(source: Source, keys: tuple[str, ...], node: Mapping) -> Person | None:
    for name, key in node.keys.items():
        if name not in KEYS and (hint := did_you_mean(name, PersonEntry.model_fields)):
            source.add("BY109", f"unknown key '{name}'.", hint, (key.line, key.column))
    values = text_value(node)
    assert isinstance(values, dict)
    socials = values.pop("socials", None)
    if isinstance(socials, dict):
        links = values.get("links") if isinstance(values.get("links"), list) else []
        values["links"] = [*(links or []), *_social_links(socials)]
    try:
        return to_person(PersonEntry.model_validate(values), keys[-1])
    except ValidationError as error:
        wrong = {str(each["loc"][0]): each for each in error.errors(include_url=False)}
    codes = set()
    for field_name, detail in wrong.items():
        where = (*keys, *detail["loc"])
        code, message, hint = explain_value(where, detail)
        # Without a name there is nobody; with one, anything else can be done without.
        code = code if code == "BY341" else "BY204" if field_name == "name" else "BY111"
        if field_name == "slug" and "://" in str(values.get("slug")):
            hint = "Write 'url:' for the person's own page."
        source.add(code, message, hint, source.position(*where))
        codes.add(code)
    if codes != {"BY111"}:
        return None
    rest = {name: value for name, value in values.items() if name not in wrong}
    return to_person(PersonEntry.model_validate(rest), keys[-1])


def _social_links(socials: dict[str, object]) -> list[dict[str, str]]:
    links = []
    for name, value in socials.items():
        handle = str(value or "").strip()
        base = _SOCIALS.get(name, "")
        if handle.startswith(("http:", "https:")):
            links.append({"label": name, "url": handle})
        elif handle and base:
            links.append({"label": name, "url": base + handle.removeprefix("@")})
    return links


def to_person(entry: PersonEntry, key: str = "") -> Person:
    """Return the person that an entry describes; without a key, a one-off guest."""
    values = {name: getattr(entry, name) for name in PersonEntry.model_fields}
    values["links"] = tuple(Link(link.label or link.url, link.url) for link in entry.links)
    return Person(id=key, **values)

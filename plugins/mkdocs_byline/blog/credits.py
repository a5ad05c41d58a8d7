"""Credits of a post: who wrote, edited, reviewed and translated it."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_byline.content.authors import Authors, to_person
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.schema import PersonEntry
from mkdocs_byline.git.log import Identity
from mkdocs_byline.model import Person
from mkdocs_byline.problems import did_you_mean
from mkdocs_byline.settings import Settings


def credited(
    source: Source, role: str, authors: Authors, settings: Settings
) -> tuple[Person, ...]:
    """Return a post's people in a role; what is wrong with them is added to the source."""
    if not settings.authors:
        return ()
    refs: list[str | PersonEntry] = list(getattr(source.matter, role))
    key, lenient = role, False
    if role == "authors" and not refs:
        # Many blogs give `author` a plain name, for the page's meta tag.
        refs, key, lenient = list(source.matter.author), "author", True
        if not refs:
            return tuple(
                authors.people[each] for each in settings.default_authors if each in authors.people
            )
    found: dict[str, Person] = {}
    for index, ref in enumerate(refs):
        if isinstance(ref, PersonEntry):
            found.setdefault(f"\0{ref.name}", to_person(ref))
            report_lookalike(source, ref.name, authors, (key, index))
        elif person := authors.people.get(ref.strip()) or authors.by_name(ref):
            found.setdefault(person.id, person)
        elif ref.strip() in authors.invalid:  # Its entry is reported.
            found.setdefault(f"\0{ref}", Person("", ref))
        elif lenient or authors.broken:
            found.setdefault(f"\0{ref}", Person("", ref))
            report_lookalike(source, ref, authors, (key, index))
            if not authors.broken:
                hint = _as_list(ref) or did_you_mean(ref, authors.people)
                hint = hint or "Give an id, or a mapping with 'name'."
                message = f"'{ref}' is not in {authors.shown}; the name is shown as it is."
                source.add("BY202", message, hint, source.position(key))
        else:
            hint = _as_list(ref) or did_you_mean(ref, authors.people)
            hint = f"{hint} Authors are in {authors.shown}.".strip()
            at = source.position(key, index)
            source.add("BY201", f"unknown author '{ref}'.", hint, at)
    return tuple(found.values())


def _as_list(ref: str) -> str:
    """Return how to write several people, if this looks like some."""
    return f"For several people, write a list: [{ref}]." if "," in ref else ""


def report_lookalike(
    source: Source, name: str, authors: Authors, keys: tuple[str | int, ...]
) -> None:
    """Warn of a guest whom readers would take for one of the authors."""
    if other := authors.lookalike(name):
        message = f"'{name}' looks like '{other.name}', who is '{other.id}' in {authors.shown}."
        hint = f"If that is who is meant, write '{other.id}'."
        source.add("BY342", message, hint, source.position(*keys))


def people_of(authors: Authors, identities: Iterable[Identity]) -> tuple[Person, ...]:
    """Return people whom git knows as the authors file has them."""
    found = (authors.by_identity(each.name, each.email) for each in identities)
    return tuple(dict.fromkeys(each for each in found if each.name))

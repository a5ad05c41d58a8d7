"""Ids of posts, and URLs of the listings of their authors and topics."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from mkdocs_byline.blog import urls
from mkdocs_byline.blog.taxonomies import distinct
from mkdocs_byline.cache.memo import Memo
from mkdocs_byline.model import Build, Edition, Person, Post, Revision, Term
from mkdocs_byline.settings import Settings

Made = TypeVar("Made", Revision, Edition)


def link(
    posts: tuple[Post, ...],
    ids: Mapping[str, str],
    settings: Settings,
    build: Build,
    memo: Memo[Post],
) -> tuple[Post, ...]:
    """Give posts their ids, and people and topics the URL of their listing, if they have one.

    They have one if a listed post is to be in it.
    """
    listed = [post for post in posts if post.listed]
    categories = Counter(each for post in listed for each in post.categories)
    tags = Counter(each for post in listed for each in post.tags)
    people = {each.id for post in listed for _, group in post.people for each in group if each.id}

    def url(path: str | None) -> str:
        return (
            urls.destination(path, directory_urls=build.directory_urls, folder=build.folder)[0]
            if path
            else ""
        )

    def linker(
        terms: Counter[Term], path: Callable[[str, Settings], str | None], *, has_listings: bool
    ) -> Callable[[tuple[Term, ...]], tuple[Term, ...]]:
        keys = {each.key for term in terms for each in (*term.parents, term)}
        spellings = _spellings(terms, lambda name: path(name, settings))

        @functools.cache
        def linked(term: Term) -> Term:
            parents = tuple(map(linked, term.parents))
            known = has_listings and term.key in keys
            name = spellings.get(term.name, term.name) if not term.id else term.name
            return Term(name, url(path(term.key, settings)) if known else "", term.id, parents)

        return lambda terms: tuple(dict.fromkeys(map(linked, terms)))

    category = linker(categories, urls.category_path, has_listings=settings.categories)
    tag = linker(tags, urls.tag_path, has_listings=settings.tags)

    found: dict[str, Person] = {}

    def person(each: Person) -> Person:
        if not settings.authors_profiles or each.id not in people:
            return each
        if each.id not in found:
            found[each.id] = replace(each, page=url(urls.author_path(each, settings)))
        return found[each.id]

    def people_of(group: tuple[Person, ...]) -> tuple[Person, ...]:
        return tuple(map(person, group))

    def linked(post: Post) -> Post:
        values: dict[str, Any] = {
            "id": ids[post.path],
            "categories": category(post.categories),
            "tags": tag(post.tags),
            "authors": people_of(post.authors),
            "editors": people_of(post.editors),
            "reviewers": people_of(post.reviewers),
            "translators": people_of(post.translators),
            "contributors": people_of(post.contributors),
            "revisions": tuple(_by(each, people_of(each.people)) for each in post.revisions),
            "editions": tuple(_by(each, people_of(each.people)) for each in post.editions),
        }
        return memo.get(post.path, (post, values), lambda: replace(post, **values))

    return tuple(map(linked, posts))


def _spellings(terms: Mapping[Term, int], path: Callable[[str], str | None]) -> Mapping[str, str]:
    """Return how each topic that is in no file is written, where it is so in several ways.

    These share a listing, and the spelling most used wins, then the first by name.
    """
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for term, number in terms.items():
        if not term.id and (place := path(term.name)):
            groups[place, distinct("topic", term.name)][term.name] += number
    found = {}
    for counts in groups.values():
        if len(counts) > 1:
            best = min(counts, key=lambda name: (-counts[name], name))
            found.update(dict.fromkeys(counts, best))
    return found


def _by(each: Made, people: tuple[Person, ...]) -> Made:
    return replace(each, people=people)

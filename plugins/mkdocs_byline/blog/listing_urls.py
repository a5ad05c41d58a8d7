"""Posts in; out, the same with their ids and the URLs of people's and topics' listings."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

from mkdocs_byline.blog import urls
from mkdocs_byline.cache.memo import Memo
from mkdocs_byline.model import Build, Edition, Person, Post, Revision, Term
from mkdocs_byline.settings import Settings


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
    categories = {term.name for post in listed for term in post.categories}
    tags = {term.name for post in listed for term in post.tags}
    people = {each.id for post in listed for _, group in post.people for each in group if each.id}

    def url(path: str | None) -> str:
        return (
            urls.destination(path, directory_urls=build.directory_urls, folder=build.folder)[0]
            if path
            else ""
        )

    @functools.cache
    def category(name: str) -> Term:
        known = settings.categories and name in categories
        return Term(name, url(urls.category_path(name, settings)) if known else "")

    @functools.cache
    def tag(name: str) -> Term:
        known = settings.tags and name in tags
        return Term(name, url(urls.tag_path(name, settings)) if known else "")

    found: dict[str, Person] = {}

    def person(each: Person) -> Person:
        if not settings.authors_profiles or each.id not in people:
            return each
        if each.id not in found:
            found[each.id] = replace(each, page=url(urls.author_path(each, settings)))
        return found[each.id]

    def linked(post: Post) -> Post:
        given = (
            post,
            ids[post.path],
            tuple(category(term.name) for term in post.categories),
            tuple(tag(term.name) for term in post.tags),
            tuple(map(person, post.authors)),
            tuple(map(person, post.editors)),
            tuple(map(person, post.reviewers)),
            tuple(map(person, post.translators)),
            tuple(map(person, post.contributors)),
            tuple(
                replace(each, people=tuple(map(person, each.people))) for each in post.revisions
            ),
            tuple(replace(each, people=tuple(map(person, each.people))) for each in post.editions),
        )
        return memo.get(post.path, given, lambda: _with_links(*given))

    return tuple(map(linked, posts))


def _with_links(
    post: Post,
    id: str,
    categories: tuple[Term, ...],
    tags: tuple[Term, ...],
    authors: tuple[Person, ...],
    editors: tuple[Person, ...],
    reviewers: tuple[Person, ...],
    translators: tuple[Person, ...],
    contributors: tuple[Person, ...],
    revisions: tuple[Revision, ...],
    editions: tuple[Edition, ...],
) -> Post:
    return replace(
        post,
        id=id,
        categories=categories,
        tags=tags,
        authors=authors,
        editors=editors,
        reviewers=reviewers,
        translators=translators,
        contributors=contributors,
        revisions=revisions,
        editions=editions,
    )

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.content.authors import Authors, parse_authors
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.model import Link, Person


def read(text: str) -> Authors:
    return parse_authors(text.encode(), "docs/blog/.authors.yml")


def test_materials_form() -> None:
    authors = read(
        "authors:\n  squid:\n    name: Martin\n    description: Creator\n"
        "    avatar: https://x.example/a.png\n    slug: m\n    url: https://x.example\n"
    )
    assert authors.problems == []
    assert authors.people == {
        "squid": Person(
            id="squid",
            name="Martin",
            description="Creator",
            avatar="https://x.example/a.png",
            slug="m",
            url="https://x.example",
        )
    }


def test_docusaurus_form() -> None:
    authors = read(
        "jane:\n  name: Jane\n  title: Keeper\n  image_url: https://x.example/a.png\n"
        "  page: true\n  socials:\n    github: jane\n    x: '@jane'\n"
        "    web: https://jane.example\n    unheard: of\n"
    )
    assert authors.problems == []
    jane = authors.people["jane"]
    assert (jane.description, jane.avatar) == ("Keeper", "https://x.example/a.png")
    assert jane.links == (
        Link("github", "https://github.com/jane"),
        Link("x", "https://x.com/jane"),
        Link("web", "https://jane.example"),
    )


def test_our_own_keys() -> None:
    authors = read(
        "authors:\n  jane:\n    name: Jane\n    bio: '*Hi*'\n    pronouns: she/her\n"
        "    orcid: 0000-0002-1825-0097\n    github: jane\n    email: j@x.example\n"
        "    hidden: true\n    links:\n      - {label: Blog, url: https://b.example}\n"
    )
    jane = authors.people["jane"]
    assert authors.problems == []
    assert jane.hidden
    assert (jane.bio, jane.orcid) == ("*Hi*", "0000-0002-1825-0097")
    assert jane.links == (Link("Blog", "https://b.example"),)


@pytest.mark.parametrize(
    ("text", "expected", "people"),
    [
        ("authors: [\n", ["2:1 BY203"], []),
        ("- jane\n", ["1:1 BY203"], []),
        ("authors:\n  jane: Jane\n", ["2:9 BY204"], []),
        ("authors:\n  jane: {url: x}\n  joe: {name: Joe}\n", ["2:9 BY204"], ["joe"]),
        ("authors:\n  jane: {name: J, url: 'javascript:x'}\n", ["2:24 BY111"], ["jane"]),
        ("authors:\n  jane: {name: J, slug: ../x}\n", ["2:25 BY111"], ["jane"]),
        ("authors:\n  jane: {name: J, avtar: x}\n", ["2:19 BY109"], ["jane"]),
        ("authors:\n  a: {name: A}\n  a: {name: B}\n", ["3:3 BY107"], ["a"]),
        ("", [], []),
        ("authors:\n", [], []),
    ],
)
def test_mistakes(text: str, expected: list[str], people: list[str]) -> None:
    authors = read(text)
    assert [f"{each.line}:{each.column} {each.code}" for each in authors.problems] == expected
    assert list(authors.people) == people


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_exception(content: bytes) -> None:
    parse_authors(content, "authors.yml")


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Jane Doe", "JD"), ("jane", "J"), ("Jane van der Doe", "JD"), ("李小龙", "李"), ("", "?")],
)
def test_initials(name: str, initials: str) -> None:
    assert Person("x", name).initials == initials


def test_ids_are_composed_as_posts_ids_are() -> None:
    text = "authors:\n  e\u0301mile: {name: E\u0301mile Zola}\n"
    authors = parse_authors(text.encode(), "a.yml")
    assert list(authors.people) == ["émile"]
    assert (authors.people["émile"].id, authors.people["émile"].name) == ("émile", "Émile Zola")
    assert authors.by_name("E\u0301mile Zola") is authors.people["émile"]
    assert authors.lines == {"émile": 2}
    source = parse_post("---\nauthors: [e\u0301mile]\n---\n".encode(), "a.md")
    assert source.matter.authors == ("émile",)


def test_two_spellings_of_one_id_are_one_given_twice() -> None:
    text = "authors:\n  émile: {name: A B}\n  e\u0301mile: {name: C D}\n"
    authors = parse_authors(text.encode(), "a.yml")
    assert [(each.code, each.line) for each in authors.problems] == [("BY107", 3)]
    assert authors.people["émile"].name == "C D"

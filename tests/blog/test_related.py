"""Related posts: alike in their words, older, each with its reason, and the same in any order."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.related import hits, read_blog
from mkdocs_byline.blog.nearest import Index
from mkdocs_byline.blog.nearest_update import update
from mkdocs_byline.blog.post_terms import choose_terms, common_terms, count_terms
from mkdocs_byline.blog.related import Related
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.model import Dates, NamedPost, Person, Post, RelatedKey, SeriesKey, Status, Term
from mkdocs_byline.settings import Settings
from paths import SHARED

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def made(name: str, day: int, body: str = "", tags: tuple[str, ...] = ()) -> Post:
    dates = Dates(created=DAY + dt.timedelta(days=day))
    topics = tuple(Term(each, "") for each in tags)
    return Post(f"{name}.md", name, f"{name}/", "", dates, body=body, tags=topics)


def related(posts: Sequence[Post], count: int = 3, *, newer: bool = False) -> Related:
    options = Settings(related_posts=count, related_newer=newer)
    by_path = {post.path: post for post in posts}
    return Related(by_path, {}, options, lambda language: Index(), lambda *kept: None)


def chosen(*posts: Post, count: int = 3, newer: bool = False) -> dict[str, list[str]]:
    found = related(posts, count, newer=newer)
    return {post.title: [each.title for each in found.of(post)] for post in posts}


TALES = (
    made("first", 1, "Lanterns guide sailors through harbours."),
    made("second", 2, "Bread rises slowly in ovens."),
    made("third", 3, "Sailors know which lanterns mark harbours."),
    made("fourth", 4, "Ovens bake bread overnight."),
)


def test_the_same_words_make_posts_related_and_only_older_ones() -> None:
    assert chosen(*TALES) == {"first": [], "second": [], "third": ["first"], "fourth": ["second"]}
    assert chosen(*TALES, newer=True)["first"] == ["third"]
    assert chosen(*TALES, count=0)["third"] == []


def test_a_new_post_changes_no_older_page() -> None:
    posts = generated(70)
    new = replace(made("new", 99), body=posts[3].body)
    before, after = chosen(*posts), chosen(*posts, new)
    assert {title: after[title] for title in before} == before
    assert after["new"][0] == "p3"


def test_what_no_reader_may_find_is_named_by_none_and_names_others() -> None:
    first, _, third, _ = TALES
    assert chosen(replace(first, unlisted=True), third)["third"] == []
    assert chosen(replace(first, status=Status.DRAFT), third)["third"] == []
    assert chosen(replace(first, lang="de"), third)["third"] == []
    assert chosen(first, replace(third, unlisted=True))["third"] == ["first"]
    draft = replace(third, status=Status.DRAFT, dates=Dates())
    assert chosen(first, draft) == {"first": [], "third": ["first"]}


def test_a_post_pins_bans_or_forbids() -> None:
    first, second, third, _ = TALES
    pin, ban = (NamedPost("second.md", 3, 1),), (NamedPost("first.md", 4, 1),)

    def names(key: RelatedKey, other: Post = second) -> list[str]:
        return chosen(first, other, replace(third, related=key), count=2)["third"]

    assert names(RelatedKey(pin)) == ["second", "first"]
    assert names(RelatedKey(pin, ban)) == ["second"]
    assert names(RelatedKey(ban=ban)) == []
    assert names(RelatedKey(is_off=True)) == []
    assert names(RelatedKey(pin), replace(second, status=Status.SCHEDULED)) == ["first"]
    later = replace(first, related=RelatedKey((NamedPost("third.md", 3, 1),)))
    assert chosen(later, third)["first"] == ["third"]


def test_headings_titles_and_tags_count_more_and_code_and_addresses_nothing() -> None:
    body = (
        "# Harbours\n\nWords <!-- hidden > text -->\n\n```\nsecret\n```\n\n"
        "[a](hidden.md) `inline` https://x.example/y 2026"
    )
    found = count_terms(made("Title", 1, body, ("Lighthouse",)))
    assert found == {"#lighthouse": 3, "title": 3, "lighthouse": 3, "harbour": 2, "word": 1}


def test_words_of_many_languages() -> None:
    def words(text: str) -> set[str]:
        return set(count_terms(made("x", 1, text)))

    assert words("Größe, l’été") == {"grösse", "été"}
    assert words("हिन्दी भाषा") == {"हिन्दी", "भाषा"}
    assert words("灯台守 and lamps") == {"灯台", "台守", "and", "lamp"}


def test_what_many_of_the_oldest_say_is_no_term() -> None:
    kinds = ("bread", "ovens", "sails", "ropes", "rains")
    texts = ["which lanterns", "what lanterns", *(f"which {kind}" for kind in kinds)]
    counts = [count_terms(made("", 1, text)) for text in texts]
    common = common_terms(counts)
    assert common == {"which"}
    assert choose_terms(counts[0], common) == {"lantern": 1}


def test_each_has_a_reason_that_readers_can_see() -> None:
    jane, series = (Person("jane", "Jane"),), SeriesKey("S", None, 1, 1)
    old, new = made("old", 1, "lanterns", ("sea", "trust")), made("new", 2, "lanterns", ("trust",))

    def reason(one: Post, other: Post) -> tuple[str, tuple[str, ...]]:
        (found,) = related([one, other]).of(other)
        return found.reason, found.topics

    assert reason(old, new) == ("topics", ("trust",))
    assert reason(replace(old, authors=jane), replace(new, authors=jane)) == ("author", ("trust",))
    assert reason(replace(old, authors=jane), replace(new, authors=jane, tags=())) == (
        "author",
        (),
    )
    assert reason(replace(old, series=series), replace(new, series=series)) == ("series", ())
    assert reason(old, replace(new, tags=())) == ("text", ())


def generated(number: int, size: int = 5_000) -> list[Post]:
    """Return posts whose words are distributed as in texts: few are common, most are rare."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices("abcdefghijklmnopqrt", k=7)) for _ in range(size)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    return [
        made(f"p{at}", at, " ".join(chance.choices(vocabulary, weights, k=60)))
        for at in range(number)
    ]


POOL = generated(160, 600)  # So alike that lists are full.


def indexed(posts: Sequence[Post], old: Index | None = None, *, newer: bool = False) -> Index:
    marks = [f"{post.path} {post.body}" for post in posts]
    return update(old or Index(newer), marks, lambda at: count_terms(posts[at]))[0]


def near(index: Index) -> list[list[int]]:
    return [index.near(at) for at in range(len(index.marks))]


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_an_index_brought_up_to_date_is_one_made_anew(data: st.DataObject) -> None:
    newer = data.draw(st.booleans())
    posts, pool = list(POOL[:130]), list(POOL[130:])
    index = indexed(posts, newer=newer)
    for _ in range(3):
        at = data.draw(st.integers(0, len(posts) - 1))
        step = data.draw(st.sampled_from(["edit", "add", "remove", "swap", "keep"]))
        if step == "edit":
            words = posts[at].body.split()
            words[data.draw(st.integers(0, 59)) % len(words)] = "lantern"
            posts[at] = replace(posts[at], body=" ".join([*words, pool.pop().body[:99]]))
        elif step == "add":
            posts.insert(at, pool.pop())
        elif step == "remove":
            del posts[at]
        elif step == "swap":
            posts.insert(0, posts.pop(at))
        if data.draw(st.booleans()):
            index = Index.decode(index.encode())
        index = indexed(posts, index, newer=newer)
        assert near(index) == near(indexed(posts, newer=newer))


def test_a_small_change_is_little_work() -> None:
    posts = generated(400)
    index = indexed(posts)
    changed = [*posts[:-1], replace(posts[-1], body=posts[-1].body + " lantern")]
    read: list[int] = []

    def count(at: int) -> object:
        read.append(at)
        return count_terms(changed[at])

    marks = [f"{post.path} {post.body}" for post in changed]
    again, number = update(index, marks, count)  # type: ignore[arg-type]
    assert (number, read) == (1, [399])
    assert again.comparisons < index.comparisons / 50


def test_work_grows_little_faster_than_the_blog() -> None:
    small, large = (indexed(generated(number)).comparisons for number in (400, 1600))
    assert large < 4 * 3 * small  # Comparing all with all would take sixteen times.


def test_neither_order_nor_a_hash_seed_has_a_say() -> None:
    posts = generated(60)
    assert chosen(*posts) == chosen(*posts[::-1])
    code = "from test_related import *; print(chosen(*generated(60)))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def read(front: str) -> tuple[object, list[tuple[str, int, int]]]:
    source = parse_post(f"---\ntitle: A\n{front}\n---\nText.\n".encode(), "a.md")
    entry = source.matter.related
    told = [(each.code, each.line, each.column) for each in source.problems]
    return (entry and (entry.pin, entry.ban)), told


def test_front_matter_is_false_a_list_or_a_mapping() -> None:
    assert read("related: false") == (False, [])
    assert read("related: true") == (None, [])
    assert read("related:") == (None, [])
    assert read("related: b.md") == ((("b.md",), ()), [])
    assert read("related: [b.md, c.md]") == ((("b.md", "c.md"), ()), [])
    assert read("related: {pin: b.md, ban: [c.md]}") == ((("b.md",), ("c.md",)), [])
    assert read("related: {pins: b.md}") == (None, [("BY111", 3, 10)])


@pytest.mark.parametrize(
    ("blog", "least"), [("jxnl/docs/writing/posts", 8), ("textual/docs/blog/posts", 6)]
)
def test_posts_that_link_to_each_other_are_near(blog: str, least: float) -> None:
    folder = SHARED / "corpora" / blog
    if not folder.is_dir():
        pytest.skip(f"needs the blog {folder}; set BYLINE_SHARED to the folder that has corpora/")
    found, number, chance = hits(read_blog(folder), newer=True)
    assert number
    assert found / chance >= least  # Of Textual's 43 posts, more than 8.4 can't be.

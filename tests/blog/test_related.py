"""Related posts: alike in their words, older, each with its reason, and the same in any order."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_byline.blog.related import Index, related, terms_of
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.model import Dates, Person, Post, SeriesKey, Term

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SHARED = Path(os.environ.get("BYLINE_SHARED", Path(__file__).parent.parent / "../shared"))
LINK = re.compile(r"\]\(([^()\s#]+\.md)")


def made(name: str, day: int, body: str = "", tags: tuple[str, ...] = ()) -> Post:
    dates = Dates(created=DAY + dt.timedelta(days=day))
    topics = tuple(Term(each, "") for each in tags)
    return Post(f"{name}.md", name, f"{name}/", "", dates, body=body, tags=topics)


def chosen(*posts: Post, count: int = 3, newer: bool = False) -> dict[str, list[str]]:
    found = related(posts, count, newer=newer)
    return {path.removesuffix(".md"): [each.title for each in own] for path, own in found.items()}


TALES = (
    made("first", 1, "Lanterns guide sailors through harbours."),
    made("second", 2, "Bread rises slowly in ovens."),
    made("third", 3, "Sailors know which lanterns mark harbours."),
    made("fourth", 4, "Ovens bake bread overnight."),
)


def test_the_same_words_make_posts_related_and_only_older_ones() -> None:
    assert chosen(*TALES) == {
        "first": [],
        "second": [],
        "third": ["first"],
        "fourth": ["second"],
    }
    assert chosen(*TALES, newer=True)["first"] == ["third"]


def test_a_new_post_changes_no_older_page() -> None:
    new = made("new", 9, "Lanterns and ovens, sailors and bread.")
    before, after = related(TALES, 3), related([*TALES, new], 3)
    assert {path: after[path] for path in before} == before


def test_headings_titles_and_tags_count_more_and_code_and_addresses_nothing() -> None:
    body = "# Harbours\n\nWords\n\n```\nsecret\n```\n\n[a](hidden.md) `inline` https://x.example/y"
    found = terms_of(made("Title", 1, body, ("Lighthouse",)))
    assert found == {"lighthouse": 3, "title": 3, "harbour": 2, "word": 1}


def test_each_has_a_reason_that_readers_can_see() -> None:
    jane, series = (Person("jane", "Jane"),), SeriesKey("S", None, 1, 1)
    old, new = made("old", 1, "lanterns", ("sea", "trust")), made("new", 2, "lanterns", ("trust",))
    others = [made("x", 3, "bread"), made("y", 4, "ovens")]

    def reason(one: Post, other: Post) -> tuple[str, tuple[str, ...]]:
        (found,) = related([one, other, *others], 3)["new.md"]
        return found.reason, found.topics

    assert reason(old, new) == ("topics", ("trust",))
    assert reason(replace(old, authors=jane), replace(new, authors=jane)) == ("author", ("trust",))
    assert reason(replace(old, series=series), replace(new, series=series)) == ("series", ())
    assert reason(old, replace(new, tags=())) == ("text", ())


def generated(number: int) -> list[Post]:
    """Return posts whose words are distributed as in texts: few are common, most are rare."""
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijklmnopqrst", k=7)) for _ in range(20_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    return [
        made(f"p{at}", at, " ".join(chance.choices(words, weights, k=200))) for at in range(number)
    ]


def test_work_grows_little_faster_than_the_blog() -> None:
    def work(number: int) -> int:
        index = Index([terms_of(post) for post in generated(number)])
        index.nearest(5)
        return index.comparisons

    assert work(1600) < 4 * 3 * work(400)  # Comparing all with all would take sixteen times.


def test_neither_order_nor_a_hash_seed_has_a_say() -> None:
    posts = generated(60)
    assert related(posts, 5) == related(posts[::-1], 5)
    code = "from test_related import *; print(related(generated(60), 5))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def corpus(folder: Path) -> list[Post]:
    posts = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        source = parse_post(path.read_bytes(), name)
        created = source.matter.date.created if source.matter.date else None
        terms = tuple(Term(each, "") for each in source.matter.tags)
        topics = tuple(Term(each, "") for each in source.matter.categories)
        first = re.search(r"^# (.+)$", source.body, re.MULTILINE)
        title = source.matter.title or (first[1] if first else source.stem)
        dates = Dates(created=created)
        posts.append(
            Post(name, title, name, "", dates, tags=terms, categories=topics, body=source.body)
        )
    return posts


@pytest.mark.parametrize("blog", ["jxnl/docs/writing/posts", "textual/docs/blog/posts"])
def test_posts_that_link_to_each_other_are_found(blog: str) -> None:
    folder = SHARED / "corpora" / blog
    if not folder.is_dir():
        pytest.skip(f"no real blog at {folder}; set BYLINE_SHARED")
    posts = corpus(folder)
    known = {post.path for post in posts}
    found = related(posts, 5, newer=True)
    chosen = {path: [each.url for each in own] for path, own in found.items()}
    pairs = {
        frozenset((post.path, target))
        for post in posts
        for link in LINK.findall(post.body)
        if (target := posixpath.normpath(posixpath.join(posixpath.dirname(post.path), link)))
        in known - {post.path}
    }
    directed = [(a, b) for pair in pairs for a in pair for b in pair if a != b]
    hits = sum(b in chosen[a] for a, b in directed)
    chance = 5 / (len(posts) - 1)
    lift = hits / len(directed) / chance if directed else 0.0
    print(f"{blog}: {len(posts)} posts, {hits} of {len(directed)} linked; {lift:.1f} x chance")
    assert directed
    assert lift >= 4  # Measured: 6.5 and 6.3. The aim, 8, is not reached.

"""A number and a seed in, posts out that look like a blog's: the same for the same arguments."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

AUTHORS = {f"a{number}": f"Author {number}" for number in range(12)}
CATEGORIES = ("Community", "Design", "Engineering", "News", "Research", "Stories")
TAGS = tuple(f"tag{number}" for number in range(40))
PICTURES = 20
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H{0}V{0}H0Z"/></svg>'
)

# What an edit replaces. It stands in the excerpt, so that listings show the edit too.
OPENING = "This is how it begins."

_TEXT = (
    "a about after all also an and are as at be because been before but by can case code could "
    "day did do each even every example few find first for from get give good great had has "
    "have he help her here him his house how idea if in into is it its just keep kind know last "
    "learn left less like line list little long look made make many may mean might more most "
    "much must name need never new next no not now number of off often old on one only open or "
    "other our out over own page part people place point post question read reader right said "
    "same say see she should show small so some still such take tell text than that the their "
    "them then there these they thing think this those through time to too tool turn two under "
    "up use very want was way we well were what when where which while who why will with word "
    "work world would write writer year you your "
)
_WORDS = _TEXT.split()
_CODE = """\
def {0}_{1}(values: list[int], limit: int = {2}) -> dict[str, int]:
    \"\"\"Count what is below the limit.\"\"\"
    found = {{}}
    for at, value in enumerate(values):
        if value < limit:
            found[f"{0}-{{at}}"] = value
    return found
"""


@dataclass(frozen=True, slots=True)
class Post:
    """One post. In `body`, `post:7` and `picture:3` stand for an engine's way to link them."""

    number: int
    title: str
    date: dt.date
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    body: str

    @property
    def name(self) -> str:
        return f"p{self.number:05}"

    @property
    def slug(self) -> str:
        return re.sub(r"\W+", "-", self.title.lower())

    @property
    def url(self) -> str:
        return f"/blog/{self.date:%Y/%m/%d}/{self.slug}/"

    def text(self, post: Callable[[int], str], picture: Callable[[int], str]) -> str:
        """Return the body with an engine's links."""
        text = re.sub(r"\(post:(\d+)\)", lambda found: f"({post(int(found[1]))})", self.body)
        return re.sub(r"\(picture:(\d+)\)", lambda found: f"({picture(int(found[1]))})", text)


def generate(number: int, seed: int = 1) -> list[Post]:
    """Return posts, oldest first: two a week, or as many as make 25 years."""
    step = min(3.5, 25 * 365 / number)
    last = dt.date(2025, 12, 31)
    dates = [last - dt.timedelta(days=int(at * step)) for at in reversed(range(number))]
    return [
        _post(at, number, date, random.Random(f"{seed} {at}")) for at, date in enumerate(dates)
    ]


def _post(number: int, total: int, date: dt.date, chance: random.Random) -> Post:
    return Post(
        number,
        f"Post {number}: {_words(chance, 3, 6)}",
        date,
        tuple(chance.sample(sorted(AUTHORS), chance.choice((1, 1, 1, 2)))),
        (chance.choice(CATEGORIES),),
        tuple(chance.sample(TAGS, chance.randint(0, 4))),
        "\n\n".join(_blocks(chance, total)),
    )


def _blocks(chance: random.Random, total: int) -> Iterator[str]:
    yield f"{OPENING} {_sentences(chance, 3)}"
    yield "<!-- more -->"
    for section in range(chance.randint(2, 5)):
        yield f"## {_words(chance, 2, 5).capitalize()}"
        yield _sentences(chance, 5)
        if chance.random() < 0.3:
            code = _CODE.format(*chance.sample(_WORDS, 2), chance.randint(1, 99))
            yield f"```python\n{code}```"
        if chance.random() < 0.3:
            yield "\n".join(f"- {_words(chance, 4, 12)}" for _ in range(chance.randint(3, 6)))
        if chance.random() < 0.15:
            kind = chance.choice(("note", "tip", "warning"))
            yield f"!!! {kind}\n\n    {_sentences(chance, 2)}"
        if chance.random() < 0.1:
            cells = (f"| {_words(chance, 1, 3)} | {chance.randint(1, 999)} |" for _ in range(5))
            yield "\n".join(("| what | how many |", "| --- | --- |", *cells))
        if chance.random() < 0.15:
            yield f"![{_words(chance, 2, 4)}](picture:{chance.randrange(PICTURES)})"
        if section and chance.random() < 0.3:
            yield f"See [{_words(chance, 2, 3)}](post:{chance.randrange(total)}) too."
        yield _sentences(chance, 4)


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(least, most)))


def _sentences(chance: random.Random, number: int) -> str:
    """Return sentences with a little emphasis, code and links to elsewhere in them."""
    found = []
    for _ in range(number):
        words = chance.choices(_WORDS, k=chance.randint(8, 20))
        at, kind = chance.randrange(len(words)), chance.random()
        if kind < 0.1:
            words[at] = f"**{words[at]}**"
        elif kind < 0.2:
            words[at] = f"`{words[at]}()`"
        elif kind < 0.25:
            words[at] = f"[{words[at]}](https://example.org/{words[at]})"
        found.append(" ".join(words).capitalize() + ".")
    return " ".join(found)

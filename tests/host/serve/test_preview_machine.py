"""Whatever a writer does during the preview, it serves what a build from nothing would make."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from building import AUTHORS, CONFIG
from serving import Served

NAMES = st.sampled_from(["a", "b", "c", "d"])
BODIES = (
    "Short.",
    "First.\n\n<!-- more -->\n\nThen.",
    "See [a](a.md#part), [b](b.md) and ![x](x.svg).\n\n## Part\n\nMore.",
    "See [c](c.md), [d](d.md#part), ![y](y.svg) and [home](../../index.md).",
    "```python\nprint(1)\n```\n\n- <!-- more -->",
    "<script>alert(1)</script> & <b>bold</b>",
    "Two:\n\n/// posts\n    category: [Work, Play]\n    layout: full\n    limit: 2\n///",
    "/// posts\n    tag: sea\n    author: joe\n    layout: cards\n///",
    "::: posts\nlayuot: full",  # No such option.
    "<![ if !IE]> x",  # Can't be converted.
)
KEYS: dict[str, tuple[str, ...]] = {
    "date": ("2026-11-20", "2026-11-21T10:00+01:00", "2025-01-01", "2031-01-01", "2026-11-40"),
    "authors": ("[jane]", "[joe]", "[jane, joe]", "[jnae]", "[{name: Guest}]"),
    "editors": ("[joe]",),
    "categories": ("[Work]", "[Play]", "[Work, Play]", "[work]"),
    "series": ("Sea",),
    "tags": ("[sea]", "[sea, sky]"),
    "draft": ("true", "false", "maybe"),
    "unlisted": ("true", "false"),
    "pin": ("true", "false"),
    "slug": ("one", "two"),
    "description": ("Said <so>.", "Else."),
    "links": ("[blog/posts/a.md]", "[index.md]", "[blog/posts/d.md]"),
    "updated": ("2026-11-22",),
    "aliases": ("[/old/]", "[/blog/2026/11/20/a/]"),
    "title": ('"In front"', ": ["),
}
CHANGES = [(key, value) for key, values in KEYS.items() for value in values]
# What was written down of URLs before: of one post that is there, and of one that is not.
LEDGER = {
    "version": 1,
    "posts": {
        "aaaaaaaaaaaa": {"path": "blog/posts/a.md", "urls": ["blog/was/", "blog/2026/11/20/a/"]},
        "cccccccccccc": {"path": "blog/posts/c.md", "urls": ["blog/2026/11/23/c/"]},
    },
    "gone": [],
}


class Writer(RuleBasedStateMachine):
    """Posts as a writer sees them: front matter, heading and body, by name.

    The preview is compared with what MkDocs builds from nothing. What is broken it shows where it
    was before, of which a build knows nothing; then a second preview, which reads all after every
    change, says what is right.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder, self.other = tempfile.TemporaryDirectory(), tempfile.TemporaryDirectory()
        self.posts: dict[str, tuple[dict[str, str], str, str]] = {}
        self.media = {"x"}

    @initialize()
    def start(self) -> None:
        for name in "ab":
            self.posts[name] = ({"date": "2026-11-20", "slug": name}, name.upper(), BODIES[0])
        files: dict[str, str | bytes] = {
            f"docs/blog/posts/{name}.md": self.text(name) for name in self.posts
        }
        files |= {"docs/blog/.authors.yml": AUTHORS, "docs/blog/posts/x.svg": "<svg/>"}
        files |= {"docs/blog/.urls.json": json.dumps(LEDGER)}
        files |= {"docs/list.md": "# List\n\n/// posts\n    layout: timeline\n    limit: 2\n///\n"}
        files |= {"docs/index.md": "# Home\n\n[a](blog/posts/a.md), [c](blog/posts/c.md)\n"}
        files |= {"mkdocs.yml": CONFIG.replace("byline]", "byline: {backlinks: ['*']}]")}
        self.served = Served(Path(self.folder.name), files)
        self.anew = Served(Path(self.other.name), files, anew=True)

    def text(self, name: str) -> str:
        front, title, body = self.posts[name]
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        return f"---\n{lines}---\n# {title}\n\n{body}\n"

    def change(self, files: dict[str, str | bytes | None], *, builds: int) -> None:
        before = self.served.builds
        for each in (self.served, self.anew):
            each.change(files)
        assert self.served.builds == before + builds

    def save(self, *names: str) -> None:
        self.change(
            {
                f"docs/blog/posts/{name}.md": self.text(name) if name in self.posts else None
                for name in names
            },
            builds=0,
        )

    def pick(self, name: str) -> str:
        return name if name in self.posts else min(self.posts)

    @rule(name=NAMES, body=st.sampled_from(BODIES))
    def edit(self, name: str, body: str) -> None:
        name = self.pick(name)
        front, title, _ = self.posts[name]
        self.posts[name] = (front, title, body)
        self.save(name)

    @rule(name=NAMES, change=st.sampled_from(CHANGES))
    def describe(self, name: str, change: tuple[str, str]) -> None:
        name = self.pick(name)
        front, title, body = self.posts[name]
        self.posts[name] = ({**front, change[0]: change[1]}, title, body)
        self.save(name)

    @rule(name=NAMES, key=st.sampled_from(sorted(KEYS.keys() - {"date", "slug"})))
    def forget(self, name: str, key: str) -> None:
        name = self.pick(name)
        self.posts[name][0].pop(key, None)
        self.save(name)

    @rule(name=NAMES, title=st.sampled_from(["New", "A & <b>B</b>", "Ünï"]))
    def retitle(self, name: str, title: str) -> None:
        name = self.pick(name)
        front, _, body = self.posts[name]
        self.posts[name] = (front, title, body)
        self.save(name)

    @rule(changes=st.lists(st.tuples(NAMES, st.sampled_from(CHANGES)), min_size=2, max_size=3))
    def describe_several_at_once(self, changes: list[tuple[str, tuple[str, str]]]) -> None:
        for name, (key, value) in changes:
            self.posts[self.pick(name)][0][key] = value
        self.save(*{self.pick(name) for name, _ in changes})

    @rule(name=NAMES, body=st.sampled_from(BODIES))
    def add(self, name: str, body: str) -> None:
        if name not in self.posts:
            self.posts[name] = ({"date": "2026-11-23", "slug": name}, name, body)
            self.save(name)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        if name in self.posts and len(self.posts) > 1:
            del self.posts[name]
            self.save(name)

    @rule(name=NAMES, to=NAMES)
    def rename(self, name: str, to: str) -> None:
        if name in self.posts and to not in self.posts:
            self.posts[to] = self.posts.pop(name)
            self.save(name, to)

    @rule(name=NAMES, other=NAMES)
    def swap(self, name: str, other: str) -> None:
        name, other = self.pick(name), self.pick(other)
        if name != other:
            posts = self.posts
            posts[name], posts[other] = posts[other], posts[name]
            self.save(name, other)

    @rule(name=st.sampled_from(["x", "y"]))
    def draw_or_erase(self, name: str) -> None:
        self.media ^= {name}
        drawing = "<svg/>" if name in self.media else None
        self.change({f"docs/blog/posts/{name}.svg": drawing}, builds=0)

    @rule(who=st.sampled_from(["Jane Doe", "Jane Roe"]))
    def edit_authors(self, who: str) -> None:
        text = AUTHORS.replace("Jane Doe", who)
        self.change({"docs/blog/.authors.yml": text}, builds=1)

    @rule(text=st.sampled_from(["", "topics: {Toil: {synonyms: [work], parent: Play}}\n"]))
    def edit_topics(self, text: str) -> None:
        self.change({"docs/blog/.topics.yml": text}, builds=1)

    @rule(text=st.sampled_from(["", "series: {Sea: {title: At sea, state: complete}}\n"]))
    def edit_series(self, text: str) -> None:
        self.change({"docs/blog/.series.yml": text}, builds=1)

    @rule(text=st.sampled_from(["# Work at work\n", "Words about [a](../posts/a.md).\n"]))
    def introduce(self, text: str) -> None:
        self.change({"docs/blog/category/work.md": text}, builds=1)

    @rule()
    def read_on(self) -> None:
        self.served.preview.read_rest()

    @invariant()
    def serves_what_a_build_would_make(self) -> None:
        if self.posts:
            served = self.served.all()
            site = self.served.preview.site
            assert site
            is_broken = any(state.blog.library.broken for state in site.states)
            right = self.anew.all() if is_broken else self.served.built()
            assert served.keys() == right.keys()
            assert [path for path in right if served[path] != right[path]] == []

    def teardown(self) -> None:
        self.folder.cleanup()
        self.other.cleanup()


TestWriter = Writer.TestCase
TestWriter.settings = settings(max_examples=4, stateful_step_count=7, deadline=None)

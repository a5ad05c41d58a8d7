"""Whatever a writer does during the preview, it serves what a build from nothing would make."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from building import AUTHORS
from serving import Served

NAMES = st.sampled_from(["a", "b", "c", "d"])
BODIES = (
    "Short.",
    "First.\n\n<!-- more -->\n\nThen.",
    "See [a](a.md#part), [b](b.md) and ![x](x.svg).\n\n## Part\n\nMore.",
    "```python\nprint(1)\n```\n\n- <!-- more -->",
    "<script>alert(1)</script> & <b>bold</b>",
)
KEYS: dict[str, tuple[str, ...]] = {
    "date": ("2026-11-20", "2026-11-21T10:00+01:00", "2025-01-01", "2031-01-01"),
    "authors": ("[jane]", "[joe]", "[jane, joe]"),
    "categories": ("[Work]", "[Play]", "[Work, Play]"),
    "tags": ("[sea]", "[sea, sky]"),
    "draft": ("true", "false"),
    "unlisted": ("true", "false"),
    "pin": ("true", "false"),
    "slug": ("one", "two"),
    "description": ("Said <so>.", "Else."),
    "links": ("[blog/posts/a.md]", "[index.md]"),
    "updated": ("2026-11-22",),
}
CHANGES = [(key, value) for key, values in KEYS.items() for value in values]


class Writer(RuleBasedStateMachine):
    """Posts as a writer sees them: front matter, heading and body, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.posts: dict[str, tuple[dict[str, str], str, str]] = {}

    @initialize()
    def start(self) -> None:
        for name in "ab":
            self.posts[name] = ({"date": "2026-11-20", "slug": name}, name.upper(), BODIES[0])
        files: dict[str, str | bytes] = {
            f"docs/blog/posts/{name}.md": self.text(name) for name in self.posts
        }
        files |= {"docs/blog/.authors.yml": AUTHORS, "docs/blog/posts/x.svg": "<svg/>"}
        self.served = Served(Path(self.folder.name), files)

    def text(self, name: str) -> str:
        front, title, body = self.posts[name]
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        return f"---\n{lines}---\n# {title}\n\n{body}\n"

    def save(self, *names: str) -> None:
        self.served.change(
            {
                f"docs/blog/posts/{name}.md": self.text(name) if name in self.posts else None
                for name in names
            }
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

    @rule(name=NAMES, title=st.sampled_from(["New", "A & <b>B</b>", "Ünï"]))
    def retitle(self, name: str, title: str) -> None:
        name = self.pick(name)
        front, _, body = self.posts[name]
        self.posts[name] = (front, title, body)
        self.save(name)

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

    @rule(who=st.sampled_from(["Jane Doe", "Jane Roe"]))
    def edit_authors(self, who: str) -> None:
        text = AUTHORS.replace("Jane Doe", who)
        self.served.change({"docs/blog/.authors.yml": text})

    @rule(text=st.sampled_from(["# Work at work\n", "Words about [a](../posts/a.md).\n"]))
    def introduce(self, text: str) -> None:
        self.served.change({"docs/blog/category/work.md": text})

    @invariant()
    def serves_what_a_build_would_make(self) -> None:
        if self.posts and len({front["slug"] for front, *_ in self.posts.values()}) == len(
            self.posts
        ):  # What is broken is shown where it was before, of which a build knows nothing.
            assert self.served.all() == self.served.built()

    def teardown(self) -> None:
        self.folder.cleanup()


TestWriter = Writer.TestCase
TestWriter.settings = settings(max_examples=4, stateful_step_count=7, deadline=None)

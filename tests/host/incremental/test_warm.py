"""A build with the cache of earlier ones gives the site that a build from nothing gives."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from building import build, post
from comparing import assert_same, without_cache
from mkdocs_byline.cache import workers
from sample_blog import AUTHORS, BODIES, CONFIG, DEFAULTS, many

# Templates of the site's own; the last three read more than a page's key tells.
OVERRIDES = {
    "plain": "",
    "own": "{{ page.title }} {{ nav.items | length }} {{ page.parent.title }}",
    "newest": "{% for each in byline_posts(3) %}{{ each.post.title }}{% endfor %}",
    "pages": "{% for file in pages %}{{ file.page.content }}{% endfor %}",
    "near": "{{ page.previous_page.content }}{{ (page.next_page or page).next_page }}"
    "{{ nav.pages | map(attribute='markdown') | join }}{% if older %}{{ older.body }}{% endif %}",
}
fronts = st.fixed_dictionaries(
    {"date": st.sampled_from(["2024-05-06", "2025-01-02", "2026-03-04 10:00:00"])},
    optional={
        "title": st.sampled_from(["One", "Two & <three>"]),
        "authors": st.sampled_from(["[jane]", "[joe, jane]"]),
        "categories": st.sampled_from(["[Work]", "[Work, Sea]"]),
        "tags": st.sampled_from(["[a]", "[a, b]"]),
        "draft": st.sampled_from(["true", "false"]),
        "pin": st.just("true"),
        "links": st.just("[blog/posts/p0.md]"),
        "description": st.sampled_from(["Short.", "Long."]),
    },
)
# Lists of posts, which a page has among its own text.
LISTS = (
    "Before.\n\n/// posts\n    tag: a\n    layout: full\n    limit: 2\n///\n\nAfter.",
    "::: posts\ncategory: Work\nsort: oldest\nlayout: cards\n\n## Part",
)
bodies = st.sampled_from([*BODIES, *LISTS])
headings = st.sampled_from(["# Heading\n\n", "# Other\n\n", ""])


class Warm(RuleBasedStateMachine):
    """Changes a site in any order; each step is built with the cache and from nothing."""

    posts = Bundle("posts")
    theme = "mkdocs"

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.numbers = itertools.count()
        self.options = {**DEFAULTS}
        self.people = {"description": "Writes", "bio": "gone.md"}
        os.environ["SOURCE_DATE_EPOCH"] = "1793000000"
        for name in ("docs/blog/posts", "overrides"):
            (self.root / name).mkdir(parents=True)
        self.write(
            "docs/index.md", "# Home\n\n[0](blog/posts/p0.md)\n\n/// posts\n    limit: 2\n///\n"
        )
        self.write("docs/more.md", f"# More\n\n{LISTS[0]}\n\n{LISTS[1]}\n")
        self.write("docs/blog/a.png", "png")
        self.configure()
        self.describe()

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, encoding="utf-8")

    def configure(self) -> None:
        self.write("mkdocs.yml", CONFIG.format(theme=self.theme, **self.options))

    def describe(self) -> None:
        self.write("docs/blog/.authors.yml", AUTHORS.format(**self.people))

    def path(self, number: int) -> Path:
        return self.root / f"docs/blog/posts/p{number}.md"

    @rule(target=posts, front=fronts, heading=headings, body=bodies)
    def add(self, front: dict[str, str], heading: str, body: str) -> int:
        number = next(self.numbers)
        self.path(number).write_text(post(heading + body, **front))
        return number

    @rule(number=posts, front=fronts, heading=headings, body=bodies)
    def rewrite(self, number: int, front: dict[str, str], heading: str, body: str) -> None:
        self.path(number).write_text(post(heading + body, **front))

    @rule(number=posts, text=st.sampled_from(["More.", "## Part", "[home](../../index.md)"]))
    def edit(self, number: int, text: str) -> None:
        with self.path(number).open("a") as file:
            file.write(f"\n{text}\n")

    @rule(target=posts, number=consumes(posts))
    def rename(self, number: int) -> int:
        new = next(self.numbers)
        self.path(number).rename(self.path(new))
        return new

    @rule(number=consumes(posts))
    def delete(self, number: int) -> None:
        self.path(number).unlink()

    @rule(option=st.sampled_from(sorted(DEFAULTS)), to=st.booleans())
    def change_configuration(self, option: str, to: bool) -> None:
        values: dict[str, tuple[Any, Any]] = {
            "name": ("A", "B"),
            "sidebar": (2, 3),
            "permalink": ("true", "x"),
            "level": ("warn", "info"),
            "csp": ("false", "true"),
        }
        self.options[option] = values[option][to]
        self.configure()

    @rule(key=st.sampled_from(["description", "bio"]), to=st.booleans())
    def change_authors(self, key: str, to: bool) -> None:
        values = {"description": ("Writes", "Edits"), "bio": ("gone.md", "../index.md")}
        self.people[key] = values[key][to]
        self.describe()

    @rule(kind=st.sampled_from(sorted(OVERRIDES)))
    def change_templates(self, kind: str) -> None:
        if OVERRIDES[kind]:
            text = f"{{% if page %}}{OVERRIDES[kind]}{{% endif %}}"
            block = f"{{% block footer %}}{text}{{% endblock %}}"
            self.write("overrides/main.html", f'{{% extends "base.html" %}}{block}')
        else:
            (self.root / "overrides/main.html").unlink(missing_ok=True)

    @rule(at=st.floats(0, 0.999), how=st.sampled_from(["flip", "cut", "delete"]))
    def damage_the_cache(self, at: float, how: str) -> None:
        for path in (self.root / ".cache").rglob("*.pack"):
            whole = bytearray(path.read_bytes())
            if how == "delete":
                path.unlink()
            elif how == "cut":
                path.write_bytes(whole[: int(at * len(whole))])
            else:
                whole[int(at * len(whole))] ^= 1
                path.write_bytes(whole)

    @invariant()
    def warm_equals_cold(self) -> None:
        warm = build(self.root, site_dir=str(self.root / "warm"))
        with without_cache(self.root):
            cold = build(self.root, site_dir=str(self.root / "cold"))
        assert_same(warm, cold)

    def teardown(self) -> None:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        shutil.rmtree(self.root)


class WarmMaterial(Warm):
    theme = "material"


# More of it: `HYPOTHESIS_STEPS=300 make test`.
STEPS = int(os.environ.get("HYPOTHESIS_STEPS", "14"))
Warm.TestCase.settings = settings(
    max_examples=max(STEPS // 7, 1), stateful_step_count=STEPS, deadline=None
)
WarmMaterial.TestCase.settings = settings(
    max_examples=max(STEPS // 14, 1), stateful_step_count=max(STEPS // 2, 5), deadline=None
)
TestWarm = Warm.TestCase
TestWarmMaterial = WarmMaterial.TestCase


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_one_and_two_workers_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    started: list[int] = []
    fork = os.fork

    def counted() -> int:
        started.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(workers, "MOST_TASKS", 10)
    monkeypatch.setattr(workers, "usable_cores", lambda: 1)
    # What a page's template asks for may be wrong, which is said whoever renders it.
    asks = '{% if page and "/post-9/" in page.url %}{{ byline_posts(tag="none") }}{% endif %}'
    block = f"{{% block footer %}}{asks}{{% endblock %}}"
    files = {**many(30), "overrides/main.html": f'{{% extends "base.html" %}}{block}'}
    files["mkdocs.yml"] = CONFIG.format(theme="material", **DEFAULTS)
    one = build(tmp_path, files, site_dir=str(tmp_path / "one"))
    assert started == []
    assert "BY462" in one.codes
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    with without_cache(tmp_path):
        two = build(tmp_path, site_dir=str(tmp_path / "two"))
        assert len(started) == 12  # Four that convert, then eight that set pages.
        again = build(tmp_path, site_dir=str(tmp_path / "again"))
        assert len(started) == 12
    assert len(one.messages) > 20
    assert_same(two, one)
    assert_same(again, one)

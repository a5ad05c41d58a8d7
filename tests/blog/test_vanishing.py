"""Links to a listing whose last post will expire: told at once, and only where they will break."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import CONFIG, build, post
from checking import problems

NOW, THEN = "1790000000", "1893542400"  # In September 2026, and on 2 January 2030.
POSTS = "docs/blog/posts"
ENDS = "{created: 2026-02-01, expires: 2030-01-01}"
LINK = "# Other\n\n[w](../category/work.md)"
LAST = {"last.md": post("# Last", date=ENDS, categories="[Work]")}
OUT = {"out.md": post(LINK, date="2026-02-02")}


def files(posts: dict[str, str], **others: str) -> dict[str, str]:
    return {f"{POSTS}/{name}": text for name, text in posts.items()} | others


GONE = "the link '{}' leads to a listing that has no post from 2030-01-01 on."


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (LAST | OUT, ["out.md:6:1"]),
        # It goes with its own listing, and so does one that ends earlier.
        ({"last.md": post(LINK, date=ENDS, categories="[Work]")}, []),
        (LAST | {"out.md": post(LINK, date=ENDS.replace("2030", "2029"))}, []),
        (LAST | {"out.md": post(LINK, date=ENDS.replace("2030", "2031"))}, ["out.md:6:1"]),
        # One that stays, one that comes in time, and one that comes too late.
        (LAST | OUT | {"more.md": post("# M", date="2026-02-03", categories="[Work]")}, []),
        *(
            (
                LAST
                | OUT
                | {
                    "more.md": post(
                        "# M",
                        date=f"{{created: 2026-02-03, publish_at: {day}}}",
                        categories="[Work]",
                    )
                },
                expected,
            )
            for day, expected in (("2029-12-01", []), ("2030-06-01", ["out.md:6:1"]))
        ),
        # One that leads there only when that has happened.
        (
            LAST | {"out.md": post(LINK, date="{created: 2026-02-02, publish_at: 2030-06-01}")},
            ["out.md:6:1"],
        ),
        # Drafts and posts that have expired are nowhere.
        (LAST | {"out.md": post(LINK, date="2026-02-02", draft="true")}, []),
        # In front matter, of the year, and of the overview, which stays.
        (
            {"last.md": post("# L", date=ENDS.replace("2026", "2024"), categories="[Work]")}
            | {
                "out.md": post(
                    "# O\n\n[all](../category/index.md)\n[year](../archive/2024.md#x)",
                    date="2026-02-02",
                    links="[{Work: [blog/category/work.md]}]",
                )
            },
            ["out.md:3:17", "out.md:8:1"],
        ),
    ],
)
def test_links_that_will_lead_nowhere_are_told(
    posts: dict[str, str], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    built = build(tmp_path, files(posts))
    told = [each for each in built.messages if " BY405 " in each]
    assert [each.removeprefix(f"{POSTS}/").split(": ")[0] for each in told] == expected
    assert problems(tmp_path) == told
    assert built.messages == told


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"docs/index.md": "# Home\n\n[x](blog/category/work.md)"}, "docs/index.md:3:1"),
        ({"mkdocs.yml": CONFIG + "nav: [index.md, W: blog/category/work.md]"}, "mkdocs.yml:1:1"),
        ({"docs/index.md": "# Home\n\n<a href='blog/category/work/'>x</a>"}, ""),
        (
            {
                "docs/index.md": "# Home\n\n[x](blog/category/work.md)",
                "docs/blog/category/work.md": "# Work\n",
            },
            "",
        ),
    ],
)
def test_what_fails_then_fails_now(
    others: dict[str, str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeps = {"keeps.md": post("# Keeps", date="2026-02-03")}
    config = others.get("mkdocs.yml", CONFIG)
    for moment in (NOW, THEN):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        built = build(
            tmp_path, {**files(LAST | keeps), **others, "mkdocs.yml": config}, strict=True
        )
        assert bool(built.error) is bool(expected), moment
        if moment == NOW:
            assert problems(tmp_path) == [each for each in built.messages if "BY405" in each]
            assert [each.split(": ")[0] for each in problems(tmp_path)] == [expected] * bool(
                expected
            )


def test_pages_of_a_listing_that_will_be_shorter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = CONFIG.replace("byline]", "byline: {pagination_per_page: 1}]")
    link = "# Home\n\n[one](blog/index.md), [two](blog/page/2/index.md)"
    keeps = {"keeps.md": post("# Keeps", date="2026-02-03")}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    built = build(tmp_path, {"mkdocs.yml": config, **files(LAST | keeps), "docs/index.md": link})
    (told,) = built.messages
    assert told.startswith("docs/index.md:3:23: BY405 " + GONE.format("blog/page/2/index.md"))
    assert problems(tmp_path) == [told]

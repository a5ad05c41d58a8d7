"""mkdocs-rss-plugin beside Byline."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from building import CONFIG, Built, build, post

RSS = """
  rss: {use_git: false, date_from_meta: {as_creation: date, as_update: date.updated},
        match_path: blog/posts/.*, categories: [categories, tags]}
"""
AUTHORS = """\
authors:
  jane: {name: Jane & Jo, email: jane@example.org}
  joe: {name: Joe <b>}
"""


def site(root: Path, config: str = CONFIG, **posts: str) -> Built:
    files = {f"docs/blog/posts/{name}.md": text for name, text in posts.items()}
    rss = " ".join(RSS.split())
    config = config.replace("[search, byline]", f"[search, byline, {{{rss}}}]")
    return build(root, {"mkdocs.yml": config, "docs/blog/.authors.yml": AUTHORS, **files})


def items(built: Built) -> list[dict[str, Any]]:
    """Return the feed's items as XML has them, after a look at whether JSON has the same."""
    assert built.error == "", built.messages
    root = ET.fromstring(built.read("feed_rss_created.xml"))
    found = []
    for item in root.findall("channel/item"):
        texts = {name: item.findtext(name) for name in ("title", "description", "pubDate")}
        many = {
            name: [each.text for each in item.findall(name)] for name in ("author", "category")
        }
        found.append({**texts, **many})
    data = json.loads(built.read("feed_json_created.json"))["items"]
    for one, other in zip(found, data, strict=True):
        assert one["title"] == other["title"]
        assert one["author"] == [each["name"] for each in other["authors"]]
        assert one["category"] == other["tags"]
    return found


def test_nothing_is_escaped_twice_and_each_author_is_one(tmp_path: Path) -> None:
    text = post(
        "# Tom & Jerry's <b>day</b>\n\nText.",
        date="2024-01-02",
        authors="[jane, joe]",
        description="Ham & eggs",
        categories="['C & C++']",
    )
    assert items(site(tmp_path, one=text)) == [
        {
            "title": "Tom & Jerry's day",
            "description": "Ham & eggs",
            "pubDate": "Tue, 02 Jan 2024 00:00:00 +0000",
            "author": ["jane@example.org (Jane & Jo)", "Joe <b>"],
            "category": ["C & C++"],
        }
    ]


def test_dates_are_the_blog_s(tmp_path: Path) -> None:
    dated = post("# A\n\nText.", date="{created: 2024-01-02, updated: 2024-03-04}")
    built = site(tmp_path, a=dated, **{"2024-02-03-b": "# B\n\nText.\n"})
    found = {each["title"]: each["pubDate"][5:16] for each in items(built)}
    assert found == {"A": "02 Jan 2024", "B": "03 Feb 2024"}
    root = ET.fromstring(built.read("feed_rss_updated.xml"))
    updated = [str(item.findtext("pubDate"))[5:16] for item in root.findall("channel/item")]
    assert updated == ["04 Mar 2024", "03 Feb 2024"]


def test_a_day_alone_has_the_hour_that_the_plugin_gives_it(tmp_path: Path) -> None:
    config = CONFIG.replace("[search, byline]", "[search, byline, {rss}]").replace(
        "{rss}", "{" + " ".join(RSS.split()).replace("{as_c", '{default_time: "09:30", as_c') + "}"
    )
    built = site(
        tmp_path,
        config,
        a=post("# A\n\nText.", date="2024-01-02"),
        b=post("# B\n\nText.", date="2024-01-03T11:12:13"),
        c=post("# C\n\nText.", date="{created: 2024-01-04 10:00, updated: 2024-01-05}"),
    )
    found = {each["title"]: each["pubDate"][5:22] for each in items(built)}
    assert found == {
        "A": "02 Jan 2024 09:30",
        "B": "03 Jan 2024 11:12",
        "C": "04 Jan 2024 10:00",
    }


def test_unlisted_posts_are_in_no_feed(tmp_path: Path) -> None:
    built = site(
        tmp_path,
        a=post("# A\n\nText.", date="2024-01-02", unlisted="true"),
        b=post("# B\n\nText.", date="2024-01-03"),
    )
    assert [each["title"] for each in items(built)] == ["B"]


@pytest.mark.parametrize("described", [True, False])
def test_a_feed_has_no_html_that_runs(tmp_path: Path, described: bool) -> None:
    """Whether a description is the author's or made of the text."""
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    front = {"date": "2024-01-02"} | ({"description": f"'{hostile}'"} if described else {})
    (item,) = items(site(tmp_path, a=post(f"# A\n\n{hostile}", **front)))
    assert "<script" not in item["description"]
    assert "<img src=x onerror" not in item["description"]

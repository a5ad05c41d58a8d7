"""Feeds: what is in them, ids and dates that last, and formats that independent judges accept."""

from __future__ import annotations

import datetime as dt
import json
import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from pydantic import ValidationError

from building import AUTHORS, post, write
from feed_judges import NAMES, judge, parse_xml
from mkdocs_byline.blog import library, taxonomies
from mkdocs_byline.blog.bios import Bios
from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.blog.library import Library
from mkdocs_byline.blog.load import Blog, load
from mkdocs_byline.blog.places import Places
from mkdocs_byline.blog.records import Records
from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.ledger import Entry, Ledger
from mkdocs_byline.git.load import History
from mkdocs_byline.html.feed_content import FeedContent, feed_content
from mkdocs_byline.i18n import ENGLISH
from mkdocs_byline.model import (
    Build,
    Correction,
    Dates,
    Person,
    Post,
    Revision,
    Status,
    Term,
)
from mkdocs_byline.outputs import opml
from mkdocs_byline.outputs.feed import Attachment, Feed, Item, Media, Site, feed_digests
from mkdocs_byline.outputs.feed_items import last_change, lasting_id
from mkdocs_byline.outputs.feed_list import autodiscovery, subscriptions
from mkdocs_byline.outputs.feeds import closed_parts, plan_feeds, render
from mkdocs_byline.outputs.pictures import Picture
from mkdocs_byline.settings import Settings
from paths import SHARED

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
SITE = Site("https://example.org/sub/", "Trial", description="A site", copyright="© <b>Us</b>")
TITLES = {kind: ENGLISH.get(key, key) for kind, key in (
    ("blog", "byline.blog"), ("archive", "blog.archive"), ("category", "blog.categories"),
    ("tag", "byline.tags"), ("author", "blog.authors"), ("corrections", "byline.corrections"),
)}  # fmt: skip
JANE = Person("jane", "Jane Doe", url="https://jane.example/", page="blog/author/jane/")
JOE = Person("joe", "Joe", email="joe@example.org")


def made(number: int, **values: Any) -> Post:
    """Return a post; the higher its number, the older it is, by ten days each."""
    dates = Dates(created=dt.datetime(2026, 1, 31, tzinfo=dt.UTC) - dt.timedelta(10 * number))
    given = {"title": f"Post {number}", "dates": dates, "id": f"id-{number}", **values}
    url = f"blog/p{number}/"
    return Post(path=f"blog/posts/p{number}.md", url=url, dest=f"{url}index.html", **given)


def blog_of(posts: Sequence[Post], ledger: Ledger | None = None, **options: Any) -> Blog:
    """Return a blog that was loaded from these posts."""
    settings, build = Settings(**options), Build(NOW)
    shelf = Library(library.in_order(posts), (), (), ())
    views = taxonomies.plan(shelf.listed, settings, build, TITLES)
    records = Records(Authors(""), Bios({}, ()), ledger or Ledger(), History())
    by_path = {each.path: each for each in posts}
    nothing: dict[str, Any] = {}
    return Blog(
        settings,
        build,
        records,
        shelf,
        views,
        views_by_kind={view.kind: {view.key: view} for view in views},
        paged=nothing,
        listings=nothing,
        redirects=(),
        pages=nothing,
        taken=Places(),
        posts=by_path,
        series=nothing,
        neighbours=nothing,
        intros=nothing,
        upcoming=None,
        cards=None,
        problems=(),
    )


def plan(posts: Sequence[Post], site: Site = SITE, **options: Any) -> dict[str, Feed]:
    return {feed.dest: feed for feed in plan_feeds(blog_of(posts, **options), site)}


def content(each: Post) -> FeedContent:
    return FeedContent(f"<p>{each.path}</p>", "First words")


def titles(feed: Feed) -> list[str]:
    return [item.title for item in feed.items]


def test_each_listing_has_a_feed_in_each_format() -> None:
    posts = [
        made(0, categories=(Term("Café & Co", ""),), authors=(JANE,), editors=(JOE,)),
        made(1, tags=(Term("sea", ""),), corrections=(Correction(NOW, "It was <2."),)),
    ]
    found = plan(posts)
    assert list(found) == [
        f"blog/{place}{file}"
        for place in ("", "category/café--co/", "tag/sea/", "author/jane/", "corrections/")
        for file in ("atom.xml", "rss.xml", "feed.json")
    ]
    topic = found["blog/category/café--co/atom.xml"]
    assert topic.url == "https://example.org/sub/blog/category/caf%C3%A9--co/atom.xml"
    assert topic.page == "https://example.org/sub/blog/category/caf%C3%A9--co/"
    assert (topic.title, topic.description) == ("Café & Co – Trial", "New posts in Café & Co")
    assert titles(found["blog/atom.xml"]) == ["Post 0", "Post 1"]
    assert titles(found["blog/corrections/atom.xml"]) == ["Corrections: Post 1"]
    assert (
        found["blog/author/jane/atom.xml"].author.url
        == "https://example.org/sub/blog/author/jane/"
    )
    assert found["blog/atom.xml"].rights == "© Us"


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_all_that_a_post_has_is_in_its_item(form: str) -> None:
    full = made(
        0,
        title="R&D <b> ]]> “x”",
        description="What & why",
        lang="de",
        authors=(JANE, replace(JANE, id="other"), JOE),
        editors=(JOE,),
        translators=(Person("", "Ann"),),
        categories=(Term("A", ""),),
        tags=(Term("A", ""), Term("b", "")),
    )
    cover = Picture("https://example.org/c.png?a&b", "A <cover>", "image/png", 10, 4, 3)
    media = {full.path: Media(cover, (Attachment("https://example.org/a.mp3", "audio/mpeg", 7),))}
    options: dict[str, Any] = {
        "license": "https://example.org/l",
        "feed_hub": "https://hub.example/",
    }
    feeds = plan_feeds(blog_of([full], feed_formats=(form,), **options), SITE, media=media)
    data = render(feeds[0], content)
    judge(data, form, feeds[0].url)
    text = data.decode()
    assert "joe@example.org" not in text
    for url in ("https://example.org/l", "https://hub.example/", "https://example.org/a.mp3"):
        assert url in text
    if form == "json":
        (item,) = json.loads(data)["items"]
        assert [each["name"] for each in item["authors"]] == ["Jane Doe", "Joe"]
        assert item["_byline"]["editors"] == [{"name": "Joe"}]
        assert (item["title"], item["tags"]) == (full.title, ["A", "b"])
        assert (item["summary"], item["image"]) == ("What & why", cover.url)
        assert item["content_html"].startswith('<p><img src="https://example.org/c.png?a&amp;b"')
        assert item["attachments"][0]["size_in_bytes"] == 7
        assert item["language"] == "de"
        return
    (entry,) = feedparser.parse(data).entries
    assert entry.title_detail.type == "text/plain" or form == "rss"
    assert [each.term for each in entry.tags] == ["A", "b"]
    assert entry.summary == "What & why"
    assert entry.content[0].value.startswith("<p><img")
    assert entry.enclosures[0].length == "7"
    assert entry.media_content[0]["width"] == "4"
    assert [each["name"] for each in entry.contributors] == ["Joe", "Ann"]
    assert form == "rss" or entry.title_detail.language == "de"
    root = parse_xml(data)
    title = root.find(".//item/title") if form == "rss" else root.find("a:entry/a:title", NAMES)
    assert title.text == full.title
    creators = root.findall(".//dc:creator", NAMES) + root.findall(
        "a:entry/a:author/a:name", NAMES
    )
    assert [each.text for each in creators] == ["Jane Doe", "Joe"]


def test_only_listed_published_dated_posts_are_in_any_feed() -> None:
    kinds: dict[str, Any] = {"categories": (Term("A", ""),), "authors": (JANE,)}
    kinds["tags"] = (Term("t", ""),)
    corrected: dict[str, Any] = {"corrections": (Correction(NOW, "x"),)}
    hidden = [
        made(number, **kinds, **corrected, status=status)
        for number, status in enumerate(Status)
        if status is not Status.PUBLISHED
    ]
    hidden += [made(7, **kinds, **corrected, unlisted=True)]
    hidden += [made(8, **kinds, **corrected, dates=Dates())]
    assert plan(hidden, feed_rss_plugin=True) == {}
    found = plan([*hidden, made(9, **kinds, **corrected)], feed_rss_plugin=True)
    assert len(found) == 3 * 5 + 4
    assert {item.post.path for feed in found.values() for item in feed.items if item.post} == {
        "blog/posts/p9.md"
    }
    assert all("Post 9" in title for feed in found.values() for title in titles(feed))


def test_a_blog_on_the_disk_in_every_awkward_state(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "docs/blog/.authors.yml": AUTHORS,
            "docs/blog/posts/out.md": post("# Out", date="2026-01-02", authors="[jane]"),
            "docs/blog/posts/draft.md": post("# Secret", date="2026-01-02", draft="true"),
            "docs/blog/posts/unlisted.md": post("# Secret", date="2026-01-02", unlisted="true"),
            "docs/blog/posts/planned.md": post(
                "# Secret", date="{created: 2026-01-02, publish_at: 2027-01-01}"
            ),
            "docs/blog/posts/gone.md": post(
                "# Secret", date="{created: 2026-01-02, expires: 2026-02-01}"
            ),
            "docs/blog/posts/broken.md": post("# Secret", date="2026-13-02"),
        },
    )
    for draft in (False, True):
        project = DiskProject(tmp_path, tmp_path / "docs", Settings(draft=draft, history=False))
        for preview in (False, True):
            blog = load(project, Build(NOW, preview=preview))
            feeds = plan_feeds(blog, SITE)
            assert [feed.kind for feed in feeds] == ["blog"] * 3 + ["author"] * 3
            assert {title for feed in feeds for title in titles(feed)} == {"Out"}


def test_options_choose_what_there_is() -> None:
    posts = [made(number, tags=(Term("t", ""),)) for number in range(5)]
    assert plan(posts, feeds=False) == {}
    assert plan(posts, replace(SITE, url="")) == {}
    assert plan([]) == {}
    some = plan(posts, feed_formats=("json", "rss", "json"), feed_kinds=(), feed_posts=3)
    assert [dest for dest in some if "feeds/" not in dest] == ["blog/feed.json", "blog/rss.xml"]
    assert list(plan(posts, blog_dir=".", feed_kinds=(), feed_formats=("atom",))) == ["atom.xml"]
    brief = plan(posts, feed_full_text=False, feed_kinds=())
    for feed in brief.values():
        data = render(feed, content)
        judge(data, feed.format, feed.url)
        assert b"First words" in data
        assert b"p0.md" not in data


@pytest.mark.parametrize(
    "options",
    [
        {"feed_formats": ()},
        {"feed_formats": ("xml",)},
        {"feed_kinds": ("archive",)},
        {"feed_posts": 0},
        {"feed_hub": "hub.example"},
        {"license": "CC BY"},
        {"license": "javascript:alert(1)"},
        {"feed_rss_plugin": {"rss_create": "a.xml"}},
        {"feed_rss_plugin": {"rss_created": "../a.xml"}},
        {"feed_rss_plugin": {"rss_created": "/a.xml"}},
    ],
)
def test_options_are_checked(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**options)


def test_ids_stay_when_a_post_moves_or_a_url_format_changes() -> None:
    before, after = made(0), replace(made(0), path="blog/posts/new.md", url="blog/new/", title="N")
    tagged: dict[str, Any] = {"tags": (Term("Sea", ""),)}
    old = plan([replace(before, **tagged)])
    new = plan([replace(after, **tagged)], tags_url_format="about/{slug}")
    assert old["blog/atom.xml"].items[0].id == new["blog/atom.xml"].items[0].id
    assert old["blog/tag/sea/atom.xml"].id == new["blog/about/sea/atom.xml"].id
    assert lasting_id(SITE, "a") == lasting_id(replace(SITE, url="http://EXAMPLE.org/sub/"), "a")
    other = replace(SITE, url="https://example.org/other/")
    assert lasting_id(SITE, "a") != lasting_id(other, "a")
    ids = [feed.id for feed in old.values()]
    assert len(set(ids)) == 2


def test_the_date_of_the_last_real_change() -> None:
    created = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
    day = dt.timedelta(1)

    def changed(**values: Any) -> dt.timedelta:
        dates = Dates(created=created, updated=values.pop("updated", None))
        return last_change(made(0, dates=dates, **values)) - created

    revision = Revision("c", created + day / 2, (), "")
    assert changed() == dt.timedelta()
    assert changed(updated=created + day) == day
    assert changed(updated=created - day) == dt.timedelta()
    assert changed(revisions=(revision,)) == day / 2
    assert changed(revisions=(revision,), updated=created + day / 4) == day / 4
    assert changed(corrections=(Correction(created + 2 * day, ""),)) == 2 * day


def test_a_correction_keeps_its_id_when_another_comes() -> None:
    first, second = Correction(NOW, "One"), Correction(NOW, "Two")

    def ids(*corrections: Correction) -> list[str]:
        feed = plan([made(0, corrections=corrections)])["blog/corrections/atom.xml"]
        judge(render(feed, content), "atom", feed.url)
        return [item.id for item in feed.items]

    (one,) = ids(first)
    # Newest first, and of one moment, the one that was there already comes last.
    assert one in ids(second, first)
    assert len(set(ids(second, first, second))) == 3


def test_archives_hold_what_the_feed_does_not_and_lead_from_one_to_the_next() -> None:
    posts = [made(number, tags=(Term("t", ""),)) for number in range(60)]
    found = plan(posts, feed_posts=10)
    archives = [feed for feed in found.values() if feed.archive and feed.format == "atom"]
    assert [feed.dest for feed in archives] == [
        f"blog/feeds/{name}.atom.xml"
        for name in ("2024", "2024-2", "2025", "2025-2", "2025-3", "2025-4")
    ]
    assert all(len(feed.items) <= 10 for feed in found.values())
    for form, file in (("atom", "atom.xml"), ("rss", "rss.xml"), ("json", "feed.json")):
        feed = found[f"blog/{file}"]
        by_url = {each.url: each for each in found.values()}
        seen, at, newer = set(titles(feed)), feed, ""
        while at.older:
            older = by_url[at.older]
            assert (older.current, older.newer, older.archive) == (feed.url, newer, True)
            assert older.format == form
            at, newer = older, older.url
            seen |= set(titles(at))
        assert len(seen) == 60
    for feed in found.values():
        judge(render(feed, content), feed.format, feed.url)
    atom = parse_xml(render(archives[0], content))
    assert len(atom.findall("fh:archive", NAMES)) == 1
    assert {each.get("rel") for each in atom.findall("a:link", NAMES)} == {
        "self", "alternate", "current", "next-archive",
    }  # fmt: skip
    newest = json.loads(render(found["blog/feed.json"], content))
    assert newest["next_url"] == "https://example.org/sub/blog/feeds/2025-4.json"


@given(
    st.lists(st.integers(0, 1500), max_size=60, unique=True),
    st.integers(1, 12),
    st.integers(0, 60),
    st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Kiritimati"]),
)
def test_an_archive_never_changes_when_posts_come_and_nobody_misses_one(
    days: list[int], size: int, known: int, zone: str
) -> None:
    items = [
        Item(str(day), "", str(day), moment, moment)
        for day in sorted(days, reverse=True)
        for moment in [dt.datetime(2022, 6, 1, 23, 30, tzinfo=dt.UTC) + dt.timedelta(day)]
    ]
    place = zoneinfo.ZoneInfo(zone)
    now, before = closed_parts(items, size, place), closed_parts(items[known:], size, place)
    assert before.items() <= now.items()
    assert {item for part in now.values() for item in part} | set(items[:size]) == set(items)
    assert all(0 < len(part) <= size for part in now.values())


def test_same_bytes_and_a_digest_that_knows_all_inputs() -> None:
    posts = [made(number, authors=(JANE,), tags=(Term("t", ""),)) for number in range(30)]
    one, two = plan(posts), plan(list(reversed(posts)))
    assert [render(feed, content) for feed in one.values()] == [
        render(feed, content) for feed in two.values()
    ]
    feed = one["blog/atom.xml"]

    def digest(changed: Feed) -> str:
        return feed_digests([changed], lambda each: each.sha256)[changed.dest]

    before = digest(feed)
    assert before == digest(two["blog/atom.xml"])
    of_feed: dict[str, Any] = {
        "title": "x", "description": "x", "language": "de", "url": "x", "page": "x",
        "author": replace(feed.author, name="x"), "updated": NOW, "archive": True,
        "current": "x", "newer": "x", "older": "x", "hub": "x", "license": "x", "rights": "x",
        "logo": "x", "full_text": False, "id": "x", "format": "rss", "items": feed.items[1:],
    }  # fmt: skip
    first, *others = feed.items
    assert first.post
    of_item: dict[str, Any] = {
        "title": "x", "id": "x", "url": "x", "summary": "x", "published": NOW, "updated": NOW,
        "html": "x", "credits": (), "topics": (), "media": Media(Picture("x")),
        "is_permalink": True, "language": "x", "post": replace(first.post, sha256="x"),
    }  # fmt: skip
    assert set(of_item) == {each.name for each in fields(Item)}
    changed = [replace(feed, **{name: value}) for name, value in of_feed.items()]
    changed += [
        replace(feed, items=(replace(first, **{name: value}), *others))
        for name, value in of_item.items()
    ]
    assert len({before, *map(digest, changed)}) == 1 + len(changed)


def test_feeds_at_the_urls_of_mkdocs_rss_plugin() -> None:
    moved = made(0, dates=replace(made(0).dates, updated=NOW))
    ledger = Ledger(posts={"id-0": Entry(moved.path, ("blog/first/", "blog/p0/"))})
    posts = [made(1), moved, made(2, dates=replace(made(2).dates, updated=NOW + dt.timedelta(1)))]
    blog = blog_of(posts, ledger, feed_rss_plugin={"rss_updated": "changes.xml"})
    found = {feed.dest: feed for feed in plan_feeds(blog, SITE) if feed.kind == "rss-plugin"}
    assert list(found) == [
        "feed_json_created.json",
        "feed_json_updated.json",
        "feed_rss_created.xml",
        "changes.xml",
    ]
    for feed in found.values():
        judge(render(feed, content), feed.format, feed.url)
    assert titles(found["feed_rss_created.xml"]) == ["Post 0", "Post 1", "Post 2"]
    assert titles(found["changes.xml"]) == ["Post 2", "Post 0", "Post 1"]
    entries = feedparser.parse(render(found["feed_rss_created.xml"], content)).entries
    assert [each.id for each in entries] == [
        f"https://example.org/sub/blog/{name}/" for name in ("first", "p1", "p2")
    ]
    assert found["feed_rss_created.xml"].url == "https://example.org/sub/feed_rss_created.xml"
    assert len(subscriptions(found.values())) == 0


def test_what_readers_can_follow() -> None:
    posts = [made(number, tags=(Term("t", ""),)) for number in range(30)]
    feeds = list(plan(posts, feed_formats=("atom", "json")).values())
    offered = subscriptions(feeds)
    assert [(each.kind, each.name, each.description) for each in offered] == [
        ("blog", "Blog", "Every new post"),
        ("tag", "t", "New posts tagged t"),
    ]
    assert [each.href for each in autodiscovery(offered)] == [
        "https://example.org/sub/blog/atom.xml",
        "https://example.org/sub/blog/feed.json",
    ]
    links = autodiscovery(offered, "tag", "t")
    assert [(each.type, each.title) for each in links] == [
        ("application/atom+xml", "Blog – Trial"),
        ("application/feed+json", "Blog – Trial"),
        ("application/atom+xml", "t – Trial"),
        ("application/feed+json", "t – Trial"),
    ]
    outlines = ElementTree.fromstring(opml.write(feeds, "Trial")).findall("body/outline")
    assert [(each.get("type"), each.get("xmlUrl"), each.get("text")) for each in outlines] == [
        ("rss", "https://example.org/sub/blog/atom.xml", "Blog – Trial"),
        ("rss", "https://example.org/sub/blog/tag/t/atom.xml", "t – Trial"),
    ]


AWKWARD = st.sampled_from(
    ["R&D", "a < b", "]]>", "<![CDATA[", "&amp;", "&lt;b>", "<script>x</script>", "\x00\x0b\x1f"]
    + [
        "\ufffe\uffff",
        "\ud800",
        "עברית",
        "العربية\u202e",
        "中文字",
        "👩‍👩‍👧‍👦",
        "\u2028",
        "\r\n",
        "\"'",
        "%s{}",
    ]
)
TEXTS = st.lists(AWKWARD | st.text(max_size=8), min_size=1, max_size=6).map("".join)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]).map(
    zoneinfo.ZoneInfo
)
OFFSETS = st.integers(-86399, 86399).map(lambda each: dt.timezone(dt.timedelta(seconds=each)))
# RSS knows no years before 1900: https://www.rfc-editor.org/rfc/rfc5322#section-3.3
MOMENTS = st.datetimes(
    dt.datetime(1900, 1, 2),  # noqa: DTZ001  Hypothesis adds the zone.
    timezones=ZONES | OFFSETS,
    allow_imaginary=True,
) | st.sampled_from(
    [
        dt.datetime(
            2026, month, day, hour, 30, fold=fold, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")
        )
        for month, day in ((3, 29), (10, 25))  # When clocks change.
        for hour in (1, 2, 3)
        for fold in (0, 1)
    ]
)


@limits(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.tuples(MOMENTS, MOMENTS, MOMENTS), st.data())
def test_any_text_and_any_moment_make_feeds_that_judges_accept(
    title: str, other: str, html: str, moments: tuple[dt.datetime, ...], data: st.DataObject
) -> None:
    created, updated, corrected = moments
    post = made(
        0,
        title=f"T{title}",
        description=data.draw(TEXTS),
        dates=Dates(created=created, updated=updated),
        authors=(Person("jane", f"J{other}"),),
        tags=(Term(f"t{other}", ""),),
        corrections=(Correction(corrected, other),),
    )
    cover = Picture(f"https://example.org/c.png?{len(title)}", title)
    feeds = plan_feeds(blog_of([post]), SITE, media={post.path: Media(cover)})
    body = feed_content(html, "https://example.org/sub/blog/p0/")
    for feed in feeds:
        written = render(feed, lambda _: body)
        judge(written, feed.format, feed.url)
        plain = " ".join(
            re.sub(
                "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", post.title
            ).split()
        )
        assert plain in _titles(written, feed.format)[0]


@pytest.mark.parametrize("edge", [dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59)])  # noqa: DTZ001
@pytest.mark.parametrize("hours", [-23.9999, 0, 23.9999])
def test_the_first_and_the_last_moment_that_there_are(edge: dt.datetime, hours: float) -> None:
    zone = dt.timezone(dt.timedelta(seconds=int(hours * 3600)))
    posts = [made(number, dates=Dates(created=edge.replace(tzinfo=zone))) for number in range(3)]
    found = plan(posts, feed_posts=1, timezone="Pacific/Kiritimati")
    assert len(found) == 12
    for feed in found.values():
        if feed.format != "rss" or edge.year > 1900:
            judge(render(feed, content), feed.format, feed.url)
        else:
            assert render(feed, content)


def _titles(data: bytes, form: str) -> list[str]:
    if form == "json":
        return [item["title"] for item in json.loads(data)["items"]]
    found = parse_xml(data).iterfind(
        ".//item/title" if form == "rss" else "a:entry/a:title", NAMES
    )
    return [each.text or "" for each in found]


def test_the_work_grows_with_the_posts_and_not_faster() -> None:
    """Ten times the posts: no more than ten times the texts and the bytes."""

    def work(total: int) -> tuple[int, int]:
        posts = [
            made(number, tags=(Term(f"t{number % 50}", ""),), authors=(JANE,))
            for number in range(total)
        ]
        asked = 0

        def counted(each: Post) -> FeedContent:
            nonlocal asked
            asked += 1
            return content(each)

        feeds = plan_feeds(blog_of(posts, feed_formats=("atom",)), SITE)
        size = sum(len(render(feed, counted)) for feed in feeds)
        return asked, size

    asked, size = work(1_000)
    more, larger = work(10_000)
    assert 1_000 <= asked <= 1_000 + 52 * 20
    assert 10_000 <= more <= 10_000 + 52 * 20
    assert larger < 10 * size


@pytest.mark.parametrize("name", ["jxnl", "textual"])
def test_real_blogs(name: str) -> None:
    docs = SHARED / "corpora" / name / "docs"
    if not docs.is_dir():
        pytest.skip(f"{docs} is not there; BYLINE_SHARED names the folder with 'corpora'")
    folder = {"jxnl": "writing", "textual": "blog"}[name]
    options = Settings(blog_dir=folder, history=False, feed_rss_plugin=True)
    blog = load(DiskProject(docs.parent, docs, options), Build(NOW))
    feeds = plan_feeds(blog, SITE)
    parts = [feed for feed in feeds if feed.kind == "blog" and feed.format == "atom"]
    assert {item.url for feed in parts for item in feed.items} == {
        f"{SITE.url}{each.url}" for each in blog.library.listed
    }
    for feed in feeds:
        judge(render(feed, content), feed.format, feed.url)
    former = [feed for feed in feeds if feed.dest == "feed_rss_created.xml"]
    assert [item.id for item in former[0].items] == [
        f"{SITE.url}{each.url}" for each in blog.library.listed[:20]
    ]

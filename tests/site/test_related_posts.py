"""What readers see of related posts, in pages and data; and that old pages stay as they are."""

from __future__ import annotations

import re
from pathlib import Path

from building import AUTHORS, CONFIG, Built, build, post, write
from structured import thing

SEA = "Lanterns guide sailors through harbours at night."


def blog(**more: str) -> dict[str, str]:
    jane = {"authors": "[jane]"}
    return {
        "docs/blog/.authors.yml": AUTHORS,
        "docs/blog/posts/lamp.md": post(
            f"# Lamps\n\n{SEA}", date="2026-11-01", tags="[trust, At <b>sea]", **jane
        ),
        "docs/blog/posts/draft.md": post(f"# Draft\n\n{SEA}", date="2026-11-02", draft="true"),
        "docs/blog/posts/quiet.md": post(f"# Quiet\n\n{SEA}", date="2026-11-02", unlisted="true"),
        "docs/blog/posts/german.md": post(f"# German\n\n{SEA}", date="2026-11-02", lang="de"),
        "docs/blog/posts/oven.md": post("# Ovens\n\nBread rises slowly.", date="2026-11-03"),
        "docs/blog/posts/ship.md": post(
            f"# Ships\n\n{SEA}", date="2026-11-04", tags="[trust, At <b>sea]", **jane
        ),
        **more,
    }


def read_next(built: Built, page: str) -> list[tuple[str, str, str]]:
    """Return the addresses, titles and reasons of what a page says to read next."""
    html = built.read(f"blog/2026/11/{page}/index.html")
    part = html.partition('<nav class="byline-related"')[2].partition("</nav>")[0]
    rows = re.findall(r'<a href="(.*?)">(.*?)</a>.*?<span>(.*?)</span>', part, re.DOTALL)
    return [(url, title, re.sub(r"</?bdi>", "", reason)) for url, title, reason in rows]


def test_a_post_ends_with_what_to_read_next_and_why(tmp_path: Path) -> None:
    built = build(tmp_path, blog(), strict=True)
    assert not built.error
    reason = "By the same author, on trust and At &lt;b&gt;sea"
    assert read_next(built, "04/ships") == [("../../01/lamps/", "Lamps", reason)]
    assert read_next(built, "01/lamps") == []
    assert "byline-related" not in built.read("blog/2026/11/03/ovens/index.html")
    assert [title for _, title, _ in read_next(built, "02/quiet")] == ["Lamps"]
    page = thing(built.read("blog/2026/11/04/ships/index.html"), "BlogPosting")["mainEntityOfPage"]
    assert page["relatedLink"] == ["https://example.org/sub/blog/2026/11/01/lamps/"]


def test_front_matter_has_the_last_word(tmp_path: Path) -> None:
    wanted = {
        "false": [],
        "oven.md": ["Ovens", "Lamps", "Ships"],
        "{pin: [blog/posts/german.md], ban: lamp.md}": ["German", "Ships"],
        "draft.md": ["Lamps", "Ships"],
    }
    files = blog()
    for at, front in enumerate(wanted):
        last = post(f"# Last {at}\n\n{SEA}", date="2026-11-05", related=front, unlisted="true")
        files[f"docs/blog/posts/last{at}.md"] = last
    built = build(tmp_path, files, strict=True)
    assert not built.error
    for at, titles in enumerate(wanted.values()):
        found = [title for _, title, _ in read_next(built, f"05/last-{at}")]
        assert found == titles


def test_parts_beside_a_post_are_named_once_and_the_option_says_how_many(tmp_path: Path) -> None:
    parts = {
        f"docs/blog/posts/part{number}.md": post(
            f"# Part {number}\n\n{SEA}", date=f"2026-11-1{number}", series="Sea"
        )
        for number in (1, 2, 3)
    }
    built = build(tmp_path, blog(**parts), strict=True)
    named = [[row[1:] for row in read_next(built, f"1{at}/part-{at}")] for at in (1, 2, 3)]
    ships, lamps = ("Ships", "On a similar subject"), ("Lamps", "On a similar subject")
    assert named == [
        [lamps, ships],
        [lamps, ships],
        [("Part 1", "In the same series"), lamps, ships],
    ]
    html = built.read("blog/2026/11/11/part-1/index.html")
    foot = html.partition('<footer class="byline-footer"')[2].partition("</footer>")[0]
    assert foot.count("Part 2") == 1
    config = CONFIG.replace("byline]", "byline: {related_posts: 1, related_newer: true}]")
    built = build(tmp_path, {"mkdocs.yml": config})
    assert [title for _, title, _ in read_next(built, "01/lamps")] == ["Ships"]
    built = build(
        tmp_path, {"mkdocs.yml": CONFIG.replace("byline]", "byline: {related_posts: 0}]")}
    )
    assert read_next(built, "13/part-3") == []


def test_what_can_t_be_named_is_reported_with_its_line(tmp_path: Path) -> None:
    front = "{pin: [lamb.md, quiet.md, oven.md, last.md], ban: [oven.md, gone.md]}"
    last = post(f"# Last\n\n{SEA}", date="2026-11-05", related=front)
    write(tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n"})
    built = build(tmp_path, blog(**{"docs/blog/posts/last.md": last}))
    start = "docs/blog/posts/last.md:3:"
    told = [each.removeprefix(start) for each in built.messages if each.startswith(start)]
    assert [each.split(".")[0] for each in told] == [
        "17: BY443 the related post 'lamb",
        "26: BY444 'quiet",
        "45: BY444 the post names itself",
        "61: BY444 'oven",
        "70: BY443 the related post 'gone",
    ]
    assert "Did you mean 'lamp.md'?" in told[0]


def test_a_new_post_leaves_old_pages_as_they_are_and_an_edit_is_seen(tmp_path: Path) -> None:
    build(tmp_path, blog())
    new = post(f"# New\n\n{SEA}", date="2026-11-06", tags="[trust]")
    page = tmp_path / "site/blog/2026/11/04/ships/index.html"
    related = re.compile(r'<nav class="byline-related".*?</nav>', re.DOTALL)
    before = related.findall(page.read_text(encoding="utf-8"))
    built = build(tmp_path, {"docs/blog/posts/new.md": new})
    assert [title for _, title, _ in read_next(built, "06/new")] == ["Lamps", "Ships"]
    assert related.findall(page.read_text(encoding="utf-8")) == before
    edited = blog()["docs/blog/posts/lamp.md"].replace("# Lamps", "# Lights")
    built = build(tmp_path, {"docs/blog/posts/lamp.md": edited})
    assert [title for _, title, _ in read_next(built, "04/ships")] == ["Lights"]
    warm = {path: built.read(path) for path in built.pages()}
    cold = build(
        tmp_path / "cold",
        {**blog(), "docs/blog/posts/new.md": new, "docs/blog/posts/lamp.md": edited},
    )
    assert {path: cold.read(path) for path in cold.pages()} == warm

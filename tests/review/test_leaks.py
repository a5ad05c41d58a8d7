"""Nothing of an unpublished post is in the site, and its media are not published with others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import CONFIG, Built, build, post
from mkdocs_byline.blog.media import Text, refers
from mkdocs_byline.locales import date_words
from mkdocs_byline.model import Dates, Post, Status
from mkdocs_byline.review.leaks import MAX_BYTES, find_leaks, is_composed

FRONT = {
    "draft": {"date": "2026-11-20", "draft": "true"},
    "scheduled": {"date": "{publish_at: 2099-01-01}"},
    "expired": {"date": "{created: 2020-01-01, expires: 2020-02-01}"},
}
TITLE = "The launch of the “Albatross” & more"

# A plugin of somebody else's that says too much.
HOOK = """\
from pathlib import Path
def on_post_build(config):
    for name, text in {files!r}.items():
        path = Path(config.site_dir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
"""


def site(
    root: Path,
    files: dict[str, str | bytes],
    extra: dict[str, bytes] | None = None,
    command: str = "build",
) -> Built:
    """Build a site with one post that is out, and a hook that writes further files into it."""
    out = {"docs/blog/posts/out.md": post("# Out now", date="2026-11-01"), **files}
    if extra:
        out["hook.py"] = HOOK.format(files=extra)
        out["mkdocs.yml"] = str(out.get("mkdocs.yml", CONFIG)) + "hooks: [hook.py]\n"
    return build(root, out, command=command)


@pytest.mark.parametrize("status", FRONT)
def test_an_honest_build_shows_nothing(tmp_path: Path, status: str) -> None:
    folder = "docs/blog/posts/albatross"
    files: dict[str, str | bytes] = {
        f"{folder}/index.md": post(f"# {TITLE}\n\n![A](bird.png)", **FRONT[status], tags="[out]"),
        f"{folder}/bird.png": b"A bird",
        f"{folder}/data/numbers.json": b"{}",
    }
    built = site(tmp_path, files)
    assert (built.error, built.messages) == ("", [])
    names = {path.name for path in built.out.rglob("*")}
    assert not names & {"bird.png", "numbers.json", "albatross"}


@pytest.mark.parametrize("status", FRONT)
@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("feed.xml", f"<title>{TITLE.replace('&', '&amp;')}</title>", "title"),
        ("x/index.html", '"The launch of the “Albatross” &amp; more"', "title"),
        ("api.json", '{"t": "The launch of the \\u201cAlbatross\\u201d & more"}', "title"),
        ("x/y.html", '<a href="../../20/the-launch-of-the-albatross--more/">', "slug"),
        ("urls.txt", "https://example.org/b/the-launch-of-the-albatross--more/#top", "slug"),
        ("list.html", '<img src="../albatross/bird.png">', "file"),
        ("blog/albatross/bird.png", "anything", "file"),
        ("cards/1.png", "A bird", "picture"),
    ],
)
def test_a_leak_ends_the_build_and_names_both_ends(
    tmp_path: Path, status: str, name: str, text: str, what: str
) -> None:
    source = "docs/blog/posts/albatross/index.md"
    files: dict[str, str | bytes] = {
        source: post(f"# {TITLE}", **FRONT[status]),
        "docs/blog/posts/albatross/bird.png": b"A bird",
    }
    built = site(tmp_path, files, {name: text.encode()})
    assert built.codes == ["BY421"]
    assert built.messages[0].startswith(
        f"{source}:1:1: BY421 the post is not published ({status})"
    )
    assert f"its {what} '" in built.messages[0]
    assert f"in {name}." in built.messages[0]
    assert built.error


def test_a_leak_in_many_files_is_told_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"docs/blog/posts/a.md": post(f"# {TITLE}", **FRONT["draft"])}
    built = site(tmp_path, files, {f"{n}.txt": TITLE.encode() for n in range(3)})
    assert built.codes == ["BY421"]
    assert "in 0.txt and 2 more." in built.messages[0]


@pytest.mark.parametrize(
    ("title", "published"),
    [
        ("Home", "Text."),
        ("Table of contents", "Text."),
        ("Out now and for ever", "As we say: Out now and for ever."),
        ("Skip to content", "Text."),
        ("Trial and error, a history", "[Soon: Trial and error, a history](a.md)"),
        ("requestAnimationFrame", "Text."),  # What scripts say, …
        ("addEventListener and more", "`addEventListener and more`"),
        ("November 1, 2026", "Text."),  # … what is made of data, …
        ("Sunday, November 1, 2026", "Text."),
        ("Out now - Trial", "Text."),  # … and of two of these.
        ("Back to index: Out now", "Text."),
        ("The parts of a glossary", "![](glossary.svg)"),
        ("Content-Security-Policy", "Text."),  # What pages are made of, …
        ("BreadcrumbList", "Text."),
        ("2026-11-01T00:00:00+00:00", "Text."),  # … feeds …
        ("machine-learning", "Text."),  # … and addresses.
    ],
)
def test_what_can_be_mistaken_is_no_leak(tmp_path: Path, title: str, published: str) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post(f"# {title}", **FRONT["draft"]),
        "docs/blog/posts/b.md": post(
            f"# B\n\n{published}", date="2026-11-02", tags="[Machine learning]"
        ),
        "mkdocs.yml": CONFIG.replace("byline]", "byline: {csp: true, tags: true}]"),
        "docs/blog/posts/glossary.svg": "<svg xmlns='http://www.w3.org/2000/svg'>"
        "<title>The parts of a glossary</title></svg>",
    }
    shown = '<a href="../home/">Home</a>'
    built = site(tmp_path, files, {"x.html": shown.encode()})
    assert built.error == ""
    assert built.codes == []


def test_the_beginning_of_a_url_is_not_the_url(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post("# One", date="2026-11-02", draft="true"),
        "docs/blog/posts/b.md": post("# One more", date="2026-11-02", aliases="/old/2026/11/02/x"),
        "docs/blog/posts/c/index.md": post("# See", date="2026-11-02", draft="true"),
        "docs/blog/posts/c/x.png": b"1",
        "docs/blog/posts/abc/index.md": post("# Abc\n\n![X](x.png)", date="2026-11-02"),
        "docs/blog/posts/abc/x.png": b"2",
    }
    built = site(tmp_path, files)
    assert (built.error, built.codes) == ("", [])
    assert site(tmp_path, files, {"x.html": b'<a href="2026/11/02/one/">'}).codes == ["BY421"]


def test_files_instead_of_folders(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post("# A hidden draft", date="2026-11-02", draft="true"),
        "docs/blog/posts/b.md": post("# Not a hidden draft", date="2026-11-02"),
        "mkdocs.yml": CONFIG + "use_directory_urls: false\n",
    }
    built = build(tmp_path, files)
    assert (built.error, built.codes) == ("", [])
    assert build(tmp_path, {"docs/x.txt": 'href="a-hidden-draft.html"'}).codes == []  # Meant so.
    hook = HOOK.format(files={"y.txt": b'href="../blog/2026/11/02/a-hidden-draft.html"'})
    config = {"mkdocs.yml": str(files["mkdocs.yml"]) + "hooks: [hook.py]\n", "hook.py": hook}
    (tmp_path / "docs/x.txt").unlink()
    assert build(tmp_path, config).codes == ["BY421"]


def test_a_draft_may_share_everything_with_a_published_post(tmp_path: Path) -> None:
    text = "# A title that two posts share"
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post(text, date="2026-11-02"),
        "docs/blog/posts/b.md": post(text, date="2026-11-02", draft="true"),
    }
    built = site(tmp_path, files)
    assert (built.error, built.messages) == ("", [])


def test_the_preview_shows_drafts_and_their_media(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/albatross/index.md": post(f"# {TITLE}", **FRONT["draft"]),
        "docs/blog/posts/albatross/bird.png": b"A bird",
    }
    built = site(tmp_path, files, command="serve")
    assert (built.error, built.messages) == ("", [])
    assert "blog/albatross/bird.png" in built


def test_media_that_something_published_uses_are_published(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/draft/index.md": post("# Draft", **FRONT["draft"]),
        "docs/blog/posts/draft/used.png": b"1",
        "docs/blog/posts/draft/own.png": b"2",
        "docs/blog/posts/user.md": post("# User\n\n![U](draft/used.png)", date="2026-11-02"),
        # Beside posts that are out, a file belongs to the drafts that refer to it.
        "docs/blog/posts/flat.md": post("# Flat\n\n![F](flat%20one.png) ![B](both.png)", draft=1),
        "docs/blog/posts/flat one.png": b"3",
        "docs/blog/posts/both.png": b"4",
        "docs/blog/posts/nobodys.png": b"5",
        # A post that is out has a folder of its own in that of a draft.
        "docs/blog/posts/draft/inner/index.md": post("# Inner", date="2026-11-02"),
        "docs/blog/posts/draft/inner/inner.png": b"6",
        "docs/about.md": '# About\n\n<img src="../blog/both.png" alt="B">\n',
    }
    built = site(tmp_path, files)
    assert built.error == ""
    found = {path.name for path in (built.out / "blog").rglob("*.png")}
    assert found == {"used.png", "both.png", "nobodys.png", "inner.png"}


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("blog/posts/a.md", "![A](x/p.png)", True),
        ("blog/posts/a.md", "![A](./x/p.png 'T')", True),
        ("blog/posts/a.md", "[a]: x/p.png", True),
        ("blog/posts/a.md", "image: blog/posts/x/p.png", True),
        ("about.md", "(blog/posts/x/p.png)", True),
        ("about.md", '<img src="/sub/blog/x/p.png">', True),
        ("blog/posts/y/index.md", "![A](../x/p.png)", True),
        ("blog/posts/y/index.md", "![A](p.png)", False),
        ("blog/posts/a.md", "![A](x/pp.png) p.png", False),
        ("blog/posts/a.md", "x/p.png.txt"[:6], False),
    ],
)
def test_what_refers_to_a_file(source: str, text: str, expected: bool) -> None:
    found = refers(Text(source, "about", text), "blog/posts/x/p.png", "blog/x/p.png")
    assert found is expected


def drafts(titles: Iterable[str]) -> list[Post]:
    """Return a draft with each title, and with a URL that nothing names."""
    return [
        Post(f"{n}.md", title, f"d/{n}/", f"d/{n}/index.html", Dates(), status=Status.DRAFT)
        for n, title in enumerate(titles)
    ]


def is_leaked(titles: Iterable[str], text: str) -> bool:
    """Whether a page with this text shows one of the drafts' titles."""
    page = ("page.html", text.encode())
    nothing: dict[str, Any] = {"others": [page], "places": (), "said": lambda text: False}
    return bool(find_leaks(Path("/nowhere"), drafts(titles), [], **nothing, shown=str))


@given(st.lists(st.text("ab ", max_size=6), min_size=1, max_size=8), st.text("ab ", max_size=40))
def test_a_title_is_found_where_a_search_finds_it(ends: list[str], text: str) -> None:
    start = "The title of a draft: "
    page = start + text
    assert is_leaked([start + end for end in ends], page) is any(map(text.startswith, ends))


@pytest.mark.parametrize("number", [1, 50])
def test_one_draft_is_seen_among_any_number(tmp_path: Path, number: int) -> None:
    (tmp_path / "a.html").write_text("<p>Draft number 0 of them <a href=/blog/the-slug-of-0/>")
    drafts = [
        Post(
            f"{n}.md",
            f"Draft number {n} of them",
            url,
            f"{url}index.html",
            Dates(),
            status=Status.DRAFT,
        )
        for n in range(number)
        for url in [f"blog/the-slug-of-{n}/"]
    ]
    found = find_leaks(
        tmp_path, drafts, [], others=(), places=(), said=lambda text: False, shown=str
    )
    whats = [each.message.partition("but its ")[2].partition(" ")[0] for each in found]
    assert ({each.path for each in found}, sorted(whats)) == ({"0.md"}, ["slug", "title"])


def test_long_titles_are_cut() -> None:
    title = "é" * 3000
    shown = MAX_BYTES // len("é".encode())
    assert is_leaked([title], title[:shown])
    assert not is_leaked([title], title[: shown - 1])


def test_the_check_runs_before_the_site_is_handed_over(tmp_path: Path) -> None:
    hook = """
        from pathlib import Path
        from mkdocs.plugins import event_priority

        @event_priority(-100)
        def on_post_build(config):
            Path(config.docs_dir, "..", "handed-over").touch()
        """
    files: dict[str, str | bytes] = {
        "last.py": hook,
        "docs/blog/posts/a.md": post(f"# {TITLE}", **FRONT["draft"]),
        "mkdocs.yml": CONFIG + "hooks: [last.py]\n",
    }
    assert build(tmp_path, files).error == ""
    assert (tmp_path / "handed-over").exists()
    (tmp_path / "handed-over").unlink()
    config = CONFIG + "hooks: [hook.py, last.py]\n"
    leak = {"hook.py": HOOK.format(files={"a.txt": TITLE.encode()}), "mkdocs.yml": config}
    assert build(tmp_path, files | leak).error
    assert not (tmp_path / "handed-over").exists()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("November 1, 2026", True),
        ("1. november 2026 – out now", True),
        ("Out now - Trial", True),
        ("Out now: Jane Doe, Trial", True),
        ("Out now: Jane Doe, Trial, Out now", False),  # Nobody sets that.
        ("November launch", False),
        ("Outnow", False),
        ("The launch of the Albatross", False),
        ("2026", True),
        ("Thu, 01 Jan 2026 00:00:00 +0000", True),  # As in RSS, in any language.
    ],
)
def test_what_a_site_shows_anyway_is_no_secret(title: str, expected: bool) -> None:
    words = date_words("en", ["MMMM y"])
    assert {"thu", "janvier"} <= date_words("fr", [])
    assert is_composed(title, ["Out now", "Trial", "Jane Doe"], words) is expected


def test_dates_are_known_in_any_language() -> None:
    assert {"januar", "montag"} <= date_words("de", [])
    assert {"de", "enero"} <= date_words("es", [])
    assert "märz" in date_words("de", ["MMM"])


def test_scripts_of_the_theme_and_of_plugins_are_no_leaks(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post("# All rights reserved, and more", **FRONT["draft"]),
    }
    text = b"/* All rights reserved, and more */"
    scripts = {"assets/external/x.com/a.js": text, "assets/b.css": text}
    built = site(tmp_path / "a", files, scripts)
    assert (built.error, built.codes) == ("", [])
    assert site(tmp_path / "b", files, {"search/search_index.js": text}).codes == ["BY421"]


def test_what_others_say_of_an_expiring_post_ends_no_later_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = "docs/blog/posts"
    files: dict[str, str | bytes] = {
        f"{folder}/x/index.md": post(
            "# One\n\n![A](pic.png)",
            date="{created: 2026-11-02, expires: 2027-01-01}",
            tags="[rare]",
            aliases="[/2019/one/, /2019/two/]",
        ),
        f"{folder}/x/pic.png": b"A picture",
        f"{folder}/b.md": post(
            "# B\n\n[a](/sub/blog/2026/11/02/one/), [b](x/index.md), `x/pic.png`, "
            "<https://example.org/sub/blog/2026/11/02/one/>",
            date="2026-11-02",
        ),
        "docs/blog/.urls.json": """{
  "version": 1,
  "posts": {
    "a1": {"path": "blog/posts/gone.md", "urls": ["2019/one/"]},
    "a2": {"path": "blog/posts/away.md", "urls": ["2019/two/"]}
  }
}
""",
    }
    for moment in ("1796000000", "1893456000"):  # In 2026, and in 2030.
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        built = site(tmp_path, files)
        assert (built.error, built.codes) == ("", [])
    assert "blog/2026/11/02/one/index.html" not in built

"""URLs never break: ids that last, redirects from former URLs, and URLs that vanished."""

from __future__ import annotations

import datetime as dt
import errno
import json
import re
import tempfile
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from browser import serving
from building import CONFIG, Built, build, post, write
from mkdocs_byline.blog import urls
from mkdocs_byline.blog.identity import identify
from mkdocs_byline.cli import main
from mkdocs_byline.content.ledger import Entry, Ledger, format_ledger, parse_ledger
from mkdocs_byline.git.file_history import Past
from mkdocs_byline.html.redirect_page import redirect_page
from mkdocs_byline.model import Alias, Dates, Post
from repository import Repo

OLD = "blog/2026/01/01/old/"


def ledger(**posts: tuple[str, list[str]]) -> str:
    """Return a ledger's text; each post is its path and its URLs."""
    entries = {each: Entry(path, tuple(found)) for each, (path, found) in posts.items()}
    return format_ledger(Ledger(posts=entries))


def site(root: Path, record: str = "", **posts: str) -> Built:
    files: dict[str, str | bytes] = {
        f"docs/blog/posts/{name}.md": text for name, text in posts.items()
    }
    if record:
        files["docs/blog/.urls.json"] = record.encode()
    return build(root, files)


def target(built: Built, path: str) -> str:
    """Return where a browser without scripts is taken from a page, relative to the site."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', built.read(path))
    assert found, path
    url: str = urljoin(f"https://x/{path}", found[1])
    return url.removeprefix("https://x/")


def test_a_url_on_record_leads_to_where_the_post_is_now(tmp_path: Path) -> None:
    record = ledger(a1=("blog/posts/a.md", [OLD, "blog/2026/01/02/new/"]))
    built = site(tmp_path, record, a=post("# New", date="2026-01-02"))
    assert (built.error, built.messages) == ("", [])
    assert target(built, f"{OLD}index.html") == "blog/2026/01/02/new/"
    page = built.read(f"{OLD}index.html")
    assert '<link rel="canonical" href="https://example.org/sub/blog/2026/01/02/new/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "<script" not in page
    for place in ("sitemap.xml", "search/search_index.json"):
        assert "01/old" not in built.read(place)
    assert "01/02/new" in built.read("sitemap.xml")
    assert ".urls.json" not in {path.name for path in built.out.rglob("*")}


def test_aliases_lead_to_the_post_too(tmp_path: Path) -> None:
    text = post("# A", date="2026-01-02", aliases="[/2019/a.html, archive/a, /blog/2026/01/02/a/]")
    built = site(tmp_path, a=text)
    assert (built.error, built.messages) == ("", [])
    for path in ("2019/a.html", "archive/a/index.html"):
        assert target(built, path) == "blog/2026/01/02/a/"
    assert "url=../blog/2026/01/02/a/" in built.read("2019/a.html")


def test_file_urls_lead_to_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post("# A", date="2026-01-02", aliases="old/")
    }
    built = build(tmp_path, files, use_directory_urls=False)
    assert target(built, "old/index.html") == "blog/2026/01/02/a.html"


@pytest.mark.parametrize(
    ("alias", "reason"),
    [
        ("../../escape", "leaves"),
        ("/a/../../b", "leaves"),
        ("%2e%2e/x", "leaves"),
        ("https://evil.example/", "another site"),
        ("//evil.example/x", "another site"),
        ("javascript:alert(1)", "another site"),
        ("/?p=12", "can't be told apart"),
        ("/", "is empty"),
    ],
)
def test_an_alias_stays_in_the_site(tmp_path: Path, alias: str, reason: str) -> None:
    built = site(tmp_path, a=post("# A", date="2026-01-02", aliases=f'["{alias}"]'))
    assert built.codes == ["BY413"]
    assert "docs/blog/posts/a.md:3:11: BY413" in built.messages[0]
    assert reason in built.messages[0]


@pytest.mark.parametrize(
    ("alias", "holder"),
    [
        ("/blog/2026/01/03/b/", "docs/blog/posts/b.md"),
        ("/blog/", "the listing 'Blog'"),
        ("/index.html", "docs/index.md"),
        ("/sitemap.xml/", "the theme"),
        ("/blog/archive", "the listing 'Archive'"),
        ("/taken/", "docs/blog/posts/b.md"),
    ],
)
def test_a_former_url_takes_no_page_away(tmp_path: Path, alias: str, holder: str) -> None:
    first = post("# A", date="2026-01-02", aliases=f"[{alias}]")
    second = post("# B", date="2026-01-03", aliases="/taken/")
    # Who comes first by name has the alias; so the second is the one that is told.
    built = site(tmp_path, c=first, b=second)
    assert built.codes == ["BY412"]
    assert f"belongs to {holder}." in built.messages[0]


def test_a_vanished_url_is_an_error_until_it_leads_somewhere(tmp_path: Path) -> None:
    record = ledger(a1=("blog/posts/a.md", [OLD]))
    built = site(tmp_path, record, b=post("# B", date="2026-01-02"))
    assert built.codes == ["BY411"]
    assert "docs/blog/.urls.json:4:1: BY411 'docs/blog/posts/a.md' is gone" in built.messages[0]
    assert built.error
    built = site(tmp_path, record, b=post("# B", date="2026-01-02", aliases=f"[/{OLD}]"))
    assert (built.error, target(built, f"{OLD}index.html")) == ("", "blog/2026/01/02/b/")


def test_a_post_that_is_not_built_has_not_vanished(tmp_path: Path) -> None:
    record = ledger(a1=("blog/posts/a.md", [OLD]))
    built = site(tmp_path, record, a=post("# Old", date="2026-01-01", draft="true"))
    assert (built.error, built.messages) == ("", [])
    assert f"{OLD}index.html" not in built


def test_an_old_url_that_another_post_has_now_is_told(tmp_path: Path) -> None:
    record = ledger(a1=("blog/posts/a.md", [OLD]))
    posts = {
        "a": post("# New", date="2026-01-02"),
        "b": post("# Old", date="2026-01-01"),
    }
    built = site(tmp_path, record, **posts)
    assert built.codes == ["BY412"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"version": 2, "posts": {}}',
        '{"version": 1, "posts": {"a": {"path": 1, "urls": []}}}',
        '{"version": 1, "posts": {"../x": {"path": "a", "urls": []}}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_ledger_is_told(tmp_path: Path, text: str) -> None:
    built = site(tmp_path, text, a=post("# A", date="2026-01-01"))
    assert built.codes == ["BY414"]


def test_a_ledger_leads_nobody_out_of_the_site(tmp_path: Path) -> None:
    record = ledger(a1=("blog/posts/a.md", ["../../escaped/", OLD]))
    built = site(tmp_path, record, a=post("# New", date="2026-01-02"))
    assert built.codes == ["BY413"]


def a_post(path: str, url: str = "", aliases: tuple[str, ...] = ()) -> Post:
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    found = tuple(Alias(*urls.former(each), 1, 1) for each in aliases)
    return Post(path, "T", url or f"{path}/", "", Dates(created=day), aliases=found)


RECORD = Ledger(posts={"a1": Entry("a.md", ("u/a/",)), "b1": Entry("b.md", ("u/b/",))})


@pytest.mark.parametrize(
    ("posts", "moves", "expected"),
    [
        ([a_post("a.md"), a_post("b.md")], {}, {"a.md": "a1", "b.md": "b1"}),
        ([a_post("c.md")], {"c.md": ("x.md", "a.md")}, {"c.md": "a1"}),
        ([a_post("c.md", "u/b/")], {"c.md": ("a.md",)}, {"c.md": "a1"}),
        ([a_post("c.md", aliases=("/u/b/",))], {}, {"c.md": "b1"}),
        ([a_post("c.md", "u/a/")], {}, {"c.md": "a1"}),
        # A new post at the old place does not become the one that was moved away.
        ([a_post("a.md", "u/a/"), a_post("c.md")], {"c.md": ("b.md",)}, {"c.md": "b1"}),
    ],
)
def test_how_a_post_is_recognised(
    posts: list[Post], moves: dict[str, tuple[str, ...]], expected: dict[str, str]
) -> None:
    found = identify(posts, RECORD, {path: Past(paths=each) for path, each in moves.items()})
    assert expected.items() <= found.items()


def test_an_id_does_not_change_when_it_is_recorded() -> None:
    posts = [a_post("new.md"), a_post("a.md")]
    pasts = {"new.md": Past(paths=("a.md",))}
    before = identify(posts, Ledger(), pasts)
    assert len(set(before.values())) == 2
    entries = {each: Entry(path, ()) for path, each in before.items()}
    assert identify(posts, Ledger(posts=entries), pasts) == before
    assert identify(posts[:1], Ledger(), pasts)["new.md"] == before["new.md"]


PATHS = st.sampled_from(["a.md", "b.md", "c.md", "d.md"])
URLS = st.lists(st.sampled_from(["u/1/", "u/2/", "u/3/"]), max_size=2)


@given(
    st.dictionaries(PATHS, st.tuples(PATHS, URLS), max_size=4),
    st.dictionaries(st.sampled_from(["x1", "x2", "x3"]), st.tuples(PATHS, URLS), max_size=3),
)
def test_no_two_posts_are_ever_the_same(
    posts: dict[str, tuple[str, list[str]]], record: dict[str, tuple[str, list[str]]]
) -> None:
    given_posts = [a_post(path, each[1][0] if each[1] else "") for path, each in posts.items()]
    pasts = {path: Past(paths=(each[0],)) for path, each in posts.items()}
    known = Ledger(posts={key: Entry(path, tuple(each)) for key, (path, each) in record.items()})
    found = identify(given_posts, known, pasts)
    assert found.keys() == posts.keys()
    assert len(set(found.values())) == len(found)
    assert identify(given_posts[::-1], known, pasts) == found


@given(st.text(max_size=40))
def test_former_urls_never_leave_the_site(text: str) -> None:
    try:
        url, dest = urls.former(text)
    except urls.BadPath:
        return
    assert urls.is_inside(dest)
    assert urls.former(url) == (url, dest)


def test_git_tells_where_a_post_was(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    body = "# A\n\n" + "A long text that git recognises. " * 20
    repo.commit(1, {"docs/blog/posts/a.md": post(body, date="2026-01-01")})
    repo.commit(
        2, {"docs/blog/posts/b.md": post(body, date="2026-01-01"), "docs/blog/posts/a.md": None}
    )
    first = "blog/2026/01/01/a/"
    built = site(tmp_path, ledger(a1=("blog/posts/a.md", [first, "gone/"])))
    assert (built.error, built.messages) == ("", [])
    assert target(built, "gone/index.html") == first
    record = json.loads(built.read("blog/provenance.json"))["posts"]
    assert [each["id"] for each in record] == ["a1"]


def test_a_ledger_is_read_as_it_was_written() -> None:
    known = Ledger("x", RECORD.posts, frozenset({"gone/", "ärger/"}))
    text = format_ledger(known)
    read = parse_ledger(text.encode(), "x")
    assert (read.posts, read.gone, read.problems) == (known.posts, known.gone, ())
    assert [text.splitlines()[line - 1].split('"')[1] for line in read.lines.values()] == [
        "a1",
        "b1",
    ]
    assert parse_ledger(format_ledger(Ledger()).encode(), "x").problems == ()


def test_titles_are_escaped() -> None:
    page = redirect_page(
        dest="a/index.html", url="b/", title='<img src="x">', site_url="", language="en", moved="&"
    )
    assert "<img" not in page
    assert '<link rel="canonical" href="../b/">' in page


def byline(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["urls", "-f", str(root / "mkdocs.yml"), *arguments])


def test_the_ledger_is_written_and_kept(tmp_path: Path) -> None:
    posts = {
        "a": post("# A", date="2026-01-01"),
        "b": post("# B", date="2026-01-02", draft="true"),
        "c": "broken: [",
    }
    write(
        tmp_path,
        {"mkdocs.yml": CONFIG, **{f"docs/blog/posts/{k}.md": v for k, v in posts.items()}},
    )
    path = tmp_path / "docs/blog/.urls.json"
    assert byline(tmp_path, "--check").exit_code == 1
    assert not path.exists()
    first = byline(tmp_path)
    assert first.output.splitlines() == [
        "new    blog/2026/01/01/a/  docs/blog/posts/a.md",
        "docs/blog/.urls.json: 1 post and 1 URL; 1 written.",
    ]
    written = path.read_bytes()
    assert byline(tmp_path, "--check").exit_code == 0
    assert byline(tmp_path).output == "docs/blog/.urls.json: 1 post and 1 URL; 0 written.\n"
    assert path.read_bytes() == written
    (tmp_path / "docs/blog/posts/a.md").rename(tmp_path / "docs/blog/posts/moved.md")
    assert "moved  blog/2026/01/01/a/  docs/blog/posts/moved.md" in byline(tmp_path).output
    after = parse_ledger(path.read_bytes(), "")
    assert [entry.path for entry in after.posts.values()] == ["blog/posts/moved.md"]
    assert after.posts.keys() == parse_ledger(written, "").posts.keys()


def test_what_is_meant_to_be_gone_is_said(tmp_path: Path) -> None:
    record = ledger(a1=("blog/posts/a.md", ["one/", "two/"]), b1=("blog/posts/b.md", ["three/"]))
    write(tmp_path, {"mkdocs.yml": CONFIG, "docs/blog/.urls.json": record.encode()})
    found = byline(tmp_path)
    assert (found.exit_code, found.output.count("BY411")) == (1, 3)
    assert byline(tmp_path, "accept", "/one/", "three/").output == "gone  one/\ngone  three/\n"
    assert byline(tmp_path).output.count("BY411") == 1
    assert byline(tmp_path, "accept", "one/").exit_code == 2
    assert byline(tmp_path, "accept").exit_code == 2
    assert byline(tmp_path, "accept", "--all").output == "gone  two/\n"
    assert byline(tmp_path, "--check").exit_code == 0


def test_a_url_that_another_post_took_can_be_let_go(tmp_path: Path) -> None:
    record = ledger(a1=("blog/posts/a.md", [OLD]))
    posts = {"a": post("# New", date="2026-01-02"), "b": post("# Old", date="2026-01-01")}
    assert site(tmp_path, record, **posts).codes == ["BY412"]
    assert byline(tmp_path, "accept", OLD).exit_code == 0
    assert build(tmp_path).codes == []


def test_a_damaged_ledger_is_never_overwritten(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": CONFIG,
        "docs/blog/.urls.json": "{",
        "docs/blog/posts/a.md": post("# A", date="2026-01-01"),
    }
    write(tmp_path, files)
    assert byline(tmp_path).exit_code == 1
    assert (tmp_path / "docs/blog/.urls.json").read_text() == "{"


def test_whoever_deletes_a_post_is_told_of_its_url(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    record = ledger(a1=("blog/posts/a.md", ["blog/2026/01/01/a/"]))
    a_and_b = {f"docs/blog/posts/{name}.md": post(f"# {name}", date="2026-01-01") for name in "ab"}
    repo.commit(1, {"mkdocs.yml": CONFIG, "docs/blog/.urls.json": record, **a_and_b})
    repo.commit(2, {"docs/blog/posts/b.md": post("# B, changed", date="2026-01-01")})
    repo.commit(3, {"docs/blog/posts/a.md": None})

    def check(base: str) -> Result:
        command = ["check", "-f", str(tmp_path / "mkdocs.yml"), "--base", base]
        return CliRunner().invoke(main, command)

    assert (check("HEAD~1").exit_code, check("HEAD~1").output.count("BY411")) == (1, 1)
    # So is whoever comes after: a build would fail, and a green check means a green build.
    assert (check("HEAD").exit_code, check("HEAD").output.count("BY411")) == (1, 1)
    assert check("no-such-branch").exit_code == 2


@pytest.mark.browser
def test_a_reader_without_scripts_gets_there(tmp_path: Path, browser: Browser) -> None:
    record = ledger(a1=("blog/posts/a.md", [OLD, "blog/2026/01/02/new/"]))
    built = site(tmp_path, record, a=post("# Nü & new", date="2026-01-02", aliases="/früher.html"))
    assert built.error == ""
    with serving(built.out) as address:
        page = browser.new_context(java_script_enabled=False).new_page()
        for former in (OLD, "fr%C3%BCher.html"):
            page.goto(address + former)
            page.wait_for_url(f"{address}blog/2026/01/02/*/")
            assert page.locator("h1").inner_text().startswith("Nü & new")


def test_a_disk_that_can_not_be_written_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**arguments: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, "Read-only file system")

    site(tmp_path, a=post("# A", date="2026-11-01"))
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    result = CliRunner().invoke(main, ["urls", "-f", str(tmp_path / "mkdocs.yml")])
    assert result.exit_code == 1
    assert result.output.endswith("docs/blog/.urls.json: Read-only file system.\n")

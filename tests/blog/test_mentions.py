"""Which pages link to which: whatever a link looks like, wherever its target was moved."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from building import CONFIG, build, post, write
from checking import run
from comparing import assert_same, without_cache
from mkdocs_byline.blog.disk_project import DiskProject
from mkdocs_byline.blog.load import load
from mkdocs_byline.blog.mentions import LinkScan, find_mentions
from mkdocs_byline.model import Build
from mkdocs_byline.outputs.mentions import mentions
from mkdocs_byline.settings import Settings

NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
SITE = "https://example.org/sub/"
A, B, GUIDE = "blog/posts/a.md", "blog/posts/b.md", "guide/install.md"


def linked(root: Path, files: dict[str, str], **more: object) -> dict[str, tuple[str, ...]]:
    write(root, {f"docs/{path}": text for path, text in files.items()})
    project = DiskProject(
        root,
        root / "docs",
        Settings(history=False),
        site_url=SITE,
        **more,  # type: ignore[arg-type]
    )
    scan = LinkScan(SITE, magic_links="pymdownx.magiclink" in project.extensions)
    found = find_mentions(load(project, Build(NOW)), project, scan)
    again = LinkScan(SITE, magic_links=scan.magic_links, kept=scan.encode())
    assert find_mentions(load(project, Build(NOW)), project, again) == found
    assert not again.is_new
    return dict(found)


def pair(body: str, **front: object) -> dict[str, str]:
    """Return a post at the URL `blog/2026/01/01/a/`, another that has this text, and a page."""
    return {
        A: post("# A\n", date="2026-01-01"),
        B: post(f"# B\n\n{body}", date="2026-01-02", **front),
        GUIDE: "# Install\n",
    }


@pytest.mark.parametrize(
    "link",
    [
        "[a](a.md)",
        "[a](<a.md> 'title')",
        "[a](a.md#part)",
        "[a](a.md?x=1)",
        "[a](%61.md)",
        "[a][1] b\n\n[1]: a.md",
        "[a][]\n\n> [a]: <a.md>",
        "[`a`](./a.md)",
        "- [a](../posts/a.md)\n- b",
        "| a | b |\n| - | - |\n| [a](a.md) | b |",
        "[![x](x.png)](a.md)",
        '<a href="../../01/a/">a</a>',
        "<A class=x HREF=../../01/a/index.html#x>a</A>",
        "[a](../../01/a/)",
        "[a](../../01/a)",
        "[a](/sub/blog/2026/01/01/a/)",
        "[a](/blog/posts/a.md)",
        "[a](https://example.org/sub/blog/2026/01/01/a/)",
        "<https://example.org/sub/blog/2026/01/01/a/>",
        "[a](//example.org/sub/blog/2026/01/01/a/#x)",
    ],
)
def test_a_link_leads_to_the_page_that_it_leads_to(tmp_path: Path, link: str) -> None:
    assert linked(tmp_path, pair(link)) == {A: (B,)}


@pytest.mark.parametrize(
    "text",
    [
        "`[a](a.md)`",
        "```\n[a](a.md)\n```",
        "    [a](a.md)",
        "<!-- [a](a.md) -->",
        "<pre>[a](a.md)</pre>",
        "\\[a](a.md)",
        "![a](a.md)",
        "[a](#a)",
        "[b](b.md) [b](../../02/b/)",
        "[a](https://example.com/sub/blog/2026/01/01/a/)",
        "[a](https://example.org/other/blog/2026/01/01/a/)",
        "[a](mailto:a.md)",
        "[a](http://[)",
        "[a](gone.md) [a](../../../../../../../../a.md)",
        "https://example.org/sub/blog/2026/01/01/a/",
    ],
)
def test_what_is_no_link_to_another_page_is_none(tmp_path: Path, text: str) -> None:
    assert linked(tmp_path, pair(text)) == {}


def test_a_bare_address_is_a_link_where_the_site_makes_one_of_it(tmp_path: Path) -> None:
    text = "See https://example.org/sub/blog/2026/01/01/a/."
    assert linked(tmp_path, pair(text), extensions={"pymdownx.magiclink": {}}) == {A: (B,)}


def test_posts_and_documentation_know_each_other(tmp_path: Path) -> None:
    files = pair("[x](../../guide/install.md) [a](a.md) [a](a.md#again)")
    files |= {
        "index.md": "# Home\n\n[guide](guide/install.md) [a](blog/posts/a.md)\n",
        GUIDE: "# Install\n\n[a](../blog/posts/a.md) [home](../index.md)\n",
        "blog/posts/c.md": post("# C\n\n[a](a.md)", date="2026-01-03"),
        "blog/index.md": "# Blog\n\n[a](posts/a.md)\n",
    }
    found = linked(tmp_path, files)
    assert found == {A: ("blog/posts/c.md", B, GUIDE, "index.md"), GUIDE: (B,)}


def test_related_links_of_front_matter_are_links(tmp_path: Path) -> None:
    found = linked(tmp_path, pair("x", links=f"[{{Read: [{A}, {GUIDE}]}}, https://example.com]"))
    assert found == {A: (B,), GUIDE: (B,)}


@pytest.mark.parametrize("state", ["unlisted: true", "draft: true", "publish_at: 2030-01-01"])
def test_only_posts_that_are_out_and_listed_are_named(tmp_path: Path, state: str) -> None:
    key, _, value = state.partition(": ")
    front = (
        {"date": "{created: 2026-01-02, publish_at: 2030-01-01}"} if key == "publish_at" else {}
    )
    files = pair("[a](a.md)")
    files[B] = post("# B\n\n[a](a.md)", **{"date": "2026-01-02", **front, key: value})
    assert linked(tmp_path, files) == {}


def test_a_page_that_has_moved_keeps_what_links_to_it(tmp_path: Path) -> None:
    ledger = {"a1": {"path": A, "urls": ["blog/was/", "blog/2026/01/01/a/"]}}
    files = pair(
        "[former](/sub/blog/was/) [alias](/sub/old.html)"
        " <a href='https://example.org/sub/setup/'>moved</a>"
    )
    files[A] = post("# A\n", date="2026-01-01", aliases="[/old.html]", slug="new")
    files["blog/.urls.json"] = json.dumps({"version": 1, "posts": ledger, "gone": []})
    moved = {"redirects": {"redirect_maps": {"setup.md": f"{GUIDE}#x"}}}
    assert linked(tmp_path, files, plugins=moved) == {A: (B,), GUIDE: (B,)}


def test_a_list_has_what_readers_need_to_choose(tmp_path: Path) -> None:
    files = pair("[a](a.md)", lang="de")
    linked(tmp_path, files)
    project = DiskProject(tmp_path, tmp_path / "docs", Settings(history=False))
    blog = load(project, Build(NOW))
    pages = {GUIDE: ("Install", "guide/install/")}
    found = mentions(blog, (B, GUIDE, "gone.md"), pages.get).listed
    assert [(each.title, each.url, each.lang) for each in found] == [
        ("B", "blog/2026/01/02/b/", "de"),
        ("Install", "guide/install/", ""),
    ]
    assert found[0].date == dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    assert found[1].date is None
    many = mentions(blog, [B] * 10_000 + [GUIDE], pages.get)
    assert [each.title for each in many.listed] == ["B"] * 99 + ["Install"]
    assert many.others == 9_901
    many = mentions(blog, [B] * 50 + [GUIDE] * 60, pages.get)
    assert [each.title for each in many.listed] == ["B"] * 50 + ["Install"] * 50


def test_pages_list_what_links_to_them_and_a_new_mention_changes_its_target_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_byline.outputs.mentions.MOST", 12)
    files: dict[str, str | bytes] = {
        "mkdocs.yml": CONFIG.replace(
            "byline]",
            "byline: {history: false, related_posts: 0, backlinks: [guide/, blog/posts/]}]",
        ),
        "docs/guide/one.md": "# One & <em>more</em>\n\n[first](../blog/posts/p0.md)\n",
        "docs/guide/two.md": "# Two\n",
        "docs/apart.md": "# Apart\n",
        **{
            f"docs/blog/posts/p{number}.md": post(
                f"# P{number}\n\n[one](../../guide/one.md) [p0](p0.md) [x](../../apart.md)",
                date=f"2026-01-{number + 1:02}",
            )
            for number in range(13)
        },
    }
    built = build(tmp_path, files)
    assert built.messages == []
    page = built.read("guide/one/index.html")
    article = page[page.index("<article") : page.index("</article")]
    before, _, panel = article.partition('<aside class="byline-mentions"')
    assert "first</a>" in before
    assert panel.index(">P12</a>") < panel.index(">P3</a>") < panel.index("<details")
    assert panel.index("<summary>More articles (2)</summary>") < panel.index(">P1</a>")
    assert panel.index(">P1</a>") < panel.index("<p>Not listed here: 1</p>")
    assert ">P0</a>" not in panel
    assert '<time datetime="2026-01-13">' in panel
    assert "P12" not in page.replace(panel, "").partition("<article")[2]
    text = built.read("blog/2026/01/01/p0/index.html")
    assert '<a href="../../../../../guide/one/">One &amp; more</a>' in text
    for path in ("guide/two", "apart", "blog/2026/01/02/p1"):
        assert "byline-mentions" not in built.read(f"{path}/index.html")
    assert "byline-mentions" not in built.read("search/search_index.json")

    old = {path: (built.out / path).stat().st_ino for path in built.pages()}
    edited = post("# P1\n\n[two](../../guide/two.md)", date="2026-01-02")
    warm = build(tmp_path, {"docs/blog/posts/p1.md": edited})
    assert ">P1</a>" in warm.read("guide/two/index.html")
    kept = {path for path in warm.pages() if (warm.out / path).stat().st_ino == old.get(path)}
    # But for those that have it for a neighbour.
    assert {f"blog/2026/01/{day:02}/p{day - 1}/index.html" for day in range(4, 14)} <= kept
    assert not kept & {"guide/one/index.html", "guide/two/index.html"}
    with without_cache(tmp_path):
        assert_same(warm, build(tmp_path, site_dir=str(tmp_path / "cold")))


def test_of_several_blogs_one_panel_lists_the_posts_of_all(tmp_path: Path) -> None:
    options = "{history: false, backlinks: true, post_url_format: '{slug}'"
    two = f"[byline: {options}}}, byline: {options}, blog_dir: news}}]"
    files = {
        "mkdocs.yml": CONFIG.replace("[search, byline]", two),
        "docs/index.md": "# Home\n",
        "docs/guide.md": "# Guide\n",
        "docs/blog/posts/a.md": post("# A\n\n[guide](../../guide.md)", date="2026-01-01"),
        "docs/news/posts/b.md": post(
            "# B\n\n[guide](../../guide.md) [a](../../blog/posts/a.md)", date="2026-01-02"
        ),
    }
    built = build(tmp_path, files)
    assert built.error == ""
    for path, titles in {"guide": ["B", "A"], "blog/a": ["B"], "news/b": []}.items():
        html = built.read(f"{path}/index.html")
        links = LexborHTMLParser(html).css(".byline-mentions a")
        assert [link.text() for link in links] == titles
        assert html.count('id="byline-mentions"') == (1 if titles else 0)
    gone = build(tmp_path, {"docs/news/posts/b.md": post("# B", date="2026-01-02")})
    with without_cache(tmp_path):
        assert_same(gone, build(tmp_path, site_dir=str(tmp_path / "cold")))
    assert ">B</a>" not in gone.read("guide/index.html")


def test_the_preview_marks_drafts(tmp_path: Path) -> None:
    files = {f"docs/{path}": text for path, text in pair("[a](a.md)", draft="true").items()}
    files["mkdocs.yml"] = CONFIG.replace("byline]", "byline: {history: false, backlinks: true}]")
    page = "blog/2026/01/01/a/index.html"
    shown = build(tmp_path, {**files}, command="serve").read(page)
    assert '<span class="byline-badge">Draft</span>' in shown.partition("byline-mentions")[2]
    assert "byline-mentions" not in build(tmp_path).read(page)


def test_a_check_lists_what_no_link_leads_to(tmp_path: Path) -> None:
    files = {f"docs/{path}": text for path, text in pair("[a](a.md)").items()}
    write(tmp_path, {"mkdocs.yml": CONFIG, **files, "docs/index.md": "# Home\n"})
    result = run(tmp_path, "--report")
    assert result.exit_code == 0
    assert result.output.splitlines()[-4:] == [
        "Posts that nothing links to: 1 of 2",
        "  docs/blog/posts/b.md",
        "Pages that no post mentions: 1 of 1",
        "  docs/guide/install.md",
    ]
    assert run(tmp_path, "--report", "--format", "json").exit_code == 2


def test_a_template_for_mentions_that_reads_on_has_its_page_made_in_each_build(
    tmp_path: Path,
) -> None:
    files = {
        "mkdocs.yml": CONFIG.replace("material,", "material, custom_dir: overrides,").replace(
            "byline]", "byline: {sidebar: false, backlinks: true, history: false}]"
        ),
        "overrides/byline/partials/mentions.html": "<i>{{ byline_posts(1)[0].title }}</i>",
        "docs/about.md": "# About\n",
        "docs/blog/posts/one.md": post("# One\n\n[x](../../about.md)", date="2026-01-01"),
        "docs/blog/posts/two.md": post("# Two", date="2026-01-02"),
    }
    assert "<i>Two</i>" in build(tmp_path, files).read("about/index.html")
    changed = {"docs/blog/posts/two.md": post("# Second", date="2026-01-02")}
    assert "<i>Second</i>" in build(tmp_path, changed).read("about/index.html")

"""The page about a pull request: what it says, and that nothing in it can do anything."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from building import AUTHORS, CONFIG, build, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.review import pages
from mkdocs_byline.review.changes import word_diff
from mkdocs_byline.review.github_markdown import block, code
from repository import Repo

HOSTILE = "![x](https://evil.example/) `@joe` <img src=x> #1 https://evil.example [a](b)"


def summary(root: Path, *arguments: str, **environment: str) -> str:
    command = ["summary", "-f", str(root / "mkdocs.yml"), "--base", "main", *arguments]
    found = CliRunner().invoke(main, command, env=environment)
    assert found.exit_code == 0, found.output
    return found.output


def pull_request(root: Path) -> Repo:
    repo = Repo(root)
    repo.commit(
        1,
        {
            "mkdocs.yml": CONFIG,
            ".gitignore": "/site*\n.cache\n",
            "docs/index.md": "# Home\n",
            "docs/about.md": "# About\n",
            "docs/blog/.authors.yml": AUTHORS,
            "docs/blog/posts/one.md": post("# One\n\n" + "Words. " * 30, date="2026-01-01"),
            "docs/blog/posts/two.md": post("# Two", date="2026-01-01"),
            "docs/blog/posts/gone.md": post(
                "# Gone\n\n" + "Lost. " * 30, date="2026-01-01", tags="[rare]"
            ),
        },
    )
    repo.git("checkout", "--quiet", "-b", "pr")
    repo.commit(
        2,
        {
            "docs/blog/posts/one.md": None,
            "docs/blog/posts/renamed.md": post("# One\n\n" + "Words. " * 30, date="2026-01-01"),
            "docs/blog/posts/two.md": post("# Two\n\nMore.", date="2026-01-01"),
            "docs/blog/posts/gone.md": None,
            "docs/blog/posts/three.md": post(
                "# Three\n\n" + "Word " * 600,
                date="{created: 2026-01-02, updated: 2026-01-03}",
                description="What it says.",
                authors="[jane]",
                categories="[Work]",
                series="Works",
            ),
            "docs/blog/.series.yml": "series:\n  Works: {state: complete}\n",
            "docs/blog/posts/draft.md": post("# Draft", date="2026-01-01", draft="true"),
            "docs/blog/posts/bad.md": post("# Bad", date="2026-01-01", authors="[jnae]"),
        },
    )
    return repo


def test_what_an_editor_sees(tmp_path: Path) -> None:
    pull_request(tmp_path)
    text = summary(tmp_path)
    assert text.startswith("## Posts: 2 new, 2 changed, 1 broken, 1 deleted\n")
    three = text[text.index("### `Three`") : text.index("### `Two`")]
    assert three.splitlines()[2:] == [
        "- **File:** `docs/blog/posts/three.md` (new)",
        "- **URL:** `https://example.org/sub/blog/2026/01/02/three/`",
        "- **Description:** `What it says.`",
        "- **Author:** `Jane Doe`",
        "- **Date:** `2026-01-02 00:00 UTC`",
        "- **Updated:** `2026-01-03 00:00 UTC`",
        "- **Topics:** `Work`",
        "- **Series:** `Works`, complete",
        "- **New topic:** `Work`",
        "- **Feeds:** 4: `Blog`, `Work`, `Works`, `Jane Doe`",
        "- **In listings:** `What it says.`",
        "- **Item and preview:** `Three`: `What it says.`; no picture",
        "- **Reading time:** 3 min",
        "",
        "```text",
        " ".join(["Word"] * 60) + " …",
        "```",
        "",
    ]
    assert "- **File:** `docs/blog/posts/renamed.md` (moved)" in text
    assert "- **State:** a draft, not published" in text
    assert "### Can't be published yet\n\n- `docs/blog/posts/bad.md`\n" in text
    assert "### Deleted\n\n- `docs/blog/posts/gone.md`\n" in text
    assert "docs/blog/posts/bad.md:3:11: BY201 unknown author 'jnae'." in text


def test_each_post_that_is_published_has_its_card(tmp_path: Path) -> None:
    pull_request(tmp_path)
    write(tmp_path, {"mkdocs.yml": CONFIG.replace("byline]", "byline: {cards: true}]")})
    text = summary(tmp_path)
    assert "- **Card:** `https://example.org/sub/blog/2026/01/02/three/card.png`" in text
    assert "card.png" not in text[text.index("### `Draft`") :].split("\n### ")[0]


def test_what_the_sites_add(tmp_path: Path) -> None:
    repo = pull_request(tmp_path)
    (tmp_path / "docs/blog/posts/bad.md").unlink()
    repo.commit(3)
    site = build(tmp_path, site_dir=str(tmp_path / "site"))
    repo.git("checkout", "--quiet", "main")
    base = build(tmp_path, site_dir=str(tmp_path / "site-base"))
    repo.git("checkout", "--quiet", "pr")
    assert (site.error, base.error) == ("", "")
    text = summary(tmp_path, f"--site={site.out}", f"--base-site={base.out}")
    assert "- **Item and preview:** `Three`: `What it says.`; no picture" in text
    assert "- **Reading time:** 3 min" in text  # 600 words at 265 a minute.
    assert "```text\n" + " ".join(["Word"] * 60) + " …\n```" in text
    found = text[text.index("### Pages of the site") :]
    added = "**New**\n\n- `blog/2026/01/02/three/index.html`\n"
    assert added in found
    assert "`blog/2026/01/01/two/index.html`" in found[: found.index("**Gone")]
    gone = found[found.index("**Gone") :]
    assert re.findall(r"^- `(.*)`", gone, re.M) == [
        "blog/2026/01/01/gone/index.html",
        "blog/tag/rare/index.html",
    ]
    # The sidebar has other posts now; the page about us says what it said.
    assert "about/index.html" not in found


def test_a_site_that_could_not_be_built_is_told(tmp_path: Path) -> None:
    pull_request(tmp_path)
    told = "### Pages of the site\n\nThe site can't be built; its log says why.\n"
    assert summary(tmp_path, f"--site={tmp_path / 'site'}", "--base-site=none").endswith(told)
    assert "Pages of the site" not in summary(tmp_path)


def test_a_post_that_can_not_be_published_is_shown_all_the_same(tmp_path: Path) -> None:
    repo = pull_request(tmp_path)
    bad = post(
        "# Bad\n\nIt begins so, with [a link](https://x.example/).\n\n<!-- more -->\n\nRest",
        date="22.11.2026",
        authors="[jane, jnae]",
        tags="[new]",
    )
    unread = "---\na: [\n---\nT\n"
    repo.commit(3, {"docs/blog/posts/bad.md": bad, "docs/blog/posts/two.md": unread})
    text = summary(tmp_path)
    assert text.startswith("## Posts: 2 new, 1 changed, 2 broken, 1 deleted\n")
    found = text[text.index("### `Bad`") :].split("\n### ")[0]
    assert found.splitlines()[2:] == [
        "- **File:** `docs/blog/posts/bad.md` (new)",
        "- **Description:** –",
        "- **Author:** `Jane Doe`, `jnae`",
        "- **Date:** `2026-01-02 12:00 UTC`",  # Git's.
        "- **Topics:** `new`",
        "- **New topic:** `new`",
        "- **Links to:** `x.example`: `https://x.example/`",
        "- **In listings:** `It begins so, with a link.`",
        "- **Item and preview:** `Bad`: its first words; no picture",
        "- **Reading time:** 1 min",
        "- **State:** can't be published yet; see *Problems*",
        "",
        "```text",
        "It begins so, with a link. Rest",
        "```",
    ]
    assert "- **File:** `docs/blog/posts/two.md` (changed)" in text


def test_what_only_the_build_has_said_is_quoted(tmp_path: Path) -> None:
    pull_request(tmp_path)
    (known,) = (line for line in summary(tmp_path).splitlines() if "BY201" in line)
    log = tmp_path / "log"
    log.write_text(
        f"INFO    -  Cleaning\n\x1b[33mWARNING -  \x1b[0mDoc file 'a.md' links to `b.md`\n"
        f"ERROR   -  {known}\nWARNING -  Doc file 'a.md' links to `b.md`\nAborted\n"
    )
    found = summary(tmp_path, f"--log={log}").partition("### What else the build says\n\n")[2]
    assert found == "```text\nDoc file 'a.md' links to `b.md`\n```\n"
    assert summary(tmp_path, "--log=nowhere") == summary(tmp_path)


def test_only_what_stands_around_the_text_differs(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/x.html": "<nav>1</nav><article>T</article>",
            "b/x.html": "<nav>2</nav><article>T</article>",
            "a/y.html": "<article>T</article>",
            "b/y.html": "<article>U</article>",
            "a/z/index.html": "Z",
            "b/z/index.html": "Z",
            "a/new.html": "N",
            "b/old.html": "O",
            "a/a.css": "1",
            "b/a.css": "2",
        },
    )
    assert pages.compare(tmp_path / "a", tmp_path / "b") == pages.Pages(
        ("new.html",), ("y.html",), ("old.html",), ("x.html",), same=1, files=1
    )


def test_it_goes_to_the_summary_of_a_workflow(tmp_path: Path) -> None:
    pull_request(tmp_path)
    file = tmp_path / "step"
    file.write_text("Before\n")
    assert summary(tmp_path, GITHUB_STEP_SUMMARY=str(file)) == ""
    assert file.read_text().startswith("Before\n## Posts")


def test_a_strangers_text_stays_text(tmp_path: Path) -> None:
    repo = pull_request(tmp_path)
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    hostile = post(
        f"Text\n\n{HOSTILE}",
        title=quoted,
        description=quoted,
        date="2026-01-04",
        tags=f"[{quoted}]",
        authors=f"[{{name: {quoted}}}]",
    )
    repo.commit(3, {"docs/blog/posts/a`![b](c)`.md": hostile, "docs/blog/posts/bad.md": None})
    site = build(tmp_path, site_dir=str(tmp_path / "site"))
    assert site.error == ""
    text = summary(tmp_path, f"--site={site.out}")
    assert "evil" in text
    assert "evil" not in outside_code(text)
    assert not re.search(r"[<@\[]", outside_code(text))


def outside_code(text: str) -> str:
    """Return GitHub Markdown without its blocks and spans of code, by the specification's rules.

    https://github.github.com/gfm/#fenced-code-blocks and #code-spans
    """
    text = re.sub(r"^(`{3,})text\n.*?^\1$", "", text, flags=re.M | re.S)
    return re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", text, flags=re.S)


@given(st.text(alphabet=st.sampled_from("`ab \n\r\u2028\u202e<@~|\\é") | st.characters()))
def test_code_holds_whatever_it_is_given(text: str) -> None:
    assert outside_code(f"x {code(text)} y") in ("x  y", "x – y")
    assert outside_code(f"x\n{block(text)}\ny") == "x\n\ny"
    assert "\n" not in code(text)


def test_what_an_editor_decides_on(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    old = "# One\n\nThe keeper climbs the old stairs every night, whatever the weather is like.\n"
    more = "\nA second paragraph that stays.\n"
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": CONFIG,
        "docs/blog/.authors.yml": AUTHORS,
        "docs/blog/posts/one.md": post(old + more, date="2026-01-01", authors="[jane]"),
        "docs/blog/posts/two.md": post("# Two", date="2026-01-01", tags="[JavaScript]"),
    }
    repo.commit(1, files)
    repo.git("checkout", "--quiet", "-b", "pr")
    new = old.replace("old stairs", "steep stairs") + more
    new += "\n[a](https://evil.example/x) ![p](https://pics.example/p.png) https://bare.example/\n"
    front = {"slug": "other", "date": "2026-01-01", "authors": "[jane, joe]"}
    people = (
        AUTHORS.replace("Writes}", "Writes, url: 'https://new.example'}") + "  new: {name: N}\n"
    )
    repo.commit(
        2,
        {
            "docs/blog/posts/one.md": post(new, tags="[javascript, sea]", **front),
            "docs/blog/.authors.yml": people,
        },
    )
    text = summary(tmp_path, "--actor", "eve")
    for line in (
        "- **URL before:** `https://example.org/sub/blog/2026/01/01/one/`",
        "- **Byline:** was `Jane Doe`, is `Jane Doe`, `Joe Bloggs`",
        "- **New topic:** `javascript`; there is `JavaScript`",
        "- **New topic:** `sea`",
        "- **Links to:** `evil.example`: `https://evil.example/x`",
        "- **Links to:** `bare.example`: `https://bare.example/`",
        "- **Pictures from:** `pics.example`: `https://pics.example/p.png`",
        "- `jane`: `url was empty, is 'https://new.example'`",
        "- `new`: `new: N`",
    ):
        assert line in text.splitlines()
    assert "keeper climbs the [-old-] {+steep+} stairs every night," in text
    assert "second paragraph" not in text.partition("**Text**")[2]
    assert "BY431" in text
    assert "BY431" not in summary(tmp_path)


def test_what_nobody_has_seen_is_not_updated(tmp_path: Path) -> None:
    pull_request(tmp_path)
    write(
        tmp_path,
        {
            "docs/blog/posts/later.md": post(
                "# Later", date="{publish_at: 2999-01-01, updated: 2999-01-02}"
            )
        },
    )
    later = summary(tmp_path).partition("### `Later`")[2].partition("###")[0]
    assert "Published from" in later
    assert "Updated" not in later


@given(st.text("ab .\n", max_size=80), st.text("ab .\n", max_size=80))
def test_the_same_words_are_no_change(before: str, after: str) -> None:
    diff = word_diff(before, after)
    assert bool(diff) is (before.split() != after.split())

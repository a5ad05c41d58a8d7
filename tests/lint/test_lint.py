"""What an editor would remark on, and what nobody would."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify, unique

from building import CONFIG, post, write
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import find_project
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.markdown_blocks import blank_code
from mkdocs_byline.content.markdown_scan import scan
from mkdocs_byline.content.topics import SERIES, parse_topics
from mkdocs_byline.lint.blog import BLOG_CHECKS, lone_parts, near_series
from mkdocs_byline.lint.lead import LEAD_CHECKS
from mkdocs_byline.lint.links import LINK_CHECKS
from mkdocs_byline.lint.markup import MARKUP_CHECKS
from mkdocs_byline.lint.post import POST_CHECKS
from mkdocs_byline.problems import CHECKS
from pictures import picture

LONG = "word " * 251


def test_a_check_is_a_row_beside_its_function() -> None:
    tables = (POST_CHECKS, MARKUP_CHECKS, LEAD_CHECKS, LINK_CHECKS, BLOG_CHECKS)
    assert {name for table in tables for name in table} == set(CHECKS)


def remarks(root: Path, files: dict[str, str | bytes], config: str = CONFIG) -> list[str]:
    """Return what is remarked on in a blog: file, line, column and code."""
    write(root, {"mkdocs.yml": config, "docs/index.md": "# Home\n", **files})
    found = inspect(find_project(root / "mkdocs.yml"), read_clock({})).remarks()
    folder = "docs/blog/posts/"
    return [
        f"{each.path.removeprefix(folder)}:{each.line}:{each.column} {each.code}" for each in found
    ]


def remarks_on(root: Path, body: str, **front: object) -> list[str]:
    """Return what is remarked on in one post that begins with a line of its own; without path."""
    text = post(f"# Title\n{body}", date="2026-11-01", **front)
    other = post("# Other\n\n## Part one\n", date="2026-11-02")
    files = {"docs/blog/posts/a.md": text, "docs/blog/posts/other.md": other}
    return [each.removeprefix("a.md:") for each in remarks(root, dict(files))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Pictures without words
        ("\n![](https://x.example/a.png)", ["6:1 BY501"]),
        ("\n![ ](https://x.example/a.png)", ["6:1 BY501"]),
        ("\n![A cat](https://x.example/a.png)", []),
        ('\n![](https://x.example/a.png){ alt="" }', []),
        ("\n<img src='https://x.example/a.png'>", ["6:1 BY501"]),
        ("\n<img src='https://x.example/a.png' alt=''>", []),
        ("\n[![](https://x.example/a.png)](other.md)", ["6:2 BY501"]),
        # Headings
        ("\n### Three", ["6:1 BY502"]),
        ("\n## Two\n\n### Three\n\n## Two\n\n#### Four", ["12:1 BY502"]),
        ("\nTwo\n---\n\n### Three", []),
        # Links that say nothing
        ("\n[here](other.md) [Read more…](other.md)", ["6:1 BY505", "6:18 BY505"]),
        ("\n[hereafter](other.md)", []),
        ("\n<a href='https://x.example/'>click here</a>", ["6:1 BY505"]),
        # Bare URLs
        ("\nSee https://x.example/a_b.", ["6:5 BY506"]),
        ("\n<https://x.example> [https://x.example](https://x.example)", []),
        ("\n<a href='https://x.example'>https://x.example</a>", []),
        ("\n[a]: https://x.example\n\n*[b]: https://x.example\n\n[a]", []),
        # Links
        ("\n[a](gone.md)", ["6:1 BY507"]),
        ("\nText and\n[a](<gone file.md>)", ["7:1 BY507"]),
        ("\n![a](gone.png)", ["6:1 BY507"]),
        ("\n[a][x]\n\n[x]: gone.md", ["6:1 BY507"]),
        ("\n[x][] and [x]\n\n[x]: gone.md", ["6:1 BY507", "6:11 BY507"]),
        ("\n[a](other.md) [b](../../index.md) [c](/elsewhere) [d](mailto:x@y.example)", []),
        ("\n[a](../archive/2026.md) [b](../archive/2025.md)", ["6:25 BY507"]),
        ("\n[a](../archive/2026.md#any)", []),
        ("\n[a](www.x.example/a)", ["6:1 BY507"]),
        ("\n[a](../../02/other) [b](../other/)", ["6:21 BY507"]),
        ("\n<a href='../../02/other/'>b</a> <a href='other.md'>c</a>", ["6:33 BY507"]),
        ("\n[a](other.md 'title (x)') [b](other.md \"t\")", []),
        ("\n[a [b] c](gone(1).md)", ["6:1 BY507"]),
        ("\n[[1]](gone.md)", ["6:1 BY507"]),
        # Anchors
        ("\n[a](other.md#part-one) [b](other.md#part-two)", ["6:24 BY508"]),
        ("\n[a](#title) [b](#own) [c](#no)\n\n## Named {#own}", ["6:23 BY508"]),
        ("\n[a](#x) [b](#y)\n\n<div id='x'></div>\n\ntext\n{: #y }", []),
        ("\n[a](#twice_1)\n\n## Twice\n\n## Twice", []),
        ("\n[a](#fn:1) [b](#__tabbed_1_1)", []),
        # Paragraphs
        (f"\n{LONG}", ["6:1 BY512"]),
        (f"\nA\n\n- {LONG[:700]}\n- {LONG[:700]}", []),
        (f"\n- {LONG}", ["6:1 BY512"]),
        (f"\n| a | b |\n| - | - |\n| {LONG} | b |", []),
        (f"\n```\n{LONG}\n```", []),
        ("\n" + "漢" * 501, []),
        ("\n" + "漢" * 502, ["6:1 BY512"]),
    ],
)  # fmt: skip
def test_remarks_on_a_text(body: str, expected: list[str], tmp_path: Path) -> None:
    assert remarks_on(tmp_path, body) == expected


@pytest.mark.parametrize(
    "code",
    [
        "`[a](gone.md)`",
        "``[a](gone.md) ` ![](x.png)``",
        "\\[a](gone.md)",
        "```\n[a](gone.md)\n```",
        "~~~~ py\n```\n[a](gone.md)\n~~~~",
        "- item\n\n    ```\n    [a](gone.md)\n    ```",
        "> ```\n> [a](gone.md)\n> ```",
        "    [a](gone.md)",
        "text\n\n\t[a](gone.md)",
        "- item\n\n        [a](gone.md)",
        "<!-- [a](gone.md) -->",
        "<!-- a\n\n[a](gone.md)\n\n-->",
        "<pre>\n[a](gone.md)\n</pre>",
        "<script>\n'[a](gone.md)'\n</script>",
        "$$\n[a](gone.md)\n$$",
        "`<!--` `-->`",
        "[^1]\n\n[^1]: A note.",
        "[1] [2]\n\n[1]: I have seen that.",
    ],
)
def test_what_is_no_text_is_not_read(code: str, tmp_path: Path) -> None:
    assert remarks_on(tmp_path, f"\n{code}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "- item\n\n    [a](gone.md)",
        "1. item\n\n   [a](gone.md)",
        "- item\n    - inner\n\n        [a](gone.md)",
        '!!! note "Title"\n\n    [a](gone.md)',
        '=== "Tab"\n\n    text\n\n    [a](gone.md)',
        "Term\n\n:   Meaning [a](gone.md)",
        "[^1]:\n    Note\n\n    [a](gone.md)",
        "!!! x\n\n    ````\n    code\n    ```\n\n[a](gone.md)",
        "It costs $$ and [a](gone.md)",
        "A <b>[a](gone.md)</b>",
        "<!-- x --> [a](gone.md) <!-- y -->",
        "> [a](gone.md)",
        "| [a](gone.md) |\n| --- |",
        "- [ ] [a](gone.md)",
    ],
)
def test_what_is_indented_for_a_reason_is_read(text: str, tmp_path: Path) -> None:
    assert [each.split()[1] for each in remarks_on(tmp_path, f"\n{text}\n")] == ["BY507"]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("github.com/x", "Write https://github.com/x."),
        ("x@y.example", "Did you mean 'mailto:x@y.example'?"),
        ("posts/other.md#part-one", "Did you mean 'other.md#part-one'?"),
        ("othr.md", "Did you mean 'other.md'?"),
        ("v1.2/x.md", "Check the path"),
        ("../gone/index.md", "Check the path"),
    ],
)
def test_what_was_probably_meant(target: str, hint: str, tmp_path: Path) -> None:
    assert remarks_on(tmp_path, f"\n[a]({target})") == ["6:1 BY507"]
    (found,) = inspect(find_project(tmp_path / "mkdocs.yml"), read_clock({})).remarks()
    assert found.hint.startswith(hint)


def test_descriptions(tmp_path: Path) -> None:
    assert remarks_on(tmp_path, "", description="x" * 160) == []
    assert remarks_on(tmp_path, "", description="x" * 161) == ["3:14 BY503"]


def test_pictures_beside_posts(tmp_path: Path) -> None:
    one = (
        "# One\n\n![a](big.png) ![b](<with space.png>) ![c](../shared.png) "
        "<img src='x.svg' alt='x'>\n"
    )
    two = post("# Two", date="2026-11-01", image="{src: blog/posts/one/cover.png, alt: C}")
    files: dict[str, str | bytes] = {
        "docs/blog/posts/one/index.md": post(one, date="2026-11-01"),
        "docs/blog/posts/two.md": two,
        "docs/blog/.authors.yml": "authors: {jane: {name: Jane, avatar: blog/posts/jane.png}}",
        "docs/blog/posts/one/big.png": b"x" * 1_000_001,
        **dict.fromkeys(
            (
                *("docs/blog/posts/one/with space.png", "docs/blog/posts/shared.png"),
                *("docs/blog/posts/one/cover.png", "docs/blog/posts/one/unused.png"),
                *("docs/blog/posts/jane.png", "docs/blog/posts/one/data.csv"),
            ),
            b"x",
        ),
    }
    assert remarks(tmp_path, files) == [
        "one/index.md:6:1 BY504",
        "one/index.md:6:58 BY507",
        "one/unused.png:1:1 BY509",
    ]


def test_titles_and_tags_of_a_whole_blog(tmp_path: Path) -> None:
    files = {
        "docs/blog/posts/a.md": post("# Hello *you*", date="2026-11-01", tags="[JavaScript, Go]"),
        "docs/blog/posts/b.md": post(title="hello  you", date="2026-11-02", tags="[javascript]"),
        "docs/blog/posts/c.md": post("# C", date="2026-11-03", tags="[JavaScript, C, C++]"),
        "docs/blog/posts/d.md": post("# D", date="2026-11-04", categories="[web dev, Web-Dev]"),
    }
    assert remarks(tmp_path, dict(files)) == [
        "b.md:2:8 BY510",
        "b.md:4:8 BY511",
        "d.md:3:14 BY511",
    ]


def test_each_check_can_be_switched_off(tmp_path: Path) -> None:
    text = (
        f"## A\n\n#### B\n\n![](gone.png) [here](#no) https://x.example\n\n{LONG}\n\n"
        "<!-- More -->\n\n"
        "# One\n\n# Two\n\n<div>**b**</div>\n\nTODO: more\n\n```\nopen\n"
    )
    front = {"description": "x" * 161, "tags": "[a, A, sailign]", "date": "2026-11-01"}
    front |= {"title": "T"}
    front |= {"series": "Alone", "image": "small.png"}
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post(text, **front),
        "docs/blog/posts/b.md": post(
            "![big](big.png)", title="T", date="2026-11-02", tags="[sailing]"
        ),
        "docs/blog/.topics.yml": "topics:\n  sailing:\n",
        "docs/blog/.series.yml": "series:\n  Sourdough:\n",
        "docs/blog/posts/d.md": post("# D", date="2026-11-01", series="Sourdough"),
        "docs/blog/posts/e.md": post("# E", date="2026-11-01", series="Suordough"),
        "docs/blog/posts/f.md": post("# F", date="2026-11-01", series="Suordough"),
        "docs/blog/posts/big.png": b"x" * 1_000_001,
        "docs/blog/posts/unused.png": b"x",
        "docs/blog/posts/small.png": picture(300, 200, "PNG"),
        "docs/blog/posts/c.txt": post("Text"),
    }
    everything = {each.split()[1] for each in remarks(tmp_path, files)}
    assert everything == set(CHECKS.values())
    for name, code in CHECKS.items():
        config = CONFIG.replace("byline]", f"byline: {{checks: {{{name}: false}}}}]")
        found = {each.split()[1] for each in remarks(tmp_path, files, config)}
        assert found == everything - {code}, name


def test_series_are_compared_with_the_series_file() -> None:
    def told(*names: str) -> list[tuple[str, str, str]]:
        sources = [
            parse_post(f"---\ntitle: A\nseries: {name}\n---\n".encode(), f"{at}.md")
            for at, name in enumerate(names)
        ]
        found = [*lone_parts(sources, file), *near_series(sources, file)]
        return [(each.path, each.code, each.hint) for each in found]

    file = parse_topics(b"series:\n  At sea:\n  Sourdough:\n", ".series.yml", SERIES)
    meant = "Did you mean 'Sourdough'?"
    assert told("at sea", "Sourdough") == []
    assert told("Bread", "Bread") == []
    assert told("Sourdough", "Suordough") == [("1.md", "BY519", meant)]
    twice = [("0.md", "BY522", meant), ("2.md", "BY522", meant)]
    assert told("Suordough", "Sourdough", "Suordough") == twice
    # Without a post, the file is as likely to be wrong; that is said of its entry.
    assert told("Suordough", "Suordough") == []


def test_extensions_change_what_is_a_link(tmp_path: Path) -> None:
    text = post("# Ä b\n\n[a](#a-b) https://x.example", date="2026-11-01")
    files: dict[str, str | bytes] = {"docs/blog/posts/a.md": text}
    assert remarks(tmp_path, files) == ["a.md:6:11 BY506"]
    magic = CONFIG + "markdown_extensions: [pymdownx.magiclink]\n"
    assert remarks(tmp_path, files, magic) == []
    unicode = CONFIG + (
        "markdown_extensions:\n"
        "  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}\n"
    )
    assert remarks(tmp_path, files, unicode) == ["a.md:6:1 BY508", "a.md:6:11 BY506"]
    unknown = CONFIG + "markdown_extensions: [toc: {slugify: !!python/name:x.y }]\n"
    assert remarks(tmp_path, files, unknown) == ["a.md:6:11 BY506"]


def test_a_page_with_parts_from_elsewhere_may_have_any_anchor(tmp_path: Path) -> None:
    assert remarks_on(tmp_path, '\n--8<-- "part.md"\n\n[a](#somewhere)') == []


@pytest.mark.parametrize(
    "part", ["`a` ", "[", "![", "[a](", "<a ", "<!-- ", "{#", "> ", "- ", "$$\n"]
)
def test_a_text_of_nothing_but_marks_can_be_scanned(part: str) -> None:
    page = scan(part * 3000)
    assert (page.headings, page.bare) == ([], [])


@given(st.text(alphabet="#ab *_`[]()<>!\\-={}:. \n|~\"'é"))
def test_any_text_can_be_scanned(text: str) -> None:
    lines = text.split("\n")
    blanked = blank_code(lines)
    assert [len(line) for line in blanked] == [len(line) for line in lines]
    page = scan(text)
    for at in [
        *(heading.at for heading in page.headings),
        *(link.at for link in page.links),
        *(place for place, _ in page.bare),
    ]:
        assert 1 <= at[1] <= len(lines[at[0] - 1])


PARTS = st.one_of(
    st.sampled_from(
        ["*b c*", "**d**", "_e_", "`f_g`", "[h](i.md)", "&amp;", "j*k", "l_m", "#", "\\*"]
    ),
    st.text(alphabet="ab cÄé-'\"&.,:;!?()", min_size=1, max_size=9),
)
HEADINGS = st.lists(PARTS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(HEADINGS.filter(lambda text: any(char.isalnum() for char in text)), max_size=4))
def test_anchors_are_those_that_markdown_makes(headings: list[str]) -> None:
    text = "\n\n".join(f"## {heading}" for heading in headings)
    converter = markdown.Markdown(extensions=["toc"])
    converter.convert(text)
    made = {each["id"] for each in converter.toc_tokens}  # type: ignore[attr-defined]
    ours: set[str] = set()
    for heading in scan(text).headings:
        unique(slugify(heading.text, "-"), ours)
    assert ours == made


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Code blocks
        ("\n```\ncode", ["6:1 BY513"]),
        ("\n~~~ py\ncode\n\nText\n", ["6:1 BY513"]),
        ("\n```py\ncode\n\nText\n\n```js\ncode\n```", ["11:1 BY513"]),
        ("\n````md\n```py\ncode\n```\n````", []),
        ("\n```\ncode\n```\n\n    ```\n    code", []),
        ("\n- a\n\n    ```py\n    code\n    ```", []),
        # Titles
        ("\n# Another", ["6:1 BY514"]),
        ("\nAnother\n===", ["6:1 BY514"]),
        ("\n#hashtag", ["6:1 BY514"]),  # Python-Markdown makes a heading of it.
        ("\n```\n# comment\n```", []),
        # HTML
        ("\n<div>\n**bold**\n</div>", ["7:1 BY515"]),
        ("\n<details><summary>x</summary>\n\nSee [a](other.md).\n</details>", ["8:5 BY515"]),
        ("\n<div class='a'>\n\n- item\n\n</div>", ["8:1 BY515"]),
        ("\n<div markdown>\n**bold**\n</div>", ["7:1 BY515"]),  # The extension is not there.
        ("\n<div>\n<b>bold</b> 2 * 3 * 4\n</div>\n\n**bold**", []),
        ("\n<pre>**x**</pre> <span>**x**</span>", []),
        # Marks
        ("\n<!-- More -->", ["6:1 BY516"]),
        ("\n<!--more-->\n\n<!-- More -->", []),
        ("\n<!-- truncate -->", ["6:1 BY516"]),
        ("\n<!-- Read more -->", ["6:1 BY516"]),
        ("\n<!--- more --->", ["6:1 BY516"]),
        ("\n<! -- more -->", ["6:1 BY516"]),
        ("\n<!—more—>", ["6:1 BY516"]),
        ("\n{{< more >}}", ["6:1 BY516"]),
        ("\n<!-- more to come -->", []),
        ("\n`<!-- More -->`", []),
        # Placeholders
        ("\nLorem ipsum dolor", ["6:1 BY517"]),
        ("\nTODO: write", ["6:1 BY517"]),
        ("\nThe rest follows.", ["6:1 BY517"]),
        ("\nYOUR TEXT HERE", ["6:1 BY517"]),
        ("\nHello, your text here.", ["6:1 BY517"]),
        ("\n*Insert your text here…*", ["6:1 BY517"]),
        ("\nBy [your name], a teacher.", ["6:1 BY517"]),
        ("\n<insert the date>", ["6:1 BY517"]),
        ("\nThe text goes here.", ["6:1 BY517"]),
        ("\nAs many as (TODO: count them).", ["6:1 BY517"]),
        ("\nTK a better end", ["6:1 BY517"]),
        ("\nBy [Your name]: a teacher.", ["6:1 BY517"]),
        ("\nSee [your account][1].\n\n[1]: https://x.example", []),
        ("\nSee [your Account].\n\n[Your account]: https://x.example", []),
        ("\n[add a file]{.x} $\\text{your file}$", []),
        ("\nTK Maxx is a shop.", []),
        ("\nWrite to me, or add a comment here if you like.", []),
        ("\nSend it to [your editor](https://x.example), with your name.", []),
        ("\nIT IS YOUR LIFE", []),
        ("\nPut your name here and there.", []),
        ("\nA click shows its size and lorem ipsum text.", []),
        ("\nI wrote `TODO` on my list of things to do.", []),
    ],
)
def test_what_readers_would_see_as_typed(body: str, expected: list[str], tmp_path: Path) -> None:
    assert remarks_on(tmp_path, body) == expected


def test_placeholders_in_front_matter(tmp_path: Path) -> None:
    people = "[{name: Your Name, url: https://your.example, description: A reader}]"
    assert remarks_on(tmp_path, "", authors=people) == ["3:18 BY517", "3:34 BY517"]
    assert remarks_on(tmp_path, "", title="What's in your name?") == []
    assert remarks_on(tmp_path, "", title="Do it yourself") == []
    for title in (
        "Untitled",
        "Post title",
        "YOUR TITLE",
        "'[Your title here]'",
        "Title goes here",
    ):
        assert remarks_on(tmp_path, "", title=title)[0].endswith(" BY517"), title
    assert remarks_on(tmp_path, "", title="A title") == []


def test_the_extension_reads_markdown_in_html(tmp_path: Path) -> None:
    body = "# A\n\n<div markdown>\n**b**\n</div>\n\n<div>\n**b**\n</div>"
    files: dict[str, str | bytes] = {"docs/blog/posts/a.md": post(body, date="2026-11-01")}
    config = CONFIG + "markdown_extensions: [md_in_html]\n"
    assert remarks(tmp_path, files, config) == ["a.md:11:1 BY515"]


def test_posts_that_are_saved_as_texts(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.txt": post("Text", title="A"),
        "docs/blog/posts/b.md.txt": "title: B\ndate: 2026-11-01\n\nText\n",
        "docs/blog/posts/notes.txt": "Notes\n",
        "docs/blog/posts/c.markdown": post("# C", date="2026-11-01"),
    }
    assert remarks(tmp_path, files) == ["a.txt:1:1 BY518", "b.md.txt:1:1 BY518"]

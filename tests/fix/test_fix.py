"""What `--fix` mends, and that it harms nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import assume, example, given
from hypothesis import strategies as st

from building import AUTHORS, CONFIG, write
from mkdocs_byline.cli import main
from mkdocs_byline.content.frontmatter import extra_values, lines_of, parse_post
from mkdocs_byline.content.topics import parse_topics
from mkdocs_byline.fix.dates import mended_date
from mkdocs_byline.fix.post import mend
from mkdocs_byline.settings import Settings

SETTINGS = Settings()


def mended(front: str, body: str = "# Title\n") -> str:
    """Return front matter as it is after mending; the body must stay as it is."""
    text = mend(f"---\n{front}\n---\n{body}".encode(), "a.md", SETTINGS).content.decode()
    assert text.startswith("---\n")
    assert text.endswith(f"\n---\n{body}")
    return text.removeprefix("---\n").removesuffix(f"\n---\n{body}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/11/22", "2026-11-22"),
        ("2026.1.5", "2026-01-05"),
        ("2026-1-5", "2026-01-05"),
        ("22.11.2026", "2026-11-22"),
        ("5. 1. 2026", "2026-01-05"),
        ("22/11/2026", "2026-11-22"),
        ("11/22/2026", "2026-11-22"),
        ("5/5/2026", "2026-05-05"),
        ("11/12/2026", None),
        ("22 November 2026", "2026-11-22"),
        ("22nd Nov. 2026", "2026-11-22"),
        ("22-Nov-2026", "2026-11-22"),
        ("November 22, 2026", "2026-11-22"),
        ("Sunday, Nov 22nd 2026 at 9:05", "2026-11-22T09:05"),
        ("sept 1 2026", "2026-09-01"),
        ("2026/11/22 10:00:30", "2026-11-22T10:00:30"),
        ("22 Noveember 2026", None),
        ("2026/13/01", None),
        ("2026/02/30", None),
        ("2026/11/22 25:00", None),
        ("22.11.26", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_dates_that_mean_one_day(text: str, expected: str | None) -> None:
    assert mended_date(text) == expected


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        # Nothing to mend
        ("title: A", "title: A"),
        ("title: A\ndate: 2026-11-22 # today", "title: A\ndate: 2026-11-22 # today"),
        ("date: 2026-W47-7", "date: 2026-W47-7"),
        ("mine: 1\nyours: 2", "mine: 1\nyours: 2"),
        # Dates
        ("date: 22.11.2026 # today", "date: 2026-11-22 # today"),
        ("date: '22.11.2026'", "date: '2026-11-22'"),
        ("date: {created: 2026/1/5, x: 5.1.2026}", "date: {created: 2026-01-05, x: 2026-01-05}"),
        ("corrections: {date: 5 Jan 2026, text: x}", "corrections: {date: 2026-01-05, text: x}"),
        ("date: 11/12/2026", "date: 11/12/2026"),
        # Keys
        ("categoires: [A] # x", "categories: [A] # x"),
        ("Title: A", "title: A"),
        ("tags: [B]\ntag: [A]", "tags: [B]\ntag: [A]"),
        ("date: {creatd: 2026-11-22}", "date: {created: 2026-11-22}"),
        ("draf: perhaps", "draf: perhaps"),
        # Slugs
        ("slug: a\\b", "slug: a-b"),
        ("slug: ../up", "slug: up"),
        ("slug: My Post", "slug: My Post"),
        ("slug: My Post # x\ndraft: true", "slug: my-post # x\ndraft: true"),
        # Spaces and tabs
        ("title: A  \ndescription: B\t", "title: A\ndescription: B"),
        ("tags:\n\t- a\n\t- b", "tags:\n  - a\n  - b"),
        ("title:\tA", "title: A"),
        ("title: A  \nmine: |\n  verse  \n  verse", "title: A\nmine: |\n  verse  \n  verse"),
        # Quotes
        ("title: Byline: a review", 'title: "Byline: a review"'),
        ('title: A "b": c', "title: 'A \"b\": c'"),
        ("author: @jane", 'author: "@jane"'),
        ("title: A: b\ntags:\n\t- x", 'title: "A: b"\ntags:\n  - x'),
        # Order
        (
            "tags: [a]\n# When\ndate: 2026-11-22\nmine: 1\n\n# What\ntitle: A",
            "# What\ntitle: A\n# When\ndate: 2026-11-22\ntags: [a]\nmine: 1\n",
        ),
        ("# Note\n\ndate: 2026-11-22\ntitle: A", "# Note\n\ntitle: A\ndate: 2026-11-22"),
        ("tags:\n- a\n- b\ntitle: >\n  A\n  b", "title: >\n  A\n  b\ntags:\n- a\n- b"),
        ("{tags: [a], title: A}", "{tags: [a], title: A}"),
        ("tags: &t [a]\ncategories: *t", "tags: &t [a]\ncategories: *t"),
        ("title: A\ntags: [a]\ntitle: B", "title: A\ntags: [a]\ntitle: B"),
    ],
)  # fmt: skip
def test_what_is_mended(front: str, expected: str) -> None:
    assert mended(front) == expected
    assert mended(expected) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"Text\n",
        b"---\nnever: closed\n",
        b"---\n- a\n---\n",
        b"---\na: [\n---\n",
        b"---\n---\n",
    ],
)
def test_what_can_not_be_mended_is_left_alone(content: bytes) -> None:
    assert mend(content, "a.md", SETTINGS).content == content


TOPICS = parse_topics(
    b"topics:\n  JavaScript: {synonyms: [JS, ECMA Script]}\n"
    b"  'C: it''s #1': {synonyms: [C]}\n  '2024':\n",
    ".topics.yml",
)


def with_topics(front: str) -> str:
    text = mend(f"---\n{front}\n---\nText.\n".encode(), "a.md", SETTINGS, topics=TOPICS)
    return text.content.decode().removeprefix("---\n").removesuffix("\n---\nText.\n")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("tags: [js, Go]", "tags: [JavaScript, Go]"),
        ("tags: js", "tags: JavaScript"),
        ("tags: [\"js\", 'Java-script']  # x", 'tags: ["JavaScript"]  # x'),
        ("tags:\n- JS # mine\n- Go", "tags:\n- JavaScript # mine\n- Go"),
        ("tags:\n  - JS\n  - JavaScript\n  - Go", "tags:\n  - JavaScript\n  - Go"),
        ("tags: [JavaScript, JS]", "tags: [JavaScript]"),
        ("tags: [JS, JavaScript]", "tags: [JavaScript]"),
        ("categories: [ C ]", "categories: [ 'C: it''s #1' ]"),
        ("categories: ['c']", "categories: ['C: it''s #1']"),
        ("tags: [２０２４]", "tags: ['2024']"),
        ("title: JS\ntags: [Go]", "title: JS\ntags: [Go]"),
        ("tags: &a [JS]\ncategories: *a", "tags: &a [JavaScript]\ncategories: *a"),
    ],
)
def test_topics_get_the_names_of_their_file(front: str, expected: str) -> None:
    assert with_topics(front) == expected
    assert with_topics(expected) == expected


NAME = st.sampled_from(["JS", "js", "JavaScript", "C", "2024", "Go", "ecma-script", "C: it's #1"])


@given(st.lists(NAME, max_size=5), st.booleans())
def test_naming_topics_changes_none(names: list[str], block: bool) -> None:
    front = yaml.safe_dump({"tags": names}, default_flow_style=not block).strip()
    before, after = (
        parse_post(f"---\n{each}\n---\n".encode(), "a.md").matter.tags
        for each in (front, with_topics(front))
    )
    assert TOPICS.ids(before) == list(after)


def test_line_ends_and_byte_order_marks() -> None:
    content = "\ufeff---\r\ntitle: Ä\r\n---\r\nText  \r\nand\rmore".encode()
    found = mend(content, "a.md", SETTINGS)
    assert found.content.decode() == "---\ntitle: Ä\n---\nText  \nand\nmore"
    assert (len(found.notes), found.diff) == (2, "")


VALID = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "title: Keeping a lighthouse   ",
                "title: 'It''s'",
                "description: >-\n  Two\n  lines  ",
                "date: 2026-1-5",
                "date:\n  updated: 2026-11-23 10:00 # later\n  created: 2026-11-22",
                "authors: [jane, joe]",
                "authors:\n- name: X\n  url: https://x.example",
                "tags: [no, 1.0, '2']",
                "draft: true",
                "slug: a b",
                "mine: {b: 1,\n  a: [x]}  ",
                "other: |\n  text  \n\n  # no comment\n",
                "# A comment",
                "",
                "links:\n  - A: a.md",
                "? x\n: y",
                '"pin": yes',
            ]
        ),
        st.from_regex(r"[a-z]{1,6}: [\w ,#'\"-]{0,12}", fullmatch=True),
    ),
    max_size=8,
)


def read(content: bytes) -> tuple[object, object, list[str], str]:
    source = parse_post(content, "a.md")
    return (
        source.matter,
        extra_values(source)[0],
        [each.code for each in source.problems],
        source.body,
    )


@given(VALID)
def test_a_valid_post_says_what_it_said(lines: list[str]) -> None:
    content = ("---\n" + "\n".join(lines) + "\n---\n# Title\n\nText.\n").encode()
    before = read(content)
    assume(not before[2])
    after = mend(content, "a.md", SETTINGS).content
    if "draft: true" not in lines:
        assert read(after) == before
    assert read(after)[1:] == before[1:]
    assert mend(after, "a.md", SETTINGS).content == after


@given(st.lists(st.text(alphabet="ab:#-[]{}'\"|> \t\r\n&*?!%@2026/.,~", max_size=30), max_size=6))
@example(["", "--"])
@example(["title: a", "--"])
@example(["title: a", "--", "b"])
def test_any_front_matter_gets_no_worse(lines: list[str]) -> None:
    content = ("---\n" + "\n".join(lines) + "\n---\nText\n").encode()
    after = mend(content, "a.md", SETTINGS).content
    assert mend(after, "a.md", SETTINGS).content == after
    unread = {"BY105", "BY106", "BY108"}
    if not unread & {*read(content)[2]}:
        assert len(read(after)[2]) <= len(read(content)[2])
    body = read(content)[3]
    if "BY104" in read(content)[2]:  # Text that the front matter had swallowed is back.
        assert read(after)[3].endswith(body)
    else:
        assert read(after)[3] == body


@given(st.binary(max_size=60))
def test_any_file_keeps_its_text(content: bytes) -> None:
    after = mend(content, "a.md", SETTINGS).content
    try:
        assert after.decode() == lines_of(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        assert after == content


def run(root: Path, *arguments: str, color: bool = False) -> tuple[int, str]:
    command = ["check", "-f", str(root / "mkdocs.yml"), *arguments]
    result = CliRunner().invoke(main, command, color=color, env={"NO_COLOR": None})
    return result.exit_code, result.output


def blog(root: Path) -> tuple[Path, Path]:
    one, two = "docs/blog/posts/one.md", "docs/blog/posts/two.md"
    text = "---\ntitle: {}\ndate: 22.11.2026\n---\nText.\n"
    files = {"mkdocs.yml": CONFIG, "docs/blog/.authors.yml": AUTHORS}
    write(root, {**files, one: text.format("One"), two: text.format("Two")})
    return root / one, root / two


def test_mending_shows_what_it_does_and_then_there_is_nothing_to_do(tmp_path: Path) -> None:
    one, two = blog(tmp_path)
    one.chmod(0o640)
    code, output = run(tmp_path, "--fix", str(one))
    assert (code, output.splitlines()) == (
        0,
        [
            "--- a/docs/blog/posts/one.md",
            "+++ b/docs/blog/posts/one.md",
            "@@ -1,5 +1,5 @@",
            " ---",
            " title: One",
            "-date: 22.11.2026",
            "+date: 2026-11-22",
            " ---",
            " Text.",
            "No problems in 1 post; 1 more in other files.",
        ],
    )
    assert "2026-11-22" in one.read_text(encoding="utf-8")
    assert one.stat().st_mode & 0o777 == 0o640
    assert "22.11.2026" in two.read_text(encoding="utf-8")
    assert sorted(path.name for path in one.parent.iterdir()) == ["one.md", "two.md"]
    assert run(tmp_path, "--fix", str(one))[1].startswith("No problems")


def test_a_diff_changes_nothing_and_fails(tmp_path: Path) -> None:
    one, two = blog(tmp_path)
    before = one.read_bytes(), two.read_bytes()
    code, output = run(tmp_path, "--diff")
    assert (code, output.count("\n+date: 2026-11-22\n")) == (1, 2)
    assert (one.read_bytes(), two.read_bytes()) == before
    run(tmp_path, "--fix")
    assert run(tmp_path, "--diff") == (0, "No problems in 2 posts.\n")


def test_a_diff_is_coloured_and_harmless(tmp_path: Path) -> None:
    blog(tmp_path)
    write(tmp_path, {"docs/blog/posts/one.md": "---\ntitle: A\x1b[2J \ndate: 2026-11-22 \n---\n"})
    write(tmp_path, {"docs/blog/posts/two.md": "---\ntitle: B \ndate: 2026-11-22 \n---\n\x1b[2J"})
    output = run(tmp_path, "--diff", color=True)[1]
    assert "\x1b[32m+date: 2026-11-22\x1b[0m" in output
    assert "\x1b[2J" not in output

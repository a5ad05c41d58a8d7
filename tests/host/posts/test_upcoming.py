"""What would end a build on the day of a post ends the one in which the post is sent in."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import CONFIG, Built, build, post
from checking import problems
from mkdocs_byline.host.posts import contents
from mkdocs_byline.html import post_parts
from mkdocs_byline.html.post_parts import Parts
from mkdocs_byline.timeout import OutOfTime

NOW, THEN = "1790000000", "1893542400"  # In September 2026, and on 2 January 2030.
LATER = "{created: 2026-02-01, publish_at: 2030-01-01}"
POSTS = "docs/blog/posts"
OUT = post("# Out", date="2026-02-01")
CONVERTING = CONFIG + (
    "markdown_extensions: [{pymdownx.snippets: {base_path: [docs]}}]\nstrict: true\n"
)

# By the code that they have, in a check as well.
SHAPE: dict[str, dict[str, str]] = {
    "BY201": {"a.md": post("# A", date=LATER, authors="[nobody]"), "b.md": OUT},
    "BY110": {"a.md": post("# A", date=LATER, pin="maybe"), "b.md": OUT},
    "BY403": {"a.md": post("# A", date=LATER, slug="a\\b"), "b.md": OUT},
    "BY401": {"a.md": post("# Out", date=LATER), "b.md": OUT},
    "BY402": {"a.md": post("# A", date=LATER, slug="page"), "../2026/02/01/page.md": "# Page"},
    "BY412": {"a.md": post("# A", date=LATER, aliases="[/tags.json/]"), "b.md": OUT},
    "BY331": {"a.md": post("# A", date=LATER, location="x"), "b.md": OUT},
}


def at(moment: str, root: Path, files: dict[str, str], patch: pytest.MonkeyPatch) -> Built:
    patch.setenv("SOURCE_DATE_EPOCH", moment)
    return build(root, {"mkdocs.yml": CONFIG, **files})


@pytest.mark.parametrize("code", SHAPE)
def test_a_post_that_waits_is_checked_like_one_that_is_out(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{POSTS}/{name}": text for name, text in SHAPE[code].items()}
    built = at(NOW, tmp_path, files, monkeypatch)
    assert set(built.codes) == {code}
    assert problems(tmp_path) == [each for each in built.messages if ": BY" in each]
    assert at(THEN, tmp_path, {}, monkeypatch).codes == built.codes


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('--8<-- "../mkdocs.yml"', "a.md:5:1: BY332"),
        ("\n<![ if !IE]> x", "a.md:4:1: BY116"),
        ("<script>x()</script>", "a.md:5:1: BY301"),
        ("- <!-- more --> and on", "a.md:5:3: BY114"),
        ("[gone](gone.md)", "'gone.md', but the target 'blog/posts/gone.md' is not found"),
    ],
)
def test_its_text_is_converted_and_checked(
    body: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "mkdocs.yml": CONVERTING,
        f"{POSTS}/a.md": post(f"# A\n{body}", date=LATER),
        f"{POSTS}/b.md": OUT,
    }
    for moment in (NOW, THEN):  # As early as late.
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        built = build(tmp_path, files)
        assert len(built.messages) >= 1
        assert expected in built.messages[0]


@pytest.mark.parametrize(("error", "code"), [(OutOfTime, "BY352"), (RecursionError, "BY351")])
def test_its_html_may_be_too_much(
    error: type[BaseException], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_apart(html: str, *values: object, **options: object) -> Parts:
        if "too much" in html:
            raise error
        return post_parts.take_apart(html, *values, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(contents, "take_apart", take_apart)
    built = at(
        NOW,
        tmp_path,
        {f"{POSTS}/a.md": post("# A\n\ntoo much", date=LATER), f"{POSTS}/b.md": OUT},
        monkeypatch,
    )
    assert built.codes == [code]


def test_what_comes_with_a_post_is_there_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "mkdocs.yml": CONVERTING,
        f"{POSTS}/a.md": post(
            "# A\n\n[b](b.md), [c](c.md#more), [tag](../tag/new.md), ![p](p.svg)\n\n## More",
            date=LATER,
            tags="[new]",
        ),
        f"{POSTS}/b.md": OUT,
        f"{POSTS}/c.md": post("# C\n\n[a](a.md#more)\n\n## More", date=LATER),
        f"{POSTS}/p.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    for moment in (NOW, THEN):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        built = build(tmp_path, files)
        assert (built.error, built.messages) == ("", [])
        is_out = "blog/2026/02/01/a/index.html" in built
        assert is_out is (moment == THEN)


def test_a_date_in_the_future_waits_where_the_site_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = CONFIG.replace("byline]", "byline: {draft_if_future_date: true}]")
    files = {"mkdocs.yml": config, f"{POSTS}/b.md": OUT}
    early = {f"{POSTS}/a.md": post("# A", date="2030-01-01", authors="[nobody]")}
    assert at(NOW, tmp_path, files | early, monkeypatch).codes == ["BY201"]
    draft = {f"{POSTS}/a.md": post("# A", date="2030-01-01", authors="[nobody]", draft="true")}
    assert at(NOW, tmp_path, files | draft, monkeypatch).codes == []


def test_posts_that_never_meet_may_have_one_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = "{created: 2026-02-01, expires: 2029-12-31}"
    files = {
        f"{POSTS}/a.md": post("# Same", date=ends),
        f"{POSTS}/b.md": post("# Same", date=LATER),
        f"{POSTS}/c.md": post("# New", date=LATER, aliases="[/blog/2026/02/01/old/]"),
        f"{POSTS}/d.md": post("# Old", date=ends),
        f"{POSTS}/e.md": OUT,
    }
    for moment in (NOW, THEN):
        assert at(moment, tmp_path, files, monkeypatch).codes == []
        assert problems(tmp_path) == []
    meet = {f"{POSTS}/a.md": post("# Same", date=ends.replace("2029-12-31", "2030-01-02"))}
    assert at(NOW, tmp_path, meet, monkeypatch).codes == ["BY401"]

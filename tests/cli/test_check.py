"""`byline check` finds what a build finds, of the files asked for, and its exit code says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import AUTHORS, CONFIG, build, post, write
from checking import problems, run
from mkdocs_byline.cli import main
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import find_projects
from mkdocs_byline.clock import read_clock
from mkdocs_byline.content.markdown_page import Page
from mkdocs_byline.content.markdown_scan import scan
from mkdocs_byline.lint import links, site
from mkdocs_byline.lint.site import Target, resolve
from mkdocs_byline.problems import grouped
from repository import Repo

# At least one post for each thing that is known without converting Markdown.
BROKEN: dict[str, str | bytes] = {
    "docs/blog/.authors.yml": AUTHORS + "  bad: {description: No name}\n",
    "docs/blog/about.md": "# A page\n",
    "docs/blog/2026/11/02/taken.md": "# Taken\n",
    "docs/blog/posts/binary.md": b"---\ntitle: \xff\n---\n",
    "docs/blog/posts/empty.md": b"",
    "docs/blog/posts/unclosed.md": "---\ntitle: A\ndate: 2026-11-01\n\nText.\n",
    "docs/blog/posts/unseen.md": b"\n---\ntitle: A\ndate: 2026-11-01\n---\nText.\n",
    "docs/blog/posts/mistyped.md": "---\ntitle:A\ndate: 2026-11-01\nlinks: [a\n---\n",
    "docs/blog/posts/comma.md": post("# P", date="2026-11-01", tags="a, b"),
    "docs/blog/posts/ahead.md": post("# Q", date="2999-01-01"),
    "docs/blog/posts/yaml.md": post(title="A: b"),
    "docs/blog/posts/list.md": "---\n- a\n---\n",
    "docs/blog/posts/twice.md": "---\ndate: 2026-11-01\ndate: 2026-11-02\n---\n# Twice\n",
    "docs/blog/posts/deep.md": post(title="[" * 20 + "]" * 20),
    "docs/blog/posts/misspelt.md": post("# A", date="2026-11-01", categoires="[A]"),
    "docs/blog/posts/form.md": post("# B", date="2026-11-01", draft="maybe"),
    "docs/blog/posts/ignored.md": post("# C", date="2026-11-01", tags="{a: b}"),
    "docs/blog/posts/untitled.md": post("Text.", date="2026-11-01"),
    "docs/blog/posts/---.md": post("Text.", date="2026-11-01"),
    "docs/blog/posts/undated.md": post("# D"),
    "docs/blog/posts/no-day.md": post("# E", date="2026-11"),
    "docs/blog/posts/back.md": post("# F", date="{created: 2026-11-02, updated: 2026-11-01}"),
    "docs/blog/posts/who.md": post("# G", date="2026-11-01", authors="[jnae]"),
    "docs/blog/posts/guest.md": post("# H", date="2026-11-01", author="Somebody"),
    "docs/blog/posts/one.md": post("# Same", date="2026-11-01"),
    "docs/blog/posts/two.md": post("# Same", date="2026-11-01"),
    "docs/blog/posts/taken.md": post("# Taken", date="2026-11-02"),
    "docs/blog/posts/leaves.md": post("# I", date="2026-11-01", slug="a\\b"),
    "docs/blog/posts/link.md": post("# J", date="2026-11-01", links="[gone.md, blog/about.md]"),
    "docs/blog/posts/revised.md": post("# M", date="2026-11-01", location="x.md"),
    "docs/blog/posts/boosted.md": post("# N", date="2026-11-01", search="{boost: much}"),
    "docs/blog/posts/hidden-words.md": post("# O\u202e", date="2026-11-01"),
    "docs/blog/posts/draft.md": post("# K", draft="true", authors="[nobody]"),
    "docs/blog/posts/later.md": post("# L", date="{publish_at: 2999-01-01}", authors="[nobody]"),
    "docs/blog/posts/.hidden.md": b"\xff",
    "docs/blog/posts/page.html": "<p>",
    "docs/blog/posts/active.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "docs/blog/posts/taken.txt": "Beside a post",
    "docs/blog/taken.txt": "Elsewhere",
    "docs/blog/posts/left-out.md": b"\xff",
    "docs/blog/posts/alias.md": post("# M", date="2026-11-01", aliases="/../x"),
    "docs/blog/posts/alias-taken.md": post("# N", date="2026-11-01", aliases="/index.html"),
    "docs/blog/.urls.json": b"""{
  "version": 1,
  "posts": {
    "a1": {"path": "blog/posts/deleted.md", "urls": ["blog/2026/11/01/deleted.html"]}
  }
}
""",
}
FOUND = (
    *("BY101", "BY102", "BY104", "BY105", "BY106", "BY107", "BY108", "BY109", "BY110"),
    *("BY118", "BY119", "BY124"),
    *("BY111", "BY112", "BY113", "BY121", "BY122", "BY123", "BY201", "BY202", "BY204"),
    *("BY323", "BY324", "BY325", "BY331", "BY341", "BY401", "BY402", "BY403", "BY405"),
    *("BY411", "BY412", "BY413"),
)
OPTIONS = CONFIG.replace("byline]", "byline: {default_author: jo}]") + (
    "exclude_docs: left-out.md\nuse_directory_urls: false\n"
)


def blog(root: Path, *posts: str, config: str = CONFIG) -> Path:
    """Write a blog with these posts, called a, b, c, …; return its root."""
    names = "abcdefghij"
    write(
        root,
        {
            "mkdocs.yml": config,
            "docs/index.md": "# Home\n",
            "docs/blog/.authors.yml": AUTHORS,
            **{f"docs/blog/posts/{names[n]}.md": text for n, text in enumerate(posts)},
        },
    )
    return root


GOOD = post("# Fine", date="2026-11-01", authors="[jane]")
WARNED = post("# A warning", date="2026-11-02", categoires="[A]")
WRONG = post("# An error", date="2026-11-03", authors="[jnae]")


@pytest.mark.parametrize("config", [CONFIG, OPTIONS], ids=["default", "options"])
def test_a_check_finds_what_a_build_finds(config: str, tmp_path: Path) -> None:
    built = build(tmp_path, BROKEN | {"mkdocs.yml": config})
    told = [each for each in built.messages if ": BY" in each]
    (project,) = find_projects(tmp_path / "mkdocs.yml")
    found = inspect(project, read_clock(os.environ)).blog.problems
    # A build says once what `check` lists.
    assert [str(each) for each in grouped(found)] == told
    assert problems(tmp_path) == [str(each) for each in found]
    assert set(FOUND) <= set(built.codes)


def test_options_of_mkdocs_and_its_plugins_matter(tmp_path: Path) -> None:
    config = """
        INHERIT: base.yml
        plugins:
          meta:
          byline:
            post_slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: none}}
            post_url_format: "{slug}"
            categories_allowed: !ENV [BYLINE_TEST_NOBODY_SETS, [Work]]
        """
    files = {
        "mkdocs.yml": config,
        "base.yml": "site_name: Trial\ndocs_dir: docs\ntheme: {name: material, font: false}\n",
        "docs/blog/posts/.meta.yml": "date: 2026-11-01\ncategories: [Play]\nlocation: x\n",
        "docs/blog/posts/one.md": post("# Same"),
        "docs/blog/posts/two.md": post("# same"),
        "docs/blog/posts/three.md": post("# Same", categories="[Work]"),
    }
    built = build(tmp_path, files)
    assert built.codes == ["BY331", "BY404", "BY401", "BY404", "BY404"]
    assert problems(tmp_path) == [each for each in built.messages if ": BY" in each]


def test_two_blogs_are_both_checked(tmp_path: Path) -> None:
    config = "site_name: X\nplugins:\n  - byline\n  - byline: {blog_dir: news}\n"
    blog(tmp_path, WRONG, config=config)
    write(tmp_path, {"docs/news/posts/a.md": post("# N", date="soon")})
    assert [each.split(" ")[1] for each in problems(tmp_path)] == ["BY201", "BY122"]


def test_git_is_asked_for_a_date_that_nothing_else_gives(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(3, {"mkdocs.yml": CONFIG, "docs/blog/posts/a.md": "# A\n"})
    assert problems(tmp_path) == []
    write(tmp_path, {"docs/blog/posts/b.md": "# B\n"})
    assert ["BY121" in each for each in problems(tmp_path)] == [True]


@pytest.mark.parametrize(
    ("posts", "arguments", "code"),
    [
        ([GOOD], [], 0),
        ([GOOD, WARNED], [], 0),
        ([GOOD, WARNED], ["--strict"], 1),
        ([GOOD, WRONG], [], 1),
        ([GOOD, WRONG], ["--format", "json"], 1),
        ([GOOD], ["--format", "xml"], 2),
        ([GOOD], ["no-such-file.md"], 2),
    ],
)
def test_exit_codes(posts: list[str], arguments: list[str], code: int, tmp_path: Path) -> None:
    assert run(blog(tmp_path, *posts), *arguments).exit_code == code


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (None, "No such file"),
        ("plugins: [search]\n", "has no 'byline'"),
        ("- a\n", "is not a configuration"),
        ("a: [\n", "expected"),
        ("plugins: [{byline: {timezone: Mars}}]\n", "no time zone 'Mars'"),
    ],
)
def test_a_project_that_is_none_is_wrong_usage(
    config: str | None, expected: str, tmp_path: Path
) -> None:
    if config:
        write(tmp_path, {"mkdocs.yml": config})
    result = run(tmp_path)
    assert (result.exit_code, expected in result.output) == (2, True)


def test_paths_limit_what_is_reported(tmp_path: Path) -> None:
    blog(tmp_path, GOOD, WARNED, WRONG)
    posts = tmp_path / "docs/blog/posts"
    assert len(problems(tmp_path)) == 2
    assert len(problems(tmp_path, str(posts))) == 2
    assert problems(tmp_path, str(posts / "a.md"), str(tmp_path / "mkdocs.yml")) == []
    (only,) = problems(tmp_path, str(posts / "c.md"))
    assert "BY201" in only
    result = run(tmp_path, str(posts / "a.md"))
    assert (result.exit_code, result.output) == (
        0,
        "No problems in 1 post; 2 more in other files.\n",
    )


def test_a_collision_is_reported_for_both(tmp_path: Path) -> None:
    blog(tmp_path, post("# Same", date="2026-11-01"), post("# Same", date="2026-11-01"))
    for name in "ab":
        (found,) = problems(tmp_path, str(tmp_path / f"docs/blog/posts/{name}.md"))
        assert "docs/blog/posts/b.md:2:1: BY401" in found


def test_drafts_are_checked_where_they_are_named(tmp_path: Path) -> None:
    draft = post("# Draft", draft="true", authors="[jnae]")
    expired = post("# Gone", date="{created: 2020-01-01, expires: 2021-01-01}", authors="[jnae]")
    blog(tmp_path, draft, expired)
    assert problems(tmp_path) == []
    found = problems(tmp_path, str(tmp_path / "docs"))
    assert [each.split(" ")[1] for each in found] == ["BY201", "BY201"]  # And no missing date.


def test_nothing_is_changed_and_no_mkdocs_loaded(tmp_path: Path) -> None:
    blog(tmp_path, GOOD, WRONG)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code = """
import sys
from mkdocs_byline.cli import main
from mkdocs_byline.cli.inspection import inspect
from mkdocs_byline.cli.project import find_projects
from mkdocs_byline.clock import read_clock
from mkdocs_byline.problems import CHECKS
from mkdocs_byline.problems import grouped
try:
    main(["check"])
except SystemExit as end:
    print(end.code, [name for name in sys.modules if name.split(".")[0] == "mkdocs"])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "1 []"
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_colours_are_for_terminals_that_want_them(tmp_path: Path) -> None:
    blog(tmp_path, WRONG)
    command = ["check", "-f", str(tmp_path / "mkdocs.yml")]
    assert "\x1b[" not in CliRunner().invoke(main, command).output
    coloured = CliRunner().invoke(main, command, color=True, env={"NO_COLOR": None})
    assert "\x1b[31m" in coloured.output
    plain = CliRunner().invoke(main, command, color=True, env={"NO_COLOR": "1"})
    assert "\x1b[" not in plain.output


def test_what_github_does_not_show_goes_into_the_summary(tmp_path: Path) -> None:
    blog(tmp_path, *(post(f"# N{n}", date=f"2026-01-{n:02}", tag="x") for n in range(1, 8)))
    more = {
        f"docs/blog/posts/w{n}.md": post(f"# W{n}", date=f"2026-02-{n:02}", authors="[x, y]")
        for n in range(1, 7)
    }
    write(tmp_path, dict(more))
    file = tmp_path / "summary.md"
    found = run(tmp_path, "--format", "github", env={"GITHUB_STEP_SUMMARY": str(file)})
    lines = found.output.splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 7
    assert lines[-1] == "12 errors and 7 warnings in 13 posts."
    assert file.read_text(encoding="utf-8").count(": BY201 ") == 2
    elsewhere = run(tmp_path, "--format", "github", env={"GITHUB_STEP_SUMMARY": ""})
    assert elsewhere.output.count(": BY201 ") == 2


def test_annotations_name_files_from_the_top_of_the_repository(tmp_path: Path) -> None:
    Repo(tmp_path)
    blog(tmp_path / "site", WRONG)
    result = run(tmp_path / "site", "--format", "github")
    assert "::error file=site/docs/blog/posts/a.md,line=3,col=11,title=BY201::" in result.output


@pytest.mark.parametrize(("config", "code"), [(CONFIG, 0), (CONFIG + "strict: true\n", 1)])
def test_links_to_what_a_pull_request_deletes_or_moves(
    config: str, code: int, tmp_path: Path
) -> None:
    repo = Repo(tmp_path)
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": config,
        "docs/index.md": "# Home\n\nRead [old](blog/posts/old.md).\n",
        "docs/blog/posts/old.md": post("# Old\n\nA text that is long enough.", date="2026-11-01"),
        "docs/blog/posts/was.md": post("# Was\n\nAnother text, quite other.", date="2026-11-01"),
        "docs/blog/posts/a.md": post("# A\n\n[w](was.md#x) `[x](old.md)`", date="2026-11-02"),
        "docs/blog/posts/warned.md": post("# W", date="2026-11-03", athors="x"),
    }
    repo.commit(1, files)
    repo.git("switch", "--quiet", "--create", "branch")
    assert run(tmp_path, "--base", "main").exit_code == 0
    repo.git("mv", "docs/blog/posts/was.md", "docs/blog/posts/now.md")
    repo.commit(2, {"docs/blog/posts/old.md": None})
    result = run(tmp_path, "--base", "main")
    assert "docs/blog/posts/a.md:6:1: BY507 the link 'was.md#x' leads to a file that moved" in (
        result.output
    )
    assert (
        "docs/index.md:3:6: BY507 the link 'blog/posts/old.md' leads to a file that is deleted"
        in (result.output)
    )
    assert result.output.count("BY507") == 2
    assert "Write 'now.md#x'." in result.output
    assert "1 more in other files" in result.output
    assert result.exit_code == code
    assert bool(build(tmp_path, strict=True).error)


def test_an_error_elsewhere_is_the_pull_requests(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit(1, {"docs/index.md": "# Home\n", "mkdocs.yml": CONFIG})
    blog(tmp_path, GOOD)
    repo.commit(2)
    repo.git("switch", "--quiet", "--create", "branch")
    repo.commit(3, {"docs/blog/.authors.yml": "joe: {name: Joe}\n"})
    result = run(tmp_path, "--base", "main")
    assert result.exit_code == 1
    assert "docs/blog/posts/a.md:3:11: BY201" in result.output


def test_a_base_that_is_none(tmp_path: Path) -> None:
    Repo(tmp_path).commit(1, {"docs/index.md": "# Home\n", "mkdocs.yml": CONFIG})
    result = run(tmp_path, "--base", "nope")
    assert (result.exit_code, result.output) == (
        2,
        "Error: git knows no branch, tag or commit 'nope'. Fetch it first: git fetch origin.\n",
    )


def test_a_check_of_one_post_reads_the_text_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = blog(tmp_path, GOOD, WARNED, post("# C\n\n[a](a.md) [b](b.md)", date="2026-11-04"))
    read: list[int] = []
    resolved: list[str] = []

    def counted_scan(body: str, line: int) -> Page:
        read.append(line)
        return scan(body, line)

    def counted_resolve(link: str, start: str) -> Target | None:
        resolved.append(link)
        return resolve(link, start)

    monkeypatch.setattr(site, "scan", counted_scan)
    monkeypatch.setattr(links, "resolve", counted_resolve)
    run(root, str(root / "docs/blog/posts/c.md"))
    assert len(read) == 1
    assert resolved == ["a.md", "b.md"]

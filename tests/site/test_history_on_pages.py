"""Sites in git repositories: what readers see of a post's past."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from html import unescape
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from building import CONFIG, Built, build, post
from mkdocs_byline.cli import main
from mkdocs_byline.host.templates import commit_url
from repository import Repo
from structured import thing

AUTHORS = """\
authors:
  jane: {name: Jane Doe, email: JANE@x.example}
  joe: {name: Joe Bloggs, github: joeb}
"""
JOE = "whatever <123+joeb@users.noreply.github.com>"
LINKED = CONFIG + "repo_url: https://github.com/us/blog\nedit_uri: edit/main/docs/\n"
PAGE = "blog/2026/01/05/a/index.html"


def text(built: Built, page: str = PAGE) -> str:
    html = re.sub(r"<[^>]+>", " ", built.read(page).split("</header>")[-1])
    return re.sub(r"\s+", " ", unescape(html))


def byline(built: Built, page: str = PAGE) -> str:
    html = built.read(page)
    row = html[html.index("byline-row__text") + 18 :].split("</header>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row))).strip()


def blog(root: Path) -> Repo:
    repo = Repo(root)
    repo.commit(1, {"mkdocs.yml": LINKED, "docs/index.md": "# Home\n"})
    repo.commit(4, {"docs/blog/.authors.yml": AUTHORS})
    repo.commit(5, {"docs/blog/posts/a.md": "# A\n\nSix steps.\n"}, "Write A")
    return repo


def test_git_gives_date_and_author(tmp_path: Path) -> None:
    blog(tmp_path)
    built = build(tmp_path, strict=True)
    assert (built.error, built.messages) == ("", [])
    assert "By Jane Doe January 5, 2026" in byline(built)
    assert "Updated" not in byline(built)
    assert 'href="../../../../author/jane/"' in built.read(PAGE)


def test_real_changes_are_listed_and_linked(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    commit = repo.commit(7, {"docs/blog/posts/a.md": "# A\n\nSeven steps.\n"}, "<b>Count</b>", JOE)
    repo.commit(8, {"docs/blog/posts/a.md": "---\ntags: [x]\n---\n# A\n\nSeven steps.\n"})
    built = build(tmp_path, strict=True)
    html = built.read(PAGE)
    assert "January 5, 2026 Updated January 7, 2026" in byline(built)
    assert (
        f'<a href="https://github.com/us/blog/commit/{commit}">&lt;b&gt;Count&lt;/b&gt;</a>'
        in html
    )
    assert "January 7, 2026 <b>Count</b> Joe Bloggs January 5, 2026 First published" in text(built)
    assert '<a href="https://github.com/us/blog/edit/main/docs/blog/posts/a.md">' in html
    assert "<lastmod>2026-01-07</lastmod>" in built.read("sitemap.xml")


def test_front_matter_wins(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    front = {"date": "{created: 2025-12-01, updated: 2026-01-06}", "authors": "[joe]"}
    repo.commit(7, {"docs/blog/posts/a.md": post("# A\n\nSeven.", **front)})
    built = build(tmp_path)
    row = byline(built, "blog/2025/12/01/a/index.html")
    assert "By Joe Bloggs December 1, 2025 Updated January 6, 2026" in row


def test_addresses_are_shown_nowhere(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(7, {"docs/blog/posts/a.md": "# A\n\nSeven.\n"}, who="Guest <secret@x.example>")
    built = build(tmp_path)
    assert "Guest" in text(built)
    for path in built.out.rglob("*"):
        if path.suffix in (".html", ".json", ".xml"):
            assert "x.example" not in path.read_text(encoding="utf-8"), path


def test_bots_and_contributors(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    options = (
        "byline: {history_contributors: true, history_ignore_authors: ['*[bot]', r*@x.example]}]"
    )
    repo.commit(6, {"mkdocs.yml": LINKED.replace("byline]", options)})
    repo.commit(7, {"docs/blog/posts/a.md": "# A\n\nSeven.\n"}, who="fix[bot] <f@y.example>")
    repo.commit(8, {"docs/blog/posts/a.md": "# A\n\nEight.\n"}, who="R <robo@x.example>")
    repo.commit(9, {"docs/blog/posts/a.md": "# A\n\nNine.\n"}, who=JOE)
    built = build(tmp_path, strict=True)
    assert "With contributions by Joe Bloggs" in text(built)
    assert "Updated January 9, 2026" in byline(built)
    assert "[bot]" not in text(built)


def test_corrections_from_both_places(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    front = {"corrections": "[{date: 2026-01-06, text: 'Not <b>five</b>, six.'}]"}
    repo.commit(
        7, {"docs/blog/posts/a.md": post("# A\n\nSeven.", **front)}, "Count\n\nCorrection: Seven."
    )
    built = build(tmp_path, strict=True)
    assert "Corrections January 7, 2026 Seven. January 6, 2026 Not <b>five</b>, six." in text(
        built
    )


def test_a_default_author_comes_before_git(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(6, {"mkdocs.yml": CONFIG.replace("byline]", "byline: {default_author: joe}]")})
    assert byline(build(tmp_path)).startswith("By Joe Bloggs")


def test_history_can_be_switched_off(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(6, {"mkdocs.yml": CONFIG.replace("byline]", "byline: {history: false}]")})
    assert build(tmp_path).codes == ["BY121"]


def test_a_shallow_clone_is_told_once(tmp_path: Path) -> None:
    repo = blog(tmp_path / "origin")
    dated = {f"docs/blog/posts/b{n}.md": post(f"# B{n}", date="2026-01-06") for n in range(3)}
    repo.commit(6, {**dated})
    url = (tmp_path / "origin").as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=1", url, tmp_path / "clone"], check=True)
    built = build(tmp_path / "clone")
    assert built.codes == ["BY121", "BY131"]
    assert "fetch-depth: 0" in "".join(built.messages)
    (tmp_path / "clone/docs/blog/posts/a.md").unlink()
    assert build(tmp_path / "clone").error == ""
    assert build(tmp_path / "clone", strict=True).error
    assert build(tmp_path / "clone", strict=True, command="serve").error == ""


def test_a_repository_that_git_will_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = blog(tmp_path)
    repo.commit(6, {"docs/blog/posts/a.md": post("# A", date="2026-01-05")})
    monkeypatch.setenv("PATH", "")
    built = build(tmp_path)
    assert built.codes == ["BY132"]
    assert PAGE in built


def test_a_post_in_no_commit_yet(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.git("config", "user.name", "Joe")
    repo.git("config", "user.email", "joeb@users.noreply.github.com")
    new: dict[str, str | bytes] = {"docs/blog/posts/new.md": "# New\n\nText.\n"}
    built = build(tmp_path, new, command="serve", strict=True)
    page = "blog/undated/new/index.html"
    assert "By Joe Bloggs 1 min read Not yet published" in byline(built, page)
    assert "no commit has this post yet" in text(built, page)
    assert "Not yet published" not in built.read(PAGE)
    assert build(tmp_path).codes == ["BY121"]


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/us/blog", "https://github.com/us/blog/commit/abc"),
        ("https://github.com/us/blog.git", "https://github.com/us/blog/commit/abc"),
        ("https://gitlab.com/us/blog/", "https://gitlab.com/us/blog/-/commit/abc"),
        ("https://bitbucket.org/us/blog", "https://bitbucket.org/us/blog/commits/abc"),
        ("https://codeberg.org/us/blog", "https://codeberg.org/us/blog/commit/abc"),
        ("", ""),
    ],
)
def test_where_a_commit_can_be_seen(repository: str, expected: str) -> None:
    assert commit_url(repository, "abc") == expected


def test_machines_read_the_dates_that_readers_see(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    evil = "</script><b>&"
    files = {
        "docs/blog/posts/a.md": post("# A\n\nSeven.", title=f"'{evil}'", slug="a", tags="[x]")
    }
    repo.commit(7, {**files}, "Count\n\nCorrection: Seven.", JOE)
    built = build(tmp_path, strict=True)
    found = thing(built.read(PAGE), "BlogPosting")
    assert found["headline"] == evil
    assert (found["datePublished"], found["dateModified"]) == (
        "2026-01-05T12:00:00+00:00",
        "2026-01-07T12:00:00+00:00",
    )
    assert thing(built.read(PAGE), "Person")["name"] == "Jane Doe"
    assert (
        found["url"] == found["mainEntityOfPage"] == "https://example.org/sub/blog/2026/01/05/a/"
    )
    assert found["correction"][0]["text"] == "Seven."
    html = built.read(PAGE)
    assert 'property="article:published_time" content="2026-01-05T12:00:00+00:00"' in html
    assert 'property="article:modified_time" content="2026-01-07T12:00:00+00:00"' in html


def test_provenance(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    first = repo.git("rev-parse", "HEAD").strip()
    second = repo.commit(7, {"docs/blog/posts/a.md": "# A\n\nSeven.\n"}, who=JOE)
    repo.commit(
        8,
        {
            "docs/blog/posts/b.md": post("# B", date="2026-01-06", unlisted="true"),
            "docs/blog/posts/c.md": post("# C", date="2026-01-06", draft="true"),
            "docs/blog/posts/d.md": post("# D", date="2026-01-06", editors="[{name: Guest}]"),
        },
    )
    built = build(tmp_path, strict=True)
    written = built.read("blog/provenance.json")
    schema = json.loads(CliRunner().invoke(main, ["schema", "provenance"]).output)
    jsonschema.Draft202012Validator(schema).validate(json.loads(written))
    a, d = json.loads(written)["posts"]
    assert a == {
        "id": hashlib.sha256(b"blog/posts/a.md").hexdigest()[:12],
        "path": "blog/posts/a.md",
        "url": "blog/2026/01/05/a/",
        "title": "A",
        "sha256": hashlib.sha256(b"# A\n\nSeven.\n").hexdigest(),
        "created": "2026-01-05T12:00:00+00:00",
        "updated": "2026-01-07T12:00:00+00:00",
        "reviewed": None,
        "commits": [second, first],
        "people": [{"role": "author", "name": "Jane Doe", "id": "jane"}],
    }
    assert d["people"][1] == {"role": "editor", "name": "Guest", "id": ""}
    assert build(tmp_path).read("blog/provenance.json") == written

"""Which texts of a post are its editions: what readers have had, and nothing that they had not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from click.testing import CliRunner

from building import CONFIG, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.cli.inspection import Inspection, inspect
from mkdocs_byline.cli.project import find_projects
from mkdocs_byline.git.load import read_blobs
from mkdocs_byline.html.text_diff import Comparison
from mkdocs_byline.model import Dates, Edition, Post
from mkdocs_byline.outputs.editions import (
    MAX_WORDS,
    edition_entries,
    edition_outputs,
    edition_pages,
    within_bounds,
)
from repository import Repo

NOW = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
ON = CONFIG.replace("[search, byline]", "[search, {byline: {editions: true}}]")
PATH = "docs/blog/posts/a.md"
LONG = "Some words, enough of them for git to know the file again.\n"


def blog(root: Path, config: str = ON) -> Repo:
    repo = Repo(root)
    repo.commit(1, {"mkdocs.yml": config, "docs/index.md": "# Home\n"})
    return repo


def look(repo: Repo) -> Inspection:
    (project,) = find_projects(repo.root / "mkdocs.yml")
    return inspect(project, NOW, history=True)


def only(repo: Repo) -> Post:
    (found,) = look(repo).blog.library.posts
    return found


def texts(repo: Repo) -> list[str]:
    """Return the bodies of a post's editions, oldest first; dashes for one that is withheld."""
    return _bodies(repo, only(repo))


def _bodies(repo: Repo, found: Post) -> list[str]:
    blobs = {each.blob for each in found.editions if each.blob}
    contents = read_blobs(repo.root / "docs", "blog/posts", {found.path: blobs})
    return [
        contents[each.blob].decode().rpartition("---\n")[2].strip() if each.blob else "--"
        for each in found.editions
    ]


def test_each_real_change_is_an_edition_of_its_day(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(5, {PATH: post("One.")}, "Write")
    second = repo.commit(7, {PATH: post("Two.")}, "Change\n\nMore.", "Joe Bloggs <joe@x.example>")
    repo.commit(8, {PATH: post("Two.", tags="[x]")}, "Tag it")
    repo.commit(9, {PATH: post("Three.", tags="[x]")}, "Again")
    first, changed, last = only(repo).editions
    assert texts(repo) == ["One.", "Two.", "Three."]
    assert [each.date.day for each in (first, changed, last)] == [5, 7, 9]
    assert (changed.number, changed.commit, changed.subjects) == (2, second, ("Change",))
    assert [(each.name, each.email) for each in changed.people] == [("Joe Bloggs", "")]
    assert (first.number, first.subjects) == (1, ())


def test_a_minor_change_is_part_of_the_edition_before(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(5, {PATH: post("One.")})
    repo.commit(7, {PATH: post("Two.")})
    repo.commit(8, {PATH: post("Two!")}, "Mend [skip updated]")
    repo.commit(9, {PATH: post("Two !")}, "Space")
    assert texts(repo) == ["One.", "Two !"]


def test_what_was_not_published_is_no_edition(tmp_path: Path) -> None:
    fronts: list[dict[str, str]] = [
        {"draft": "true"},
        {"unlisted": "true"},
        {"date": "2026-01-20"},
        {"date": "{created: 2026-01-02, publish_at: 2026-01-20}"},
        {"date": "{created: 2026-01-02, expires: 2026-01-03}"},
        {"date": "["},
    ]
    repo = blog(tmp_path)

    def commit(day: int, text: str, message: str = "", **front: str) -> None:
        posts = {
            f"docs/blog/posts/post-{number}.md": post(text, **(front or each))
            for number, each in enumerate(fronts)
        }
        repo.commit(day, dict(posts), message)

    commit(5, "Secret.")
    commit(6, "Still secret.")
    commit(7, "One.", date="2026-01-07")
    assert [each.editions for each in look(repo).blog.library.posts] == [()] * len(fronts)
    commit(8, "Taken back.", date="2026-01-07", draft="true")
    commit(9, "Two.", date="2026-01-07", draft="true")
    commit(10, "Two.", "Publish", date="2026-01-07")
    for each in look(repo).blog.library.posts:
        assert _bodies(repo, each) == ["One.", "Two."]
        assert [edition.subjects for edition in each.editions] == [(), ()]  # Nobody saw these.


def test_what_a_branch_held_before_it_was_merged_is_no_edition(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(4, {PATH: post("One.")})
    repo.git("switch", "--quiet", "--create", "work")
    repo.commit(5, {PATH: post("Secret.")}, "Try")
    repo.commit(6, {PATH: post("Two.")}, "Do")
    repo.git("switch", "--quiet", "main")
    repo.commit(7, {"docs/index.md": "# House\n"})
    repo.git("merge", "--quiet", "--no-ff", "--message=Merge", "work", day=8)
    assert texts(repo) == ["One.", "Two."]
    merged = only(repo).editions[-1]
    assert (merged.date.day, set(merged.subjects)) == (8, {"Try", "Do"})


def test_what_lay_elsewhere_is_no_edition(tmp_path: Path) -> None:
    places = [
        "notes/a.md",
        "docs/notes.md",
        "docs/blog/posts/Drafts/a.md",
        "docs/blog/posts/_a.md",
        "docs/blog/posts/left-out/a.md",
        "docs/blog/posts/not-built/a.md",
    ]
    left_out = "exclude_docs: blog/posts/left-out/\ndraft_docs: blog/posts/not-built/\n"
    repo = blog(tmp_path, ON + left_out)
    words = [f"{n} {LONG}" for n in range(len(places))]
    repo.commit(
        4,
        {
            p: post(w * 9 + "Secret.", date="2026-01-02")
            for p, w in zip(places, words, strict=True)
        },
    )
    new: dict[str, str | bytes | None] = {
        f"docs/blog/posts/post-{n}.md": post(each * 9 + "Public.", date="2026-01-02")
        for n, each in enumerate(words)
    }
    repo.commit(5, dict.fromkeys(places) | new)
    found = look(repo).blog.library.posts
    # Nobody looks outside of the docs folder; the others were renamed.
    assert [len(each.revisions) for each in found] == [0, 1, 1, 1, 1, 1]
    assert [each.editions for each in found] == [()] * len(places)


def test_a_renamed_post_keeps_its_editions(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(4, {"docs/blog/posts/b.md": post(LONG * 9 + "One.", date="2026-01-02")})
    new = post(LONG * 9 + "Two.", date="2026-01-02")
    repo.commit(5, {"docs/blog/posts/b.md": None, PATH: new})
    repo.commit(6, {PATH: post(LONG * 9 + "Three.", date="2026-01-02")})
    assert [each.removeprefix(LONG * 9) for each in texts(repo)] == ["One.", "Two.", "Three."]
    paths = [each.path for each in only(repo).editions]
    assert paths == ["blog/posts/b.md", "blog/posts/a.md", "blog/posts/a.md"]


def test_a_name_that_another_post_had_before_is_not_its_past(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(4, {PATH: post("Somebody else's secret.", date="2026-01-02")})
    repo.commit(5, {PATH: None})
    repo.commit(6, {PATH: post("One.", date="2026-01-02")})
    repo.commit(7, {PATH: post("Two.", date="2026-01-02")})
    assert texts(repo) == ["One.", "Two."]


def test_a_folders_meta_file_of_that_day_counts(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    meta = "docs/blog/posts/.meta.yml"
    repo.commit(4, {PATH: post("Secret.", date="2026-01-02"), meta: "draft: true\n"})
    repo.commit(5, {PATH: post("Secret, too.", date="2026-01-02")})
    repo.commit(6, {PATH: post("One.", date="2026-01-02"), meta: None})
    repo.commit(7, {PATH: post("Two.", date="2026-01-02")})
    assert texts(repo) == ["One.", "Two."]


def test_a_withheld_text_stays_withheld_in_a_rewritten_history(tmp_path: Path) -> None:
    for name in ("first", "rewritten"):
        repo = blog(tmp_path / name)
        for day, text in enumerate(("One.", "hunter2", "Three."), 4):
            message = f"Say {text}, {name}\n\nCorrection: {text}"
            repo.commit(day, {PATH: post(text, date="2026-01-02")}, message)
        blob = repo.git("rev-parse", f"HEAD~1:{PATH}").strip()
        assert len(texts(repo)) == 3
        repo.commit(8, {"docs/blog/.editions-withheld": f"# why\n{blob}  # hunter2\n"})
        assert texts(repo) == ["One.", "--", "Three."]
        hidden = only(repo).editions[1]
        assert hidden == Edition(2, hidden.date, "", "", "", withheld=True)
        assert [each.subject for each in only(repo).revisions] == [f"Say Three., {name}", ""]
        assert [each.text for each in only(repo).corrections] == ["Three."]


def test_messages_of_what_is_withheld_are_not_shown_of_an_unlisted_post(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    says = {"date": "2026-01-02", "unlisted": "true"}
    repo.commit(4, {PATH: post("One.", **says)})
    withheld = repo.commit(5, {PATH: post("Two.", **says)}, "Say\n\nCorrection: No.")
    repo.commit(6, {PATH: post("Three.", **says)}, "Say more")
    repo.commit(7, {"docs/blog/.editions-withheld": f"{withheld}\n"})
    found = only(repo)
    assert [each.subject for each in found.revisions] == ["Say more", ""]
    assert found.corrections == ()


def test_a_broken_list_shows_nothing_and_says_so(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(4, {PATH: post("One.", date="2026-01-02")})
    repo.commit(5, {PATH: post("Two.", date="2026-01-02")})
    repo.commit(6, {"docs/blog/.editions-withheld": "# fine\n\nabc1234\n"})
    found = look(repo)
    (problem,) = (each for each in found.blog.problems if each.code == "BY133")
    assert str(problem).startswith("docs/blog/.editions-withheld:3:1: BY133 'abc1234' is no ")
    assert found.blog.library.posts[0].editions == ()


def test_it_is_an_option(tmp_path: Path) -> None:
    repo = blog(tmp_path, CONFIG)
    repo.commit(4, {PATH: post("One.", date="2026-01-02")})
    repo.commit(5, {PATH: post("Two.", date="2026-01-02")})
    assert only(repo).editions == ()
    assert len(only(repo).revisions) == 1


def test_a_shallow_clone_shows_none_and_says_so_once(tmp_path: Path) -> None:
    repo = blog(tmp_path / "whole")
    dated = {"date": "{created: 2026-01-02, updated: 2026-01-03}"}
    repo.commit(4, {PATH: post("One.", **dated)})
    repo.commit(5, {PATH: post("Two.", **dated)})
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.root}", str(tmp_path / "cut"))
    (project,) = find_projects(tmp_path / "cut/mkdocs.yml")
    found = inspect(project, NOW, history=True).blog
    assert found.library.posts[0].editions == ()
    (problem,) = (each for each in found.problems if each.code == "BY131")
    assert "show editions of this post" in problem.message


def test_pages_are_where_the_sites_urls_have_them_unless_something_else_is(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    repo.commit(4, {PATH: post("One.", date="2026-01-02")})
    repo.commit(5, {PATH: post("Two.", date="2026-01-02")})

    def places(config: str) -> list[str]:
        write(tmp_path, {"mkdocs.yml": config})
        found = look(repo)
        pages = edition_pages(found.blog, found.blog.library.posts[0])
        assert [each.dest for each in pages] == [
            each.dest for each in edition_outputs(found.blog, found.project.shown)
        ]
        return [each.url for each in pages]

    assert places(ON) == ["blog/2026/01/02/a/history/", "blog/2026/01/02/a/history/1/"]
    assert places(ON + "use_directory_urls: false\n") == [
        "blog/2026/01/02/a/history.html", "blog/2026/01/02/a/history/1.html"
    ]  # fmt: skip
    write(tmp_path, {"docs/blog/2026/01/02/a/history.md": "# Mine\n"})
    assert places(ON) == []


def test_a_post_that_changed_a_hundred_times_shows_the_newest(tmp_path: Path) -> None:
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    own = tuple(
        Edition(number, day, f"{number}", f"{number}", "a.md", withheld=number == 150)
        for number in range(1, 251)
    )
    found = Post("blog/posts/a.md", "A", "a/", "a/index.html", Dates(created=day), editions=own)
    pages = edition_pages(look(blog(tmp_path)).blog, found)
    assert [each.edition.number for each in pages[1:] if each.edition] == [*range(151, 250)]
    entries = edition_entries(pages)
    assert [each.edition.number for each in entries] == [*range(250, 150, -1)]
    assert (entries[0].is_newest, entries[0].url, entries[-1].before) == (True, "", None)
    places = {page.edition.number: page.url for page in pages if page.edition}
    assert all(each.before_url == places[each.before.number] for each in entries if each.before)
    assert all(
        each.before and each.before.number + 1 == each.edition.number for each in entries[:-1]
    )


def test_a_page_has_room_for_so_many_words() -> None:
    one = Comparison((), MAX_WORDS // 2, 0)
    assert within_bounds([one, None, one, one]) == [
        one, None, one, Comparison((), MAX_WORDS // 2, 0, is_cut=True)
    ]  # fmt: skip


LISTED = """\
docs/blog/posts/a.md
   1  2026-01-04  {0:.12}  first published
   2  2026-01-05  {1:.12}  Say hunter2
   3  2026-01-06  {2:.12}  Say Three.
"""


def test_a_command_lists_and_withholds_editions(tmp_path: Path) -> None:
    repo = blog(tmp_path)
    commits = [
        repo.commit(day, {PATH: post(text, date="2026-01-02")}, f"Say {text}")
        for day, text in enumerate(("One.", "hunter2", "Three."), 4)
    ]

    def run(*arguments: str, input: str = "") -> tuple[int, str]:
        given = ["editions", "-f", str(tmp_path / "mkdocs.yml"), *arguments]
        done = CliRunner().invoke(main, given, input=input)
        return done.exit_code, done.output

    assert run() == (0, LISTED.format(*commits))
    assert run(str(tmp_path / "docs/blog/posts/b.md")) == (0, "")
    for wrong in (
        ("--withhold", "1"),
        ("--withhold", "9", str(tmp_path / PATH)),
        ("--containing", ""),
    ):
        assert run(*wrong)[0] == 2
    code, output = run("--containing", "-", input="hunter2\n")
    assert (code, "withheld  docs/blog/posts/a.md, edition 2\n" in output) == (0, True)
    assert texts(repo) == ["One.", "--", "Three."]
    assert "hunter2" not in (tmp_path / "docs/blog/.editions-withheld").read_text()
    assert run("--withhold", commits[0][:8])[0] == 0
    code, output = run("--withhold", "3", str(tmp_path / PATH))
    assert "It is what the post says now" in output
    assert texts(repo) == ["--", "--", "--"]
    assert run("--withhold", "3", str(tmp_path / PATH))[0] == 2
    assert (tmp_path / "docs/blog/.editions-withheld").read_text().count("\n") == 4


def test_the_command_says_if_readers_see_none(tmp_path: Path) -> None:
    blog(tmp_path, CONFIG)
    done = CliRunner().invoke(main, ["editions", "-f", str(tmp_path / "mkdocs.yml")])
    assert (done.exit_code, "'editions: true' is not set" in done.output) == (2, True)

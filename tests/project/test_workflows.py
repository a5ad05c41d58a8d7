"""The workflows: they hold no logic and no secret, and their steps, run here in order in a clean
clone of a small repository with a pull request's branch, do what they are there for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from building import post, write
from hub import after_check, hub_of
from mkdocs_byline.scaffold.comment_script import inert
from paths import ROOT
from repository import Repo

FOLDER = ROOT / ".github/workflows"
WORKFLOWS = sorted(path.name for path in FOLDER.glob("*.yml"))


def workflow(name: str) -> dict[str, Any]:
    """Return a workflow; its triggers are under "on", which YAML takes for true."""
    values = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    assert isinstance(values, dict)
    return {"on" if key is True else key: value for key, value in values.items()}


def steps(name: str) -> list[dict[str, Any]]:
    jobs = workflow(name)["jobs"].values()
    return [step for job in jobs for step in job.get("steps", ())]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nobody_is_trusted_with_more_than_needed(name: str) -> None:
    values = workflow(name)
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert values["permissions"] == {}
    assert "pull_request_target" not in values["on"]
    assert "secrets" not in text
    for line in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"\./.*|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    for step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
    for job in values["jobs"].values():
        if "pull_request" in values["on"]:
            assert job["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_step_is_one_command_of_a_laptop(name: str) -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M)
    for step in steps(name):
        if "run" in step:
            # Without -f, make would take a GNUmakefile that a pull request has added.
            command, _, target = step["run"].rpartition(" ")
            assert command == "make -f Makefile"
            assert target in targets
            assert "shell" not in step


CONFIG = """\
site_name: Trial
site_url: !ENV [SITE_URL, "https://example.org/"]
theme: {name: material, font: false}
plugins: [search, byline]
"""
BASE: dict[str, str | bytes | None] = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Home\n",
    "docs/blog/.authors.yml": "jane: {name: Jane Doe, github: jane-doe}\n",
    "docs/blog/posts/one.md": post("# One", date="2026-01-01", authors="[jane]"),
    "docs/blog/posts/old-trouble.md": post("# Old", date="2026-01-01", athors="x"),
    "docs/blog/posts/planned.md": post("# Planned", date="{publish_at: 2026-01-20}"),
}
# What the workflows and the Makefile need of this repository.
COPIED: tuple[str, ...] = (
    ".ci",
    ".github",
    ".gitignore",
    "Makefile",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
)
COPIED += ("plugins", "pyproject.toml", "requirements")


@dataclass
class Runner:
    """A machine that runs a job's steps as GitHub would, without its actions.

    `values` holds what expressions stand for, `hub` where GitHub's API is.
    """

    clone: Path
    values: dict[str, str]
    printed: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    hub: dict[str, str] = field(default_factory=dict)

    def run(self, name: str, job: str) -> None:
        values = workflow(name)["jobs"][job]
        for step in values["steps"]:
            if "run" not in step or (self.failed and "cancelled" not in step.get("if", "")):
                continue
            given = {**values.get("env", {}), **step.get("env", {})}
            environment = {
                **{key: value for key, value in os.environ.items() if not key.startswith("GIT")},
                **self.hub,
                **{key: self.resolve(value) for key, value in given.items()},
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
                "GITHUB_STEP_SUMMARY": str(self.clone.parent / "summary"),
                "GITHUB_OUTPUT": str(self.clone.parent / "output"),
                "NO_COLOR": "1",
            }
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=self.clone,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            self.printed[step["name"]] = done.stdout
            if done.returncode and not step.get("continue-on-error"):
                self.failed.append(step["name"])

    def resolve(self, text: str) -> str:
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: self.values[match[1]], text)

    def read(self, name: str) -> str:
        path = self.clone.parent / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


def clean_clone(source: Path, branch: str) -> Path:
    """Clone a branch, and lend it the tools that are installed here."""
    clone = source.parent / "clone"
    command = ["git", "clone", "--quiet", "--no-local", "--branch", branch]
    command += [str(source), str(clone)]
    subprocess.run(command, check=True)
    (clone / ".venv").mkdir()
    for path in (ROOT / ".venv").iterdir():
        if not path.name.endswith(".stamp"):
            (clone / ".venv" / path.name).symlink_to(path.resolve())
    for stamp in ("venv", "site", "dev", "browser"):
        (clone / f".venv/{stamp}.stamp").touch()
    return clone


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Make the small repository, with the files that the workflows use."""
    repo = Repo(tmp_path_factory.mktemp("workflows") / "repo")
    for name in COPIED:
        path, to = ROOT / name, repo.root / name
        ignored = shutil.ignore_patterns("__pycache__")
        if path.is_dir():
            shutil.copytree(path, to, ignore=ignored)
        else:
            shutil.copy(path, to)
    repo.commit(1, BASE)
    return repo


def test_a_pull_request_is_checked_shown_and_built(project: Repo) -> None:
    base = project.git("rev-parse", "main").strip()
    project.git("switch", "--quiet", "--create", "pr")
    hostile = "$(shell touch pwned-by-make)$(touch pwned-by-shell)"
    project.commit(
        2,
        {
            "docs/blog/posts/new.md": post("# New", date="2026-01-02", authors="[jane]"),
            "docs/blog/posts/broken.md": post("# Broken", date="2026-01-02", authors="[jnae]"),
        },
    )
    project.git("switch", "--quiet", "main")
    values = {
        "github.event.pull_request.base.sha": base,
        "github.event.pull_request.user.login": hostile,
    }
    runner = Runner(clean_clone(project.root, "pr"), values)
    try:
        runner.run("check.yml", "posts")
        # A broken post fails the checks, and is told on its line; what was wrong before is not.
        assert runner.failed == ["Check the posts that are changed", "Build the site"]
        told = runner.printed["Check the posts that are changed"]
        annotation = "::error file=docs/blog/posts/broken.md,line=3,col=11,title=BY201::"
        assert [line for line in told.splitlines() if line.startswith("::")] == [
            annotation
            + "unknown author 'jnae'. Did you mean 'jane'? Authors are in docs/blog/.authors.yml."
        ]
        assert "::notice file=docs/blog/posts/new.md" in runner.printed["Tell who signs them"]
        assert "Can't be published yet\n\n- `docs/blog/posts/broken.md`" in runner.read("summary")

        # Mended, it passes.
        (runner.clone / "docs/blog/posts/broken.md").unlink()
        (runner.clone / "docs/blog/posts/old-trouble.md").write_text(
            post("# Old", date="2026-01-01")
        )
        (runner.clone.parent / "summary").unlink()
        runner.failed.clear()
        runner.run("check.yml", "posts")
        assert runner.failed == []
        assert (runner.clone / "site/blog/2026/01/02/new/index.html").is_file()
        summary = runner.read("summary")
        assert "- **URL:** `https://example.org/blog/2026/01/02/new/`" in summary
        assert "**New**\n\n- `blog/2026/01/02/new/index.html`" in summary
        assert "`index.html`" not in summary
        assert not list(runner.clone.rglob("pwned*"))
        assert not (runner.clone / ".cache/base").exists()
    finally:
        shutil.rmtree(runner.clone)


def test_a_comment_says_what_a_pull_request_changes_and_runs_none_of_its_code(
    project: Repo,
) -> None:
    project.git("switch", "--quiet", "--create", "hostile", "main")
    changes: dict[str, str | bytes | None] = {
        "mkdocs.yml": CONFIG.replace("https://example.org/", "https://x.example/")
        + "hooks: [pwned.py]\n",
        "pwned.py": "open('pwned-by-hook', 'w')\n",
        "Makefile": "review:\n\ttouch pwned-by-make\n",
        "plugins/mkdocs_byline/__init__.py": "open('pwned-by-import', 'w')\n",
        "docs/blog/posts/x.md": post("# `x` @joe", date="2026-01-02", authors="[jnae]"),
    }
    project.commit(2, changes)
    head = project.git("rev-parse", "HEAD").strip()
    project.git("switch", "--quiet", "main")
    values = after_check(head, "a&b")
    runner = Runner(clean_clone(project.root, "main"), values)
    other = {"id": 1, "user": {"login": "eve"}, "body": "<!-- byline: summary -->\nMine"}
    with hub_of(head, other) as hub:
        runner.hub = hub.environment("our/blog")
        try:
            runner.run("comment.yml", "review")
            runner.run("comment.yml", "comment")
            assert runner.failed == [], runner.printed
            (find, read, write_) = hub.asked
            assert find[1] == "/repos/our/blog/pulls?state=open&head=eve%3Aa%26b"
            assert read[:2] == ("GET", "/repos/our/blog/issues/7/comments?per_page=100")
            assert write_[:2] == ("POST", "/repos/our/blog/issues/7/comments")
            assert "## Posts: 1 broken\n\n### `x @joe`\n" in write_[2]
            assert "unknown author 'jnae'" in write_[2]

            # The next one takes its place; one about another commit is not written.
            hub.said.append({**other, "id": 2, "user": {"login": "github-actions[bot]"}})
            runner.run("comment.yml", "comment")
            assert hub.asked[-1][:2] == ("PATCH", "/repos/our/blog/issues/comments/2")
            hub.pulls[0]["head"]["sha"] = "0" * 40
            runner.run("comment.yml", "comment")
            assert hub.asked[-1][0] == "GET"
            assert not list(runner.clone.rglob("pwned-by*"))
        finally:
            shutil.rmtree(runner.clone)


def test_who_may_comment_sees_nothing_that_a_pull_request_has_made() -> None:
    values = workflow("comment.yml")
    jobs = values["jobs"]
    assert jobs["review"]["permissions"] == {"contents": "read"}
    for step in steps("comment.yml"):
        given = step.get("with", {})
        assert {"ref", "repository", "run-id"}.isdisjoint(given), step
    assert jobs["comment"]["needs"] == "review"
    assert jobs["review"]["if"].startswith("vars.COMMENT == 'true' && ")


@pytest.mark.parametrize(
    "text",
    [
        "@joe",
        "[a](b)",
        "<img src=x>",
        "https://evil.example",
        "www.evil.example",
        "#1",
        "GH-1",
        "```text\n@joe\n",
        "```text\na\n``` \n@joe\n```",
        "```text\na\n   ````\n@joe\n```",
        "`a\n`@joe`",
        "~~~\n",
        "`" * 5,
        "x " * 40_000,
    ],
)
def test_what_a_comment_shows_can_do_nothing(text: str) -> None:
    whole = "## Posts: none\n\n- **File:** `@joe` (new)\n"
    assert inert(whole) == whole
    found = inert(f"{whole}\n### `a`\n\n{text}")
    assert len(found) < 65_536
    if len(text) > 1000:
        assert found.startswith(whole)
        return
    fence, _, rest = found.partition("text\n")
    assert set(fence) == {"`"}
    assert rest.endswith(f"\n{fence}\n")
    assert fence not in rest[: -len(fence) - 1]


def test_publishing_and_what_becomes_due(project: Repo) -> None:
    values = {
        "github.repository": "our/blog",
        "github.event.repository.default_branch": "main",
        "github.server_url": "https://github.com",
        "steps.pages.outputs.base_url": "https://x.example/y",
        "needs.build.outputs.address": "https://x.example/y/",
        "vars.FEED_HUB": "",
    }
    runner = Runner(clean_clone(project.root, "main"), values)
    try:
        write(runner.clone, {"docs/blog/posts/old-trouble.md": post("# Old", date="2026-01-01")})
        runner.run("deploy.yml", "build")
        assert runner.failed == []
        site = runner.clone / "site"
        assert (
            "<loc>https://x.example/y/blog/2026/01/01/one/</loc>"
            in (site / "sitemap.xml").read_text()
        )
        check = ["sha256sum", "--check", "--quiet", "--strict", "checksums.txt"]
        subprocess.run(check, cwd=site, check=True)
        listed = {
            line.split("  ", 1)[1] for line in (site / "checksums.txt").read_text().splitlines()
        }
        files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        assert listed == files - {"checksums.txt"}

        runner.run("deploy.yml", "ping")
        assert "No hub is to be asked.\n" in runner.printed["Ask the hub to look at the feeds"]

        # A build that nobody has deployed changes nothing: what was due is so still.
        runner.run("scheduled.yml", "due")
        assert runner.read("output") == "due=true\n"
        # Right after a deployment nothing is due; had it been before a post's time, it is.
        runner.run("deploy.yml", "deploy")
        runner.run("scheduled.yml", "due")
        laptop = subprocess.run(["make", "due"], cwd=runner.clone, capture_output=True, text=True)
        assert (laptop.returncode, "Planned" in laptop.stdout) == (0, False)
        (runner.clone / ".cache/published").write_text("2026-01-19T23:59:00Z\n")
        runner.run("scheduled.yml", "due")
        (runner.clone / ".cache/published").unlink()
        runner.run("scheduled.yml", "due")
        assert runner.failed == []
        assert runner.read("output") == "due=true\ndue=false\ndue=true\ndue=true\n"
    finally:
        shutil.rmtree(runner.clone)


def test_a_release_is_the_version_that_its_tag_says(project: Repo) -> None:
    runner = Runner(clean_clone(project.root, "main"), {"github.ref_name": "v9.9.9"})
    codes = Path("docs/byline/errors.md")  # Comes with the package.
    (runner.clone / codes).parent.mkdir()
    shutil.copy(ROOT / codes, runner.clone / codes)
    try:
        runner.run("release.yml", "package")
        assert runner.failed == ["Build the package"]
        version = next((runner.clone / "dist").glob("*.tar.gz")).name[len("mkdocs_byline-") : -7]
        runner = Runner(runner.clone, {"github.ref_name": f"v{version}"})
        runner.run("release.yml", "package")
        assert runner.failed == []
        assert {path.suffix for path in (runner.clone / "dist").iterdir()} == {".gz", ".whl"}
    finally:
        shutil.rmtree(runner.clone)


def test_the_schedule_hands_on_what_deploy_waits_for() -> None:
    values = workflow("scheduled.yml")["jobs"]
    assert values["due"]["outputs"] == {"due": "${{ steps.schedule.outputs.due }}"}
    assert values["deploy"]["if"] == "needs.due.outputs.due == 'true'"
    assert json.dumps(values["deploy"]["needs"]) == '"due"'


@pytest.mark.parametrize(
    "path",
    ["GNUmakefile", "makefile", ".ci/run", "pip.py", "pip/__main__.py", "sitecustomize.py"]
    + [
        ".mailmap",
        ".gitattributes",
        "pyproject.toml",
        "setup.cfg",
        "hooks/x.py",
        ".github/CODEOWNERS",
    ]
    + ["docs/assets/site.css", "docs/index.md", "overrides/main.html", "tests/conftest.py"],
)
def test_what_builds_the_site_needs_a_maintainer(path: str) -> None:
    """Whatever a pull request adds, the last line that fits it names the maintainers."""
    lines = [
        line.split()
        for line in (FOLDER.parent / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert lines[0] == ["*", "@our-blog/maintainers"]
    fits = [
        owners
        for pattern, *owners in lines
        if pattern == "*"
        or f"/{path}" == pattern
        or f"/{path}".startswith(f"{pattern.rstrip('/')}/")
    ]
    assert fits[-1] == ["@our-blog/maintainers"]


def test_python_imports_nothing_from_the_project_by_chance() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    calls = re.findall(r"(?:/python|\$\(PYTHON\)|\$\(name\)) (-\w+|\S+)", text)
    assert calls.count("-I") >= 5
    assert {call for call in calls if call not in ("-I", "-P")} <= {
        "tests/browser.py",
        "tests/gallery.py",
        "tests/picture.py",
    }


@pytest.mark.parametrize(
    ("results", "passed"),
    [
        ("success success", True),
        ("success skipped", True),
        ("success failure", False),
        ("cancelled success", False),
    ],
)
def test_one_job_gathers_what_the_others_say(results: str, passed: bool) -> None:
    jobs = workflow("check.yml")["jobs"]
    assert sorted(jobs["gather"]["needs"]) == sorted(jobs.keys() - {"gather"})
    assert f"*{jobs['gather']['name']}*" in (ROOT / "docs/maintain.md").read_text()
    environment = {**os.environ, "RESULTS": results}
    done = subprocess.run(["make", "gather"], cwd=ROOT, env=environment, capture_output=True)
    assert (done.returncode == 0) is passed

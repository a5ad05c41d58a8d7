"""What `byline init` writes for a host is run as the host would, but for fetching packages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from building import post
from hub import after_check, hub_of
from mkdocs_byline.cli import main
from repository import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "blog")


def init(repo: Repo, host: str, *options: str) -> None:
    given = ("--name", "Stairs", "--author", "Robin Example", "--login", "robin", "--yes")
    result = CliRunner().invoke(main, ["init", str(repo.root), *given, "--host", host, *options])
    assert result.exit_code == 0, result.output
    repo.commit(1)


def values(file: Path) -> dict[str, Any]:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def run(repo: Repo, commands: Iterable[str], **environment: str) -> list[str]:
    """Run commands in one shell each, in a clean clone; return those that failed.

    `pip` only notes down that it was called.
    """
    tools = repo.root.parent / "tools"
    if not tools.exists():
        tools.mkdir()
        (tools / "pip").write_text(f'#!/bin/sh\necho "$*" >> {tools}/pip.log\n')
        (tools / "pip").chmod(0o755)
        subprocess.run(["git", "clone", "--quiet", repo.root, tools.parent / "clone"], check=True)
    kept = {key: each for key, each in os.environ.items() if not key.startswith("GIT")}
    kept["PATH"] = f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    kept |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1"}
    return [
        command
        for command in commands
        if subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", command],
            cwd=tools.parent / "clone",
            env=kept | environment,
        ).returncode
    ]


def made(repo: Repo, folder: str) -> bool:
    """Return whether the first post is in a site, and packages were asked for."""
    log = (repo.root.parent / "tools/pip.log").read_text()
    assert set(log.splitlines()) == {"install -r requirements.txt"}
    return bool(list((repo.root.parent / "clone" / folder).glob("blog/*/*/*/hello/index.html")))


def test_gitlab(repo: Repo) -> None:
    init(repo, "gitlab")
    pipeline = values(repo.root / ".gitlab-ci.yml")
    commands = [*pipeline["before_script"], *pipeline["posts"]["script"]]
    base = repo.git("rev-parse", "HEAD").strip()
    assert run(repo, commands, CI_MERGE_REQUEST_DIFF_BASE_SHA=base) == []
    assert run(repo, pipeline["pages"]["script"]) == []
    (public,) = pipeline["pages"]["artifacts"]["paths"]
    assert made(repo, public)


def test_codeberg(repo: Repo) -> None:
    init(repo, "codeberg")
    host = repo.root.parent / "host"
    subprocess.run(["git", "init", "--quiet", "--bare", host / "me/blog.git"], check=True)
    (step,) = values(repo.root / ".woodpecker.yml")["steps"]
    assert step["environment"]["TOKEN"] == {"from_secret": "pages_token"}
    failed = run(
        repo,
        [
            "set -e\n" + "\n".join(step["commands"])
        ],  # In one shell: one of them changes the folder.
        CI_REPO_OWNER="me",
        CI_REPO="me/blog",
        TOKEN="secret",
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.{host.as_uri()}/.insteadOf",
        GIT_CONFIG_VALUE_0="https://me:secret@codeberg.org/",
    )
    assert failed == []
    assert made(repo, "site")
    listed = ["git", "ls-tree", "-r", "--name-only", "pages"]
    done = subprocess.run(listed, cwd=host / "me/blog.git", capture_output=True, text=True)
    assert re.search(r"^blog/.*/hello/index.html$", done.stdout, re.MULTILINE)


def test_netlify(repo: Repo) -> None:
    init(repo, "netlify")
    build = tomllib.loads((repo.root / "netlify.toml").read_text())["build"]
    assert run(repo, [build["command"]]) == []
    assert made(repo, build["publish"])
    assert re.fullmatch(r"3\.\d+", build["environment"]["PYTHON_VERSION"])


def steps(file: Path, job: str, given: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """Return a job's commands, each with its environment."""

    def resolved(environment: dict[str, str]) -> dict[str, str]:
        return {
            key: re.sub(r"\$\{\{ (.*?) \}\}", lambda match: given[match[1]], value)
            for key, value in environment.items()
        }

    found = values(file)["jobs"][job]
    own = resolved(found.get("env", {}))
    return [
        (step["run"], own | resolved(step.get("env", {})))
        for step in found["steps"]
        if "run" in step
    ]


def test_github_publishes_and_checks_a_pull_request(repo: Repo) -> None:
    init(repo, "github")
    base = repo.git("rev-parse", "HEAD").strip()
    workflows = repo.root / ".github/workflows"
    for command, environment in steps(workflows / "publish.yml", "publish", {}):
        assert run(repo, [command], **environment) == []
    assert made(repo, "site")

    clone = repo.root.parent / "clone"
    broken = post("# New", date="2026-01-02", authors="[robni]")
    (clone / "docs/blog/posts/new.md").write_text(broken)
    event = "github.event.pull_request."
    given = {f"{event}base.sha": base, f"{event}user.login": "robin"}
    summary = repo.root.parent / "summary"
    failed = []
    for command, environment in steps(workflows / "check.yml", "posts", given):
        failed += run(repo, [command], **environment, GITHUB_STEP_SUMMARY=str(summary))
    assert [command.split(" --")[0] for command in failed] == ["byline check", "mkdocs build"]
    assert "unknown author 'robni'" in summary.read_text()
    assert any(
        "unknown author" in path.read_text() for path in (clone / "preview").rglob("*.html")
    )


def test_github_comments_on_a_pull_request_and_runs_none_of_its_code(repo: Repo) -> None:
    init(repo, "github", "--pull-request-comments")
    base = repo.git("rev-parse", "HEAD").strip()
    repo.git("switch", "--quiet", "--create", "pr")
    head = repo.commit(
        2,
        {
            "mkdocs.yml": (repo.root / "mkdocs.yml").read_text() + "hooks: [pwned.py]\n",
            "pwned.py": "open('pwned', 'w')\n",
            ".github/comment.py": "open('pwned', 'w')\n",
            "docs/blog/posts/new.md": post("# New", date="2026-01-02", authors="[robni]"),
        },
    )
    repo.git("switch", "--quiet", "main")
    given = after_check(head, "pr")
    file = repo.root / ".github/workflows/comment.yml"
    for command, environment in steps(file, "review", given):
        assert run(repo, [command], **environment, GITHUB_SHA=base) == []
    with hub_of(head) as hub:
        for command, environment in steps(file, "comment", given):
            assert run(repo, [command], **environment, **hub.environment("a/b")) == []
    (said,) = filter(None, (body for _, _, body in hub.asked))
    assert "unknown author 'robni'" in said
    assert not list(repo.root.parent.rglob("pwned"))

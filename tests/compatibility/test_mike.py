"""mike loads the configuration, and publishes the folder that another process has built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from building import post
from repository import Repo

CONFIG = """\
site_name: Trial
site_url: https://example.org/sub/
theme: {name: material, font: false}
plugins: [search, mike, byline]
"""


def test_a_version_is_published_whole(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": CONFIG,
        ".gitignore": "/site/\n/.cache/\n",
        "docs/index.md": "# Home\n",
        "docs/blog/posts/one.md": post("# One", date="2026-11-20"),
    }
    repo.commit(1, files)
    for name, value in (("user.name", "Jane Doe"), ("user.email", "jane@x.example")):
        repo.git("config", name, value)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        [sys.executable, "-c", "from mike.driver import main; main()", "deploy", "1.0"],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    published = repo.git("ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    site = tmp_path / "site"
    built = {f"1.0/{path.relative_to(site)}" for path in site.rglob("*") if path.is_file()}
    assert "1.0/blog/2026/11/20/one/index.html" in built
    assert {each for each in published if each.startswith("1.0/")} == built
    assert f"directory: {site}\n" in done.stderr
    assert ".byline-" not in done.stderr

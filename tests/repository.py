"""Small git repositories, made by real git from a few lines."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from building import write

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Jane Doe",
    "GIT_AUTHOR_EMAIL": "jane@x.example",
    "GIT_COMMITTER_NAME": "Jane Doe",
    "GIT_COMMITTER_EMAIL": "jane@x.example",
}


class Repo:
    """A repository in which each commit is made on the given day of January 2026, at noon UTC."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: int = 1, who: str = "") -> str:
        date = f"2026-01-{day:02}T12:00:00Z"
        environment = {**os.environ, **_ENVIRONMENT}
        environment |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        if who:
            name, _, email = who.rstrip(">").partition(" <")
            environment |= {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email}
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(
        self,
        day: int,
        files: dict[str, str | bytes | None] | None = None,
        message: str = "",
        who: str = "",
    ) -> str:
        """Write files (None deletes), commit everything, and return the commit's id."""
        for path, content in (files or {}).items():
            if content is None:
                (self.root / path).unlink()
            else:
                write(self.root, {path: content})
        self.git("add", "--all")
        text = message or f"Day {day}"
        self.git("commit", "--quiet", "--allow-empty", f"--message={text}", day=day, who=who)
        return self.git("rev-parse", "HEAD").strip()

"""`byline check` run in-process on a site of a few lines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from mkdocs_byline.cli import main
from mkdocs_byline.problems import CHECKS


def run(root: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Result:
    command = ["check", "-f", str(root / "mkdocs.yml"), *arguments]
    return CliRunner().invoke(main, command, env=dict(env or {}))


def problems(root: Path, *arguments: str) -> list[str]:
    """Return the problems as a build tells them; no build makes remarks."""
    found = json.loads(run(root, "--format", "json", *arguments).output)["problems"]
    return [
        f"{each['path']}:{each['line']}:{each['column']}: {each['code']} {each['message']} "
        f"{each['hint']}".rstrip()
        for each in found
        if each["code"] not in CHECKS.values()
    ]

"""What editors, hooks and GitHub find in the repository works."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from building import AUTHORS, CONFIG, post, write
from mkdocs_byline.cli import main
from mkdocs_byline.cli.schema import SCHEMAS
from mkdocs_byline.problems import Problem
from paths import ROOT

FOLDER = ROOT / "docs/byline/schemas"


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_the_schemas_in_the_site_are_what_the_command_prints(name: str) -> None:
    printed = CliRunner().invoke(main, ["schema", name]).output
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == printed, "run make schemas"


def test_there_are_no_other_schemas() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(SCHEMAS)


def test_the_editor_is_given_schemas_that_exist() -> None:
    schemas = read(".vscode/settings.json")["yaml.schemas"]
    assert {(ROOT / path).is_file() for path in schemas} == {True}
    assert schemas["docs/byline/schemas/authors.json"] == "docs/blog/.authors.yml"
    assert (ROOT / "docs/blog/.authors.yml").is_file()


def test_the_editor_knows_the_tags_of_the_configuration() -> None:
    known = {each.split()[0] for each in read(".vscode/settings.json")["yaml.customTags"]}
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    used = {
        tag.replace("!!", "tag:yaml.org,2002:")
        for tag in re.findall(r"(?<=: )!{1,2}[^\s{]+", text)
    }
    assert used <= known


def test_the_editor_understands_what_a_check_prints() -> None:
    (task,) = read(".vscode/tasks.json")["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    problem = Problem("docs/blog/posts/a: b.md", 4, 11, "BY201", "unknown author 'x'.", "Hint.")
    match = re.search(pattern["regexp"], str(problem))
    assert match
    assert [match[pattern[part]] for part in ("file", "line", "column", "code", "message")] == [
        *(problem.path, "4", "11", "BY201", "unknown author 'x'. Hint.")
    ]
    assert not re.search(pattern["regexp"], "  4 | authors: [x]")
    assert not re.search(pattern["regexp"], "1 error in 1 post.")
    assert task["args"][0] == "check"


@pytest.mark.parametrize(("hook", "code"), [("byline-check", 1), ("byline-fix", 0)])
def test_a_hook_runs_on_the_files_that_it_asks_for(hook: str, code: int, tmp_path: Path) -> None:
    (found,) = [each for each in read(".pre-commit-hooks.yaml") if each["id"] == hook]
    files = {
        "mkdocs.yml": CONFIG,
        "docs/blog/.authors.yml": AUTHORS,
        "docs/blog/posts/a.md": post("# A", date="22.11.2026"),
        "README.md": "# Not a post\n",
    }
    write(tmp_path, dict(files))
    passed = sorted(path for path in files if re.search(found["files"], path))
    assert passed == ["README.md", "docs/blog/.authors.yml", "docs/blog/posts/a.md"]
    command, *arguments = shlex.split(found["entry"])
    assert command == "byline"
    done = subprocess.run(
        [Path(sys.executable).parent / "byline", *arguments, *passed],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, "")


def test_githubs_forms_are_what_github_takes() -> None:
    for schema, path in (
        ("vendor.github-issue-forms", "propose-a-post.yml"),
        ("vendor.github-issue-config", "config.yml"),
    ):
        subprocess.run(
            [
                *(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema),
                ROOT / ".github/ISSUE_TEMPLATE" / path,
            ],
            check=True,
            capture_output=True,
        )


def test_what_an_editor_reads_is_json() -> None:
    for path in (ROOT / ".vscode").iterdir():
        json.loads(path.read_text(encoding="utf-8"))

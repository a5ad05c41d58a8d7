"""The documentation holds every option, key, code, template and command that there is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from building import SUGGESTED
from mkdocs_byline.cli import COMMANDS, main
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.schema import PASSED_ON, DatesEntry, FrontMatter, PersonEntry
from mkdocs_byline.host.options import TEMPLATES
from mkdocs_byline.problems import CHECKS, CODES, Severity
from mkdocs_byline.settings import Settings
from paths import ROOT

DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / "byline" / name).read_text(encoding="utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """Return the table rows of a page by what stands in the first column's back quotes."""
    found = re.findall(r"^\| `([^`]+)` \|(.*)\|$", page(name), re.MULTILINE)
    return {key: [cell.strip() for cell in rest.split(" | ")] for key, rest in found}


@pytest.mark.defaults
def test_every_option_is_documented_with_its_default() -> None:
    documented = rows("options.md")
    assert list(documented) == list(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        _, default, meaning = documented[name]
        assert meaning == field.description, name
        if isinstance(field.default, bool):
            assert default == f"`{str(field.default).lower()}`", name
        elif isinstance(field.default, str | int):
            assert default == f"`{field.default}`", name


def test_suggested_options_are_suggested_and_our_site_has_them() -> None:
    block = re.search(r"```yaml title=\"mkdocs.yml\"\n(.*?)```", page("options.md"), re.S)
    assert block
    assert yaml.safe_load(block[1])["plugins"] == [{"byline": dict(SUGGESTED)}]
    own = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for name, value in SUGGESTED.items():
        shown = str(value).lower() if isinstance(value, bool) else value
        assert f"\n      {name}: {shown}\n" in own


@pytest.mark.parametrize(
    ("name", "model"),
    [("front-matter.md", FrontMatter), ("authors.md", PersonEntry), ("dates.md", DatesEntry)],
)
def test_every_key_is_documented(name: str, model: Any) -> None:
    assert set(model.model_fields) <= set(rows(name))


def test_keys_of_the_theme_are_named() -> None:
    text = page("front-matter.md")
    assert [key for key in PASSED_ON if f"`{key}`" not in text] == []


def test_every_code_is_explained_with_its_severity() -> None:
    explained = re.findall(
        r"^### (BY\d+) \{#(by\d+)\}\n\n\*\*(\w+): (.+?)\.\*\*", page("errors.md"), re.M
    )
    assert [(code, anchor) for code, anchor, _, _ in explained] == [
        (code, code.lower()) for code in CODES
    ]
    for code, _, severity, meaning in explained:
        assert (Severity(severity.lower()), meaning) == CODES[code]


def test_every_remark_has_its_name() -> None:
    pattern = r"^### (BY\d+) .*\n\n\*\*Warning: .+?\*\* \(`([\w-]+)`\)"
    named = re.findall(pattern, page("errors.md"), re.MULTILINE)
    assert [(name, code) for code, name in named] == list(CHECKS.items())


def test_every_code_is_used() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "plugins").rglob("*.py")
        if path.name != "problems.py"
    )
    assert [code for code in CODES if f'"{code}"' not in source] == []


def test_every_template_is_documented() -> None:
    text = page("templates.md")
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    undocumented = {name for name in names if f"`{name}`" not in text}
    assert undocumented == {"byline/partials/nothing.html"}


def test_every_command_is_documented() -> None:
    text = page("commands.md")
    assert COMMANDS
    assert [name for name in COMMANDS if f"## `byline {name}`" not in text] == []


def test_every_command_is_in_the_help() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output.partition("Commands:")[2]
    assert re.findall(r"^  (\S+)  +\S", listed, re.M) == list(COMMANDS)


def test_front_matter_in_the_documentation_is_valid() -> None:
    """Whole posts shown in the documentation are read without a problem."""
    shown = 0
    for path in DOCS.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        for block in re.findall(r"^( *)```(?:markdown|yaml).*\n((?:.*\n)*?)\1```$", text, re.M):
            example = textwrap.dedent(block[1])
            if example.startswith("---\n"):
                shown += 1
                codes = [each.code for each in parse_post(example.encode(), "a.md").problems]
                assert codes == [], path
    assert shown >= 5


def test_the_core_imports_no_mkdocs() -> None:
    code = """
        import importlib, pkgutil, sys
        import mkdocs_byline
        for module in pkgutil.walk_packages(mkdocs_byline.__path__, "mkdocs_byline."):
            if not module.name.startswith("mkdocs_byline.host"):
                importlib.import_module(module.name)
        found = [name for name in sys.modules if name == "mkdocs" or name.startswith("mkdocs.")]
        sys.exit(str(found) if found else 0)
        """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def printed(what: str) -> Any:
    result = CliRunner().invoke(main, ["schema", what])
    assert result.exit_code == 0
    return json.loads(result.output)


def checker(schema: Any) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_json(text: str) -> Any:
    """Read YAML as editors' language servers do: dates are text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def test_the_schema_accepts_our_posts_and_authors() -> None:
    front_matter = checker(printed("front-matter"))
    for path in (DOCS / "blog/posts").rglob("*.md"):
        front = path.read_text(encoding="utf-8").split("---\n")[1]
        assert list(front_matter.iter_errors(as_json(front))) == [], path
    authors = as_json((DOCS / "blog/.authors.yml").read_text(encoding="utf-8"))
    assert list(checker(printed("authors")).iter_errors(authors)) == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("front-matter", "draft: maybe"),
        ("front-matter", "authors: [{url: x}]"),
        ("front-matter", "readtime: -1"),
        ("front-matter", "links: 3"),
        ("authors", "authors: {jane: {description: x}}"),
    ],
)
def test_the_schema_refuses_what_is_wrong(what: str, text: str) -> None:
    assert list(checker(printed(what)).iter_errors(as_json(text)))


def test_a_release_is_said_in_all_places(tmp_path: Path) -> None:
    paths = ("plugins/mkdocs_byline/__init__.py", "CHANGELOG.md", "docs/byline/index.md")
    for name in paths:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    changelog = tmp_path / "CHANGELOG.md"
    if "(unreleased)" not in changelog.read_text(encoding="utf-8"):
        changelog.write_text("## 9.9.9 (unreleased)\n", encoding="utf-8")

    def release(*arguments: str) -> int:
        command = [sys.executable, "-I", str(ROOT / ".ci/release"), *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True).returncode

    assert release("1.2", "2026-12-01") == 1
    assert release("1.2.3", "2026-12-01") == 0
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in paths}
    assert '__version__ = "1.2.3"\n' in texts[paths[0]]
    assert "\n## 1.2.3 (2026-12-01)\n" in f"\n{texts[paths[1]]}"
    assert "\npip install mkdocs-byline\n" in texts[paths[2]]
    assert "no release" not in texts[paths[2]]
    # A second one needs a heading of its own, and changes nothing before that.
    assert release("1.2.4", "2026-12-02") == 1
    assert all((tmp_path / name).read_text(encoding="utf-8") == texts[name] for name in paths)

"""Compiled templates that the next build finds."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from mkdocs.theme import Theme

from building import build, post

CONFIG = """\
site_name: Trial
site_url: https://example.org/
theme: {name: material, font: false, custom_dir: overrides}
plugins: [search, byline: {history: false}]
hooks: [hook.py]
"""
MAIN = '{% extends "base.html" %}{% block footer %}{{ 7 is odd }}{% endblock %}'
# Jinja asks a test for what never changes when it compiles a template, and not any more.
SITE: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "overrides/main.html": MAIN,
    "hook.py": "def on_env(env, **kw):\n    pass\n",
    "docs/blog/posts/one.md": post("# One", date="2026-01-01"),
}

OTHER = "def on_env(env, **kw):\n    env.tests['odd'] = env.tests['even']\n"  # Of a hook.


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of templates that are compiled from now on, as outside of tests."""
    names: list[str] = []
    compile_template, get_env = jinja2.Environment.compile, Theme.get_env

    def unshared(self: Theme) -> jinja2.Environment:
        env = get_env(self)
        env.bytecode_cache = None
        return env

    def noting(self: jinja2.Environment, source: str, name: str, *args: object) -> object:
        names.append(name)
        return compile_template(self, source, name, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", noting)
    monkeypatch.setattr(Theme, "get_env", unshared)
    return names


def test_templates_are_compiled_once(tmp_path: Path, compiled: list[str]) -> None:
    build(tmp_path, SITE)
    assert "main.html" in compiled
    compiled.clear()
    edited = build(tmp_path, {"docs/blog/posts/one.md": post("# Two", date="2026-01-01")})
    assert "main.html" not in compiled
    assert "base.html" not in compiled
    assert "True" in edited.read("blog/2026/01/01/two/index.html")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"overrides/main.html": MAIN.replace("7", "8")}, "False"),
        ({"mkdocs.yml": CONFIG.replace("hook.py", "other.py"), "other.py": OTHER}, "False"),
        ({"mkdocs.yml": CONFIG.replace("Trial", "Other")}, "True"),
    ],
)
def test_a_change_of_what_pages_have_in_common_compiles_them_anew(
    tmp_path: Path, compiled: list[str], change: dict[str, str | bytes], expected: str
) -> None:
    build(tmp_path, SITE)
    compiled.clear()
    built = build(tmp_path, change)
    assert not built.error
    assert "main.html" in compiled
    assert expected in built.read("index.html")

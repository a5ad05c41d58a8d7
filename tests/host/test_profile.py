"""`byline profile` tells where the time goes, and what would help."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs import utils

from building import CONFIG, post, write
from mkdocs_byline.cli import main

FILES = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Home\n",
    "docs/blog/posts/a.md": post("# A", date="2026-01-01"),
    "docs/blog/posts/b.md": post("# B", date="2026-01-02"),
}


def profile(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["profile", "-f", str(root / "mkdocs.yml"), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_it_tells_what_takes_the_time_and_builds_aside(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    output = profile(tmp_path)
    assert "2 of 2 posts converted" in output
    assert "rendering pages" in output
    assert "blog/posts/a.md" in output
    assert not (tmp_path / "site").exists()


def test_what_is_kept_is_not_made_again_unless_asked(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    profile(tmp_path)
    assert "0 of 2 posts converted" in profile(tmp_path)
    assert "2 of 2 posts converted" in profile(tmp_path, "--cold")
    assert "0 of 2 posts converted" in profile(tmp_path)


def test_a_slow_hook_is_named(tmp_path: Path) -> None:
    hook = "import time\ndef on_page_content(html, page, config, files):\n    time.sleep(0.05)\n"
    write(tmp_path, {**FILES, "slow.py": hook})
    with (tmp_path / "mkdocs.yml").open("a") as file:
        file.write("hooks: [slow.py]\n")
    (line,) = [line for line in profile(tmp_path).splitlines() if "plugin slow.py" in line]
    assert float(line.split()[0]) >= 0.25


def test_it_says_what_keeps_builds_from_being_quicker(tmp_path: Path) -> None:
    block = '{% extends "base.html" %}{% block footer %}{{ pages | length }}{% endblock %}'
    write(tmp_path, {**FILES, "overrides/main.html": block})
    config = CONFIG.replace("font: false", "font: false, custom_dir: overrides")
    config += "markdown_extensions: [footnotes: {UNIQUE_IDS: true}]\n"
    write(tmp_path, {"mkdocs.yml": config})
    output = profile(tmp_path)
    assert "'UNIQUE_IDS' is not known to depend on the text alone" in output
    assert "their template reads 'pages'" in output


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("page_content", "All posts' HTML is looked up in every build, because of"),
        ("post_page", "All pages are looked up in every build, because of"),
        ("post_build", "All pages are written in every build, because"),
        ("pre_build", ""),
    ],
)
def test_it_names_who_keeps_builds_from_being_quicker(
    tmp_path: Path, event: str, told: str
) -> None:
    hook = f"def on_{event}(*args, **kwargs):\n    pass\n"
    config = f"{CONFIG}hooks: [{event}.py]\n"
    write(tmp_path, {**FILES, "mkdocs.yml": config, f"{event}.py": hook})
    output = profile(tmp_path)
    assert ("because" in output) == bool(told)
    assert (f"{told} the plugin '{event}.py'" in output) == bool(told)


def test_a_site_that_can_not_be_built_says_why(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "docs/blog/posts/c.md": post("# C", date="soon")})
    result = CliRunner().invoke(main, ["profile", "-f", str(tmp_path / "mkdocs.yml")])
    assert result.exit_code == 1
    assert "1 error in the blog" in result.output


def test_measuring_leaves_nothing_behind(tmp_path: Path) -> None:
    before = utils.write_file
    write(tmp_path, FILES)
    profile(tmp_path)
    assert utils.write_file is before
    assert {path.name for path in tmp_path.iterdir()} == {".cache", "docs", "mkdocs.yml"}

"""What converting a post's text shows, found by a check that is asked about it as by a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import CONFIG, build, post, write
from checking import problems
from repository import Repo

EXTENSIONS = """\
markdown_extensions:
  - attr_list
  - footnotes
  - md_in_html
  - admonition
  - toc:
      permalink: true
  - pymdownx.emoji:
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
      emoji_index: !!python/name:material.extensions.emoji.twemoji
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.snippets: {base_path: [docs]}
  - pymdownx.tabbed: {alternate_style: true}
"""
POST = "docs/blog/posts/a.md"
OPEN = "<div><p>" + "".join(f"<b id={each}>" for each in range(600)) + "\n\n" + "<p>x</p>" * 900
BODIES = {
    "BY114": "- <!-- more --> and on",
    "BY116": "<![ if !IE]> x",
    "BY301": "Text <script>x()</script> and `<script>` in code.\n\n    <script>\n",
    "BY302": "x{: onclick=x() }\n\n!!! note\n\n    <b onclick=x()>x</b>\n",
    "BY303": "[x](javascript:x())",
    "BY304": '<p style="position: fixed">x</p>',
    "BY305": '<iframe src="https://e.example/"></iframe>',
    "BY306": "``` mermaid\ngraph LR\n```",
    "BY332": 'A\n\n--8<-- "../mkdocs.yml"',
    "BY351": "- " * 2_000 + "x",
    "BY352": OPEN,
}
GOOD = """
## Part

Text[^1] :smile: <b>x</b> [x](a.md) {{ x }} <https://x.example>

=== "A"

    a

[^1]: Note.
"""


@pytest.mark.parametrize("code", BODIES)
def test_a_check_that_is_asked_finds_what_a_build_finds(code: str, tmp_path: Path) -> None:
    text = post(f"# A\n\n{BODIES[code]}", date="2026-11-20")
    other = {"docs/blog/posts/b.md": post(f"# B\n\n{BODIES['BY301']}", date="2026-11-20")}
    write(tmp_path, {"mkdocs.yml": CONFIG + EXTENSIONS, "docs/index.md": "# Home", POST: text})
    assert [each for each in problems(tmp_path) if code in each] == []
    write(tmp_path, other)
    checked = problems(tmp_path, str(tmp_path / POST))
    (tmp_path / "docs/blog/posts/b.md").unlink()
    built = build(tmp_path)
    assert checked == [each for each in built.messages if ": BY" in each]
    assert code in {each.split()[1] for each in checked}


def test_it_says_nothing_of_a_good_post(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": CONFIG + EXTENSIONS + "  - no.such.extension\n",
        "docs/index.md": "# Home",
        POST: post(f"# A\n{GOOD}", date="2026-11-20"),
    }
    write(tmp_path, files)
    assert problems(tmp_path, str(tmp_path / POST)) == []


def test_a_pull_request_that_a_strict_build_would_refuse_is_refused(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    base: dict[str, str | bytes | None] = {
        "mkdocs.yml": CONFIG + EXTENSIONS,
        "docs/index.md": "# Home",
        "docs/blog/posts/b.md": post(f"# B\n\n{BODIES['BY301']}", date="2026-11-20"),
    }
    repo.commit(1, base)
    date = "{created: 2026-11-20, publish_at: 2999-01-01}"
    repo.commit(2, {POST: post(f"# A\n\n{BODIES['BY332']}", date=date)})
    (told,) = problems(tmp_path, "--base", "HEAD~1")
    assert told.startswith(f"{POST}:8:1: BY332 '../mkdocs.yml' is not a file")


def test_posts_of_maintainers_are_left_alone(tmp_path: Path) -> None:
    config = CONFIG.replace("byline]", "byline: {trusted_paths: [blog/posts/]}]") + EXTENSIONS
    text = post(f"# A\n\n{BODIES['BY332']}\n\n{BODIES['BY301']}", date="2026-11-20")
    write(tmp_path, {"mkdocs.yml": config, "docs/index.md": "# Home", POST: text})
    assert problems(tmp_path, str(tmp_path / POST)) == []

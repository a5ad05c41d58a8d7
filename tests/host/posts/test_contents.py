"""What plugins fill into posts when all are converted is bounded as conversion is."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import CONFIG, build, post
from mkdocs_byline.host.posts import contents
from mkdocs_byline.timeout import OutOfTime

FILLING = """
def on_env(env, config, files):
    for file in files.documentation_pages():
        file.page.content = file.page.content.replace("GAP", "filled <b>in</b>")
"""
FILES = {
    "mkdocs.yml": CONFIG + "hooks: [fill.py]\n",
    "fill.py": FILLING,
    "docs/blog/posts/a.md": post("# A\n\nGAP", date="2026-01-01", slug="a"),
    "docs/blog/posts/b.md": post("# B\n\nText.", date="2026-01-02", slug="b"),
}


def test_what_is_filled_in_is_in_the_excerpt(tmp_path: Path) -> None:
    built = build(tmp_path, FILES)
    assert not built.error
    assert "filled <b>in</b>" in built.read("blog/2026/01/01/a/index.html")
    assert "filled <b>in</b>" in built.read("blog/index.html")


@pytest.mark.parametrize(("error", "code"), [(OutOfTime, "BY352"), (RecursionError, "BY351")])
@pytest.mark.parametrize("work", ["sanitize_filled", "excerpt"])
def test_what_is_filled_in_may_be_too_much(
    work: str,
    error: type[BaseException],
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*values: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(contents, work, fail)
    assert build(tmp_path, FILES).codes == [code]
    preview = build(tmp_path, command="serve")
    assert preview.codes == [code]
    assert not preview.error

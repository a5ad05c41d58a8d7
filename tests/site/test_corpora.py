"""Two real blogs: the posts' URLs are those that Material's plugin gives, problems are real, and
nothing is left out of the posts' HTML but what acts.

The blogs lie outside this repository, in BYLINE_SHARED or `../shared`; without them, skip.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from building import Built
from dom import parts, search_sections
from mkdocs_byline.cache import workers
from mkdocs_byline.host.posts.pages import PostPage
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.sanitize import sanitize
from mkdocs_byline.html.strip_highlighting import plain_code
from mkdocs_byline.markdown import converter
from mkdocs_byline.markdown.result import Conversion, sanitized
from real_blogs import OPTIONS, build_with

# What is really wrong in these posts; see the lines.
PROBLEMS: dict[str, dict[str, list[str]]] = {
    "jxnl": {
        "consulting-writing.md": ["BY112"],  # begins with a second-level heading
        "self-reflections-hiring.md": ["BY107"],  # `categories:` twice
    },
    "textual": {},
}
# What of their HTML acts, and is left out.
REMOVED: dict[str, dict[str, list[str]]] = {
    "jxnl": {
        "chasing-chase.md": ["<script>"],  # a newsletter's form
        "glean-finetuning.md": ["<iframe>"],  # a video
        "hands-part-1.md": ["<script>"],
        "hands-part-2.md": ["<script>"],
        "hiring.md": ["<script>"],
        "music.md": ["<iframe>"] * 30,  # albums
        "natrualistic-diaglogue.md": ["<script>"],
        "rag-office-hours.md": ["<antthinking>", *["<script>"] * 7],  # a placeholder
    },
    "textual": {
        "anatomy-of-a-textual-user-interface.md": ["<iframe>"],
        "be-the-keymaster.md": ["<iframe>"] * 4,
        "darren-year-in-review.md": ["position: relative"] * 4,  # could lie over the page
        "future-of-textualize.md": ["560", "<script>"],  # size and script of an embedded post
        "on-dog-food-the-original-metaverse-and-not-being-bored.md": ["<iframe>"],
        "release0-30-0.md": ["<iframe>"] * 2,
        "release0-38-0.md": ["<iframe>"],
        "release0-6-0.md": ["<iframe>"] * 2,
        "release0.37.0.md": ["<iframe>"],
        "release1.0.0.md": ["<iframe>"],
        "remote-memray.md": ["<iframe>"],
        "rich-inspect.md": ["<script>"],
        "steal-this-code.md": ["<iframe>"],
        "textual-web.md": ["<iframe>"],
    },
}


def posts(built: Built) -> set[str]:
    return {page for page in built.pages() if re.search(r"/\d{4}/\d\d/\d\d/", page)}


def without_acting(found: list[str]) -> list[str]:
    """Leave out of a document's parts what `REMOVED` names, and links that stand for embeds."""
    kept: list[str] = []
    skipping = ""
    for index, part in enumerate(found):
        if skipping:
            skipping = "" if part == skipping else skipping
        elif part in ("<script", "<iframe"):
            skipping = f"{part[1:]}>"
        elif part == "<a" and re.search("youtube|spotify", " ".join(found[index : index + 4])):
            skipping = "a>"
        elif not part.startswith(("<antthinking", "antthinking>", "data-media-max", "style=")):
            kept.append(part)
    return " ".join(kept).split()


@pytest.mark.parametrize("blog", list(OPTIONS))
def test_a_real_blog_moves_over(
    blog: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted: dict[str, tuple[str, str]] = {}
    plain: list[str] = []

    def record(found: Conversion, path: str, body: str, policy: Policy) -> Conversion:
        plain.append(found.html)
        return sanitized(found, path, body, policy)

    def render(page: PostPage, *args: Any) -> None:
        rendered(page, *args)
        converted[page.file.src_uri] = (plain.pop(), page.content or "")

    rendered = PostPage.render
    monkeypatch.setattr(workers, "usable_cores", lambda: 1)  # What is recorded is made here.
    monkeypatch.setattr(converter, "sanitized", record)
    monkeypatch.setattr(PostPage, "render", render)
    ours = build_with("byline", blog, tmp_path / "byline")
    theirs = build_with("blog", blog, tmp_path / "material")
    assert (ours.error, theirs.error) == ("", "")
    assert len(posts(theirs)) > 40
    assert posts(ours) == posts(theirs)
    found: dict[str, list[str]] = {}
    for message in ours.messages:
        if match := re.match(r"\S+/(\S+?):\d+:\d+: (BY[^3]\d+)", message):
            found.setdefault(match[1], []).append(match[2])
    assert found == PROBLEMS[blog]
    assert len(converted) == len(posts(ours))
    assert sum(plain_code(after) != after for _, after in converted.values()) > 10
    removed = {}
    for path, (before, after) in converted.items():
        assert search_sections(plain_code(after)) == search_sections(after)
        name = path.rsplit("/", 1)[1]
        acting = [
            f"<{each.tag}>" if each.kind in ("element", "embed") else each.value or each.name
            for each in sanitize(before, Policy()).removed
        ]
        if acting:
            removed[name] = sorted(acting)
            assert without_acting(parts(before)) == without_acting(parts(after)), name
        else:
            assert parts(before) == parts(after), name
    assert removed == REMOVED[blog]

"""The feeds of two real blogs, and those that mkdocs-rss-plugin had there.

The blogs lie outside this repository; see `real_blogs.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import real_blogs
from building import Built
from comparing import registry
from feed_judges import judge, parse_xml

SITE = "https://example.org/"
OPTIONS = {
    "jxnl": "blog_dir: writing, post_dir: writing/posts, post_date_format: yyyy/MM/dd, ",
    "textual": "",
}
FOLDER = {"jxnl": "writing/", "textual": "blog/"}
RSS = (
    "{use_git: false, length: 1000, date_from_meta: {as_creation: date.created},"
    " match_path: '(blog|writing)/posts/.*'}"
)


def of_blog(blog: str, root: Path, plugins: str, monkeypatch: pytest.MonkeyPatch) -> Built:
    monkeypatch.setitem(real_blogs.OPTIONS, blog, plugins)
    return real_blogs.build_with("byline", blog, root)


@pytest.mark.parametrize("blog", list(OPTIONS))
def test_feeds_are_right_and_keep_what_mkdocs_rss_plugin_had(
    blog: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mkdocs_rss_plugin")
    options = f"{{{OPTIONS[blog]}feed_posts: 1000, feed_rss_plugin: true}}"
    ours = of_blog(blog, tmp_path / "ours", options, monkeypatch)
    assert not ours.error
    feeds = [output for output in registry(ours).data if output.kind == "feed"]
    whole = [output for output in feeds if "/" not in output.dest.removeprefix(FOLDER[blog])]
    # A blog has a thousand of its topics, authors and years.
    judged = [*whole, *feeds[:: len(feeds) // 100 + 1]]
    for output in judged:
        form = "json" if output.dest.endswith("json") else "rss"
        form = "atom" if output.dest.endswith("atom.xml") else form
        judge((ours.out / output.dest).read_bytes(), form, SITE + output.url)
    assert len(whole) >= 3
    assert len(judged) >= 20
    options = f"{{{OPTIONS[blog]}feeds: false}}\n  - rss: {RSS}"
    theirs = of_blog(blog, tmp_path / "theirs", options, monkeypatch)
    assert not theirs.error
    found = ids(ours)
    assert found == ids(theirs)
    assert len(found) > 20


def ids(built: Built) -> list[str]:
    feed = parse_xml((built.out / "feed_rss_created.xml").read_bytes())
    return sorted(map(str, feed.xpath("channel/item/guid/text()")))

"""mkdocs-awesome-nav beside Byline."""

from __future__ import annotations

import re
from pathlib import Path

from building import CONFIG, build, post


def test_the_blog_stands_where_the_plugin_puts_it(tmp_path: Path) -> None:
    config = CONFIG.replace("[search, byline]", "[search, awesome-nav, byline]")
    files = {
        "mkdocs.yml": config,
        "docs/.nav.yml": "nav: [index.md, Journal: blog, last.md]\n",
        "docs/last.md": "# Last\n",
        "docs/blog/index.md": "# Journal\n",
        "docs/blog/posts/one.md": post("# One", date="2026-01-02"),
    }
    built = build(tmp_path, files)
    assert (built.error, built.messages) == ("", [])
    html = built.read("index.html")
    navigation = html[html.index("md-nav--primary") : html.index("md-content")]
    places = [
        navigation.find(f'href="{url}"') for url in ("blog/", "blog/2026/01/02/one/", "last/")
    ]
    assert -1 not in places
    assert places == sorted(places)
    assert re.search(r"Journal", navigation)

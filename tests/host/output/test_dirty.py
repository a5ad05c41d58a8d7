"""Builds with `--dirty`, which make of other pages only those whose own file has changed."""

from __future__ import annotations

import os
import time
from pathlib import Path

from building import build, post

ADVICE = "An earlier build may have left it there: build once without '--dirty'."


def test_what_shows_posts_is_made_with_them(tmp_path: Path) -> None:
    site: dict[str, str | bytes] = {
        "docs/blog/index.md": "# The lamp blog\n",
        "docs/blog/posts/one.md": post("# One\n\nLead.", date="2026-01-01", tags="[sea]"),
        "docs/blog/posts/two.md": post("# Two\n\nSecond.", date="2026-01-02"),
    }
    assert not build(tmp_path, site).error
    for path in ("docs/index.md", *site):  # All pages are newer than their files.
        os.utime(tmp_path / path, (time.time() - 60,) * 2)
    new = post("# One\n\nOther lead.", date="2026-01-01", tags="[sea]")
    home = (tmp_path / "site/index.html").stat()
    built = build(tmp_path, {"docs/blog/posts/one.md": new}, dirty=True)
    assert not built.error
    for path in ("blog/index.html", "blog/tag/sea/index.html", "blog/atom.xml"):
        assert "Other lead." in built.read(path)
    assert "Second." in built.read("blog/index.html")
    assert "Second." in built.read("blog/2026/01/02/two/index.html")
    assert (tmp_path / "site/index.html").stat().st_mtime_ns == home.st_mtime_ns
    draft = post("# One\n\nOther lead.", date="2026-01-01", tags="[sea]", draft="true")
    built = build(tmp_path, {"docs/blog/posts/one.md": draft}, dirty=True)
    assert "BY421" in built.codes
    assert any(ADVICE in each for each in built.messages)
    assert not build(tmp_path).error

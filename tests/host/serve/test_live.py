"""`mkdocs serve` as a writer has it: a process, an editor and a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from building import AUTHORS, CONFIG, post, write
from serving import mkdocs_serve


@pytest.mark.browser
def test_an_open_page_shows_what_its_writer_saves(tmp_path: Path, browser: Browser) -> None:
    path = tmp_path / "docs/blog/posts/one.md"
    files = {"docs/blog/.authors.yml": AUTHORS, "mkdocs.yml": CONFIG, "docs/index.md": "# Home\n"}
    write(tmp_path, {**files, "docs/blog/posts/one.md": post("# One\n\nText.", date="2026-11-20")})
    with mkdocs_serve(tmp_path) as address:
        page, listing = browser.new_page(), browser.new_page()
        page.goto(f"{address}blog/2026/11/20/one/")
        listing.goto(f"{address}blog/")
        expect(page.get_by_text("Text.")).to_be_visible()
        path.write_text(post("# One\n\nBetter.", date="2026-11-20"))
        for each in (page, listing):
            each.bring_to_front()
            expect(each.get_by_text("Better.")).to_be_visible()
        path.write_text(post("# One\n\nBroken.", date="2026-11-40"))
        page.bring_to_front()
        expect(page.get_by_text("This post can't be shown yet")).to_be_visible()
        path.write_text(post("# One\n\nMended.", date="2026-11-20"))
        expect(page.get_by_text("Mended.")).to_be_visible()
        assert page.goto(f"{address}nowhere/").status == 404  # type: ignore[union-attr]
        expect(page.get_by_role("heading", name=re.compile("404"))).to_be_visible()
        page.close()
        listing.close()

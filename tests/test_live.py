"""`mkdocs serve` as a writer has it: a process, an editor and a browser."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from building import AUTHORS, CONFIG, post, write


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mkdocs_serve(root: Path) -> Iterator[str]:
    """Run the preview and return its address when it serves."""
    at = f"127.0.0.1:{free_port()}"
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", at],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stderr
            for line in process.stderr:
                if "Serving on" in line:
                    break
            yield f"http://{at}/sub/"
        finally:
            process.terminate()


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
            expect(each.get_by_text("Better.")).to_be_visible(timeout=30_000)
        path.write_text(post("# One\n\nBroken.", date="2026-11-40"))
        page.bring_to_front()
        expect(page.get_by_text("This post can't be shown yet")).to_be_visible(timeout=30_000)
        path.write_text(post("# One\n\nMended.", date="2026-11-20"))
        expect(page.get_by_text("Mended.")).to_be_visible(timeout=30_000)
        assert page.goto(f"{address}nowhere/").status == 404  # type: ignore[union-attr]
        expect(page.get_by_role("heading", name=re.compile("404"))).to_be_visible()
        page.close()
        listing.close()

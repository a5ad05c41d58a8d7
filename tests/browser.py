"""Find the Chromium that tests and the README's picture use; as a command, fail if there is none.

Set CHROMIUM to the program's path where it is none of the usual ones.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these, Chromium asks its maker's hosts for components while the tests run.
ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
# Other hosts are not looked up: a page may try, and be seen trying, and no test waits for it.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def find_chromium(playwright: Playwright) -> str | None:
    """Return the program's path: CHROMIUM, one that is installed, or Playwright's own."""
    if given := os.environ.get("CHROMIUM"):
        return given
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium.

    Raises:
        RuntimeError: if there is none, saying how to get one.
    """
    with sync_playwright() as playwright:
        program = find_chromium(playwright)
        if program is None:
            raise RuntimeError("No Chromium found: run 'make test', or set CHROMIUM to its path.")
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        sandbox = ["--no-sandbox"] if root else []  # Chromium has none for root.
        browser = playwright.chromium.launch(
            executable_path=program, args=[*ARGUMENTS, OFFLINE, *sandbox]
        )
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder's files and yield the address, with a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    with sync_playwright() as started:
        sys.exit(0 if find_chromium(started) else 1)

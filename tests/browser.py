"""Find or install the Chromium that tests and the README's picture use.

As a command, it sees to it that there is one: an installed one, else Playwright's download, else
the system's package manager where that asks for no password. Without any, tests in a browser are
skipped, and it says so; in continuous integration, where `CI` is set, that is an error. Set
CHROMIUM to the program's path where it is none of the usual ones.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these, Chromium asks its maker's hosts for components while the tests run.
ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
# Other hosts are not looked up: a page may try, and be seen trying, and no test waits for it.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

# Seconds after which a test that waits for a page gives up. Only a page that hangs takes so long.
PATIENCE = 120

# By the program's name: options, and packages of Chromium and of typefaces for all our pages.
PACKAGES = {
    "apt-get": ("-qq --no-install-recommends", "chromium fonts-dejavu-core fonts-noto-cjk"),
    "dnf": ("--quiet", "chromium dejavu-sans-fonts google-noto-sans-cjk-fonts"),
}


class NoBrowserError(Exception):
    """There is no Chromium that starts."""


def is_ci() -> bool:
    """Whether this is continuous integration, where nothing may be skipped."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def candidates(playwright: Playwright) -> list[str]:
    """Return paths of programs to try: CHROMIUM alone, or those installed and Playwright's."""
    if given := os.environ.get("CHROMIUM"):
        return [given]
    installed = [path for name in NAMES if (path := shutil.which(name))]
    own = playwright.chromium.executable_path
    return [*installed, *([own] if Path(own).exists() else [])]


def launch(playwright: Playwright) -> Browser:
    """Start the first Chromium that starts, headless.

    Raises:
        NoBrowserError: if none does.
        ValueError: if CHROMIUM is set and that one doesn't.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sandbox = ["--no-sandbox"] if root else []  # Chromium has none for root.
    reasons = []
    for program in candidates(playwright):
        try:
            return playwright.chromium.launch(
                executable_path=program,
                args=[*ARGUMENTS, OFFLINE, *sandbox],
                timeout=PATIENCE * 1000,
            )
        except Error as error:
            reasons.append(f"{program} does not start: {error.message.splitlines()[0]}")
    if given := os.environ.get("CHROMIUM"):
        raise ValueError(f"CHROMIUM={given} is no Chromium that starts. ({reasons[0]})")
    raise NoBrowserError("; ".join(reasons) or "no Chromium is installed")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium whose pages are waited for, however slow the machine is.

    Pages without options but their size are in one context: Chromium takes longer to make one than
    to load a page. What they store is kept by address, and none is served twice; see `serving`.

    Raises:
        NoBrowserError: if there is none.
        ValueError: if CHROMIUM is set and is none.
    """
    with sync_playwright() as playwright:
        browser = launch(playwright)
        expect.set_options(timeout=PATIENCE * 1000)
        new_context, new_page = browser.new_context, browser.new_page

        def patient_context(**options: object) -> object:
            context = new_context(**options)  # type: ignore[arg-type]
            context.set_default_timeout(PATIENCE * 1000)
            return context

        shared: list[BrowserContext] = []

        def patient_page(viewport: ViewportSize | None = None, **options: object) -> object:
            if options:
                page = new_page(viewport=viewport, **options)  # type: ignore[arg-type]
            else:
                if not shared:
                    shared.append(new_context())
                page = shared[0].new_page()
                if viewport:
                    page.set_viewport_size(viewport)
            page.set_default_timeout(PATIENCE * 1000)
            return page

        vars(browser).update(new_context=patient_context, new_page=patient_page)
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


_PORTS: set[int] = set()  # That were served at, where a browser may have stored something.


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder's files and yield the address, with a slash at its end."""
    while True:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        if server.server_port not in _PORTS:
            break
        server.server_close()
    _PORTS.add(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def find_problem() -> str:
    """Return why no Chromium starts; empty if one does."""
    with sync_playwright() as playwright:
        try:
            launch(playwright).close()
        except NoBrowserError as error:
            return str(error)
    return ""


def ways_to_install() -> Iterator[list[str]]:
    """Yield commands that may bring a Chromium and ask for no password."""
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = [] if is_root else ["sudo", "-n"]
    if prefix and (not shutil.which("sudo") or run([*prefix, "true"])):
        return
    for manager, (options, packages) in PACKAGES.items():
        if shutil.which(manager):
            install = f"{manager} install -y {options} {packages}"
            if manager == "apt-get":
                install = f"apt-get update -qq && DEBIAN_FRONTEND=noninteractive {install}"
            yield [*prefix, "sh", "-c", install]
            return


def run(command: list[str]) -> str:
    """Run a command; return the line that says why it failed, empty if it didn't."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if not done.returncode:
        return ""
    lines = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
    said = [line for line in lines if line.startswith(("Error:", "E:"))] or lines[-1:]
    return said[0] if said else f"ended with {done.returncode}"


def main() -> int:
    """Install a Chromium if there is none; return the command's exit code."""
    try:
        if not (problem := find_problem()):
            return 0
        for command in ways_to_install():
            print(f"No browser for the tests ({problem}). Trying: {shlex.join(command)}")
            failure = run(command)
            if failure:
                print(f"  failed: {failure}")
            elif not (problem := find_problem()):
                return 0
    except ValueError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    if is_ci():
        print(f"Error: no browser for the tests: {problem}.", file=sys.stderr)
        return 1
    print(
        "\n*** No browser could be had: TESTS IN A BROWSER WILL BE SKIPPED. ***\n"
        f"*** {problem}\n"
        "*** Install Chromium, or set CHROMIUM to its path, to run them.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

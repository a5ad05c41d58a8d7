from __future__ import annotations

import importlib
import os

from paths import ROOT

# Has all tests of this run use ProperDocs, which takes the place of the package `mkdocs`.
if os.environ.get("BYLINE_ENGINE") == "properdocs":
    importlib.import_module("properdocs.replacement")
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from browser import NoBrowserError, chromium, is_ci, serving
from building import SUGGESTED, Built, build
from mkdocs_byline.settings import Settings
from serving import plugin_cache
from shared_templates import share

# Nothing here is timed: a slow machine is no failure. In continuous integration examples are the
# same each time, so that no pull request fails for what it has nothing to do with; anywhere else
# they are new ones.
settings.register_profile(
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=is_ci(),
    print_blob=True,
)
settings.load_profile("untimed")
os.environ["NO_MKDOCS_2_WARNING"] = "1"
share()

NO_BROWSER = "no browser: "


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores: browsers and processes are waited for a lot."""
    return (os.cpu_count() or 1) + 1


# Blogs in tests have the options that are suggested, and Material's own search, whose index is a
# file that can be read; but where a test is marked `defaults`, or says otherwise.
_OPTIONS = {**SUGGESTED, "search": "lunr"}
_DEFAULTS = {name: Settings.model_fields[name].default for name in _OPTIONS}


def _set_defaults(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        Settings.model_fields[name].default = value
    Settings.model_rebuild(force=True)


_set_defaults(_OPTIONS)


@pytest.fixture(autouse=True)
def defaults(request: pytest.FixtureRequest) -> Iterator[None]:
    if not request.node.get_closest_marker("defaults"):
        yield
        return
    _set_defaults(_DEFAULTS)
    yield
    _set_defaults(_OPTIONS)


@pytest.fixture(autouse=True)
def plugins() -> None:
    """Have MkDocs forget plugins that it keeps for a process: a site must not get another's."""
    plugin_cache().clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium, once a process. Without one, tests are skipped; in CI, they fail."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(chromium())
        except NoBrowserError as error:
            if is_ci():
                raise
            pytest.skip(f"{NO_BROWSER}{error}")
        yield started


# Files that take long. Begun last, they would have one worker wait for another.
_LONG = (
    "test_hostile.py",
    "test_warm.py",
    "test_reading.py",
    "test_adversity.py",
    "test_feeds_of_real_blogs.py",
    "test_killed.py",
    "test_corpora.py",
    "test_preview_machine.py",
    "test_determinism.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; workers take files in this order."""
    items.sort(key=lambda item: item.path.name not in _LONG)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for want of a browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    lacking = [reason for reason in reasons if NO_BROWSER in reason]
    if lacking:
        why = lacking[0].partition(NO_BROWSER)[2]
        terminalreporter.section("NO BROWSER", sep="*", red=True, bold=True)
        terminalreporter.line(f"{len(lacking)} tests in a browser were skipped: {why}.")
        terminalreporter.line("Install Chromium, or set CHROMIUM to its path.")


@pytest.fixture(scope="session")
def our_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build this repository's own site, strictly."""
    out = tmp_path_factory.mktemp("our") / "site"
    built = build(ROOT, site_dir=str(out), strict=True)
    assert (built.error, built.messages) == ("", [])
    return built


@pytest.fixture(scope="session")
def served(our_site: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve our site under a sub-path, as GitHub Pages does, and return its address."""
    root = tmp_path_factory.mktemp("pages")
    (root / "our-blog").symlink_to(our_site.out)
    with serving(root) as address:
        yield f"{address}our-blog/"

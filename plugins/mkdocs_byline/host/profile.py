"""Profile of a build: where its time went.

The build is MkDocs' own, with a stopwatch around the functions that take time. It uses one core,
so that what is measured is work, and not waiting for it.
"""

from __future__ import annotations

import functools
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs import utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.base import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.structure import files as mkdocs_files
from mkdocs.structure.pages import Page

from mkdocs_byline.blog import records
from mkdocs_byline.cache import workers
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.host import compat, loader, nav, project
from mkdocs_byline.host.blogs import states
from mkdocs_byline.host.converter import PageConverter
from mkdocs_byline.host.incremental import unchanged_pages
from mkdocs_byline.host.incremental.page_digest import PageDigests
from mkdocs_byline.host.output import staging
from mkdocs_byline.host.posts import contents, placement, unpublished

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState

_REST = "MkDocs itself"
# What a maintainer knows a function's work as. What one calls of another counts for that alone.
_WORK: tuple[tuple[str, Any, str], ...] = (
    ("finding files", mkdocs_build, "get_files"),
    ("reading front matter and authors", loader, "load"),
    ("asking git", records, "recall"),
    ("placing posts and listings", placement, "place"),
    ("arranging the sidebar", nav, "arrange"),
    ("converting posts", PageConverter, "make"),
    ("converting other pages", Page, "render"),
    ("cutting excerpts", contents, "take_post_apart"),
    ("rendering pages", jinja2.Template, "render"),
    ("making digests of pages", PageDigests, "digest"),
    ("reading the cache", Cache, "get"),
    ("writing the cache", Cache, "put"),
    ("writing the cache", Cache, "save"),
    ("copying files", mkdocs_files.Files, "copy_static_files"),
    ("writing pages", utils, "write_file"),
    ("putting the site into place", staging, "finish"),
    ("looking for leaks", unpublished, "check"),
)


@dataclass(slots=True)
class Profile:
    """Where the time went.

    Attributes:
        seconds: By kind of work, and by `plugin NAME`.
        posts: Each post that was converted: seconds and source path.
        pages: How many pages were rendered.
        known: How many posts and pages the site has.
        remarks: What keeps the next build from being quicker.
        error: Why the site could not be built.
    """

    total: float = 0.0
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    posts: list[tuple[float, str]] = field(default_factory=list)
    pages: int = 0
    known: tuple[int, int] = (0, 0)
    remarks: list[str] = field(default_factory=list)
    error: str = ""

    def counts(self) -> str:
        posts, pages = self.known
        return (
            f"{len(self.posts)} of {posts} posts converted, "
            f"{self.pages} of {pages} pages rendered, the others as kept."
        )


def profile(path: Path, folder: Path, *, cold: bool) -> Profile:
    """Build a site into a folder, and measure.

    Args:
        cold: Leave aside what earlier builds have kept.
    """
    found = Profile()
    log = logging.getLogger(compat.ENGINE)
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        _build(found, path, folder, cold=cold)
    except MkDocsException as error:
        found.error = str(error.__context__ or error)  # MkDocs' own words say nothing.
    finally:
        log.setLevel(level)
    return found


def _build(found: Profile, path: Path, folder: Path, *, cold: bool) -> None:
    begun = time.perf_counter()
    watch = _Stopwatch(found.seconds)
    with watch.span("reading mkdocs.yml and loading plugins"):
        config = load_config(config_file=str(path), site_dir=str(folder / "site"))
    _time_plugins(config, watch)
    cache = folder / "cache" if cold else None
    with _patched(found, watch, cache), watch.span(_REST):
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
        config.plugins.on_shutdown()
    found.total = time.perf_counter() - begun
    remarks: dict[str, None] = {}  # Several blogs of a site may be kept from the same.
    for state in states(config):
        number = len(state.project.file_set.documentation_pages())
        found.known = (found.known[0] + len(state.blog.posts), number)
        remarks |= dict.fromkeys(_remarks(state, config))
    found.remarks += remarks


def _remarks(state: BuildState, config: MkDocsConfig) -> Iterator[str]:
    if what := state.converter.opaque:
        yield (
            f"Posts are converted in every build: '{what}' is not known to depend on the text "
            "alone. If it does, name it in the option 'pure_extensions'."
        )
    yield from _kept_from(state, config)
    if state.opaque:
        yield (
            f"All pages are rendered in every build: '{state.opaque}' is not known to do the same "
            "each time."
        )
    for what, number in state.tracking.foreign_reads.most_common():
        yield (
            f"{number} pages are rendered in every build: their template reads {what}, which may "
            "be different without anything else about them having changed."
        )


def _kept_from(state: BuildState, config: MkDocsConfig) -> Iterator[str]:
    """Yield what other plugins keep the next build from."""
    if what := unchanged_pages.hindrance(config):
        yield f"All posts are read in every build, and all pages looked up, because of {what}."
        return
    if what := state.effects.unknown_content:
        yield f"All posts' HTML is looked up in every build, because of {what}."
    if what := unchanged_pages.unknown_renderer(config):
        yield f"All pages are looked up in every build, because of {what}."
    if what := unchanged_pages.onlooker(config):
        yield f"All pages are written in every build, because {what} may look at them."


class _Stopwatch:
    """Adds up what passes in spans; a span within another interrupts it."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self.open: list[str] = []
        self.since = 0.0

    @contextmanager
    def span(self, name: str) -> Iterator[None]:
        self._turn()
        self.open.append(name)
        try:
            yield
        finally:
            self._turn()
            self.open.pop()

    def _turn(self) -> None:
        now = time.perf_counter()
        if self.open:
            self.seconds[self.open[-1]] += now - self.since
        self.since = now

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)  # Whose it is decides what is known of it.
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.span(name):
                return function(*args, **kwargs)

        return timed


def _time_plugins(config: MkDocsConfig, watch: _Stopwatch) -> None:
    """Put the stopwatch around the hooks of all plugins but Byline."""
    plugins = config.plugins
    for hooks in plugins.events.values():
        for at, hook in enumerate(hooks):
            name = compat.hook_owner(config, hook) or "hooks"
            if not getattr(hook, "__module__", "").startswith("mkdocs_byline."):
                hooks[at] = watch.around(f"plugin {name}", hook)


@contextmanager
def _patched(found: Profile, watch: _Stopwatch, cache: Path | None) -> Iterator[None]:
    """Put the stopwatch around all work, and take it off again."""
    functions: list[tuple[Any, str, Any]] = [(workers, "usable_cores", lambda: 1)]
    if cache:
        functions.append((project, "cache_folder", lambda config: cache))
    for what, owner, name in _WORK:
        timed = watch.around(what, getattr(owner, name))
        if owner is PageConverter:
            timed = _noting_posts(found, timed)
        elif owner is jinja2.Template:
            timed = _counting_pages(found, timed)
        functions.append((owner, name, timed))
    with compat.replaced(functions):
        yield


def _noting_posts(found: Profile, make: Callable[..., Any]) -> Callable[..., Any]:
    def noting(self: PageConverter, page: Any, files: Any) -> Any:
        begun = time.perf_counter()
        result = make(self, page, files)
        found.posts.append((time.perf_counter() - begun, page.file.src_uri))
        return result

    return noting


def _counting_pages(found: Profile, render: Callable[..., Any]) -> Callable[..., Any]:
    def counting(self: Any, *args: Any, **kwargs: Any) -> Any:
        found.pages += dict(*args, **kwargs).get("page") is not None
        return render(self, *args, **kwargs)

    return counting

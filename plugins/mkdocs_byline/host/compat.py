"""Private parts of other packages: the only place that knows them, but for `markdown/speedups`.

Each is an entry of `PARTS`, with the version that was read, where, and what is lost without it.
Where one is missing, `missing` says so once, and what it serves goes on by public means. What is
replaced on other packages' objects, public or not, is replaced here as well.

ProperDocs takes the place of the package `mkdocs` as soon as it runs, but its modules and loggers
keep their own names; `ENGINE` is the name that is in force.
"""

from __future__ import annotations

import functools
import json
import logging
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import jinja2
import markdown
import mkdocs
from mkdocs.commands import build as _build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.plugins import PluginCollection
from mkdocs.structure import pages as _pages
from mkdocs.utils import CountHandler

from mkdocs_byline.markdown import speedups

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from markdown import Markdown
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

ENGINE = mkdocs.__name__

_MKDOCS = "https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs"
_JINJA = "https://github.com/pallets/jinja/blob/3.1.6/src/jinja2"

# What Jinja compiles a template to.
Root = Callable[["Context"], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A private part.

    Attributes:
        owner: The object that has it.
        names: Of the attributes; those of an attribute's own follow it after a dot.
        source: Where it was read; the version is in the address.
        loss: What is lost without it.
        package: That it is of.
    """

    owner: Any
    names: tuple[str, ...]
    source: str
    loss: str
    package: str = ENGINE

    @property
    def is_there(self) -> bool:
        return not self.missing

    @property
    def missing(self) -> str:
        """The first name that is not there; empty if all are."""
        for name in self.names:
            try:
                attrgetter(name)(self.owner)
            except AttributeError:
                return name
        return ""


PAGES = Part(
    _build,
    ("_populate_page", "_build_page"),
    f"{_MKDOCS}/commands/build.py#L147",
    "every build reads and renders all pages, and the preview builds the whole site",
)
TEMPLATES = Part(
    _build,
    ("_build_theme_template", "_build_extra_template"),
    f"{_MKDOCS}/commands/build.py#L92",
    "the preview builds the whole site after each change",
)
PROCESSORS = Part(
    _pages,
    (
        "_RawHTMLPreprocessor._register",
        "_ExtractAnchorsTreeprocessor._register",
        "_RelativePathTreeprocessor._register",
    ),
    f"{_MKDOCS}/structure/pages.py#L255",
    "every build converts all posts",
)
HOOK_NAMES = Part(
    PluginCollection(),
    ("_event_origins",),
    f"{_MKDOCS}/plugins.py#L498",
    "messages can't name the plugin that a hook belongs to",
)
CURRENT_PAGE = Part(
    MkDocsConfig,
    ("_current_page",),
    f"{_MKDOCS}/config/defaults.py#L201",
    "every build reads all pages",
)
ROOT = Part(
    jinja2.Template(""),
    ("root_render_func",),
    f"{_JINJA}/environment.py#L1162",
    "the sidebar is rendered for each page",
    "jinja2",
)
LOOKUPS = Part(
    jinja2.Environment,
    ("getattr", "getitem"),
    f"{_JINJA}/environment.py#L466",
    "every build renders all pages",
    "jinja2",
)
PARTS = (PAGES, CURRENT_PAGE, TEMPLATES, PROCESSORS, HOOK_NAMES, ROOT, LOOKUPS)


@functools.cache
def server_part() -> Part:
    """Return the part that the preview needs, and that a build doesn't load."""
    from mkdocs.livereload import LiveReloadServer

    # Most of it belongs to objects, and this one is never begun.
    server = LiveReloadServer(builder=lambda: None, host="127.0.0.1", port=0, root=os.curdir)
    server.server_close()
    return Part(
        server,
        (
            "_serve_request",
            "_epoch_cond",
            "_visible_epoch",
            "_wanted_epoch",
            "_watch_refs",
            "_watched_paths",
            "builder",
            "mount_path",
            "observer",
        ),
        f"{_MKDOCS}/livereload/__init__.py#L98",
        "the preview builds the whole site after each change",
    )


def loss_of(part: Part) -> str:
    """Return what is lost because this version of another package lacks a part."""
    return f"{part.package} {version(part.package)} has no {part.missing}: {part.loss}."


def missing() -> Iterator[str]:
    """Yield what is lost because a version of another package lacks a part."""
    for part in PARTS:
        if not part.is_there:
            yield loss_of(part)
    if not speedups.are_there():
        name, number = speedups.NAMES[0], markdown.__version__
        yield f"Python-Markdown {number} has no {name}: {speedups.LOSS}."


def missing_of_plugins(config: MkDocsConfig) -> Iterator[str]:
    """Yield what is lost because a version of a search plugin lacks a part."""
    for name, plugin in config.plugins.items():
        if (part := _index_part(plugin)) and search_index(plugin) is None:
            yield f"The plugin '{name}' has no {part.missing or part.names[0]}: {part.loss}."


def get_logger(name: str) -> logging.Logger:
    """Return a logger below the engine's own, which is the one that it prints and counts."""
    return logging.getLogger(f"{ENGINE}.{name}")


def counted_warnings() -> bool:
    """Whether a strict build will fail after its last event, because of a warning.

    Both engines count with a handler of their logger (`mkdocs/commands/build.py#L255`).
    """
    handlers = logging.getLogger(ENGINE).handlers
    return any(isinstance(each, CountHandler) and each.get_counts() for each in handlers)


def stop_counting_warnings() -> None:
    """Let a rebuild of the preview go on after a warning, also where `strict` is set."""
    logger = logging.getLogger(ENGINE)
    for handler in list(logger.handlers):
        if isinstance(handler, CountHandler):
            logger.removeHandler(handler)


def populate_page(page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
    """Read and convert a page, with the hooks of all plugins."""
    _build._populate_page(page, config, files, dirty)


def read_source(page: Page, config: MkDocsConfig, files: Files) -> bool:
    """Do the first half of `populate_page`: read a page, with the hooks that see its Markdown.

    Returns False, and does nothing more, if a plugin puts another page in its place.
    """
    with _current(page, config):
        if config.plugins.on_pre_page(page, config=config, files=files) is not page:
            return False
        page.read_source(config)
        page.markdown = config.plugins.on_page_markdown(
            page.markdown or "", page=page, config=config, files=files
        )
    return True


def convert_source(
    page: Page,
    config: MkDocsConfig,
    files: Files,
    skipped: Collection[Callable[..., Any]] = (),
    *,
    is_converted: bool = False,
) -> None:
    """Do the second half: convert it, with the hooks that see its HTML.

    Args:
        skipped: Hooks that have seen it already.
        is_converted: Whether only those hooks are left to do.
    """
    with _current(page, config):
        if not is_converted:
            page.render(config, files)
        html = page.content or ""
        for hook in config.plugins.events["page_content"] if skipped else ():
            if hook not in skipped:
                result = hook(html, page=page, config=config, files=files)
                html = html if result is None else result
        if not skipped:
            html = config.plugins.on_page_content(html, page=page, config=config, files=files)
        page.content = html


@contextmanager
def _current(page: Page, config: MkDocsConfig) -> Iterator[None]:
    """Say which page is read, as the engine does: to `!relative`, and in the log if it fails."""
    config._current_page = page
    try:
        yield
    except Exception as error:
        reason = "" if isinstance(error, BuildError) else f" {error}"
        get_logger("commands.build").error(f"Error reading page '{page.file.src_uri}':{reason}")
        raise
    finally:
        config._current_page = None


def build_page(
    page: Page,
    config: MkDocsConfig,
    files: Sequence[File],
    nav: Navigation,
    env: jinja2.Environment,
    dirty: bool = False,
    excluded: bool = False,
) -> None:
    """Render a page in its template and write it, with the hooks of all plugins."""
    _build._build_page(page, config, files, nav, env, dirty, excluded)


def template_builders(
    env: jinja2.Environment, files: Files, config: MkDocsConfig, nav: Navigation
) -> dict[str, Callable[[], None]]:
    """Return what writes each file that comes from a template alone, by output file."""
    builders: dict[str, Callable[[], None]] = {}
    for name in config.theme.static_templates:
        build = partial(_build._build_theme_template, name, env, files, config, nav)
        builders[name] = builders[f"{name}.gz"] = build
    for name in config.extra_templates:
        if file := files.get_file_from_path(name):
            builders[file.dest_uri] = partial(
                _build._build_extra_template, name, files, config, nav
            )
    return builders


class PageFunctions:
    """Replaces how the engine reads and renders pages, from `install` to `remove`.

    What was there before is `populate` and `build`.
    """

    def __init__(self) -> None:
        self.populate: Callable[..., None] = _build._populate_page
        self.build: Callable[..., None] = _build._build_page

    def install(self, populate: Callable[..., None], build: Callable[..., None]) -> None:
        vars(_build).update(_populate_page=populate, _build_page=build)

    def remove(self) -> None:
        vars(_build).update(_populate_page=self.populate, _build_page=self.build)


def replace_serve_build(build: Callable[..., None] | None) -> None:
    """Have `serve` build with this function; None restores the engine's own."""
    from mkdocs.commands import serve  # Which no build needs.

    vars(serve)["build"] = build or _build.build


def hook_owner(config: MkDocsConfig, hook: object) -> str:
    """Return the name of the plugin that a hook belongs to; empty for a file of `hooks`."""
    if not HOOK_NAMES.is_there:
        return ""
    origins: dict[object, str] = getattr(config.plugins, HOOK_NAMES.names[0])
    return origins.get(hook) or origins.get(getattr(hook, "__wrapped__", None), "")


@dataclass(frozen=True, slots=True)
class PageProcessors:
    """What the engine registers with Python-Markdown for one page, and what it notes of it."""

    raw_html: Any
    anchors: Any
    links: Any

    @property
    def anchor_ids(self) -> tuple[str, ...]:
        """The ids in the page."""
        ids = self.raw_html.present_anchor_ids | self.anchors.present_anchor_ids
        return tuple(sorted(filter(None, ids)))  # `<a id>` is noted as None.

    @property
    def anchor_links(self) -> tuple[tuple[str, str, str], ...]:
        """Links to headings: the source path that each leads to, the id, and the link."""
        return tuple(
            (file.src_uri, anchor, link)
            for file, targets in self.links.links_to_anchors.items()
            for anchor, link in targets.items()
        )


def register_processors(
    md: Markdown, page: Page, files: Any, config: MkDocsConfig
) -> PageProcessors:
    """Register what resolves links and collects ids while a page is converted."""
    processors = PageProcessors(
        _pages._RawHTMLPreprocessor(),
        _pages._ExtractAnchorsTreeprocessor(page.file, files, config),
        _pages._RelativePathTreeprocessor(page.file, files, config),
    )
    for each in (processors.raw_html, processors.anchors, processors.links):
        each._register(md)
    return processors


class PreviewServer:
    """The engine's server of the preview, as far as pages are made when they are asked for.

    It has all of `server_part`, or nobody would be making pages.
    """

    def __init__(self, server: LiveReloadServer) -> None:
        self.server: Any = server

    @property
    def mount_path(self) -> str:
        return str(self.server.mount_path)

    def replace_builder(self, wrap: Callable[[Callable[[], None]], Callable[[], None]]) -> None:
        """Have changes read by what `wrap` makes of the engine's own function."""
        self.server.builder = wrap(self.server.builder)

    def replace_request(
        self, answer: Callable[[Callable[..., Any], dict[str, Any], Callable[..., Any]], Any]
    ) -> None:
        """Have requests answered by this, which gets the engine's own function first."""
        serve = self.server._serve_request
        self.server._serve_request = lambda environ, start: answer(serve, environ, start)

    def replace_observer(self, observer: Any, further: Sequence[str]) -> None:
        """Watch everything that was watched, and further paths, with another observer."""
        watched = [*self.server._watched_paths, *further]
        self.server.observer = observer
        self.server._watched_paths.clear()
        self.server._watch_refs.clear()
        for path in watched:
            self.server.watch(path)

    def wait_until_read(self) -> None:
        """Wait until no change is being read."""
        server = self.server
        with server._epoch_cond:
            server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)


MATERIAL_SEARCH = "material.plugins.search.plugin"
# By module of a search index's class, its attributes, of which the first holds its entries, and
# where they were read.
SEARCH_INDEXES = {
    MATERIAL_SEARCH: (
        ("entries", "add_entry_from_context", "generate_search_index"),
        "https://github.com/squidfunk/mkdocs-material/blob/9.8.1/material/plugins/search/plugin.py#L200",
    ),
    f"{ENGINE}.contrib.search.search_index": (
        ("_entries", "add_entry_from_context"),
        f"{_MKDOCS}/contrib/search/search_index.py#L32",
    ),
}


def _index_part(plugin: object) -> Part | None:
    """Return the part of a search plugin's index that is needed; None if it isn't known."""
    index = getattr(plugin, "search_index", None)
    if not (known := SEARCH_INDEXES.get(type(index).__module__)):
        return None
    names, source = known
    return Part(index, names, source, "every build reads all pages for it")


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """A search plugin's index, with what it has of each page so far."""

    index: Any
    attribute: str

    @property
    def module(self) -> str:
        return type(self.index).__module__

    @property
    def entries(self) -> list[Any]:
        entries: list[Any] = getattr(self.index, self.attribute)
        return entries

    def clear(self) -> None:
        setattr(self.index, self.attribute, [])

    def replace_reader(self, read: Callable[[Page], None]) -> None:
        """Have entries of a page added by this function."""
        self.index.add_entry_from_context = read

    def leave_empty(self, further: dict[str, Any]) -> None:
        """Have Material's plugin write an index of no pages, with more in its configuration."""
        self.clear()
        generate = self.index.generate_search_index

        def generate_search_index(before: Any) -> str:
            written = json.loads(generate(before))
            written["config"].update(further)
            return json.dumps(written, separators=(",", ":"))

        self.index.generate_search_index = generate_search_index


def search_index(plugin: object) -> SearchIndex | None:
    """Return a plugin's index, if it is one whose entries are known to be in a list."""
    part = _index_part(plugin)
    if part and part.is_there and isinstance(getattr(part.owner, part.names[0]), list):
        return SearchIndex(part.owner, part.names[0])
    return None


def replace_class(obj: object, kind: type) -> None:
    """Give an object that is there already another class, with all that others put into it.

    Python has it where both kinds of objects are laid out alike. None of those that this is for
    has slots: Jinja's environments and loaders, MkDocs' plugins and pages.
    """
    obj.__class__ = kind


def replace_root(template: jinja2.Template, wrap: Callable[[Root], Root]) -> None:
    """Have a template rendered by what `wrap` makes of the function that Jinja has compiled."""
    if ROOT.is_there:
        template.root_render_func = wrap(template.root_render_func)


def replace_lookups(
    env: jinja2.Environment,
    attribute_of: Callable[[Any, str], Any],
    item_of: Callable[[Any, Any], Any],
) -> None:
    """Have an environment's templates read attributes and items by these functions."""
    known: Any = env
    known.getattr, known.getitem = attribute_of, item_of


def prepare_environments(
    config: MkDocsConfig, prepare: Callable[[jinja2.Environment], None]
) -> None:
    """Have this done, once, to every environment that is made of the site's theme from now on."""
    made: Callable[[], jinja2.Environment] = config.theme.get_env
    if getattr(made, "__module__", "") == __name__:
        return

    def get_env() -> jinja2.Environment:
        env = made()
        prepare(env)
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


@contextmanager
def replaced(functions: Sequence[tuple[Any, str, Any]]) -> Iterator[None]:
    """Have functions of modules and classes, by owner and name, replaced for a while."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in functions]
    for owner, name, function in functions:
        setattr(owner, name, function)
    try:
        yield
    finally:
        for owner, name, function in before:
            setattr(owner, name, function)

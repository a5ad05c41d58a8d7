"""Search by Pagefind behind Material's search box, for sites whose theme and plugins have that.

A worker of Byline's takes the place of the theme's, and the theme's index is left empty. What the
search plugin has read of all pages is what is indexed, so `search: exclude`, boosts and
`data-search-exclude` hold for both.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError

from mkdocs_byline.host import log
from mkdocs_byline.host.compat import MATERIAL_SEARCH, SearchIndex, search_index
from mkdocs_byline.host.options import TEMPLATES
from mkdocs_byline.host.posts.search_text import search_text
from mkdocs_byline.locales import format_moment
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.pages import search_words
from mkdocs_byline.search.facets import NAME as FACETS
from mkdocs_byline.search.facets import facets
from mkdocs_byline.search.pagefind import EXTENDED, UNSPACED, PagefindError, make_index, program
from mkdocs_byline.search.records import PostFacts, facts_of, records
from mkdocs_byline.theme_names import written_names

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.settings import Settings

FOLDER = "search/pagefind"
SCRIPT = "assets/byline/search.js"
_WORKER = "assets/byline/search-worker.js"
_WORKERS = "assets/javascripts/workers"
_THEMES_WORKER = re.compile(rf"{_WORKERS}/search\.\w+\.min\.js")


@dataclass(frozen=True, slots=True)
class Pagefind:
    """The program that makes the index: its file, and its package and version."""

    path: Path
    version: str


def choose(config: MkDocsConfig, settings: Settings) -> Pagefind | None:
    """Return what indexes the whole site; None if searching is left to the theme."""
    if settings.search == "lunr" or not _indexes(config):
        return None
    if (found := program()) is None:
        if settings.search == "pagefind":
            log.log.warning(
                "byline: The option 'search' is 'pagefind', but that is not installed; the search "
                "is Material's own. Install 'mkdocs-byline[search]'."
            )
        else:
            _say("'mkdocs-byline[search]', which is not installed")
        return None
    if reason := _hindrance(config, found[1]):
        _say(reason)
        return None
    if SCRIPT not in config.extra_javascript:
        config.extra_javascript.append(SCRIPT)
    return Pagefind(*found)


def _say(reason: str) -> None:
    log.log.info("byline: The search is Material's own, because of %s.", reason)


def _indexes(config: MkDocsConfig) -> list[SearchIndex]:
    """Return the indexes of Material's search plugin."""
    found = map(search_index, config.plugins.values())
    return [each for each in found if each and each.module == MATERIAL_SEARCH]


def _hindrance(config: MkDocsConfig, version: str) -> str:
    """Return why Pagefind can't search the site; empty if it can."""
    language = str(config.theme.get("language") or "").partition("-")[0]
    if language in UNSPACED and not version.startswith(EXTENDED):
        return "its language: only the package 'pagefind-bin-extended' knows its words"
    for name in (*written_names("offline"), "i18n"):
        plugin = config.plugins.get(name)
        if plugin and plugin.config.get("enabled", True):
            return f"the plugin '{name}'"
    if not any(any(Path(each, _WORKERS).glob("search.*.min.js")) for each in config.theme.dirs):
        return "the theme"
    return ""


def replace_worker(files: Files) -> None:
    """Have the theme load our worker by the name of its own: no page has to be another for it."""
    for file in files:
        if _THEMES_WORKER.fullmatch(file.src_uri):
            file.abs_src_path = str(TEMPLATES / _WORKER)


def index(states: Sequence[BuildState], config: MkDocsConfig, pagefind: Pagefind) -> None:
    """Register the index of all pages, made or as it is kept, when all pages have been read.

    Raises:
        PluginError: if Pagefind fails.
    """
    own = states[0]
    entries = [entry for each in _indexes(config) for entry in each.entries]
    page = own.search_page
    said = {
        "all": own.project.translate("search.result.other"),
        "failed": own.project.translate("byline.search.failed"),
        "page": page.url if page else "",
    }
    for each in _indexes(config):
        each.leave_empty({"byline": said})
    own.registry.add(_outputs(states, entries, pagefind))


def _posts(
    state: BuildState, shown: Callable[[dt.datetime, str, str], str]
) -> Iterator[tuple[str, PostFacts]]:
    pattern, language = state.blog.settings.post_date_format, state.blog.build.language
    for post in state.blog.posts.values():
        yield (
            post.url,
            facts_of(
                post,
                opening=search_text(state, post),
                words=search_words(post) or (),
                shown=lambda moment: shown(moment, pattern, language),
            ),
        )


def _outputs(
    states: Sequence[BuildState], entries: list[Any], pagefind: Pagefind
) -> Iterable[Output]:
    """Yield the index's files, which are made only if a record of a page has changed."""
    state = states[0]
    language = state.blog.build.language

    @functools.cache
    def files() -> dict[str, bytes]:
        known = [pair for each in states for pair in _posts(each, format_moment)]
        found = records(entries, dict(known), language)
        try:
            made = make_index(pagefind.path, found)
        except PagefindError as error:
            raise PluginError(
                f"byline: Pagefind has failed: {error}. With the option 'search: lunr' the "
                "site is built without it."
            ) from error
        return made | {FACETS: facets(made, found)}

    # What records are made of says as well whether one is another, and takes a third of the time.
    facts = [pair for each in states for pair in _posts(each, lambda *given: repr(given))]
    at = state.cache.key("search", pagefind.version, language, _digest(entries), _digest(facts))
    kept = state.cache.get(at)
    if kept is None:
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in files().items()}
        kept = json.dumps(digests).encode()
        state.cache.put(at, kept)
    for name, digest in json.loads(kept).items():
        dest = posixpath.join(FOLDER, name)
        yield Output(
            dest=dest,
            kind="search",
            owner="the search's index",
            url=dest,
            content=functools.partial(lambda name: files()[name], name),
            digest=functools.partial(str, digest),
        )


def _digest(values: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for value in values:
        digest.update(repr(value).encode())
    return digest.hexdigest()

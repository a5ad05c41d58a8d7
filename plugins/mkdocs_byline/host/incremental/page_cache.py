"""A template and what it is given in, the finished page out: rendered, or as kept.

A page's key tells everything its template sees: the page, its neighbours, the navigation, the
post or listing, the configuration, and the text of all templates. Where that can't be told, or
where a template reads further (`watch`), the page is rendered in every build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.structure.pages import Page

from mkdocs_byline.cache.digest import OpaqueError
from mkdocs_byline.host.incremental.page_digest import Teller
from mkdocs_byline.host.incremental.prerender import Rendering
from mkdocs_byline.host.incremental.shared_partials import Partials
from mkdocs_byline.host.incremental.site_digest import surroundings
from mkdocs_byline.host.incremental.template_tracking import Watched, WatchedMoment

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.host.search_index import Entries

Render = Callable[[Mapping[str, Any]], str]
# Of a template's values, what the surroundings tell, what the page's own part tells, and what is
# watched.
_TOLD = {
    *("byline_settings", "config", "mkdocs_version", "nav", "page"),
    *("blog_page", "byline_views", "pages", "build_date_utc"),
    "posts",  # The same as `entries`.
}


def keep_pages(
    state: BuildState,
    env: jinja2.Environment,
    config: MkDocsConfig,
    files: Files,
    entries: Entries,
) -> Finished | None:
    """Have an environment's templates look finished pages up; None if nothing can be told."""
    if env.template_class is not jinja2.Template:  # Another plugin's, or another blog's.
        return None
    try:
        told = surroundings(state, env, config)
    except OpaqueError as error:
        state.untold = str(error)
        return None
    finished = Finished(state, told, files, Rendering(state, env, config, entries))

    class Template(jinja2.Template):
        def render(self, *args: Any, **kwargs: Any) -> str:
            values = dict(*args, **kwargs)
            return finished.render(self.name or "", values, super().render)

    env.template_class = Template
    if env.cache is not None:
        env.cache.clear()
    state.watch.attach(env)
    Partials(state.watch, env)
    return finished


class Finished:
    """The finished pages of one build."""

    def __init__(
        self, state: BuildState, surroundings: str, files: Files, ahead: Rendering
    ) -> None:
        self.state, self.ahead = state, ahead
        self.surroundings = surroundings
        self.teller = Teller(state, files)
        self.at = ""  # What the page that came last is kept under; empty if it isn't.
        # All pages, as MkDocs has them and as templates see them: ten thousand, so made once.
        self.pages: tuple[object, Watched] = (None, Watched())

    def render(self, template: str, values: dict[str, Any], render: Render) -> str:
        """Return a page as it was kept, or render it."""
        page = values.get("page")
        if not isinstance(page, Page):
            return render(values)
        if (ready := self.ahead.ready) and ready.page is page:
            self.at = ready.at
            return ready.html
        self.at = at = self.key(template, values)
        kept = self.state.cache.get(at) if at else None
        if kept is None:
            html = self._set(page, at, values, render)
        else:
            html = kept.decode("utf-8", "surrogatepass")
        files = values.get("pages", ())
        self.ahead.note(page, is_kept=kept is not None, nav=values["nav"], files=files)
        return html

    def _set(self, page: Page, at: str, values: dict[str, Any], render: Render) -> str:
        """Render a page, and keep it if its template reads nothing but what its key tells."""
        pages, watch = values.get("pages", ()), self.state.watch
        if self.pages[0] is not pages:
            self.pages = (pages, Watched.of(watch, "pages", pages))
        own = {**values, "pages": self.pages[1]}
        if moment := values.get("build_date_utc"):
            own["build_date_utc"] = WatchedMoment.of(watch, moment)
        watch.begin(page)
        html = render(own)
        watch.end()
        if watch.strayed:
            self.at = ""
        elif at:
            self.state.cache.put(at, html.encode("utf-8", "surrogatepass"))
        return html

    def key(self, template: str, values: Mapping[str, Any]) -> str:
        """Return what a page is kept under; empty if something can't be told."""
        try:
            nav, tell = self.teller.nav(values["nav"]), self.teller.tell
            page = self.teller.page(values["page"])
            others = {name: tell(each) for name, each in values.items() if name not in _TOLD}
            index = self.teller.outline(values.get("blog_page"))
            told = json.dumps([template, page, others, index], sort_keys=True)
        except OpaqueError:
            return ""
        return self.state.cache.key("page", self.surroundings, nav, told)

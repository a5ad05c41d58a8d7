"""Cache of finished pages, under the digest of a template and its values.

A page is kept under the digest of what its template is given, as pure hooks of other plugins have
made it (`PluginEffects.finishing`), which are then not run again. Where that can't be described,
or where a template reads further (`template_tracking`), the page is rendered in every build.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.structure.pages import Page

from mkdocs_byline.cache.digest import OpaqueError
from mkdocs_byline.host import compat
from mkdocs_byline.host.incremental.page_digest import PageDigests
from mkdocs_byline.host.incremental.prerender import Rendering
from mkdocs_byline.host.incremental.shared_partials import Partials
from mkdocs_byline.host.incremental.site_digest import site_digest
from mkdocs_byline.host.incremental.template_bytecode import keep_bytecode
from mkdocs_byline.host.incremental.template_tracking import TrackedMoment, TrackedSequence
from mkdocs_byline.host.incremental.unknown_functions import track_functions

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.host.search_index import SearchEntries

Render = Callable[[Mapping[str, Any]], str]


def keep_pages(
    state: BuildState,
    env: jinja2.Environment,
    config: MkDocsConfig,
    entries: SearchEntries,
) -> PageCache | None:
    """Have an environment's templates look finished pages up; None if none can be kept."""
    if env.template_class is not jinja2.Template:  # Another plugin's, or another blog's.
        return None
    if not compat.LOOKUPS.is_there:
        return None
    track_functions(state.tracking, env)
    try:
        site = site_digest(state, env, config)
    except OpaqueError as error:
        state.keep_no_pages(str(error))
        return None
    ahead = Rendering(state, env, config, entries)
    pages = PageCache(state, config, PageDigests(state, site), ahead)

    class Template(jinja2.Template):
        def render(self, *args: Any, **kwargs: Any) -> str:
            values = dict(*args, **kwargs)
            return pages.render(self.name or "", values, super().render)

    env.template_class = Template
    if env.cache is not None:
        env.cache.clear()
    keep_bytecode(env, state.cache, site)
    state.tracking.attach(env)
    Partials(state.tracking, env)
    return pages


class PageCache:
    """The finished pages of one build.

    Attributes:
        at: What the page that came last is kept under; empty if it isn't.
        finished: The page that was returned last, if other plugins are done with it already.
    """

    def __init__(
        self, state: BuildState, config: MkDocsConfig, digests: PageDigests, ahead: Rendering
    ) -> None:
        self.state, self.digests, self.ahead = state, digests, ahead
        self.at = ""
        self.finished: Page | None = None
        # All pages, as MkDocs has them and as templates see them: ten thousand, so made once.
        self.pages: tuple[object, TrackedSequence] = (None, TrackedSequence())
        self.hooks = state.effects.finishing
        self.events: list[Callable[..., Any]] = config.plugins.events["post_page"]
        if self.hooks:
            self.events[: len(self.hooks)] = [self.finish]

    def close(self) -> None:
        """Give other plugins their hooks back."""
        if self.hooks and self.finish in self.events:
            at = self.events.index(self.finish)
            self.events[at : at + 1] = self.hooks

    def render(self, template: str, values: dict[str, Any], render: Render) -> str:
        """Return a page as it was kept, or render it."""
        page = values.get("page")
        if not isinstance(page, Page):
            return render(values)
        if (ready := self.ahead.ready) and ready.page is page:
            self.at, self.finished = ready.at, page
            return ready.html
        self.at = at = self.key(template, values)
        kept = self.state.cache.get(at) if at else None
        if kept is None:
            html = self.render_tracked(page, values, render)
        else:
            html, self.finished = kept.decode("utf-8", "surrogatepass"), page
        files = values.get("pages", ())
        self.ahead.note(page, is_kept=kept is not None, nav=values["nav"], files=files)
        return html

    def render_tracked(self, page: Page, values: dict[str, Any], render: Render) -> str:
        """Render a page, and keep it if its template reads nothing but what its key covers."""
        pages, tracking = values.get("pages", ()), self.state.tracking
        if self.pages[0] is not pages:
            self.pages = (pages, TrackedSequence.of(tracking, "pages", pages))
        own = {**values, "pages": self.pages[1]}
        if moment := values.get("build_date_utc"):
            own["build_date_utc"] = TrackedMoment.of(tracking, moment)
        tracking.begin(page)
        html = render(own)
        tracking.end()
        self.finished = None
        if tracking.foreign_read:
            self.at = ""
        elif not self.hooks:
            self._keep(html)
        return html

    def finish(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Do with a page what other plugins' pure hooks do, unless it has been done."""
        if self.finished is page:
            return output
        for hook in self.hooks:
            result = hook(output, page=page, config=config)
            output = output if result is None else result
        self.finished = page
        self._keep(output)
        return output

    def _keep(self, html: str) -> None:
        if self.at:
            self.state.cache.put(self.at, html.encode("utf-8", "surrogatepass"))

    def key(self, template: str, values: Mapping[str, Any]) -> str:
        """Return what a page is kept under; empty if something can't be described."""
        with suppress(OpaqueError):
            digest = self.digests.digest(values["page"], values, values["nav"])
            return self.state.cache.key("page", template, digest)
        return ""

"""The plugin as MkDocs sees it: each hook is a call to a function that does one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_byline.cache.store import Cache
from mkdocs_byline.host import collector, compat, hooks, loader, log, nav, options, search
from mkdocs_byline.host.blogs import instances, states
from mkdocs_byline.host.build_state import BuildState
from mkdocs_byline.host.csp import Csp
from mkdocs_byline.host.interop import material_names, rss_plugin, static_i18n
from mkdocs_byline.host.interop.author_text import escape_in_theme
from mkdocs_byline.host.interop.git_dates import remove_moment
from mkdocs_byline.host.interop.material_blog import alias_as_material_blog
from mkdocs_byline.host.lists import add_extension
from mkdocs_byline.host.output import sitemap, staging
from mkdocs_byline.host.posts import contents, file_guard, pages, placement, unpublished
from mkdocs_byline.host.project import Parsed
from mkdocs_byline.problems import Problem
from mkdocs_byline.review.leaks import Medium
from mkdocs_byline.settings import Settings

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from mkdocs_byline.host.serve.server import Preview

# The plugin's attributes that a build has for itself.
_OF_ONE_BUILD = (
    *("state", "csp", "pagefind", "aside", "irregular", "refused", "cache"),
    *("withheld", "nav_before"),
)


def _first(config: MkDocsConfig) -> BylinePlugin | None:
    """Return the instance that does what is done once for a site."""
    return next(instances(config), None)


class BylinePlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Blog posts with authors and dates. All state of a build is in `state`, made anew for each.

    A site may have several blogs, each with an instance and a `blog_dir` of its own.
    """

    config: Settings
    supports_multiple_instances = True

    def __init__(self) -> None:
        self.state: BuildState | None = None
        self.csp: Csp | None = None
        self.pagefind: search.Pagefind | None = None
        self.preview = False
        self.server: Preview | None = None
        self.aside: staging.Aside | None = None
        self.dirty = False
        self.is_building = False
        # What builds came to that are held up by another one, which a plugin has begun in them.
        self.outer: list[dict[str, Any]] = []
        # Where each post was when it was last in order, for the preview's error pages.
        self.places: dict[str, tuple[str, str]] = {}
        self.irregular: dict[str, Problem] = {}
        self.refused: list[Problem] = []
        self.withheld: list[Medium] = []
        self.nav_before: nav.Kept | None = None
        self.cache: Cache | None = None
        self.parsed: dict[str, Parsed] = {}

    @property
    def blog(self) -> Page | None:
        """The page of the blog's index, which hooks made for Material's blog ask for."""
        return self.state.index_page if self.state else None

    @property
    def authors(self) -> dict[str, Any]:
        """The people of the authors file by id, which hooks made for Material's blog ask for."""
        people = self.state.blog.records.authors.people if self.state else {}
        return dict(zip(people, material_names.authors(people.values()), strict=True))

    def load_config(
        self, options_given: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        self.config, errors, warnings = options.load(options_given)
        return errors, warnings

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.preview, self.dirty = command == "serve", dirty
        self.is_building, self.outer = False, []
        if self.preview:
            from mkdocs_byline.host.serve import server  # Which no build needs.

            self.server = server.install(states)

    @event_priority(100)  # Before a rival plugin stumbles over what only Byline reads.
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.config.enabled:
            options.refuse_rivals(config)
            options.add_to_site(config, self.config)
            escape_in_theme(config)
            add_extension(config)
            if self.preview:
                compat.stop_counting_warnings()
        return config

    @event_priority(100)  # What others write from here on is part of the site.
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Begin a build: a configuration may also be loaded by who only reads it."""
        if self.is_building:
            if self.state and self.state.unchanged:
                self.state.unchanged.end()
            self.outer.append({name: getattr(self, name) for name in _OF_ONE_BUILD})
        self.is_building = not self.preview
        self.state = self.csp = self.pagefind = self.aside = None
        if self.config.enabled:
            if not self.preview and not self.dirty and self is _first(config):
                self.pagefind = search.choose(config, self.config)
            if self.config.csp and not self.preview:  # It would block the script that reloads.
                self.csp = Csp(config, self.config)
            own, events = self._before_others_change_page, config.plugins.events["post_page"]
            if self.csp is None and own in events:
                # Without a policy it does nothing, and would stand before hooks that are kept.
                events.remove(own)
            collector.release()
            if self is _first(config):
                alias_as_material_blog(config, self)
                if self.server:
                    self.server.report_losses()
                else:
                    hooks.before_all(config)
            if not self.preview:
                self.aside = None if self.dirty else staging.begin(config)
            self.irregular = file_guard.check_folder(config, self.config)

    @event_priority(100)  # Before anybody reads them.
    def _before_others_read(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.config.enabled:
            last = self.state  # There is one if only posts are read again.
            same = last.project.files - last.changed if last else ()
            self.refused = file_guard.keep_out(files, config, self.config, self.irregular, same)
        return files

    @event_priority(-110)  # After plugins that add files, or choose those of one language.
    @collector.paused()
    def _after_others_added(self, files: Files, *, config: MkDocsConfig) -> Files:
        if self.config.enabled:
            self.cache = loader.open_cache(
                config, self.config, self.cache if self.preview else None
            )
            last = self.state
            prepared = loader.Prepared(
                cache=self.cache,
                parsed=self.parsed,
                places=self.places,
                problems=self.refused,
                csp=self.csp,
                has_search=bool(self.pagefind),
                # A page's template may ask any of the blogs, and is followed by one.
                tracking=next((each.tracking for each in states(config)), None),
            )
            self.state = loader.load_build(
                files, config, self.config, prepared, preview=self.preview, last=last
            )
            if self.pagefind:
                search.replace_worker(files)
                if self.csp:
                    self.csp.has_wasm_worker = True
            log.problems(self.state.new_problems(last), preview=self.preview)
            placement.place(self.state, files, config, last)
            if self.dirty:
                placement.build_always(self.state)
            self.withheld = unpublished.keep_back(self.state, files, config)
            self.places.update(self.state.places)
            if not self.preview:  # Nothing will be read again, and this is a third of all memory.
                self.parsed.clear()
                self.state.memory.clear()
                self.state.project.pictures.forget_posts()
                collector.pass_over()
        return files

    on_files = CombinedEvent(_before_others_read, _after_others_added)

    @event_priority(100)
    def _before_other_navs(
        self, navigation: Navigation, *, config: MkDocsConfig, files: Files
    ) -> Navigation:
        if self.state:
            self.nav_before = nav.offer_posts(self.state, navigation, config)
        return navigation

    @event_priority(-100)
    def _after_other_navs(
        self, navigation: Navigation, *, config: MkDocsConfig, files: Files
    ) -> Navigation:
        if self.state and self.nav_before:
            nav.arrange(self.state, navigation, self.nav_before)
            hooks.before_conversion(self.state, config, files, self.csp, self.aside)
        return navigation

    on_nav = CombinedEvent(_before_other_navs, _after_other_navs)

    def _among_others_read(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        return pages.prepare(self.state, page, markdown) if self.state else markdown

    @event_priority(-100)  # When others have added to front matter what they do.
    def _after_others_read(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        remove_moment(page)
        return markdown

    on_page_markdown = CombinedEvent(_among_others_read, _after_others_read)

    @event_priority(-100)  # When all others have had their say about the HTML.
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        return contents.take_content(self.state, page, html) if self.state else html

    @event_priority(-100)  # When all others have added theirs.
    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        if self.state:
            hooks.before_pages(self.state, env, config, files)
        return env

    @event_priority(100)
    def _before_search(
        self, values: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        if self.state:
            hooks.before_search(self.state, page)
        return values

    @event_priority(-100)
    def _after_search(
        self, values: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        if self.state:
            values.update(hooks.after_search(self.state, page))
        return values

    on_page_context = CombinedEvent(_before_search, _after_search)

    @event_priority(100)  # While what somebody wrote stands in it as it was.
    def _before_others_change_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if self.csp is None or self.state is None:
            return output
        return self.csp.mark(output, pages.authored(self.state, page))

    @event_priority(-100)  # When nobody changes scripts any more.
    def _after_others_changed_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if self.csp is None or self.state is None:
            return output
        return self.csp.protect(output)

    on_post_page = CombinedEvent(_before_others_change_page, _after_others_changed_page)

    def _picture_in_sitemap(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        if self.state and template_name == "sitemap.xml":
            return sitemap.picture(self.state, output_content)
        return output_content

    @event_priority(-100)  # When all blogs of the site are in it.
    def _finish_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        if self.state and template_name == "sitemap.xml":
            return sitemap.divide(self.state, output_content, config)
        if self.csp is None or not template_name.endswith(".html"):
            return output_content
        self.csp.mark(output_content, "")
        return self.csp.protect(output_content)

    on_post_template = CombinedEvent(_picture_in_sitemap, _finish_template)

    @event_priority(100)  # Before others write what they have collected.
    def _before_others_write(self, *, config: MkDocsConfig) -> None:
        if self.state:
            rss_plugin.correct_feeds(self.state, config)
            if self.pagefind:
                search.index(states(config), config, self.pagefind)

    def _write_last_files(self, *, config: MkDocsConfig) -> None:
        if self.state:
            hooks.after_pages(self.state, config, dirty=self.dirty)

    @event_priority(-50)  # When all others have written what they write.
    def _check_for_leaks(self, *, config: MkDocsConfig) -> None:
        if self.state:
            unpublished.check(self.state, config, self.withheld, dirty=self.dirty)

    # After plugins that build other languages then, with a priority of -100.
    @event_priority(float("-inf"))
    def _put_into_place(self, *, config: MkDocsConfig) -> None:
        manifest = self.state.manifest if self.state else None
        if not self.aside or staging.finish(self.aside, manifest):
            self._end_build()

    def _end_build(self) -> None:
        """Go on with the build that this one was begun in, if there is one."""
        self.is_building, self.aside = bool(self.outer), None
        if self.outer:
            vars(self).update(self.outer.pop())

    on_post_build = CombinedEvent(
        _before_others_write, _write_last_files, _check_for_leaks, _put_into_place
    )

    def on_build_error(self, *, error: Exception) -> None:
        if self.state:  # What was made so far is right.
            self.state.close(whole=False)
        if self.aside:
            staging.give_up(self.aside, error)
        self._end_build()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        if self.server:
            self.server.attach(server)
        return server

    def on_shutdown(self) -> None:
        if self.server:
            self.server.remove()

    def on_template_context(self, values: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        if self.state and template_name == "sitemap.xml":
            values["pages"] = [each for each in values["pages"] if self.state.is_listed(each)]
            sitemap.date(self.state, values["pages"])
            static_i18n.add_to_sitemap(values, values["pages"], config)
        return values

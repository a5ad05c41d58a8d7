"""Effects of other plugins on pages, which decide what a build may keep.

A plugin that is not in `_KNOWN` may do anything. What it does to Markdown, HTML and contexts is
seen, since its hooks are run in each build and keys are made of what they leave; only what it may
do to finished pages or to the whole output is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import metadata
from typing import TYPE_CHECKING, Any

from mkdocs_byline.host.compat import ENGINE, hook_owner

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class Effect(Enum):
    """What a hook does.

    `PURE`: it returns another text, which depends on the one it got, the page's front matter and
    URL, its options and its version. `COLLECTS`: it takes note of the page, and its result depends
    on the same and on front matter and Markdown. `ADDS`: it adds values to a page's context.
    `COPIES`: it copies files of its own into the site. `WRITES`: it writes `.js`, `.json` or
    `.xml` files of what it has collected. `LATE`: it writes or changes other files.
    """

    NOTHING = "nothing"
    PURE = "pure"
    COLLECTS = "collects"
    ADDS = "adds"
    COPIES = "copies"
    WRITES = "writes"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Known:
    """A plugin that is known.

    Attributes:
        effects: Of its hooks, by event, or what says so of a plugin with its options; those of
            other events do nothing to pages.
        packages: Whose versions are not in every key, and decide what it does.
        of_newest_commit: How names begin, in front matter or contexts, of what it says of the
            whole site's history, so that each commit changes it in all pages.
    """

    effects: Mapping[str, Effect | Callable[[Any], Effect]] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    of_newest_commit: tuple[str, ...] = ()


def _minifies_files(plugin: Any) -> Effect:
    options = ("minify_js", "minify_css", "cache_safe")
    return Effect.LATE if any(plugin.config.get(name) for name in options) else Effect.NOTHING


def _has_functions_of_last_hour(plugin: Any) -> Effect:
    """Macros' own hook calls functions of a site's modules, if they have any for it."""
    return Effect.UNKNOWN if getattr(plugin, "post_build_functions", True) else Effect.NOTHING


# By the package that a hook is in, with its last dot. What is here was read and is tested in
# `tests/compatibility/test_warm.py`. All of it does nothing where its option `enabled` is false.
_KNOWN = {
    "mkdocs_byline.": _Known(),
    "material.plugins.group.": _Known(),
    "material.plugins.info.": _Known(),
    "material.plugins.meta.": _Known(),
    "material.plugins.offline.": _Known(),
    # It takes pictures from MkDocs, and writes them itself.
    "material.plugins.optimize.": _Known({"env": Effect.UNKNOWN, "post_build": Effect.LATE}),
    # Copies the files that it meets in finished pages.
    "material.plugins.privacy.": _Known(
        dict.fromkeys(
            ("files", "env", "page_content", "post_page", "post_template", "post_build"),
            Effect.UNKNOWN,
        )
    ),
    "material.plugins.search.": _Known(),
    # Draws a page's card when its Markdown is read, and copies it when the page is finished.
    "material.plugins.social.": _Known(
        {"page_markdown": Effect.COLLECTS, "post_page": Effect.UNKNOWN}
    ),
    f"{ENGINE}.contrib.search.": _Known(),
    "material.plugins.tags.": _Known(
        {"page_markdown": Effect.COLLECTS, "page_context": Effect.ADDS}
    ),
    "mkdocs_autorefs.": _Known(
        {
            "page_markdown": Effect.COLLECTS,
            "page_content": Effect.COLLECTS,
            "env": Effect.UNKNOWN,  # Fills in links.
        }
    ),
    "mkdocs_blog.": _Known({"page_markdown": Effect.COLLECTS}),
    "mkdocs_awesome_nav.": _Known(packages=("mkdocs-awesome-nav",)),
    "mkdocs_gen_files.": _Known(
        {"files": Effect.UNKNOWN, "page_content": Effect.COLLECTS, "post_build": Effect.LATE}
    ),
    # What it adds for templates has all that it may put into HTML, but for that of other pages.
    "mkdocs_git_authors_plugin.": _Known(
        {"page_content": Effect.UNKNOWN, "page_context": Effect.ADDS},
        of_newest_commit=(
            *("git_site_authors", "site_authors"),
            *("contribution_all_pages", "lines_all_pages"),
        ),
    ),
    "mkdocs_git_revision_date_localized_plugin.": _Known(
        {"page_markdown": Effect.UNKNOWN, "post_build": Effect.COPIES},
        of_newest_commit=("git_site_revision_date_localized",),
    ),
    "mkdocs_glightbox.": _Known(
        {"page_content": Effect.PURE, "post_page": Effect.PURE, "post_build": Effect.COPIES},
        ("mkdocs-glightbox",),
    ),
    "mkdocs_include_markdown_plugin.": _Known({"page_markdown": Effect.UNKNOWN}),
    "mkdocs_literate_nav.": _Known(),
    "mkdocs_macros.": _Known(
        {"page_markdown": Effect.UNKNOWN, "post_build": _has_functions_of_last_hour}
    ),
    "mkdocs_minify_html_plugin.": _Known(
        {"post_page": Effect.PURE}, ("mkdocs-minify-html-plugin", "minify-html")
    ),
    "mkdocs_minify_plugin.": _Known(
        {"post_page": Effect.PURE, "post_build": _minifies_files},
        ("mkdocs-minify-plugin", "htmlmin2"),
    ),
    "mkdocs_redirects.": _Known({"post_build": Effect.LATE}),
    "mkdocs_rss_plugin.": _Known(
        {"page_content": Effect.COLLECTS, "post_build": Effect.WRITES}, ("mkdocs-rss-plugin",)
    ),
    # Changes templates as they are loaded.
    "mkdocs_section_index.": _Known(packages=("mkdocs-section-index",)),
    "mkdocstrings.": _Known({"env": Effect.UNKNOWN}),
}
_SOURCE = ("pre_page", "page_read_source", "page_markdown")

Hook = Callable[..., Any]


def _known(hook: Hook) -> _Known | None:
    module = f"{getattr(hook, '__module__', '')}."
    return next((each for name, each in _KNOWN.items() if module.startswith(name)), None)


def effect(event: str, hook: Hook) -> Effect:
    """Return what a hook of an event does."""
    known = _known(hook)
    if known is None:
        return Effect.UNKNOWN
    return _effect(known, event, getattr(getattr(hook, "__wrapped__", hook), "__self__", None))


def _effect(known: _Known, event: str, plugin: Any) -> Effect:
    options = getattr(plugin, "config", None)
    if isinstance(options, Mapping) and options.get("enabled") is False:
        return Effect.NOTHING
    found = known.effects.get(event, Effect.NOTHING)
    return found if isinstance(found, Effect) else found(plugin)


def unknown_plugin(config: MkDocsConfig, *events: str) -> str:
    """Return the first plugin whose hook of one of these events is not known; else nothing."""
    for event in events:
        for hook in config.plugins.events[event]:
            if effect(event, hook) is Effect.UNKNOWN:
                return f"the plugin '{hook_owner(config, hook) or 'of a hook'}'"
    return ""


def is_known(config: MkDocsConfig, *events: str) -> bool:
    """Whether all hooks of these events, such as `page_context`, are those of known plugins."""
    return not unknown_plugin(config, *events)


def writes_late(config: MkDocsConfig) -> bool:
    """Whether a known plugin writes files at a build's end that are asked for before."""
    return bool(_having(config.plugins.events, "post_build", Effect.LATE))


def copying_hooks(config: MkDocsConfig) -> list[Hook]:
    """Return the hooks that copy files into the site at a build's end."""
    return _having(config.plugins.events, "post_build", Effect.COPIES)


def versions_of_plugins(config: MkDocsConfig) -> list[str]:
    """Return the versions of the known plugins that a site has, and of what they rely on."""
    found = []
    for plugin in config.plugins.values():
        known = _known(type(plugin))
        for package in known.packages if known else ():
            try:
                found.append(f"{package} {metadata.version(package)}")
            except metadata.PackageNotFoundError:
                found.append(package)
    return found


class PluginEffects:
    """What the hooks of a site's plugins do to a post, event by event.

    Attributes:
        sees_source: Whether one reads or changes posts' Markdown or front matter.
        changes_source: The plugin that may change them, if there is one.
        collectors: Hooks that take note of posts' HTML or of what it was made of.
        changes_content: Whether one makes other HTML of posts' in a way that is known.
        unknown_content, unknown_context: The plugin that may change posts' HTML, or what a
            template gets, in ways that are not known.
        adding: Hooks that add to what a template gets.
        finishing: The hooks that come first with finished pages, and are pure.
        of_newest_commit: How names begin of what a plugin gives all pages anew with each commit;
            no other plugin that is known reads it.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        events: Mapping[str, list[Hook]] = config.plugins.events
        source = [effect(event, hook) for event in _SOURCE for hook in events[event]]
        self.sees_source = any(each is not Effect.NOTHING for each in source)
        self.changes_source = unknown_plugin(config, *_SOURCE)
        self.collectors = _having(events, "page_content", Effect.COLLECTS)
        self.changes_content = bool(_having(events, "page_content", Effect.PURE))
        self.unknown_content = unknown_plugin(config, "page_content")
        self.unknown_context = unknown_plugin(config, "page_context")
        self.adding = _having(events, "page_context", Effect.ADDS)
        self.finishing: list[Hook] = []
        for hook in events["post_page"]:
            if effect("post_page", hook) is not Effect.PURE:
                break
            self.finishing.append(hook)
        known = (_known(type(plugin)) for plugin in config.plugins.values())
        self.of_newest_commit = tuple(name for k in known if k for name in k.of_newest_commit)

    @property
    def content_is_pure(self) -> bool:
        """Whether a post's HTML is decided by what its conversion is made of."""
        return not (self.unknown_content or self.unknown_context)


def _having(events: Mapping[str, list[Hook]], event: str, wanted: Effect) -> list[Hook]:
    return [hook for hook in events[event] if effect(event, hook) is wanted]


def without(value: Any, names: tuple[str, ...]) -> Any:
    """Return a value without what is in its mappings under names that begin so."""
    if not names:
        return value
    if isinstance(value, Mapping):
        kept = ((k, each) for k, each in value.items() if not str(k).startswith(names))
        return {k: without(each, names) for k, each in kept}
    return [without(each, names) for each in value] if type(value) is list else value

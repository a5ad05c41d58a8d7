"""What a blog is loaded from: the files of a MkDocs build, or a walk of the disk."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from pathspec import GitIgnoreSpec

from mkdocs_byline.blog.pictures import Pictures
from mkdocs_byline.blog.post_lists import read_lists
from mkdocs_byline.content.folder_defaults import Metas
from mkdocs_byline.content.frontmatter import Source, parse_post
from mkdocs_byline.content.plugin_calls import Calls, check_calls
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.option_types import RSS_PLUGIN_FILES
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings


class Project(Protocol):
    """The files of a site, as far as a blog needs to know them.

    All paths but `docs` and `cache_folder` are relative to the docs folder, with `/`. Keys of
    `pages` are relative to the output folder.
    """

    @property
    def docs(self) -> Path: ...

    @property
    def cache_folder(self) -> Path:
        """Where git's answers are kept."""
        ...

    @property
    def root(self) -> Path:
        """The folder of `mkdocs.yml`."""
        ...

    @property
    def config_name(self) -> str:
        """The configuration as messages name it."""
        ...

    @property
    def site_url(self) -> str: ...

    @property
    def site_name(self) -> str: ...

    @property
    def site_description(self) -> str: ...

    @property
    def plugins(self) -> Mapping[str, Mapping[str, Any]]:
        """Options of MkDocs' plugins by name."""
        ...

    @property
    def settings(self) -> Settings: ...

    @property
    def posts(self) -> Sequence[str]: ...

    @property
    def media(self) -> Sequence[str]:
        """The files beside posts, which move with them."""
        ...

    @property
    def files(self) -> Collection[str]:
        """Everything that may be published."""
        ...

    @property
    def pages(self) -> Mapping[str, str]:
        """Output files of everything that is not the blog's, with what messages call each."""
        ...

    @property
    def left_out(self) -> Sequence[GitIgnoreSpec]:
        """What of the docs folder is not built, whether it is there or not."""
        ...

    @property
    def metas(self) -> Metas:
        """What Material's meta files hold."""
        ...

    @property
    def refused(self) -> Container[str]:
        """Files that must not be published."""
        ...

    @property
    def problems(self) -> Iterable[Problem]:
        """What is wrong with files before a post is read: why some are refused, meta files."""
        ...

    @property
    def policy(self) -> Policy:
        """What HTML posts and bios may have."""
        ...

    @property
    def calls(self) -> Calls:
        """How texts call other plugins, which those by anyone may not."""
        ...

    @property
    def nav(self) -> Iterable[str]:
        """Source paths that the site's navigation names."""
        ...

    @property
    def intros(self) -> Mapping[str, str]:
        """Source paths of pages by their output files, some of which introduce listings."""
        ...

    @property
    def documents(self) -> Mapping[str, str]:
        """Source paths of all pages but posts by their output files."""
        ...

    @property
    def extensions(self) -> Container[str]:
        """Names of the site's Markdown extensions."""
        ...

    @property
    def blogs(self) -> Sequence[str]:
        """The folders of the site's blogs (`blog_dir`), in order."""
        ...

    @property
    def pictures(self) -> Pictures:
        """The pictures that posts may show."""
        ...

    def read(self, path: str) -> bytes:
        """Return what is in a file."""
        ...

    def shown(self, path: str) -> str:
        """Return a path as messages give it."""
        ...

    def source(self, path: str) -> Source:
        """Parse a post."""
        ...

    def has_template(self, name: str) -> bool:
        """Whether the theme or the site has a template; True where that can't be known."""
        ...

    def translate(self, key: str) -> str:
        """Return a word in the theme's language."""
        ...


def named_in_nav(nav: Any, label: str = "") -> Iterator[tuple[str, str]]:
    """Yield the paths that the option `nav` has, and the labels that it gives them."""
    if isinstance(nav, str):
        yield nav, label
    elif isinstance(nav, list):
        for each in nav:
            yield from named_in_nav(each)
    elif isinstance(nav, dict):
        for name, each in nav.items():
            yield from named_in_nav(each, str(name))


def blog_of(path: str, blogs: Sequence[str]) -> str:
    """Return the folder of the blog that a page belongs to: the one it is in, else the first."""
    inside = [each for each in blogs if each and path.startswith(f"{each}/")]
    return max(inside, key=len, default=blogs[0])


def files_of_plugins(plugins: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return output files that other plugins write where feeds might be, with what has them.

    Args:
        plugins: Options by name.
    """
    options = plugins.get("rss")
    if options is None or options.get("enabled") is False:
        return {}
    names = {**RSS_PLUGIN_FILES, **(options.get("feeds_filenames") or {})}
    return dict.fromkeys(map(str, names.values()), "mkdocs-rss-plugin")


def parse_source(
    project: Project, path: str, content: bytes, defaults: dict[str, object]
) -> Source:
    """Parse a post that has this content.

    Args:
        defaults: What meta files give it; see `inherited`.
    """
    settings = project.settings
    source = parse_post(
        content, path, shown=project.shown(path), zone=settings.zone, defaults=defaults
    )
    if not settings.trusts(path):
        check_calls(source, project.calls)
    read_lists(source, has_mkdocstrings="mkdocstrings" in project.plugins)
    return source


def html_policy(settings: Settings, scripts: Iterable[object], plugins: Container[str]) -> Policy:
    """Return what HTML posts may have.

    Args:
        scripts: The site's own; one for Mermaid is known by its name.
        plugins: Names of the site's plugins.
    """
    return Policy(
        mark=settings.post_excerpt_separator,
        embed_hosts=frozenset(host.lower() for host in settings.embed_hosts),
        mermaid=any("mermaid" in str(script).lower() for script in scripts),
        references="autorefs" in plugins,
    )

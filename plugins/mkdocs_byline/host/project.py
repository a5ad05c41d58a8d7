"""A MkDocs build as the project that a blog is loaded from."""

from __future__ import annotations

import functools
import hashlib
import os
import posixpath
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import jinja2
from mkdocs.structure.files import File, InclusionLevel
from pathspec import GitIgnoreSpec

from mkdocs_byline.blog.disk_project import excluded
from mkdocs_byline.blog.pictures import Pictures
from mkdocs_byline.blog.project import (
    files_of_plugins,
    html_policy,
    named_in_nav,
    parse_source,
)
from mkdocs_byline.content.folder_defaults import Metas, inherited
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.pictures import kind
from mkdocs_byline.content.plugin_calls import Calls, calls
from mkdocs_byline.content.safe_files import printable_path
from mkdocs_byline.host.blogs import settings_of_blogs
from mkdocs_byline.host.options import options_of_plugins
from mkdocs_byline.host.templates import translator
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings
from mkdocs_byline.theme_names import first_named, theme_plugin

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


@dataclass(frozen=True, slots=True)
class Parsed:
    """A post as it was parsed: from which file, with what else, and what came of it."""

    file: File
    given: tuple[object, ...]
    source: Source


class BuildProject:
    """MkDocs' files and configuration; see `blog.project.Project`.

    Attributes:
        problems, refused: See `Project`; refused files are no longer among MkDocs'.
        parsed: What earlier builds of this process parsed; added to.
        unchanged: Paths of files that are what they were when they were parsed.
    """

    def __init__(
        self,
        files: Files,
        config: MkDocsConfig,
        settings: Settings,
        *,
        problems: Sequence[Problem],
        parsed: dict[str, Parsed],
    ) -> None:
        self.config, self.settings = config, settings
        self.problems, self.parsed, self.file_set = problems, parsed, files
        self.unchanged: frozenset[str] = frozenset()
        self.docs, self.cache_folder = Path(config.docs_dir), cache_folder(config)
        self.root, self.plugins = root_folder(config), options_of_plugins(config)
        self.blogs = tuple(each.blog_dir for each in settings_of_blogs(config))
        self.config_name = Path(config.config_file_path or "mkdocs.yml").name
        self.site_description = config.site_description or ""
        self.shown = shown_paths(config)
        self.site_url, self.site_name = config.site_url or "", config.site_name
        self.files = frozenset(file.src_uri for file in files)
        shown = {problem.path for problem in problems}
        self.refused = frozenset(path for path in settings.own_files if self.shown(path) in shown)
        self.post_files = {
            file.src_uri: file for file in files.documentation_pages() if is_post(file, settings)
        }
        self.media = tuple(file.src_uri for file in files if is_medium(file, settings))
        blog = {*self.post_files, *self.media}
        templates = (*config.theme.static_templates, *config.extra_templates)
        others = dict.fromkeys(templates, "the theme")
        self.pages = (
            others
            | files_of_plugins(options_of_plugins(config))
            | {
                file.dest_uri: self.shown(file.src_uri)
                for file in files
                if file.src_uri not in blog and file.inclusion is not InclusionLevel.EXCLUDED
            }
        )
        self.intros = {
            file.dest_uri: file.src_uri
            for file in files.documentation_pages()
            if file.src_uri not in self.post_files and not file.generated_by
        }
        self.extensions = frozenset(config.markdown_extensions)
        self.nav = tuple(path for path, _ in named_in_nav(config.nav))
        self.metas: Metas = meta_files(config)
        self.translate = translator(config)
        self.has_template = _templates(config)

    def continue_from(self, last: BuildProject, changed: Collection[str]) -> None:
        """Take over what a project of the same configuration has worked out.

        Args:
            changed: Paths of files that are not what they were.
        """
        self.unchanged = last.files - set(changed)
        self.translate, self.has_template = last.translate, last.has_template
        self.policy, self.calls, self.shown = last.policy, last.calls, last.shown
        if self.files == last.files and not any(map(kind, changed)):
            self.pictures.continue_from(last.pictures)

    @property
    def left_out(self) -> tuple[GitIgnoreSpec, ...]:
        """What of the docs folder is not built, whether it is there or not."""
        options = (self.config.exclude_docs, self.config.draft_docs)
        return (excluded(()), *(each for each in options if each))

    @property
    def posts(self) -> Sequence[str]:
        return tuple(self.post_files)

    @property
    def documents(self) -> Mapping[str, str]:
        """Source paths of all pages but posts by their output files, when MkDocs knows them."""
        return {
            file.dest_uri: file.src_uri
            for file in self.file_set.documentation_pages()
            if file.src_uri not in self.post_files
        }

    @cached_property
    def policy(self) -> Policy:
        return html_policy(self.settings, self.config.extra_javascript, self.config.plugins)

    @cached_property
    def calls(self) -> Calls:
        """How texts call other plugins, which those by anyone may not."""
        return calls(self.plugins)

    @cached_property
    def pictures(self) -> Pictures:
        """The pictures that posts may show."""
        return Pictures(self.files, self._open, self.settings)

    def _open(self, path: str) -> BinaryIO:
        file = self.file_set.src_uris[path]
        if file.abs_src_path:
            return Path(file.abs_src_path).open("rb")
        return BytesIO(file.content_bytes)

    def read(self, path: str) -> bytes:
        return self.file_set.src_uris[path].content_bytes

    def source(self, path: str) -> Source:
        """Parse a post, unless it is what it was when it was parsed last."""
        file, settings = self.post_files[path], self.settings
        defaults = inherited(path, self.metas, settings)
        given = (self.shown(path), defaults, self.calls, settings.timezone)
        kept = self.parsed.get(path)
        if kept and kept.given != given:
            kept = None
        if kept and kept.file is file and path in self.unchanged:
            return kept.source
        content = file.content_bytes
        if kept and kept.source.sha256 == hashlib.sha256(content).hexdigest():
            source = kept.source
        else:
            source = parse_source(self, path, content, defaults)
        self.parsed[path] = Parsed(file, given, source)
        return source


def cache_folder(config: MkDocsConfig) -> Path:
    return root_folder(config) / ".cache" / "byline"


def root_folder(config: MkDocsConfig) -> Path:
    """Return the folder of `mkdocs.yml`."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def shown_paths(config: MkDocsConfig) -> Callable[[str], str]:
    """Return what turns a path in the docs folder into the one that messages give."""
    docs = os.path.relpath(config.docs_dir, root_folder(config)).replace(os.sep, "/")
    return functools.cache(lambda path: printable_path(posixpath.normpath(f"{docs}/{path}")))


def is_post(file: File, settings: Settings) -> bool:
    return file.is_documentation_page() and file.src_uri.startswith(f"{settings.posts_folder}/")


def is_medium(file: File, settings: Settings) -> bool:
    """Whether a file lies beside posts and moves with them."""
    return file.is_media_file() and file.src_uri.startswith(f"{settings.posts_folder}/")


def meta_files(config: MkDocsConfig) -> dict[str, dict[str, object] | None]:
    """Return what Material's meta plugin has read, by path, if the site uses it."""
    plugin = first_named(config.plugins, theme_plugin("meta"))
    return getattr(plugin, "meta", {})


def _templates(config: MkDocsConfig) -> Callable[[str], bool]:
    """Return what says whether the theme or the site has a template."""
    env = config.theme.get_env()

    def has_template(name: str) -> bool:
        try:
            env.get_template(name)
        except jinja2.TemplateNotFound:
            return False
        except jinja2.TemplateError:
            return True  # Its own mistake, which MkDocs reports.
        return True

    return has_template

"""A project's folder as the project that a blog is loaded from, without MkDocs."""

from __future__ import annotations

import importlib.util
import os
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from pathspec import GitIgnoreSpec

from mkdocs_byline.blog.media import is_blog_file
from mkdocs_byline.blog.pictures import Pictures
from mkdocs_byline.blog.project import files_of_plugins, html_policy, parse_source
from mkdocs_byline.blog.urls import file_destination
from mkdocs_byline.content.folder_defaults import inherited
from mkdocs_byline.content.frontmatter import Source, read_text
from mkdocs_byline.content.meta_files import read_metas
from mkdocs_byline.content.plugin_calls import Calls, calls
from mkdocs_byline.content.safe_files import (
    MARKDOWN,
    check_file,
    check_name,
    irregular_files,
    printable_path,
)
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.i18n import ENGLISH
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings

# What MkDocs leaves out unless told otherwise.
_HIDDEN = (".*", "/templates/")
_INDEXES = ("index", "README")
# What MkDocs takes for no media file: pages, scripts and styles.
_NO_MEDIA = (".html", ".htm", ".xml", ".json", ".css", ".js", ".javascript", ".mjs")
_OWN_TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True)
class DiskProject:
    """A folder and what its `mkdocs.yml` says; see `blog.project.Project`.

    Attributes:
        config_name: The configuration as messages name it.
        templates: Output files of the theme and of `extra_templates`.
        exclude: Which files of the docs folder are not part of a build.
        meta_file: Name of the files that give a folder's posts their defaults; empty for none.
        extensions: Options of Markdown's extensions by name.
        plugins: Options of MkDocs' plugins by name.
        scripts: The site's own.
        strict: Whether a build fails for warnings, too.
        nav: Paths that the site's navigation names.
        blogs: The folders of the site's blogs.
        template_folders: Where templates lie: the site's own, the theme's and Byline's.
        parsed: Posts that were read.
    """

    root: Path
    docs: Path
    settings: Settings
    config_name: str = "mkdocs.yml"
    language: str = "en"
    directory_urls: bool = True
    site_url: str = ""
    site_name: str = ""
    site_description: str = ""
    templates: tuple[str, ...] = ("404.html", "sitemap.xml")
    exclude: GitIgnoreSpec = field(default_factory=lambda: excluded(()))
    meta_file: str = ""
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    plugins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    strict: bool = False
    nav: tuple[str, ...] = ()
    template_folders: tuple[Path, ...] = ()
    blogs: tuple[str, ...] = ()
    parsed: dict[str, Source] = field(default_factory=dict, repr=False)

    def shown(self, path: str) -> str:
        """Return a path in the docs folder as messages give it."""
        return printable_path(os.path.relpath(self.docs / path, self.root).replace(os.sep, "/"))

    @cached_property
    def _found(self) -> tuple[tuple[str, ...], dict[str, Problem]]:
        """The files of a build, as MkDocs finds them, and those that must not be published."""
        settings = self.settings
        refused = irregular_files(
            self.docs, lambda path: is_blog_file(path, settings), settings.trusts, self.shown
        )
        found, conflicts = [], []
        for folder, folders, names in os.walk(self.docs, followlinks=True):
            inner = os.path.relpath(folder, self.docs).replace(os.sep, "/")
            inside = {name: posixpath.normpath(posixpath.join(inner, name)) for name in folders}
            folders[:] = sorted(name for name, path in inside.items() if path not in refused)
            paths = [posixpath.normpath(posixpath.join(inner, name)) for name in sorted(names)]
            conflicts += self._conflicts(paths)
            found += paths
        excluded = set(self.exclude.match_files(found))
        excluded |= {one for one, other in conflicts if other not in excluded} | refused.keys()
        files = [path for path in found if path not in excluded]
        prefix = f"{settings.posts_folder}/"
        for path in files:
            shown, in_blog = self.shown(path), path.startswith(prefix)
            problem = check_name(path, shown, in_blog=in_blog)
            if not problem and in_blog and not settings.trusts(path):
                problem = check_file(
                    str(self.docs / path),
                    path.removeprefix(prefix),
                    shown,
                    fills_site=not settings.blog_dir,
                )
            if problem:
                refused[path] = problem
        return tuple(path for path in files if path not in refused), refused

    def _conflicts(self, paths: list[str]) -> list[tuple[str, str]]:
        """Return pairs of files in one folder that would be one page; MkDocs drops the first."""
        by_dest: dict[str, str] = {}
        pairs = []
        for path in sorted(paths, key=lambda each: (Path(each).stem not in _INDEXES, each)):
            if check_name(path, "", in_blog=False):
                continue  # It has no URL.
            dest = file_destination(path, directory_urls=self.directory_urls)
            if (other := by_dest.setdefault(dest, path)) != path:
                pairs.append((other, path))
        return pairs

    @property
    def files(self) -> tuple[str, ...]:
        """The files that a build takes, by their paths in the docs folder."""
        return self._found[0]

    @property
    def refused(self) -> Mapping[str, Problem]:
        """What must not be published, by its path in the docs folder, and why."""
        return self._found[1]

    @property
    def posts(self) -> tuple[str, ...]:
        folder = self.settings.posts_folder + "/"
        return tuple(
            path for path in self.files if path.startswith(folder) and path.endswith(MARKDOWN)
        )

    @property
    def media(self) -> tuple[str, ...]:
        """The files beside posts."""
        folder = self.settings.posts_folder + "/"
        return tuple(
            path
            for path in self.files
            if path.startswith(folder) and not path.endswith((*MARKDOWN, *_NO_MEDIA))
        )

    def text(self, path: str) -> str:
        """Return the text of a file in the docs folder, with the lines that problems count."""
        try:
            content = (self.docs / path).read_bytes()
        except OSError:
            return ""
        return read_text(content)

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """Output files of everything that is not the blog's, with what messages call each."""
        own = {*self.posts, *self.media}
        others = dict.fromkeys(self.templates, "the theme") | files_of_plugins(self.plugins)
        return others | {
            file_destination(path, directory_urls=self.directory_urls): self.shown(path)
            for path in self.files
            if path not in own
        }

    @cached_property
    def intros(self) -> Mapping[str, str]:
        """Source paths of pages by their output files."""
        posts = set(self.posts)
        return {
            file_destination(path, directory_urls=self.directory_urls): path
            for path in self.files
            if path not in posts and path.endswith(MARKDOWN)
        }

    @property
    def documents(self) -> Mapping[str, str]:
        """Source paths of all pages but posts by their output files."""
        return self.intros

    @property
    def left_out(self) -> tuple[GitIgnoreSpec, ...]:
        return (self.exclude,)

    def read(self, path: str) -> bytes:
        return (self.docs / path).read_bytes()

    @cached_property
    def pictures(self) -> Pictures:
        """The pictures that posts may show."""
        files = frozenset(self.files)
        return Pictures(files, lambda path: (self.docs / path).open("rb"), self.settings)

    @property
    def cache_folder(self) -> Path:
        return self.root / ".cache" / "byline"

    @cached_property
    def policy(self) -> Policy:
        return html_policy(self.settings, self.scripts, self.plugins)

    @cached_property
    def calls(self) -> Calls:
        """How texts call other plugins, which those by anyone may not."""
        return calls(self.plugins)

    def source(self, path: str) -> Source:
        """Return a post as its file is, parsed once."""
        if path not in self.parsed:
            self.parsed[path] = self.parse(path, (self.docs / path).read_bytes())
        return self.parsed[path]

    def parse(self, path: str, content: bytes) -> Source:
        """Parse a post that has this content, with what meta files give it."""
        return parse_source(self, path, content, inherited(path, self.metas, self.settings))

    def translate(self, key: str) -> str:
        """Return the English word: messages are in English, and nothing else is written."""
        return ENGLISH.get(key, key)

    def has_template(self, name: str) -> bool:
        """Whether there is a template; True where the theme can't be found."""
        folders = self.template_folders
        return not folders or any((folder / name).is_file() for folder in folders)

    @cached_property
    def _metas(self) -> tuple[Mapping[str, Mapping[str, object]], Sequence[Problem]]:
        if not self.meta_file:
            return {}, ()
        return read_metas(self.docs, self.meta_file, self.shown, self.settings, self.refused)

    @property
    def metas(self) -> Mapping[str, Mapping[str, object]]:
        """Values of Material's meta files, by their paths in the docs folder."""
        return self._metas[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why files are refused, and what is wrong with meta files."""
        return (*self.refused.values(), *self._metas[1])


def template_folders(theme: str, custom: Path | None) -> tuple[Path, ...]:
    """Return where a site's templates lie; nothing if the theme can't be found.

    Args:
        theme: Its name, as MkDocs' entry points have it; empty for none.
        custom: The site's own folder.
    """
    own = [custom] if custom else []
    if not theme:
        return (*own, _OWN_TEMPLATES)
    for entry in entry_points(group="mkdocs.themes", name=theme):
        package, _, rest = entry.value.partition(".")
        spec = importlib.util.find_spec(package)
        if spec and spec.submodule_search_locations:
            place = Path(spec.submodule_search_locations[0], *filter(None, rest.split(".")))
            return (*own, place, _OWN_TEMPLATES)
    return ()


def excluded(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Return which files of the docs folder are not part of a build, by MkDocs' rule."""
    return GitIgnoreSpec.from_lines([*_HIDDEN, *patterns])

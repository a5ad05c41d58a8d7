"""A project's folder in, its blog's posts out, without MkDocs: what commands work on."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import click
from pathspec import GitIgnoreSpec
from pydantic import ValidationError

from mkdocs_byline.arrange.inherited import inherited
from mkdocs_byline.arrange.library import Library, assemble
from mkdocs_byline.arrange.media import is_blog_file
from mkdocs_byline.arrange.recall import History, recall
from mkdocs_byline.arrange.urls import MARKDOWN
from mkdocs_byline.cli.configuration import NoProject, entries, read_configuration
from mkdocs_byline.model import Build
from mkdocs_byline.problems import Problem
from mkdocs_byline.read.authors import Authors, parse_authors
from mkdocs_byline.read.files import check_file, irregular_files
from mkdocs_byline.read.frontmatter import Source, parse_post, read_text
from mkdocs_byline.read.ledger import Ledger, parse_ledger
from mkdocs_byline.read.metas import read_metas
from mkdocs_byline.settings import Settings


def _nearest_config(ctx: click.Context, param: click.Parameter, given: Path | None) -> Path:
    """Return the configuration that was given, or that of the site which the folder is in."""
    if given is not None:
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in ("mkdocs.yml", "mkdocs.yaml"):
            if (folder / name).is_file():
                return Path(os.path.relpath(folder / name))
    if ctx.resilient_parsing:
        return Path("mkdocs.yml")
    raise NoProject(
        "There is no mkdocs.yml, neither here nor in a folder above. Give one with -f."
    )


CONFIG = click.option(
    "--config-file",
    "-f",
    "config",
    type=click.Path(path_type=Path),
    callback=_nearest_config,
    help="MkDocs' configuration.  [default: mkdocs.yml here, or in a folder above]",
)

# What MkDocs leaves out unless told otherwise.
_HIDDEN = (".*", "/templates/")


@dataclass(frozen=True)
class Project:
    """Where a blog lies, its options, and what MkDocs' configuration says that matters to it.

    Attributes:
        config: The configuration as messages name it.
        templates: Output files of the theme and of `extra_templates`.
        exclude: Which files of the docs folder are not part of a build.
        meta_file: Name of the files that give a folder's posts their defaults; empty for none.
        extensions: Options of Markdown's extensions by name.
        strict: Whether a build fails for warnings, too.
    """

    root: Path
    docs: Path
    settings: Settings
    config: str = "mkdocs.yml"
    language: str = "en"
    directory_urls: bool = True
    site_url: str = ""
    templates: tuple[str, ...] = ("404.html", "sitemap.xml")
    exclude: GitIgnoreSpec = field(default_factory=lambda: GitIgnoreSpec.from_lines(_HIDDEN))
    meta_file: str = ""
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    strict: bool = False

    def shown(self, path: str) -> str:
        """Return a path in the docs folder as messages give it."""
        return os.path.relpath(self.docs / path, self.root).replace(os.sep, "/")

    @cached_property
    def _found(self) -> tuple[tuple[str, ...], dict[str, Problem]]:
        """The files of a build, as MkDocs finds them, and those that must not be published."""
        settings = self.settings
        refused = irregular_files(
            self.docs, lambda path: is_blog_file(path, settings), settings.trusts, self.shown
        )
        found = []
        for folder, folders, names in os.walk(self.docs, followlinks=True):
            inner = os.path.relpath(folder, self.docs).replace(os.sep, "/")
            inside = {name: posixpath.normpath(posixpath.join(inner, name)) for name in folders}
            folders[:] = sorted(name for name, path in inside.items() if path not in refused)
            found += [posixpath.normpath(posixpath.join(inner, name)) for name in sorted(names)]
        excluded = set(self.exclude.match_files(found)) | refused.keys()
        files = [path for path in found if path not in excluded]
        prefix = f"{settings.posts_folder}/"
        for path in files:
            if path.startswith(prefix) and not settings.trusts(path):
                problem = check_file(
                    str(self.docs / path),
                    path.removeprefix(prefix),
                    self.shown(path),
                    fills_site=not settings.blog_dir,
                )
                if problem:
                    refused[path] = problem
        return tuple(path for path in files if path not in refused), refused

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
        others = (*MARKDOWN, ".html", ".htm", ".xml", ".css", ".js", ".javascript", ".mjs")
        return tuple(
            path for path in self.files if path.startswith(folder) and not path.endswith(others)
        )

    def text(self, path: str) -> str:
        """Return the text of a file in the docs folder, with the lines that problems count."""
        try:
            content = (self.docs / path).read_bytes()
        except OSError:
            return ""
        return read_text(content)

    def sources(self) -> list[Source]:
        """Read all posts."""
        return [self.parse(path, (self.docs / path).read_bytes()) for path in self.posts]

    def parse(self, path: str, content: bytes) -> Source:
        """Read a post that has this content, with what meta files give it."""
        return parse_post(
            content,
            path,
            shown=self.shown(path),
            zone=self.settings.zone,
            defaults=inherited(path, self.metas, self.settings),
        )

    def authors(self) -> Authors:
        """Read the authors file."""
        file = self.docs / self.settings.authors_path
        shown = self.shown(self.settings.authors_path)
        if self.settings.authors_path in self.refused:
            return Authors(shown, broken=True)
        if not self.settings.authors or not file.is_file():
            return Authors(shown)
        return parse_authors(file.read_bytes(), shown)

    def ledger(self) -> Ledger:
        """Read the ledger of URLs."""
        file = self.docs / self.settings.urls_path
        shown = self.shown(self.settings.urls_path)
        if self.settings.urls_path in self.refused or not file.is_file():
            return Ledger(shown)
        return parse_ledger(file.read_bytes(), shown)

    def history(self, paths: Collection[str]) -> History:
        """Ask git about these posts, unless the site does without."""
        if not self.settings.history:
            return History()
        ignore = self.settings.history_ignore_authors
        cache = self.root / ".cache" / "byline"
        return recall(self.docs, self.settings.posts_folder, paths, ignore, cache)

    def build(self, now: dt.datetime, *, withheld: bool = False) -> Build:
        return Build(
            now,
            language=self.language,
            directory_urls=self.directory_urls,
            withheld=withheld,
        )

    def library(self, now: dt.datetime) -> Library:
        """Read all posts as a build at this moment would."""
        sources = self.sources()
        history = self.history([source.path for source in sources])
        return assemble(sources, self.authors(), self.settings, self.build(now), history=history)

    @cached_property
    def metas(self) -> Mapping[str, Mapping[str, object]]:
        """Values of Material's meta files, by their paths in the docs folder."""
        return read_metas(self.docs, self.meta_file, self.refused) if self.meta_file else {}


def find_projects(config: Path) -> tuple[Project, ...]:
    """Return each blog of the site that `mkdocs.yml` describes.

    Raises:
        NoProject: if there is no such file, it has no blog, or a blog's options are wrong.
    """
    values = read_configuration(config)
    plugins = list(entries(values.get("plugins")))
    meta = [options for name, options in plugins if name in ("meta", "material/meta")]
    theme = values.get("theme")
    theme = theme if isinstance(theme, Mapping) else {}
    hidden = [str(values.get(key) or "") for key in ("exclude_docs", "draft_docs")]
    templates = values.get("extra_templates") or []
    root = config.resolve().parent

    def project(options: Mapping[str, Any]) -> Project:
        return Project(
            root=root,
            docs=root / str(values.get("docs_dir") or "docs"),
            settings=_settings(config, options),
            config=config.name,
            language=str(theme.get("language") or theme.get("locale") or "en"),
            directory_urls=values.get("use_directory_urls") is not False,
            site_url=str(values.get("site_url") or ""),
            templates=(*Project.templates, *(str(each) for each in templates)),
            exclude=GitIgnoreSpec.from_lines([*_HIDDEN, *"\n".join(hidden).splitlines()]),
            meta_file=str(meta[0].get("meta_file") or ".meta.yml") if meta else "",
            extensions=dict(entries(values.get("markdown_extensions"))),
            strict=values.get("strict") is True,
        )

    blogs = tuple(project(options) for name, options in plugins if name == "byline")
    if not blogs:
        raise NoProject(f"{config}: 'plugins:' has no 'byline'.")
    return tuple(blog for blog in blogs if blog.settings.enabled)


def find_project(config: Path) -> Project:
    """Return the site's first blog.

    Raises:
        NoProject: as `find_projects` does.
    """
    blogs = find_projects(config)
    if not blogs:
        raise NoProject(f"{config}: 'byline' is switched off.")
    return blogs[0]


def _settings(config: Path, options: Mapping[str, Any]) -> Settings:
    known = {
        name: value
        for name, value in options.items()
        if name in Settings.model_fields and value is not None
    }
    try:
        return Settings.model_validate(known)
    except ValidationError as error:
        reasons = "; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors())
        raise NoProject(f"{config}: {reasons}") from None

"""The blogs that `mkdocs.yml` describes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from mkdocs_byline.blog.disk_project import DiskProject, excluded, template_folders
from mkdocs_byline.blog.project import named_in_nav
from mkdocs_byline.cli.configuration import NoProject, entries, read_configuration
from mkdocs_byline.settings import Settings, renamed
from mkdocs_byline.theme_names import written_names


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


def find_projects(config: Path) -> tuple[DiskProject, ...]:
    """Return each blog of the site that `mkdocs.yml` describes.

    Raises:
        NoProject: if there is no such file, it has no blog, or a blog's options are wrong.
    """
    values = read_configuration(config)
    plugins = list(entries(values.get("plugins")))
    meta = [
        options
        for name, options in plugins
        if name in written_names("meta") and options.get("enabled") is not False
    ]
    theme = values.get("theme")
    theme = theme if isinstance(theme, Mapping) else {}
    hidden = [str(values.get(key) or "") for key in ("exclude_docs", "draft_docs")]
    templates = values.get("extra_templates") or []
    root = config.resolve().parent
    custom = theme.get("custom_dir")
    name = values.get("theme") if isinstance(values.get("theme"), str) else theme.get("name")
    folders = template_folders(
        str("mkdocs" if not theme and name is None else name or ""),
        root / str(custom) if custom else None,
    )

    def project(options: Mapping[str, Any]) -> DiskProject:
        return DiskProject(
            root=root,
            docs=root / str(values.get("docs_dir") or "docs"),
            settings=_settings(config, options),
            config_name=config.name,
            language=str(theme.get("language") or theme.get("locale") or "en"),
            directory_urls=values.get("use_directory_urls") is not False,
            site_url=str(values.get("site_url") or ""),
            site_name=str(values.get("site_name") or ""),
            site_description=str(values.get("site_description") or ""),
            templates=(*DiskProject.templates, *(str(each) for each in templates)),
            exclude=excluded("\n".join(hidden).splitlines()),
            meta_file=str(meta[0].get("meta_file") or ".meta.yml") if meta else "",
            extensions=dict(entries(values.get("markdown_extensions"))),
            plugins=dict(plugins),
            scripts=tuple(map(str, values.get("extra_javascript") or ())),
            template_folders=folders,
            strict=values.get("strict") is True,
            nav=tuple(path for path, _ in named_in_nav(values.get("nav"))),
        )

    blogs = tuple(project(options) for name, options in plugins if name == "byline")
    if not blogs:
        raise NoProject(f"{config}: 'plugins:' has no 'byline'.")
    enabled = [blog for blog in blogs if blog.settings.enabled]
    dirs = tuple(blog.settings.blog_dir for blog in enabled)
    return tuple(replace(blog, blogs=dirs) for blog in enabled)


def find_project(config: Path) -> DiskProject:
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
        for name, value in renamed(options).items()
        if name in Settings.model_fields and value is not None
    }
    try:
        return Settings.model_validate(known)
    except ValidationError as error:
        reasons = "; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors())
        raise NoProject(f"{config}: {reasons}") from None

"""Takeover of this repository, which Byline is in, by a new blog: what becomes of each file.

What stays is listed; all else goes, or is written as for any new blog. So what is added to this
repository later goes as well.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from mkdocs_byline.scaffold import guides
from mkdocs_byline.scaffold.configuration import with_pages, with_values
from mkdocs_byline.scaffold.site import NewSite, addresses, requirements, site_files

SOURCE = "plugins/mkdocs_byline/"
# How the site looks, the introductions of its listings, and what is as good for any blog.
_KEPT = re.compile(
    r"overrides/.+|docs/assets/.+|docs/blog/(?:(?!posts/)[^/.]+/)?index\.md|\.editorconfig"
)
_KEPT_ON_GITHUB = re.compile(r"\.github/ISSUE_TEMPLATE/.+")


@dataclass(frozen=True, slots=True)
class Takeover:
    """What becomes of a repository's files, by their paths in it.

    Attributes:
        written: Texts of files that are new, or have others in them than before.
    """

    kept: tuple[str, ...]
    removed: tuple[str, ...]
    written: dict[str, str]


def take_over(files: Collection[str], read: Callable[[str], str], site: NewSite) -> Takeover:
    """Return what makes the blog somebody's own; `read` gives a file's text."""
    kept = {path for path in files if _KEPT.fullmatch(path)}
    if site.host == "github":
        kept |= {path for path in files if _KEPT_ON_GITHUB.fullmatch(path)}
    project = tomllib.loads(read("pyproject.toml"))
    written = site_files(site) | {
        "requirements.txt": requirements_of(site.requirement, project),
        ".gitignore": _both(read(".gitignore"), site_files(site)[".gitignore"]),
        "README.md": guides.readme(site.name, site.host, site.repository, is_cloned=True),
        "LICENSE": _licence(read("LICENSE"), site),
        "docs/index.md": guides.MAGAZINE_HOME.format(name=guides.heading(site.name)),
        "docs/about.md": guides.ABOUT.format(author=guides.heading(site.author.name)),
        "docs/write-for-us.md": _write_for_us(site),
    }
    written = {path: text for path, text in written.items() if path not in kept}
    pages = {path.removeprefix("docs/") for path in {*kept, *written} if path.endswith(".md")}
    written["mkdocs.yml"] = _configuration(read("mkdocs.yml"), site, pages)
    removed = sorted(set(files) - kept - written.keys())
    return Takeover(tuple(sorted(kept)), tuple(removed), dict(sorted(written.items())))


def _configuration(text: str, site: NewSite, pages: Collection[str]) -> str:
    values: dict[tuple[str, ...], str] = {
        ("site_name",): site.name,
        ("site_description",): f"What {site.author.name} and others write.",
        **{(key,): value for key, value in addresses(site).items()},
        ("plugins", "byline", "default_author"): site.author.id,
    }
    return with_pages(with_values(text, values), pages)


def requirements_of(byline: str, project: dict[str, Any]) -> str:
    """Return what this repository's site is built with: Byline's extras, and other packages."""
    site = {_name(each): each for each in project["dependency-groups"]["site"] if _name(each)}
    extras, name = [], project["project"]["name"]
    for extra, needed in project["project"]["optional-dependencies"].items():
        names = {_name(each) for each in needed}
        if names <= site.keys() and byline.startswith(name):
            extras.append(extra)
            site = {each: line for each, line in site.items() if each not in names}
    wanted = f"[{','.join(sorted(extras))}]" if extras else ""
    return requirements(byline.replace(name, f"{name}{wanted}", 1), site.values())


def _name(requirement: object) -> str:
    match = re.match(r"[\w.-]+", requirement) if isinstance(requirement, str) else None
    return match[0].lower() if match else ""


def _both(text: str, more: str) -> str:
    lines = text.splitlines()
    new = [line for line in more.splitlines() if line not in lines]
    return "".join(f"{line}\n" for line in [*lines, *new])


def _licence(text: str, site: NewSite) -> str:
    holder = f"Copyright (c) {site.today.year} {site.author.name}"
    return re.sub(r"^Copyright .*$", lambda _: holder, text, count=1, flags=re.MULTILINE)


def _write_for_us(site: NewSite) -> str:
    browser = guides.BROWSER.format(today=site.today.isoformat()) if site.host == "github" else ""
    return guides.WRITE_FOR_US.format(browser=browser)

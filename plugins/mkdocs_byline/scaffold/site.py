"""The files of a new blog's site."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_byline.content.yaml_text import flow
from mkdocs_byline.scaffold.authors import Entry, entry_text
from mkdocs_byline.scaffold.deployment import HOSTS, deployment_files
from mkdocs_byline.scaffold.guides import HOME, README, heading


@dataclass(frozen=True, slots=True)
class NewSite:
    """A blog to be made.

    Attributes:
        url: Where it will be; empty if that is not known yet.
        author: Who writes the first post, with an id and maybe a login on GitHub.
        host: A key of `HOSTS`.
        requirement: What installs Byline there.
        repository: The address of its repository; empty if there is none yet.
        pull_request_comments: If the summary of each pull request is to be a comment on it.
    """

    name: str
    url: str
    author: Entry
    host: str
    today: dt.date
    requirement: str
    repository: str = ""
    pull_request_comments: bool = False


_CONFIG = """\
site_name: {name}
{addresses}strict: true # A warning fails the build, so that nobody overlooks it.

theme:
  name: material
  font: false # No request to other hosts.
  features: [content.code.copy, navigation.indexes, navigation.tabs, navigation.top]

plugins:
  - search
  - byline:
      default_author: {author}

markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc: {{permalink: true}}
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
"""

_BLOG = """\
# Blog
"""

_POST = """\
---
title: Hello
description: {description}
date: {today}
authors: [{author}]
categories: [News]
---

This is the first post of a new blog. It is a file in the folder `docs/blog/posts`, and this
sentence is what listings show of it.

<!-- more -->

## What comes next

A post begins with `byline new "Its title"`. What is wrong with it says `byline check`, and how it
looks shows `mkdocs serve`.
"""

_IGNORE = """\
.cache/
.venv/
__pycache__/
build.log
preview/
site/
"""

# What edits a file on the branch `main`, behind a repository's address.
_EDIT = {
    "github": "edit/main/docs/",
    "gitlab": "-/edit/main/docs/",
    "codeberg": "_edit/main/docs/",
}


def site_files(site: NewSite) -> dict[str, str]:
    """Return the files of a new site, by their paths in its folder."""
    assert site.host in HOSTS
    name, author = flow(site.name), flow(site.author.id)
    written = {key: flow(value) for key, value in addresses(site).items() if value}
    plain = " ".join(site.name.split())
    files = {
        "mkdocs.yml": _CONFIG.format(
            name=name,
            addresses="".join(f"{key}: {value}\n" for key, value in written.items()),
            author=author,
        ),
        "requirements.txt": requirements(site.requirement, ["mkdocs-material>=9.8,<10"]),
        "README.md": README.format(name=heading(plain)),
        ".gitignore": _IGNORE,
        "docs/index.md": HOME.format(name=heading(plain)),
        "docs/blog/index.md": _BLOG,
        "docs/blog/.authors.yml": f"authors:\n{entry_text(site.author)}",
        "docs/blog/posts/hello.md": _POST.format(
            description=flow(f"The first post of {plain}."),
            today=site.today.isoformat(),
            author=author,
        ),
    }
    return files | deployment_files(
        site.host, site.author.github, comments=site.pull_request_comments
    )


def addresses(site: NewSite) -> dict[str, str]:
    """Return what `mkdocs.yml` says about where the site and its files are; empty if unknown."""
    host = next((each for each in _EDIT if f"//{each}." in site.repository), site.host)
    return {
        "site_url": site.url,
        "repo_url": site.repository,
        "edit_uri": _EDIT.get(host, "") if site.repository else "",
    }


def requirements(byline: str, others: Iterable[str]) -> str:
    """Return the text of `requirements.txt`."""
    lines = ["# What the site is built with: pip install -r requirements.txt", byline, *others]
    return "".join(f"{line}\n" for line in lines)


def lines_to_add(text: str) -> str | None:
    """Return an existing `mkdocs.yml` with Byline among its plugins; None if it has it already.

    Material's own blog makes way for it. Nothing else changes.
    """
    if re.search(r"^(?:plugins:[^\n#]*|[ ]*- *[\"']?)\bbyline\b", text, re.MULTILINE):
        return None
    if blog := re.search(
        r"^(?P<lead>[ ]*- *)[\"']?(?:materialx?/)?blog[\"']?(?=[: ]*$)", text, re.M
    ):
        return text[: blog.start()] + f"{blog['lead']}byline" + text[blog.end() :]
    if section := re.search(r"^plugins:[ ]*\n(?P<first>[ ]*- )", text, re.MULTILINE):
        items = re.compile(r"(?:[ ]*(?:-[ ].*|#.*)?\n|[ ]+.*\n)*")
        end = items.match(text, section.start("first"))
        assert end
        kept = text[: end.end()].rstrip("\n") + "\n"
        return f"{kept}{section['first']}byline\n{text[len(kept) :]}"
    if short := re.search(r"^plugins:[ ]*\[(?P<names>[^\]\n]*)\]", text, re.MULTILINE):
        end_of = short.end("names")
        return f"{text[:end_of]}{', ' if short['names'].strip() else ''}byline{text[end_of:]}"
    return f"{text.rstrip()}\n\nplugins:\n  - search\n  - byline\n"

"""The files of a new blog's site."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mkdocs_byline.content.yaml_text import flow
from mkdocs_byline.scaffold.authors import Entry, entry_text
from mkdocs_byline.scaffold.deployment import HOSTS, deployment_files


@dataclass(frozen=True, slots=True)
class NewSite:
    """A blog to be made.

    Attributes:
        url: Where it will be; empty if that is not known yet.
        author: Who writes the first post, with an id and maybe a login on GitHub.
        host: A key of `HOSTS`.
        requirement: What installs Byline there.
    """

    name: str
    url: str
    author: Entry
    host: str
    today: dt.date
    requirement: str


_CONFIG = """\
site_name: {name}
{url}strict: true # A warning fails the build, so that nobody overlooks it.

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

_HOME = """\
# {name}

Welcome. What is new stands in the [blog](blog/index.md).
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

_REQUIREMENTS = """\
# What the site is built with: pip install -r requirements.txt
{requirement}
mkdocs-material>=9.8,<10
"""


def site_files(site: NewSite) -> dict[str, str]:
    """Return the files of a new site, by their paths in its folder."""
    assert site.host in HOSTS
    name, author = flow(site.name), flow(site.author.id)
    url = f"site_url: {flow(site.url)}\n" if site.url else ""
    plain = " ".join(site.name.split())
    files = {
        "mkdocs.yml": _CONFIG.format(name=name, url=url, author=author),
        "requirements.txt": _REQUIREMENTS.format(requirement=site.requirement),
        ".gitignore": _IGNORE,
        "docs/index.md": _HOME.format(name=_heading(plain)),
        "docs/blog/index.md": _BLOG,
        "docs/blog/.authors.yml": f"authors:\n{entry_text(site.author)}",
        "docs/blog/posts/hello.md": _POST.format(
            description=flow(f"The first post of {plain}."),
            today=site.today.isoformat(),
            author=author,
        ),
    }
    return files | deployment_files(site.host, site.author.github)


def _heading(text: str) -> str:
    """Return a text as a heading's, with nothing in it that Markdown would read."""
    return re.sub(r"([\\`*_{}\[\]<>#+!|~^=-])", r"\\\1", text)


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

"""A blog that uses what a build may keep: excerpts, links, notes, people, topics."""

from __future__ import annotations

from building import post

CONFIG = """\
site_name: {name}
site_url: https://example.org/
theme: {{name: {theme}, custom_dir: overrides, locale: en}}
plugins:
  - search
  - byline:
      {{history: false, pagination_per_page: 2, sidebar_posts: {sidebar}, csp: {csp},
       backlinks: ["*"]}}
markdown_extensions: [admonition, footnotes, tables, toc: {{permalink: {permalink}}}]
validation: {{links: {{anchors: warn, not_found: {level}}}}}
"""


DEFAULTS = {"name": "A", "sidebar": 2, "permalink": "true", "level": "warn", "csp": "false"}


AUTHORS = """\
authors:
  jane: {{name: Jane, description: {description}, bio: "See [Joe]({bio})."}}
  joe: {{name: Joe}}
"""


BODIES = (
    "Text.",
    "1.\n\n<!-- more -->\n\n## Part\n\n[other](p0.md#part) and [gone](gone.md)\n\n!!! note\n    N",
    "[^1]\n\n[^1]: Note\n\n- a\n- <!-- more -->\n\n[next](p1.md) [image](../a.png)",
)


def many(count: int) -> dict[str, str | bytes]:
    config = CONFIG.format(theme="material", **DEFAULTS).replace("custom_dir: overrides, ", "")
    posts = {
        f"docs/blog/posts/p{number}.md": post(
            f"# Post {number}\n\n{BODIES[number % 3]}",
            date=f"2026-0{1 + number % 9}-01",
            tags="[a]",
            authors="[jane]",
        )
        for number in range(count)
    }
    authors = AUTHORS.format(description="Writes", bio="gone.md")
    return {"mkdocs.yml": config, "docs/blog/.authors.yml": authors, **posts}

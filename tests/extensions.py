"""Markdown extensions for tests: those that Material documents, and a list for `mkdocs.yml`."""

from __future__ import annotations

from typing import Any

from material.extensions.emoji import to_svg, twemoji
from pymdownx.superfences import fence_code_format

# As https://squidfunk.github.io/mkdocs-material/setup/extensions/ recommends them.
EXTENSIONS: dict[str, dict[str, Any]] = {
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "tables": {},
    "toc": {"permalink": True},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.betterem": {},
    "pymdownx.blocks.caption": {},
    "pymdownx.caret": {},
    "pymdownx.critic": {},
    "pymdownx.details": {},
    "pymdownx.emoji": {"emoji_index": twemoji, "emoji_generator": to_svg},
    "pymdownx.highlight": {
        "anchor_linenums": True,
        "line_spans": "__span",
        "pygments_lang_class": True,
    },
    "pymdownx.inlinehilite": {},
    "pymdownx.keys": {},
    "pymdownx.magiclink": {},
    "pymdownx.mark": {},
    "pymdownx.progressbar": {},
    "pymdownx.smartsymbols": {},
    "pymdownx.superfences": {
        "custom_fences": [{"name": "mermaid", "class": "mermaid", "format": fence_code_format}]
    },
    "pymdownx.tabbed": {"alternate_style": True, "combine_header_slug": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tilde": {},
}


YAML = """
markdown_extensions:
  [abbr, admonition, attr_list, def_list, footnotes, md_in_html, smarty, tables, toc,
   pymdownx.betterem, pymdownx.caret, pymdownx.details, pymdownx.highlight, pymdownx.inlinehilite,
   pymdownx.mark, pymdownx.superfences, pymdownx.tabbed, pymdownx.tasklist, pymdownx.tilde]
"""

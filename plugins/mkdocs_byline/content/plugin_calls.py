"""Calls in a post's text of plugins that read files or run code.

These work on Markdown before it is converted. In a post by anyone their markers stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.problems import REFUSED

# What keeps a plugin from seeing a marker until it has had its say. No text has it.
_VEIL = "\ufdd2"


@dataclass(frozen=True, slots=True)
class Call:
    """How a text calls one plugin; `runs` if conversion itself would run what it says."""

    marker: re.Pattern[str]
    runs: bool = False


Calls = Mapping[str, Call]


def calls(plugins: Mapping[str, Mapping[str, Any]]) -> dict[str, Call]:
    """Return how a text calls those of a site's plugins, given by name with their options."""
    found = {}
    for name, options in plugins.items():
        if name == "markdown-exec":
            exec_fence = r"^[ \t>]*(?:`{3,}|~{3,}).*\bexec\b"
            found[name] = Call(re.compile(exec_fence, re.MULTILINE), runs=True)
        elif name == "table-reader":
            found[name] = Call(re.compile(r"\{\{-?\s*(?:pd_)?read_"))
        elif name == "include-markdown":
            opening = re.escape(str(options.get("opening_tag") or "{%"))
            found[name] = Call(re.compile(rf"{opening}\s*include"))
        elif name == "macros" and options.get("render_by_default") is not False:
            pairs = (("block", "{%", "%}"), ("variable", "{{", "}}"))
            signs = [
                [
                    re.escape(options.get(f"j2_{what}_{end}_string") or default)
                    for end, default in (("start", start), ("end", stop))
                ]
                for what, start, stop in pairs
            ]
            found[name] = Call(re.compile("|".join(rf"{a}.+?{b}" for a, b in signs), re.DOTALL))
    return found


def check_calls(source: Source, called: Calls) -> None:
    """Report markers that nobody will act on, once for each plugin, and code that would run."""
    tree = source.matter.model_extra or {}
    for name, call in called.items():
        match = call.marker.search(source.body)
        if not match or (name == "macros" and str(tree.get("render_macros")).lower() == "false"):
            continue
        before = source.body[: match.start()]
        at = (source.body_line + before.count("\n"), match.start() - before.rfind("\n"))
        shown = " ".join(match[0].split())
        if call.runs:
            message = f"'{shown}' has the plugin '{name}' run code."
            source.add("BY334", message, "Write out what it prints.", at)
        else:
            message = f"'{shown}' is left as it is: the plugin '{name}' would read or run it."
            hint = f"Write out what it stands for. {REFUSED['BY333']}"
            source.add("BY333", message, hint, at)


def veil(text: str, called: Calls) -> str:
    """Hide markers from plugins that would act on them; `unveil` gives the text back."""
    for call in called.values():
        text = call.marker.sub(lambda match: match[0][0] + _VEIL + match[0][1:], text)
    return text


def unveil(text: str) -> str:
    return text.replace(_VEIL, "")

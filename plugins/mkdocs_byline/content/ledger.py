"""The ledger of URLs: what it says of each post, and its text.

`docs/blog/.urls.json` is written by `byline urls` alone. Each post has a line of its own, so that
two branches that add one each can be merged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mkdocs_byline.problems import Problem

MAX_BYTES = 16 * 1024 * 1024
_LINE = re.compile(r'^ *"([^"]+)": \{"path"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a post lies, and every URL that it ever had, relative to the site; newest last."""

    path: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is on record.

    Attributes:
        shown: The file's path for messages.
        posts: Entries by the posts' ids.
        gone: URLs that are meant to lead nowhere.
        lines: The line of each entry in the file.
        problems: Why the file could not be read.
    """

    shown: str = ""
    posts: Mapping[str, Entry] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


Id = Annotated[str, Field(pattern=r"^[0-9a-z-]{1,64}$")]


class _Post(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid")

    path: str
    urls: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid")

    version: Literal[1]
    posts: dict[Id, _Post]
    gone: tuple[str, ...] = ()


def read_ledger(file: Path, shown: str) -> Ledger:
    """Read the ledger, if there is one."""
    return parse_ledger(file.read_bytes(), shown) if file.is_file() else Ledger(shown)


def parse_ledger(content: bytes, shown: str) -> Ledger:
    """Read a ledger. Never raises for what is in it; see `Ledger.problems`."""
    if len(content) > MAX_BYTES:
        return _broken(shown, f"it has more than {MAX_BYTES:,} bytes")
    try:
        text = content.decode("utf-8")
        read = _File.model_validate_json(text)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in detail["loc"])
        return _broken(shown, f"{place}: {detail['msg']}".removeprefix(": "))
    except UnicodeDecodeError:
        return _broken(shown, "it is not UTF-8")
    lines = {match[1]: text.count("\n", 0, match.start()) + 1 for match in _LINE.finditer(text)}
    posts = {each: Entry(entry.path, entry.urls) for each, entry in read.posts.items()}
    return Ledger(shown, posts, frozenset(read.gone), lines)


def _broken(shown: str, reason: str) -> Ledger:
    message = f"the ledger of URLs can't be read: {reason}."
    hint = "Take the file as it was from git; 'byline urls' alone writes it."
    return Ledger(shown, problems=(Problem(shown, 1, 1, "BY414", message, hint),))


def format_ledger(ledger: Ledger) -> str:
    """Return the file's text; the same ledger gives the same bytes."""
    rows = [
        f"    {json.dumps(each)}: {json.dumps({'path': entry.path, 'urls': entry.urls})}"
        for each, entry in sorted(ledger.posts.items())
    ]
    gone = [f"    {json.dumps(url)}" for url in sorted(ledger.gone)]
    posts = "{\n" + ",\n".join(rows) + "\n  }" if rows else "{}"
    ends = "[\n" + ",\n".join(gone) + "\n  ]" if gone else "[]"
    return f'{{\n  "version": 1,\n  "posts": {posts},\n  "gone": {ends}\n}}\n'

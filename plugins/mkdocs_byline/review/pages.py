"""Comparison of two built sites, page by page."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

_ARTICLE = re.compile(rb"<article\b.*</article>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pages:
    """HTML files by their path in the site, sorted.

    Attributes:
        around: Pages whose text is the same, and something around it is not, such as the sidebar.
        same: How many are the same to the byte.
        files: How many other files differ.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    around: tuple[str, ...]
    same: int
    files: int


def compare(site: Path, base: Path) -> Pages:
    """Compare two sites by the digests of their files."""
    now, before = _digests(site), _digests(base)
    pages = sorted(path for path in now | before if path.endswith(".html"))
    both = [path for path in pages if path in now and path in before]
    different = [path for path in both if now[path] != before[path]]
    changed = tuple(path for path in different if now[path][1] != before[path][1])
    others = (now | before).keys() - set(pages)
    return Pages(
        added=tuple(path for path in pages if path not in before),
        changed=changed,
        removed=tuple(path for path in pages if path not in now),
        around=tuple(path for path in different if path not in changed),
        same=len(both) - len(different),
        files=sum(now.get(path) != before.get(path) for path in others),
    )


def _digests(site: Path) -> dict[str, tuple[str, str]]:
    """Return two digests for each file: of all of it, and of the page's text alone."""
    found = {}
    for folder, _, names in os.walk(site):
        inner = os.path.relpath(folder, site).replace(os.sep, "/")
        for name in names:
            content = Path(folder, name).read_bytes()
            text = content
            if name.endswith(".html") and (match := _ARTICLE.search(content)):
                text = match[0]
            path = f"{inner}/{name}".removeprefix("./")
            found[path] = (_digest(content), _digest(text))
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

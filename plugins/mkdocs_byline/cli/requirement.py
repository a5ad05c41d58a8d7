"""Requirement line for the Byline that is installed, by where pip has it from.

https://packaging.python.org/en/latest/specifications/direct-url/
"""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs_byline import __version__
from mkdocs_byline.git.repository import head, origin

NAME = "mkdocs-byline"


def requirement(*, pinned: bool = False) -> str:
    """Return what installs this Byline elsewhere: a release, a commit, or a clone's origin.

    A clone's is `pinned` to the commit that it is at if later ones may not have Byline.
    """
    try:
        text = metadata.distribution(NAME).read_text("direct_url.json") or "{}"
    except metadata.PackageNotFoundError:
        text = "{}"
    return of_direct_url(json.loads(text), pinned=pinned)


def of_direct_url(record: dict[str, dict[str, str]], *, pinned: bool = False) -> str:
    """Return the line for what pip noted down; an empty record is that of a release."""
    url = str(record.get("url", ""))
    if vcs := record.get("vcs_info"):
        place = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
        return place if url.startswith("file:") else f"{NAME} @ {place}"  # Which pip refuses.
    if "dir_info" in record:
        folder = Path(unquote(urlsplit(url).path))
        clone = origin(folder)
        commit = f"@{head(folder)}" if pinned else ""
        if not clone and pinned:
            return f"git+{url}{commit}"  # Without a name, which pip refuses before it.
        return f"{NAME} @ git+{clone}{commit}" if clone else f"{NAME} @ {url}"
    return f"{NAME} @ {url}" if url else f"{NAME}=={__version__}"

"""Facets of search: a table of what filters ask of each page.

Pagefind has filters of its own. Their files have another order each time they are made, and no
dates, so the table is made here. Its rows are in the order of the index: ids of hits, which no
host can compress, would be most of it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import posixpath
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs_byline.search.records import POST, Record

NAME = "facets.json"
_SIGNATURE = b"pagefind_dcd"
FRAGMENT = ".pf_fragment"


def read_fragment(content: bytes) -> bytes:
    """Return a fragment of an index as JSON; what is none comes back as it is."""
    try:
        return gzip.decompress(content).removeprefix(_SIGNATURE)
    except (OSError, EOFError, zlib.error):
        return content


def facets(files: Mapping[str, bytes], records: Sequence[Record]) -> bytes:
    """Return the table as JSON.

    `pages` has by language a row for each page, in the order of the index: the day it was made and
    that of its last correction, as 20260102 or 0; 1 for a post, else 0; numbers of its people and
    topics in the lists beside.

    Args:
        records: In the order in which they were indexed.
    """
    languages = {
        json.loads(read_fragment(content))["url"]: _language(name)
        for name, content in files.items()
        if name.endswith(FRAGMENT)
    }
    people: dict[str, int] = {}
    topics: dict[str, int] = {}
    rows: dict[str, list[list[Any]]] = {}
    for record in records:
        if record.url in languages:  # What has no word is in no index.
            rows.setdefault(languages[record.url], []).append(
                [
                    _day(record.facts.created),
                    _day(record.facts.corrected),
                    int(record.kind == POST),
                    [people.setdefault(each, len(people)) for each in record.facts.people],
                    [topics.setdefault(each, len(topics)) for each in record.facts.topics],
                ]
            )
    table = {"people": list(people), "topics": list(topics), "pages": rows}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def _language(name: str) -> str:
    return posixpath.basename(name).removesuffix(FRAGMENT).rpartition("_")[0]


def _day(date: dt.date | None) -> int:
    return int(date.strftime("%Y%m%d")) if date else 0

"""Ask the worker that answers a site's search box as the theme does, without the box."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from mkdocs_byline.search.facets import facets
from mkdocs_byline.search.pagefind import make_index
from mkdocs_byline.search.records import Record
from paths import ROOT

WORKERS = "assets/javascripts/workers"
_WORKER = ROOT / "plugins/mkdocs_byline/templates/assets/byline/search-worker.js"

# Types of messages: 0 is SETUP, 2 is QUERY. Each answer is a list of pages, each of its sections.
_ASK = """async sites => Promise.all(sites.map(async ({ root, worker: path, queries }) => {
  const base = new URL(root, location.href);
  const index = await (await fetch(new URL("search/search_index.json", base))).json();
  const worker = new Worker(new URL(path, base));
  const ask = message => new Promise(resolve => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message);
  });
  await ask({ type: 0, data: { ...index, options: { suggest: false } } });
  const answers = [];
  for (const query of queries) {
    const { data } = await ask({ type: 2, data: query });
    answers.push(data.items.map(parts => parts.map(part => part.location)));
  }
  worker.terminate();
  return answers;
}))"""


def ask(page: Page, out: Path, sites: Mapping[str, Sequence[str]]) -> dict[str, list[list[str]]]:
    """Return the pages that each query gets, the best first, without their sections.

    Args:
        page: One that shows anything below `out` as it is served.
        sites: Queries by the site's folder in `out`, with a slash at its end, or empty.
    """
    given = [
        {
            "root": folder or ".",
            "worker": next((out / folder).glob(f"{WORKERS}/search*.js"))
            .relative_to(out / folder)
            .as_posix(),
            "queries": list(queries),
        }
        for folder, queries in sites.items()
    ]
    answers: list[list[list[list[str]]]] = page.evaluate(_ASK, given)
    return {
        folder: [[parts[0].partition("#")[0] for parts in pages] for pages in answer]
        for folder, answer in zip(sites, answers, strict=True)
    }


def write_index(out: Path, program: Path, records: Sequence[Record]) -> None:
    """Write what a site has for its search: the index, its filters, and the worker."""
    files = make_index(program, records)
    said: dict[str, Any] = {"config": {"byline": {"page": "search/", "all": "#", "failed": "!"}}}
    _write(out / "search/search_index.json", json.dumps(said).encode())
    for name, content in (files | {"facets.json": facets(files, records)}).items():
        _write(out / "search/pagefind" / name, content)
    (out / WORKERS).mkdir(parents=True)
    shutil.copy(_WORKER, out / WORKERS / "search.js")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

"""How well, and with how many bytes, a site is searched: by Pagefind and by Material's lunr.

    PYTHONPATH=tests python -m bench.search quality
    PYTHONPATH=tests python -m bench.search bytes [POSTS]

`quality` builds the real blogs that tests use as well, and looks for each post by its title with
two words left out. `bytes` builds a blog of made-up posts and counts what a browser loads until it
shows hits, as a host sends it that compresses texts.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from bench.engines import ENGINES
from bench.posts import generate
from browser import chromium
from building import build
from mkdocs_byline.settings import Settings
from real_blogs import OPTIONS, build_with

ENGINES_OF_SEARCH = ("pagefind", "lunr")
_TEXTS = (".css", ".html", ".js", ".json", ".svg", ".xml")

# Asks a worker as the theme does, without its box: the first three pages of each query.
_ASK = """async queries => {
  const config = JSON.parse(document.querySelector("#__config").textContent);
  const index = await (await fetch(new URL("search/search_index.json", location.href))).json();
  const worker = new Worker(new URL(config.search, location.href));
  const ask = message => new Promise(resolve => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message);
  });
  await ask({ type: 0, data: { ...index, options: { suggest: false } } });
  const found = [];
  for (const query of queries) {
    const { data } = await ask({ type: 2, data: query });
    found.push(data.items.slice(0, 3).map(parts => parts.map(part => part.location)));
  }
  return found;
}"""


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a folder, texts compressed; yield the address and what was sent: paths and bytes."""
    sent: list[tuple[str, int]] = []

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            content, is_text = path.read_bytes(), path.suffix in _TEXTS
            content = gzip.compress(content, mtime=0) if is_text else content
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(content)))
            if is_text:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(content)
            sent.append((urlsplit(self.path).path, len(content)))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", sent
    server.shutdown()
    server.server_close()


def _queries(titles: list[str]) -> list[str]:
    """Leave two words out of each title, but never its last one left; the same ones each time."""
    chance, found = random.Random(18), []
    for title in titles:
        words = title.split()
        for _ in range(min(2, len(words) - 1)):
            words.pop(chance.randrange(len(words)))
        found.append(" ".join(words))
    return found


def measure_quality(browser: Browser) -> None:
    """Print how many posts of each blog are found among the first three pages."""
    for blog in OPTIONS:
        for engine in ENGINES_OF_SEARCH:
            Settings.model_fields["search"].default = engine
            Settings.model_rebuild(force=True)
            with tempfile.TemporaryDirectory() as folder:
                built = build_with("byline", blog, Path(folder))
                provenance = next(built.out.rglob("provenance.json"))
                posts = json.loads(provenance.read_text(encoding="utf-8"))["posts"]
                with _served(built.out) as (address, _):
                    page = browser.new_page()
                    page.goto(address)
                    found = page.evaluate(_ASK, _queries([each["title"] for each in posts]))
                    page.close()
            urls = [each["url"] for each in posts]
            hits = sum(
                any(location.partition("#")[0] == url for parts in shown for location in parts)
                for url, shown in zip(urls, found, strict=True)
            )
            print(f"{blog}: {engine} finds {hits} of {len(urls)} among the first three")


def measure_bytes(browser: Browser, number: int) -> None:
    """Print what is loaded with a page, for a first query, and for a further one."""
    byline = next(each for each in ENGINES if each.name == "Byline")
    for engine in ENGINES_OF_SEARCH:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            byline.write(root, generate(number), True)
            Settings.model_fields["search"].default = engine
            Settings.model_rebuild(force=True)
            built = build(root)
            with _served(built.out) as (address, sent):
                page = browser.new_page()
                page.goto(address, wait_until="networkidle")
                print(f"{number} posts, {engine}")
                print(f"  with a page: {_searched(sent):,} bytes")
                for query in ("question about design", "enumerate", "learn to write history"):
                    sent.clear()
                    _ask_box(page, query)
                    print(f"  '{query}': {_searched(sent):,} bytes")
                page.close()


def _searched(sent: list[tuple[str, int]]) -> int:
    return sum(size for path, size in sent if "search" in path or "/lunr/" in path)


def _ask_box(page: Page, query: str) -> None:
    """Put a query into the box at once, as by pasting: what was asked on the way would count."""
    page.keyboard.press("f")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)
    page.keyboard.press("End")  # The theme waits for a key.
    page.locator(".md-search-result__item").first.wait_for()
    page.wait_for_load_state("networkidle")


def main() -> None:
    what, *given = sys.argv[1:]
    with chromium() as browser:
        if what == "quality":
            measure_quality(browser)
        else:
            measure_bytes(browser, int(given[0]) if given else 1000)


if __name__ == "__main__":
    main()

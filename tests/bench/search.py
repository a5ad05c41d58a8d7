"""How well, and with how many bytes, a site is searched: by Pagefind and by Material's lunr.

    PYTHONPATH=tests python -m bench.search quality
    PYTHONPATH=tests python -m bench.search queries
    PYTHONPATH=tests python -m bench.search bytes [POSTS]
    PYTHONPATH=tests python -m bench.search records [POSTS]

`quality` builds the real blogs that tests use as well, and looks for each post by its title with
two words left out. `queries` asks what `queries.py` has in eight languages, and prints the first
five of each engine side by side. `bytes` builds a blog of made-up posts, with Zensical as well,
and counts what a browser loads until it shows hits, as a host sends it that compresses texts;
their words are as frequent as in a real language. `records` indexes passages of real blogs
without a site around them, and counts the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from bench.engines import ENGINES
from bench.measure import install
from bench.posts import Post, generate
from browser import chromium
from building import build
from mkdocs_byline.search.pagefind import program
from mkdocs_byline.search.records import PostFacts, Record, records
from mkdocs_byline.settings import Settings
from paths import SHARED
from queries import BLOGS
from real_blogs import OPTIONS, build_with
from searching import ask, write_index

ENGINES_OF_SEARCH = ("pagefind", "lunr")
QUERIES = ("question about design", "enumerate", "learn to write history")
_TEXTS = (".css", ".html", ".js", ".json", ".svg", ".xml")
_EMPTY = "<!doctype html><title>Search</title>"

# Counts a worker's answers to queries, so that the next query waits for the one before.
_COUNT = """
window.answers = 0;
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => { if (data.type === 3) window.answers++; });
  }
};
"""


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


def _use(engine: str) -> None:
    Settings.model_fields["search"].default = engine
    Settings.model_rebuild(force=True)


def _shortened(titles: list[str]) -> list[str]:
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
    for blog, engine in itertools.product(OPTIONS, ENGINES_OF_SEARCH):
        _use(engine)
        with tempfile.TemporaryDirectory() as folder:
            built = build_with("byline", blog, Path(folder))
            provenance = next(built.out.rglob("provenance.json"))
            posts = json.loads(provenance.read_text(encoding="utf-8"))["posts"]
            with _served(built.out) as (address, _):
                page = browser.new_page()
                page.goto(address)
                queries = _shortened([each["title"] for each in posts])
                found = ask(page, built.out, {"": queries})[""]
                page.close()
        hits = sum(each["url"] in pages[:3] for each, pages in zip(posts, found, strict=True))
        print(f"{blog}: {engine} finds {hits} of {len(posts)} among the first three")


def measure_queries(browser: Browser) -> None:
    """Print the first five of each engine for queries in eight languages."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        out = root / "out"
        sites = {f"{engine}/{name}/": name for engine in ENGINES_OF_SEARCH for name in BLOGS}
        for site, language in sites.items():
            files = BLOGS[language].files(language, site.partition("/")[0])
            built = build(root / "sources" / site, files, site_dir=str(out / site))
            assert not built.error, built.error
        (out / "index.html").write_text(_EMPTY)
        with _served(out) as (address, _):
            page = browser.new_page()
            page.goto(address)
            found = ask(page, out, {site: [*BLOGS[name].queries] for site, name in sites.items()})
            page.close()
    totals = dict.fromkeys(ENGINES_OF_SEARCH, 0)
    for language, blog in BLOGS.items():
        for at, (query, wanted) in enumerate(blog.queries.items()):
            print(f"{language}: '{query}', which is for {wanted}")
            for engine in ENGINES_OF_SEARCH:
                pages = found[f"{engine}/{language}/"][at][:5]
                names = [url.rstrip("/").rpartition("/")[2] for url in pages]
                totals[engine] += names[:1] == [wanted]
                print(f"    {engine:9}{', '.join(names) or 'nothing'}")
    number = sum(len(blog.queries) for blog in BLOGS.values())
    for engine, first in totals.items():
        print(f"{engine} has {first} of {number} first")


def with_frequencies(posts: Iterable[Post], seed: int = 1) -> list[Post]:
    """Return posts whose words are as frequent as in a language: the next one always a bit less.

    Those of `generate` are two hundred, each in most posts, which no query could tell apart.
    """
    known = sorted(set(re.findall(r"[a-z]{2,}", " ".join(each.title for each in posts).lower())))
    rest = ("".join(part) for part in itertools.product(*["bdfgklmnprst", "aeiou"] * 3))
    words = [*dict.fromkeys([*known, *rest])][:20_000]
    random.Random(seed).shuffle(words)
    for query in QUERIES:  # Neither the most frequent ones nor the rarest.
        for at, word in enumerate(query.split()):
            place = 3 if word == "to" else 300 * (at + 1)
            if word in words:
                words.remove(word)
            words.insert(place, word)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    pattern = re.compile(rf"(?<![\w/:`.])({'|'.join(known)})(?![\w:/(])", re.IGNORECASE)

    def change(post: Post) -> Post:
        chance = random.Random(f"{seed} {post.number}")

        def other(_: re.Match[str]) -> str:
            return str(chance.choices(words, cum_weights=weights)[0])

        title, body = pattern.sub(other, post.title), pattern.sub(other, post.body)
        return dataclasses.replace(post, title=title, body=body)

    return [change(post) for post in posts]


def measure_bytes(browser: Browser, number: int) -> None:
    """Print what is loaded with a page, for a first query, and for further ones."""
    posts = with_frequencies(generate(number))
    engines = {each.name: each for each in ENGINES}
    for name in (*ENGINES_OF_SEARCH, "Zensical"):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "site"
            root.mkdir()
            if name == "Zensical":
                zensical = engines[name]
                try:
                    install(zensical, Path(folder) / "environment")
                except (subprocess.CalledProcessError, OSError) as error:
                    print(f"Zensical is left out: {error}")
                    continue
                zensical.write(root, posts, True)
                command = [str(Path(folder) / "environment/bin/zensical"), "build"]
                subprocess.run(command, cwd=root, check=True, capture_output=True)
                out = root / "site"
            else:
                engines["Byline"].write(root, posts, True)
                _use(name)
                out = build(root).out
            # Zensical has loaded all with the page.
            queries = QUERIES[:1] if name == "Zensical" else QUERIES
            _print_bytes(browser, out, f"{number} posts, {name}", queries)


def _print_bytes(browser: Browser, out: Path, heading: str, queries: Iterable[str]) -> None:
    with _served(out) as (address, sent):
        page = browser.new_page()
        page.add_init_script(_COUNT)
        page.goto(address, wait_until="networkidle")
        print(heading)
        print(f"  with a page: {_searched(sent)}")
        for query in queries:
            sent.clear()
            _ask_box(page, query)
            print(f"  '{query}': {_searched(sent)}")
        page.close()
    sizes = [path.stat().st_size for path in out.glob("search/**/*") if path.is_file()]
    sizes += [path.stat().st_size for path in out.glob("search*") if path.is_file()]
    print(f"  on the disk: {sum(sizes):,} bytes")


def _searched(sent: list[tuple[str, int]]) -> str:
    """Return how many bytes were sent for the search, and of which kinds of files."""
    kinds: dict[str, int] = {}
    for path, size in sent:
        if "search" in path or "/lunr/" in path:
            kind = path.rpartition(".")[2]
            kinds[kind] = kinds.get(kind, 0) + size
    parts = ", ".join(f"{kind} {size:,}" for kind, size in sorted(kinds.items()))
    return f"{sum(kinds.values()):,} bytes" + (f" ({parts})" if parts else "")


def _ask_box(page: Page, query: str) -> None:
    """Put a query into the box at once, as by pasting: what was asked on the way would count."""
    before = page.evaluate("answers")
    page.keyboard.press("f")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)
    page.keyboard.press("End")  # The theme waits for a key.
    page.wait_for_function(f"answers > {before}")
    page.wait_for_load_state("networkidle")


def real_records(number: int) -> list[Record]:
    """Return posts of some 130 words, passages of real ones that lie one after the other."""
    chance = random.Random(18)
    texts = [
        re.sub(r"(?s)^---.*?---\n|```.*?```|\(https?:[^)]*\)|[#*`_>|\[\]]", " ", path.read_text())
        for path in sorted((SHARED / "corpora").rglob("posts/**/*.md"))
    ]
    words = [text.split() for text in texts]
    sizes = [len(each) for each in words]

    def passage(length: int) -> str:
        post = chance.choices(words, sizes)[0]
        start = chance.randrange(max(1, len(post) - length))
        return escape(" ".join(post[start : start + length]))

    entries, facts = [], {}
    for at in range(number):
        url = f"p{at}/"
        title, length = passage(chance.randint(3, 8)), max(20, int(chance.gauss(130, 60)))
        entries.append({"location": url, "title": title, "text": f"<p>{passage(length)}</p>"})
        facts[url] = PostFacts(
            created=dt.date(2026, 1, 1) - dt.timedelta(days=at),
            people=(f"Author {at % 12}",),
            topics=(f"Topic {at % 40}",),
            words=(f"Author {at % 12}", f"Topic {at % 40}"),
        )
    return records(entries, facts, "en")


def measure_records(browser: Browser, number: int) -> None:
    """Print what queries load of an index of passages of real posts."""
    found = program()
    assert found, "pagefind-bin is not installed"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        (out / "index.html").write_text(_EMPTY)
        write_index(out, found[0], real_records(number))
        with _served(out) as (address, sent):
            print(f"{number} passages of real posts")
            queries = ("structured outputs", "pydantic model", "how to learn to write", "the")
            for query in queries:
                _print_asked(browser, address, out, sent, [query])
            _print_asked(browser, address, out, sent, queries)


def _print_asked(
    browser: Browser, address: str, out: Path, sent: list[tuple[str, int]], queries: Sequence[str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    sent.clear()
    ask(page, out, {"": queries})
    print(f"  {', then '.join(map(repr, queries))}: {_searched(sent)}")
    context.close()


def main() -> None:
    what, *given = sys.argv[1:]
    number = int(given[0]) if given else 1000
    with chromium() as browser:
        if what == "quality":
            measure_quality(browser)
        elif what == "queries":
            measure_queries(browser)
        elif what == "records":
            measure_records(browser, number)
        else:
            measure_bytes(browser, number)


if __name__ == "__main__":
    main()

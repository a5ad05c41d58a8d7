"""Real blogs beside the plugins that such sites have, with Byline and with Material's blog.

The blogs lie outside this repository, in BYLINE_SHARED or `../shared`. Processor time is measured,
of all processes: it says the same on a machine that has other things to do.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.engines import PORT
from bench.measure import started_process, ticks, wait_for, wait_for_rest

ROOT = Path(__file__).parents[2]
CORPORA = Path(os.environ.get("BYLINE_SHARED") or ROOT.parent / "shared") / "corpora"

CONFIG = """\
site_name: Bench
site_url: http://127.0.0.1:{port}/
theme: {{name: material, font: false, features: [navigation.indexes]}}
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc: {{permalink: true}}
  - pymdownx.details
  - pymdownx.superfences
plugins:
  - search
  - tags
  - {blog}
  - glightbox
  - minify: {{minify_html: true}}
  - rss:
      use_git: false
      match_path: .*/posts/.*
      date_from_meta: {{as_creation: date, as_update: date}}
"""
ENGINES = ("byline", "blog")


RUNS = 2  # Of each build; the best one counts.


@dataclass(frozen=True, slots=True)
class Corpus:
    """A blog, its plugin's options, the folder of its posts, and the one that is edited."""

    name: str
    options: str
    folder: str
    post: str


BLOGS = (
    Corpus("jxnl", "blog_dir: writing", "writing/posts", "advice.md"),
    Corpus("textual", "blog_dir: blog", "blog/posts", "rich-inspect.md"),
)


def measure(scratch: Path) -> str:
    """Return a table, or a line that says why there is none."""
    if not CORPORA.is_dir():
        return f"Real sites are left out: there is no {CORPORA}.\n"
    lines = [
        "| real site | | cold build | next build, one post changed | edit to page | of it CPU |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for corpus in BLOGS:
        rows = [_measure(corpus, engine, scratch) for engine in ENGINES]
        for engine, row in zip(ENGINES, rows, strict=True):
            cells = [
                f"{value:.2f} s" + (f" ({value / base:.1f}×)" if engine != "byline" else "")
                for value, base in zip(row, rows[0], strict=True)
            ]
            name = "Byline" if engine == "byline" else "Material's blog"
            lines.append(f"| {corpus.name} | {name} | {' | '.join(cells)} |")
    return (
        "Processor seconds, with tags, glightbox, minify and rss on; "
        "seconds until an edited page is served.\n\n" + "\n".join(lines) + "\n"
    )


def _measure(blog: Corpus, engine: str, scratch: Path) -> tuple[float, float, float, float]:
    folder = scratch / f"{blog.name}-{engine}"
    shutil.copytree(CORPORA / blog.name / "docs", folder / "docs")
    own = ", history: false" if engine == "byline" else ""
    plugin = f"{engine}: {{{blog.options}{own}}}"
    config = CONFIG.format(port=PORT, blog=plugin)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    post = folder / "docs" / blog.folder / blog.post
    _say(f"{blog.name}: {engine}")
    cold = min(_build(folder, clear=True) for _ in range(RUNS))
    later = []
    for number in range(RUNS):
        _append(post, f"Change {number}.")
        later.append(_build(folder, clear=False))
    return cold, min(later), *_serve(folder, post, _url(folder / "site", "Change 0."))


def _url(site: Path, text: str) -> str:
    """Return the URL of the post that has this text."""
    pages = [path for path in site.rglob("index.html") if text in path.read_text()]
    deepest = max(pages, key=lambda path: len(path.parts))
    return f"/{deepest.parent.relative_to(site).as_posix()}/"


def _build(folder: Path, *, clear: bool) -> float:
    """Return the processor seconds of a build."""
    for name in ("site", ".cache") if clear else ():
        shutil.rmtree(folder / name, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _serve(folder: Path, post: Path, url: str) -> tuple[float, float]:
    """Return the seconds, and the processor seconds, from an edit to the page that has it."""
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "--dev-addr", f"127.0.0.1:{PORT}"]
    with started_process(command, folder) as process:
        wait_for(url, "<article", process)
        found = []
        for number in range(3):
            wait_for_rest(process)
            text, used = f"Edit {number} at {time.time_ns()}.", ticks(process.pid)
            _append(post, text)
            begun = time.perf_counter()
            wait_for(url, text, process)
            seconds = time.perf_counter() - begun
            found.append((seconds, (ticks(process.pid) - used) / os.sysconf("SC_CLK_TCK")))
        return min(found)


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n\n{text}\n")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        print(measure(Path(folder)))

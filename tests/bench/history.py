"""Measure what history costs: Byline's, and mkdocs-git-revision-date-localized-plugin's.

Both plugins get the same posts with the same commits, and each is timed against a build without
it, so that the figures are what the history adds.
"""

from __future__ import annotations

import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = "mkdocs-git-revision-date-localized-plugin"
WORDS = "lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam"
CONFIG = "site_name: Bench\ntheme: mkdocs\nplugins: [{plugin}]\n"
PLUGINS = {
    "Byline": (
        "byline: {sidebar: false, history: false}",
        "byline: {sidebar: false, history: true}",
    ),
    PEER: ("search: {lang: en}", "search: {lang: en}, git-revision-date-localized: {}"),
}


def text(number: int, version: int) -> bytes:
    chance = random.Random(number)
    paragraphs = "\n\n".join(" ".join(chance.choices(WORDS.split(), k=60)) for _ in range(8))
    front = f"---\ndate: {2010 + number % 15}-01-02\nslug: p{number}\n---\n"
    return f"{front}# Post {number}\n\n{paragraphs}\n\nVersion {version}.\n".encode()


def make_repository(root: Path, posts: int, commits: int) -> None:
    """Write the posts, spread over years, in as many commits; the same for the same numbers."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", root], check=True)
    process = subprocess.Popen(
        ["git", "-C", root, "fast-import", "--quiet"], stdin=subprocess.PIPE
    )
    assert process.stdin
    chance = random.Random(1)
    versions: dict[int, int] = {}
    for index in range(commits):
        number = index if index < posts else chance.randrange(posts)
        versions[number] = versions.get(number, 0) + 1
        body = text(number, versions[number])
        who = (
            f"Author {number % 40} <a{number % 40}@x.example> {1_400_000_000 + index * 600} +0000"
        )
        path = f"docs/blog/posts/{2010 + number % 15}/p{number}.md"
        message = f"Change {index}"
        process.stdin.write(
            f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n"
            f"data {len(message)}\n{message}\nM 100644 inline {path}\ndata {len(body)}\n".encode()
            + body
            + b"\n"
        )
    process.stdin.close()
    process.wait()
    subprocess.run(["git", "-C", root, "reset", "--quiet", "--hard"], check=True)
    subprocess.run(["git", "-C", root, "gc", "--quiet"], check=True)
    (root / "docs/index.md").write_text("# Home\n", encoding="utf-8")


def seconds(python: Path, root: Path, plugin: str, *, keep: bool = False) -> float:
    (root / "mkdocs.yml").write_text(CONFIG.format(plugin=plugin), encoding="utf-8")
    if not keep:
        shutil.rmtree(root / ".cache", ignore_errors=True)
    started = time.perf_counter()
    subprocess.run(
        [python, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def next_build(python: Path, root: Path, plugin: str) -> float:
    """Return the seconds that a build takes after another one; the best of three."""
    seconds(python, root, plugin)
    return min(seconds(python, root, plugin, keep=True) for _ in range(3))


def peer_environment(folder: Path) -> Path:
    """Install the peer beside what we have, in an environment of its own."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "mkdocs<2", PEER], check=True)
    return python


def measure(posts: int = 500, commits: int = 2500) -> str:
    """Return the figures as a table, with a line that says what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "site")
        make_repository(root, posts, commits)
        peer = peer_environment(Path(folder, "peer"))
        own = Path(sys.executable)
        # Alternate and take the best of three: whatever else the machine does only adds.
        rows = []
        for name, python in (("Byline", own), (PEER, peer)):
            without, with_history = PLUGINS[name]
            runs = [
                (seconds(python, root, without), seconds(python, root, with_history))
                for _ in range(3)
            ]
            base, full = (min(each) for each in zip(*runs, strict=True))
            rows.append((name, base, full))
        base, full = (next_build(own, root, plugin) for plugin in PLUGINS["Byline"])
        rows.append(("Byline, next build", base, full))
    lines = [
        f"{posts} posts, {commits} commits; Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; best of 3.\n",
        "| | without history | with | added |\n| --- | --- | --- | --- |",
        *(
            f"| {name} | {base:.2f} s | {full:.2f} s | {full - base:.2f} s |"
            for name, base, full in rows
        ),
    ]
    return "\n".join(lines) + "\n"

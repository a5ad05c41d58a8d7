"""Commands in; seconds and memory out. One engine at a time, each in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.engines import PORT, Engine
from bench.posts import OPENING, Post, generate

ENOUGH = 10.0  # What takes less is measured up to three times, and the best one counts.
PATIENCE = 600.0  # Seconds; an engine that takes longer to show an edit is left out.


@dataclass(slots=True)
class Figures:
    """What was measured of one engine, in seconds and megabytes; None was not."""

    cold: float | None = None
    warm: float | None = None
    first: float | None = None
    edit: float | None = None
    memory: float | None = None
    growth: float | None = None


def program(engine: Engine, environment: Path, name: str) -> str:
    folder = environment / "bin" if engine.requirements else Path(sys.executable).parent
    return str(folder / name)


def install(engine: Engine, environment: Path) -> str:
    """Install an engine and return its version.

    Raises:
        subprocess.CalledProcessError: if it can't be installed here.
    """
    if engine.requirements and not environment.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [program(engine, environment, "python"), "-m", "pip", "install", "-qq"]
        subprocess.run([*pip, *engine.requirements], check=True)
    code = f"import importlib.metadata as m; print(m.version('{engine.package}'))"
    command = [program(engine, environment, "python"), "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def figures(
    engine: Engine,
    environment: Path,
    folder: Path,
    number: int,
    *,
    headings: bool,
    cold_only: bool,
) -> Figures:
    """Measure an engine with so many posts. Each figure comes after what it needs."""
    found = Figures()
    posts = generate(number)
    command = [program(engine, environment, engine.build[0]), *engine.build[1:]]
    _write(engine, folder, posts, headings)
    found.cold, found.memory = best(lambda: _cold(engine, command, folder))
    if cold_only:
        return found
    source = folder / engine.source(posts[-1])
    found.warm, _ = best(lambda: _warm(command, folder, source))
    found.first, found.edit = _served(engine, environment, folder, source, posts[-1])
    if number >= 1000:
        fewer = generate(number // 10)
        _write(engine, folder, fewer, headings)
        few, _ = best(lambda: _cold(engine, command, folder))
        found.growth = found.cold / number / (few / len(fewer))
    return found


def best(once: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Return the least seconds and the most memory of up to three runs."""
    runs: list[tuple[float, float]] = []
    while len(runs) < 3 and sum(seconds for seconds, _ in runs) < ENOUGH:
        runs.append(once())
    return min(seconds for seconds, _ in runs), max(memory for _, memory in runs)


def _write(engine: Engine, folder: Path, posts: list[Post], headings: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    engine.write(folder, posts, headings)


def _cold(engine: Engine, command: list[str], folder: Path) -> tuple[float, float]:
    for name in engine.caches:
        shutil.rmtree(folder / name, ignore_errors=True)
    return _run(command, folder)


def _warm(command: list[str], folder: Path, source: Path) -> tuple[float, float]:
    _edit(source)
    return _run(command, folder)


def _run(command: list[str], folder: Path) -> tuple[float, float]:
    started = time.perf_counter()
    with _started(command, folder) as process:
        memory = _Memory(process.pid)
        code = process.wait()
        seconds = time.perf_counter() - started
        if code:
            raise subprocess.CalledProcessError(code, command)
        return seconds, memory.stop()


def _served(
    engine: Engine, environment: Path, folder: Path, source: Path, post: Post
) -> tuple[float, float]:
    """Return the preview's time to its first page, and from an edit to page and listing."""
    command = [program(engine, environment, engine.serve[0]), *engine.serve[1:]]
    started = time.perf_counter()
    with _started(command, folder) as process:
        _wait_for(post.url, OPENING.split()[0], process)
        first = time.perf_counter() - started
        _wait_for("/blog/", OPENING.split()[0], process)
        time.sleep(1)  # Pelican and others begin to watch for changes a little later.

        def edit() -> tuple[float, float]:
            mark = _edit(source)
            begun = time.perf_counter()
            _wait_for(post.url, mark, process)
            _wait_for("/blog/", mark, process)
            taken = time.perf_counter() - begun
            time.sleep(1)
            return taken, 0

        return first, best(edit)[0]


def _edit(source: Path) -> str:
    """Put a sentence that was never there into the excerpt, and return it."""
    mark = f"Edited at {time.time_ns()}."
    text = source.read_text()
    head, _, rest = text.partition(OPENING)
    source.write_text(f"{head}{OPENING} {mark}{rest}")
    return mark


def _wait_for(url: str, text: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            answer = urllib.request.urlopen(f"http://127.0.0.1:{PORT}{url}", timeout=PATIENCE)
            if text.encode() in answer.read():
                return
        if process.poll() is not None:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        time.sleep(0.02)
    raise TimeoutError(f"{url} never had {text!r}")


@contextlib.contextmanager
def _started(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command with a process group of its own, and end all of that."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class _Memory:
    """Watches a process group: pages that several of its processes share count once.

    Linux only (https://docs.kernel.org/filesystems/proc.html, smaps_rollup); elsewhere it is 0.
    """

    def __init__(self, group: int) -> None:
        self.group, self.most, self.done = group, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def stop(self) -> float:
        self.done.set()
        self.thread.join()
        return self.most

    def _watch(self) -> None:
        while not self.done.wait(0.2):
            self.most = max(self.most, sum(self._sizes()) / 1000)

    def _sizes(self) -> Iterator[int]:
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[2]) == self.group:
                    for line in (folder / "smaps_rollup").read_text().splitlines():
                        if line.startswith("Pss:"):
                            yield int(line.split()[1])

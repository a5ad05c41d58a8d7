"""Commands in; seconds and memory out. One engine at a time, each site in a folder of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.engines import PORT, Engine
from bench.posts import OPENING, Post, generate

ENOUGH = 10.0  # What takes less is measured up to three times, and the best one counts.
LONGEST_BUILD = 1800.0  # Seconds after which a figure is given up.
PATIENCE = 600.0  # The same for a page of the preview.

Run = tuple[float, float]  # Seconds and megabytes.


@dataclass(slots=True)
class Figures:
    """What was measured of one engine, in seconds and megabytes; None was not."""

    cold: float | None = None
    warm: float | None = None
    first: float | None = None
    edit: float | None = None
    memory: float | None = None
    growth: float | None = None


def install(engine: Engine, environment: Path) -> str:
    """Install an engine and return its version.

    Raises:
        subprocess.CalledProcessError: if it can't be installed here.
    """
    if engine.requirements and not environment.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [_program(engine, environment, "python"), "-m", "pip", "install", "-qq"]
        subprocess.run([*pip, *engine.requirements], check=True)
    code = f"import importlib.metadata as m; print(m.version('{engine.package}'))"
    command = [_program(engine, environment, "python"), "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _program(engine: Engine, environment: Path, name: str) -> str:
    folder = environment / "bin" if engine.requirements else Path(sys.executable).parent
    return str(folder / name)


@dataclass(slots=True)
class Trial:
    """One engine with one kind of titles.

    Attributes:
        runs: Cold builds so far.
        failures: What could not be measured, and why.
    """

    engine: Engine
    environment: Path
    folder: Path
    posts: Sequence[Post]
    headings: bool
    found: Figures = field(default_factory=Figures)
    runs: list[Run] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.engine.name}, titles as {'headings' if self.headings else 'front matter'}"

    def build_cold(self) -> None:
        """Build from nothing once more, if that makes the figures better: twice at least."""
        if self.failures or (len(self.runs) >= 2 and not _is_worth_more(self.runs)):
            return
        with self._noting("cold build"):
            if not self.runs:
                self._write(self.posts)
            self.runs.append(self._cold())
            self.found.cold, self.found.memory = _best(self.runs)

    def measure_rest(self) -> None:
        """Measure what comes after a cold build. One figure that fails leaves the others."""
        if self.found.cold is None:
            return
        post = self.posts[-1]
        source = self.folder / self.engine.source(post)
        with self._noting("one post changed"):
            self.found.warm, _ = _repeated(lambda: self._warm(source))
        with self._noting("preview"):
            self._serve(source, post)
        if len(self.posts) >= 1000:
            with self._noting("cost per post"):
                fewer = generate(len(self.posts) // 10)
                self._write(fewer)
                few, _ = _repeated(self._cold)
                self.found.growth = self.found.cold / len(self.posts) / (few / len(fewer))

    @contextlib.contextmanager
    def _noting(self, figure: str) -> Iterator[None]:
        try:
            yield
        except subprocess.CalledProcessError as error:
            self.failures.append(f"{figure}: the command ended with {error.returncode}")
        except subprocess.TimeoutExpired as error:
            self.failures.append(f"{figure}: not done after {error.timeout:g} s")
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{figure}: {error}")

    def _write(self, posts: Sequence[Post]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.engine.write(self.folder, posts, self.headings)

    def _cold(self) -> Run:
        for name in (self.engine.output, *self.engine.caches):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return self._build()

    def _warm(self, source: Path) -> Run:
        _edit(source)
        return self._build()

    def _build(self) -> Run:
        command = self._command(self.engine.build)
        started = time.perf_counter()
        with started_process(command, self.folder) as process, _Memory(process.pid) as memory:
            code = process.wait(LONGEST_BUILD)
            seconds = time.perf_counter() - started
        if code:
            raise subprocess.CalledProcessError(code, command)
        return seconds, memory.most

    def _serve(self, source: Path, post: Post) -> None:
        """Measure the preview's time to its first page, and from an edit to page and listing."""
        # Some serve what an earlier build left until they have built.
        shutil.rmtree(self.folder / self.engine.output, ignore_errors=True)
        started = time.perf_counter()
        with started_process(self._command(self.engine.serve), self.folder) as process:
            wait_for(post.url, OPENING.split()[0], process)
            self.found.first = time.perf_counter() - started
            wait_for("/blog/", OPENING.split()[0], process)

            def edit() -> Run:
                # Pelican and others serve pages before they have built all, and watch after that.
                wait_for_rest(process)
                mark = _edit(source)
                begun = time.perf_counter()
                wait_for(post.url, mark, process)
                wait_for("/blog/", mark, process)
                return time.perf_counter() - begun, 0

            self.found.edit, _ = _repeated(edit)

    def _command(self, words: Sequence[str]) -> list[str]:
        return [_program(self.engine, self.environment, words[0]), *words[1:]]


def _repeated(once: Callable[[], Run]) -> Run:
    runs = [once()]
    while _is_worth_more(runs):
        runs.append(once())
    return _best(runs)


def _is_worth_more(runs: Sequence[Run]) -> bool:
    return len(runs) < 3 and sum(seconds for seconds, _ in runs) < ENOUGH


def _best(runs: Sequence[Run]) -> Run:
    """Return the least seconds and the most memory."""
    return min(seconds for seconds, _ in runs), max(memory for _, memory in runs)


def _edit(source: Path) -> str:
    """Put a sentence that was never there into the excerpt, and return it."""
    mark = f"Edited at {time.time_ns()}."
    text = source.read_text()
    head, _, rest = text.partition(OPENING)
    source.write_text(f"{head}{OPENING} {mark}{rest}")
    return mark


def wait_for(url: str, text: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        # Most of them answer nothing, or half of it, while they build.
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = urllib.request.urlopen(f"http://127.0.0.1:{PORT}{url}", timeout=PATIENCE)
            if text.encode() in answer.read():
                return
        if process.poll() is not None:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        time.sleep(0.02)
    raise TimeoutError(f"{url} never had '{text}'")


def wait_for_rest(process: subprocess.Popen[bytes]) -> None:
    """Wait until a preview has computed next to nothing for two seconds."""
    time.sleep(1)
    until = time.perf_counter() + PATIENCE
    quiet, before = 0, ticks(process.pid)
    while quiet < 4 and time.perf_counter() < until:
        time.sleep(0.5)
        now = ticks(process.pid)
        quiet = quiet + 1 if now - before < 0.1 * os.sysconf("SC_CLK_TCK") else 0
        before = now


@contextlib.contextmanager
def started_process(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command with a process group of its own, and end all of that."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        _end(process.pid, signal.SIGKILL)  # Those that it leaves behind, too.
        process.wait()


def _end(group: int, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, how)


class _Memory:
    """Watches a process group: pages that several of its processes share count once."""

    def __init__(self, group: int) -> None:
        self.group, self.most, self.done = group, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self) -> _Memory:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.done.wait(0.2):
            sizes = (_size(folder) for folder, _ in _processes(self.group))
            self.most = max(self.most, sum(sizes) / 1000)


def _size(folder: Path) -> int:
    with contextlib.suppress(OSError):
        for line in (folder / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def ticks(group: int) -> int:
    """Return how long a group's processes have computed."""
    return sum(int(stat[11]) + int(stat[12]) for _, stat in _processes(group))


def _processes(group: int) -> Iterator[tuple[Path, list[str]]]:
    """Yield each process's folder and its state from the third field on.

    Linux only (https://docs.kernel.org/filesystems/proc.html); elsewhere there are none.
    """
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            stat = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(stat[2]) == group:
                yield folder, stat

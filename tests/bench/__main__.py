"""Measure all engines with the same posts and print a table; see `make bench`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import history, real_site, table
from bench.engines import ENGINES
from bench.measure import Trial, install
from bench.posts import generate

PAGE = Path(__file__).parents[2] / "docs/development/performance.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--only", default="", help="engines by the start of their names, a,b")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    options = parser.parse_args()

    def put(name: str, text: str) -> None:
        print(text, flush=True)
        if options.write:
            table.write(PAGE, name, text)

    wanted = tuple(options.only.lower().split(","))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        put(str(options.posts), engines(options.posts, wanted, Path(scratch)))
    if not options.only:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            put("real-site", real_site.measure(Path(scratch)))
        _say("history")
        try:
            put("history", history.measure())
        except (subprocess.CalledProcessError, OSError) as error:
            _say(f"history is left out: {error}")


def engines(number: int, wanted: tuple[str, ...], scratch: Path) -> str:
    """Measure the engines whose names start so, and return the table."""
    posts = generate(number)
    trials: list[Trial] = []
    versions: list[str] = []
    for engine in ENGINES:
        if number > engine.most or not engine.name.lower().startswith(wanted):
            continue
        environment = scratch / "environments" / engine.package
        try:
            versions.append(f"{engine.name} {install(engine, environment)}")
        except (subprocess.CalledProcessError, OSError) as error:
            _say(f"{engine.name} is left out: {error}")
            continue
        for headings in (True, False) if engine.reads_headings else (False,):
            folder = scratch / f"{engine.package}-{'headings' if headings else 'front-matter'}"
            trials.append(Trial(engine, environment, folder, posts, headings))
    for _ in range(3):  # In turn, so that what else the machine does hits all of them.
        for trial in trials:
            _say(f"cold build: {trial.name}")
            trial.build_cold()
    for trial in trials:
        if trial.headings or not trial.engine.reads_headings:
            _say(f"the rest: {trial.name}")
            trial.measure_rest()
    failures = [f"{each.name}: {what}" for each in trials for what in each.failures]
    for failure in failures:
        _say(failure)
    rows = [(each.engine.name, each.headings, each.found) for each in trials]
    return table.machine(number, versions) + table.engines(rows) + table.notes(failures)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

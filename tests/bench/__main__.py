"""Measure all engines with the same posts and print a table; see `make bench`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import history, table
from bench.engines import ENGINES
from bench.measure import Figures, figures, install

PAGE = Path(__file__).parents[2] / "docs/development/performance.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--only", default="", help="engines by the start of their names, a,b")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    options = parser.parse_args()
    wanted = tuple(options.only.lower().split(","))
    with tempfile.TemporaryDirectory() as scratch:
        rows: list[tuple[str, bool, Figures]] = []
        versions: list[str] = []
        for engine in ENGINES:
            if options.posts > engine.most or not engine.name.lower().startswith(wanted):
                continue
            try:
                environment = Path(scratch, "environments", engine.package)
                versions.append(f"{engine.name} {install(engine, environment)}")
                for headings in (True, False) if engine.reads_headings else (False,):
                    folder = Path(scratch, "site")
                    _say(f"{engine.name}, titles as {'headings' if headings else 'front matter'}")
                    found = figures(
                        engine,
                        environment,
                        folder,
                        options.posts,
                        headings=headings,
                        cold_only=engine.reads_headings and not headings,
                    )
                    rows.append((engine.name, headings, found))
            except (subprocess.CalledProcessError, OSError) as error:
                _say(f"{engine.name} is left out: {error}")
    texts = {f"{options.posts}": table.machine(options.posts, versions) + table.engines(rows)}
    if not options.only:
        _say("history")
        texts["history"] = history.measure()
    for name, text in texts.items():
        print(text)
        if options.write:
            table.write(PAGE, name, text)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

"""What a page of the documentation shows in, the same things done and compared out.

In a page, in this order of reading:

- a block ```` ```console ```` holds commands, each after `$ `, and below each what it prints;
- a block of any other language with `title="path"` is a file, written when it is met.

In expected output, `…` stands for anything in its line, and a line of `…` alone for any lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from building import write

_FENCE = re.compile(r"^( *)(`{3,})([\w-]*)(.*)\n((?:.*\n)*?)\1\2$", re.MULTILINE)
_TITLE = re.compile(r'title="([^"]+)"')

# The same on every machine, whoever runs it, and in November 2026.
ENVIRONMENT = {
    "COLUMNS": "99",
    "GIT_AUTHOR_DATE": "2026-11-24T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-24T12:00:00Z",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "NO_MKDOCS_2_WARNING": "1",
    "SOURCE_DATE_EPOCH": "1795521600",  # 2026-11-24T12:00Z
    "TZ": "UTC",
}


@dataclass(frozen=True)
class Command:
    line: int
    text: str
    output: str


@dataclass(frozen=True)
class File:
    line: int
    path: str
    text: str


def steps(page: str) -> list[Command | File]:
    """Return what the page does, in its order."""
    found: list[Command | File] = []
    for match in _FENCE.finditer(page):
        line = page.count("\n", 0, match.start()) + 2
        body = textwrap.dedent(match[5])
        if match[3] == "console":
            found += _commands(body, line)
        elif title := _TITLE.search(match[4]):
            found.append(File(line, title[1], body))
    return found


def _commands(body: str, line: int) -> list[Command]:
    found = []
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE):
        command, _, output = re.sub(r"\\\n", "", part).partition("\n")
        if command:
            found.append(Command(line, command, output))
        line += part.count("\n")
    return found


def play(page: Path, root: Path, home: Path, **environment: str) -> int:
    """Do what a page shows, in a folder, and compare what is printed; return how many commands.

    Args:
        root: Where the commands start, with whatever the page takes for granted.
        home: Holds the git configuration; not in `root`.
        environment: Variables on top of `ENVIRONMENT`.
    """
    home.mkdir(exist_ok=True)
    folder, count = root, 0
    place = home / "folder"
    variables = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT")},
        **ENVIRONMENT,
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "HOME": str(home),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "TRANSCRIPT_FOLDER": str(place),
        **environment,
    }
    for step in steps(page.read_text(encoding="utf-8")):
        if isinstance(step, File):
            write(folder, {step.path: step.text.encode()})
            continue
        done = subprocess.run(
            ["bash", "-c", f'{step.text}\npwd > "$TRANSCRIPT_FOLDER"'],
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        printed = done.stdout.replace(str(root), "…")
        assert matches(step.output, printed), (
            f"{page.name}:{step.line}: `{step.text}` printed\n{printed}\nand not\n{step.output}"
        )
        folder = Path(place.read_text(encoding="utf-8").strip())
        count += 1
    return count


def matches(expected: str, printed: str) -> bool:
    """Whether a command's output is what a page shows, `…` standing for anything."""
    pattern = ""
    for line in expected.rstrip().splitlines():
        if line.strip() == "…":
            pattern += "(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("…")) + "\n"
    shown = "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())
    return re.fullmatch(pattern, shown) is not None

"""A git repository: the only place that runs git.

No process per post: one for the commits, one for the graph, one for all texts, one for names.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_byline.content.frontmatter import split_front
from mkdocs_byline.git.log import (
    DIFF_OPTIONS,
    FORMAT,
    RAW,
    Change,
    Commit,
    Identity,
    co_authors,
    parse_changes,
    parse_log,
    tokens,
)

# Nobody's settings may change what we read.
_CONFIG = (
    *("core.quotePath=false", "core.fsmonitor=false", "log.showSignature=false"),
    *("diff.renameLimit=5000", "diff.renames=true", "diff.relative=false"),
)
_CHUNK = 1 << 16
NO_BLOB = "0" * 40


class GitError(Exception):
    """Git is missing, or refused; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree. `folder` is what is asked about, `prefix` its path in the repository."""

    folder: Path
    prefix: str
    top: Path
    shallow: frozenset[str]

    @classmethod
    def around(cls, folder: Path) -> Repository | None:
        """Return the repository that the folder lies in; None if it lies in none.

        Raises:
            GitError: if there is no git, or it will not read the repository.
        """
        try:
            out = run_git(folder, "rev-parse", "--show-toplevel", "--git-path", "shallow")
        except GitError as error:
            if "not a git repository" in str(error):
                return None
            raise
        top, boundary = out.decode().splitlines()[:2]
        prefix = os.path.relpath(folder.resolve(), Path(top).resolve()).replace(os.sep, "/")
        file = folder / boundary
        lines = file.read_text(encoding="ascii").split() if file.is_file() else []
        return cls(folder, "" if prefix == "." else f"{prefix}/", Path(top), frozenset(lines))

    def signs(self) -> list[Path]:
        """Return the files that change with every commit, or with the names of people."""
        log = run_git(self.folder, "rev-parse", "--git-path", "logs/HEAD").decode().strip()
        return [each for each in (self.folder / log, self.top / ".mailmap") if each.is_file()]

    def head(self) -> str:
        """Return the id of the current commit; empty if there is none yet."""
        return head(self.folder)

    def commits(self, ids: Sequence[str]) -> Iterator[Commit]:
        """Yield those of the commits that touched the folder, in the given order.

        `git log -- folder` would say the same, and compare every tree twice to find out.
        """
        arguments = ("diff-tree", *DIFF_OPTIONS, f"--format={FORMAT}", "--", ".")
        return parse_log(_stream(self.folder, *arguments, given=ids))

    def steps(self, pairs: Sequence[tuple[str, str]]) -> Iterator[Commit]:
        """Yield commits as compared with one of their parents alone; see `commits`."""
        return self.commits([f"{commit} {parent}" for commit, parent in pairs])

    def graph(self, commit: str) -> Iterator[tuple[str, tuple[str, ...], dt.datetime]]:
        """Yield id, parents and committer date of a commit and all before it, children first."""
        stream = _stream(self.folder, "log", "--topo-order", "-z", "--format=%H %P%x01%cI", commit)
        rest = b""
        for chunk in stream:
            *lines, rest = (rest + chunk).split(b"\0")
            yield from map(_node, lines)
        if rest.strip():
            yield _node(rest)

    def texts(self, blobs: Iterable[str]) -> dict[str, str]:
        """Return for each blob a digest of its text without front matter and white space."""
        found = self.contents(sorted(set(blobs) - {NO_BLOB}))
        return {blob: digest(content) for blob, content in found}

    def contents(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield what blobs hold, by their ids or as `commit:path`, if they are there.

        A path is relative to the repository, and holds no line break.
        """
        if not names:
            return
        with _process(self.folder, "cat-file", "--batch") as process:
            assert process.stdin
            assert process.stdout
            writer = threading.Thread(target=_feed, args=(process, names))
            writer.start()
            for name in names:
                header = process.stdout.readline()
                if header.endswith((b" missing\n", b" ambiguous\n")):
                    continue
                parts = header.split()
                if len(parts) == 3:
                    content = process.stdout.read(int(parts[2]) + 1)[:-1]
                    if parts[1] == b"blob":
                        yield name, content
            writer.join()

    def named(self, people: Sequence[Identity]) -> dict[Identity, Identity]:
        """Return each person as `.mailmap` has them."""
        if not people:
            return {}
        lines = "".join(f"{each.name} <{each.email}>\n" for each in people)
        out = run_git(self.top, "check-mailmap", "--stdin", given=lines.encode()).decode(
            "utf-8", "replace"
        )
        mapped = {}
        for person, line in zip(people, out.splitlines(), strict=False):
            mapped[person] = next(iter(co_authors(line)), person)
        return mapped

    def ignored_revisions(self) -> frozenset[str]:
        """Return the commits named in `.git-blame-ignore-revs`."""
        file = self.top / ".git-blame-ignore-revs"
        if not file.is_file():
            return frozenset()
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        return frozenset(line.partition("#")[0].strip() for line in lines) - {""}

    def identity(self) -> Identity | None:
        """Return whoever would be the author of a commit made now."""
        try:
            return _identity(run_git(self.folder, "var", "GIT_AUTHOR_IDENT"))
        except GitError:
            return None

    def commit(self, name: str) -> str:
        """Return the id of the commit that a branch, a tag or an id stands for.

        Raises:
            GitError: if there is none.
        """
        asked = ("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
        return run_git(self.folder, *asked).decode("ascii").splitlines()[-1]

    def changes_since(self, commit: str) -> list[Change]:
        """Return what the files in the folder have become since the branch left a commit's line.

        The work tree counts, with files that git does not know yet.
        """
        fork = self.fork(commit)
        compared = run_git(self.folder, "diff", *RAW, "--end-of-options", fork, "--", ".")
        others = ("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ".")
        new = [each.decode("utf-8", "replace") for each in tokens([run_git(self.folder, *others)])]
        found = list(parse_changes([compared]))
        return [*found, *(Change("A", path, "", NO_BLOB, NO_BLOB) for path in new if path)]

    def fork(self, commit: str) -> str:
        """Return the commit at which the branch left a commit's line."""
        return run_git(self.folder, "merge-base", commit, "HEAD").decode("ascii").strip()

    def content(self, commit: str, path: str) -> bytes | None:
        """Return a file as a commit has it, by its path in the repository; None without one."""
        try:
            return run_git(self.folder, "cat-file", "blob", f"{commit}:{path}")
        except GitError:
            return None


def head(folder: Path) -> str:
    """Return the id of the commit that a folder's repository is at; empty without one."""
    try:
        return run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
    except GitError:
        return ""


def configured_identity(folder: Path) -> Identity | None:
    """Return who works here, if they have told git; the folder may be in no repository."""
    try:
        return _identity(
            run_git(folder, "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
        )
    except GitError:
        return None


def origin(folder: Path) -> str:
    """Return the URL that a folder was cloned from; empty if nobody else can."""
    try:
        url = run_git(folder, "remote", "get-url", "origin").decode("utf-8", "replace").strip()
    except (GitError, OSError):
        return ""
    if match := re.fullmatch(r"git@([\w.-]+):(.+)", url):  # For those who have a key there.
        url = f"https://{match[1]}/{match[2]}"
    if url.startswith(("https://", "http://")):  # A password in it is nobody else's business.
        return re.sub("(?<=//)[^/@]*@", "", url)
    return url if url.startswith("ssh://") else ""


def _identity(line: bytes) -> Identity:
    name, _, rest = line.decode("utf-8", "replace").partition(" <")
    return Identity(name, rest.partition(">")[0])


def digest(content: bytes) -> str:
    """Return a digest of a post's text that front matter and white space don't change."""
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    body = "".join(split_front(text)[1].split())
    return hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:32]


def _node(line: bytes) -> tuple[str, tuple[str, ...], dt.datetime]:
    ids, _, date = line.decode("ascii").strip("\n").partition("\x01")
    commit, *parents = ids.split()
    return commit, tuple(parents), dt.datetime.fromisoformat(date)


def _command(arguments: Sequence[str]) -> list[str]:
    settings = [part for each in _CONFIG for part in ("-c", each)]
    return ["git", "--no-pager", *settings, *arguments]


def _environment() -> dict[str, str]:
    # No prompts, no locks taken while somebody works, nothing fetched, messages in English. What
    # replaces commits is in nobody else's clone, and would make an id stand for something else.
    own = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
    return {**os.environ, **quiet, **own, "LC_ALL": "C"}


def _process(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603
            _command(arguments),
            cwd=folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        raise GitError(f"git can't be run: {error.strerror or error}") from None


def _feed(process: subprocess.Popen[bytes], lines: Sequence[str]) -> None:
    """Write in a thread of its own, since git answers while it is still being asked."""
    assert process.stdin
    with contextlib.suppress(BrokenPipeError):  # Git says why it stopped reading.
        for line in lines:
            process.stdin.write(line.encode() + b"\n")
        process.stdin.close()


def run_git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    with _process(folder, *arguments) as process:
        out, errors = process.communicate(given)
    if process.returncode:
        raise GitError(errors.decode("utf-8", "replace").strip())
    return out


def _stream(folder: Path, *arguments: str, given: Sequence[str] = ()) -> Iterator[bytes]:
    with _process(folder, *arguments) as process:
        assert process.stdout
        assert process.stderr
        writer = threading.Thread(target=_feed, args=(process, given), daemon=True)
        writer.start()
        while chunk := process.stdout.read(_CHUNK):
            yield chunk
        writer.join()
        errors = process.stderr.read()
    if process.returncode:
        raise GitError(errors.decode("utf-8", "replace").strip())

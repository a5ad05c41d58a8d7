"""The work tree: which of a folder's files git holds."""

from __future__ import annotations

from pathlib import Path

from mkdocs_byline.git.log import tokens
from mkdocs_byline.git.repository import GitError, Repository, run_git

_FILES = ("100644", "100755", "120000")  # No submodules.


def tracked_files(folder: Path) -> list[str]:
    """Return the files of the commit that a whole repository is at, which has nothing beside it.

    Raises:
        GitError: if the folder is no repository's top, or has a change or a file that is in no
            commit; ignored files may be there.
    """
    repository = Repository.around(folder)
    if repository is None or repository.prefix:
        raise GitError(f"{folder} is not the top folder of a git repository.")
    if not repository.head():
        raise GitError("This repository has no commit yet.")
    status = ("status", "--porcelain", "--untracked-files=all", "--no-renames", "-z")
    changed = [line[3:] for line in _lines(folder, *status)]
    # Marks with which somebody has asked git not to look whether a file differs.
    changed += [line[2:] for line in _lines(folder, "ls-files", "-v", "-z") if line[0] != "H"]
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        raise GitError(f"These are in no commit: {', '.join(changed[:5])}{more}.")
    staged = (line.partition("\t") for line in _lines(folder, "ls-files", "--stage", "-z"))
    return [path for entry, _, path in staged if entry.startswith(_FILES)]


def held_below(folder: Path) -> list[str]:
    """Return the files of a folder that git holds, changed or not; none where there is no git."""
    try:
        return _lines(folder, "ls-files", "-z", "--", ".") if folder.is_dir() else []
    except GitError:
        return []


def _lines(folder: Path, *arguments: str) -> list[str]:
    out = tokens([run_git(folder, *arguments)])
    return [line.decode("utf-8", "surrogateescape") for line in out if line]

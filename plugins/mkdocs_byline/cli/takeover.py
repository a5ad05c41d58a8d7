"""Takeover of this repository by a new blog, for `byline init --from-here`.

Nothing is lost that git does not hold.
"""

from __future__ import annotations

import contextlib
import difflib
import shutil
from collections import Counter
from pathlib import Path, PurePosixPath

import click

from mkdocs_byline.cli.new import write_new
from mkdocs_byline.git.repository import GitError
from mkdocs_byline.git.work_tree import tracked_files
from mkdocs_byline.scaffold.site import NewSite
from mkdocs_byline.scaffold.takeover import SOURCE, Takeover, take_over

_NEXT = """\

Nothing is committed: look at it with 'git status' and 'git diff', and bring all back with
'git restore .' if you don't like it. Else:

  pip install -r requirements.txt
  byline check
  mkdocs serve
  git add --all
  git commit --message "Begin a blog"
"""


def tracked_or_refused(folder: Path) -> list[str]:
    """Return the files that git holds.

    Raises:
        click.ClickException: if a file is in no commit, or this is not Byline's repository.
    """
    try:
        files = tracked_files(folder) if folder.is_dir() else []
    except GitError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from None
    if not any(path.startswith(SOURCE) for path in files):
        raise click.ClickException(
            f"{folder} is not a clone of the repository that Byline is in. For any other folder, "
            "leave --from-here away."
        )
    return files


def make_own(folder: Path, files: list[str], site: NewSite, *, asks: bool, yes: bool) -> None:
    """Show what becomes of the files, and do it if that is wanted."""
    plan = take_over(files, lambda path: (folder / path).read_text(encoding="utf-8"), site)
    in_the_way = _in_the_way(folder, plan, files)
    if in_the_way:
        raise click.ClickException(
            f"git ignores {in_the_way}, which is to be written. Move it away. Nothing was changed."
        )
    _show(folder, plan, files)
    if not (yes or (asks and click.confirm("\nDo it?"))):
        click.echo("\nNothing was changed. --yes does it." if not asks else "Nothing was changed.")
        return
    _do(folder, plan, files)
    click.echo(_NEXT, nl=False)


def _in_the_way(folder: Path, plan: Takeover, files: list[str]) -> str:
    """Return the first thing that git does not hold where a file is to be written."""
    held = set(files)
    for path in plan.written:
        above = [each.as_posix() for each in PurePosixPath(path).parents][:-1]
        for name in [path, *above]:
            place = folder / name
            is_there = place.is_symlink() or (place.exists() if name == path else place.is_file())
            if is_there and name not in held:
                return name
    return ""


def _show(folder: Path, plan: Takeover, files: list[str]) -> None:
    stays = {path.split("/")[0] for path in (*plan.kept, *plan.written)}
    for verb, paths in (("remove", plan.removed), ("keep", plan.kept)):
        parts = (path.split("/") for path in paths)
        counts = Counter("/".join(each[: 2 if each[0] in stays else 1]) for each in parts)
        for place, count in sorted(counts.items()):
            click.echo(f"{verb:8}{place}" + (f"  ({count} files)" if count > 1 else ""))
    for path in plan.written:
        click.echo(f"{'rewrite' if path in files else 'write':8}{path}")
    for path in ("mkdocs.yml", "LICENSE", ".gitignore"):
        before = (folder / path).read_text(encoding="utf-8").splitlines(keepends=True)
        after = plan.written[path].splitlines(keepends=True)
        changes = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}", n=1)
        click.echo("".join(changes).rstrip())


def _do(folder: Path, plan: Takeover, files: list[str]) -> None:
    try:
        for path in {*plan.removed, *(plan.written.keys() & set(files))}:
            (folder / path).unlink()
        _remove_empty_folders(folder, plan.removed)
    except OSError as error:
        raise click.ClickException(
            f"{error.filename}: {error.strerror}. 'git restore .' brings all back."
        ) from None
    for path, text in plan.written.items():
        write_new(folder / path, text)


def _remove_empty_folders(folder: Path, removed: tuple[str, ...]) -> None:
    """Remove folders in which nothing but Python's own copies of the files is left."""
    for place in {(folder / path).parent for path in removed if path.endswith(".py")}:
        shutil.rmtree(place / "__pycache__", ignore_errors=True)
    parents = {parent for path in removed for parent in (folder / path).parents}
    for place in sorted(parents - {folder, *folder.parents}, reverse=True):
        with contextlib.suppress(OSError):  # Something else is in it.
            place.rmdir()

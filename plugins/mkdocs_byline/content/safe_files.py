"""Files in the docs folder that must not be published.

Git carries symbolic links, and MkDocs follows them: without this, a post by anyone could publish
any file of the machine that builds the site.
"""

from __future__ import annotations

import functools
import os
import posixpath
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import imagesize

from mkdocs_byline.content.confusables import unseen
from mkdocs_byline.content.svg import active_content
from mkdocs_byline.problems import REFUSED, Problem

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # As MkDocs.
_UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")  # Categories of characters.

# What a browser shows as what it is, or saves, but never runs. Markdown is read, not published.
PUBLISHED = frozenset(
    MARKDOWN
    + (".apng", ".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
    + (".aac", ".flac", ".m4a", ".m4v", ".mov", ".mp3", ".mp4", ".oga", ".ogg", ".ogv", ".opus")
    + (".srt", ".vtt", ".wav", ".weba", ".webm")
    + (".bib", ".csv", ".ipynb", ".json", ".jsonl", ".pdf", ".py", ".toml", ".tsv", ".txt")
    + (".yaml", ".yml")
)
# What a post is saved as by mistake.
WRITTEN = frozenset((".adoc", ".doc", ".docx", ".mdx", ".odt", ".rst", ".rtf", ".text"))
MEASURED = frozenset((".apng", ".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"))
MAX_PIXELS = 100_000_000  # Decoded, that is 400 MB in the reader's browser.
MAX_PICTURE = 20 * 1024 * 1024
MAX_FILE = 100 * 1024 * 1024  # What GitHub takes.

# Files that say something about a whole site where a blog fills it (`blog_dir: .`).
SITE_FILES = frozenset(("ads.txt", "app-ads.txt", "robots.txt", "security.txt"))


def irregular_files(
    docs: Path,
    blog_files: Callable[[str], bool],
    trusted: Callable[[str], bool],
    shown: Callable[[str], str],
) -> dict[str, Problem]:
    """Return what is no ordinary file or folder, by its path in the docs folder. Opens nothing.

    Symbolic links are refused in the blog's part of the docs folder; elsewhere, where they lead
    out of it or back to a folder they are in.

    Args:
        blog_files: Whether a path is below the posts' folder, or the authors file.
        trusted: Whether a path is the maintainers' own.
        shown: Turns a path into the one that messages give.
    """
    root = os.path.realpath(docs)
    found = {}
    for path, entry in _entries(docs):
        if trusted(path):
            continue
        code = message = ""
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if not _is_below(target, root):
                code, message = "BY321", "this symbolic link leads out of the docs folder."
            elif blog_files(path):
                code, message = "BY321", "this is a symbolic link."
            elif _is_below(os.path.realpath(Path(entry.path).parent), target):
                code, message = "BY321", "this symbolic link leads back to a folder it is in."
        elif not entry.is_file(follow_symlinks=False):
            code, message = "BY322", "this is neither a file nor a folder."
        if code:
            hint = "Put the file itself there." if code == "BY321" else "Remove it."
            found[path] = Problem(shown(path), 1, 1, code, message, hint)
    return found


def _entries(docs: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield everything below the folder but folders, links to folders not followed."""
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(docs / folder) as entries:
            for entry in entries:
                path = posixpath.join(folder, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    yield path, entry


def _is_below(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)


def printable_path(path: str) -> str:
    r"""Return a path for messages, without what breaks lines or can't be written.

    >>> printable_path("a\nb\udcff.md")
    'a\\nb\\xff.md'
    """
    return "".join(
        (f"\\x{ord(char) - 0xDC00:02x}" if 0xDC80 <= ord(char) <= 0xDCFF else ascii(char)[1:-1])
        if unicodedata.category(char) in _UNPRINTABLE
        else char
        for char in path
    )


def check_name(path: str, shown: str, *, in_blog: bool) -> Problem | None:
    """Return why no file of this name can be published, by whomever; None if one can.

    Args:
        path: The file's path in the docs folder.
        in_blog: Whether it lies in the posts' folder.
    """

    problem = functools.partial(Problem, shown, 1, 1)
    if path.isascii() and path.isprintable():
        kinds = ""
    else:
        kinds = "".join(map(unicodedata.category, path))
    if "Cs" in kinds and (in_blog or path.endswith(MARKDOWN)):  # It would get a URL.
        return problem("BY341", "the file's name has a byte that is not UTF-8.", "Rename it.")
    if not in_blog:
        return None
    if any(kind in kinds for kind in _UNPRINTABLE):
        return problem("BY341", "the file's name has a control character.", "Rename it.")
    kind = posixpath.splitext(path)[1]
    if kind not in MARKDOWN and kind.lower() in MARKDOWN:
        message = f"files of the kind '{kind}' are no posts to MkDocs, which would copy them."
        return problem("BY323", message, f"Rename it to end in '{kind.lower()}'.")
    return None


def check_file(file: str, path: str, shown: str, *, fills_site: bool) -> Problem | None:
    """Return why a file beside posts can't be published, if so. Pictures are not decoded.

    Args:
        path: The file's path below the posts' folder.
        fills_site: Whether what lies there ends up at the site's root.
    """

    problem = functools.partial(Problem, shown, 1, 1)
    if "\\" in path or (found := unseen(path)):
        what = "a backslash" if "\\" in path else found[1] if found else ""
        return problem("BY341", f"the file's name has {what}.", "Rename it.")
    name = posixpath.basename(path)
    kind = posixpath.splitext(name)[1].lower()
    if "/." in f"/{path}":
        return problem("BY323", "hidden files are not published.", "Rename it, or remove it.")
    if kind not in PUBLISHED:
        what = f"files of the kind '{kind}'" if kind else "files without an extension"
        hint = REFUSED["BY323"]
        if kind in WRITTEN:
            hint = f"If this is a post, save it as Markdown: '{name[: -len(kind)]}.md'."
        return problem("BY323", f"{what} are not published beside posts.", hint)
    if fills_site and path.lower() in SITE_FILES:
        return problem("BY324", f"'{name}' speaks for the whole site.", "Rename it.")
    size = os.path.getsize(file)  # noqa: PTH202  A `Path` costs as much as all the rest.
    limit = MAX_PICTURE if kind in MEASURED or kind == ".svg" else MAX_FILE
    if size > limit:
        message = f"the file has {size:,} bytes; {limit:,} are allowed."
        return problem("BY326", message, "Make it smaller.")
    if kind in MEASURED:
        width, height = dimensions(file)
        if width * height > MAX_PIXELS:
            message = f"the picture has {width:,} × {height:,} pixels; at most {MAX_PIXELS:,}."
            return problem("BY326", message, "Make it smaller.")
    if kind == ".svg" and (active := active_content(Path(file).read_bytes())):
        line, column, message = active
        hint = "Export the drawing anew as plain SVG, all in one file, or save it as PNG."
        return Problem(shown, line, column, "BY325", message, hint)
    return None


def dimensions(file: str) -> tuple[int, int]:
    """Return width and height in pixels; -1 where they can't be read."""
    with Path(file).open("rb") as opened:
        if opened.read(256).lstrip()[:1] == b"<":  # XML, which would be parsed.
            return -1, -1
        opened.seek(0)
        try:
            width, height = imagesize.get(opened, exif_rotation=False)
        except Exception:  # Whatever a broken header leads to.
            return -1, -1
    return width, height

"""URLs of posts, topics and authors."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from urllib.parse import quote, unquote

from mkdocs_byline.content.safe_files import MARKDOWN
from mkdocs_byline.locales import format_moment
from mkdocs_byline.model import Build, Person
from mkdocs_byline.settings import Settings

MAX_SEGMENT = 200  # Bytes; most file systems stop at 255, and `index.html.tmp` wants room.

_UNFIT = re.compile(r"[\\\x00-\x1f\x7f-\x9f]")  # Backslash and control characters.
_SURROGATE = re.compile("[\ud800-\udfff]")
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class BadPath(ValueError):
    """The path would leave the blog's folder or can't be a file name. The text says why."""


def destination(path: str, *, directory_urls: bool, folder: str = "") -> tuple[str, str]:
    """Return URL and output file for a Markdown path, by MkDocs' rules.

    Args:
        folder: Lies in the site and holds what that path would be in otherwise.

    >>> destination("blog/a.md", directory_urls=True)
    ('blog/a/', 'blog/a/index.html')
    >>> destination("blog/a.md", directory_urls=True, folder="de")
    ('de/blog/a/', 'de/blog/a/index.html')
    """
    stem = posixpath.join(folder, path.removesuffix(".md"))
    if not directory_urls:
        return quote(f"{stem}.html"), f"{stem}.html"
    above, _, name = stem.rpartition("/")
    if name != "index":
        above = stem
    return quote(f"{above or '.'}/"), f"{above}/index.html" if above else "index.html"


def file_destination(path: str, *, directory_urls: bool) -> str:
    """Return the output file of any file in the docs folder, by MkDocs' rules.

    >>> file_destination("a/README.md", directory_urls=True)
    'a/index.html'
    """
    stem, extension = posixpath.splitext(path)
    if extension not in MARKDOWN:
        return path
    folder, name = posixpath.split(stem)
    page = posixpath.join(folder, "index" if name == "README" else name)
    return destination(f"{page}.md", directory_urls=directory_urls)[1]


def below(folder: str, path: str) -> str:
    """Return the Markdown path for `path` inside `folder`.

    Raises:
        BadPath: if it is empty, leaves the folder, or has a part no file can be named.
    """
    inner = posixpath.normpath(path.strip("/"))
    if inner == ".":
        raise BadPath("it is empty")
    if inner.split("/")[0] == "..":
        raise BadPath("it leaves " + ("the blog's folder" if folder else "the site"))
    if _UNFIT.search(inner) or _SURROGATE.search(inner):
        raise BadPath("it has a character that no file name may have")
    if len(inner) * 4 > MAX_SEGMENT and any(
        len(part.encode()) > MAX_SEGMENT for part in inner.split("/")
    ):
        raise BadPath(f"a part of it is longer than {MAX_SEGMENT} bytes")
    return posixpath.join(folder, f"{inner}.md")


def is_inside(dest: str) -> bool:
    """Whether an output file lies inside the site, wherever that is."""
    return (
        posixpath.normpath(dest) == dest
        and not dest.startswith(("/", "../"))
        and dest not in (".", "..")
        and not re.match("[A-Za-z]:", dest)
        and not _UNFIT.search(dest)
    )


def former(text: str) -> tuple[str, str]:
    """Return URL and output file of a page that was once at this path of the site.

    >>> former("/2019/hello.html")
    ('2019/hello.html', '2019/hello.html')
    >>> former("2019/hello")
    ('2019/hello/', '2019/hello/index.html')

    Raises:
        BadPath: if it is no path, or as `below` does.
    """
    if _ELSEWHERE.match(text):
        raise BadPath("it is on another site; only the path is needed")
    if "?" in text or "#" in text:
        raise BadPath("what follows '?' or '#' can't be told apart by a page")
    path = below("", unquote(text)).removesuffix(".md")
    if text.endswith("/") or not path.endswith((".html", ".htm")):
        path = f"{path}/index.html"
    folder, name = posixpath.split(path)
    return quote(f"{folder}/" if folder and name == "index.html" else path), path


def shorten(slug: str, separator: str) -> str:
    """Cut a slug that no file could be named, at a word if there is one to cut at."""
    data = slug.encode()
    if len(data) <= MAX_SEGMENT:
        return slug
    cut = data[:MAX_SEGMENT].decode(errors="ignore")
    return cut.rpartition(separator)[0] or cut if separator else cut


def post_path(
    *,
    slug: str,
    stem: str,
    created: dt.datetime | None,
    categories: list[str],
    settings: Settings,
    build: Build,
) -> str:
    """Return the Markdown path that a post's URL corresponds to.

    Raises:
        BadPath: see `below`.
    """
    date = "undated"
    if created:
        date = format_moment(created, settings.post_url_date_format, build.language)
    topics: list[str] = []
    if "{categories" in settings.post_url_format:
        some = categories[: settings.post_url_max_categories]
        topics = [topic_slug(name, settings) for name in some]
    inner = settings.post_url_format.format(
        categories="/".join(topics),
        date=date,
        file=stem,
        slug=slug,
    )
    return below(settings.blog_dir, inner)


def post_slug(title: str, settings: Settings) -> str:
    separator = settings.post_slugify_separator
    return shorten(settings.post_slugify(title, separator), separator)


def topic_slug(name: str, settings: Settings) -> str:
    """Return the slug of a category or tag."""
    separator = settings.categories_slugify_separator
    return shorten(settings.categories_slugify(name, separator), separator)


def _listing(inner: str, settings: Settings) -> str | None:
    try:
        path = below(settings.blog_dir, inner)
    except BadPath:
        return None
    stem = path.removesuffix(".md")
    if posixpath.basename(stem) in ("index", "README"):  # Which is the folder's own page.
        return f"{stem}/index.md"
    return path


def category_path(name: str, settings: Settings) -> str | None:
    """Return the path of a category's listing; None for a name that leaves nothing to name it."""
    slug = topic_slug(name, settings)
    return _listing(settings.categories_url_format.format(slug=slug), settings) if slug else None


def tag_path(name: str, settings: Settings) -> str | None:
    """Return the path of a tag's listing; None for a name that leaves nothing to name it."""
    slug = topic_slug(name, settings)
    return _listing(settings.tags_url_format.format(slug=slug), settings) if slug else None


def series_path(name: str, settings: Settings) -> str | None:
    """Return the path of a series' listing; None for a name that leaves nothing to name it."""
    slug = topic_slug(name, settings)
    return _listing(settings.series_url_format.format(slug=slug), settings) if slug else None


def author_path(person: Person, settings: Settings) -> str | None:
    """Return the path of a profile; None for guests and people who want none."""
    slug = person.slug or person.id
    if not slug or person.hidden:
        return None
    inner = settings.authors_profiles_url_format.format(slug=slug, name=person.name)
    return _listing(inner, settings)


def subscribe_path(settings: Settings) -> str:
    """Return the path of the page that says how to follow the blog."""
    return posixpath.join(settings.blog_dir, "subscribe.md")


def archive_path(created: dt.datetime, settings: Settings, build: Build) -> str | None:
    """Return the path of the archive's listing that a post of this date is in."""
    date = format_moment(created, settings.archive_url_date_format, build.language)
    return _listing(settings.archive_url_format.format(date=date), settings)


def page_path(path: str, number: int, settings: Settings) -> str:
    """Return the path of a listing's further page, as Material's blog lays them out."""
    inner = settings.pagination_url_format.format(page=number)
    stem = path.removesuffix(".md")
    if posixpath.basename(stem) == "index":
        return below(posixpath.dirname(stem), f"{inner}/index")
    return below(stem, inner)

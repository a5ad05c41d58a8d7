"""The pictures that posts show: which files they are, and in which sizes there will be each."""

from __future__ import annotations

import importlib.util
import posixpath
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

from mkdocs_byline.blog.media import medium_place
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.pictures import kind, names, read_header
from mkdocs_byline.content.schema import ImageEntry
from mkdocs_byline.model import Image, Picture
from mkdocs_byline.problems import Problem, did_you_mean
from mkdocs_byline.settings import Settings

WIDTHS = (480, 960, 1440, 1920)
MIN_LENGTH = 30_000  # Bytes. Less than that loads as quickly as it is.
MAX_SCALED_PIXELS = 50_000_000  # To scale a picture takes four bytes and more for each.
_SCALED = frozenset(("image/jpeg", "image/png", "image/webp"))


@dataclass(frozen=True, slots=True)
class PicturesOfPost:
    """A post's lead picture, those that its text may show, and what is wrong with the first."""

    image: Image | None = None
    named: tuple[Picture, ...] = ()
    problem: Problem | None = None


NO_PICTURES = PicturesOfPost()


def has_pillow() -> bool:
    """Whether smaller sizes can be made: Pillow is an extra."""
    return importlib.util.find_spec("PIL") is not None


class Pictures:
    """The pictures of a docs folder.

    Attributes:
        files: Paths of all files that may be published.
        open: Opens one.
        scales: Whether smaller sizes are made.
        lacks_pillow: Whether they would have been, of a picture that was asked for.
    """

    def __init__(
        self,
        files: Collection[str],
        open: Callable[[str], BinaryIO],
        settings: Settings,
    ) -> None:
        self.files, self.open, self.settings = files, open, settings
        self.scales = settings.picture_sizes and has_pillow()
        self.known: dict[str, Picture | None] = {}
        self.by_post: dict[str, tuple[Source, PicturesOfPost]] = {}
        self.lacks_pillow = False

    def continue_from(self, last: Pictures) -> None:
        """Take over what is known of the same files."""
        self.known, self.by_post = last.known, last.by_post

    def forget_posts(self) -> None:
        """Forget which pictures posts have: their sources are held with them."""
        self.by_post.clear()

    def get(self, path: str) -> Picture | None:
        """Return a picture by its path; None if there is none."""
        if path not in self.known:
            self.known[path] = self._read(path) if path in self.files and kind(path) else None
        return self.known[path]

    def _read(self, path: str) -> Picture | None:
        settings = self.settings
        try:
            with self.open(path) as file:
                header = read_header(file, path)
        except OSError:
            return None
        in_blog = path.startswith(f"{settings.posts_folder}/")
        dest = medium_place(path, settings) if in_blog else path
        widths: tuple[int, ...] = ()
        pixels = header.width * header.height
        is_large = header.length > MIN_LENGTH and 0 < pixels <= MAX_SCALED_PIXELS
        fits = is_large and kind(path) in _SCALED and not header.is_animated
        self.lacks_pillow |= fits and settings.picture_sizes and not self.scales
        if fits and self.scales:
            own = min(header.width, WIDTHS[-1])
            widths = (*(each for each in WIDTHS if each < own * 0.9), own)
        return Picture(path, dest, header.width, header.height, header.length, kind(path), widths)

    def named_in(self, text: str, path: str) -> tuple[Picture, ...]:
        """Return the pictures that a text may show, of a post at this path, sorted.

        In raw HTML a path starts at the post's URL, as a place in the docs folder does here.
        """
        found = {}
        for name in names(text):
            for each in self._candidates(unquote(name), path):
                if picture := self.get(each):
                    found[each] = picture
        return tuple(found[each] for each in sorted(found))

    def _candidates(self, name: str, path: str) -> tuple[str, ...]:
        posts, blog = self.settings.posts_folder, self.settings.blog_dir
        inner = name.lstrip("/")
        while inner.startswith("../"):
            inner = inner.removeprefix("../")
        places = (
            posixpath.join(posixpath.dirname(path), name),
            posixpath.join(posts, inner),
            posixpath.join(posts, inner.removeprefix(f"{blog}/")),
            inner,
        )
        return tuple(dict.fromkeys(map(posixpath.normpath, places)))

    def of(self, source: Source) -> PicturesOfPost:
        """Return the pictures of a post."""
        of, found = self.by_post.get(source.path, (None, NO_PICTURES))
        if of is not source:
            named, (image, problem) = self.named_in(source.body, source.path), self.lead(source)
            is_any = named or image or problem
            found = PicturesOfPost(image, named, problem) if is_any else NO_PICTURES
            self.by_post[source.path] = source, found
        return found

    def lead(self, source: Source) -> tuple[Image | None, Problem | None]:
        """Return a post's lead picture, and what is wrong with it."""
        entry = source.matter.image
        if entry is None:
            return None, None
        words = (entry.alt or "", entry.caption, entry.credit, entry.focus)
        if urlsplit(entry.src).scheme:
            return Image(entry.src, *words), None
        for path in self._lead_places(entry, source.path):
            if picture := self.get(path):
                return Image(quote(picture.dest), *words, picture), None
        return None, self._missing(source, entry)

    def _missing(self, source: Source, entry: ImageEntry) -> Problem:
        others = {posixpath.basename(each) for each in self.files if kind(each)}
        hint = did_you_mean(posixpath.basename(entry.src), others)
        hint = hint or "Give its path from the post's own file, or from the docs folder."
        message = f"the lead picture '{entry.src}' is not there."
        return Problem(source.shown, *source.position("image"), "BY141", message, hint)

    @staticmethod
    def _lead_places(entry: ImageEntry, path: str) -> tuple[str, ...]:
        name = unquote(entry.src.partition("#")[0].partition("?")[0])
        beside = posixpath.join(posixpath.dirname(path), name)
        return posixpath.normpath(beside), posixpath.normpath(name.lstrip("/"))

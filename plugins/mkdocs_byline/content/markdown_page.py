"""Links, headings, pictures and paragraphs of a Markdown text, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

At = tuple[int, int]  # Line and column, both from 1.


@dataclass(frozen=True, slots=True)
class Heading:
    """`text` is plain; `id` is what an attribute list gives it, empty without."""

    at: At
    level: int
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture.

    `text` is plain: a link's words or a picture's text alternative; None for a URL that is its
    own text. `target` is as written, without what escapes. In HTML, a path starts at the page's
    URL, not at its file; where the file `is_shown` there, it may start at either.
    """

    at: At
    target: str
    text: str | None
    is_image: bool = False
    is_decorative: bool = False
    is_html: bool = False
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text` has no markup that stands for no words."""

    at: At
    text: str


@dataclass(slots=True)
class Page:
    """What is in a post.

    `paragraphs` are those of some length. `ids` were given explicitly; `is_open` says that the
    page may have others.
    """

    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bare: list[tuple[At, str]] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    is_open: bool = False

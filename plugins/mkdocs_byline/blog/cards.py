"""What stands on posts' cards, their pictures in link previews, and whether fonts have all of it.

Builds and checks find the same: so nothing here is asked of the theme, nor of converted HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.body import first_heading
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.drawing import is_installed
from mkdocs_byline.drawing.fonts import FontError, Fonts, load_fonts
from mkdocs_byline.drawing.svg import clean
from mkdocs_byline.locales import format_moment
from mkdocs_byline.model import Build, Person, Post
from mkdocs_byline.problems import Problem
from mkdocs_byline.settings import Settings
from mkdocs_byline.theme_names import first_named, written_names
from mkdocs_byline.translations import list_pieces

if TYPE_CHECKING:
    from mkdocs_byline.blog.project import Project

TEMPLATE = "byline/card.svg.html"
_NAMED = 5  # Characters that one message names.
_HINT = "Give the site a font that has it with 'cards_fonts', or do without it."


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says, besides a post's reading time and the site's name."""

    title: str
    byline: str = ""
    date: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a blog.

    Attributes:
        site: What the card of all pages says that have none of their own.
        texts: By path of the post; without those of which no font has a character.
    """

    fonts: Fonts
    site: CardText
    texts: Mapping[str, CardText]


def are_drawn(project: Project) -> bool:
    """Whether the site has cards: not beside those of Material's `social` plugin.

    Nor without the site's URL, which links to them begin with.
    """
    plugins, settings = project.plugins, project.settings
    social = first_named(plugins, written_names("social"))
    theirs = social is not None and all(social.get(each, True) for each in ("enabled", "cards"))
    return bool(settings.cards and project.site_url) and is_installed() and not theirs


def template_of(settings: Settings) -> str:
    return settings.cards if isinstance(settings.cards, str) else TEMPLATE


def read_cards(
    project: Project,
    build: Build,
    authors: Authors,
    posts: Iterable[Post],
) -> tuple[Cards | None, tuple[Problem, ...]]:
    """Return the cards of posts, those too that are not out yet, and what is wrong with them."""
    if not are_drawn(project):
        return None, ()
    settings, config = project.settings, project.config_name
    if not project.has_template(template_of(settings)):
        message = f"cards: there is no template '{settings.cards}'."
        return None, (Problem(config, 1, 1, "BY117", message, "Write its path in 'custom_dir'."),)
    try:
        fonts = load_fonts([project.root / each for each in settings.cards_fonts])
    except FontError as error:
        message = f"cards_fonts: {error.file.name}: {error.reason}."
        hint = "Name TrueType or OpenType files (.ttf, .otf, .ttc), not .woff2."
        return None, (Problem(config, 1, 1, "BY452", message, hint),)
    finder = _Finder(project, build, authors, fonts)
    if problems := [*finder.of_site()]:
        return None, tuple(problems)
    texts = {}
    for post in posts:
        text, found = finder.of_post(post)
        problems += found
        if not found:
            texts[post.path] = text
    return Cards(fonts, finder.site, texts), tuple(problems)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds characters that no font has, and where they are written."""

    project: Project
    build: Build
    authors: Authors
    fonts: Fonts

    @property
    def site(self) -> CardText:
        project = self.project
        return CardText(project.site_name, description=project.site_description)

    def of_site(self) -> Iterator[Problem]:
        """Yield what is wrong with the site's name, which all cards have, and its description."""
        text, config = self.site, self.project.config_name
        yield from self._missing(text.title, "site_name", config, (1, 1))
        yield from self._missing(text.description, "site_description", config, (1, 1))

    def of_post(self, post: Post) -> tuple[CardText, list[Problem]]:
        """Return what a post's card says, and what of it no font has."""
        settings = self.project.settings
        created, date = post.dates.created, ""
        if created:
            date = format_moment(created, settings.post_date_format, self.build.language)
        names = [each.name for each in post.authors]
        between = list_pieces(len(names), self.build.language)
        byline = "".join(map("".join, zip_longest(between, names, fillvalue="")))
        text = CardText(post.title, byline, date)
        if not self.fonts.missing(clean(f"{text.title} {byline} {date}")):
            return text, []
        source = self.project.source(post.path)
        problems = [*self._missing(text.title, "title", source.shown, _title_position(source))]
        for person in post.authors:
            problems += self._missing(person.name, *self._entry(person, source))
        config = self.project.config_name
        written = "".join((date, *between))
        problems += self._missing(written, "dates and lists of names", config, (1, 1))
        return text, problems

    def _entry(self, person: Person, source: Source) -> tuple[str, str, tuple[int, int]]:
        """Return where a person's name is written: what, file, line and column."""
        if line := self.authors.lines.get(person.id):
            return f"the name of '{person.id}'", self.authors.shown, (line, 1)
        return "authors", source.shown, source.position("authors")

    def _missing(
        self, text: str, what: str, path: str, position: tuple[int, int]
    ) -> Iterator[Problem]:
        missing = self.fonts.missing(clean(text))
        if missing:
            named = ", ".join(map(_described, missing[:_NAMED]))
            more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
            message = f"{what}: no font for cards has {named}{more}."
            yield Problem(path, *position, "BY451", message, _HINT)


def _described(cluster: str) -> str:
    return f"'{cluster}' ({' '.join(f'U+{ord(char):04X}' for char in cluster)})"


def _title_position(source: Source) -> tuple[int, int]:
    """Return where a post's title is written."""
    if source.matter.title:
        return source.position("title")
    _, line = first_heading(source.body)
    return (source.body_line + line - 1, 1) if line else (1, 1)

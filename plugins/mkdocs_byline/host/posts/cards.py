"""Parts of cards in a build: the theme's logo and colour, and the site's template."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import meta

from mkdocs_byline.blog.cards import CardText, template_of
from mkdocs_byline.cache.store import key
from mkdocs_byline.content.pictures import kind
from mkdocs_byline.content.safe_files import MAX_PIXELS, dimensions
from mkdocs_byline.drawing import is_installed
from mkdocs_byline.drawing.svg import DrawingError, Picture, clean, draw, is_rtl, versions
from mkdocs_byline.host.log import log, problems
from mkdocs_byline.outputs.cards import DRAWN, Card, CardDrawing, media_type
from mkdocs_byline.problems import Problem
from mkdocs_byline.translations import count

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.blog.cards import Cards
    from mkdocs_byline.host.build_state import BuildState

_COLOR = "#4051b5"  # Where neither the site nor its theme has one.
_PLURALS = ("zero", "one", "two", "few", "many", "other")
_INK = "#24201c"
_LOGOS = DRAWN | {"image/svg+xml"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What all cards of a site have in common; `digest` is of all of it."""

    env: jinja2.Environment
    template: str
    color: str
    logo: Picture | None
    digest: str


@functools.cache
def note_if_not_installed() -> None:
    """Say once why there are no cards."""
    if not is_installed():
        log.info("byline: no cards are drawn: pip install 'mkdocs-byline[cards]' is missing.")


def card_drawing(state: BuildState) -> CardDrawing | None:
    """Return what draws the cards of a build; None if there are none."""
    cards = state.blog.cards
    if cards is None:
        return None

    @functools.cache  # Only once somebody asks for a card: in the preview, that may be never.
    def site_look() -> _Look:
        return _look(state, cards)

    def draw_card(path: str, text: CardText) -> bytes:
        look = site_look()
        card = Card(
            title=text.title,
            byline=text.byline,
            date=text.date,
            minutes=_minutes(state, cards, path),
            description=text.description,
            site_name=state.project.site_name if path else "",
            color=look.color,
            logo=look.logo,
            picture=_cover(state, path),
            rtl=is_rtl(text.title),
        )
        try:
            return draw(look.env, look.template, {"card": card}, cards.fonts)
        except DrawingError as error:
            message = f"the template '{look.template}' makes no picture: {error}."
            problem = Problem(state.project.config_name, 1, 1, "BY453", message, "Mend it.")
            problems([problem], preview=state.blog.build.preview)
            raise FileNotFoundError(path) from error  # There is none in the preview.

    def card_key(path: str, text: CardText) -> str:
        cover = _cover(state, path)
        parts = (cover.type, cover.data) if cover else ()
        return key(site_look().digest, repr(text), path and _minutes_key(state, path), *parts)

    return CardDrawing(draw_card, card_key)


def _look(state: BuildState, cards: Cards) -> _Look:
    config, settings = state.project.config, state.blog.settings
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(config.theme.dirs),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    color = settings.cards_color or theme_color(config) or _COLOR
    logo, template = theme_logo(config, color), template_of(settings)
    words = [state.project.translate(f"readtime.{form}") for form in _PLURALS]
    parts = [versions(), cards.fonts.digest, color, state.project.site_name, *words]
    parts.append(state.blog.build.language)
    parts += _sources(env, template)
    picture = (logo.type, logo.data) if logo else ()
    return _Look(env, template, color, logo, key(*parts, *picture))


def _sources(env: jinja2.Environment, name: str) -> list[str]:
    """Return the text of a template and of those that it includes, by whatever name it can."""
    texts: dict[str, str] = {}
    names = [name]
    while names:
        each = names.pop()
        with contextlib.suppress(jinja2.TemplateError, OSError):
            if each not in texts and env.loader:
                texts[each] = env.loader.get_source(env, each)[0]
                names += filter(None, meta.find_referenced_templates(env.parse(texts[each])))
    return [part for pair in texts.items() for part in pair]


def _cover(state: BuildState, path: str) -> Picture | None:
    """Return the picture of a post that is on its card, if it is one and not enormous."""
    cover = state.cards.covers.get(path)
    if cover is None:
        return None
    file = state.project.docs / cover
    with contextlib.suppress(OSError):
        width, height = dimensions(str(file))
        if width > 0 and width * height <= MAX_PIXELS:
            return Picture(file.read_bytes(), media_type(cover))
    return None


def _minutes(state: BuildState, cards: Cards, path: str) -> str:
    """Return the reading time in words; empty if there is none, or no font for the words."""
    if not path or not state.blog.settings.post_readtime:
        return ""
    post = state.blog.posts[path]
    conversion = state.conversion(post)
    minutes = conversion.value.minutes if conversion else 0
    if not minutes:
        return ""
    language = state.blog.build.language
    words = count(state.project.translate, "readtime", minutes, language)
    return "" if cards.fonts.missing(clean(words)) else words


def _minutes_key(state: BuildState, path: str) -> str:
    settings, post = state.blog.settings, state.blog.posts[path]
    if not settings.post_readtime or (conversion := state.conversion(post)) is None:
        return ""
    words_per_minute = settings.post_readtime_words_per_minute
    return key(conversion.known_digest, str(post.readtime), str(words_per_minute))


def theme_logo(config: MkDocsConfig, color: str) -> Picture | None:
    """Return the theme's logo, a file or one of its icons, from where it lies."""
    icons = config.theme.get("icon")
    icon = icons.get("logo") if isinstance(icons, Mapping) else None
    if logo := config.theme.get("logo"):
        form = kind(str(logo))
        data = _first_file([config.docs_dir, *config.theme.dirs], str(logo))
        if data and form in _LOGOS:
            return Picture(data, form, inline=form == "image/svg+xml")
    elif isinstance(icon, str):
        data = _first_file(config.theme.dirs, f".icons/{icon}.svg")
        if data:
            mark = f'<svg color="{color}" fill="{color}" '.encode()
            return Picture(data.replace(b"<svg ", mark, 1), "image/svg+xml", inline=True)
    return None


def _first_file(folders: Iterable[str], name: str) -> bytes:
    """Return what is in the first file of this name; empty if there is none."""
    for folder in folders:
        with contextlib.suppress(OSError, ValueError):
            return Path(folder, name).read_bytes()
    return b""


def theme_color(config: MkDocsConfig) -> str:
    """Return the primary colour of Material's first palette; empty if it is white or unknown."""
    palette = config.theme.get("palette")
    palettes = palette if isinstance(palette, list) else [palette]
    named = (each.get("primary") for each in palettes if isinstance(each, Mapping))
    name = re.escape(str(next(filter(None, named), "")).replace(" ", "-"))
    if name == "black":
        return _INK
    rule = rf"\[data-md-color-primary=\"?{name}\"?\]\{{--md-primary-fg-color:(#[0-9a-f]{{6}})"
    for folder in map(Path, config.theme.dirs):
        for sheet in sorted(folder.glob("assets/stylesheets/palette*.css")):
            match = re.search(rule, sheet.read_text(encoding="utf-8", errors="replace"))
            if match and match[1] != "#ffffff":
                return match[1]
    return ""

"""What people may write, as typed models: front matter, and entries of the authors file.

Values arrive as the text their author typed (see `yamltree.text_value`), so `tags: [no, 1.0]`
stays `no` and `1.0`; each field reads its own text. The JSON Schemas for editors come from here.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)

from mkdocs_byline.content.confusables import UnseenError, unseen
from mkdocs_byline.content.dates import parse_date
from mkdocs_byline.model import Link

# An icon's name, as Material has it.
ICON = re.compile(r"[\w-]+(/[\w-]+)+")

# Keys that MkDocs, Material and their usual companions read from a page's front matter.
PASSED_ON = frozenset(
    ("boost", "hide", "icon", "search", "social", "status") + ("subtitle", "template")
)


def _as_list(value: object) -> object:
    """Accept one value for a list of one, and drop empty items."""
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item is not None]


def _seen(text: str) -> str:
    """Return a text in its composed form, if readers see all of it."""
    composed = unicodedata.normalize("NFC", text.strip())
    if found := unseen(composed):
        at, what = found
        raise UnseenError(f"character {at + 1} is {what}, which no reader sees")
    return composed


def _unique(value: object) -> object:
    items = _as_list(value)
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        stripped = [_seen(item) for item in items]
        return list(dict.fromkeys(item for item in stripped if item))
    return items


def _text(value: object) -> object:
    return "" if value is None else _seen(value) if isinstance(value, str) else value


def _seen_or_none(value: object) -> object:
    return _seen(value) if isinstance(value, str) else value


def _people(value: object) -> object:
    items = _as_list(value)
    assert isinstance(items, list)
    return [_seen(item) if isinstance(item, str) else item for item in items]


def _flag(value: object) -> object:
    return False if value is None else value


def _url(value: object) -> object:
    """Allow http, https, mailto and relative URLs, as browsers will read them.

    https://url.spec.whatwg.org/#url-parsing: a backslash is read as a slash, a tab not at all.
    """
    text = _text(value)
    if isinstance(text, str):
        if "\\" in text or not text.isprintable():
            raise ValueError(f"'{text}' has a character that no URL may have")
        if text.startswith("//"):
            raise ValueError(f"'{text}' leads to another host; begin it with https:")
        try:
            scheme = urlsplit("".join(c for c in text if c > " ")).scheme.lower()
        except ValueError as error:
            raise ValueError(f"'{text}' is not a URL: {error}") from None
        if scheme not in ("", "http", "https", "mailto"):
            raise ValueError(f"URLs may start with http:, https: or mailto:, not {scheme}:")
    return text


def _slug(value: object) -> object:
    text = _text(value)
    if isinstance(text, str) and ("/" in text or "\\" in text or text in (".", "..")):
        raise ValueError(f"'{text}' is not a slug; use letters, digits and hyphens")
    return text


def _icon(value: object) -> object:
    text = _text(value)
    if isinstance(text, str) and text and not ICON.fullmatch(text):
        raise ValueError(f"'{text}' is no icon; write a name as in material/feather")
    return text


def _language(value: object) -> object:
    """Check the form of a language tag (https://www.rfc-editor.org/rfc/rfc5646)."""
    text = _text(value)
    if isinstance(text, str):
        text = text.replace("_", "-")
        if text and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text):
            raise ValueError(f"'{text}' is not a language tag; write one as in en, pt-BR or ar")
    return text


def _github(value: object) -> object:
    text = _text(value)
    if not isinstance(text, str):
        return text
    login = text.removeprefix("https://github.com/").removeprefix("@").rstrip("/")
    if login and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", login):
        raise ValueError(f"'{text}' is not a GitHub login")
    return login


def _orcid(value: object) -> object:
    """Check the iD's last digit too.

    https://support.orcid.org/hc/en-us/articles/360006897674
    """
    text = _text(value)
    if not isinstance(text, str) or not text:
        return text
    orcid = text.removeprefix("https://orcid.org/").upper()
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit if digit in "0123456789" else 0)) * 2
    check = "0123456789X"[(12 - total % 11) % 11]
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", orcid, re.ASCII) or orcid[-1] != check:
        raise ValueError(f"'{text}' is not an ORCID iD")
    return orcid


def _fediverse(value: object) -> object:
    """Read a handle, or the profile's URL as servers that run Mastodon have it."""
    text = _text(value)
    if not isinstance(text, str) or not text:
        return text
    if url := re.fullmatch(r"https://([^/@\s]+)/@([^/@\s]+)/?", text):
        host, name = url.groups()
    else:
        name, _, host = text.removeprefix("@").partition("@")
    if not re.fullmatch(r"[\w.-]+", name, re.ASCII) or not re.fullmatch(
        r"[a-z\d-]+(?:\.[a-z\d-]+)+", host, re.ASCII | re.IGNORECASE
    ):
        raise ValueError(f"'{text}' is no handle in the fediverse, as in @jane@example.social")
    return f"@{name}@{host.lower()}"


def _moment(value: object, info: ValidationInfo) -> object:
    """Read a date in the site's zone; reading it is `parse_date`'s business."""
    if not isinstance(value, str):
        raise ValueError("a date is needed")
    zone = (info.context or {}).get("zone", dt.UTC)
    try:
        return parse_date(value, zone)
    except ValueError as error:
        raise ValueError(f"'{value}' can't be read as a date: {error}") from None


def _date(value: object) -> object:
    return value if isinstance(value, dict) or value is None else {"created": value}


def _series(value: object) -> object:
    """Accept a name for a mapping with nothing else."""
    if not value or (isinstance(value, str) and not value.strip()):
        return None
    entry = {"name": value} if isinstance(value, str) else value
    if not isinstance(entry, dict | SeriesEntry):
        raise ValueError("a series is one name, or a mapping of 'name' and 'part'")
    if isinstance(entry, dict) and (others := entry.keys() - SeriesEntry.model_fields):
        raise ValueError(f"'{min(others)}' is no key of a series; these are 'name' and 'part'")
    return entry


def _related(value: object) -> object:
    """Accept `false`, or the posts to pin, for a mapping."""
    word = value.strip().lower() if isinstance(value, str) else value
    if word in ("false", "no", "off", False):
        return False
    if word in ("true", "yes", "on", True) or not word:
        return None
    entry = {"pin": value} if isinstance(value, str | list) else value
    if not isinstance(entry, dict | RelatedEntry):
        raise ValueError("related posts are a list of paths, or 'pin' and 'ban', or false")
    if isinstance(entry, dict) and (others := entry.keys() - RelatedEntry.model_fields):
        raise ValueError(f"'{min(others)}' is no key of related posts; these are 'pin' and 'ban'")
    return entry


def _image(value: object) -> object:
    """Accept a path for a mapping with nothing else."""
    if not value or (isinstance(value, str) and not value.strip()):
        return None
    entry = {"src": value} if isinstance(value, str) else value
    if not isinstance(entry, dict | ImageEntry):
        raise ValueError("a lead picture is one path, or a mapping with 'src'")
    if isinstance(entry, dict) and (others := entry.keys() - ImageEntry.model_fields - {"path"}):
        known = "'src', 'alt', 'caption', 'credit' and 'focus'"
        raise ValueError(f"'{min(others)}' is no key of a lead picture; these are {known}")
    return entry


def _picture_url(value: object) -> object:
    text = _url(value)
    if isinstance(text, str) and urlsplit(text).scheme not in ("", "https"):
        raise ValueError(f"'{text}' is not loaded safely; begin it with https:, or give a path")
    return text


def _focus(value: object) -> object:
    """Read where a picture's main thing is: one or two percentages, across and down."""
    text = _text(value)
    if isinstance(text, str) and text:
        parts = text.replace(",", " ").split()
        if len(parts) > 2 or not all(re.fullmatch(r"(?:100|\d{1,2})%?", each) for each in parts):
            raise ValueError(f"'{text}' is no point; write two percentages, as in 50% 20%")
        return " ".join(f"{each.rstrip('%')}%" for each in parts)
    return text


def _links(value: object) -> tuple[Link, ...]:
    """Read links as MkDocs reads `nav`: paths, `label: path`, or `heading: [...]`."""
    if value is None:
        return ()
    if not isinstance(value, list | dict):
        raise ValueError("links are a list")
    items = value if isinstance(value, list) else [value]
    return tuple(_link(each) for item in items for each in _single(item))


def _single(item: object) -> list[object]:
    """Return a mapping of several labels as one mapping for each, in a list."""
    if isinstance(item, dict) and set(item) != {"label", "url"} and len(item) > 1:
        return [{label: target} for label, target in item.items()]
    return [item]


def _link(item: object) -> Link:
    if isinstance(item, str):
        return Link("", str(_url(item)))
    if isinstance(item, dict) and set(item) == {"label", "url"}:
        return Link(_seen(str(item["label"])), str(_url(item["url"])))
    if isinstance(item, dict) and len(item) == 1:
        ((label, target),) = item.items()
        if isinstance(target, str):
            return Link(_seen(label), str(_url(target)))
        if isinstance(target, list | dict):
            return Link(_seen(label), "", _links(target))
    raise ValueError("a link is a path, 'label: path', or 'heading:' with a list of links")


_SCALAR_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_NAMES_SCHEMA = {"anyOf": [_SCALAR_SCHEMA, {"type": "array", "items": _SCALAR_SCHEMA}]}
_DATE_SCHEMA = {
    "type": "string",
    "description": "ISO 8601, as in 2026-11-22 or 2026-11-22T10:00+01:00.",
}

_LINKS_SCHEMA = {"type": ["array", "object"], "items": {"type": ["string", "object"]}}

Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(_SCALAR_SCHEMA)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Url = Annotated[str, BeforeValidator(_url)]
Names = Annotated[tuple[str, ...], BeforeValidator(_unique), WithJsonSchema(_NAMES_SCHEMA)]
Links = Annotated[tuple[Link, ...], BeforeValidator(_links), WithJsonSchema(_LINKS_SCHEMA)]
Moment = Annotated[dt.datetime, BeforeValidator(_moment), WithJsonSchema(_DATE_SCHEMA)]


class PersonEntry(BaseModel):
    """A person in the authors file, or a guest described in a post."""

    model_config = ConfigDict(extra="allow", title="Author")

    name: Text = Field(min_length=1, description="The name as readers see it.")
    description: Text = Field(
        "",
        validation_alias=AliasChoices("description", "title"),
        description="A few words: a role, a place, an interest.",
    )
    avatar: Url = Field(
        "",
        validation_alias=AliasChoices("avatar", "image_url"),
        description="Picture: a path in the docs folder, or a URL.",
    )
    url: Url = Field("", description="The person's own page.")
    slug: Annotated[Text, BeforeValidator(_slug)] = Field(
        "", description="Last part of the profile's URL; default: the id."
    )
    links: Links = Field((), description="Further links, each with `label` and `url`.")
    email: Text = Field(
        "", description="To recognise commits by; on no page, but in feeds of mkdocs-rss-plugin."
    )
    github: Annotated[Text, BeforeValidator(_github)] = Field(
        "", description="GitHub login, to recognise commits and link to."
    )
    orcid: Annotated[Text, BeforeValidator(_orcid)] = Field(
        "", description="ORCID iD, as in 0000-0002-1825-0097."
    )
    fediverse: Annotated[Text, BeforeValidator(_fediverse)] = Field(
        "", description="Handle in the fediverse, as in @jane@example.social, for link previews."
    )
    pronouns: Text = Field("", description="Shown beside the name on the profile.")
    bio: Text = Field("", description="Markdown for the profile page.")
    hidden: Flag = Field(False, description="In bylines only: no profile page, in no list.")


# Docusaurus' names for the same things (https://docusaurus.io/docs/blog#global-authors).
ALIASES = frozenset(("title", "image_url", "socials", "page", "key"))


class TopicEntry(BaseModel):
    """A topic in the topics file: a category, a tag or both."""

    model_config = ConfigDict(extra="allow", title="Topic")

    title: Text = Field("", description="The name as readers see it; default: the key.")
    description: Text = Field("", description="What posts on it are about.")
    icon: Annotated[Text, BeforeValidator(_icon)] = Field(
        "", description="An icon of the theme, as in `material/feather`."
    )
    order: int | None = Field(
        None, description="Its place in the overview, from the least; those without follow."
    )
    parent: Text = Field("", description="The wider topic that it is a part of.")
    synonyms: Names = Field((), description="Other names of it; posts with one are on this topic.")


class TopicsFile(BaseModel):
    """The topics file."""

    model_config = ConfigDict(extra="forbid", title="Topics file")

    allowed_only: bool | Literal["categories", "tags"] = Field(
        False,
        description="Whether posts may have no other topics: all, or only `categories` or `tags`.",
    )
    topics: dict[str, TopicEntry | None] = Field(
        default_factory=dict, description="Topics by name, as posts write it."
    )


def _is_entry(value: object) -> str:
    return "guest" if isinstance(value, dict | PersonEntry) else "id"


PersonRef = Annotated[
    Annotated[str, Tag("id")] | Annotated[PersonEntry, Tag("guest")], Discriminator(_is_entry)
]
People = Annotated[tuple[PersonRef, ...], BeforeValidator(_people)]


class DatesEntry(BaseModel):
    """The `date` key: one date, which is `created`, or a mapping of these."""

    model_config = ConfigDict(extra="allow", title="Dates")
    __pydantic_extra__: dict[str, Moment]

    created: Moment | None = Field(None, description="When the post was first published.")
    updated: Moment | None = Field(None, description="When its text last really changed.")
    publish_at: Moment | None = Field(None, description="Not built before this moment.")
    expires: Moment | None = Field(None, description="Not built from this moment on.")
    reviewed: Moment | None = Field(None, description="When somebody last checked the post.")


class CorrectionEntry(BaseModel):
    """What a post had wrong, and since when it has it right."""

    model_config = ConfigDict(extra="forbid", title="Correction")

    date: Moment = Field(description="When it was corrected.")
    text: Text = Field(min_length=1, description="What was wrong and what is right.")


class SeriesEntry(BaseModel):
    """The `series` key: a name, or a mapping of these."""

    model_config = ConfigDict(extra="forbid", title="Series")

    name: Text = Field(min_length=1, description="The series' name, as readers see it.")
    part: Annotated[int | None, Field(ge=1)] = Field(
        None, description="Which part the post is; without it, the first that is free by date."
    )


class RelatedEntry(BaseModel):
    """The `related` key: `false`, a list of posts to pin, or a mapping of these."""

    model_config = ConfigDict(extra="forbid", title="Related posts")

    pin: Names = Field((), description="Posts to name first, by their paths.")
    ban: Names = Field((), description="Posts not to name.")


class ImageEntry(BaseModel):
    """The `image` key: a path, or a mapping of these."""

    model_config = ConfigDict(extra="forbid", title="Lead picture")

    src: Annotated[Text, BeforeValidator(_picture_url)] = Field(
        min_length=1,
        validation_alias=AliasChoices("src", "path"),
        description="Path from the post's own file or from the docs folder, or a URL with https.",
    )
    alt: Annotated[str | None, BeforeValidator(_seen_or_none)] = Field(
        None, description='What it shows, in words; `""` for mere decoration.'
    )
    caption: Text = Field("", description="A line below it.")
    credit: Text = Field("", description="Who made it.")
    focus: Annotated[Text, BeforeValidator(_focus)] = Field(
        "", description="What must stay when it is cropped: across and down, as in `50% 20%`."
    )


class FrontMatter(BaseModel):
    """The front matter of a post."""

    model_config = ConfigDict(extra="allow", title="Front matter of a post")

    title: Text = Field("", description="The title; else the first top-level heading.")
    description: Text = Field("", description="One or two sentences for the top of the post.")
    slug: Text = Field("", description="Last part of the URL; default: from the title.")
    date: Annotated[DatesEntry | None, BeforeValidator(_date)] = Field(
        None, description="When the post was written; else a date at the start of the file name."
    )
    authors: People = Field((), description="Ids from the authors file, or people in full.")
    author: People = Field((), description="The same as `authors`.")
    editors: People = Field((), description="Who edited the post.")
    reviewers: People = Field((), description="Who checked it.")
    translators: People = Field((), description="Who translated it.")
    categories: Names = Field((), description="Topics with a listing each; few and broad.")
    tags: Names = Field((), description="Finer topics.")
    draft: bool | None = Field(None, description="Shown in the preview, absent from a build.")
    aliases: Names = Field((), description="Former URLs of the post, which lead to it.")
    pin: Flag = Field(False, description="Stands first on the blog's first page.")
    unlisted: Flag = Field(False, description="Built, but in no listing, search or site map.")
    links: Links = Field((), description="Related links, shown at the end of the post.")
    series: Annotated[SeriesEntry | None, BeforeValidator(_series)] = Field(
        None, description="The series that the post is a part of."
    )
    related: Annotated[RelatedEntry | Literal[False] | None, BeforeValidator(_related)] = Field(
        None, description="Posts to read next: paths to name first, or `false` for none."
    )
    corrections: Annotated[tuple[CorrectionEntry, ...], BeforeValidator(_as_list)] = Field(
        (), description="What the post had wrong; shown at its foot."
    )
    image: Annotated[ImageEntry | None, BeforeValidator(_image)] = Field(
        None, description="The picture that leads the post, its entries, feeds and cards."
    )
    lang: Annotated[Text, BeforeValidator(_language)] = Field(
        "", description="Language of the post, as in ar or pt-BR; default: the site's."
    )
    comments: bool | None = Field(
        None, description="Whether readers may comment; default: where the site has comments."
    )
    readtime: Annotated[int | None, Field(ge=0)] = Field(
        None, description="Minutes, where the count of words misleads."
    )


# What Material's blog plugin checks too; a wrong value elsewhere is ignored with a warning.
STRICT_KEYS = frozenset(
    ("aliases", "date", "draft", "pin", "links", "readtime", "slug", "unlisted")
    + ("authors", "author", "editors", "reviewers", "translators", "categories")
)


def json_schema(what: str) -> dict[str, Any]:
    """Return the JSON Schema of `front-matter`, `authors` or `topics`, for editors of YAML."""
    if what == "front-matter":
        schema = FrontMatter.model_json_schema()
        entry = schema["properties"]["date"]
        entry["anyOf"] = [_DATE_SCHEMA, *entry.get("anyOf", [])]
        for key in ("series", "image"):
            schema["properties"][key]["anyOf"].insert(0, _SCALAR_SCHEMA)
        for role in ("authors", "author", "editors", "reviewers", "translators"):
            many = schema["properties"][role]
            one = dict(many["items"])
            many["anyOf"] = [{"type": "array", "items": many.pop("items")}, one]
            del many["type"]
    elif what == "topics":
        schema = TopicsFile.model_json_schema()
    else:
        entry = PersonEntry.model_json_schema(ref_template="#/$defs/{model}")
        entry.pop("$defs", None)
        people = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Author"}}
        schema = {
            "title": "Authors file",
            "type": "object",
            "properties": {"authors": people},
            "$defs": {"Author": entry},
        }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

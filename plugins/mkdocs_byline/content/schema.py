"""Schemas of what people write: front matter, and entries of the other files.

The JSON Schemas for editors come from here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)

from mkdocs_byline.content.value_types import (
    DATE_SCHEMA,
    SCALAR_SCHEMA,
    FediverseHandle,
    Flag,
    FocusPoint,
    GitHubLogin,
    Icon,
    Language,
    Links,
    Moment,
    Names,
    Orcid,
    PictureUrl,
    SeriesState,
    Slug,
    Text,
    TextOrNone,
    Url,
    as_list,
    seen,
)

# Keys that MkDocs, Material and their usual companions read from a page's front matter.
PASSED_ON = frozenset(
    ("boost", "hide", "icon", "search", "social", "status") + ("subtitle", "template")
)


def _people(value: object) -> object:
    items = as_list(value)
    assert isinstance(items, list)
    return [seen(item) if isinstance(item, str) else item for item in items]


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


class PersonEntry(BaseModel):
    """A person in the authors file, or a guest described in a post."""

    model_config = ConfigDict(defer_build=True, extra="allow", title="Author")

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
    slug: Slug = Field("", description="Last part of the profile's URL; default: the id.")
    links: Links = Field((), description="Further links, each with `label` and `url`.")
    email: Text = Field(
        "", description="To recognise commits by; on no page, but in feeds of mkdocs-rss-plugin."
    )
    github: GitHubLogin = Field("", description="GitHub login, to recognise commits and link to.")
    orcid: Orcid = Field("", description="ORCID iD, as in 0000-0002-1825-0097.")
    fediverse: FediverseHandle = Field(
        "", description="Handle in the fediverse, as in @jane@example.social, for link previews."
    )
    pronouns: Text = Field("", description="Shown beside the name on the profile.")
    bio: Text = Field("", description="Markdown for the profile page.")
    hidden: Flag = Field(False, description="In bylines only: no profile page, in no list.")


# Docusaurus' names for the same things (https://docusaurus.io/docs/blog#global-authors).
ALIASES = frozenset(("title", "image_url", "socials", "page", "key"))


class DescribedEntry(BaseModel):
    """What an entry of the topics file and one of the series file have in common."""

    model_config = ConfigDict(defer_build=True, extra="allow")

    title: Text = Field("", description="The name as readers see it; default: the key.")
    description: Text = Field("", description="What its posts are about.")
    order: int | None = Field(
        None, description="Its place in the overview, from the least; those without follow."
    )


class TopicEntry(DescribedEntry):
    """A topic in the topics file: a category, a tag or both."""

    model_config = ConfigDict(title="Topic")

    icon: Icon = Field("", description="An icon of the theme, as in `material/feather`.")
    parent: Text = Field("", description="The wider topic that it is a part of.")
    synonyms: Names = Field((), description="Other names of it; posts with one are on this topic.")


class TopicsFile(BaseModel):
    """The topics file."""

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Topics file")

    allowed_only: bool | Literal["categories", "tags"] = Field(
        False,
        description="Whether posts may have no other topics: all, or only `categories` or `tags`.",
    )
    topics: dict[str, TopicEntry | None] = Field(
        default_factory=dict, description="Topics by name, as posts write it."
    )


class DescribedSeries(DescribedEntry):
    """A series in the series file."""

    model_config = ConfigDict(title="Described series")

    state: SeriesState = Field("", description="Whether further parts are to be expected.")


class SeriesFile(BaseModel):
    """The series file."""

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Series file")

    series: dict[str, DescribedSeries | None] = Field(
        default_factory=dict, description="Series by name, as posts write it."
    )


def _is_entry(value: object) -> str:
    return "guest" if isinstance(value, dict | PersonEntry) else "id"


PersonRef = Annotated[
    Annotated[str, Tag("id")] | Annotated[PersonEntry, Tag("guest")], Discriminator(_is_entry)
]
People = Annotated[tuple[PersonRef, ...], BeforeValidator(_people)]


class DatesEntry(BaseModel):
    """The `date` key: one date, which is `created`, or a mapping of these."""

    model_config = ConfigDict(defer_build=True, extra="allow", title="Dates")
    __pydantic_extra__: dict[str, Moment]

    created: Moment | None = Field(None, description="When the post was first published.")
    updated: Moment | None = Field(None, description="When its text last really changed.")
    publish_at: Moment | None = Field(None, description="Not built before this moment.")
    expires: Moment | None = Field(None, description="Not built from this moment on.")
    reviewed: Moment | None = Field(None, description="When somebody last checked the post.")


class CorrectionEntry(BaseModel):
    """What a post had wrong, and since when it has it right."""

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Correction")

    date: Moment = Field(description="When it was corrected.")
    text: Text = Field(min_length=1, description="What was wrong and what is right.")


class SeriesEntry(BaseModel):
    """The `series` key: a name, or a mapping of these."""

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Series")

    name: Text = Field(min_length=1, description="The series' name, as readers see it.")
    part: Annotated[int | None, Field(ge=1)] = Field(
        None, description="Which part the post is; without it, the first that is free by date."
    )


class RelatedEntry(BaseModel):
    """The `related` key: `false`, a list of posts to pin, or a mapping of these."""

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Related posts")

    pin: Names = Field((), description="Posts to name first, by their paths.")
    ban: Names = Field((), description="Posts not to name.")


class ImageEntry(BaseModel):
    """The `image` key: a path, or a mapping of these."""

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Lead picture")

    src: PictureUrl = Field(
        min_length=1,
        validation_alias=AliasChoices("src", "path"),
        description="Path from the post's own file or from the docs folder, or a URL with https.",
    )
    alt: TextOrNone = Field(None, description='What it shows, in words; `""` for mere decoration.')
    caption: Text = Field("", description="A line below it.")
    credit: Text = Field("", description="Who made it.")
    focus: FocusPoint = Field(
        "", description="What must stay when it is cropped: across and down, as in `50% 20%`."
    )


class FrontMatter(BaseModel):
    """The front matter of a post."""

    model_config = ConfigDict(defer_build=True, extra="allow", title="Front matter of a post")

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
    pin: Flag = Field(False, description="Stands first in listings.")
    unlisted: Flag = Field(False, description="Built, but in no listing, search or site map.")
    links: Links = Field((), description="Related links, shown at the end of the post.")
    series: Annotated[SeriesEntry | None, BeforeValidator(_series)] = Field(
        None, description="The series that the post is a part of."
    )
    related: Annotated[RelatedEntry | Literal[False] | None, BeforeValidator(_related)] = Field(
        None, description="Posts to read next: paths to name first, or `false` for none."
    )
    corrections: Annotated[tuple[CorrectionEntry, ...], BeforeValidator(as_list)] = Field(
        (), description="What the post had wrong; shown at its foot."
    )
    image: Annotated[ImageEntry | None, BeforeValidator(_image)] = Field(
        None, description="The picture that leads the post, its entries, feeds and cards."
    )
    lang: Language = Field(
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
    """Return the JSON Schema of one of the files that people write, for editors of YAML."""
    if what == "front-matter":
        schema = FrontMatter.model_json_schema()
        entry = schema["properties"]["date"]
        entry["anyOf"] = [DATE_SCHEMA, *entry.get("anyOf", [])]
        for key in ("series", "image"):
            schema["properties"][key]["anyOf"].insert(0, SCALAR_SCHEMA)
        for role in ("authors", "author", "editors", "reviewers", "translators"):
            many = schema["properties"][role]
            one = dict(many["items"])
            many["anyOf"] = [{"type": "array", "items": many.pop("items")}, one]
            del many["type"]
    elif what == "topics":
        schema = TopicsFile.model_json_schema()
    elif what == "series":
        schema = SeriesFile.model_json_schema()
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

"""A post in, what machines read of it out: schema.org's JSON-LD and the blog's provenance file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, Field

from mkdocs_byline.model import Image, Person, Post, SeriesPlace, Status

_SCHEMA_ORG = {"author": "author", "editor": "editor", "translator": "translator"}


def json_ld(
    post: Post,
    *,
    site_url: str,
    site_name: str,
    language: str,
    series: SeriesPlace | None = None,
) -> str:
    """Return a post as schema.org's BlogPosting, safe to stand in a `<script>` element.

    https://schema.org/BlogPosting
    """
    url = urljoin(site_url, post.url) if site_url else ""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "description": post.description,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": post.lang or language,
        "datePublished": _iso(post.dates.created),
        "dateModified": _iso(post.dates.updated or post.dates.created),
        "articleSection": [term.name for term in post.categories],
        "keywords": [term.name for term in post.tags],
        "publisher": {"@type": "Organization", "name": site_name},
        "correction": [
            {"@type": "CorrectionComment", "text": each.text, "datePublished": _iso(each.date)}
            for each in post.corrections
        ],
    }
    if post.image:
        data["image"] = _image(post.image, site_url)
    for role, people in post.people:
        if name := _SCHEMA_ORG.get(role):
            data[name] = [_person(each, site_url) for each in people]
    data["contributor"] = [_person(each, site_url) for each in post.contributors]
    if series:  # https://schema.org/CreativeWorkSeries
        link = {"url": urljoin(site_url, series.url)} if site_url else {}
        data["isPartOf"] = {"@type": "CreativeWorkSeries", "name": series.title} | link
        data["position"] = series.number
    given = {key: value for key, value in data.items() if value}
    text = json.dumps(given, ensure_ascii=False, sort_keys=True)
    # https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _iso(moment: dt.datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _image(image: Image, site_url: str) -> dict[str, object]:
    """https://schema.org/ImageObject"""
    values = {
        "@type": "ImageObject",
        "url": urljoin(site_url, image.url) if site_url or not image.picture else "",
        "width": image.width,
        "height": image.height,
        "caption": image.caption or image.alt,
        "creditText": image.credit,
    }
    return {key: value for key, value in values.items() if value}


def _person(person: Person, site_url: str) -> dict[str, object]:
    """Return a person without what is nobody's business, such as an e-mail address."""
    page = urljoin(site_url, person.page) if site_url and person.page else ""
    same = [url for url in (person.url, *(link.url for link in person.links)) if "://" in url]
    if person.orcid:
        same.append(f"https://orcid.org/{person.orcid}")
    values = {"@type": "Person", "name": person.name, "url": page or person.url, "sameAs": same}
    return {key: value for key, value in values.items() if value}


class PersonRecord(BaseModel):
    """Somebody's part in a post."""

    model_config = ConfigDict(extra="forbid")

    role: str = Field(description="`author`, `editor`, `reviewer`, `translator` or `contributor`.")
    name: str = Field(description="The name as readers see it.")
    id: str = Field(description="Key in the authors file; empty for guests.")


class PostRecord(BaseModel):
    """What is known of one post."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="Stays with the post when it is moved or renamed.")
    path: str = Field(description="Source file, relative to the docs folder.")
    url: str = Field(description="URL, relative to the site.")
    title: str = Field(description="The title as plain text.")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Digest of the source file.")
    created: str | None = Field(description="When it was first published, in ISO 8601.")
    updated: str | None = Field(description="When its text last really changed.")
    reviewed: str | None = Field(description="When somebody last checked it.")
    commits: list[str] = Field(
        description="Ids of the commits that really changed it, newest first; the last is the one "
        "that brought it. Empty if git does not know."
    )
    people: list[PersonRecord] = Field(description="Who did what.")


class ProvenanceFile(BaseModel):
    """`provenance.json`: where every listed post of a blog comes from."""

    model_config = ConfigDict(extra="forbid", title="Provenance")

    version: int = Field(1, description="Of this format.")
    posts: list[PostRecord] = Field(description="Sorted by path.")


def provenance(posts: Iterable[Post]) -> str:
    """Return the provenance file of these posts; the same posts give the same bytes."""
    records = [
        PostRecord(
            id=post.id,
            path=post.path,
            url=post.url,
            title=post.title,
            sha256=post.sha256,
            created=_iso(post.dates.created) or None,
            updated=_iso(post.dates.updated) or None,
            reviewed=_iso(post.dates.reviewed) or None,
            commits=[*(each.commit for each in post.revisions), *filter(None, [post.commit])],
            people=[
                PersonRecord(role=role, name=person.name, id=person.id)
                for role, people in (*post.people, ("contributor", post.contributors))
                for person in people
            ],
        )
        for post in sorted(posts, key=lambda each: each.path)
        if post.listed and post.status is Status.PUBLISHED
    ]
    return ProvenanceFile(version=1, posts=records).model_dump_json(indent=2) + "\n"


def provenance_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the provenance file."""
    return ProvenanceFile.model_json_schema()

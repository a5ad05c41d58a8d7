"""Where every listed post of a blog comes from: the provenance file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mkdocs_byline.model import Post, Status
from mkdocs_byline.outputs.feed_text import iso8601


class PersonRecord(BaseModel):
    """Somebody's part in a post."""

    model_config = ConfigDict(defer_build=True, extra="forbid")

    role: str = Field(description="`author`, `editor`, `reviewer`, `translator` or `contributor`.")
    name: str = Field(description="The name as readers see it.")
    id: str = Field(description="Key in the authors file; empty for guests.")


class PostRecord(BaseModel):
    """What is known of one post."""

    model_config = ConfigDict(defer_build=True, extra="forbid")

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

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Provenance")

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
            created=iso8601(post.dates.created) or None,
            updated=iso8601(post.dates.updated) or None,
            reviewed=iso8601(post.dates.reviewed) or None,
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

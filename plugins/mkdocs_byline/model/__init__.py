"""Frozen values of a blog, made in `blog/` and read everywhere below it."""

from __future__ import annotations

from mkdocs_byline.model.build import Build
from mkdocs_byline.model.listing import ListingPage, Mention, Redirect, RelatedPost, View
from mkdocs_byline.model.person import Link, Person
from mkdocs_byline.model.picture import Image, Picture
from mkdocs_byline.model.post import (
    Alias,
    Correction,
    Dates,
    Edition,
    NamedPost,
    Post,
    RelatedKey,
    Revision,
    Status,
)
from mkdocs_byline.model.series import SeriesKey, SeriesPart, SeriesPlace
from mkdocs_byline.model.topic import Term, Topic

__all__ = [
    "Alias",
    "Build",
    "Correction",
    "Dates",
    "Edition",
    "Image",
    "Link",
    "ListingPage",
    "Mention",
    "NamedPost",
    "Person",
    "Picture",
    "Post",
    "Redirect",
    "RelatedKey",
    "RelatedPost",
    "Revision",
    "SeriesKey",
    "SeriesPart",
    "SeriesPlace",
    "Status",
    "Term",
    "Topic",
    "View",
]

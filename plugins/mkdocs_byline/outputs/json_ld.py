"""A page as a graph of schema.org's things, in JSON-LD: https://schema.org.

Ids of posts are those that feeds have, and others are made as these are: so what has moved, or is
named on many pages, is the same thing to whoever reads them. Without the site's URL they are
relative to the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs_byline.model import Person, Post, RelatedPost, SeriesPlace
from mkdocs_byline.outputs.feed import Site
from mkdocs_byline.outputs.feed_items import absolute, lasting_id
from mkdocs_byline.outputs.feed_text import given, iso8601
from mkdocs_byline.outputs.pictures import Picture

Node = dict[str, Any]
Trail = Sequence[tuple[str, str]]  # Names and site-relative URLs, from the home page on.

_ROLES = frozenset(("author", "editor", "translator", "contributor"))  # Properties, too.
# Of `creativeWorkStatus`, which names "Incomplete" among its examples.
_STATUS = {"running": "Incomplete", "complete": "Complete"}


@dataclass(frozen=True, slots=True)
class Publication:
    """What pages say of the blog that they are in.

    Attributes:
        name: The blog's own title.
        url: Site-relative.
        key: Of the blog among others of the site; see `feeds.plan_feeds`.
        license: URL.
        shows_readtime: Whether posts say how long reading takes.
    """

    site: Site
    name: str
    url: str
    key: str
    description: str = ""
    license: str = ""
    shows_readtime: bool = True

    def absolute(self, url: str) -> str:
        """Return a URL of the site as it is elsewhere; empty if that isn't known."""
        return absolute(self.site.url, url) if self.site.url else ""

    def language(self, post: Post | None = None) -> str:
        """Return the language of a post, or of the site, as BCP 47 writes it."""
        return (post.lang if post else "") or self.site.language.replace("_", "-")

    def home(self) -> Trail:
        """Return the way to the blog."""
        home, blog = (self.site.name, ""), (self.name, self.url)
        return (home,) if self.url in ("", "./", "index.html") else (home, blog)


@dataclass(frozen=True, slots=True)
class Collection:
    """A listing as machines see it.

    Attributes:
        kind, name, description: Its own.
        url: Site-relative.
        topic: What it is a listing of, as posts name it; empty for an overview.
        state: Of a series: `running`, `complete`, or empty.
        posts: Those that it shows, in order.
        children: Titles and site-relative URLs of the listings that it leads to.
        person: Whose profile it is.
    """

    kind: str
    name: str
    url: str
    topic: str = ""
    state: str = ""
    description: str = ""
    posts: tuple[Post, ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """The series that a post is a part of, and what to read after it."""

    series: SeriesPlace | None = None
    related: tuple[RelatedPost, ...] = ()


def post_graph(
    post: Post,
    publication: Publication,
    *,
    description: str,
    minutes: int,
    picture: Picture | None,
    around: Around,
    trail: Trail,
) -> str:
    """Return the graph of a post's page; see `as_script`."""
    named, series = _People(publication), around.series
    url = publication.absolute(post.url)
    part_of = [_reference(_blog_id(publication))]
    nodes = [_site_node(publication), _publisher(publication), _blog_node(publication)]
    if series:
        node = _series_node(series.key, series.title, series.url, series.state, publication)
        nodes.append(node)
        part_of.append(_reference(node["@id"]))
    data: Node = {
        "@type": "BlogPosting",
        "@id": _id(publication, f"post/{post.id}"),
        "headline": post.title,
        "description": description,
        "url": url,
        "mainEntityOfPage": _page_node(url, around, publication),
        "inLanguage": publication.language(post),
        "datePublished": iso8601(post.dates.created),
        "dateModified": iso8601(post.dates.updated or post.dates.created),
        "articleSection": [term.name for term in post.categories],
        "keywords": [term.name for term in post.tags],
        "image": _image(picture),
        "timeRequired": f"PT{minutes}M" if publication.shows_readtime and minutes else "",
        "license": publication.license,
        "isPartOf": part_of,
        "position": series.number if series else None,
        "publisher": _reference(_id(publication, "publisher")),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": each.text,
                "datePublished": iso8601(each.date),
            }
            for each in post.corrections
        ],
    }
    for role, people in (*post.people, ("contributor", post.contributors)):
        if role in _ROLES:
            data[role] = [named.reference(each) for each in people]
    nodes += [data, _breadcrumbs(trail, publication), *named.nodes]
    return as_script(nodes)


def collection_graph(collection: Collection, publication: Publication, trail: Trail) -> str:
    """Return the graph of a listing's page; see `as_script`."""
    named = _People(publication)
    nodes = [_site_node(publication), _publisher(publication), _blog_node(publication)]
    page: Node = {
        "@type": "ProfilePage" if collection.person else "CollectionPage",
        "@id": _id(publication, f"page/{collection.url}"),
        "name": collection.name,
        "description": collection.description,
        "url": publication.absolute(collection.url),
        "inLanguage": publication.language(),
        "isPartOf": _reference(_id(publication, "site")),
    }
    if collection.person:
        page["mainEntity"] = named.reference(collection.person)
    elif collection.kind == "blog":
        page["mainEntity"] = _reference(_blog_id(publication))
    elif collection.kind == "series" and collection.topic:
        node = _series_node(
            collection.topic, collection.name, collection.url, collection.state, publication
        )
        nodes.append(node)
        page["mainEntity"] = _reference(node["@id"])
    page["hasPart"] = [
        *(_post_node(each, publication) for each in collection.posts),
        *(
            given({"@type": "CollectionPage", "name": name, "url": publication.absolute(url)})
            for name, url in collection.children
        ),
    ]
    nodes += [page, _breadcrumbs(trail, publication), *named.nodes]
    return as_script(nodes)


def as_script(nodes: Iterable[Node]) -> str:
    """Return things as one graph, safe to stand in a `<script>` element.

    https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    graph = {"@context": "https://schema.org", "@graph": [given(each) for each in nodes if each]}
    text = json.dumps(graph, ensure_ascii=False, sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


class _People:
    """The people that a page names, each once."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.known: dict[str, Node] = {}

    @property
    def nodes(self) -> Iterable[Node]:
        return self.known.values()

    def reference(self, person: Person) -> Node:
        """Return what leads to a person. A guest has no id: two of one name may be two."""
        node = _person(person, self.publication)
        if "@id" not in node:
            return node
        self.known.setdefault(node["@id"], node)
        return _reference(node["@id"])


def _person(person: Person, publication: Publication) -> Node:
    """Return a person without what is nobody's business, such as an e-mail address."""
    page = publication.absolute(person.page) if person.page else ""
    same = [url for url in (person.url, *(link.url for link in person.links)) if "://" in url]
    same += [f"https://github.com/{person.github}"] if person.github else []
    same += [person.orcid_url] if person.orcid else []
    own = _id(publication, f"person/{person.id}") if person.id else ""
    return given(
        {
            "@type": "Person",
            "@id": person.orcid_url or own,
            "name": person.name,
            "description": person.description,
            "url": page or (person.url if "://" in person.url else ""),
            "image": publication.absolute(person.avatar) if person.avatar else "",
            "sameAs": list(dict.fromkeys(same)),
        }
    )


def _site_node(publication: Publication) -> Node:
    site = publication.site
    return {
        "@type": "WebSite",
        "@id": _id(publication, "site"),
        "name": site.name,
        "url": site.url,
        "description": site.description,
        "inLanguage": publication.language(),
        "publisher": _reference(_id(publication, "publisher")),
    }


def _publisher(publication: Publication) -> Node:
    site = publication.site
    return {
        "@type": "Organization",
        "@id": _id(publication, "publisher"),
        "name": site.name,
        "url": site.url,
        "logo": site.logo,
    }


def _blog_node(publication: Publication) -> Node:
    return {
        "@type": "Blog",
        "@id": _blog_id(publication),
        "name": publication.name,
        "url": publication.absolute(publication.url),
        "description": publication.description,
        "inLanguage": publication.language(),
        "license": publication.license,
        "isPartOf": _reference(_id(publication, "site")),
        "publisher": _reference(_id(publication, "publisher")),
    }


def _page_node(url: str, around: Around, publication: Publication) -> Node | str:
    """Return the page that is about a post, with those that it leads to."""
    links = [publication.absolute(each.url) for each in around.related]
    return {"@type": "WebPage", "@id": url, "relatedLink": links} if url and links else url


def _post_node(post: Post, publication: Publication) -> Node:
    """Return what a listing says of a post."""
    return given(
        {
            "@type": "BlogPosting",
            "@id": _id(publication, f"post/{post.id}"),
            "headline": post.title,
            "url": publication.absolute(post.url),
            "datePublished": iso8601(post.dates.created),
        }
    )


def _series_node(topic: str, name: str, url: str, state: str, publication: Publication) -> Node:
    return {
        "@type": "CreativeWorkSeries",
        "@id": _id(publication, f"series/{publication.key}/{topic}"),
        "name": name,
        "url": publication.absolute(url),
        "creativeWorkStatus": _STATUS.get(state, ""),
        "isPartOf": _reference(_blog_id(publication)),
    }


def _breadcrumbs(trail: Trail, publication: Publication) -> Node:
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "name": name,
            "item": {"@type": "WebPage", "@id": publication.absolute(url)},
        }
        for number, (name, url) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items} if publication.site.url else {}


def _image(picture: Picture | None) -> Node:
    if picture is None:
        return {}
    return given(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "caption": picture.alt,
            "encodingFormat": picture.type,
            "width": f"{picture.width} px" if picture.width else "",
            "height": f"{picture.height} px" if picture.height else "",
        }
    )


def _id(publication: Publication, name: str) -> str:
    return lasting_id(publication.site, name) if publication.site.url else f"#{name}"


def _blog_id(publication: Publication) -> str:
    return _id(publication, f"blog/{publication.key}")


def _reference(id: str) -> Node:
    return {"@id": id}

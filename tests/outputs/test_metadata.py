"""What pages say to machines: `<meta>` elements, and schema.org's things in one graph."""

from __future__ import annotations

import datetime as dt
import json
import struct
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import CONFIG, Built, build, post
from feed_judges import NAMES, parse_xml
from mkdocs_byline.content.authors import parse_authors
from mkdocs_byline.host.interop.head_tags import draws_card
from mkdocs_byline.model import Correction, Dates, Person, Post, Status, Term
from mkdocs_byline.outputs.feed import Site
from mkdocs_byline.outputs.json_ld import Around, Publication
from mkdocs_byline.outputs.metadata import Metadata, Written, og_locale, post_metadata
from mkdocs_byline.outputs.pictures import Picture
from structured import graph, judge, meta, thing

URL = "https://example.org/sub/"
PUBLICATION = Publication(Site(URL, "Trial", "en"), "Blog", "blog/", "blog")
DAY = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
JANE = Person(
    "jane",
    "Jane",
    page="blog/author/jane/",
    email="jane@example.org",
    orcid="0000-0002-1825-0097",
    fediverse="@jane@example.social",
)
POST = Post("blog/posts/a.md", "A", "blog/2026/01/02/a/", "x.html", Dates(DAY), id="a")
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace(
        "byline]",
        "byline: {tags: true, authors_profiles: true, pagination_per_page: 1, history: false,\n"
        "  license: 'https://creativecommons.org/licenses/by/4.0/'}]\n"
        "markdown_extensions: [footnotes]",
    ),
    "docs/blog/.authors.yml": (
        "authors:\n  jane: {name: Jane <&> Doe, orcid: 0000-0002-1825-0097,\n    email: "
        "j@example.org, fediverse: https://Example.social/@jane, url: 'https://jane.example/'}\n"
        "  joe: {name: Joe}\n"
    ),
    "docs/blog/posts/a.md": post(
        "First *words* of it.[^1]\n\n[^1]: A note.\n",
        title="R&D </script>",
        slug="rd",
        date="2026-01-02",
        authors="[jane, joe, {name: Guest}]",
        editors="[joe]",
        translators="[jane]",
        categories="[Sea, Land]",
        tags="[one, two]",
        series="{name: Trip, part: 1}",
        image="a/cover.png",
        corrections="[{date: 2026-01-05, text: It was < 2.}]",
    ),
    "docs/blog/posts/b.md": post(
        "# B", date="2026-01-03", description="Told &lt;b&gt;", unlisted="true"
    ),
    "docs/blog/posts/c.md": post("# C", date="2026-01-04", authors="[jane]", tags="[one]"),
}
FILES["docs/blog/posts/a/cover.png"] = b"\x89PNG\r\n\x1a\n" + struct.pack(
    ">I4sIIBBBBB", 13, b"IHDR", 1200, 630, 8, 2, 0, 0, 0
)
PAGE = "blog/2026/01/02/rd/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    done = build(tmp_path_factory.mktemp("site"), FILES, strict=True)
    assert not done.error, done.messages
    return done


def values(found: Metadata, key: str) -> list[str]:
    return [tag.content for tag in found.tags if tag.key == key]


def of(post: Post, *, excerpt: str = "", picture: Picture | None = None) -> Metadata:
    return post_metadata(post, PUBLICATION, excerpt, 3, picture, Around(), Written())


def test_all_pages_have_one_graph_that_schema_org_knows(built: Built) -> None:
    pages = [page for page in built.pages() if page.startswith("blog/")]
    kinds = set()
    for page in pages:
        judge(built.read(page))
        kinds |= {node["@type"] for node in graph(built.read(page))}
    expected = {"BlogPosting", "Blog", "Person", "ProfilePage", "CollectionPage", "WebSite"}
    assert kinds == expected | {"BreadcrumbList", "Organization", "CreativeWorkSeries"}


def test_a_post_says_what_its_page_shows(built: Built) -> None:
    html = built.read(PAGE)
    found = thing(html, "BlogPosting")
    by_id = {node["@id"]: node for node in graph(html) if "@id" in node}
    assert found["headline"] == "R&D </script>"
    assert found["description"] == "First words of it."
    assert found["url"] == found["mainEntityOfPage"] == f"{URL}blog/2026/01/02/rd/"
    people = [by_id[each["@id"]] if "@id" in each else each for each in found["author"]]
    assert [each["name"] for each in people] == ["Jane <&> Doe", "Joe", "Guest"]
    assert people[0]["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert people[0]["url"] == f"{URL}blog/author/jane/"
    assert people[0]["sameAs"] == ["https://jane.example/", people[0]["@id"]]
    assert [by_id[each["@id"]]["name"] for each in found["editor"]] == ["Joe"]
    assert [by_id[each["@id"]]["name"] for each in found["translator"]] == ["Jane <&> Doe"]
    assert found["correction"][0]["text"] == "It was < 2."
    assert found["articleSection"] == ["Sea", "Land"]
    assert found["keywords"] == ["one", "two"]
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    part_of = [by_id[each["@id"]]["@type"] for each in found["isPartOf"]]
    assert (part_of, found["position"]) == (["Blog", "CreativeWorkSeries"], 1)
    assert found["image"]["url"] == f"{URL}blog/a/cover.png"
    assert found["image"]["width"] == "1200 px"
    steps = thing(html, "BreadcrumbList")["itemListElement"]
    assert [each["name"] for each in steps] == ["Trial", "Blog", "Sea", "R&D </script>"]
    assert "j@example.org" not in html


def test_a_thing_has_one_id_wherever_it_is_named(built: Built) -> None:
    post, listing = built.read(PAGE), built.read("blog/tag/two/index.html")
    (part,) = thing(listing, "CollectionPage")["hasPart"]
    assert part["@id"] == thing(post, "BlogPosting")["@id"]
    profile = built.read("blog/author/jane/index.html")
    jane = thing(profile, "Person")
    assert thing(profile, "ProfilePage")["mainEntity"] == {"@id": jane["@id"]}
    assert jane in graph(post)
    series = thing(built.read("blog/series/trip/index.html"), "CreativeWorkSeries")
    assert series == thing(post, "CreativeWorkSeries")
    assert thing(profile, "Blog") == thing(post, "Blog")
    assert jane["name"] in built.read("blog/atom.xml").replace("&lt;&amp;&gt;", "<&>")
    assert f"<id>{part['@id']}</id>" in built.read("blog/atom.xml")


def test_a_post_as_chats_and_reference_managers_see_it(built: Built) -> None:
    found = meta(built.read(PAGE))
    wanted = {
        "description": ["First words of it."],
        "og:type": ["article"],
        "og:title": ["R&D </script>"],
        "og:description": ["First words of it."],
        "og:url": [f"{URL}blog/2026/01/02/rd/"],
        "og:site_name": ["Trial"],
        "og:locale": ["en_US"],
        "og:image": [f"{URL}blog/a/cover.png"],
        "og:image:type": ["image/png"],
        "og:image:width": ["1200"],
        "og:image:height": ["630"],
        "article:published_time": ["2026-01-02T00:00:00+00:00"],
        "article:author": [f"{URL}blog/author/jane/", f"{URL}blog/author/joe/"],
        "article:section": ["Sea"],
        "article:tag": ["one", "two"],
        "author": ["Jane <&> Doe", "Joe", "Guest"],
        "fediverse:creator": ["@jane@example.social"],
        "twitter:card": ["summary_large_image"],
        "citation_title": ["R&D </script>"],
        "citation_author": ["Jane <&> Doe", "Joe", "Guest"],
        "citation_author_orcid": ["https://orcid.org/0000-0002-1825-0097"],
        "citation_publication_date": ["2026/01/02"],
    }
    said = {key: [content for name, content in found if name == key] for key in wanted}
    assert said == wanted
    assert "robots" not in dict(found)


def test_nothing_is_said_twice(built: Built) -> None:
    may_repeat = {"author", "article:author", "article:tag", "citation_author", "theme-color"}
    for page in built.pages():
        html = built.read(page)
        counts = Counter(name for name, _ in meta(html))
        assert [key for key, n in counts.items() if n > 1 and key not in may_repeat] == []
        assert html.count('rel="canonical"') == 1


def test_who_may_be_found(built: Built) -> None:
    unlisted = dict(meta(built.read("blog/2026/01/03/b/index.html")))
    assert unlisted["robots"] == "noindex"
    second = built.read("blog/page/2/index.html")
    assert "robots" not in dict(meta(second))
    assert f'<link rel="canonical" href="{URL}blog/page/2/">' in second
    assert dict(meta(second))["og:url"] == f"{URL}blog/page/2/"


def test_feeds_have_the_same_picture(built: Built) -> None:
    url = f"{URL}blog/a/cover.png"
    atom = parse_xml(built.read("blog/atom.xml").encode())
    (content,) = atom.findall("a:entry/media:content", NAMES)
    assert dict(content.attrib) == {
        "url": url,
        "type": "image/png",
        "medium": "image",
        "width": "1200",
        "height": "630",
        "fileSize": "29",
    }
    (item,) = (
        each for each in json.loads(built.read("blog/feed.json"))["items"] if "image" in each
    )
    assert item["image"] == url
    assert item["content_html"].startswith(f'<p><img src="{url}" alt=""')


def test_a_profile_names_its_person_and_her_own_pages(built: Built) -> None:
    html = built.read("blog/author/jane/index.html")
    found = dict(meta(html))
    assert found["og:type"] == "profile"
    assert found["fediverse:creator"] == "@jane@example.social"
    assert '<a rel="me" href="https://jane.example/">' in html
    assert '<a rel="me" href="https://example.social/@jane">' in html
    assert 'rel="me"' not in built.read(PAGE)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("@jane@example.social", "@jane@example.social"),
        ("jane@Example.Social", "@jane@example.social"),
        ("https://example.social/@jane", "@jane@example.social"),
        ("jane", None),
        ("@jane@localhost", None),
        ("@ja ne@example.social", None),
        ('@jane@example.social"><b>', None),
    ],
)
def test_handles_in_the_fediverse(given: str, expected: str | None) -> None:
    text = f"authors:\n  jane: {{name: Jane, fediverse: '{given}'}}\n"
    found = parse_authors(text.encode(), "a.yml")
    assert found.people["jane"].fediverse == (expected or "")
    said = [f"{each.code} {each.message}" for each in found.problems]
    wrong = f"BY111 jane.fediverse: '{given}' is no handle in the fediverse"
    assert said == [] if expected else said[0].endswith("as in @jane@example.social.")
    assert expected or said[0].startswith(("BY111", wrong))


def test_a_post_without_pages_for_its_people_or_a_site() -> None:
    nowhere = replace(PUBLICATION, site=Site("", "Trial"))
    found = post_metadata(
        replace(POST, authors=(JANE, Person("", "Guest"))),
        nowhere,
        "",
        0,
        None,
        Around(),
        Written(),
    )
    script = f'<script type="application/ld+json">{found.graph}</script>'
    judge(script)
    assert values(found, "article:author") == values(found, "og:url") == []
    assert all(each["@id"].startswith(("#", "https://orcid.org/")) for each in graph(script))


def test_descriptions() -> None:
    assert of(replace(POST, description=" Told\n here ")).description == "Told here"
    words = "<p>Some <b>words</b><sup><a class='footnote-ref' href='#fn'>1</a></sup></p>"
    assert of(POST, excerpt=words).description == "Some words"
    long = of(POST, excerpt=f"<p>{'word ' * 200}</p>").description
    assert len(long) < 310
    assert long.endswith("word…")
    assert of(POST).description == ""
    assert values(of(POST), "og:description") == []


def test_a_small_picture_is_shown_beside() -> None:
    small = of(POST, picture=Picture("https://e.org/p.png", width=200, height=200, alt="A\nb"))
    assert values(small, "twitter:card") == ["summary"]
    assert values(small, "og:image:alt") == values(small, "twitter:image:alt") == ["A b"]


def test_a_post_in_another_language_says_so() -> None:
    found = of(replace(POST, lang="pt-BR"))
    assert values(found, "og:locale") == ["pt_BR"]
    assert values(found, "citation_language") == ["pt-BR"]
    assert '"inLanguage": "pt-BR"' in found.graph


def test_what_is_not_published_is_kept_from_search_engines() -> None:
    for each in (replace(POST, unlisted=True), replace(POST, status=Status.DRAFT)):
        assert values(of(each), "robots") == ["noindex"]


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_US"), ("de", "de_DE"), ("pt-BR", "pt_BR"), ("pt", "pt_BR"), ("zh", "zh_CN"),
     ("zh-Hant", "zh_TW"), ("zh-TW", "zh_TW"), ("xx", "")],
)  # fmt: skip
def test_languages_have_a_country(language: str, locale: str) -> None:
    assert og_locale(language) == locale


texts = st.text(max_size=20)
people = st.builds(
    Person, texts, st.text(min_size=1, max_size=9), description=texts, url=texts, avatar=texts
)


@given(texts, texts, st.lists(people, max_size=3), st.lists(texts, max_size=3))
def test_any_text_comes_out_of_the_graph_as_it_went_in(
    title: str, about: str, authors: list[Person], topics: list[str]
) -> None:
    own = replace(
        POST,
        title=title,
        authors=tuple(authors),
        tags=tuple(Term(each, "") for each in topics),
        corrections=(Correction(DAY, about),),
    )
    found = of(own)
    assert not set("<>&\u2028\u2029") & set(found.graph)
    nodes = json.loads(found.graph)["@graph"]
    (said,) = [node for node in nodes if node["@type"] == "BlogPosting"]
    assert said.get("headline", "") == title
    assert said.get("keywords", []) == topics


@pytest.mark.parametrize(
    ("options", "meta", "expected"),
    [
        ({}, {}, True),
        ({"enabled": False}, {}, False),
        ({"cards": False}, {}, False),
        ({"cards": False}, {"social": {"cards": True}}, True),
        ({}, {"social": {"cards": False}}, False),
        ({"cards_include": ["blog/*"]}, {}, True),
        ({"cards_include": ["docs/*"]}, {}, False),
        ({"cards_exclude": ["blog/*"]}, {}, False),
    ],
)
def test_pages_for_which_materials_plugin_makes_cards(
    options: dict[str, object], meta: dict[str, object], expected: bool
) -> None:
    assert draws_card(options, "blog/posts/a.md", meta) is expected


def test_an_image_that_is_not_there_is_said(tmp_path: Path) -> None:
    files = {**FILES, "docs/blog/posts/c.md": post("# C", date="2026-01-04", image="gone.png")}
    done = build(tmp_path, files)
    assert done.codes == ["BY141"]
    assert "docs/blog/posts/c.md:3:8: BY141 the lead picture 'gone.png'" in done.messages[0]

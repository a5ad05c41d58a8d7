"""A hostile string in every place that an author or a committer can fill: text everywhere."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import tinyhtml5
import yaml

from building import CONFIG, Built, build
from repository import Repo
from structured import thing

CONFIGURATION = CONFIG.replace(
    "features: [navigation.indexes]",
    "features: [navigation.indexes, navigation.footer, content.action.edit, content.action.view]",
).replace(
    "[search, byline]", "[search, {byline: {history_contributors: true, blog_toc: true}}]"
) + ("repo_url: https://example.org/repository\nedit_uri: edit/main/docs/\n")


def hostile(where: str) -> str:
    """Return text that would be an element or an attribute wherever it is not escaped."""
    return (
        f"{where}'\"><hostile-{where}></title><hostile-{where}>&lt;hostile-{where}&gt;{{{{7*7}}}}"
    )


def front(**values: object) -> str:
    return f"---\n{yaml.safe_dump(values, allow_unicode=True, width=1000)}---\n"


PLACES = (
    *("title", "description", "category", "tag", "guest", "link", "linkgroup", "correction"),
    *("subtitle", "image", "extra", "name", "about", "pronouns", "label", "id", "subject"),
    *("committer", "trailer", "url", "avatar"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    repo = Repo(tmp_path_factory.mktemp("hostile"))
    text = front(
        title=hostile("title"),
        description=hostile("description"),
        date="2026-01-01",
        authors=[
            "jane",
            hostile("id"),
            {"name": hostile("guest")},
        ],
        editors=["jane"],
        categories=[hostile("category")],
        tags=[hostile("tag")],
        links=[{hostile("link"): "index.md"}, {hostile("linkgroup"): ["index.md"]}],
        corrections=[{"date": "2026-01-02", "text": hostile("correction")}],
        subtitle=hostile("subtitle"),
        image=hostile("image"),
        mood={hostile("extra"): [hostile("extra")]},
    )
    people = {
        "jane": {
            "name": hostile("name"),
            "description": hostile("about"),
            "pronouns": hostile("pronouns"),
            "links": [
                {"label": hostile("label"), "url": "https://x.example/?a=\"'><hostile-url>"}
            ],
            "url": "https://x.example/'\"><hostile-url>",
            "avatar": "'\"><hostile-avatar>.png",
        },
        hostile("id"): {"name": "Id"},
    }
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": CONFIGURATION,
        "docs/index.md": "# Home\n",
        "docs/blog/.authors.yml": yaml.safe_dump({"authors": people}),
        "docs/blog/posts/one.md": text + "Text.\n",
        "docs/blog/posts/two.md": front(title=hostile("title"), date="2026-01-02") + "Two.\n",
        "docs/blog/posts/'\"><hostile-file>.md": "---\ndate: 2026-01-03\n---\nThree.\n",
        "docs/blog/posts/four.md": front(slug="'\"><hostile-slug>", title="4", date="2026-01-04"),
    }
    repo.commit(1, files)
    who = f"{hostile('committer').replace('<', '‹').replace('>', '›')} <x@x.example>"
    trailer = hostile("trailer")
    message = f"{hostile('subject')}\n\nCo-authored-by: {trailer} <y@x>\nCorrection: {trailer}"
    repo.commit(9, {"docs/blog/posts/one.md": text + "More.\n"}, message, who)
    done = build(repo.root)
    assert done.error == "", done.messages
    return done


def elements(html: str) -> list[str]:
    """Return the names of elements and attributes, as a browser would read the page."""
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    return [name for each in root.iter() for name in (str(each.tag), *each.keys())]


def test_nothing_becomes_an_element_or_an_attribute(built: Built) -> None:
    found = {
        (page, name)
        for page in [*built.pages(), "404.html"]
        for name in elements(built.read(page))
        if "hostile" in name
    }
    assert found == set()


def test_every_place_is_shown_somewhere(built: Built) -> None:
    """Otherwise the test above proves nothing of it."""
    everything = "".join(built.read(page) for page in built.pages())
    everything += built.read("search/search_index.json")
    hidden = {"image", "extra"}  # Material prints none of them.
    shown = {place for place in PLACES if re.search(rf"hostile-{place}\b", everything)}
    assert set(PLACES) - shown == hidden
    assert "49" not in re.sub(
        r"&#49;|\d\d\d+", "", "".join(re.findall(r"hostile.{40}", everything))
    )


def test_json_ld_says_what_was_written(built: Built) -> None:
    (page,) = [each for each in built.pages() if each.startswith("blog/2026/01/01/")]
    data = thing(built.read(page), "BlogPosting")
    assert data["headline"] == hostile("title")
    assert data["keywords"] == [hostile("tag")]
    assert data["correction"][-1]["text"] == hostile("correction")


def test_meta_tags_say_what_was_written(built: Built) -> None:
    (page,) = [each for each in built.pages() if each.startswith("blog/2026/01/01/")]
    root = tinyhtml5.parse(built.read(page), namespace_html_elements=False)
    meta = {each.get("name"): each.get("content") for each in root.findall(".//meta")}
    assert meta["description"] == hostile("description")
    authors = [each.get("content") for each in root.findall(".//meta[@name='author']")]
    assert authors[0] == hostile("name")
    assert hostile("guest") in authors
    assert (root.findtext(".//title") or "").startswith(hostile("title"))


def test_the_search_index_holds_text(built: Built) -> None:
    """Material's search sets titles, texts and tags of its results as HTML."""
    index = json.loads(built.read("search/search_index.json"))

    def texts(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [text for each in value.values() for text in texts(each)]
        return (
            [text for each in value for text in texts(each)]
            if isinstance(value, list)
            else [value]
        )

    for text in texts(index["docs"]):
        assert not any("hostile" in name for name in elements(f"<div>{text}"))


def test_the_site_map_and_the_provenance_are_well_formed(built: Built) -> None:
    names = {
        each.tag.rpartition("}")[2] for each in ET.fromstring(built.read("sitemap.xml")).iter()
    }
    assert names == {"urlset", "url", "loc", "lastmod"}
    posts = json.loads(built.read("blog/provenance.json"))["posts"]
    (one,) = [each for each in posts if each["path"] == "blog/posts/one.md"]
    assert one["title"] == hostile("title")
    assert one["people"][0]["name"] == hostile("name")

"""Judges of feeds that know nothing of Byline: feedparser, schemas, and what W3C's validator says.

The rules are those of https://validator.w3.org/feed/docs/ that a schema can't hold.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
import warnings
from typing import Any
from urllib.parse import urlsplit

import feedparser
from jsonschema.validators import validator_for
from lxml import etree

from paths import SAMPLES

ATOM = etree.RelaxNG(etree.parse(SAMPLES / "atom.rng"))
_SCHEMA = json.loads((SAMPLES / "json-feed.json").read_text(encoding="utf-8"))
JSON_FEED = validator_for(_SCHEMA)(_SCHEMA)
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
_KNOWN_SPACES = {*NAMES.values(), "http://purl.org/dc/terms/"}
_URL_ATTRIBUTES = re.compile(r'\b(?:href|src|poster|cite|srcset)="([^"]*)"')
_UNSAFE = re.compile(r"<(?:script|style|iframe|object|embed|form|meta|link|base)\b|\bon\w+=", re.I)


def parse_xml(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def judge(data: bytes, form: str, url: str) -> None:
    """Fail if any judge finds something wrong with a feed served at this URL."""
    if form == "json":
        judge_json(json.loads(data), url)
        return
    root = parse_xml(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == {"atom": "atom10", "rss": "rss20"}[form]
    spaces = {etree.QName(each).namespace for each in root.iter() if isinstance(each.tag, str)}
    assert spaces - {None} <= _KNOWN_SPACES
    if form == "atom":
        ATOM.assertValid(root)
        judge_atom(root, url)
    else:
        judge_rss(root, url)


def judge_atom(root: Any, url: str) -> None:
    def text(path: str, at: Any = root) -> list[str]:
        return [str(each) for each in at.xpath(path, namespaces=NAMES)]

    assert text("a:link[@rel='self']/@href") == [url]
    assert_unique(text("a:entry/a:id"), text("a:entry/a:id/text()"))
    for each in text("//a:id/text()") + text("//a:link/@href") + text("//a:uri/text()"):
        assert_absolute(each)
    moments = [rfc3339(each) for each in text("//a:updated/text() | //a:published/text()")]
    assert moments
    assert rfc3339(text("a:updated/text()")[0]) == max(
        rfc3339(each) for each in text("a:entry/a:updated/text()")
    )
    for entry in root.xpath("a:entry", namespaces=NAMES):
        assert text("a:title/text()", entry)[0].strip()
        assert len(text("a:link[@rel='alternate']/@href", entry)) == 1
        assert text("a:author", entry) or text("a:author")
        names = text("a:author/a:name/text()", entry)
        assert len(names) == len(set(names))
        for html in text("a:content[@type='html']/text()", entry):
            judge_html(html)


def judge_rss(root: Any, url: str) -> None:
    def text(path: str, at: Any = root) -> list[str]:
        return [str(each) for each in at.xpath(path, namespaces=NAMES)]

    assert text("channel/a:link[@rel='self']/@href") == [url]
    for name in ("title", "link", "description"):
        assert text(f"channel/{name}/text()")[0].strip()
    guids = text("channel/item/guid/text()")
    assert_unique(text("channel/item"), guids)
    assert re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", text("channel/language/text()")[0])
    for moment in text("//pubDate/text()") + text("//lastBuildDate/text()"):
        assert email.utils.format_datetime(email.utils.parsedate_to_datetime(moment)) == moment
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", moment)
    for item in root.xpath("channel/item"):
        assert text("title/text()", item)[0].strip()
        assert text("description/text()", item)[0].strip()
        assert len(text("guid", item)) == len(text("pubDate", item)) == 1
        assert len(text("enclosure", item)) <= 1
        creators = text("dc:creator/text()", item)
        assert len(creators) == len(set(creators))
        guid = item.find("guid")
        if guid.get("isPermaLink") == "true":
            assert guid.text == item.findtext("link")
        assert_absolute(item.findtext("link"))
        for html in text("content:encoded/text()", item):
            judge_html(html)


def judge_json(data: dict[str, Any], url: str) -> None:
    JSON_FEED.validate(data)
    assert data["feed_url"] == url
    assert data.get("next_url") != url
    assert_unique(data["items"], [item["id"] for item in data["items"]])
    for item in data["items"]:
        assert rfc3339(item["date_modified"])
        judge_html(item.get("content_html", ""))


def judge_html(html: str) -> None:
    """Fail if HTML in a feed has a relative URL, acts, or relies on the site's styles."""
    tags = re.findall(r"<[a-zA-Z][^<>]*>", html)
    for tag in tags:
        assert not _UNSAFE.search(re.sub(r'"[^"]*"', '""', tag)), tag
        assert not re.search(r'\s(?:class|style|id|tabindex|data-[\w-]+)="', tag), tag
        for value in _URL_ATTRIBUTES.findall(tag):
            for address in value.split(", ") if " srcset=" in tag else [value]:
                assert_absolute(address)


def assert_absolute(url: str) -> None:
    assert re.match(r"(?:https?://[^/]|mailto:|tel:|data:image/|urn:uuid:[0-9a-f-]{36}$)", url), (
        url
    )
    urlsplit(url)


def assert_unique(things: list[Any], ids: list[str]) -> None:
    assert len(things) == len(ids) == len(set(ids))


def rfc3339(text: str) -> dt.datetime:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", text), text
    return dt.datetime.fromisoformat(text)

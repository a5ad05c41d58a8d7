"""What machines read in a page's head, and a judge of it that knows schema.org and not Byline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from dom import parse
from paths import SAMPLES

VOCABULARY = json.loads((SAMPLES / "schema-org.json").read_text(encoding="utf-8"))
TYPES, PROPERTIES = VOCABULARY["types"], VOCABULARY["properties"]
# What a text in JSON may stand for: https://schema.org/docs/datamodel.html
_DATE = r"\d{4}-\d\d-\d\d"
FORMS = {
    "Text": r".*",
    "Date": _DATE,
    "DateTime": _DATE + r"T\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)",
    "Duration": r"PT\d+M",
    "Distance": r"\d+ px",
    "URL": r"https?://\S+",
}


def graph(html: str) -> list[dict[str, Any]]:
    """Return the things that a page's one graph describes."""
    (script,) = parse(html).findall(".//script[@type='application/ld+json']")
    data = json.loads(script.text or "")
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def thing(html: str, kind: str) -> dict[str, Any]:
    """Return the only thing of a type that the graph describes."""
    (found,) = (each for each in graph(html) if each["@type"] == kind)
    return found


def meta(html: str) -> list[tuple[str, str]]:
    """Return names and contents of a page's `<meta>` elements, in order."""
    found = ((each.get("name") or each.get("property"), each) for each in parse(html).iter("meta"))
    return [(name, each.get("content") or "") for name, each in found if name]


def judge(html: str) -> None:
    """Hold a page's graph against schema.org's own types, domains and ranges."""
    nodes = graph(html)
    by_id = {node["@id"]: node for node in nodes if "@id" in node}
    assert len(by_id) == sum("@id" in node for node in nodes), "one id for two things"
    for node in nodes:
        _judge(node, by_id)


def _judge(node: dict[str, Any], by_id: dict[str, Any]) -> None:
    kinds = set(_above(node["@type"]))
    for name, value in node.items():
        if name.startswith("@"):
            continue
        said = PROPERTIES[name]
        assert kinds & set(said["domain"]), f"{node['@type']} has no {name}"
        for each in value if isinstance(value, list) else [value]:
            assert each not in ("", None), name
            _judge_value(name, each, said["range"], by_id)


def _judge_value(name: str, value: Any, expected: list[str], by_id: dict[str, Any]) -> None:
    if isinstance(value, dict):
        if value.keys() == {"@id"}:
            assert value["@id"] in by_id, f"{name} leads to nothing"
            kinds = set(_above(by_id[value["@id"]]["@type"]))
        else:
            _judge(value, by_id)
            kinds = set(_above(value["@type"]))
        assert kinds & set(expected), f"{name} may not be {kinds}"
    elif isinstance(value, int):
        assert "Integer" in expected, name
    else:
        assert isinstance(value, str)
        forms = FORMS.keys() & set(expected)
        assert forms, f"{name} is no text"
        assert any(re.fullmatch(FORMS[form], value, re.DOTALL) for form in forms), (
            f"{name}: {value}"
        )


def _above(kind: str) -> Iterator[str]:
    yield kind
    for each in TYPES[kind]:
        yield from _above(each)

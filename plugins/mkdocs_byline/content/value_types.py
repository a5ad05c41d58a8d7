"""Types of values in YAML that people write: text, dates, URLs, links, languages and the like.

Values arrive as the text their author typed (see `yaml_nodes.text_value`), so `tags: [no, 1.0]`
stays `no` and `1.0`; each type reads its own text.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from mkdocs_byline.content.confusables import UnseenError, unseen
from mkdocs_byline.content.dates import parse_date
from mkdocs_byline.model import Link

# An icon's name, as Material has it.
ICON = re.compile(r"[\w-]+(/[\w-]+)+")
SERIES_STATES = ("running", "complete")


def as_list(value: object) -> object:
    """Accept one value for a list of one, and drop empty items."""
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item is not None]


def seen(text: str) -> str:
    """Return a text in its composed form, if readers see all of it."""
    composed = unicodedata.normalize("NFC", text.strip())
    if found := unseen(composed):
        at, what = found
        raise UnseenError(f"character {at + 1} is {what}, which no reader sees")
    return composed


def _unique(value: object) -> object:
    items = as_list(value)
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        stripped = [seen(item) for item in items]
        return list(dict.fromkeys(item for item in stripped if item))
    return items


def _text(value: object) -> object:
    return "" if value is None else seen(value) if isinstance(value, str) else value


def _seen_or_none(value: object) -> object:
    return seen(value) if isinstance(value, str) else value


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


def _series_state(value: object) -> object:
    text = _text(value)
    state = text.lower() if isinstance(text, str) else text
    if isinstance(state, str) and state not in ("", *SERIES_STATES):
        raise ValueError(f"'{text}' is no state of a series; write {' or '.join(SERIES_STATES)}")
    return state


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
        return Link(seen(str(item["label"])), str(_url(item["url"])))
    if isinstance(item, dict) and len(item) == 1:
        ((label, target),) = item.items()
        if isinstance(target, str):
            return Link(seen(label), str(_url(target)))
        if isinstance(target, list | dict):
            return Link(seen(label), "", _links(target))
    raise ValueError("a link is a path, 'label: path', or 'heading:' with a list of links")


SCALAR_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_NAMES_SCHEMA = {"anyOf": [SCALAR_SCHEMA, {"type": "array", "items": SCALAR_SCHEMA}]}
DATE_SCHEMA = {
    "type": "string",
    "description": "ISO 8601, as in 2026-11-22 or 2026-11-22T10:00+01:00.",
}

_LINKS_SCHEMA = {"type": ["array", "object"], "items": {"type": ["string", "object"]}}

Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(SCALAR_SCHEMA)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Url = Annotated[str, BeforeValidator(_url)]
Names = Annotated[tuple[str, ...], BeforeValidator(_unique), WithJsonSchema(_NAMES_SCHEMA)]
Links = Annotated[tuple[Link, ...], BeforeValidator(_links), WithJsonSchema(_LINKS_SCHEMA)]
Moment = Annotated[dt.datetime, BeforeValidator(_moment), WithJsonSchema(DATE_SCHEMA)]
Slug = Annotated[Text, BeforeValidator(_slug)]
Icon = Annotated[Text, BeforeValidator(_icon)]
SeriesState = Annotated[
    Text,
    BeforeValidator(_series_state),
    WithJsonSchema({"type": "string", "enum": list(SERIES_STATES)}),
]
Language = Annotated[Text, BeforeValidator(_language)]
GitHubLogin = Annotated[Text, BeforeValidator(_github)]
Orcid = Annotated[Text, BeforeValidator(_orcid)]
FediverseHandle = Annotated[Text, BeforeValidator(_fediverse)]
PictureUrl = Annotated[Text, BeforeValidator(_picture_url)]
FocusPoint = Annotated[Text, BeforeValidator(_focus)]
TextOrNone = Annotated[str | None, BeforeValidator(_seen_or_none)]

"""Text and dates as XML and JSON may hold them."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

# What XML 1.0 can't hold, in whatever way it is written: https://www.w3.org/TR/xml/#charsets
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = dt.timedelta(hours=14)  # An offset: https://www.w3.org/TR/xmlschema-2/#dateTime


def clean(text: str) -> str:
    """Return a text without what XML can't hold, and with line ends that it leaves alone."""
    return _UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def line(text: str) -> str:
    """Return a text as one line."""
    return " ".join(clean(text).split())


def given(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object for JSON without what is empty."""
    return {name: value for name, value in data.items() if value}


def iso8601(moment: dt.datetime | None) -> str:
    """Return a moment in ISO 8601, in its own offset; empty if there is none."""
    return moment.isoformat(timespec="seconds") if moment else ""


def rfc3339(moment: dt.datetime) -> str:
    """Return a moment for Atom and JSON Feed, with the offset it was written with."""
    return _plain(moment).isoformat(timespec="seconds").replace("+00:00", "Z")


def rfc822(moment: dt.datetime) -> str:
    """Return a moment for RSS, with the offset it was written with."""
    return email.utils.format_datetime(_plain(moment).replace(microsecond=0))


def _plain(moment: dt.datetime) -> dt.datetime:
    """Return the moment in UTC if its offset is one that feeds can't write."""
    offset = moment.utcoffset() or dt.timedelta()
    if abs(offset) <= _LONGEST and not offset % dt.timedelta(minutes=1):
        return moment
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return moment.replace(tzinfo=dt.UTC)


def add(
    parent: ElementTree.Element, tag: str, text: str | None = None, /, **attributes: str
) -> ElementTree.Element:
    """Append an element; attributes that are empty are left out."""
    kept = {name: clean(value) for name, value in attributes.items() if value}
    element = ElementTree.SubElement(parent, tag, kept)
    element.text = None if text is None else clean(text)
    return element


def document(root: ElementTree.Element) -> bytes:
    """Return XML as bytes, with a line for each element."""
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.replace(b"<?xml version='1.0' encoding='utf-8'?>", _DECLARATION, 1) + b"\n"


_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>'

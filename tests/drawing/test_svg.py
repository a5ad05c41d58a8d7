"""Pictures: what is written into their SVG, and that the same gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import PAYLOADS
from mkdocs_byline.drawing.fonts import load_fonts
from mkdocs_byline.drawing.svg import DrawingError, Picture, TextSetter, clean, draw, is_rtl, place
from mkdocs_byline.host.options import TEMPLATES
from paths import ROOT

SAMPLES = ROOT / "tests/samples/fonts"
FONTS = load_fonts([SAMPLES / "Arabic.ttf", SAMPLES / "Chinese.ttf"])
ENV = jinja2.Environment(
    loader=jinja2.ChoiceLoader(
        [
            jinja2.DictLoader(
                {
                    "line": '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40">'
                    "{{ text(title, box=(0, 0, 300, 40), sizes=[30], rtl=rtl) }}</svg>",
                    "none": "<p>",
                    "wrong": "{{ nothing.at_all }}",
                    "torn": "{% if %}",
                }
            ),
            jinja2.FileSystemLoader(TEMPLATES),
        ]
    ),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
)
ICON = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M0 0h24v24z"/></svg>'
CARD: dict[str, Any] = {
    "title": "A title",
    "byline": "Jane Doe",
    "date": "November 2, 2026",
    "minutes": "4 min read",
    "description": "",
    "site_name": "Our Blog",
    "color": "#9c3524",
    "logo": Picture(ICON, "image/svg+xml", inline=True),
    "picture": None,
    "rtl": False,
}


def card(**values: Any) -> bytes:
    return draw(ENV, "byline/card.svg.html", {"card": {**CARD, **values}}, FONTS)


def svg(**values: Any) -> ET.Element:
    found = ENV.get_template("byline/card.svg.html").render(
        card={**CARD, **values}, text=TextSetter(FONTS), place=place
    )
    return ET.fromstring(found)


def texts(root: ET.Element) -> list[str]:
    """Return the lines of a picture without what gives them a direction."""
    lines = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all(re.fullmatch("[\u2066\u2067].*\u2069", each) for each in lines)
    return [line[1:-1] for line in lines]


def line(title: str, *, rtl: bool = False) -> bytes:
    return draw(ENV, "line", {"title": title, "rtl": rtl}, FONTS)


def test_a_card_is_a_picture_of_its_size() -> None:
    found = card()
    assert found[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(found[16:20], "big"), int.from_bytes(found[20:24], "big")) == (
        1200,
        630,
    )


def test_the_same_card_has_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); sys.path.insert(0, 'tests/drawing');"
        "import test_svg; print(hashlib.sha256(test_svg.card(title='A مرحبا 你好')).hexdigest())"
    )
    found = {hashlib.sha256(card(title="A مرحبا 你好")).hexdigest()}
    process = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    found.add(process.stdout.strip())
    assert len(found) == 1


def test_what_is_on_a_card() -> None:
    assert texts(svg()) == ["Our Blog", "A title", "Jane Doe", "November 2, 2026 · 4 min read"]
    assert texts(svg(date="", minutes="", byline="")) == ["Our Blog", "A title"]
    assert texts(svg(site_name="", byline="", description="What it is about")) == [
        "A title",
        "What it is about",
    ]


def test_a_title_of_140_characters_is_all_there() -> None:
    title = ("A title of a hundred and forty characters " * 4)[:140].strip()
    lines = texts(svg(title=title))[1:-2]
    assert " ".join(lines) == title
    lines = texts(svg(title=title, picture=Picture(ICON, "image/svg+xml")))[1:-2]
    assert " ".join(lines) == title


def test_a_title_in_arabic_turns_the_card_around() -> None:
    title = "مرحبا بالعالم: MkDocs 1.6، الإصدار (الجديد)!"
    assert is_rtl(title) and is_rtl("1. مرحبا") and not is_rtl("MkDocs مرحبا") and not is_rtl("1")
    root = svg(title=title, rtl=True)
    found = list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert {each.get("text-anchor") for each in found} == {"end"}
    assert {each.get("x") for each in found} == {"1120", "1060"}
    assert all("".join(each.itertext()).startswith("\u2067") for each in found)


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    assert line("ببب", rtl=True) != line("ب\u200cب\u200cب", rtl=True)
    # Written the other way round, letter by letter, as it would be seen if nothing turned it.
    assert line("اد", rtl=True) != line("دا", rtl=True)
    # In a line from right to left, punctuation at its end is at the left.
    assert line("ب!", rtl=True) == line("\u200fب!\u200f", rtl=True) != line("ب!")


def test_chinese_is_drawn_in_its_own_font() -> None:
    (title,) = (
        each
        for each in svg(title="你好，世界。").iter("{http://www.w3.org/2000/svg}tspan")
        if "你" in "".join(each.itertext())
    )
    assert title.get("font-family") == "'Noto Sans SC'"
    assert line("你好") != line("世界")


@given(st.one_of(st.text(max_size=80), st.sampled_from(PAYLOADS)), st.booleans())
def test_no_title_breaks_out_of_its_text(title: str, rtl: bool) -> None:
    setter = TextSetter(FONTS)
    found = setter(title, box=(0, 0, 5000, 5000), sizes=[20, 10], rtl=rtl)
    try:
        root = ET.fromstring(f"<svg>{found}</svg>")
    except ET.ParseError:
        # What XML can't hold, no font has, so that it is on no card.
        assert FONTS.missing(clean(title))
        return
    assert {each.tag for each in root.iter()} <= {"svg", "g", "text", "tspan"}
    shown = "".join(root.itertext()).replace(" ", "")
    assert re.sub("[\u2066\u2067\u2069]", "", shown) == re.sub(
        "[ \u2066\u2067\u2069]", "", clean(title)
    )


def test_text_is_one_line_of_what_can_be_drawn() -> None:
    assert clean(" a\n\tb\u3000c\x00\x1b\u00ad\u2028d ") == "a b c d"
    assert clean("e\u0301\u00a0x") == "é\u00a0x"


def test_the_longest_title_takes_no_time() -> None:
    assert len(texts(svg(title="x" * 60_000))) < 12
    assert texts(svg(title="word " * 12_000))[-3].endswith("…")


@pytest.mark.parametrize("name", ["none", "wrong", "torn", "absent"])
def test_a_template_that_fails_says_why(name: str) -> None:
    with pytest.raises(DrawingError, match=r"\w+Error|Undefined|TemplateNotFound"):
        draw(ENV, name, {}, FONTS)


def test_a_trusted_svg_becomes_part_of_the_picture_and_others_do_not() -> None:
    inner = place(Picture(ICON, "image/svg+xml", inline=True), box=(1, 2, 30, 40))
    assert '<svg x="1" y="2" width="30" height="40" overflow="visible"' in inner
    assert 'viewBox="0 0 24 24"' in inner and "<path" in inner
    sized = ICON.replace(b'viewBox="0 0 24 24"', b'width="24px" height="12"')
    inner = place(Picture(sized, "image/svg+xml", inline=True), box=(0, 0, 30, 40))
    assert 'viewBox="0 0 24 12"' in inner and "24px" not in inner
    for picture in (
        Picture(ICON, "image/svg+xml"),
        Picture(b"torn", "image/svg+xml", inline=True),
    ):
        inner = place(picture, box=(0, 0, 30, 40), crop=True)
        assert base64.b64encode(picture.data).decode() in inner
        assert "slice" in inner and "<path" not in inner


def test_pictures_are_seen() -> None:
    without = card(logo=None)
    assert card() != without
    assert card(logo=Picture(card(), "image/png")) != without
    assert card(picture=Picture(card(), "image/png")) != card()
    assert card(picture=Picture(b"no picture", "image/png"))  # Of which nothing is seen.

"""What fonts have, and in which of them a text is set."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.drawing.fonts import FontError, Fonts, load_fonts
from paths import ROOT

SAMPLES = ROOT / "tests/samples/fonts"
ARABIC, CHINESE = SAMPLES / "Arabic.ttf", SAMPLES / "Chinese.ttf"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Hello, wörld: “Ấn bản” Привет Κόσμε – €1 ½ → ✓", ()),
        ("e\u0301 \u00a0\u200b\u2060\ufe0f", ()),  # In pieces, and what nobody sees.
        ("Party 🎉🎉", ("🎉",)),
        ("A 👩\u200d💻", ("👩\u200d💻",)),
        ("你好", ("你", "好")),
        ("مرحبا", ("م", "ر", "ح", "ب", "ا")),
        ("\ue000", ("\ue000",)),
        ("", ()),
    ],
)
def test_characters_that_no_own_font_has(text: str, missing: tuple[str, ...]) -> None:
    assert load_fonts([]).missing(text) == missing


def test_further_fonts_have_more() -> None:
    fonts = load_fonts([ARABIC, CHINESE])
    assert fonts.missing("مرحبا, 你好 and Ünïted 🎉") == ("🎉",)


def test_a_text_is_set_in_the_first_family_that_has_all_of_it() -> None:
    fonts = load_fonts([CHINESE, ARABIC])

    def families(text: str) -> list[tuple[str, str]]:
        return [(run.text, run.face.family) for run in fonts.setting(text, 600).runs(text)]

    assert families("Hello") == [("Hello", "Noto Sans Arabic")]
    assert families("مرحبا MkDocs!") == [("مرحبا MkDocs!", "Noto Sans Arabic")]
    # Without the glyph, an accent would be set beside the letter.
    assert families("Κόσμε") == [("Κόσμε", "Inter")]
    assert families("你好: Hello") == [("你好", "Noto Sans SC"), (": Hello", "Noto Sans Arabic")]


def test_the_nearest_weight_is_taken() -> None:
    fonts = load_fonts([])
    for asked, found in ((100, 400), (400, 400), (600, 600), (900, 600)):
        assert [run.face.weight for run in fonts.setting("A", asked).runs("A")] == [found]
    assert fonts.setting("Abc", 600).width("Abc") > fonts.setting("Abc", 400).width("Abc") > 1


def test_letters_that_join_are_as_wide_as_they_will_be() -> None:
    setting = load_fonts([ARABIC]).setting("بب\u200c", 400)
    assert setting.width("ببب") < setting.width("ب\u200cب\u200cب")


@pytest.mark.parametrize("content", [b"", b"garbage" * 100, b"wOF2" + b"\0" * 60, None])
def test_what_is_no_font_is_refused(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "a.ttf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FontError) as error:
        load_fonts([file])
    assert error.value.file == file
    assert error.value.reason


def test_a_font_that_was_replaced_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.ttf"
    file.write_bytes(ARABIC.read_bytes())
    before = load_fonts([file])
    assert load_fonts([file]) is before
    file.write_bytes(CHINESE.read_bytes())
    after = load_fonts([file])
    assert (before.missing("你"), after.missing("你")) == (("你",), ())
    assert before.digest != after.digest


FONTS: Fonts = load_fonts([ARABIC, CHINESE])


@given(st.text(max_size=20), st.sampled_from([400, 600]))
def test_any_text_is_divided_without_loss(text: str, weight: int) -> None:
    setting = FONTS.setting(text, weight)
    runs = setting.runs(text)
    assert "".join(run.text for run in runs) == text
    if not FONTS.missing(text):  # No run would be drawn with an empty box in it.
        assert all(run.face.has(run.text) for run in runs)
    assert setting.width(text) >= 0

"""Smaller sizes of pictures: what is in them, and that each is made but once."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from PIL import Image

from building import build, post
from mkdocs_byline.host.compat import ENGINE
from mkdocs_byline.model import Dates, Picture, Post
from mkdocs_byline.outputs import picture_sizes
from mkdocs_byline.outputs.picture_sizes import picture_outputs, scale
from pictures import picture, turned


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_size_is_webp_of_that_width(form: str) -> None:
    small = opened(scale(picture(600, 400, form), 300))
    assert (small.format, small.size) == ("WEBP", (300, 200))
    colour = small.convert("RGB").getpixel((150, 100))
    assert isinstance(colour, tuple)
    assert all(abs(a - b) < 8 for a, b in zip(colour, (180, 120, 60), strict=True))


def test_a_photograph_stands_upright_and_keeps_no_secrets() -> None:
    data = scale(turned(800, 600), 300)
    small = opened(data)
    assert small.size == (300, 400)
    assert b"Maker" not in data and not small.getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "RGBA"])
def test_pictures_of_any_colours(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (60, 40)).save(out, "TIFF" if mode == "CMYK" else "PNG")
    small = opened(scale(out.getvalue(), 30))
    assert small.size == (30, 20)
    assert (small.mode == "RGBA") == (mode in ("LA", "RGBA"))


def test_a_line_stays_a_line() -> None:
    assert opened(scale(picture(2000, 1), 480)).size == (480, 1)


def test_a_damaged_picture_stays_as_it_is() -> None:
    damaged = picture(900, 600, noisy=True)[:5000]
    shown = Picture("a.jpg", "a.jpg", 900, 600, 5000, "image/jpeg", (480,))
    one = Post("p.md", "P", "p/", "p/index.html", Dates(), pictures=(shown,))
    said: list[str] = []
    (output,) = picture_outputs([one, one], lambda path: damaged, said.append)
    assert output.dest == "a.jpg.480.webp"
    assert output.content() == damaged
    assert len(said) == 1
    assert said[0].startswith("'a.jpg' is shown in its own size only. It can't be made smaller: ")


def test_a_build_says_which_pictures_are_damaged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, ENGINE)
    built = build(
        tmp_path,
        {
            "docs/blog/posts/a.md": post("![A](a.jpg)", title="A", date="2026-11-20"),
            "docs/blog/posts/a.jpg": picture(900, 600, noisy=True)[:50_000],
        },
        strict=True,
    )
    assert (built.error, built.messages) == ("", [])
    found = [each for each in caplog.messages if "in its own size only" in each]
    assert len(found) == 1
    assert "'blog/posts/a.jpg'" in found[0]


def test_a_size_is_made_once_as_long_as_its_picture_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(content: bytes, width: int) -> bytes:
        made.append(width)
        return scale(content, width)

    monkeypatch.setattr(picture_sizes, "scale", counted)
    one, two = (picture(700, 500, noisy=True, quality=quality) for quality in (75, 80))
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post("![A](a.jpg)", title="A", date="2026-11-20"),
        "docs/blog/posts/a.jpg": one,
    }
    built = build(tmp_path, files, strict=True)
    before = (built.out / "blog/a.jpg.480.webp").read_bytes()
    assert (built.error, made) == ("", [480, 700])
    built = build(tmp_path, strict=True)
    assert (built.error, made) == ("", [480, 700])
    assert (built.out / "blog/a.jpg.480.webp").read_bytes() == before
    built = build(tmp_path, {"docs/blog/posts/a.jpg": two}, strict=True)
    assert (built.error, made) == ("", [480, 700] * 2)
    assert (built.out / "blog/a.jpg.480.webp").read_bytes() != before

"""What is read of pictures without decoding them, and which of them a text names."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from mkdocs_byline.content.pictures import Header, names, read_header
from pictures import picture, turned


def header(data: bytes, path: str = "a.jpg") -> Header:
    return read_header(io.BytesIO(data), path)


def animated(form: str) -> bytes:
    frames = [Image.new("RGB", (9, 6), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_s_size(form: str) -> None:
    data = picture(31, 17, form)
    assert header(data) == Header(31, 17, len(data))


def test_a_photograph_has_the_size_that_browsers_show() -> None:
    found = header(turned(40, 30))
    assert (found.width, found.height) == (30, 40)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_known(form: str) -> None:
    assert header(animated(form)).is_animated


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('<svg width="30" height="20px">', (30, 20)),
        ('<svg stroke-width="3" viewBox="0 0 640 480.4">', (640, 480)),
        ('<svg width="100%" height="100%" viewBox="-5,-5,10,20">', (10, 20)),
        ("<svg>", (0, 0)),
        ('<svg viewBox="0 0 . .">', (0, 0)),
        ("<html>", (0, 0)),
    ],
)
def test_a_drawing_s_size(root: str, size: tuple[int, int]) -> None:
    found = header(f'<?xml version="1.0"?>\n{root}</svg>'.encode(), "a.svg")
    assert (found.width, found.height) == size


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"RIFF....WEBPVP8X", b"\x89PNG\r\n\x1a\n"])
def test_a_damaged_file_has_no_size(data: bytes) -> None:
    found = header(data)
    assert (found.width, found.height, found.length) == (0, 0, len(data))


def test_what_a_text_names() -> None:
    text = (
        '![A](a.jpg) <img src="../b%20c.PNG"> [d]: <img/d.webp> {src: e.gif} '
        "mail.svgx f.jpg-old g.jpeg"
    )
    assert list(names(text)) == ["a.jpg", "../b%20c.PNG", "img/d.webp", "e.gif", "g.jpeg"]


def test_looking_for_names_takes_no_longer_for_long_words() -> None:
    assert len(list(names("a.png/" * 20_000))) == 20_000

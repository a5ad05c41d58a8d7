"""Pictures for tests, made of a few pixels."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture(
    width: int, height: int, form: str = "JPEG", *, noisy: bool = False, **options: Any
) -> bytes:
    """Return a picture's file; a noisy one has as many bytes as a photograph."""
    made = Image.new("RGB", (width, height), (180, 120, 60))
    if noisy:
        noise = Image.effect_noise((width, height), 90)
        made = Image.merge("RGB", (noise, noise.rotate(90).resize((width, height)), noise))
    out = io.BytesIO()
    made.save(out, form, **options)
    return out.getvalue()


def turned(width: int, height: int) -> bytes:
    """Return a photograph that a camera has written lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker of cameras"
    return picture(width, height, noisy=True, exif=exif)

"""Make the README's screenshot: the opening essay on a desktop and, dark, on a phone.

Run by `make picture`; it builds the site, opens it in Chromium and writes
`.github/screenshot.png`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from browser import chromium, serving
from building import build
from paths import ROOT

PAGE = "blog/2026/11/16/the-importance-of-emotional-intimacy/"
FRAME = """
<style>
  body {{ margin: 0; width: 1400px; height: 860px; background: #e9e4db; position: relative; }}
  img {{ position: absolute; border-radius: 10px; box-shadow: 0 8px 40px #0004; }}
</style>
<img src="{desktop}" style="left: 50px; top: 50px; width: 1120px">
<img src="{phone}" style="right: 50px; top: 170px; width: 290px; border-radius: 22px">
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        out = Path(folder)
        build(ROOT, site_dir=str(out / "site"))
        with serving(out / "site") as address:
            for name, width, height, dark in (("desktop", 1280, 870, 0), ("phone", 390, 780, 1)):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if dark else "light",
                    device_scale_factor=2,
                )
                page = context.new_page()
                page.goto(address + PAGE)
                page.screenshot(path=out / f"{name}.png")
                context.close()
        frame = out / "frame.html"
        frame.write_text(FRAME.format(desktop="desktop.png", phone="phone.png"), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1400, "height": 860})
        page.goto(frame.as_uri())
        page.screenshot(path=ROOT / ".github/screenshot.png")


if __name__ == "__main__":
    main()

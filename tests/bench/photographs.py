"""What pages with photographs weigh, with and without smaller sizes of them.

Run by `PYTHONPATH=tests python -m bench.photographs`: 50 posts with two photographs each are built
twice, and some are opened in Chromium as on a phone and on a desktop, to the end.
"""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path

from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Request, sync_playwright

from browser import launch, serving
from building import build, post

POSTS, OPENED = 50, 10
SIZE = (2400, 1600)
SCREENS = {"phone": (390, 844, 2), "desktop": (1280, 900, 1)}
CONFIG = """\
site_name: Photographs
site_url: https://example.org/
theme: {{name: material, font: false}}
plugins: [byline: {{history: false, post_excerpt: automatic, picture_sizes: {sizes}}}]
"""


def photograph(seed: int) -> bytes:
    """Return a JPEG with shapes of many sizes, as photographs have them, and no grain."""
    draw = random.Random(seed)
    channels = []
    for _ in range(3):
        channel = Image.new("L", SIZE, draw.randrange(90, 160))
        # Larger shapes weigh more, as in what light falls on.
        for cells, share in ((4, 0.5), (16, 0.35), (80, 0.22), (300, 0.12)):
            size = (cells * 3 // 2, cells)
            rough = Image.frombytes("L", size, draw.randbytes(size[0] * size[1]))
            channel = Image.blend(channel, rough.resize(SIZE, Image.Resampling.BICUBIC), share)
        channels.append(channel)
    out = io.BytesIO()
    picture = Image.merge("RGB", channels).filter(ImageFilter.GaussianBlur(1))
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def files() -> dict[str, str | bytes]:
    found: dict[str, str | bytes] = {}
    for number in range(POSTS):
        folder = f"docs/blog/posts/p{number}"
        for name in ("lead", "inner"):
            found[f"{folder}/{name}.jpg"] = photograph(2 * number + (name == "inner"))
        body = "Some words.\n\n" * 12 + "![A view](inner.jpg)\n\n" + "Other words.\n\n" * 12
        found[f"{folder}/index.md"] = post(
            body,
            title=f"Post {number}",
            date=f"2026-{1 + number // 28:02}-{1 + number % 28:02}",
            image="{src: lead.jpg, alt: A view}",
        )
    return found


def weigh(browser: Browser, site: Path) -> dict[str, tuple[float, float]]:
    """Return kilobytes of pictures of a post's page and of the first listing, by screen."""
    found = {}
    pages = sorted(site.glob("blog/2026/*/*/*/index.html"))[:OPENED]
    with serving(site) as address:
        for name, screen in SCREENS.items():
            own = [
                loaded(browser, address + each.relative_to(site).as_posix(), screen)
                for each in pages
            ]
            of_listing = loaded(browser, f"{address}blog/index.html", screen)
            found[name] = (sum(own) / len(own) / 1000, of_listing / 1000)
    return found


def loaded(browser: Browser, url: str, screen: tuple[int, int, int]) -> int:
    """Return the bytes of the pictures that a reader has loaded at a page's end."""
    width, height, ratio = screen
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=ratio
    )
    page, sizes = context.new_page(), dict[str, int]()

    def note(request: Request) -> None:
        if request.resource_type == "image":
            sizes[request.url] = request.sizes()["responseBodySize"]

    page.on("requestfinished", note)
    page.goto(url)
    for top in range(0, page.evaluate("document.body.scrollHeight"), height // 2):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(sizes.values())


def main() -> None:
    made = files()
    photographs = [each for each in made.values() if isinstance(each, bytes)]
    size = sum(map(len, photographs)) / len(photographs) / 1000
    print(f"{len(photographs)} photographs of {size:.0f} kB each")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for sizes in ("false", "true"):
            with tempfile.TemporaryDirectory() as folder:
                built = build(Path(folder), {"mkdocs.yml": CONFIG.format(sizes=sizes), **made})
                assert not built.error, built.error
                for screen, (of_post, of_listing) in weigh(browser, built.out).items():
                    row = f"{screen:7}  post {of_post:6.0f} kB  listing {of_listing:6.0f} kB"
                    print(f"picture_sizes: {sizes:5}  {row}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()

"""Films and sounds beside a post: on its page, in listings, in feeds, and where one is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown import markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from building import CONFIG, Built, build, post, write
from checking import run
from mkdocs_byline.content.media import medium
from mkdocs_byline.markdown.media import EXTENSION
from pictures import picture

BODY = r"""
![A clip](clip.mp4){ width=400 .wide }

![A sound](folder/a%20b.mp3) and ![a still](still.png)

<!-- more -->

<video controls poster="still.png">
  <source src='clip.mp4' type="video/mp4">
  <track src=words.vtt kind="captions" srclang="en" label="English">
</video>

Text <img src="still.png" srcset="still.png 1x, big.png 2x" alt="Small"> on.

<figure markdown>
<video src="clip.mp4" controls></video>
<figcaption>A *caption*</figcaption>
</figure>

<img src="../../../../still.png" alt="From the page">
<video src="https://elsewhere.example/a.mp4"></video>

$E = mc^2$ and

$$
a <
  \fracc{b}
$$
"""
EXTENSIONS = (
    "markdown_extensions: [attr_list, md_in_html, {pymdownx.arithmatex: {generic: true}}]\n"
)
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace("search, byline", "search, byline: {history: false, csp: true}")
    + EXTENSIONS,
    "docs/page.md": "# Page\n\n![Clip](blog/posts/clip.mp4)\n\n$x^2$, $\\foo$\n",
    "docs/blog/posts/clip.mp4": b"film",
    "docs/blog/posts/folder/a b.mp3": b"sound",
    "docs/blog/posts/words.vtt": "WEBVTT\n",
    "docs/blog/posts/still.png": picture(40, 30),
    "docs/blog/posts/big.png": picture(80, 60),
    "docs/blog/posts/one.md": post(BODY, title="One", date="2026-11-20"),
}
UP = "../../../../"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("media"), FILES)


def found(built: Built, path: str, selector: str) -> list[LexborNode]:
    return LexborHTMLParser(built.read(path)).css(selector)


def test_players_and_raw_html_lead_to_files_beside_the_post(built: Built) -> None:
    post_page = "blog/2026/11/20/one/index.html"
    clip, raw, figure = (each.attributes for each in found(built, post_page, "video"))
    assert clip == {
        "src": f"{UP}clip.mp4", "controls": "", "preload": "metadata", "aria-label": "A clip",
        "width": "400", "class": "wide",
    }  # fmt: skip
    assert raw == {"controls": "", "poster": f"{UP}still.png"}
    assert figure["src"] == f"{UP}clip.mp4"
    assert [each.attributes["src"] for each in found(built, post_page, "video *[src]")] == [
        f"{UP}clip.mp4",
        f"{UP}words.vtt",
    ]
    (sound,) = found(built, post_page, "audio")
    assert sound.attributes["src"] == f"{UP}folder/a%20b.mp3"
    (inside,) = sound.css("a")
    assert (inside.text(), inside.attributes["href"]) == ("A sound", f"{UP}folder/a%20b.mp3")
    small, old = (
        each.attributes for each in found(built, post_page, "img[alt=Small], img[alt^=From]")
    )
    assert small["src"] == f"{UP}still.png"
    assert small["srcset"] == f"{UP}still.png 1x, {UP}big.png 2x"
    assert (small["width"], old["width"]) == ("40", "40")  # Both are known as that picture.
    assert old["src"] == f"{UP}still.png"
    for address in ("clip.mp4", "folder/a b.mp3", "words.vtt", "still.png", "big.png"):
        assert f"blog/{address}" in built


def test_they_play_in_listings_feeds_and_other_pages(built: Built) -> None:
    (entry,) = found(built, "blog/index.html", "article video")
    assert entry.attributes["src"] == "../blog/clip.mp4"
    (item,) = json.loads(built.read("blog/feed.json"))["items"]
    shown = LexborHTMLParser(item["content_html"])
    addresses = [
        node.attributes[name] for name in ("src", "poster") for node in shown.css(f"[{name}]")
    ]
    assert addresses
    assert all(str(each).startswith("https://") for each in addresses)
    assert len(shown.css("video")) == 3
    (clip,) = found(built, "page/index.html", "video")
    assert clip.attributes["src"] == "../blog/clip.mp4"


def test_formulas_are_drawn_in_posts_listings_feeds_and_other_pages(built: Built) -> None:
    assert len(found(built, "blog/2026/11/20/one/index.html", "math msup")) == 1
    assert len(found(built, "page/index.html", "math msup")) == 1
    (item,) = json.loads(built.read("blog/feed.json"))["items"]
    assert "<msup><mi>c</mi><mn>2</mn></msup>" in item["content_html"]
    text = (built.root / "docs/blog/posts/one.md").read_text(encoding="utf-8")
    line = text[: text.index(r"\fracc")].count("\n") + 1
    assert built.messages[-2:] == [
        f"docs/blog/posts/one.md:{line}:3: BY307 the formula 'a < \\fracc{{b}}' is shown as it "
        'was typed: Unknown command "\\fracc". Mend it here; not all of LaTeX is known.',
        "docs/page.md:5:9: BY307 the formula '\\foo' is shown as it was typed: Unknown command "
        '"\\foo". Mend it here; not all of LaTeX is known.',
    ]


def test_a_build_and_a_check_say_the_same_of_the_post(built: Built) -> None:
    of_post = str(built.root / "docs/blog/posts/one.md")
    told = json.loads(run(built.root, "--format", "json", of_post).output)["problems"]
    shown = [f"{each['path']}:{each['line']}:{each['column']}: {each['code']}" for each in told]
    assert [each.split(" ")[1] for each in shown] == ["BY305", "BY307"]
    assert all(any(message.startswith(each) for message in built.messages) for each in shown)


def test_what_is_missing_is_told_as_of_pictures(tmp_path: Path) -> None:
    body = """
![A](gone.png)
![A](gone.mp4)
<img src="gone.png" alt="A">
<video src="gone.mp4" poster="gone.png"><source src="../gone.webm"><track src="gone.vtt"></video>
"""
    write(tmp_path, {"docs/blog/posts/a.md": post(body, title="A", date="2026-11-20")})
    built = build(tmp_path)
    of_picture = (
        "Doc file 'blog/posts/a.md' contains a link 'gone.{}', but the target "
        "'blog/posts/gone.{}' is not found among documentation files."
    )
    assert sorted(built.messages) == [
        of_picture.format(end, end) for end in ("mp4", "mp4", "png", "png", "png", "vtt")
    ]
    told = json.loads(run(tmp_path, "--format", "json").output)["problems"]
    assert [f"{each['line']}:{each['column']} {each['message']}" for each in told] == [
        "6:1 the picture 'gone.png' leads to nothing in the site.",
        "7:1 the video 'gone.mp4' leads to nothing in the site.",
        "8:1 the picture 'gone.png' leads to nothing in the site.",
        "9:1 the picture 'gone.png' leads to nothing in the site.",
        "9:1 the video 'gone.mp4' leads to nothing in the site.",
        "9:41 the video '../gone.webm' leads to nothing in the site.",
        "9:68 the file 'gone.vtt' leads to nothing in the site.",
    ]
    assert {each["code"] for each in told} == {"BY507"}


def test_a_file_that_comes_later_is_led_to(tmp_path: Path) -> None:
    text = post('<video src="clip.mp4"></video>', title="A", date="2026-11-20")
    assert build(tmp_path, {"docs/blog/posts/a.md": text}).messages
    built = build(tmp_path, {"docs/blog/posts/clip.mp4": b"film"})
    assert f'src="{UP}clip.mp4"' in built.read("blog/2026/11/20/a/index.html")
    assert not built.messages


def test_without_mkdocs_addresses_stay_as_they_are() -> None:
    html = markdown('![A](a.webm "T")\n\n<video src="b.mp4"></video>', extensions=[EXTENSION])
    assert 'src="a.webm"' in html
    assert '<video src="b.mp4">' in html


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.MP4", "video"),
        ("a.webm?x#t=3", "video"),
        ("b/a.opus", "audio"),
        ("a.png", ""),
        ("mp4", ""),
    ],
)
def test_a_medium_is_known_by_its_name(path: str, kind: str) -> None:
    assert medium(path) == kind

"""Lead pictures and the pictures in posts: which files they are, and what is wrong with them."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from building import CONFIG, Built, build, post, write
from checking import run
from mkdocs_byline.blog import pictures as blog_pictures
from mkdocs_byline.blog.pictures import NO_PICTURES, Pictures
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.settings import Settings
from pictures import picture

LARGE = picture(1600, 900, noisy=True)
SMALL = picture(300, 200)


def pictures(**options: bool) -> Pictures:
    files = {
        "blog/posts/a.jpg": LARGE,
        "blog/posts/in/b c.png": SMALL,
        "assets/a.jpg": SMALL,
        "assets/move.gif": picture(900, 900, "GIF"),
        "notes.txt": b"",
    }
    return Pictures(files, lambda path: io.BytesIO(files[path]), Settings(**options))


def found(text: str, path: str = "blog/posts/x.md") -> list[str]:
    return [each.path for each in pictures().named_in(text, path)]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("![A](a.jpg)", ["blog/posts/a.jpg"]),
        ("![B](in/b%20c.png)", ["blog/posts/in/b c.png"]),
        ("![A](../../assets/a.jpg)", ["assets/a.jpg"]),
        ('<img src="../../../../a.jpg">', ["blog/posts/a.jpg"]),
        ('<img src="/blog/a.jpg">', ["blog/posts/a.jpg"]),
        ("![None](https://example.org/z.jpg) notes.txt", []),
        ("![Out](../../../../../etc/a.gif)", []),
    ],
)
def test_what_a_text_may_show(text: str, paths: list[str]) -> None:
    assert set(found(text)) >= set(paths)
    assert bool(found(text)) == bool(paths)


def test_only_large_pictures_that_stand_still_get_smaller_sizes() -> None:
    own = pictures()
    widths = {path: each.widths for path in own.files if (each := own.get(path))}
    assert widths == {
        "blog/posts/a.jpg": (480, 960, 1600),
        "blog/posts/in/b c.png": (),
        "assets/a.jpg": (),
        "assets/move.gif": (),
    }
    large = pictures(picture_sizes=False).get("blog/posts/a.jpg")
    assert large and not large.widths
    assert large.sized(480) == "blog/a.jpg.480.webp"


def of(image: str, path: str = "blog/posts/x.md") -> tuple[str, str]:
    """Return the URL of a post's lead picture, and the code of what is wrong."""
    source = parse_post(f"---\nimage: {image}\n---\nText.\n".encode(), path)
    found = pictures().of(source)
    problems = [*source.problems, *filter(None, [found.problem])]
    return found.image.url if found.image else "", " ".join(each.code for each in problems)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("a.jpg", ("blog/a.jpg", "")),
        ("in/b c.png", ("blog/in/b%20c.png", "")),
        ("in/b%20c.png", ("blog/in/b%20c.png", "")),
        ("assets/a.jpg", ("assets/a.jpg", "")),
        ("/assets/a.jpg", ("assets/a.jpg", "")),
        ("{src: a.jpg, alt: '', focus: '50, 20'}", ("blog/a.jpg", "")),
        ("https://example.org/a.jpg", ("https://example.org/a.jpg", "")),
        ("http://example.org/a.jpg", ("", "BY111")),
        ("javascript:alert(1)", ("", "BY111")),
        ("c.jpg", ("", "BY141")),
        ("notes.txt", ("", "BY141")),
        ("../../../etc/passwd", ("", "BY141")),
        ("[a.jpg]", ("", "BY111")),
        ("{alt: A}", ("", "BY111")),
        ("{src: a.jpg, title: A}", ("", "BY111")),
        ("{src: a.jpg, focus: 'left;color:red'}", ("", "BY111")),
        ("", ("", "")),
    ],
)
def test_a_lead_picture(image: str, expected: tuple[str, str]) -> None:
    assert of(image) == expected


def test_posts_without_pictures_cost_nothing() -> None:
    source = parse_post(b"---\ntitle: A\n---\nText.\n", "blog/posts/x.md")
    assert pictures().of(source) is NO_PICTURES


LEAD = "{src: a.jpg, alt: 'The <sea>', caption: Waves, credit: Jane, focus: 50% 20%}"
FILES: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG.replace("byline]", "byline: {post_excerpt: automatic}]"),
    "docs/blog/posts/one.md": post(title="One", date="2026-11-20", image=LEAD, description="Few."),
    "docs/blog/posts/two.md": post(title="Two", date="2026-11-19", image="a.jpg"),
    "docs/blog/posts/three.md": post("![A](b.png)", title="Three", date="2026-11-18"),
    "docs/blog/posts/draft.md": post(
        title="D", date="2026-11-17", draft="true", image="secret.png"
    ),
    "docs/blog/posts/a.jpg": LARGE,
    "docs/blog/posts/b.png": picture(20, 10, "PNG"),
    "docs/blog/posts/secret.png": picture(2000, 1000, "PNG", noisy=True),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("pictures"), FILES, strict=True)


def page(built: Built, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(built.read(path))


def test_a_lead_picture_stands_above_the_text(built: Built) -> None:
    assert not built.error
    figure = page(built, "blog/2026/11/20/one/index.html").css_first("figure.byline-lead")
    assert figure
    image = figure.css_first("img")
    assert image
    assert image.attributes == {
        "src": "../../../../a.jpg",
        "alt": "The <sea>",
        "srcset": ", ".join(f"../../../../a.jpg.{n}.webp {n}w" for n in (480, 960, 1600)),
        "sizes": "(min-width: 60em) 44rem, 100vw",
        "width": "1600",
        "height": "900",
        "style": "object-position: 50% 20%",
        "fetchpriority": "high",
        "decoding": "async",
    }
    assert figure.text().split() == ["Waves", "Jane"]
    assert not page(built, "blog/2026/11/18/three/index.html").css("figure.byline-lead")


def test_it_is_in_listings_and_the_newest_post_leads(built: Built) -> None:
    entries = page(built, "blog/index.html").css("article.byline-entry")
    classes = [(each.attributes["class"] or "").split()[1:] for each in entries]
    assert classes == [
        ["byline-entry--lead", "byline-entry--pictured"],
        ["byline-entry--pictured"],
        [],
    ]
    pictures = [each.css_first(".byline-entry__picture img") for each in entries[:2]]
    assert [each.attributes["alt"] for each in pictures if each] == ["", ""]
    assert [each.attributes.get("loading") for each in pictures if each] == [None, "lazy"]
    archive = page(built, "blog/archive/2026/index.html")
    assert len(archive.css("article.byline-entry")) == 3
    assert not archive.css(".byline-entry--lead")


def test_a_description_stands_for_an_excerpt_that_nobody_marked(built: Built) -> None:
    texts = [
        each.text().strip()
        for each in page(built, "blog/index.html").css(".byline-entry__excerpt")
    ]
    assert texts == ["Few.", "Text.", ""]


def test_feeds_and_search_engines_get_it(built: Built) -> None:
    first, *_ = json.loads(built.read("blog/feed.json"))["items"]
    assert first["image"] == "https://example.org/sub/blog/a.jpg"
    atom = built.read("blog/atom.xml")
    assert 'url="https://example.org/sub/blog/a.jpg" type="image/jpeg"' in atom
    script = page(built, "blog/2026/11/20/one/index.html").css_first(
        'script[type="application/ld+json"]'
    )
    assert script
    (found,) = [each for each in json.loads(script.text())["@graph"] if "headline" in each]
    assert found["image"] == {
        "@type": "ImageObject",
        "url": "https://example.org/sub/blog/a.jpg",
        "caption": "The <sea>",
        "encodingFormat": "image/jpeg",
        "width": "1600 px",
        "height": "900 px",
    }


def test_a_draft_s_picture_stays_out_with_it(built: Built) -> None:
    assert "blog/a.jpg" in built and "blog/a.jpg.480.webp" in built
    assert not [path.name for path in built.out.rglob("secret*")]


def test_an_editor_s_remarks(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": "# Home",
            "docs/blog/posts/a.jpg": SMALL,
            "docs/blog/posts/b.jpg": picture(1300, 1300, noisy=True, quality=100),
            "docs/blog/posts/one.md": post(title="One", date="2026-11-20", image="a.jpg"),
            "docs/blog/posts/two.md": post(
                title="Two", date="2026-11-19", image="{src: b.jpg, alt: ''}"
            ),
            "docs/blog/posts/three.md": post(title="Three", date="2026-11-19", image="c.jpg"),
        },
    )
    told = json.loads(run(tmp_path, "--format", "json").output)["problems"]
    assert [(Path(each["path"]).name, each["line"], each["code"]) for each in told] == [
        ("one.md", 4, "BY501"),
        ("one.md", 4, "BY520"),
        ("three.md", 4, "BY141"),
        ("three.md", 4, "BY501"),
        ("two.md", 4, "BY504"),
    ]


def test_without_pillow_pictures_stay_as_they_are_and_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(blog_pictures, "has_pillow", lambda: False)
    with caplog.at_level(logging.INFO, "mkdocs"):
        built = build(tmp_path, FILES, strict=True)
    assert not built.error and not list(built.out.rglob("*.webp"))
    assert "srcset" not in built.read("blog/index.html")
    assert sum("mkdocs-byline[pictures]" in each for each in caplog.messages) == 1

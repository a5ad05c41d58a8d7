"""HTML of posts: nothing in it acts, all that a theme needs stays, and what goes is told."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import AUTHORS, build, post
from dom import active, parts
from extensions import EXTENSIONS
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.embeds import replace_embeds
from mkdocs_byline.html.sanitize import Removal, sanitize, sanitize_text
from mkdocs_byline.html.sanitizer_report import MAX_PROBLEMS, explain
from mkdocs_byline.timeout import deadline
from paths import SAMPLES

POLICY = Policy()
VIDEOS = Policy(embed_hosts=frozenset({"video.example"}))


def convert(text: str) -> str:
    return markdown.Markdown(extensions=[*EXTENSIONS], extension_configs=EXTENSIONS).convert(text)


def test_everything_the_theme_offers_stays() -> None:
    html = convert((SAMPLES / "material.md").read_text(encoding="utf-8"))
    clean = sanitize(html, Policy(mermaid=True))
    assert clean.removed == ()
    assert parts(clean.html) == parts(html)
    for mark in (
        "highlighttable",
        "arithmatex",
        "tabbed-set",
        "critic",
        "progress-bar",
        "key-alt",
    ):
        assert mark in html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>alert(1)</script>text", "text"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<a href="java&#x0A;script:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="\x01data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="https://e.example" target="_top" rel="me opener nofollow">a</a>',
         '<a href="https://e.example" rel="nofollow">a</a>'),
        ('<img src="http://e.example/a.png">', '<img src="https://e.example/a.png">'),
        ('<img src="//e.example/a.png">', '<img src="https://e.example/a.png">'),
        ('<img src="\\\\e.example/a.png">', '<img src="https://e.example/a.png">'),
        ('<img src="\xa0javascript:1">', '<img src="&nbsp;javascript:1">'),
        ('<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA">'),
        ('<img src="data:image/svg+xml,<svg>">', "<img>"),
        ('<img srcset="a.png 1x, javascript:b 2x,http://e.example/c 3x">',
         '<img srcset="a.png 1x, https://e.example/c 3x">'),
        ('<video src="https://e.example/a" poster="b.png"></video>',
         '<a href="https://e.example/a">e.example/a</a>'),
        ('<p style="color: red; position: fixed; width: 50%">a</p>',
         '<p style="color: red; width: 50%">a</p>'),
        ('<p style="background: url(https://e.example)">a</p>', "<p>a</p>"),
        ('<p style="margin-top: -9px; width: 1e9px; height: 99999px; top: 0">a</p>', "<p>a</p>"),
        ('<p style="width: calc(1px * 9999)">a</p>', "<p>a</p>"),
        ('<p style="color: r\\65 d">a</p>', "<p>a</p>"),
        ('<b id="__search" class="md-overlay note byline-row">a</b>', '<b class="note">a</b>'),
        ('<label for="__drawer">a</label>', "<label>a</label>"),
        ('<i data-md-component="palette" data-clipboard-text="x">a</i>', "<i>a</i>"),
        ('<img name="forms" alt="">', '<img alt="">'),
        ('<form action="https://e.example">a <input name="x"> <button>b</button></form>', "a  b"),
        ("a<input>b", "ab"),
        ('<input type="checkbox" disabled>', '<input type="checkbox" disabled="">'),
        ("<base href=//e.example><meta http-equiv=refresh content=0><link rel=stylesheet>x", "x"),
        ("<svg><style>*{}</style><title><b>t</b></title><path d='M0'/></svg>",
         '<svg><path d="M0"></path></svg>'),
        ('<svg><path fill="url(https://e.example/#a)"></path></svg>',
         "<svg><path></path></svg>"),
        ("<math><annotation-xml encoding='text/html'><p>a</annotation-xml></math>",
         "<math></math>"),
        ("<pre class='mermaid'><code>graph</code></pre>", "<pre><code>graph</code></pre>"),
        ("a<!-- b -->c", "ac"),
        ("<p>a</p><!--  more--><p>b</p>", "<p>a</p><!-- more --><p>b</p>"),
        ('<p title="<!-- more -->">a</p>',
         '<p title="&lt;byline-more&gt;&lt;/byline-more&gt;">a</p>'),
    ],
)  # fmt: skip
def test_what_acts_is_left_out(html: str, expected: str) -> None:
    assert sanitize(html, POLICY).html == expected
    assert active(expected) == []


def test_only_what_is_left_out_is_told() -> None:
    html = (
        '<p class="a md-b" style="color:red;top:0" onclick="x"><img src="http://e.example/a"></p>'
    )
    assert sanitize(html, POLICY).removed == (
        Removal("part", "p", "class", "md-b"),
        Removal("style", "p", "style", "top:0"),
        Removal("attribute", "p", "onclick", "x"),
    )
    assert sanitize('<p title="a>b" onclick="x">c</p>', POLICY).removed == (
        Removal("attribute", "p", "onclick", "x"),
    )


@pytest.mark.parametrize(
    ("html", "expected", "told"),
    [
        ('<iframe src="https://video.example/1?a&amp;b" title="A &amp; B" width="16" height="9">'
         "</iframe>",
         '<a href="https://video.example/1?a&amp;b" class="byline-embed" data-byline-embed="'
         'https://video.example/1?a&amp;b" style="aspect-ratio: 16 / 9"><span>A &amp; B '
         '<small>video.example</small></span></a>', []),
        ('<iframe src="//other.example/1"></iframe>',
         '<a href="https://other.example/1">other.example/1</a>', ["https://other.example/1"]),
        ('<iframe src="https://video.example@other.example/1"></iframe>',
         '<a href="https://video.example@other.example/1">video.example@other.example/1</a>',
         ["https://video.example@other.example/1"]),
        ('<iframe src="https://www.youtube-nocookie.com/embed/a-b_c?x=1"></iframe>',
         '<a href="https://www.youtube.com/watch?v=a-b_c">youtube.com/watch?v=a-b_c</a>',
         ["https://www.youtube-nocookie.com/embed/a-b_c?x=1"]),
        ('<video controls><source src="https://video.example/a.mp4">no</video>b',
         '<a href="https://video.example/a.mp4" class="byline-embed" '
         'data-byline-embed="https://video.example/a.mp4"><span>video.example/a.mp4 '
         '<small>video.example</small></span></a>b', []),
        ('<iframe src="https://video.example/1" title="A" poster="a.png"></iframe>',
         '<a href="https://video.example/1" class="byline-embed" '
         'data-byline-embed="https://video.example/1"><img src="a.png" alt=""><span>A '
         '<small>video.example</small></span></a>', []),
        ('<iframe src="https://tube.example/videos/embed/a-B9?start=1" title="A"></iframe>',
         '<a href="https://tube.example/w/a-B9">A</a>',
         ["https://tube.example/videos/embed/a-B9?start=1"]),
        ('<iframe src="https://www.dailymotion.com/embed/video/x1y2"></iframe>',
         '<a href="https://www.dailymotion.com/video/x1y2">dailymotion.com/video/x1y2</a>',
         ["https://www.dailymotion.com/embed/video/x1y2"]),
        ('<video><source src="a.mp4"></video>', '<video><source src="a.mp4"></video>', []),
        ('<object data="https://other.example/a.swf"></object>',
         '<a href="https://other.example/a.swf">other.example/a.swf</a>',
         ["https://other.example/a.swf"]),
        ('<a class="byline-embed" data-byline-embed="https://other.example/">x</a>',
         '<a class="byline-embed">x</a>', ["https://other.example/"]),
    ],
)  # fmt: skip
def test_embeds_become_links(html: str, expected: str, told: list[str]) -> None:
    clean = sanitize(html, VIDEOS)
    assert clean.html == expected
    assert [removal.value for removal in clean.removed] == told


def test_a_frame_without_an_address_goes() -> None:
    for html in ("<iframe srcdoc='<script>1</script>'></iframe>", "<iframe src=javascript:1>"):
        clean = sanitize(html, VIDEOS)
        assert (clean.html, clean.removed) == ("", (Removal("element", "iframe"),))


def test_entries_of_the_contents_are_text() -> None:
    assert sanitize_text("a <b onclick=x>b</b> &amp; <img src=x onerror=y>c") == "a b &amp; c"


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<style>",
        "</style>",
        "<table>",
        "<tr>",
        "<td>",
        "</a>",
        "<!--",
        "-->",
        "<title>",
        "</title>",
        "<noscript>",
        "<xmp>",
        "<template>",
        "<textarea>",
        '"',
        "'",
        ">",
        "<foreignObject>",
        "<desc>",
        "<annotation-xml>",
        "<select>",
        "<option>",
        "<script>",
        "text",
        "</iframe>",
        "<video>",
        "&lt;",
        "<h1>",
        "</h1>",
        "<![CDATA[",
        "]]>",
        "<?",
        "<input>",
    ]
    + ["<a href='javascript:x'>", "<img src=x onerror=y>", "<b id='", "<p title='", "\0"]
    + ["<iframe src='https://e.example'>", "<source src=//e.example>", "<!-- more -->"]
)


@settings(max_examples=300)
@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_nothing_acts_whatever_is_written(html: str) -> None:
    clean = sanitize(html, POLICY)
    assert active(clean.html) == []
    again = sanitize(clean.html, POLICY)
    assert again.html == clean.html
    assert again.removed == ()


ORDINARY = st.sampled_from(
    ["<p>a</p>", '<a href="b.md" onclick="c">d</a>', "<form>e</form>", '<b class="md-x y">f</b>']
    + [
        '<i style="top:0;color:red">g</i>',
        "<em>h</em>",
        '<img alt="i" src="data:x"/>',
        "j &amp; k",
    ]
)


@given(st.lists(ORDINARY, max_size=6).map("".join))
def test_nothing_goes_untold(html: str) -> None:
    clean = sanitize(html, POLICY)
    assert (parts(clean.html) == parts(html)) == (clean.removed == ())


def told(body: str) -> list[str]:
    """Return `line:column code` of what is left out of a post."""
    problems = explain(sanitize(convert(body), POLICY).removed, body)
    return [f"{each.line}:{each.column} {each.code}" for each in problems]


def test_lines_are_found_outside_of_code() -> None:
    body = """\
Text with `<script>` and `onclick=` in code.

```html
<script>alert(1)</script>
<iframe src="https://e.example">
```

<script>alert(1)</script>

A [link](javascript:alert(1)) and [another](#a){ onclick="x" .md-overlay }.

> ~~~
> <form>
> ~~~

<form>a</form>

<iframe src="https://e.example"></iframe>

<p style="position: fixed">a</p>

```mermaid
graph
```
"""
    assert sorted(told(body)) == sorted(
        ["8:1 BY301", "10:10 BY303", "10:50 BY302", "10:63 BY302", "16:1 BY301", "18:14 BY305"]
        + ["20:11 BY304", "22:4 BY306"]
    )


def test_what_can_not_be_found_is_told_on_the_first_line() -> None:
    problems = explain([Removal("address", "a", "href", "x:y")], "Text.")
    assert [(each.line, each.column, each.code) for each in problems] == [(1, 1, "BY303")]


def test_a_hundred_things_are_told_briefly() -> None:
    problems = explain([Removal("element", "form")] * 100, "<form>\n" * 100)
    assert len(problems) == MAX_PROBLEMS
    assert "80 more" in problems[-1].message


HOSTILE = """\
# One <img src=x onerror=alert(1)>

<p onclick="x">Start</p>

<!-- more -->

## Part {#a" .md-overlay data-toc-label="<img src=x onerror=alert(1)>"}

<div id="__search" onclick="x">Rest</div>
"""


def test_posts_are_sanitised_everywhere(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "mkdocs.yml": """
            site_name: Trial
            theme: {name: material, font: false}
            plugins: [search, byline: {trusted_paths: [blog/posts/ours/]}]
            markdown_extensions: [attr_list, toc: {permalink: true}]
            """,
        "docs/blog/.authors.yml": AUTHORS + '  eve: {name: Eve, bio: "<b onclick=x>*Bio*</b>"}\n',
        "docs/blog/posts/one.md": post(HOSTILE, date="2026-11-20", authors="[eve]", tags="x"),
        "docs/blog/posts/ours/two.md": post(
            "# Two\n\n<p onclick='x' id='__ours'>Ours</p>", date="2026-11-20"
        ),
    }
    built = build(tmp_path, files)
    assert built.error == ""
    html = built.read("blog/2026/11/20/one/index.html")
    assert "<!-- more -->" in html
    for page in (
        html,
        built.read("blog/tag/x/index.html"),
        built.read("search/search_index.json"),
    ):
        assert "Start" in page
        assert "<img src=x" not in page
        assert 'onclick="x"' not in page
    assert 'id="__search">' not in html
    places = [message.partition(" ")[0] for message in built.messages]
    assert places[0] == "docs/blog/.authors.yml:4:29:"
    assert [place.split(":")[1] for place in places[1:]] == ["6", "8", "12", "14", "14"]
    assert built.codes == ["BY302"] * 6
    assert "<b><em>Bio</em></b>" in built.read("blog/author/eve/index.html")
    assert '<p onclick="x" id="__ours">Ours</p>' in built.read("blog/2026/11/20/two/index.html")


@pytest.mark.parametrize(
    "inside", ["a" * 300_000, "a " * 100_000, "src=" * 100_000, "-" * 300_000]
)
def test_an_embed_is_read_once_whatever_stands_in_it(inside: str) -> None:
    with deadline(5):
        assert replace_embeds(f"<iframe {inside}>", frozenset())

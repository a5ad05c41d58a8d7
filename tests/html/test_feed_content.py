"""Posts' HTML in feeds: absolute URLs, nothing that needs the site's styles, nothing lost."""

from __future__ import annotations

import re
from typing import Any

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extensions import EXTENSIONS
from feed_judges import judge_html
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.feed_content import SUMMARY, feed_content
from mkdocs_byline.html.sanitize import sanitize
from paths import SHARED

URL = "https://example.org/sub/blog/p/"


def shown(html: str, url: str = URL) -> str:
    """Return what a feed shows, judged."""
    found = feed_content(html, url).html
    judge_html(found)
    return found


def converted(text: str, **configs: Any) -> str:
    html = markdown.markdown(
        text, extensions=list(EXTENSIONS), extension_configs=EXTENSIONS | configs
    )
    return shown(sanitize(html, Policy()).html)


def lines(html: str) -> list[str]:
    """Return the text of each paragraph or block, without its tags."""
    found = re.split(r"</?(?:p|div|li|ul|ol|blockquote|pre|summary|details|h\d)\b[^>]*>|\n", html)
    texts = (re.sub(r"<[^>]*>|&nbsp;", "", each).strip() for each in found)
    return [text for text in texts if text]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<a href="../q/#x">q</a>', '<a href="https://example.org/sub/blog/q/#x">q</a>'),
        ('<a href="#x">q</a>', '<a href="https://example.org/sub/blog/p/#x">q</a>'),
        ('<a href="">q</a>', '<a href="https://example.org/sub/blog/p/">q</a>'),
        ('<a href="?a=1&amp;b">q</a>', '<a href="https://example.org/sub/blog/p/?a=1&amp;b">q</a>'),
        ('<a href="/q">q</a>', '<a href="https://example.org/q">q</a>'),
        ('<a href="//other.example/q">q</a>', '<a href="https://other.example/q">q</a>'),
        ('<a href="mailto:a@b.example">q</a>', '<a href="mailto:a@b.example">q</a>'),
        ('<a href=" ht\ntps://x.example/">q</a>', '<a href="https://x.example/">q</a>'),
        ('<a href="java\tscript:x">q</a>', "<a>q</a>"),
        ('<a href="http://[">q</a>', "<a>q</a>"),
        ('<img src="a b.png">', '<img src="https://example.org/sub/blog/p/a b.png">'),
        ('<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'),
        (
            '<img srcset="a.png, b.png 2x,c.png 3x">',
            '<img srcset="https://example.org/sub/blog/p/a.png, '
            "https://example.org/sub/blog/p/b.png 2x, "
            'https://example.org/sub/blog/p/c.png 3x">',
        ),
        ('<q cite="x">q</q>', '<q cite="https://example.org/sub/blog/p/x">q</q>'),
        (
            '<video poster="p.png" controls><source src="v.mp4" type="video/mp4"></video>',
            '<video poster="https://example.org/sub/blog/p/p.png" controls="">'
            '<source src="https://example.org/sub/blog/p/v.mp4" type="video/mp4"></video>',
        ),
        ('<audio src="a.mp3"></audio>', '<audio src="https://example.org/sub/blog/p/a.mp3"></audio>'),
        (
            '<picture><source srcset="/a.webp"><img src="a.png"></picture>',
            '<picture><source srcset="https://example.org/a.webp">'
            '<img src="https://example.org/sub/blog/p/a.png"></picture>',
        ),
        # What is for the page alone.
        ('<p class="x" style="color: red" id="i" tabindex="0" data-x="1">a</p>', "<p>a</p>"),
        ('<p>a<a class="headerlink" href="#x">¶</a></p>', "<p>a</p>"),
        ("<p>a</p><!-- more --><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p hidden>a</p><p style='display: none'>b</p><p>c</p>", "<p>c</p>"),
        ("<p>a<script>b</script><style>c</style><button>d</button></p>", "<p>a</p>"),
        ('<p onclick="x">a <span lang="de">b</span><span> c</span></p>',
         '<p>a <span lang="de">b</span> c</p>'),
        ('<img src="a.png#only-dark"><img src="b.png#only-light">',
         '<img src="https://example.org/sub/blog/p/b.png">'),
        ('<iframe src="https://v.example/1" title="A film"></iframe>',
         '<a href="https://v.example/1">A film</a>'),
        ('<ol start="3" reversed><li value="9">a</li></ol>',
         '<ol start="3" reversed=""><li value="9">a</li></ol>'),
    ],
)  # fmt: skip
def test_each_kind_of_element(written: str, expected: str) -> None:
    assert shown(written) == expected


def test_code_keeps_its_text_and_loses_its_colours_and_line_numbers() -> None:
    code = 'def f(a: int = 1) -> str:\n\n    return "<&>"  # é'
    text = f'```python title="f.py" linenums="1"\n{code}\n```\n'
    for style in ("table", "inline", "pymdownx-inline", False):
        options = {"linenums_style": style or "table", "anchor_linenums": bool(style)}
        html = converted(text, **{"pymdownx.highlight": options})
        (block,) = re.findall(r"<pre><code>(.*?)\n?</code></pre>", html, re.DOTALL)
        assert block == code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert lines(html)[0] == "f.py"
        assert "<table" not in html


def test_notes_in_boxes_are_quotes_with_a_title() -> None:
    html = converted('!!! warning "Mind & step"\n    One\n\n    !!! note\n        Two\n\nThree')
    assert re.sub(r"\s*\n\s*", "", html) == (
        "<blockquote><p><strong>Mind &amp; step</strong></p><p>One</p>"
        "<blockquote><p><strong>Note</strong></p><p>Two</p></blockquote></blockquote><p>Three</p>"
    )
    assert lines(converted("??? tip\n    Hidden")) == ["Tip", "Hidden"]


def test_footnotes_are_numbered_text_at_the_end() -> None:
    html = converted("One[^a].\n\n[^a]: The *note*.")
    assert f'<sup><a href="{URL}#fn:a">1</a></sup>' in html
    assert lines(html) == ["One1.", "The note."]
    assert "↩" not in html


def test_tabs_have_their_names_above_them() -> None:
    inner = '=== "C"\n        Three\n\n    === "D"\n        Four'
    text = f'=== "A"\n    One\n\n    {inner}\n\n=== "B"\n    Two'
    for alternate in (True, False):
        html = converted(text, **{"pymdownx.tabbed": {"alternate_style": alternate}})
        assert lines(html) == ["A", "One", "C", "Three", "D", "Four", "B", "Two"]
        assert "<input" not in html


def test_tasks_keys_tables_and_maths() -> None:
    assert lines(converted("- [x] Done\n- [ ] Open")) == ["☑ Done", "☐ Open"]
    assert converted("++ctrl+a++").startswith("<p><kbd>Ctrl</kbd>+<kbd>A</kbd>")
    assert "<th>a</th>" in converted("| a |\n|--:|\n| 1 |")
    assert "\\(x^2\\)" in converted("$x^2$")
    formula = '<math display="block"><mfrac><mi>x</mi><mn>2</mn></mfrac></math>'
    assert shown(formula) == formula
    drawn = '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>'
    assert shown(drawn.replace("<svg", '<svg class="x"')) == drawn
    icon = shown(f'<span class="twemoji">{drawn}</span>')
    assert icon == drawn.replace('1 1"', '1 1" width="18" height="18"')
    both = f'<span class="katex-mathml">{formula}</span><span class="katex-html">x</span>'
    assert shown(f'<span class="katex">{both}</span>') == formula


def test_the_summary_is_the_first_words_of_the_text() -> None:
    text = "One[^a] &amp; **two**.\n\n!!! note\n    Not this\n\nThree.\n\n[^a]: Nor this."
    html = markdown.markdown(text, extensions=["footnotes", "admonition"])
    assert feed_content(html, URL).summary == "One & two. Three."
    long = feed_content(f"<p>{'word ' * 200}</p>", URL).summary
    assert long.endswith("word…")
    assert len(long) <= SUMMARY + 1
    assert feed_content("", URL) == ("", "")
    assert feed_content("<pre>x</pre>", URL).summary == ""


@given(
    st.lists(
        st.sampled_from(
            [
                '<a href="x">',
                "</a>",
                "<p>",
                "</p>",
                '<div class="admonition">',
                "</div>",
                "<table>",
            ]
            + ['<p class="admonition-title">', '<div class="tabbed-set">', "<label>", "</label>"]
            + ['<table class="highlighttable"><tr><td class="code">', "<svg>", "<math>", "<input>"]
            + ['<span class="katex">', "</span>", "<!--", "-->", "<iframe src=x>", "]]>", "&#0;"]
            + ['<input type="checkbox">', '<div class="tabbed-block">', '<img srcset="a 1x,b">']
        )
        | st.text(max_size=5),
        max_size=25,
    ).map("".join)
)
def test_any_html_gives_html_that_is_fit_for_feeds(html: str) -> None:
    shown(shown(html))


@pytest.mark.parametrize("name", ["jxnl", "textual"])
def test_nothing_that_real_posts_say_is_lost(name: str) -> None:
    folder = SHARED / "corpora" / name / "docs"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; BYLINE_SHARED names the folder with 'corpora'")
    extensions = ["admonition", "attr_list", "footnotes", "md_in_html", "tables"]
    extensions += ["pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed"]
    marker = markdown.Markdown(extensions=extensions)
    for path in sorted(folder.rglob("posts/**/*.md")):
        body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        html = sanitize(marker.reset().convert(body), Policy()).html
        text = shown(html)
        for tag in ("a", "img", "pre", "table", "li", "h2", "h3", "video"):
            before = (
                html if tag != "a" else re.sub(r'<a class="footnote-backref".*?</a>', "", html)
            )
            count = len(re.findall(rf"<{tag}\b", before))
            assert len(re.findall(rf"<{tag}\b", text)) == count, (path.name, tag)

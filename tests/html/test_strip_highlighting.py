"""Material's search finds the same in a page's HTML with and without the colours of its code."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dom import search_sections
from mkdocs_byline.html.strip_highlighting import plain_code, spaced

ALONE = [
    *(
        "<",
        ">",
        "&",
        "&amp;",
        "&am",
        "p;",
        "&#118;",
        "x\n",
        " ",
        "\n",
        '"',
        "-->",
        "<!--",
        "<!-->",
    ),
    *("<!-- more -->", "<!x", "<?x", "]]>", "<![CDATA[", "</", "</ x>", "<a <", 'x="', "'>"),
    *("<p>", "</p>", "<p/>", "<P>", "<div>", "</div>", "<br>", "<pre>", "</pre>", "<code>"),
    *("</code>", "<span>", "</span>", "<span data-search-exclude>", "<SPAN Data-Search-Exclude>"),
    *('<span class="linenodiv">', '<span class="lineno&#100;iv">', '<div class="linenodiv">'),
    *("<div data-search-exclude>", "<style>", "</style>", "<SCRIPT>", "<textarea>", "</title>"),
    *('<h1 id="a">', '<h2 id="b">', "<h3>", "</h1>", "</h2>", '<a class="headerlink">', "</a>"),
    *(
        '<pre title="',
        "<pre ",
        "<x title='",
        "<object>",
        "</object>",
        "<li>",
        "</li>",
        "<plaintext>",
    ),
]
TEXT = st.sampled_from(
    ["f", "\n", "  ", "&lt;", "&amp;amp;", "&#39;", "é", "-", "&am", "&", '"', ">"]
)
LEAF = st.tuples(
    st.sampled_from(
        [
            *("<span>", '<span class="n">', '<span id="n">', '<span class="linenodiv">'),
            *('<span class="n" data-linenos="1 ">', '<a id="x" href="#x">'),
        ]
    ),
    st.lists(TEXT, max_size=2).map("".join),
    st.sampled_from(["</span>", "</span>", "</span>", "</a>", ""]),
).map("".join)
LINE = st.lists(TEXT | LEAF, max_size=4).map(lambda parts: f'<span id="l">{"".join(parts)}</span>')
LINES = LINE.map(lambda line: f'<span id="m">{line}</span>')
CODE = st.tuples(
    st.sampled_from(["<pre><span></span><code>", "<pre><code>", '<pre id="x"><code class="y">']),
    st.lists(TEXT | LEAF | LEAF | LINE | LINES, max_size=6).map("".join),
    st.just("</code></pre>"),
).map("".join)
PARAGRAPH = st.sampled_from(["<p>x</p>", '<h2 id="c">C</h2>', "<p>\n</p>", "<div>", "</div>"])
PIECES = st.lists(CODE | CODE | PARAGRAPH | st.sampled_from(ALONE), max_size=12).map("".join)


WORD = '<pre><code><span class="n">x\n</span> <span class="n">&lt;</span></code></pre>'


@settings(max_examples=300)
@given(PIECES)
@example('<pre><code><span class="n">&am</span><span class="p">p;</span></code></pre>')
@example(f"<span data-search-exclude>{WORD} y</span> z")
@example(f"<span Data-Search-Exclude>{WORD} y</span> z")
@example(f'<span class="linenodi&#118;">{WORD} y</span> z')
@example(WORD.replace('"n"', '"linenodiv"'))
@example(f"<textarea>{WORD}</textarea>")  # Text, for newer Pythons.
@example(f"x <!-- {WORD}")
@example(f"x <!x {WORD} y")
@example(f'<p title="{WORD}" y>')
@example(f"<p {WORD}")
def test_the_search_reads_the_same(html: str) -> None:
    assert search_sections(plain_code(html)) == search_sections(html)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"anchor_linenums": True, "line_spans": "__span", "pygments_lang_class": True},
        {"linenums": True},
        {"linenums": True, "linenums_style": "pymdownx-inline"},
    ],
)
def test_blocks_of_code_are_recognised(options: dict[str, object]) -> None:
    """Otherwise nothing above is compared but with itself."""
    text = '# Code\n\n```python hl_lines="2"\nfor x in "<&>":\n    yield x  # (1)!\n```\n\nText.\n'
    extensions = ["pymdownx.superfences", "pymdownx.highlight", "toc"]
    configs = {"pymdownx.highlight": options}
    html = markdown.markdown(text, extensions=extensions, extension_configs=configs)
    assert html.count("<span") >= 10
    assert "<span" not in plain_code(html).partition("<code")[2]
    assert search_sections(plain_code(html)) == search_sections(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<table><tr><td>one</td><td>two</td></tr></table>", "one two"),
        ("one<br>two<BR/>three", "one two three"),
        ("<dl><dt>one</dt><dd>two</dd></dl><div>three</div>", "one two three"),
        ("<p>o<b>n</b>e <details-x>t</details-x>wo</p>", "one two"),
        ("<pre><code>a  b\n  c</code></pre>", "a  b\n  c"),
    ],
)
def test_words_of_two_blocks_stay_two(html: str, text: str) -> None:
    assert spaced(html)[:1] == html[:1]
    found = re.sub(r"<[^>]*>", "", spaced(html))
    assert found == text or " ".join(found.split()) == text

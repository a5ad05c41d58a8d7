"""Small texts that would have a build work for long: bounded before native code begins.

As a command, converts the whole collection, each in a process of its own, and prints what it took:
`python tests/markdown/test_work_limits.py [characters]`.
"""

from __future__ import annotations

import contextlib
import functools
import math
import sys
from collections.abc import Callable
from pathlib import Path

import markdown
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import CONFIG, build, post
from extensions import EXTENSIONS as INSTANCES
from extensions import YAML as EXTENSIONS
from growth import FACTOR, assert_linear
from mkdocs_byline import timeout as deadlines
from mkdocs_byline.html import parsecost, sanitize
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.excerpt import excerpt
from mkdocs_byline.html.fragment import Fragment
from mkdocs_byline.html.parsecost import check_parse_cost
from mkdocs_byline.timeout import OutOfTime, deadline

FORMATTING = ("a", "b", "code", "em", "font", "i", "nobr", "s", "small", "strong", "tt", "u")
BLOCKS = ("div", "p", "ul", "li", "dl", "blockquote", "h2", "table", "td", "details", "aside")
OTHERS = ("span", "x", "svg", "math", "select", "button", "ruby", "form", "template", "kbd")
SIZE = 5_000  # Characters of the smaller texts whose times are compared.


def each(text: str, size: int) -> str:
    """Return the text with ascending numbers for `#`, as often as fits."""
    count = size // max(len(text), 1)
    return "".join(text.replace("#", str(index)) for index in range(count))


@functools.cache
def collection(size: int) -> dict[str, str]:
    """Return texts of about so many characters, by what they try."""
    half = size // 2
    texts: dict[str, str] = {}
    for tag in (*FORMATTING, *BLOCKS, *OTHERS):
        texts[f"open <{tag}>"] = f"<div>{each(f'<{tag}>', size)}</div>"
        texts[f"different <{tag}>"] = f"<div>{each(f'<{tag} id=#>', size)}</div>"
    for tag in FORMATTING:
        texts[f"<{tag}> in paragraphs"] = (
            f"<div><p>{each(f'<{tag} id=#>', half)}</p>{each('<p>x', half)}</div>"
        )
        texts[f"<{tag}> closed late"] = (
            f"<div>{each(f'<{tag} id=#><p>', half)}{each(f'</{tag}>', half)}</div>"
        )
        texts[f"<{tag}> in cells"] = f"<table><tr>{each(f'<td><{tag} id=#>', half)}</table>"
        texts[f"<{tag}> closed in cells"] = (
            f"<div>{each(f'<{tag} id=#><table><td></{tag}></td></table>', size)}</div>"
        )
    for around in (
        "<textarea><i x='</textarea>{}'></textarea>",
        "<!--><i x='-->{}'>",
        "<svg><title><i x='</title><p y='>{}</title>",
        "<!-- {} -->",
        "<!-->{}-->",
        "<textarea>{}</textarea>",
        "<? {}>",
        "<i title='{}'>",
    ):
        inner = around.format("</b>")
        texts[f"closed in {around}"] = f"<div>{each(f'<b id=#>{inner}<p>', size)}</div>"
    texts |= {
        "attributes": f"<div><p {each('a#=1 ', size)}>x</p></div>",
        "attributes in slashes": f"<div><p{each('/a#', size)}>x</p></div>",
        "attributes in quotes": "<div><p " + each('a#=""', size) + ">x</p></div>",
        "classes": f"<div><p class='{each('a# ', size)}'>x</p></div>",
        "styles": f"<div><p style='{each('color:red;', size)}'>x</p></div>",
        "sources": f"<div><img srcset='{each('a#.png 1x,', size)}'></div>",
        "foster": f"<table>{each('<b id=#>x</b>', size)}</table>",
        "foster text": f"<table>{each('<tr>x', size)}</table>",
        "foster after cell": f"<table><tr><td></tr>{each('<i>x</i>', size)}</table>",
        "end tags": f"<div>{each('<i>', half)}{each('</x>', half)}</div>",
        "comments": f"<div>{each('<!--', size)}</div>",
        "declarations": f"<div>{each('<!x', size)}</div>",
        "sections": f"<div>{each('<![CDATA[', size)}</div>",
        "unclosed tags": f"<div>{each('<a ', size)}</div>",
        "unclosed quotes": "<div>" + each('<a b="', size) + "</div>",
        "entities": each("&amp;&#x41;&notanentity;", size),
        "numbers": each("&#1114111;", size),
        "footnotes": each("[^#] ", half) + "\n\n" + each("[^#]: x\n", half),
        "one footnote": each("[^1] ", size) + "\n\n[^1]: x",
        "footnotes in footnotes": each("[^#]: x[^#]\n\n", size),
        "references": each("[a][#] ", half) + "\n\n" + each("[#]: x\n", half),
        "references without": each("[a#][b] ", size),
        "abbreviations": each("a# ", half) + "\n\n" + each("*[a#]: x\n", half),
        "table": f"|{each('a|', half)}\n|{each('-|', half)}",
        "long table": "|a|b|c\n|-|-|-\n" + each("|a|b|c\n", size),
        "pipes": "a|b\n-|-\n" + each("|", size),
        "quotes": each("> ", size) + "x",
        "lists": "".join("  " * depth + "* a\n" for depth in range(int(size**0.5))),
        "lists in a line": each("- ", size) + "x",
        "definitions": each("a#\n:   x\n\n", size),
        "attribute lists": each("x{: #a# .b }\n\n", size),
        "attribute list": "x{: " + each(".a# ", size) + "}",
        "headings": each("# a\n\n", size),
        "headings of one": "# " + each("<b id=#>", size),
        "emphasis": each("*a **b ", size),
        "underlines": each("_a_b", size),
        "tildes": each("~a~~b", size),
        "backquotes": "".join("`" * count + " " for count in range(int((2 * size) ** 0.5))),
        "brackets": each("[", half) + each("]", half),
        "links": each("[a](", size),
        "pictures": each("![a](b ", size),
        "admonitions": "".join(" " * 4 * depth + "!!! note\n" for depth in range(int(size**0.4))),
        "tabs": each('=== "#"\n\n    x\n\n', size),
        "fences": each("```\nx\n", size),
        "HTML in Markdown": each("<div markdown>\n", half) + each("</div>\n", half),
        "Markdown in HTML": each("<b markdown=1>*x", size),
    }  # fmt: skip
    return texts


def convert(text: str) -> str:
    """Do with a text what a build does: convert, sanitise, and cut the excerpt out."""
    converter = markdown.Markdown(extensions=[*INSTANCES], extension_configs=INSTANCES)
    clean = sanitize.sanitize(converter.convert(text), Policy()).html
    excerpt(Fragment(clean), "x/", "<!-- more -->")
    return clean


def copies(html: str) -> int:
    """Return how many elements a browser's parser makes of HTML."""
    return nh3.clean(html, tags=set(nh3.ALLOWED_TAGS) | {"div", "p", "b", "table"}).count("<")


REFUSED = [
    name
    for name in collection(100)
    if name in {f"different <{tag}>" for tag in FORMATTING}
    or name.endswith(("in paragraphs", "closed late", "closed in cells"))
    or name.startswith("closed in ")
]


@pytest.mark.parametrize("name", REFUSED)
def test_elements_that_stay_open_are_refused_before_they_are_parsed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*_: object) -> str:
        raise AssertionError("was parsed")

    monkeypatch.setattr(sanitize, "cleaner", parse)
    with pytest.raises(OutOfTime):
        sanitize.sanitize(collection(60_000)[name], Policy())


def test_no_more_is_left_open_than_was_counted() -> None:
    """Just below the limit, the parser makes no more copies than the limit says."""
    for outer in (10, 100, 300, 1000):
        elements = "".join(f"<b id={index}>" for index in range(outer))
        for inner in ("<p>x", "<p>x</p>", "<div>x</div></x>", "<table><td></b></table><p>x"):
            count = 1
            while True:
                html = f"<div><p>{elements}</p>{inner * count}</div>"
                try:
                    check_parse_cost(html)
                except OutOfTime:
                    break
                count *= 2
            html = f"<div><p>{elements}</p>{inner * (count // 2)}</div>"
            assert copies(html) < 4 * parsecost.MAX_STEPS / parsecost.COPY


def blocks(words: int) -> str:
    return "\n\n".join(
        f"## Part {number}\n\nSome *text* with **words**, `code` and a [link](https://a.example/)."
        " And a longer sentence with a note[^1] for all who read on, to the end of it."
        for number in range(words // 30)
    )


LONG: dict[str, Callable[[], str]] = {
    "words": lambda: blocks(12_000) + "\n\n[^1]: Note.",
    "table": lambda: "|a" * 12 + "|\n" + "|-" * 12 + "|\n" + ("|**a** `b`" * 12 + "|\n") * 400,
    "code": lambda: "```python\n" + "def f(x: int) -> str: return str(x + 1)\n" * 2000 + "```",
    "old HTML": lambda: "<ul>\n" + "<li>An <b>item</b>\n" * 1500 + "</ul>",
    "old table": lambda: "<table>\n" + "<tr><td>a<td><b>b</b><td>c\n" * 500 + "</table>",
    "bold": lambda: "<b>\n" + "<p>A paragraph with <i>words</i>.</p>\n" * 3000 + "</b>",
    "icons": lambda: "<i><svg viewBox='0 0 9 9'><path d='M0 0'/></svg></i> x\n" * 3000,
    "lines": lambda: each('<a id="l#" href="#l#"></a><span>x</span><br>', 400_000),
    "picture": lambda: f"<img alt='x' src='data:image/png;base64,{'ab/+' * 50_000}'>",
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_long_posts_are_let_through(name: str) -> None:
    converter = markdown.Markdown(extensions=[*INSTANCES], extension_configs=INSTANCES)
    check_parse_cost(converter.convert(LONG[name]()))


def test_the_count_takes_linear_time() -> None:
    """Each of these texts is read once, whatever stands in it, or refused before its end."""
    # So many tags that none of them is passed as small.
    breaks = "<br>" * math.isqrt(parsecost.MAX_STEPS // parsecost.COPY + 1)

    def count(size: int) -> None:
        with contextlib.suppress(OutOfTime):
            check_parse_cost(breaks + collection(size)[name])

    for name in collection(SIZE):  # noqa: B007 - `count` uses it.
        count(SIZE * FACTOR)  # Which makes the texts.
        assert_linear(count, SIZE)


@given(st.text(alphabet="<>/!-[]?='\" abp\n\0", max_size=200))
def test_any_text_can_be_counted(text: str) -> None:
    check_parse_cost(text)


def test_a_post_that_would_take_minutes_ends_alone_and_by_name(tmp_path: Path) -> None:
    text = "<div><p>" + each("<b id=#>", 8000) + "</p>" + each("<p>x", 4000) + "</div>"
    files = {
        "mkdocs.yml": CONFIG + EXTENSIONS,
        "docs/blog/posts/slow.md": post(text, title="Slow", date="2026-11-20"),
        "docs/blog/posts/good.md": post("Text.", title="Good", date="2026-11-21"),
    }
    built = build(tmp_path, files)
    assert built.codes == ["BY352"]
    assert built.messages[0].startswith("docs/blog/posts/slow.md:5:1: BY352 the text takes too")
    shown = build(tmp_path, command="serve")
    assert "Text." in shown.read("blog/2026/11/21/good/index.html")
    assert "can't be shown yet" in shown.read("blog/2026/11/20/slow/index.html")


def measure(size: int) -> None:
    """Print what each text of the collection takes, with a limit of two seconds."""
    import multiprocessing
    import resource
    import time

    deadlines.SECONDS = 2.0

    def run(name: str, text: str) -> None:
        start, what = time.process_time(), "done"
        try:
            with deadline():
                convert(text)
        except (OutOfTime, RecursionError, AssertionError) as error:
            what = type(error).__name__
        took = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{took:6.2f} s {memory:5} MB {what:15} {name}", flush=True)

    for name, text in collection(size).items():
        process = multiprocessing.get_context("fork").Process(target=run, args=(name, text))
        process.start()
        process.join()


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)

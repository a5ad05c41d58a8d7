"""TeX in MathML: what is read, what isn't and where, and that nothing ends the process."""

from __future__ import annotations

import re
import subprocess
import sys
from html import escape, unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.feed_content import feed_content
from mkdocs_byline.html.formulas import MAX_DEPTH, Unread, depth, draw_formulas, wants_mathml
from mkdocs_byline.html.markdown_text import to_markdown
from mkdocs_byline.html.sanitize import sanitize

SAMPLES = (Path(__file__).parent.parent / "samples" / "formulas.txt").read_text(encoding="utf-8")
LINES = [line for line in SAMPLES.splitlines() if line and not line.startswith("#")]
READ = [line for line in LINES if line[0] not in "?!"]
UNREAD = [line[1:] for line in LINES if line[0] in "?!"]


def marked(tex: str, *, block: bool = True) -> str:
    """Return a formula as arithmatex marks it."""
    tex = escape(tex, quote=False)
    if block:
        return f'<div class="arithmatex">\\[{tex}\\]</div>'
    return f'<span class="arithmatex">\\({tex}\\)</span>'


def test_formulas_of_many_kinds_become_mathml_that_may_stand_in_a_post() -> None:
    assert len(READ) > 200
    for tex in READ:
        html, unread = draw_formulas(marked(tex))
        clean = sanitize(html, Policy())
        assert (unread, clean.removed) == ((), ()), tex
        math = LexborHTMLParser(clean.html).css_first("math")
        assert math
        assert math.attributes["data-tex"] == tex
        assert not re.search(r"\\[a-zA-Z]", math.text()), tex


def test_what_is_no_formula_or_not_known_stays_as_it_was_typed() -> None:
    assert len(UNREAD) > 25
    for tex in UNREAD:
        html, unread = draw_formulas(marked(tex, block=False))
        assert [each.tex for each in unread] == [tex], tex
        assert html == f'<span class="arithmatex"><code>{escape(tex, quote=False)}</code></span>'


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"E = mc^2", "E=mc2"),
        (r"\frac{a}{b}", "ab"),
        (r"x < y \le z", "x<y≤z"),
        (r"\mathbb{R} \ni \alpha", "ℝ∋α"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a=bc=d"),
        (r"a = b \tag{7}", "a=b(7)"),
    ],
)
def test_a_formula_says_what_it_means(tex: str, text: str) -> None:
    html, _ = draw_formulas(marked(tex))
    assert unescape(re.sub(r"<[^>]*>|\s", "", html)) == text


@pytest.mark.parametrize(
    ("tex", "at", "reason"),
    [
        (r"a + \fracc{1}", 4, r'Unknown command "\fracc".'),
        (" \n\\frac{1}{2", 12, 'Expected closing token "}", but reached end of input.'),
        (r"a \tag{1} \alhpa", 10, r'Unknown command "\alhpa".'),
        (r"x \def\a{\a\a}\a", 2, r"\def is not allowed in a formula."),
        ("{" * 101 + "}" * 101, 0, "it is nested too deeply."),
        ("x" * 10_001, 0, "it has more than 10,000 characters."),
    ],
)
def test_an_error_has_its_place(tex: str, at: int, reason: str) -> None:
    assert draw_formulas(marked(tex))[1] == (Unread(tex, at, reason),)


@pytest.mark.parametrize(
    "level",
    ["{", r"\sqrt", r"\sqrt[a", r"\frac1{", r"\left(", r"\color{red}{", r"\overset{a}{", r"\hat"]
    + [r"\begin{cases}", r"x^{", r"\xrightarrow[", r"\sqrt [", r"\mathbf"],
)
def test_depth_is_never_less_than_it_is(level: str) -> None:
    assert depth(level * 50) >= 50
    assert depth(level * (MAX_DEPTH + 1)) > MAX_DEPTH


def test_the_deepest_formulas_need_a_third_of_the_smallest_stack() -> None:
    """On Windows a thread has one megabyte; a compiled recursion that needs more ends it."""
    levels = [("{", "}"), (r"\frac{1}{", "}"), (r"\color{red}{", "}"), (r"\left(", r"\right)")]
    levels += [(r"\overset{a}{", "}"), (r"\begin{cases}", r"\end{cases}"), (r"\sqrt", "")]
    code = (
        "import sys, threading; sys.path[:0] = sys.argv[1:2]\n"
        "from mkdocs_byline.html.formulas import draw_formulas, depth, MAX_DEPTH\n"
        "def run():\n"
        f"    for a, b in {levels!r}:\n"
        "        tex = a * (MAX_DEPTH - 2) + 'x' + b * (MAX_DEPTH - 2)\n"
        "        assert depth(tex) <= MAX_DEPTH, tex\n"
        "        marked = '<div class=\"arithmatex\">\\\\[' + tex + '\\\\]</div>'\n"
        "        html, unread = draw_formulas(marked)\n"
        "        assert not unread, unread\n"
        "threading.stack_size(340 * 1024); t = threading.Thread(target=run); t.start(); t.join()\n"
        "print('all drawn')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout == "all drawn\n", ran.stderr


TOKENS = st.sampled_from(
    [*"{}[]()^_&'x1 <%$~", *(f"\\{word} " for word in ("frac", "sqrt", "left", "right", "text"))]
    + [r"\begin{matrix}", r"\end{matrix}", r"\\", r"\over", r"\sum", r"\limits", r"\color{red}"]
    + ["</div>", "<script>", "\\)", "\\]", '"', "é", "\0"]
)


@given(st.lists(TOKENS, max_size=40).map("".join), st.booleans())
def test_any_text_is_drawn_or_told_and_does_no_harm(tex: str, block: bool) -> None:
    html, unread = draw_formulas(marked(tex, block=block))
    assert "<script" not in html
    clean = sanitize(html, Policy())
    assert clean.removed == ()
    for each in unread:
        assert 0 <= each.at <= len(each.tex)


def test_feeds_have_formulas_and_markdown_has_their_tex() -> None:
    html, _ = draw_formulas(f"<p>So {marked('a < b', block=False)}.</p>{marked('c^2')}")
    shown = feed_content(html, "https://example.org/p/").html
    assert shown.count("<math") == 2
    assert "<msup><mi>c</mi><mn>2</mn></msup>" in shown
    assert to_markdown(shown) == "So $a < b$.\n\n$$\nc^2\n$$"


@pytest.mark.parametrize(
    ("extensions", "scripts", "wants"),
    [
        ({"pymdownx.arithmatex": {"generic": True}}, ["assets/site.js"], True),
        ({"pymdownx.arithmatex": {}}, [], False),
        ({"toc": {}}, [], False),
        ({"pymdownx.arithmatex": {"generic": True}}, ["assets/katex.js"], False),
        (
            {"pymdownx.arithmatex": {"generic": True}},
            ["https://x.example/MathJax-4/tex.js"],
            False,
        ),
    ],
)
def test_a_site_with_a_script_for_formulas_keeps_it(
    extensions: dict[str, object], scripts: list[str], wants: bool
) -> None:
    assert wants_mathml(extensions, scripts) is wants

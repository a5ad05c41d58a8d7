"""Whatever a template does with what an author wrote, none of it becomes an element."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import jinja2
import pytest
import tinyhtml5

from building import CONFIG, build, post
from mkdocs_byline.host.interop.author_text import AuthorText, author_text, escape_in, for_template

HOSTILE = "a<hostile-a>&lt;hostile-b&gt;"
EXPRESSIONS = [
    "page.title",
    "page['title']",
    "page | attr('title')",
    "page.title | striptags",
    "page.title ~ '!'",
    "'<b>' + page.title + '</b>'",
    "page.title | upper",
    "page.title | replace('a', 'b')",
    "'%s' | format(page.title)",
    "page.title.strip()",
    "page.title | e",
    "page.meta.title",
    "page.meta.get('subtitle') ~ ''",
    "page.meta",
    "page.meta.tags | tojson",
    "page.meta.tags | join(', ')",
    "page.meta.tags | map('upper') | first",
    "page.meta.items() | list",
    "page.meta.keys() | join | striptags",
    "page.authors | map(attribute='name') | join",
    "page.authors[0].name | lower",
    "page.config.categories[0] ~ ''",
    "page.categories[0].title",
    "page.config.links[0].title",
    "[page] | groupby('title') | first | first",
    "given",
    "given ~ ''",
    "held.text | upper",
    "listed | first | upper",
]
HOOK = """
    held = {}

    def on_page_markdown(markdown, page, **kwargs):
        held[page.file.src_uri] = page.meta.get("subtitle")

    def on_page_context(context, page, **kwargs):
        text = held[page.file.src_uri]
        context["given"] = page.meta.get("subtitle")
        context["held"] = {"text": text}
        context["listed"] = [text]
    """


def test_no_expression_lets_it_through(tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    parts = [f"<p>{number} {{{{ {each} }}}}</p>" for number, each in enumerate(EXPRESSIONS)]
    text = post(
        "Text.",
        title=quoted,
        date="2026-01-02",
        tags=f"[{quoted}]",
        categories=f"[{quoted}]",
        authors=f"[{{name: {quoted}}}]",
        subtitle=quoted,
        links=f"[{{{quoted}: index.md}}]",
        **{quoted: quoted},
    )
    built = build(
        tmp_path,
        {
            "mkdocs.yml": CONFIG.replace("name: material", "name: material, custom_dir: overrides")
            + "hooks: [hooks.py]\n",
            "hooks.py": HOOK,
            "overrides/blog-post.html": "".join(parts),
            "docs/blog/posts/one.md": text,
        },
    )
    assert built.error == "", built.messages
    (page,) = [each for each in built.pages() if each.startswith("blog/2026/")]
    html = built.read(page)
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    found = [each.tag for each in root.iter() if "hostile" in str(each.tag).lower()]
    assert found == []
    for part in html.split("<p>")[1:]:  # Each shows something, or the test proves nothing of it.
        number = int(part.split()[0])
        assert "hostile" in part.lower(), EXPRESSIONS[number]


def test_it_is_escaped_once() -> None:
    env = jinja2.Environment()
    escape_in(env)
    values = {"text": AuthorText("C & C++"), "many": author_text(["C & C++"])}
    for source in (
        "{{ text }}",
        "{{ text | e }}",
        "{% autoescape true %}{{ text }}{% endautoescape %}",
    ):
        assert env.from_string(source).render(values) == "C &amp; C++"
    assert env.from_string("{{ many[0] | e }}").render(values) == "C &amp; C++"


def test_what_a_maintainer_wrote_is_left_alone() -> None:
    env = jinja2.Environment()
    escape_in(env)
    assert env.from_string("{{ x }}{{ x | e }}").render(x="<b>") == "<b>&lt;b&gt;"


@pytest.mark.parametrize("value", [str(AuthorText("<a>")), copy.deepcopy(AuthorText("<a>"))])
def test_copies_stay_what_they_are(value: str) -> None:
    assert value == "<a>"
    assert for_template(value) == "&lt;a&gt;"

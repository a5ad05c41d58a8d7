"""How posts are cited, as LaTeX and reference managers read it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_byline.model import Dates, Person, Post
from mkdocs_byline.outputs.citation import cite
from mkdocs_byline.outputs.feed import Site
from mkdocs_byline.outputs.json_ld import Publication

PUBLICATION = Publication(Site("https://example.org/", "R&D Weekly"), "Blog", "blog/", "blog")
POST = Post(
    "a.md",
    "50 % of $x_1$",
    "blog/2026/01/02/half/",
    "x.html",
    Dates(dt.datetime(2026, 1, 2, tzinfo=dt.UTC)),
    authors=(Person("", "José Ortega y Gasset"), Person("", "The ACME Team, Inc.")),
)


def test_bibtex() -> None:
    found = cite(POST, PUBLICATION)
    assert found
    assert found.bibtex.splitlines() == [
        "@misc{gasset-2026-half,",
        "  author = {José Ortega y Gasset and {The ACME Team, Inc.}},",
        r"  title = {{50 \% of \$x\_1\$}},",
        r"  howpublished = {R\&D Weekly},",
        "  year = {2026},",
        "  month = {1},",
        "  day = {2},",
        "  url = {https://example.org/blog/2026/01/02/half/},",
        "}",
    ]


def test_csl() -> None:
    found = cite(POST, PUBLICATION)
    assert found
    assert json.loads(found.csl) == [
        {
            "id": "gasset-2026-half",
            "type": "post-weblog",
            "title": "50 % of $x_1$",
            "container-title": "R&D Weekly",
            "author": [{"literal": "José Ortega y Gasset"}, {"literal": "The ACME Team, Inc."}],
            "issued": {"date-parts": [[2026, 1, 2]]},
            "language": "en",
            "URL": "https://example.org/blog/2026/01/02/half/",
        }
    ]


def test_what_has_no_date_or_address_is_not_cited() -> None:
    assert cite(replace(POST, dates=Dates()), PUBLICATION) is None
    assert cite(POST, replace(PUBLICATION, site=Site("", "x"))) is None


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_leaves_an_entry_whole(title: str, names: list[str]) -> None:
    own = replace(POST, title=title, authors=tuple(Person("", each) for each in names))
    found = cite(own, PUBLICATION)
    assert found
    depth = 0
    for char in re.sub(r"\\[&%$#_]", "", found.bibtex):
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
        assert depth or char in "}@misc"
        assert char not in "%$#&_"
    assert depth == 0
    assert re.match(r"@misc\{[a-z0-9-]+,\n", found.bibtex)
    (item,) = json.loads(found.csl)
    assert len(item.get("author", [])) == len(names)

"""How to cite a post: BibTeX for LaTeX, and CSL-JSON for what reads the Citation Style Language.

https://www.bibtex.org/Format/ and https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

from mkdocs_byline.model import Post
from mkdocs_byline.outputs.feed_text import line
from mkdocs_byline.outputs.json_ld import Publication

_SPECIAL = {
    **{char: f"\\{char}" for char in "&%$#_"},
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# What BibTeX takes for first and last names as they stand; any other is kept whole.
_NAME = re.compile(r"[^\W\d_]+(?:[-' ’.]{1,2}[^\W\d_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A post as reference managers take it."""

    bibtex: str
    csl: str


def cite(post: Post, publication: Publication) -> Citation | None:
    """Return how to cite a post; None if it has no date or no address yet."""
    created, url = post.dates.created, publication.absolute(post.url)
    if created is None or not url:
        return None
    id = _key(post, created.year)
    names = [line(person.name) for person in post.authors]
    fields = {
        "author": " and ".join(map(_bibtex_name, names)),
        "title": f"{{{_tex(line(post.title))}}}",
        "howpublished": _tex(line(publication.site.name)),
        "year": str(created.year),
        "month": str(created.month),
        "day": str(created.day),
        "url": url,
    }
    written = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    data = {
        "id": id,
        "type": "post-weblog",
        "title": line(post.title),
        "container-title": line(publication.site.name),
        "author": [{"literal": name} for name in names],
        "issued": {"date-parts": [[created.year, created.month, created.day]]},
        "language": publication.language(post),
        "abstract": line(post.description),
        "URL": url,
    }
    given = {name: value for name, value in data.items() if value}
    csl = json.dumps([given], ensure_ascii=False, indent=2)
    return Citation(f"@misc{{{id},\n{written}}}", csl)


def _key(post: Post, year: int) -> str:
    """Return a key of letters that BibTeX takes: the first author, the year and the URL's end."""
    first = post.authors[0].name.split() if post.authors else []
    parts = (first[-1] if first else "", str(year), post.url.strip("/").rsplit("/", 1)[-1])
    plain = (unicodedata.normalize("NFKD", part).encode("ascii", "ignore") for part in parts)
    words = (re.sub(r"[^a-z0-9]+", "-", part.decode().lower()).strip("-") for part in plain)
    return "-".join(filter(None, words))


def _bibtex_name(name: str) -> str:
    tex = _tex(name)
    is_plain = _NAME.fullmatch(name) and " and " not in name.lower()
    return tex if is_plain and tex == name else f"{{{tex}}}"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(char, char) for char in text)

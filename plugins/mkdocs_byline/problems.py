"""Problems in what somebody wrote: where, what, and how to mend it. The register of codes.

The core returns problems and never logs or raises for an author's mistake. `CODES` is the
register of every code; each is explained in the documentation under its own heading.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """An error is what can't be published. A notice is for people to look at, and no mistake."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTICE

CODES: dict[str, tuple[Severity, str]] = {
    # Files and front matter
    "BY101": (E, "file is not UTF-8"),
    "BY102": (E, "file is empty"),
    "BY103": (E, "file is too large"),
    "BY104": (E, "front matter is never closed"),
    "BY105": (E, "front matter is not valid YAML"),
    "BY106": (E, "front matter is not a mapping"),
    "BY107": (W, "key is given twice"),
    "BY108": (E, "YAML is nested too deeply or refers to itself"),
    "BY109": (W, "key is probably misspelt"),
    "BY110": (E, "value has the wrong form"),
    "BY111": (W, "value has the wrong form and is ignored"),
    "BY112": (W, "post has no title of its own"),
    "BY113": (E, "post has no title at all"),
    "BY114": (W, "excerpt mark is not at the top level"),
    "BY115": (E, "excerpt mark is missing"),
    "BY116": (E, "text can't be converted"),
    "BY117": (E, "template does not exist"),
    "BY118": (E, "front matter is not seen"),
    "BY119": (W, "value is read otherwise than meant"),
    # Dates
    "BY121": (E, "post has no date"),
    "BY122": (E, "date can't be read"),
    "BY123": (W, "dates contradict each other"),
    "BY124": (W, "post is published before its date"),
    "BY131": (W, "history is cut off"),
    "BY132": (W, "history can't be read"),
    "BY133": (E, "list of withheld editions can't be read"),
    "BY141": (W, "lead picture is not there"),
    # People
    "BY201": (E, "unknown author"),
    "BY202": (W, "author is not in the authors file"),
    "BY203": (E, "authors file can't be read"),
    "BY204": (E, "author's entry is not valid"),
    # HTML in posts
    "BY301": (W, "element is not allowed"),
    "BY302": (W, "attribute is not allowed"),
    "BY303": (W, "address is not allowed"),
    "BY304": (W, "style is not allowed"),
    "BY305": (W, "embed is shown as a link"),
    "BY306": (W, "diagram is shown as text"),
    "BY307": (W, "formula is shown as it was typed"),
    # Files beside posts
    "BY321": (E, "symbolic link is not followed"),
    "BY322": (E, "neither a file nor a folder"),
    "BY323": (W, "file of a kind that is not published"),
    "BY324": (E, "file has the place of another"),
    "BY325": (E, "picture could run something"),
    "BY326": (E, "file is too large"),
    "BY327": (E, "the cache is in git"),
    "BY328": (W, "posts lie where no blog looks for them"),
    # What a post by anyone may not do
    "BY331": (W, "key is for trusted posts only"),
    "BY332": (W, "text reads a file it may not"),
    "BY333": (W, "text calls a plugin that it may not"),
    "BY334": (E, "text runs code"),
    "BY341": (E, "text has a character that no reader sees"),
    "BY342": (W, "two names look alike"),
    "BY351": (E, "text is nested too deeply"),
    "BY352": (E, "text takes too long to convert"),
    # URLs, topics and links
    "BY401": (E, "two posts have the same URL"),
    "BY402": (E, "post has the URL of another page"),
    "BY403": (E, "post would leave the blog's folder"),
    "BY404": (E, "category or tag is not allowed"),
    "BY405": (W, "link leads nowhere"),
    "BY406": (E, "listing has the URL of another page"),
    # Former URLs
    "BY411": (E, "URL has vanished"),
    "BY412": (E, "former URL belongs to another page"),
    "BY413": (E, "former URL can't be used"),
    "BY414": (E, "ledger of URLs can't be read"),
    # What must stay unpublished
    "BY421": (E, "unpublished post shows in the site"),
    # Who sends what
    "BY431": (N, "byline has somebody else's name"),
    "BY432": (N, "post is somebody else's"),
    "BY433": (N, "entry is somebody else's"),
    "BY434": (N, "author has no entry yet"),
    "BY435": (N, "file of topics or series is the editors'"),
    # Series
    "BY441": (W, "two posts are the same part of a series"),
    "BY442": (W, "series has a gap"),
    "BY445": (W, "series is described in two ways"),
    "BY446": (W, "series file names what no post has"),
    "BY447": (W, "series has no page"),
    # Related posts
    "BY443": (W, "related post is not there"),
    "BY444": (W, "related post can't be named"),
    # Cards
    "BY451": (W, "character is in no font"),
    "BY452": (E, "font can't be read"),
    "BY453": (E, "card can't be drawn"),
    # Lists of posts in pages
    "BY461": (E, "list of posts is not valid"),
    "BY462": (W, "list names what no post has"),
    # Topics
    "BY471": (E, "file of topics or series can't be read"),
    "BY472": (E, "entry of a topic or series is not valid"),
    "BY473": (W, "two topics or series have the same name"),
    "BY474": (W, "topic has no such parent"),
    # What an editor would remark on; see `lint`
    "BY501": (W, "picture has no text alternative"),
    "BY502": (W, "heading skips a level"),
    "BY503": (W, "description is too long"),
    "BY504": (W, "picture is too heavy"),
    "BY505": (W, "link does not say where it leads"),
    "BY506": (W, "URL is not a link"),
    "BY507": (W, "link or picture leads nowhere"),
    "BY508": (W, "link leads to no heading"),
    "BY509": (W, "picture is not used"),
    "BY510": (W, "two posts have the same title"),
    "BY511": (W, "tag or category is written in two ways"),
    "BY512": (W, "paragraph is too long"),
    "BY513": (W, "code block is not closed"),
    "BY514": (W, "post has two titles"),
    "BY515": (W, "Markdown in HTML is shown as typed"),
    "BY516": (W, "excerpt mark is written otherwise"),
    "BY517": (W, "placeholder was left in"),
    "BY518": (W, "post is saved as another kind of file"),
    "BY519": (W, "series has one part only"),
    "BY520": (W, "lead picture is small"),
    "BY521": (W, "tag or category is probably misspelt"),
    "BY522": (W, "series is probably misspelt"),
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend.

    Attributes:
        path: The file as its author knows it, relative to the project, with `/`.
        line, column: Both count from 1; a column counts characters.
        code: A key of `CODES`.
        message: What is wrong, quoting the author's value, with a full stop.
        hint: What to do about it; may be empty.
        others: Further files that have to do with it, as `path` gives one.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    others: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return CODES[self.code][0]

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def text(self) -> str:
        """What is wrong and what to do, in one line."""
        return printable(f"{self.message} {self.hint}".rstrip())

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}:{self.column}: {self.code} ") + self.text


# What is refused for safety's sake, and what a maintainer can do where it is meant.
REFUSED: Mapping[str, str] = {
    **dict.fromkeys(
        ("BY301", "BY302", "BY303", "BY304", "BY323", "BY331", "BY332", "BY333"),
        "Maintainers can list posts and files of their own in 'trusted_paths'.",
    ),
    "BY305": "Maintainers can allow hosts with 'embed_hosts', and posts with 'trusted_paths'.",
    "BY306": "Maintainers can add a Mermaid script to 'extra_javascript'.",
}
_NAMED = 10  # Places that one message names.


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Make one problem of all of a kind that was refused in several files, sorted.

    A site that moves over may have hundreds, and one answer to all of them.
    """
    by_code: dict[str, list[Problem]] = {}
    for problem in sorted(problems):
        by_code.setdefault(problem.code, []).append(problem)
    found = []
    for code, same in by_code.items():
        paths = list(dict.fromkeys(each.path for each in same))
        if code not in REFUSED or len(paths) == 1:
            found += same
            continue
        first = same[0]
        places = ", ".join(f"{each.path}:{each.line}" for each in same[1 : _NAMED + 1])
        rest = len(same) - 1 - _NAMED
        more = f" and {rest} more" if rest > 0 else ""
        message = (
            f"{CODES[code][1]}: {len(same)} times in {len(paths)} files, the first here: "
            f"{first.message} The others: {places}{more}."
        )
        found.append(replace(first, message=message, hint=REFUSED[code], others=tuple(paths[1:])))
    return sorted(found)


def printable(text: str) -> str:
    """Return the text as one line, with nothing in it that a terminal would obey."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was probably meant to be, ignoring case."""
    by_lower = {name.lower(): name for name in sorted(known)}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.7)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean 'x'?`, or an empty string when nothing is near."""
    match = nearest(word, known)
    return f"Did you mean '{match}'?" if match else ""


# Remarks that an editor would make, by name; see the option `checks`. In the order of their codes.
CHECKS: Mapping[str, str] = {
    "alt-text": "BY501",
    "heading-levels": "BY502",
    "description-length": "BY503",
    "image-size": "BY504",
    "link-text": "BY505",
    "bare-urls": "BY506",
    "links": "BY507",
    "anchors": "BY508",
    "unused-images": "BY509",
    "same-titles": "BY510",
    "similar-tags": "BY511",
    "paragraph-length": "BY512",
    "code-blocks": "BY513",
    "one-title": "BY514",
    "markdown-in-html": "BY515",
    "excerpt-mark": "BY516",
    "placeholders": "BY517",
    "file-names": "BY518",
    "lone-parts": "BY519",
    "lead-size": "BY520",
    "near-topics": "BY521",
    "near-series": "BY522",
}


def plural(number: int, word: str) -> str:
    """Return a number with its noun."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

"""Terms of a post: the words it uses, and how much each says of it.

Words are taken from the Markdown, so that what a post is like is known before anything is
converted. Their number counts in powers of two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from mkdocs_byline.model import Post

TERMS = 60  # Of each post that are compared.
_TITLE, _HEADING = 3, 2
_MOST = 15  # In powers of two, of one word.
_LONG = 6  # Characters; what everybody writes is shorter, in any language that has spaces.

# What is not `\w` and yet stands within words: vowel signs and accents of their own.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}]){{3,}}")
# Quicker, and the same for ASCII.
_NO_WORD = {code: " " for code in range(128) if not chr(code).isalnum()}
# Scripts without spaces: Thai to Burmese, Khmer, kana and Han.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCED = re.compile(r"^ *(`{3,}|~{3,}).*?(?:^ *\1[`~]* *$|\Z)", re.MULTILINE | re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>|\]\([^()\s]*\)|https?://\S+|`[^`\n]*`|\{[^{}\n]*\}")


def count_terms(post: Post) -> dict[str, int]:
    """Return how often a post uses each word; more for those that stand out, and for topics.

    They are in the order of the text.
    """
    topics = [term.name for term in (*post.tags, *post.categories)]
    text = _COMMENT.sub(" ", post.body)
    if "```" in text or "~~~" in text:
        text = _FENCED.sub("", text)
    text = _MARKUP.sub(" ", text)
    title = _words("\n".join((post.title, *topics)))
    headings = _words("\n".join(line for line in text.split("\n") if line[:1] == "#"))
    words = Counter([*title * _TITLE, *headings * (_HEADING - 1), *_words(text)])
    found: dict[str, int] = {}
    for topic in topics:  # As a whole, too.
        found[f"#{topic.casefold()}"] = _TITLE
    for word, count in words.items():
        if len(word) > 2 and word[0] > "9":  # Numbers say nothing.
            if word[-1] == "s" and word[-2] != "s" and len(word) > 4:
                word = word[:-1]  # As most plurals end.
        elif word.isascii():
            continue
        found[word] = found.get(word, 0) + count
    return found


def _words(text: str) -> list[str]:
    text = text.casefold()
    if text.isascii():
        return text.translate(_NO_WORD).split()
    if not (runs := _UNSPACED.findall(text)):
        return _WORD.findall(text)
    # Each two of what no spaces divide.
    pairs = [run[at : at + 2] for run in runs for at in range(max(len(run) - 1, 1))]
    return _WORD.findall(_UNSPACED.sub(" ", text)) + pairs


def choose_terms(counts: Mapping[str, int], common: Collection[str]) -> dict[str, int]:
    """Return the terms that say most of a post, each with its number in powers of two."""
    worth = {
        term: count * min(len(term), _LONG) for term, count in counts.items() if term not in common
    }
    chosen = sorted(worth, key=worth.__getitem__, reverse=True)[:TERMS]
    return {term: min(counts[term].bit_length(), _MOST) for term in chosen}


def common_terms(posts: Iterable[Mapping[str, int]]) -> frozenset[str]:
    """Return the terms that so many of these posts have that none differs by them."""
    posts = list(posts)
    most = max(4, len(posts) * 0.4)
    frequency = Counter(term for each in posts for term in each)
    return frozenset(term for term, count in frequency.items() if count > most)

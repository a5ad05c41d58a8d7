"""Invisible and deceptive characters in texts.

Bidirectional controls make a text read in another order than it is stored
(https://www.unicode.org/reports/tr9/), and invisible characters make two names out of one
(https://www.unicode.org/reports/tr36/). Joiners and selectors stay where a script or an emoji
needs them.
"""

from __future__ import annotations

import unicodedata

_NON_JOINER, _JOINER = "\u200c", "\u200d"
# Scripts that need joiners, by the beginning of their characters' names.
_JOINING = (
    *("ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC", "ADLAM", "HANIFI", "PHAGS"),
    *("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA"),
    *("MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN", "BALINESE", "JAVANESE"),
)
_BLANK = "\u034f\u115f\u1160\u2800\u3164\uffa0"  # Letters and marks that show nothing.
_BLACK_FLAG = "\U0001f3f4"


class UnseenError(ValueError):
    """A text has such a character."""


def unseen(text: str) -> tuple[int, str] | None:
    """Return the position of the first such character, from 0, and its name; None if none."""
    if text.isascii() and text.isprintable():
        return None
    for at, char in enumerate(text):
        if char.isascii() and char.isprintable():
            continue
        if _is_unseen(char) and not _is_needed(text, at):
            name = unicodedata.name(char, "").lower()
            return at, f"U+{ord(char):04X}{f' ({name})' if name else ''}"
    return None


def without_unseen(text: str) -> str:
    """Return a text without them, as for what git says, which nobody can correct any more."""
    return "".join(
        char for at, char in enumerate(text) if not _is_unseen(char) or _is_needed(text, at)
    )


def _is_unseen(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
        or char in _BLANK
        or _is_selector(char)
    )


def _is_needed(text: str, at: int) -> bool:
    char, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char in "\n\t":
        return True
    if not before:
        return False
    if char == _JOINER and after and _is_pictorial(before) and _is_pictorial(after):
        return True
    if char in (_NON_JOINER, _JOINER):
        return unicodedata.name(before, "").startswith(_JOINING)
    if _is_selector(char):
        return _is_pictorial(before) or before in "#*0123456789" or "CJK" in _name(before)
    # The flags of England, Scotland and Wales are spelt with invisible letters.
    return "\U000e0020" <= char <= "\U000e007f" and _BLACK_FLAG in text[max(at - 7, 0) : at]


def _name(char: str) -> str:
    return unicodedata.name(char, "")


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _is_pictorial(char: str) -> bool:
    """Whether a character is part of an emoji: a symbol, a skin tone or a selector."""
    return unicodedata.category(char) in ("So", "Sk", "Sm", "Po", "Cn") or char == "\ufe0f"

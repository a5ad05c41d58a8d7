"""Mistyped fences of front matter, for which it isn't seen, or swallows the text.

MkDocs and its kin see front matter only between two lines of three hyphens, the first of which is
the file's first line. All else is text to them, for readers to see.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection
from dataclasses import dataclass, replace

MAX_LINES = 300  # Of front matter, and of what may stand above it.

_INVISIBLE = "\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00a0"
_BLANK = re.compile(rf"[\s{_INVISIBLE}]*")
# What people take for three hyphens.
_FENCE = re.compile(
    rf"[\s{_INVISIBLE}]*(?P<mark>\\?-{{2,}}|-(?: -)+|[–—−‒―-]{{1,6}}|\+{{3,}}|\*{{3,}}|={{3,}}"
    r"|_{3,}|~{3,}|;{3}|`{3,}|\.{3})[ \t]*(?P<rest>(?:ya?ml|toml|#.*)?)[ \t]*",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    r"^(?:--|-{4,}|[–—−‒―]{1,6}|\+{3,}|\*{3,}|={3,}|_{3,}|~{3,}|`{3,})[ \t]*$", re.MULTILINE
)
_COMMENT = re.compile(r"[^\S\n]*<!--.*?-->[ \t]*(?:\n|\Z)", re.DOTALL)
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")
_CODE = re.compile(r"[ ]{0,3}`{3,}[ \t]*(?:ya?ml|md|markdown|text)?[ \t]*", re.IGNORECASE)
_GLUED = re.compile(r"-{3}(?=[^\s-])")  # A fence with the text's first words behind it.
_HEADING = re.compile(r"# \S.*")
_PART = re.compile(r"[ \t]+\S|-(?:[ \t]|\S)|#|[\]}],?[ \t]*$")


@dataclass(frozen=True, slots=True)
class Fences:
    """What is around the front matter of a text.

    Attributes:
        code, line: Of the problem; lines count from 1.
        message, hint: What is wrong, and what to do.
        front: The lines between the fences.
        before, after: Lines above and below, without the fences.
        is_toml: Whether it is TOML and not YAML.
    """

    code: str
    line: int
    message: str
    hint: str
    front: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_toml: bool = False


def empty_fences(body: str, keys: Collection[str]) -> Fences | None:
    """Return what is wrong if front matter stands below fences with nothing in between."""
    fences = wrong_fences(body, keys)
    if fences is None or fences.code != "BY118":
        return None
    message = "the front matter is not seen: it stands below a '---' too many."
    return replace(fences, message=message, hint="Remove one of the first two lines.")


_AROUND = "Begin and end it with a line of three hyphens, ---."


def wrong_fences(text: str, keys: Collection[str]) -> Fences | None:
    """Return what is wrong around the front matter of a text in which none is seen; else None.

    Args:
        keys: Those that front matter may have. Without any of these, it is a text.
    """
    key = _key_pattern(keys)
    if commented := _commented(text, key):
        return commented
    lines = text.split("\n")
    above = _above(text)
    start = above.count("\n") if above else 0
    if start >= min(len(lines), MAX_LINES):
        return None
    before = tuple(line for line in lines[:start] if not _BLANK.fullmatch(line))
    if is_code := bool(_CODE.fullmatch(lines[start])) and _is_right(
        "".join(lines[start + 1 :][:1])
    ):
        start += 1  # Copied with the block of code that it stood in.
    first = lines[start]
    opening = _FENCE.fullmatch(first)
    if first.strip() == "{":
        return _json(lines, start, before, key)
    begins = start + bool(opening)
    glued = re.fullmatch(r"[-–—]{2,}[ \t]*(\S.*)", first)
    if not opening and glued and key.match(glued[1]):
        lines[start] = glued[1]
    end, closed = _end(lines, begins, key)
    front = tuple(lines[begins:end])
    if not any(map(key.match, front)) or not (opening or glued or key.match(lines[start])):
        return None
    after = tuple(lines[end + closed :])
    if is_code and after and re.fullmatch(r"`{3,}[ \t]*", after[0]):
        after = after[1:]
    if any(re.match(r"[\w-]+ *= *[\"'\[\dtf]", line) for line in front):
        hint = "Write YAML: 'key: value' on each line, and --- above and below."
        message = "the front matter is not seen: it is written in TOML."
        return Fences("BY118", 1, message, hint, front, before, after, is_toml=True)
    if not opening and not glued:
        message = "the front matter is not seen: there is no line with --- above it."
    elif not _is_right(first):
        message = f"the front matter is not seen: '{first.rstrip()}' above it is not '---'."
    elif start == 0:
        return _unclosed(lines, end, closed, front, after)
    else:
        message = "the front matter is not seen: it does not begin on the first line."
        hint = "Remove what is above its ---."
        return Fences("BY118", 1, message, hint, front, before, after)
    return Fences("BY118", 1, message, _AROUND, front, before, after)


def _commented(text: str, key: re.Pattern[str]) -> Fences | None:
    """Return what is wrong if a text begins with comments in HTML that are front matter."""
    position, front = 0, list[str]()
    while match := _COMMENT.match(text, _after_blank(text, position)):
        inner = textwrap.dedent(re.sub(r"^<!-+[ \t]*|-{1,9}>$", "", match[0].strip())).split("\n")
        lines = [line for line in inner if line.strip() and not _FENCE.fullmatch(line)]
        if not lines or not key.match(lines[0]) or _first_other(lines, 0, key)[0] < len(lines):
            break
        front += lines
        position = match.end()
    if not front:
        return None
    message = "the front matter is not seen: it stands in a comment."
    hint = "Begin and end it with a line of three hyphens, ---, in place of the comment's marks."
    after = tuple(text[position:].split("\n"))
    return Fences("BY118", 1, message, hint, tuple(front), (), after)


def _json(
    lines: list[str], start: int, before: tuple[str, ...], key: re.Pattern[str]
) -> Fences | None:
    """Return what is wrong if a text begins with front matter in JSON, a key on each line."""
    inner = lines[start + 1 : start + MAX_LINES]
    end = next((number for number, line in enumerate(inner) if line.strip() == "}"), 0)
    front = tuple(line.strip() for line in inner[:end])
    if not any(map(key.match, front)):
        return None
    message = "the front matter is not seen: it is written in JSON."
    after = tuple(lines[start + end + 2 :])
    return Fences("BY118", 1, message, _AROUND, front, before, after)


def swallowed(text: str, front: str, keys: Collection[str], *, by_fence: bool) -> Fences | None:
    """Return what is wrong if front matter that is closed somewhere goes on into the text.

    Args:
        front: What stands between the first two lines that are right.
        by_fence: Whether to look for a line that was meant to close it, or for a blank one.
    """
    if by_fence and (not _NEARLY.search(front) or "<<<<<<< " in front):
        return None  # The latter is git's, and so is the fence below it.
    lines, last = text.split("\n"), front.count("\n")
    if by_fence:
        end = next(n for n, line in enumerate(lines[: last + 1]) if _NEARLY.fullmatch(line))
    else:
        end, _ = _end(lines, 1, _key_pattern(keys))
        end = end if end < last and not lines[end].strip() else 0
    inner = tuple(lines[1:end])
    if not inner:
        return None
    if by_fence and not any(line.strip() for line in lines[end + 1 : last + 1]):
        message = f"'{lines[end].strip()}' is not '---', which is below it."
        after = tuple(lines[last + 2 :])
        return Fences("BY104", end + 1, message, "Remove this line.", inner, (), after)
    return _unclosed(lines, end, by_fence, inner, tuple(lines[end + by_fence :]))


def _unclosed(
    lines: list[str], end: int, closed: bool, front: tuple[str, ...], after: tuple[str, ...]
) -> Fences:
    if closed:
        message = f"the front matter is never closed: '{lines[end].strip()}' is not '---'."
        return Fences("BY104", end + 1, message, "Write three hyphens: ---.", front, (), after)
    if end < len(lines) and _GLUED.match(lines[end]):
        message = "the front matter is never closed: the text begins right behind its '---'."
        after = (_GLUED.sub("", after[0]), *after[1:])
        return Fences("BY104", end + 1, message, "Break the line there.", front, (), after)
    message, hint = "the front matter is never closed.", "Put a line with --- below its last key."
    return Fences("BY104", 1, message, hint, front, (), after)


def _is_right(line: str) -> bool:
    return bool(re.fullmatch(r"-{3}[ \t]*", line))


def _after_blank(text: str, position: int) -> int:
    match = _BLANK_LINES.match(text, position)
    return match.end() if match else position


def _above(text: str) -> str:
    """Return what may stand above front matter by mistake: blank lines, comments, one heading."""
    position, headings = 0, 0
    while position < len(text):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)]
        if comment := _COMMENT.match(text, position):
            position = comment.end()
        elif _BLANK.fullmatch(line) and end >= 0:
            position = end + 1
        elif _HEADING.fullmatch(line) and not headings and end >= 0:
            position, headings = end + 1, 1
        else:
            break
    return text[:position]


def _key_pattern(keys: Collection[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(keys)))
    return re.compile(
        rf"[\"“]?(?:{names})[\"”]?[ \t]*(?:[:：](?!//)|=[ ]*[\"'\[\dtf])", re.IGNORECASE
    )


def _end(lines: list[str], start: int, key: re.Pattern[str]) -> tuple[int, bool]:
    """Return the line on which front matter ends, and whether that is a fence of some kind."""
    end, closed = _first_other(lines, start, key)
    while not closed and end > start and _HEADING.fullmatch(lines[end - 1]):
        end -= 1  # The text's first heading, which would be a comment in YAML.
    return end, closed


def _first_other(lines: list[str], start: int, key: re.Pattern[str]) -> tuple[int, bool]:
    """Return the first line that is no part of front matter, and whether it is a fence."""
    for number in range(start, min(len(lines), start + MAX_LINES)):
        line = lines[number]
        if number > start and _GLUED.match(line):
            return number, False
        if number > start and _FENCE.fullmatch(line) and not re.fullmatch(r"- ?", line):
            return number, True
        is_key = key.match(line) or re.match(r"[\w\"'-]+[ ]*:(?:[ ]|$)", line)
        if not line.strip():
            following = next((each for each in lines[number:] if each.strip()), "")
            if not (key.match(following) or _FENCE.fullmatch(following)):
                return number, False
        elif not is_key and not (number > start and _PART.match(line)):
            return number, False
    return min(len(lines), start + MAX_LINES), False

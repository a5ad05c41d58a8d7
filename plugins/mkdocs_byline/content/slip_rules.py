"""Slips in YAML, line by line, and how each is corrected.

A rule may match what is right; see `slips`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

_Correct = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One mistake: how its line looks, and what the line was to be.

    `at` is the group of the pattern that the message points to; 1 means what follows it. Patterns
    are compiled when a line is looked at, which few builds need.
    """

    pattern: str
    message: str
    hint: str
    correct: _Correct
    at: int = 1


def quoted(text: str) -> str:
    """Return a value in quotes, whatever is in it."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


# A key, with the hyphen of a list's item where it is the first of one.
_KEY = r"^([ ]*(?:- +)?[\w-]+:[ ]+)"
_END = r"[ ]*$"
_DATES = "created|updated|publish_at|expires|reviewed"  # Keys below `date`.
_SHORT = "(?:date|draft|pin|unlisted|readtime)"  # Keys whose values are one word.
_OPENING, _CLOSING = "“”„«‘’‚‹", "“”»‘’›"
_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"


def _with_value(change: Callable[[str], str]) -> _Correct:
    """Return what keeps the first group, and changes the second."""
    return lambda match: match[1] + change(match[2])


def _requoted(match: re.Match[str]) -> str:
    """Quote what is between the outer quotes anew, as in `'Don't'`; keep them in `"A" or "B"`."""
    mark, text = match[2], match[3]
    if re.search(rf"^[^{mark}]*\w{mark}[\s,;]", text) and re.search(
        rf"[\s(]{mark}\w[^{mark}]*$", text
    ):
        return match[1] + quoted(f"{mark}{text}{mark}")
    text = text.replace("''", "'") if mark == "'" else text.replace('\\"', '"')
    return match[1] + quoted(text)


_CLOSERS = {"[": "]", "{": "}"}


def _balanced(text: str) -> str:
    """Return a list or mapping on one line with all of its brackets closed, and none too many."""
    done, waiting, mark = "", "", ""
    for char in text.rstrip():
        if mark:
            mark = "" if char == mark else mark
        elif char in "\"'" and done.rstrip().endswith(("[", "{", ",", ":")):
            mark = char
        elif char in _CLOSERS:
            waiting = _CLOSERS[char] + waiting
        elif char in _CLOSERS.values():
            if char not in waiting:
                continue
            before, _, waiting = waiting.partition(char)
            done += before
        done += char
    return text if mark else done + waiting


def _closed(match: re.Match[str]) -> str:
    """Close a quote; an apostrophe at the start of a word is none."""
    mark, text = match[2], match[3].rstrip()
    if mark == "'" and re.match(r"(?:tis|twas|til|em|n|cause|bout|\d0s)\b", text):
        return match[1] + quoted(mark + text)
    return match[1] + quoted(text)


def _straight(match: re.Match[str]) -> str:
    """Replace the typographic quotes around each word or phrase."""
    words = rf"[{_OPENING}]([^{_OPENING}{_CLOSING}\n]*)[{_CLOSING}]"
    return re.sub(words, lambda each: quoted(each[1]), match[0])


def _in_quotes(match: re.Match[str]) -> str:
    return quoted(match[0].rstrip())


# Characters that mean nothing, or something else, in YAML.
_CHARACTERS = (
    Rule(
        r"^([ ]*)(\t[ \t]*)(.*)$",
        "a tab is used for indentation.",
        "Use spaces.",
        lambda match: match[1] + match[2].replace("\t", "  ") + match[3],
        at=2,
    ),
    Rule(
        r"^([ ]*(?:- +)?[\w-]+:)[ ]*(\t[ \t]*)(.*)$",
        "a tab follows the colon.",
        "Use a space.",
        lambda match: f"{match[1]} {match[3]}",
        at=2,
    ),
    Rule(
        r"^(.*\S)([ ]*\t[ \t]*)$",
        "a tab ends the line.",
        "Remove it.",
        lambda match: match[1],
        at=2,
    ),
    Rule(
        rf"^(?=([ ]*(?:[\w-]+:[ ]*|-[ ]*)?[{_SPACES}])).*$",
        "there is a space here that is none for YAML.",
        "Delete it, and type an ordinary one.",
        lambda match: re.sub(rf"[{_SPACES}]", " ", match[0]),
    ),
    Rule(
        r"^([ ]*)(?:<!--[ ]*(.*?)[ ]*-->|//[ ]*(.*)|;;?[ ]*(.*))$",
        "this is no comment in YAML.",
        "Begin it with '# '.",
        lambda match: f"{match[1]}# {match[2] or match[3] or match[4] or ''}".rstrip(),
    ),
    Rule(
        rf"^([ ]*(?:- +)?[\w-]+)[ ]*：[{_SPACES} ]*(.*)$",
        "the colon is a wide one.",
        "Write ': '.",
        lambda match: f"{match[1]}: {match[2]}",
    ),
)


def _separators(known: str) -> tuple[Rule, ...]:
    """Return the rules of what stands between a known key and its value."""
    return (
        Rule(
            rf"^((?:- +)?(?:{known}))[ ]*=+>?[ ]*(.*)$",
            "an equals sign stands where YAML has a colon.",
            "Write 'key: value'.",
            lambda match: f"{match[1]}: {match[2]}",
        ),
        Rule(
            rf"^((?:- +)?({known}))[ ]*;[ ]+(.*)$",
            "a semicolon stands where YAML has a colon.",
            "Write 'key: value'.",
            lambda match: f"{match[1]}: {match[3]}",
        ),
        Rule(
            rf"^([ ]*)(?=[{_OPENING}]({known})[{_CLOSING}][ ]*:).*$",
            "typographic quotes are no quotes in YAML.",
            "Write the key without quotes.",
            lambda match: re.sub(rf"[{_OPENING}](\w+)[{_CLOSING}][ ]*:[ ]*", r"\1: ", match[0]),
        ),
    )


# Hyphens and colons with the wrong mark, or without their space.
_SPACING = (
    Rule(
        r"^([ ]*)[–—•·*‣▪][ ]+(.*)$",
        "an item of a list begins with a hyphen and a space.",
        "Write '- '.",
        lambda match: f"{match[1]}- {match[2]}",
    ),
    Rule(
        r"^([ ]*)-([^\s-].*)$",
        "the space after the hyphen is missing.",
        "Write '- ' before each item of a list.",
        lambda match: f"{match[1]}- {match[2]}",
    ),
    Rule(
        r"^([ ]*(?:- +)?[A-Za-z_][\w-]*):(?![/\s:])(.+)$",
        "the space after the colon is missing.",
        "Write 'key: value'.",
        lambda match: f"{match[1]}: {match[2]}",
    ),
)


def _keys(known: str) -> tuple[Rule, ...]:
    """Return the rules of known keys in the wrong place or form."""
    return (
        Rule(
            rf"^- +(({known}):(?:[ ].*)?)$",
            "a key of its own is written as an item of a list.",
            "Remove the hyphen.",
            lambda match: match[1],
            at=0,
        ),
        Rule(
            rf"^[ ]+(({known})[ ]*:(?:[ ].*)?)$",
            "the line is indented, and those around it are not.",
            "Remove the spaces at its start.",
            lambda match: match[1],
            at=0,
        ),
        Rule(
            rf"^({known})[ ]+[-–—][ ]+(\S.*)$",
            "a dash stands where YAML has a colon.",
            "Write 'key: value'.",
            lambda match: f"{match[1]}: {match[2]}",
        ),
        Rule(
            rf"^[*_`]{{1,3}}({known})(?:[*_`]{{1,3}}[ ]*:|:[*_`]{{1,3}})[ ]*(.*)$",
            "the key is written in Markdown.",
            "Write it alone.",
            lambda match: f"{match[1]}: {match[2]}",
            at=0,
        ),
        Rule(
            rf"^(?![ ]{{2}}\S)[ ]+((?:{_DATES}):(?:[ ].*)?)$",
            "the line is indented otherwise than those around it.",
            "Begin each line below 'date:' with two spaces.",
            lambda match: f"  {match[1]}",
            at=0,
        ),
        Rule(
            rf"^({known})[ ]+(?![ ]*[:=])(\S.*)$",
            "the colon after the key is missing.",
            "Write 'key: value'.",
            lambda match: f"{match[1]}: {match[2]}",
        ),
        Rule(
            rf"^({_SHORT}: +[^\s,;]+)[,;]?[ ]+(({known}): .*)$",
            "two keys stand on one line.",
            "Give each a line of its own.",
            lambda match: f"{match[1]}\n{match[2]}",
            at=2,
        ),
        Rule(
            r"^((?:title|description): +[^\s\"'\[{|>][^\n]*?)[,;]?[ ]+"
            rf"((?:date|draft): *(?:\d|true|false)\S*|(?:{known}): *\[.*\])[ ]*$",
            "two keys stand on one line.",
            "Give each a line of its own.",
            lambda match: f"{match[1]}\n{match[2]}",
            at=2,
        ),
    )


# Values in quotes, and what stands around these.
_QUOTES = (
    Rule(
        rf"{_KEY}(?=.*[{_OPENING}].*[{_CLOSING}])([\[{_OPENING}].*)$",
        "typographic quotes are no quotes in YAML.",
        'Write straight ones: ".',
        _straight,
        at=2,
    ),
    Rule(
        r"^([ ]*[\"']?[\w-]+[\"']?:[ ]+"
        rf"(?:\"[^\"]*\"|'[^']*'|\[[^\]]*\]|[^\s,]+))(,){_END}",
        "a comma ends the line, as in JSON.",
        "Remove it.",
        lambda match: match[1],
        at=2,
    ),
    Rule(
        r"^([ ]*(?:- +)?[\w-]+:[ ]+)(\"[^\"]*\\[^\"]*\")[ ]*$",
        "a backslash means something else in double quotes.",
        "Use single quotes.",
        _with_value(lambda text: "'" + text[1:-1].replace("'", "''") + "'"),
        at=2,
    ),
    Rule(
        rf"^([ ]*(?:- +)?(?:[\w-]+:[ ]+)?)(\"|')((?:(?!\2).)+){_END}",
        "the quote is opened and not closed.",
        "Close it, or put the whole value in the other kind of quotes.",
        _closed,
        at=2,
    ),
    Rule(
        rf"{_KEY}(\"|')(.*\2.*)\2{_END}",
        "the quotes end before the value does.",
        "Put the whole value in the other kind of quotes.",
        _requoted,
        at=2,
    ),
    Rule(
        rf"{_KEY}((?:\"[^\"]*\"|'[^']*')[ ]*[^\s#].*?){_END}",
        "the value goes on after its quotes.",
        "Put all of it in quotes of the other kind.",
        _with_value(quoted),
        at=2,
    ),
)

# Lists and mappings on one line.
_BRACKETS = (
    Rule(
        rf"{_KEY}(\[[^\[\]]*#\w[^\[\]]*\]){_END}",
        "everything after '#' is a comment.",
        "Write the words without '#', or put each in quotes.",
        _with_value(lambda text: re.sub(r"#(?=\w)", "", text)),
        at=2,
    ),
    Rule(
        rf"{_KEY}(\[[^\[\]]*[^\[\],\s])[,\s]*[)}}]?{_END}",
        "the bracket is opened and not closed.",
        "Write ']' after the last item.",
        _with_value(lambda text: f"{text}]"),
        at=2,
    ),
    Rule(
        rf"{_KEY}(\[[^\[\]\"']*,[ ]*,[^\[\]\"']*\]){_END}",
        "a comma is doubled.",
        "Remove one.",
        _with_value(lambda text: re.sub(r",(?:[ ]*,)+", ",", text)),
        at=2,
    ),
    Rule(
        rf"{_KEY}(\[(?:[^\[\]\"']*,)?[ ]*[@`%][^\[\]\"']*\]){_END}",
        "a value can't begin with this character.",
        "Put it in quotes.",
        _with_value(lambda text: re.sub(r"(?<=[\[, ])[@`%][^,\]]*", _in_quotes, text)),
        at=2,
    ),
    Rule(
        rf"{_KEY}(\[[^\[\]\"']*\](?:[ ]*,[ ]*\[[^\[\]\"']*\])+){_END}",
        "the value goes on after its bracket.",
        "Put all items into one pair of brackets.",
        _with_value(lambda text: re.sub(r"\][ ]*,[ ]*\[", ", ", text)),
        at=2,
    ),
    Rule(
        rf"{_KEY}((?:\[(?=[ ]*\S)|\{{[ ]*[\w-]+[ ]*:[ ]).*?){_END}",
        "the brackets don't match.",
        "Close each that is open, and no other.",
        _with_value(_balanced),
        at=2,
    ),
    Rule(
        rf"{_KEY}((?:\[[^\]]*\]|\{{[^}}]*\}})[ ]*[^\s#].*?){_END}",
        "brackets at the start of a value make it a list.",
        "Put the whole value in quotes.",
        _with_value(quoted),
        at=2,
    ),
)

# Values without quotes or brackets.
_PLAIN = (
    Rule(
        rf"{_KEY}([@`%*&!,\]}}].*?|[?-][ ]+\S.*?|[|>][ ]*[^-+\d\s].*?){_END}",
        "a value can't begin with this character.",
        "Put the whole value in quotes.",
        _with_value(quoted),
        at=2,
    ),
    Rule(
        r"^([ ]*(?:- +)?)([@`%!,].*?)[ ]*$",
        "a value can't begin with this character.",
        "Put the whole value in quotes.",
        _with_value(quoted),
        at=2,
    ),
    Rule(
        rf"{_KEY}((?![\"'\[{{|>&*!#]).*?)(:(?:[ ].*?)?){_END}",
        "a colon followed by a space starts a new value.",
        "Put the whole value in quotes.",
        lambda match: match[1] + quoted(match[2] + match[3]),
        at=3,
    ),
    Rule(
        r"^([^\W\d_][^:#]*)$",
        "the line belongs to the value above it, and is not indented.",
        "Begin it with two spaces.",
        lambda match: f"  {match[1]}",
        at=0,
    ),
)


@functools.cache
def rules_for(keys: frozenset[str]) -> tuple[Rule, ...]:
    """Return the rules, the most specific first; `keys` are those that are known."""
    known = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    values = (*_QUOTES, *_BRACKETS, *_PLAIN)
    return (*_CHARACTERS, *_separators(known), *_SPACING, *_keys(known), *values)

"""Slips in YAML that can't be parsed, with line and correction.

A parser stops where it can't go on, which is often lines below the mistake, and speaks of tokens.
Here each line is compared with what people mistype. A rule may match what is right: what counts is
that the YAML is a mapping with all corrections made, and not without any of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain

from mkdocs_byline.content.slip_rules import Rule, rules_for
from mkdocs_byline.content.yaml_nodes import Mapping, YamlError, parse_yaml

# Beyond, front matter is no work of a hand. They bound how often how much is parsed.
MAX_TEXT = 8_000
MAX_LINE = 1_000
MAX_SLIPS = 20

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$")


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake: its place (line from 1), what is wrong, what to do, and the line corrected.

    `corrected` is None where nobody but the author can say what was meant.
    """

    line: int
    column: int
    message: str
    hint: str
    corrected: str | None


def find_slips(text: str, keys: Collection[str]) -> list[Slip]:
    """Return the slips without which the text would be a mapping; empty if there is no telling.

    Args:
        keys: Keys that such a file may have.
    """
    lines = text.split("\n")
    if len(text) > MAX_TEXT:
        return []
    conflicts = [number for number, line in enumerate(lines, 1) if _CONFLICT.match(line)]
    if conflicts:
        hint = "Keep the lines that are right, and remove its marks."
        return [Slip(conflicts[0], 1, "git left a merge conflict here.", hint, None)]
    rules = rules_for(frozenset(keys))
    slips = [slip for number, line in enumerate(lines, 1) if (slip := _slip(line, number, rules))]
    if not slips or len(slips) > MAX_SLIPS:
        return []
    twice = [_corrected_twice(slip, rules) for slip in slips]
    without_one = ([each for each in slips if each is not slip] for slip in slips)
    choices = chain([slips, twice], without_one, ([slip] for slip in slips))
    enough = next((each for each in choices if _is_mapping(correct(text, each))), [])
    for slip in enough:
        others = [each for each in enough if each is not slip]
        if _is_mapping(correct(text, others)):
            enough = others
    return enough


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(parse_yaml(text), Mapping)
    except YamlError:
        return False


def _corrected_twice(slip: Slip, rules: tuple[Rule, ...]) -> Slip:
    """Return the slip with a second one on its line corrected, too, as in `title:A: b`."""
    lines = (slip.corrected or "").split("\n")
    again = [_slip(line, slip.line, rules) for line in lines]
    corrected = [
        (each and each.corrected) or line for each, line in zip(again, lines, strict=True)
    ]
    return replace(slip, corrected="\n".join(corrected))


def slip_in(line: str, number: int, keys: Collection[str]) -> Slip | None:
    """Return the first slip that a line may have."""
    return _slip(line, number, rules_for(frozenset(keys)))


def _slip(line: str, number: int, rules: tuple[Rule, ...]) -> Slip | None:
    """Return what the first rule that matches makes of a line."""
    if len(line) > MAX_LINE:
        return None
    for rule in rules:
        if (match := re.match(rule.pattern, line)) and (corrected := rule.correct(match)) != line:
            column = match.end(1) if rule.at == 1 else match.start(rule.at)
            return Slip(number, column + 1, rule.message, rule.hint, corrected)
    return None


def correct(text: str, slips: Collection[Slip]) -> str:
    """Return the text with these slips corrected."""
    lines = text.split("\n")
    for slip in slips:
        if slip.corrected is not None:
            lines[slip.line - 1] = slip.corrected
    return "\n".join(lines)

"""Front matter of a post, parsed to typed values with their lines."""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
import posixpath
import re
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from mkdocs_byline.content.confusables import UnseenError
from mkdocs_byline.content.dates import date_in_name, parse_date
from mkdocs_byline.content.fences import Fences, empty_fences, swallowed, wrong_fences
from mkdocs_byline.content.list_blocks import ListRequest
from mkdocs_byline.content.misread import find_misread
from mkdocs_byline.content.schema import PASSED_ON, STRICT_KEYS, DatesEntry, FrontMatter
from mkdocs_byline.content.slips import Slip, correct, find_slips
from mkdocs_byline.content.yaml_nodes import (
    Mapping,
    Node,
    YamlError,
    locate,
    parse_yaml,
    plain_value,
    text_value,
)
from mkdocs_byline.problems import Problem, did_you_mean

MAX_BYTES = 1024 * 1024
MAX_FRONT_MATTER = 64 * 1024

_OPEN = re.compile(r"-{3}[ \t]*\n")
_CLOSE = re.compile(r"^(?:-{3}|\.{3})[ \t]*$", re.MULTILINE)

_FIELDS = frozenset(FrontMatter.model_fields)
_KNOWN = _FIELDS | PASSED_ON


@dataclass(slots=True)
class Source:
    """A post as read, before anything outside its file is known.

    `path` is relative to the docs folder and `shown` is the path that messages give. `tree` is
    the front matter with line numbers, `matter` the same as typed values without what was wrong,
    on top of `defaults`. `landed` is when git says the post first appeared, once that is known.
    `lists` are those of other posts that its text asks for.
    """

    path: str
    shown: str
    matter: FrontMatter = field(default_factory=FrontMatter)
    tree: Node | None = None
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)
    defaults: dict[str, object] = field(default_factory=dict)
    landed: dt.datetime | None = None
    sha256: str = ""
    lists: tuple[ListRequest, ...] = ()

    @property
    def stem(self) -> str:
        """File name without `.md`; for `name/index.md`, the folder's name."""
        stem = posixpath.splitext(posixpath.basename(self.path))[0]
        return posixpath.basename(posixpath.dirname(self.path)) if stem == "index" else stem

    @property
    def has_error(self) -> bool:
        return any(problem.is_error for problem in self.problems)

    def add(
        self,
        code: str,
        message: str,
        hint: str = "",
        at: tuple[int, int] = (1, 1),
        *,
        others: tuple[str, ...] = (),
    ) -> None:
        self.problems.append(Problem(self.shown, *at, code, message, hint, others))

    def position(self, *keys: str | int) -> tuple[int, int]:
        """Line and column of the value at `keys` of the front matter, or the nearest above it."""
        if self.tree is None:
            return 1, 1
        node = locate(self.tree, keys)
        return node.line, node.column


def parse_post(
    content: bytes,
    path: str,
    *,
    shown: str = "",
    zone: dt.tzinfo = dt.UTC,
    defaults: dict[str, object] | None = None,
) -> Source:
    """Read one post. Never raises for what is in the file; see `Source.problems`.

    Args:
        zone: Of dates without an offset.
        defaults: Front matter that others gave, as YAML values. Lists add up, and the post's own
            values win.
    """
    source = Source(path, shown or path, sha256=hashlib.sha256(content).hexdigest())
    text = decode(content, source)
    if text is not None:
        front, source.body, source.body_line = split_front(text)
        values: dict[str, object] = {}
        if fences := _obvious_fences(text, front):
            _report_fences(fences, source)
        elif front is not None:
            values = _read_values(front, text, source)
        source.defaults = defaults or {}
        _validate(merge(_text_dict(source.defaults), values), source, zone)
        if not text.strip():
            source.add("BY102", "the file is empty.", "Write a title and some text, or delete it.")
    return source


def decode(content: bytes, source: Source) -> str | None:
    """Return the text with `\\n` line ends and no byte order mark, or None with a problem."""
    if len(content) > MAX_BYTES:
        source.add(
            "BY103",
            f"the file has {len(content):,} bytes; {MAX_BYTES:,} are allowed.",
            "Split the post, and keep images in files of their own.",
        )
        return None
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        at = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"byte 0x{content[error.start]:02X} is not UTF-8."
        source.add("BY101", message, "Save the file as UTF-8.", at)
        return None
    return lines_of(text)


def lines_of(text: str) -> str:
    """Return the text with `\\n` for every line end."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(content: bytes) -> str:
    """Return a file's text as problems count its lines, whatever the file is."""
    return lines_of(content.decode("utf-8-sig", "replace"))


def split_front(text: str) -> tuple[str | None, str, int]:
    """Return front matter (None if there is none), body, and the line on which the body starts."""
    if (first := _OPEN.match(text)) and (last := _CLOSE.search(text, first.end())):
        body = text[last.end() :].lstrip("\n")
        line = text.count("\n", 0, len(text) - len(body)) + 1
        # An empty body begins where a text after the file's end would.
        return text[first.end() : last.start()] or "\n", body, line if body else line + 1
    return None, text, 1  # A post may begin with a horizontal rule.


def front_span(text: str) -> tuple[int, int] | None:
    """Return where the front matter of a text begins and ends; None if there is none."""
    front, _, _ = split_front(text)
    if front is None:
        return None
    start = text.index("\n") + 1
    return start, start + (len(front) if front != "\n" else 0)


def find_fences(text: str) -> Fences | None:
    """Return what is wrong around the front matter of a text, if it has some."""
    front, _, _ = split_front(text)
    if (fences := _obvious_fences(text, front)) or front is None:
        return fences
    try:
        parse_yaml(front)
    except YamlError as error:
        return _hidden_fences(text, front, error)
    return None


def _obvious_fences(text: str, front: str | None) -> Fences | None:
    if front is None:
        return wrong_fences(text, _KNOWN)
    if not front.strip():
        return empty_fences(split_front(text)[1], _KNOWN)
    return swallowed(text, front, _KNOWN, by_fence=True)


def _hidden_fences(text: str, front: str, error: YamlError) -> Fences | None:
    """Return what is wrong if front matter that can't be read is so because text is in it."""
    if error.bounds or find_slips(front, _KNOWN):
        return None
    return swallowed(text, front, _KNOWN, by_fence=False)


def _report_fences(fences: Fences, source: Source) -> None:
    source.add(fences.code, fences.message, fences.hint, (fences.line, 1))


def _read_values(front: str, text: str, source: Source) -> dict[str, object]:
    """Return the front matter as text, dicts and lists; empty where it can't be read."""
    if len(front) > MAX_FRONT_MATTER:
        message = (
            f"the front matter has {len(front):,} characters; {MAX_FRONT_MATTER:,} are allowed."
        )
        source.add("BY103", message, "Move text below it.")
        return {}
    try:
        tree = parse_yaml(front, first_line=2)
    except YamlError as error:
        if fences := _hidden_fences(text, front, error):
            _report_fences(fences, source)
        else:
            _report_yaml(error, front, source)
        return {}
    if tree is None:
        return {}
    if not isinstance(tree, Mapping):
        source.tree = tree
        if slips := find_slips(front, _KNOWN):
            _report_slips(slips, source)
            return {}
        source.add(
            "BY106", "the front matter is not a list of keys.", "Write 'key: value' on each line."
        )
        return {}
    source.tree = tree
    misread = list(find_misread(front, tree, _KNOWN, first_line=2))
    for slip in misread:
        source.add("BY119", slip.message, slip.hint, (slip.line, slip.column))
    _check_keys(tree, source, {slip.line for slip in misread})
    values = text_value(tree)
    assert isinstance(values, dict)
    return values


def _report_yaml(error: YamlError, front: str, source: Source) -> None:
    """Report where front matter was written wrongly, or else where the parser gave up."""
    slips = find_slips(front, _KNOWN)
    if error.bounds:  # `*bold*` refers to nothing; but who nests deeply does not mistype.
        slips = [
            each for each in slips if (each.line + 1, each.column) == (error.line, error.column)
        ]
    if slips:
        _report_slips(slips, source)
        _report_beside(slips, front, source)
        return
    code = "BY108" if error.bounds else "BY105"
    source.add(code, f"front matter: {error.message}", error.hint, (error.line, error.column))


def _report_slips(slips: Iterable[Slip], source: Source) -> None:
    for slip in slips:
        at = (slip.line + 1, slip.column)
        source.add("BY105", f"front matter: {slip.message}", slip.hint, at)


def _report_beside(slips: Collection[Slip], front: str, source: Source) -> None:
    """Report what else is wrong, as the front matter would be read without the slips."""
    if any(slip.corrected is None or "\n" in slip.corrected for slip in slips):
        return  # Then lines would be others.
    rest = Source(source.path, source.shown)
    _validate(_read_values(correct(front, slips), "", rest), rest, dt.UTC)
    reported = {slip.line + 1 for slip in slips}
    source.problems += [each for each in rest.problems if each.line not in reported]


def _text_dict(values: dict[str, object]) -> dict[str, object]:
    """Turn YAML's values into what `text_value` would have given."""

    def text(value: object) -> object:
        if isinstance(value, dict):
            return _text_dict(value)
        if isinstance(value, list):
            return [text(each) for each in value]
        return value if value is None or isinstance(value, bool) else str(value)

    return {str(key): text(value) for key, value in values.items()}


def merge(defaults: dict[str, object], values: dict[str, object]) -> dict[str, object]:
    """Put values over defaults; mappings are merged and lists joined."""
    if not defaults:
        return dict(values)
    merged = dict(defaults)
    for key, value in values.items():
        default = merged.get(key)
        if isinstance(default, dict) and isinstance(value, dict):
            merged[key] = merge(default, value)
        elif isinstance(default, list) and isinstance(value, list):
            merged[key] = [*default, *value]
        else:
            merged[key] = value
    return merged


def check_defaults(tree: Mapping, source: Source, zone: dt.tzinfo) -> None:
    """Check front matter that a file gives to posts: reported there, and not of each post."""
    source.tree = tree
    _check_keys(tree, source, ())
    values = text_value(tree)
    assert isinstance(values, dict)
    _validate(values, source, zone)


def _validate(values: dict[str, object], source: Source, zone: dt.tzinfo) -> None:
    context = {"zone": zone}
    own = source.tree.items if isinstance(source.tree, Mapping) else {}
    try:
        source.matter = FrontMatter.model_validate(values, context=context)
    except ValidationError as error:
        wrong = set()
        for detail in error.errors(include_url=False):
            keys = tuple(detail["loc"])
            wrong.add(keys[0])
            if keys[0] in source.defaults and keys[0] not in own:
                continue  # Told of the file that it comes from; see `check_defaults`.
            source.add(*explain_value(keys, detail), at=source.position(*keys))
        rest = {key: value for key, value in values.items() if key not in wrong}
        source.matter = FrontMatter.model_validate(rest, context=context)


def explain_value(keys: tuple[str | int, ...], detail: object) -> tuple[str, str, str]:
    """Turn one of pydantic's errors into code, message and hint in our words."""
    assert isinstance(detail, dict)
    key, given = str(keys[0]), detail["input"]
    quoted = f"'{given}'" if isinstance(given, str) else "this value"
    kind = detail["type"]
    code = "BY122" if key == "date" else "BY110" if key in STRICT_KEYS else "BY111"
    name = ".".join(str(part) for part in keys if part not in ("guest", "id"))
    name = name.replace("date.created", "date")  # A date alone is read as `created`.
    if kind == "value_error":
        error = detail["ctx"]["error"]
        message = str(error)
        if isinstance(error, UnseenError):
            return "BY341", f"{name}: {message}.", "Remove it; typing the text anew does."
        hint = "Write it as in 2026-11-22 or 2026-11-22T10:00+01:00." if code == "BY122" else ""
        return code, f"{name}: {message}.", hint
    if kind == "bool_parsing" or kind == "bool_type":
        return code, f"{name}: {quoted} is neither true nor false.", "Write true or false."
    if kind.startswith("int"):
        return code, f"{name}: {quoted} is not a whole number.", "Write digits, as in 5."
    if kind == "missing":
        return code, f"{name}: this is missing.", f"Add '{keys[-1]}:'."
    if kind == "string_too_short":
        return code, f"{name}: this is empty.", "Write a value."
    if kind == "string_type":
        return code, f"{name}: one value is needed here, not a list or mapping.", ""
    return code, f"{name}: {detail['msg'][:1].lower()}{detail['msg'][1:]}.", ""


def _check_keys(tree: Mapping, source: Source, explained: Container[int]) -> None:
    """Warn of keys given twice and of near misses; other unknown keys are the author's own.

    Args:
        explained: Lines of which is said what is wrong with them.
    """
    repeated = list(tree.repeated)
    misses = [(name, key, _KNOWN) for name, key in tree.keys.items() if name not in _KNOWN]
    dates = tree.items.get("date")
    if isinstance(dates, Mapping):
        fields = frozenset(DatesEntry.model_fields)
        repeated += dates.repeated
        misses += [(name, key, fields) for name, key in dates.keys.items() if name not in fields]
    for scalar in repeated:
        source.add(
            "BY107",
            f"'{scalar.text}' is given twice; the last one counts.",
            "Remove one.",
            (scalar.line, scalar.column),
        )
    for name, key, names in misses:
        if key.line in explained:
            continue
        hint = did_you_mean(name, names)
        if name in DatesEntry.model_fields and names is _KNOWN:
            others = "" if name == "created" else f", {name}: …"
            hint = f"Put it under 'date:', as in date: {{created: 2026-11-22{others}}}."
        if hint:
            source.add("BY109", f"unknown key '{name}'.", hint, (key.line, key.column))


def extra_values(source: Source) -> tuple[dict[str, object], dict[str, object]]:
    """Return unknown keys, and all keys, as YAML reads them."""
    own = plain_value(source.tree) if isinstance(source.tree, Mapping) else {}
    assert isinstance(own, dict)
    values = merge(source.defaults, own)
    extra = {key: value for key, value in values.items() if key not in _FIELDS}
    return extra, values


def resolve_date(source: Source, zone: dt.tzinfo) -> dt.datetime | None:
    """Return when the post was created: front matter, file name, planned date, or else git."""
    dates = source.matter.date
    if dates and dates.created:
        return dates.created
    if any(problem.code == "BY122" for problem in source.problems):
        return None
    if written := date_in_name(source.stem)[0]:
        try:
            return parse_date(written, zone)
        except ValueError as error:
            message = f"the date '{written}' in the file name can't be read: {error}."
            source.add("BY122", message, "Rename the file, or write 'date:' in the front matter.")
    if dates and dates.publish_at:
        return dates.publish_at
    return source.landed.astimezone(zone) if source.landed else None

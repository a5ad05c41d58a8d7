"""The files of topics and series: what editors say of these, by any of their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from mkdocs_byline.content.confusables import unseen
from mkdocs_byline.content.entries_file import compose_keys, read_mapping, report_repeated
from mkdocs_byline.content.frontmatter import Source, explain_value
from mkdocs_byline.content.near_names import nearest_name
from mkdocs_byline.content.schema import DescribedEntry, DescribedSeries, TopicEntry
from mkdocs_byline.content.yaml_nodes import Mapping, Scalar, text_value
from mkdocs_byline.model import Term, Topic
from mkdocs_byline.problems import Problem, did_you_mean

KINDS = ("categories", "tags")
MAX_LEVELS = 8
_JOINTS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Form:
    """What may stand in a file: `key` has the entries, and `others` are keys beside it."""

    key: str
    word: str
    entry: type[DescribedEntry]
    others: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Keys of an entry."""
        return frozenset(self.entry.model_fields)


TOPICS = Form("topics", "topic", TopicEntry, ("allowed_only",))
SERIES = Form("series", "series", DescribedSeries)
_OTHER = {"topic": SERIES, "series": TOPICS}


def folded_name(name: str) -> str:
    """Return a name without its case, hyphens, spaces and other forms of the same characters."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return _JOINTS.sub("", unicodedata.normalize("NFKC", text)) or name


@dataclass(slots=True)
class Topics:
    """Topics by id, in the order of the file; or series, which have less to say.

    Attributes:
        shown: The file's path for messages.
        form: Of which kind the file is.
        allowed_only: Those of `KINDS` for which posts may have no other topics.
        names: Ids by all names of their topics; see `folded_name`.
        lines: Of the entries, by id.
        places: Where the values of an entry are, by id and key.
    """

    shown: str = ""
    form: Form = TOPICS
    topics: dict[str, Topic] = field(default_factory=dict)
    allowed_only: frozenset[str] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def by_name(self, name: str) -> Topic | None:
        """Return the topic that has this name, however it is spelt."""
        return self.topics.get(self.names.get(folded_name(name), ""))

    def id_of(self, name: str) -> str:
        """Return the name that posts should write; what is in no file stays as it is."""
        topic = self.by_name(name)
        return topic.id if topic else name

    def term(self, name: str) -> Term:
        """Return a post's category or tag, without a URL."""
        topic = self.by_name(name)
        if topic is None:
            return Term(name, "")
        parents = tuple(_term(self.topics[each]) for each in topic.parents)
        return replace(_term(topic), parents=parents)

    def terms(self, names: Iterable[str]) -> tuple[Term, ...]:
        """Return a post's categories or tags, each topic once."""
        return tuple(dict.fromkeys(map(self.term, names)))

    def ids(self, names: Iterable[str]) -> list[str]:
        """Return what URLs are made of, each topic once."""
        return list(dict.fromkeys(map(self.id_of, names)))

    def without_icons(self, has_template: Callable[[str], bool]) -> list[Problem]:
        """Report icons that the theme has not."""
        message, hint = "there is no icon '{}'.", "Correct it, or remove it."
        return [
            Problem(self.shown, *self.places[id, "icon"], "BY111", message.format(each.icon), hint)
            for id, each in self.topics.items()
            if each.icon and not has_template(f".icons/{each.icon}.svg")
        ]

    def suggestion(self, name: str) -> str:
        """Return `Did you mean 'x'?` for a name that is none of a topic; empty if none is near."""
        known = {each: topic.id for topic in self.topics.values() for each in topic.names}
        match = nearest_name(name, known)
        return f"Did you mean '{known[match]}'?" if match else ""


def _term(topic: Topic) -> Term:
    return Term(topic.title, "", topic.id)


def read_topics(file: Path, shown: str, form: Form = TOPICS) -> Topics:
    """Read the file of topics or series, if there is one."""
    return parse_topics(file.read_bytes(), shown, form) if file.is_file() else Topics(shown, form)


def parse_topics(content: bytes, shown: str, form: Form = TOPICS) -> Topics:
    """Read a file of topics or series. Never raises for what is in it; see `Topics.problems`."""
    source = Source(shown, shown)
    topics = Topics(shown, form, problems=source.problems)
    _, tree = read_mapping(content, source, "BY471", form.keys, form.key)
    if tree is None:
        return topics
    source.tree = tree
    report_repeated(source, tree.repeated)
    for name, key in tree.keys.items():
        if name not in (known := (*form.others, form.key)):
            hint = did_you_mean(name, known) or f"Write entries below '{form.key}:', indented."
            if name in (other := _OTHER[form.word]).others:
                hint = f"Remove it; only the file of {other.key} has it."
            source.add("BY471", f"unknown key '{name}'.", hint, (key.line, key.column))
    if "allowed_only" in form.others:
        topics.allowed_only = _allowed_only(source, tree)
    entries = tree.items.get(form.key)
    if entries is None or (isinstance(entries, Scalar) and entries.is_null):
        return topics
    if not isinstance(entries, Mapping):
        hint = "Write a name and a colon on each line below it, indented."
        source.add(
            "BY471", f"'{form.key}:' is not a mapping.", hint, (entries.line, entries.column)
        )
        return topics
    compose_keys(entries)
    report_repeated(source, entries.repeated)
    # A merged entry has no key of its own.
    keys = {name: entries.keys.get(name, node) for name, node in entries.items.items()}
    topics.lines = {name.strip(): key.line for name, key in keys.items()}
    found = (_read_entry(source, entries, name, form) for name in entries.items)
    read = [entry for entry in found if entry]
    _take_names(source, topics, read)
    for topic, parent in read:
        topics.topics[topic.id] = replace(topic, parents=(parent,) if parent else ())
        for each in form.keys:
            topics.places[topic.id, each] = source.position(form.key, topic.id, each)
    topics.topics = {each: _with_parents(source, topics, each) for each in topics.topics}
    return topics


def _allowed_only(source: Source, tree: Mapping) -> frozenset[str]:
    node = tree.items.get("allowed_only")
    if node is None:
        return frozenset()
    text = str(text_value(node)).lower()
    if text in KINDS:
        return frozenset((text,))
    if text not in ("true", "yes", "on", "false", "no", "off", "none"):
        at = (node.line, node.column)
        hint = "Write true, false, categories or tags."
        source.add("BY472", f"allowed_only: '{text}' is none of its values.", hint, at)
    return frozenset() if text in ("false", "no", "off", "none") else frozenset(KINDS)


def _read_entry(
    source: Source, entries: Mapping, name: str, form: Form
) -> tuple[Topic, str] | None:
    """Return a topic and the name of the wider one that it says it is a part of."""
    node, key = entries.items[name], entries.keys.get(name)
    at = (key.line, key.column) if key else (node.line, node.column)
    if found := unseen(name):
        message = f"character {found[0] + 1} of the name is {found[1]}, which no reader sees."
        source.add("BY341", message, "Remove it; typing the text anew does.", at)
        return None
    if not name.strip():
        source.add("BY472", "the entry has no name.", "Write one before the colon.", at)
        return None
    values: object = {}
    if isinstance(node, Mapping):
        report_repeated(source, node.repeated)
        for each, inner in node.keys.items():
            if each not in form.keys and (hint := _hint_on_key(each, form)):
                source.add("BY109", f"unknown key '{each}'.", hint, (inner.line, inner.column))
        values = text_value(node)
    elif not (isinstance(node, Scalar) and node.is_null):
        message = f"the entry of '{name}' is not a mapping."
        hint = "Write 'description:' and the like below it, or nothing."
        source.add("BY472", message, hint, (node.line, node.column))
    assert isinstance(values, dict)
    try:
        entry = form.entry.model_validate(values)
    except ValidationError as error:
        wrong = set()
        for detail in error.errors(include_url=False):
            where = tuple(detail["loc"])
            wrong.add(where[0])
            code, message, hint = explain_value((form.key, name, *where), detail)
            source.add(code, message, hint, source.position(form.key, name, *where))
        rest = {each: value for each, value in values.items() if each not in wrong}
        entry = form.entry.model_validate(rest)
    id = name.strip()
    given = entry.model_dump(include=set(form.keys))
    given["title"] = entry.title or id
    given["description"] = " ".join(entry.description.split())
    parent = given.pop("parent", "")
    return Topic(id=id, **given), parent


def _hint_on_key(key: str, form: Form) -> str:
    """Return what to do about a key that entries don't have; empty for one of the site's own."""
    if key in (other := _OTHER[form.word]).keys:
        return f"Remove it; only a {other.word} has it."
    return did_you_mean(key, form.keys)


def _take_names(source: Source, topics: Topics, read: list[tuple[Topic, str]]) -> None:
    """Note whose each name is: an id's first, then a title's, then that of who has it first."""
    form = topics.form
    for place in range(3):
        for topic, _ in read:
            own = ((topic.id,), (topic.title,), topic.synonyms)[place]
            for index, name in enumerate(own):
                other = topics.names.setdefault(folded_name(name), topic.id)
                if other != topic.id:
                    key = ((), ("title",), ("synonyms", index))
                    at = source.position(form.key, topic.id, *key[place])
                    message = f"'{name}' is a name of '{other}' already."
                    hint = f"Remove it here or there, or make one {form.word} of the two."
                    source.add("BY473", message, hint, at)


def _with_parents(source: Source, topics: Topics, id: str) -> Topic:
    """Return a topic with all the wider ones, up to what can be followed."""
    topic = topics.topics[id]
    found: list[str] = []
    named = topic.parents
    while named:
        parent = topics.by_name(named[0])
        at = source.position("topics", id, "parent")
        if parent is None:
            if not found:  # Else it is reported of the entry that says so.
                hint = topics.suggestion(named[0]) or f"Add it to {topics.shown}."
                message = f"there is no topic '{named[0]}' for '{id}' to be a part of."
                source.add("BY474", message, hint, at)
            break
        if parent.id == id:
            message = f"'{id}' is a part of itself."
            source.add("BY474", message, "Remove 'parent:' from one of the circle.", at)
            found.clear()
            break
        if parent.id in found:  # A circle that it is not in.
            del found[1:]
            break
        if len(found) == MAX_LEVELS:
            message = f"'{id}' is more than {MAX_LEVELS} levels deep."
            source.add("BY474", message, "Give it a wider parent.", at)
            break
        found.append(parent.id)
        named = topics.topics[parent.id].parents
    return replace(topic, parents=tuple(reversed(found)))

"""Uses of categories and tags by posts, and which of them are probably slips for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.near_names import NearNames
from mkdocs_byline.content.topics import KINDS, Topics, folded_name


@dataclass(slots=True, eq=False)
class TopicUse:
    """How posts use a category or tag.

    Attributes:
        key: `categories` or `tags`; empty for neither.
        name: Its id in the topics file, else the spelling most used.
        is_known: Whether the topics file has it.
        spellings: How often posts write each.
        places: Each post that has it, and as which of its topics.
        meant: What it looks like a slip for: something that is used more often.
    """

    key: str
    name: str
    is_known: bool
    spellings: Counter[str] = field(default_factory=Counter)
    places: list[tuple[Source, int]] = field(default_factory=list)
    meant: TopicUse | None = None

    @property
    def number(self) -> int:
        """How many posts have it."""
        return len({source.path for source, _ in self.places})


def topic_uses(sources: Iterable[Source], topics: Topics) -> list[TopicUse]:
    """Return what posts use, each topic once a kind, the most used first.

    What is near, and in the topics file, counts as used more often, whoever uses it.
    """
    found: dict[tuple[str, str], TopicUse] = {}
    for source in sources:
        for key in KINDS:
            for index, name in enumerate(getattr(source.matter, key)):
                topic = topics.by_name(name)
                own = (key, topic.id if topic else f"\0{folded_name(name)}")
                use = found.setdefault(
                    own, TopicUse(key, topic.id if topic else name, bool(topic))
                )
                use.spellings[name] += 1
                use.places.append((source, index))
    for use in found.values():
        if not use.is_known:
            use.name = min(use.spellings, key=lambda each: (-use.spellings[each], each))
    uses = sorted(found.values(), key=lambda use: (-use.number, use.key, use.name))
    _find_slips(uses, topics)
    return uses


def _find_slips(uses: Iterable[TopicUse], topics: Topics) -> None:
    """Note what each use was probably meant to be."""
    by_name: dict[str, TopicUse] = {}
    for use in uses:  # The most used first, be it a category or a tag.
        by_name.setdefault(use.name, use)
    for topic in topics.topics.values():
        known = by_name.setdefault(topic.id, TopicUse("", topic.id, is_known=True))
        for name in topic.names:
            by_name.setdefault(name, known)
    near = NearNames(by_name)
    for use in uses:
        if use.is_known:
            continue
        for each in near.near(use.name):
            other = by_name[each]
            # Many write categories with a capital, and the same as a tag without.
            is_same = folded_name(each) == folded_name(use.name)
            if not is_same and (other.is_known or other.number > use.number):
                use.meant = other
                break

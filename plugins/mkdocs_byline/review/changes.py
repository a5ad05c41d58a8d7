"""Changes of a post in a pull request, as an editor decides on them."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from mkdocs_byline.content.authors import Authors
from mkdocs_byline.content.frontmatter import Source
from mkdocs_byline.content.markdown_scan import scan
from mkdocs_byline.content.near_names import nearest_name
from mkdocs_byline.content.topics import Topics
from mkdocs_byline.review.who import names

MAX_WORDS = 2_000  # Of one changed passage. More of them take long to compare.
CONTEXT = 6  # Words that are shown on either side of a change.


@dataclass(frozen=True, slots=True)
class PostChange:
    """What changes in a post.

    Attributes:
        byline: The names before and after; None if they are the same, or the post is new.
        links, pictures: Addresses on other hosts that were not there before.
        topics: Topics that it had not and no other post has, each with the nearest that one has,
            or nothing.
        text: The text's changes, word by word; empty if there are none, or the post is new.
    """

    byline: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    text: str = ""


def changes_of(
    before: Source | None,
    after: Source,
    people: tuple[Authors, Authors],
    default: Sequence[str],
    topics: Collection[str],
    known: Topics | None = None,
) -> PostChange:
    """Compare two states of a post.

    Args:
        people: The authors file on the base commit, and as it is now.
        default: Ids that sign posts without a byline.
        topics: Those of all other posts.
        known: The topics file.
    """
    old = set(_outgoing(before)) if before else set()
    new = [each for each in dict.fromkeys(_outgoing(after)) if each not in old]
    signed = None
    if before:
        old_names = signatures(before, people[0], default)
        signed = (old_names, signatures(after, people[1], default))
    written = dict.fromkeys((*after.matter.categories, *after.matter.tags))
    known = known or Topics()
    had = {*before.matter.categories, *before.matter.tags} if before else set()
    used = had.union(topics)
    unused = [each for each in written if each not in used and not known.by_name(each)]
    others = {*topics, *known.topics}
    return PostChange(
        byline=signed if signed and signed[0] != signed[1] else None,
        links=tuple(target for target, is_picture in new if not is_picture),
        pictures=tuple(target for target, is_picture in new if is_picture),
        topics=tuple((topic, nearest_name(topic, others) or "") for topic in unused),
        text=word_diff(before.body, after.body) if before else "",
    )


def host_of(address: str) -> str:
    """Return the host of an address as a browser takes it: without user, port or capitals."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def signatures(source: Source, people: Authors, default: Sequence[str]) -> tuple[str, ...]:
    """Return the names that a post is signed with, as readers see them."""
    found = names(source, people, default)
    return tuple(people.people[each.id].name if each.id else each.text for each in found)


def _outgoing(source: Source) -> Iterator[tuple[str, bool]]:
    """Yield addresses on other hosts, and whether each is a picture's."""
    page = scan(source.body, source.body_line)
    for link in page.links:
        if host_of(link.target):
            yield link.target, link.is_image
    for _, address in page.bare:
        yield address, False


def word_diff(before: str, after: str) -> str:
    """Return the changed passages with `[-old-]` and `{+new+}` words, as git writes them."""
    old, new = (re.split(r"\n\s*\n", text.strip()) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    passages = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            words = _words("\n\n".join(old[a:b])), _words("\n\n".join(new[c:d]))
            passages.append(_passage(*words))
    return "\n\n".join(passage for passage in passages if passage)


def _words(text: str) -> list[str]:
    return text.split()


def _passage(old: list[str], new: list[str]) -> str:
    if len(old) + len(new) > MAX_WORDS:
        return f"[{len(old)} words became {len(new)}]"
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    parts: list[str] = []
    codes = matcher.get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            parts += _context(old[a:b], first=number == 0, last=number == len(codes) - 1)
            continue
        if a < b:
            parts.append(f"[-{' '.join(old[a:b])}-]")
        if c < d:
            parts.append(f"{{+{' '.join(new[c:d])}+}}")
    return " ".join(parts) if any(code[0] != "equal" for code in codes) else ""


def _context(words: list[str], *, first: bool, last: bool) -> list[str]:
    """Return what is around changes: the words next to them."""
    before = [] if first else words[:CONTEXT]
    after = [] if last else words[-CONTEXT:]
    if len(words) <= len(before) + len(after):
        return words
    return [*before, "…", *after]


def entry_changes(base: Authors, head: Authors) -> list[tuple[str, str]]:
    """Return the ids of entries in the authors file that changed, and how, in words."""
    found = []
    for key in sorted({*base.people, *head.people}):
        before, after = base.people.get(key), head.people.get(key)
        if before is None and after is not None:
            found.append((key, f"new: {after.name}"))
        elif before is not None and after is None:
            found.append((key, f"removed: {before.name}"))
        elif before != after:
            changed = _fields(dataclasses.asdict(before), dataclasses.asdict(after))  # type: ignore[arg-type]
            found.append((key, "; ".join(changed)))
    return found


def _fields(before: dict[str, object], after: dict[str, object]) -> Iterable[str]:
    for name, value in after.items():
        old = before[name]
        if old != value:
            yield f"{name} was {_shown(old)}, is {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        urls = (each.get("url", "") if isinstance(each, dict) else str(each) for each in value)
        return ", ".join(urls) or "empty"
    return f"'{value}'" if value else "empty"

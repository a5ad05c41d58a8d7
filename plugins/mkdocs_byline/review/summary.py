"""The summary of a pull request for its editors, in GitHub Markdown.

Nothing that anyone wrote can be a link, a picture or a heading there; see
`review/github_markdown.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mkdocs_byline.model import Post, Status
from mkdocs_byline.problems import Problem, plural
from mkdocs_byline.review.changes import PostChange, host_of
from mkdocs_byline.review.github_markdown import block, code
from mkdocs_byline.review.pages import Pages

MAX_POSTS = 50
MAX_LINES = 50
MAX_LINKS = 10

_STATUS = {
    Status.DRAFT: "a draft, not published",
    Status.SCHEDULED: "published later",
    Status.EXPIRED: "expired, not published",
    Status.UNDATED: "without a date",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link to a post shows in a chat, and its item in readers' programs.

    `excerpt` is the text of its entry in listings.
    """

    title: str
    description: str = ""
    picture: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A new or changed post.

    Attributes:
        state: Of its series: `running`, `complete`, or empty.
        feeds: Names of the feeds in which it is.
        card: URL of its picture for link previews.
        minutes, beginning: None if its text can't be converted.
        former: The URL before, if that was another.
        signed: Who signs a post that can't be published; None if it can.
    """

    path: str
    what: str
    post: Post
    state: str = ""
    feeds: Sequence[str] = ()
    card: str = ""
    minutes: int | None = None
    beginning: str | None = None
    change: PostChange = field(default_factory=PostChange)
    former: str = ""
    preview: Preview | None = None
    signed: Sequence[str] | None = None

    @property
    def is_broken(self) -> bool:
        return self.signed is not None


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is to report.

    Attributes:
        entries: New and changed posts, with those that can't be published.
        broken, gone: Paths of posts that can't be published, and of those that were deleted.
        problems: In the files that the pull request changes.
        elsewhere: How many there are in others.
        built: Whether there is a site with the pull request in it; None if nobody asked for one.
        pages: Which pages differ; None if no two sites were compared.
        people: Entries of the authors file that changed, and how.
        notices: Whose names and posts it has to do with.
        objections: What the build says beside these problems.
    """

    entries: Sequence[Entry]
    broken: Sequence[str] = ()
    gone: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    elsewhere: int = 0
    built: bool | None = None
    pages: Pages | None = None
    site_url: str = ""
    people: Sequence[tuple[str, str]] = ()
    notices: Sequence[Problem] = ()
    objections: Sequence[str] = ()


def render(summary: Summary) -> str:
    """Return the page."""
    parts = [f"## {_headline(summary)}"]
    parts += [_entry(each, summary.site_url) for each in summary.entries[:MAX_POSTS]]
    if len(summary.entries) > MAX_POSTS:
        parts.append(f"And {plural(len(summary.entries) - MAX_POSTS, 'post')} more.")
    if summary.broken:
        parts.append("### Can't be published yet\n\n" + _list(summary.broken))
    if summary.gone:
        parts.append("### Deleted\n\n" + _list(summary.gone))
    if summary.people:
        lines = "\n".join(f"- {code(key)}: {code(what)}" for key, what in summary.people)
        parts.append(f"### Authors\n\n{lines}")
    if summary.notices:
        parts.append("### Who signs\n\n" + _list([str(each) for each in summary.notices]))
    parts.append(_problems(summary))
    if summary.objections:
        parts.append("### What else the build says\n\n" + _lines(summary.objections))
    if summary.built is False:
        parts.append("### Pages of the site\n\nThe site can't be built; its log says why.")
    elif summary.pages:
        parts.append(_pages(summary.pages))
    return "\n\n".join(parts) + "\n"


def _headline(summary: Summary) -> str:
    whole = [each.what for each in summary.entries if not each.is_broken]
    counts = [
        (whole.count("new"), "new"),
        (len(whole) - whole.count("new"), "changed"),
        (len(summary.broken), "broken"),
        (len(summary.gone), "deleted"),
    ]
    shown = ", ".join(f"{number} {what}" for number, what in counts if number)
    return f"Posts: {shown or 'none'}"


def _entry(entry: Entry, site_url: str) -> str:
    post = entry.post
    rows = [
        ("File", f"{code(entry.path)} ({entry.what})"),
        *([] if entry.is_broken else [("URL", code(site_url + post.url))]),
        *([("URL before", code(site_url + entry.former))] if entry.former else []),
        ("Description", code(post.description)),
    ]
    rows += _people(entry)
    if entry.change.byline:
        old, new = (", ".join(map(code, each)) or "nobody" for each in entry.change.byline)
        rows.append(("Byline", f"was {old}, is {new}"))
    dates = post.dates
    named = (
        ("Date", dates.created),
        # Nobody has seen what would be newer than it was.
        ("Updated", dates.updated if post.status is Status.PUBLISHED else None),
        ("Published from", dates.publish_at),
        ("Expires", dates.expires),
    )
    rows += [(name, code(f"{date:%Y-%m-%d %H:%M %Z}")) for name, date in named if date]
    topics = [term.name for term in (*post.categories, *post.tags)]
    if topics:
        rows.append(("Topics", ", ".join(map(code, topics))))
    if post.series:
        part = f", part {post.series.part}" if post.series.part else ""
        state = f", {entry.state}" if entry.state else ""
        rows.append(("Series", code(post.series.name) + part + state))
    rows += _changes(entry.change)
    if entry.feeds:
        rows.append(("Feeds", f"{len(entry.feeds)}: {', '.join(map(code, entry.feeds))}"))
    if entry.preview:
        rows.append(("In listings", code(entry.preview.excerpt)))
        rows.append(("Item and preview", _preview(entry.preview)))
    if entry.card:
        rows.append(("Card", code(entry.card)))
    if entry.minutes is not None:
        rows.append(("Reading time", f"{entry.minutes} min"))
    if entry.is_broken:
        rows.append(("State", "can't be published yet; see *Problems*"))
    elif post.status in _STATUS:
        rows.append(("State", _STATUS[post.status]))
    lines = "\n".join(f"- **{name}:** {value}" for name, value in rows)
    excerpt = f"\n\n{block(entry.beginning)}" if entry.beginning else ""
    text = f"\n\n**Text**\n\n{block(entry.change.text)}" if entry.change.text else ""
    return f"### {code(post.title)}\n\n{lines}{excerpt}{text}"


def _people(entry: Entry) -> list[tuple[str, str]]:
    people = [
        (role.capitalize(), [person.name for person in people])
        for role, people in entry.post.people
    ]
    if entry.signed is not None:
        people = [
            ("Author", list(entry.signed)),
            *(each for each in people if each[0] != "Author"),
        ]
    return [(role, ", ".join(map(code, names))) for role, names in people if names]


def _preview(preview: Preview) -> str:
    about = code(preview.description) if preview.description else "its first words"
    picture = code(preview.picture) if preview.picture else "no picture"
    return f"{code(preview.title)}: {about}; {picture}"


def _changes(change: PostChange) -> list[tuple[str, str]]:
    rows = []
    for topic, near in change.topics:
        rows.append(("New topic", code(topic) + (f"; there is {code(near)}" if near else "")))
    for name, addresses in (("Links to", change.links), ("Pictures from", change.pictures)):
        hosts: dict[str, list[str]] = {}
        for address in addresses:
            hosts.setdefault(host_of(address), []).append(address)
        for host, found in list(hosts.items())[:MAX_LINES]:
            shown = ", ".join(map(code, found[:MAX_LINKS]))
            more = f" and {len(found) - MAX_LINKS} more" if len(found) > MAX_LINKS else ""
            rows.append((name, f"{code(host)}: {shown}{more}"))
    return rows


def _problems(summary: Summary) -> str:
    found = [str(each) for each in summary.problems]
    text = _lines(found) if found else "None in the files that are changed here."
    if summary.elsewhere:
        text += f"\n\nIn other files: {summary.elsewhere}."
    return f"### Problems\n\n{text}"


def _lines(found: Sequence[str]) -> str:
    text = block("\n".join(found[:MAX_LINES]))
    return f"{text}\n\nAnd {len(found) - MAX_LINES} more." if len(found) > MAX_LINES else text


def _pages(pages: Pages) -> str:
    groups = (
        ("New", pages.added),
        ("Changed", pages.changed),
        ("Gone, with nothing at their address", pages.removed),
    )
    parts = [f"**{name}**\n\n{_list(paths)}" for name, paths in groups if paths]
    rest = [
        f"{plural(len(pages.around), 'page')} the same but for what is around the text",
        f"{plural(pages.same, 'page')} the same to the byte",
        f"{plural(pages.files, 'other file')} changed",
    ]
    return "\n\n".join(["### Pages of the site", *parts, f"{'; '.join(rest)}."])


def _list(paths: Iterable[str]) -> str:
    found = list(paths)
    lines = [f"- {code(path)}" for path in found[:MAX_LINES]]
    if len(found) > MAX_LINES:
        lines.append(f"- and {len(found) - MAX_LINES} more")
    return "\n".join(lines)

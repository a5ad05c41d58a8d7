"""Each promise of the page about security, kept by a guard, and not without it.

A guard is taken away by putting something in its place that lets everything through. So a test
fails when a promise is kept by accident, or by something else than what it says.
"""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from browser import serving
from building import AUTHORS, CONFIG, Built, build, post
from mkdocs_byline import timeout
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.content.meta_files import parse_meta
from mkdocs_byline.content.safe_files import PUBLISHED
from mkdocs_byline.host.posts.placement import move
from mkdocs_byline.html import allowlist, sanitize
from mkdocs_byline.html.allowlist import ATTRIBUTES, TAGS, Policy
from paths import ROOT
from repository import Repo

Patches = Mapping[str, Any]
IsSafe = Callable[[Path], bool]

PACKAGE = "mkdocs_byline."
POST = "docs/blog/posts/a.md"
PAGE = "blog/2026/11/20/a/index.html"
DAY = "2026-11-20"


@dataclass(frozen=True)
class Guard:
    """What keeps a promise.

    Attributes:
        promise: As the page has it: what a post can't do.
        off: What stands in its place when it is taken away, by name.
        is_safe: Tries what is promised against, in an empty folder, and looks at what comes of it.
    """

    promise: str
    name: str
    off: Patches
    is_safe: IsSafe


def yes(*values: object, **options: object) -> bool:
    return True


def nothing(*values: object, **options: object) -> None:
    return None


def site(root: Path, text: str, config: str = CONFIG, **files: str) -> Built:
    named = {name.replace("__", "/").replace("_", "."): each for name, each in files.items()}
    return build(root, {"mkdocs.yml": config, POST: text, **named})


def page(built: Built) -> LexborHTMLParser:
    return LexborHTMLParser(built.read(PAGE))


def lacks(body: str, selector: str, config: str = CONFIG) -> IsSafe:
    """Have a post's page hold nothing that a selector matches."""
    text = post(f"# A\n\n{body}", date=DAY)
    return lambda root: not page(site(root, text, config)).css(selector)


def told(text: str | bytes, code: str) -> IsSafe:
    """Have a post's text be refused or warned of when it is read."""
    content = text.encode() if isinstance(text, str) else text
    return lambda root: code in [each.code for each in parse_post(content, "a.md").problems]


def meta_told(text: str, code: str) -> IsSafe:
    return lambda root: code in [each.code for each in parse_meta(text.encode(), "x")[1]]


def fails_by_name(body: str, code: str, config: str = CONFIG) -> IsSafe:
    """Have a build end with a message about this post alone, and not in a traceback."""

    def is_safe(root: Path) -> bool:
        other = post("# Other", date=DAY)
        try:
            built = site(root, post(f"# A\n\n{body}", date=DAY), config, docs__b_md=other)
        except Exception:
            return False
        return (
            bool(built.error)
            and built.messages[0].startswith(f"{POST}:")
            and (built.codes == [code])
        )

    return is_safe


def title_is_escaped(root: Path) -> bool:
    text = post("Text", title="\"<img src=x onerror='alert(1)'>\"", slug="a", date=DAY)
    return not page(site(root, text)).css("img[onerror]")


def is_kept_out(name: str, content: str) -> IsSafe:
    """Have no such file beside a post be published."""

    def is_safe(root: Path) -> bool:
        files = {POST: post("# A", date=DAY), f"docs/blog/posts/{name}": content}
        built = build(root, files)
        return not list((root / "site").rglob(name)) and bool(built.codes)

    return is_safe


def link_is_not_followed(root: Path) -> bool:
    root.mkdir(parents=True)
    (root / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "docs/blog/posts").mkdir(parents=True)
    (root / "docs/blog/posts/b.txt").symlink_to(root / "secret.txt")
    site(root, post("# A", date=DAY))
    return "secret" not in published(root)


def snippet_is_left_out(root: Path) -> bool:
    config = CONFIG + f"markdown_extensions: [pymdownx.snippets: {{base_path: ['{root}']}}]\n"
    site(root, post('# A\n\n--8<-- "secret.txt"', date=DAY), config, secret_txt="hidden words")
    return "hidden words" not in published(root)


def published(root: Path) -> str:
    files = (path for path in (root / "site").rglob("*") if path.is_file())
    return "\n".join(path.read_text(encoding="utf-8", errors="ignore") for path in files)


def place_outside_is_told(root: Path) -> bool:
    return "BY413" in site(root, post("# A", date=DAY, aliases="['../../evil/']")).codes


def cache_in_git_is_told(root: Path) -> bool:
    repo = Repo(root)
    site(root, post("# A", date=DAY))
    repo.git("add", "--force", ".cache/byline")
    return build(root).codes == ["BY327"]


def no_file_is_moved_out(root: Path) -> bool:
    built = site(root, post("# A", date=DAY))
    file = File.generated(built.config, "evil.html", content="")
    try:
        move(file, "../evil.html", built.config)
    except PluginError:
        return True
    return Path(file.abs_dest_path).is_relative_to(built.out)


def posts_have_places_of_their_own(root: Path) -> bool:
    text = post("# A", date=DAY, slug="a")
    built = build(root, {POST: text, "docs/blog/posts/b.md": text})
    return bool(built.error) and "BY401" in built.codes


def alias_leaves_files_alone(root: Path) -> bool:
    built = site(root, post("# A", date=DAY, aliases="[/checksums.txt/]"))
    return "checksums.txt/index.html" not in built and "BY412" in built.codes


def file_leaves_others_alone(root: Path) -> bool:
    text = post("# A", date=DAY)
    files = {POST: text, "docs/blog/a.txt": "Ours", "docs/blog/posts/a.txt": "Theirs"}
    return "BY324" in build(root, files).codes and "Theirs" not in published(root)


def plugin_is_not_called(root: Path) -> bool:
    config = CONFIG.replace("byline]", "include-markdown, byline]")
    text = post('# A\n\n{% include "../../../secret.txt" %}', date=DAY)
    site(root, text, config, secret_txt="hidden words")
    return "hidden words" not in published(root)


def template_is_the_sites(root: Path) -> bool:
    config = CONFIG.replace("name: material,", "name: material, custom_dir: own,")
    text = post("# A", date=DAY, template="theirs.html")
    files = {"mkdocs.yml": config, "own/theirs.html": "MAINTAINERS' OWN", POST: text}
    return "MAINTAINERS' OWN" not in build(root, files).read(PAGE)


class Slow(Extension):
    """Stands for an extension that takes long with a text: a second of computing."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Slow(md), "slow", 1)


class _Slow(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        begun = time.process_time()
        while time.process_time() < begun + 1:
            pass
        return lines


def long_work_ends(root: Path) -> bool:
    before = timeout.SECONDS
    timeout.SECONDS = 0.1
    try:
        built = build(
            root, {POST: post("# A", date=DAY)}, markdown_extensions=[f"{__name__}:Slow"]
        )
    finally:
        timeout.SECONDS = before
    return built.codes == ["BY352"]


def open_elements_are_counted(root: Path) -> bool:
    left_open = "".join(f"<b id={each}>" for each in range(400))
    html = f"<div><p>{left_open}</p>{'<p>x</p>' * 900}</div>"
    try:
        sanitize.sanitize(html, Policy())
    except timeout.OutOfTime:
        return True
    return False


def what_waits_is_read(root: Path) -> bool:
    date = "{created: 2026-02-01, publish_at: 2999-01-01}"
    return bool(site(root, post("# A", date=date, authors="[nobody]")).error)


def what_waits_is_converted(root: Path) -> bool:
    date = "{created: 2026-02-01, publish_at: 2999-01-01}"
    return "BY301" in site(root, post("# A\n\n<script>x</script>", date=date)).codes


def names_that_look_alike_are_told(root: Path) -> bool:
    built = site(
        root,
        post("# A", date=DAY, authors="[{name: 'Jаne Doe'}]"),
        docs__blog___authors_yml=AUTHORS,
    )
    return "BY342" in built.codes


def policy_is_there(root: Path) -> bool:
    config = CONFIG.replace("byline]", "byline: {csp: true}]")
    built = site(root, post("# A", date=DAY), config)
    found = page(built).css_first('meta[http-equiv="Content-Security-Policy" i]')
    return found is not None and "default-src 'self'" in (found.attributes["content"] or "")


DEEP = "[" * 20 + "]" * 20
LAUGHS = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in ("ab", "bc", "cd", "de")]
)
FRAME = {
    f"{PACKAGE}html.sanitize.replace_embeds": lambda html, hosts: (html, ()),
    f"{PACKAGE}html.sanitize.TAGS": TAGS | {"iframe"},
    f"{PACKAGE}html.sanitize.ATTRIBUTES": {**ATTRIBUTES, "iframe": frozenset(("src",))},
    f"{PACKAGE}html.sanitize.kept_value": lambda tag, name, value, policy: value,
}


def _guards() -> Iterator[Guard]:
    def guard(name: str, off: Patches, is_safe: IsSafe) -> Guard:
        places = {f"{PACKAGE}{place}": each for place, each in off.items()}
        return Guard(promise, name, places, is_safe)

    promise = "run a script in a reader's browser"
    as_it_came = lambda found, path, body, policy: found  # noqa: E731
    script = lacks("<script>alert(1)</script>", ".byline-post script")
    yield guard("sanitiser", {"markdown.converter.sanitized": as_it_came}, script)
    escaping = {"host.interop.author_text.escape": lambda text: text}
    yield guard("escaping", escaping, title_is_escaped)

    promise = "run one in a file beside it"
    kinds = {"content.safe_files.PUBLISHED": PUBLISHED | {".html"}}
    yield guard("kinds of files", kinds, is_kept_out("x.html", "<script>alert(1)</script>"))
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    yield guard(
        "pictures", {"content.safe_files.active_content": nothing}, is_kept_out("x.svg", svg)
    )
    loading = (
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://e.example/a.png'/></svg>"
    )
    elsewhere = {"content.svg.is_here": yes}
    yield guard("addresses in pictures", elsewhere, is_kept_out("x.svg", loading))
    odd = "<!DOCTYPE svg [<!ENTITY % a ''> %a; <!ATTLIST svg onload CDATA 'x()'>]>"
    odd += "<svg xmlns='http://www.w3.org/2000/svg'/>"
    declarations = {"content.svg.Reader.document_type": nothing}
    yield guard("declarations", declarations, is_kept_out("x.svg", odd))

    promise = "pass for a part of the site, or for another author"
    theirs = lacks('<p id="__search">x</p>', '.byline-post [id="__search"]')
    yield guard("ids", {"html.allowlist.is_their_id": lambda value: False}, theirs)
    overlay = lacks('<p class="md-overlay">x</p>', ".byline-post .md-overlay")
    yield guard("classes", {"html.allowlist.is_open": yes}, overlay)
    unseen = {"content.value_types.unseen": nothing}
    yield guard("what is unseen", unseen, told(post(title='"a\\u202eb"', date=DAY), "BY341"))
    alike = {"blog.credits.report_lookalike": nothing}
    yield guard("look-alikes", alike, names_that_look_alike_are_told)

    promise = "cover what is around it, in listings and by itself"
    fixed = lacks('<p style="position: fixed">x</p>', '.byline-post [style*="fixed"]')
    yield guard("styles", {"html.allowlist.is_plain_style": yes}, fixed)

    promise = "read files of the machine that builds the site"
    links: Patches = {"host.posts.file_guard.irregular_files": lambda *values: {}}
    yield guard("symbolic links", links, link_is_not_followed)
    snippets = {"markdown.include_sandbox.Fence.hold_snippets": nothing}
    yield guard("snippets", snippets, snippet_is_left_out)

    promise = "have builds take its word for what they made before"
    unseen = {
        "host.loader.held_below": nothing,
        "blog.records.held_below": nothing,
    }
    yield guard("cache in git", unseen, cache_in_git_is_told)

    promise = "write outside the site, or over another page or file"
    anywhere = {"blog.urls.below": lambda folder, path: posixpath.join(folder, f"{path}.md")}
    yield guard("places inside", anywhere, place_outside_is_told)
    yield guard("the last lock", {"host.posts.placement.is_inside": yes}, no_file_is_moved_out)
    own = {"blog.library.collisions": lambda *values: ()}
    yield guard("places of posts", own, posts_have_places_of_their_own)
    later = {"blog.redirects.reserved": lambda dest, former: False}
    yield guard("files that come later", later, alias_leaves_files_alone)

    beside: Patches = {"blog.layout.place_media": lambda *values: []}
    yield guard("places of files", beside, file_leaves_others_alone)

    promise = "choose templates or steer plugins"
    calls = {"host.posts.pages.veil": lambda text, called: text}
    yield guard("calls of plugins", calls, plugin_is_not_called)
    keys = {"content.theme_metadata.trusted_keys": lambda values: iter(())}
    yield guard("keys", keys, template_is_the_sites)

    promise = "stop or hold up the build of others"
    depth, nodes = "content.yaml_nodes.MAX_DEPTH", "content.yaml_nodes.MAX_NODES"
    yield guard("depth of YAML", {depth: 10**6}, told(f"---\na: {DEEP}\n---\n", "BY108"))
    yield guard("size of YAML", {nodes: 10**9}, told(f"---\n{LAUGHS}\n---\n", "BY108"))
    yield guard("meta files", {depth: 10**6}, meta_told(f"a: {DEEP}", "BY108"))
    large = told(b"x" * 3_000_000, "BY103")
    yield guard("size", {"content.frontmatter.MAX_BYTES": 10**9}, large)

    def raised(error: BaseException) -> None:
        raise error

    nested = fails_by_name("- " * 2_000 + "x", "BY351")
    yield guard("failing by name", {"markdown.converter.failure": raised}, nested)
    clock = {"markdown.converter.deadline": nullcontext}
    yield guard("time", clock, long_work_ends)
    count = {"html.sanitize.check_parse_cost": nothing}
    yield guard("open elements", count, open_elements_are_counted)
    early = {"blog.layout.Planner.look_ahead": nothing}
    yield guard("what waits", early, what_waits_is_read)
    text = {"host.hooks.convert_upcoming": nothing}
    yield guard("texts that wait", text, what_waits_is_converted)

    promise = "have readers' browsers ask another host"
    frame = lacks('<iframe src="https://e.example/"></iframe>', ".byline-post iframe[src]")
    yield Guard(promise, "embeds", FRAME, frame)
    protect = {"host.csp.Csp.protect": lambda self, html: html}
    yield guard("policy", protect, policy_is_there)


GUARDS = tuple(_guards())


def promises() -> list[str]:
    """Return what the page says that a post can't do."""
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    table = text.partition("## What is promised")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| .+ \|$", table, re.MULTILINE)
    assert rows[:2] == ["A post can't …", "---"]
    return rows[2:]


def test_each_promise_has_a_guard() -> None:
    assert list(dict.fromkeys(guard.promise for guard in GUARDS)) == promises()


def forget() -> None:
    """Forget what values were found to be."""
    for module in (allowlist, sanitize):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    forget()


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_promise_is_kept_by_its_guard(
    guard: Guard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guard.is_safe(tmp_path / "with")
    for name, value in guard.off.items():
        monkeypatch.setattr(name, value)
    forget()
    assert not guard.is_safe(tmp_path / "without")


@pytest.mark.browser
def test_the_style_sheet_keeps_posts_in_their_place(tmp_path: Path, browser: Browser) -> None:
    wide = '<a href="https://e.example/" style="padding: 900px; font-size: 1px">.</a>\n\nText'
    built = site(
        tmp_path,
        post(f"# A\n\n{wide}", date=DAY),
        docs__blog__posts__b_md=post("# B", date="2026-11-21"),
    )
    hit = """() => {
      const box = document.querySelector('.byline-entry h2 a').getBoundingClientRect()
      const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      return found.getAttribute('href')
    }"""
    (sheet,) = built.out.glob("assets/byline/*.css")
    led = []
    with serving(built.out) as address:
        for clipped in (True, False):
            if not clipped:
                text = sheet.read_text(encoding="utf-8")
                rule = re.compile(r"overflow: clip;\s+overflow-clip-margin[^}]*isolation[^}]*")
                assert rule.search(text)
                sheet.write_text(rule.sub("", text), encoding="utf-8")
            context = browser.new_context()  # One for both could keep the sheet as it was.
            shown = context.new_page()
            shown.goto(f"{address}blog/")
            led.append(shown.evaluate(hit))
            context.close()
    assert led == ["2026/11/21/b/", "https://e.example/"]

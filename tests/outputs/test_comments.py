"""Comments: known by the post's id, loaded on a click, under the policy, in the page's scheme."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Route
from pydantic import ValidationError

from browser import serving
from building import CONFIG, Built, build, post
from checking import problems
from mkdocs_byline.cli import main
from mkdocs_byline.model import Dates, Post, Status
from mkdocs_byline.outputs.comments import comment_thread, giscus_language
from mkdocs_byline.settings import Settings

GISCUS = {"provider": "giscus", "repo": "us/blog", "repo_id": "R_1", "category_id": "C_1"}
ASKED = "blog/2026/01/01/asked/index.html"
SILENT = "blog/2026/01/02/silent/index.html"


def a_post(**more: Any) -> Post:
    given = {"path": "p.md", "title": "P", "url": "p/", "dest": "p/index.html", "id": "a1b2"}
    return Post(**{**given, "dates": Dates(), **more})


def thread_of(options: dict[str, Any], language: str = "en", **more: Any) -> Any:
    return comment_thread(a_post(**more), Settings(comments=options).comments, language)


def test_a_thread_is_known_by_the_posts_id_and_nothing_that_changes() -> None:
    thread = thread_of(GISCUS)
    attributes = json.loads(thread.script)["attributes"]
    assert (attributes["data-mapping"], attributes["data-term"]) == ("specific", "a1b2")
    assert attributes["data-strict"] == "1"
    assert thread.url == "https://github.com/us/blog/discussions?discussions_q=a1b2"
    assert thread == thread_of(GISCUS, title="Else", url="else/", path="else.md")

    thread = thread_of({"provider": "utterances", "repo": "us/blog", "label": "talk"})
    script = json.loads(thread.script)
    assert script["attributes"] == {"repo": "us/blog", "issue-term": "a1b2", "label": "talk"}
    assert (script["theme"], script["origin"]) == ("theme", "https://utteranc.es")

    own = {"provider": "snippet", "template": "talk.html", "discussion": "https://x.org/?{id}"}
    thread = thread_of(own)
    assert (thread.url, thread.template) == ("https://x.org/?a1b2", "talk.html")


@pytest.mark.parametrize(
    "more", [{"comments": False}, {"status": Status.DRAFT}, {"status": Status.SCHEDULED}]
)
def test_a_post_that_has_none_has_none(more: dict[str, Any]) -> None:
    assert thread_of(GISCUS, **more) is None
    assert comment_thread(a_post(), Settings().comments, "en") is None


@pytest.mark.parametrize(
    ("language", "known"),
    [
        *(
            ("de", "de"),
            ("pt-BR", "pt"),
            ("zh", "zh-CN"),
            ("zh-Hant", "zh-TW"),
            ("zh_TW", "zh-TW"),
        ),
        *(("el", "gr"), ("sr-Latn", "hbs"), ("hi", "en"), ("", "en")),
    ],
)
def test_comments_are_in_the_posts_language(language: str, known: str) -> None:
    assert giscus_language(language) == known
    script = thread_of(GISCUS, "fr", lang=language).script
    assert json.loads(script)["attributes"]["data-lang"] == (known if language else "fr")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"provider": "disqus"}, "giscus"),
        ({"provider": "giscus", "repo": "us/blog"}, "repo_id"),
        ({"provider": "utterances"}, "'repo'"),
        ({"provider": "utterances", "repo": "https://github.com/us/blog"}, "owner/name"),
        ({"provider": "snippet", "template": "x.html"}, "discussion"),
        ({"provider": "utterances", "repo": "us/blog", "theme": "x"}, "theme"),
        ({**GISCUS, "discussion": "https://x.org/{slug}"}, "{id}"),
        ({**GISCUS, "csp": {"frames": ["https://x.org"]}}, "no directive"),
    ],
)
def test_options_that_would_load_nothing_are_refused(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(comments=options)
    assert reason in str(refused.value)


def files(options: str) -> dict[str, str | bytes]:
    theme = (
        "theme: {name: material, font: false, custom_dir: theme, palette: ["
        "{scheme: default, toggle: {icon: material/weather-sunny, name: Dark}}, "
        "{scheme: slate, toggle: {icon: material/weather-night, name: Light}}]}"
    )
    plugins = f"plugins: [search, byline: {{history: false, csp: true, comments: {options}}}]"
    lines = [line for line in CONFIG.splitlines() if not line.startswith(("theme", "plugins"))]
    return {
        "mkdocs.yml": "\n".join([*lines, theme, plugins]) + "\n",
        "theme/partials/comments.html": "{% if page.meta.comments %}<p>theirs</p>{% endif %}",
        "docs/blog/posts/asked.md": post("# Asked\n\nText.", date="2026-01-01"),
        "docs/blog/posts/silent.md": post("# Silent", date="2026-01-02", comments="false"),
        "docs/blog/posts/other.md": post("# Other", date="2026-01-03", comments="true"),
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    given = json.dumps(GISCUS)
    return build(tmp_path_factory.mktemp("comments"), files(given))


def policy(html: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert found
    return found[1]


def test_only_pages_with_comments_may_load_them(site: Built) -> None:
    assert (site.error, site.messages) == ("", [])
    asked = site.read(ASKED)
    for directive in ("script-src", "style-src", "frame-src"):
        assert re.search(rf"{directive} [^;]*https://giscus\.app", policy(asked))
    for path in (SILENT, "index.html", "blog/index.html", "404.html"):
        assert "giscus" not in site.read(path), path
    assert "https://giscus.app" in site.read("_headers")
    assert "theirs" in site.read("blog/2026/01/03/other/index.html")
    assert "theirs" not in asked
    again = build(site.root, site_dir=str(site.root / "again"))
    assert all(again.read(path) == site.read(path) for path in (ASKED, SILENT, "_headers"))


def test_the_command_maps_threads_that_were_known_by_paths(tmp_path: Path) -> None:
    given = files(json.dumps(GISCUS))
    given["docs/blog/posts/asked.md"] = post("# Asked", date="2026-01-01", aliases="[/was.html]")
    entry = {"path": "blog/posts/asked.md", "urls": ["blog/long/ago/"]}
    ledger = {"version": 1, "posts": {"a1b2": entry}, "gone": []}
    build(tmp_path, {**given, "docs/blog/.urls.json": json.dumps(ledger)})
    command = ["comments", "-f", str(tmp_path / "mkdocs.yml")]
    shown = CliRunner().invoke(main, command)
    assert shown.exit_code == 0
    assert [line.split("\t") for line in shown.output.splitlines()][:3] == [
        ["sub/blog/long/ago/", "a1b2"],
        ["sub/was", "a1b2"],
        ["sub/blog/2026/01/01/asked/", "a1b2"],
    ]
    values = json.loads(CliRunner().invoke(main, [*command, "--format", "json"]).output)
    assert values["threads"][0]["sha1"] == hashlib.sha1(b"a1b2").hexdigest()
    assert len(values["threads"]) == 3


def test_a_snippet_is_inert_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    options = json.dumps(
        {
            "provider": "snippet",
            "template": "talk.html",
            "discussion": "https://talk.example/t/{id}",
            "csp": {"script-src": ["https://talk.example"]},
        }
    )
    lacking = build(tmp_path, files(options))
    assert lacking.codes == ["BY117"]
    assert problems(tmp_path)[0].startswith("mkdocs.yml:1:1: BY117 comments: there is no template")
    snippet = '<script src="https://talk.example/x.js" data-thread="{{ thread.id }}"></script>'
    built = build(tmp_path, {"theme/talk.html": snippet})
    assert (built.error, built.messages) == ("", [])
    html = built.read(ASKED)
    inner = html[html.index("<template>") : html.index("</template>")]
    assert re.search(r'src="https://talk.example/x.js" data-thread="[0-9a-f]{12}"', inner)
    assert "script-src 'self' https://talk.example" in policy(html)
    assert "talk.example" not in policy(built.read(SILENT))


CLIENT = """
const script = document.currentScript, frame = document.createElement("iframe")
frame.src = `https://giscus.app/widget?${new URLSearchParams(script.dataset)}`
script.after(frame)
"""
WIDGET = """<p id="said"></p><script>
addEventListener("message", (event) => { said.textContent = event.data.giscus.setConfig.theme })
</script>"""


@pytest.fixture
def page(browser: Browser, site: Built) -> Iterator[tuple[Page, list[str], str]]:
    """A page that may ask giscus, the addresses of other hosts that it asked for, and its own."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith("http://127.0.0.1"):
            route.continue_()
            return
        asked.append(url)
        is_client = url.endswith("/client.js")
        route.fulfill(
            body=CLIENT if is_client else WIDGET,
            content_type="text/javascript" if is_client else "text/html",
            headers={"access-control-allow-origin": "*"},
        )

    with serving(site.out) as address:
        page = browser.new_page()
        page.route("**/*", answer)
        yield page, asked, address + ASKED.removesuffix("index.html")
        page.close()


def test_nothing_is_asked_of_another_host_before_the_click(
    page: tuple[Page, list[str], str],
) -> None:
    shown, asked, address = page
    shown.goto(address)
    link = shown.get_by_role("link", name="Show comments")
    assert str(link.get_attribute("href")).startswith("https://github.com/us/blog/discussions")
    assert asked == []
    link.click()
    frame = shown.frame_locator(".byline-comments iframe")
    frame.locator("#said").wait_for(state="attached")
    assert [url.partition("?")[0] for url in asked] == [
        "https://giscus.app/client.js",
        "https://giscus.app/widget",
    ]
    assert "theme=light" in asked[1]
    shown.get_by_title("Dark").click()
    frame.get_by_text("dark").wait_for()
    shown.get_by_title("Light").click()
    frame.get_by_text("light").wait_for()


def test_who_returns_from_signing_in_does_not_click_again(
    page: tuple[Page, list[str], str],
) -> None:
    shown, asked, address = page
    shown.goto(f"{address}?giscus=word")
    shown.locator(".byline-comments iframe").wait_for()
    assert asked[0] == "https://giscus.app/client.js"


def test_comments_that_cannot_be_had_leave_the_link(browser: Browser, site: Built) -> None:
    with serving(site.out) as address:
        page = browser.new_page()
        page.goto(address + ASKED)
        page.get_by_role("link", name="Show comments").click()
        page.get_by_text("The comments could not be loaded.").wait_for()
        link = page.get_by_role("link", name="Open the discussion")
        assert "discussions" in str(link.get_attribute("href"))
        page.close()

"""The Content-Security-Policy that sites run under: what it says, and that nothing breaks."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import serving
from building import CONFIG, Built, build, post, write
from mkdocs_byline.host.options import load
from mkdocs_byline.html.csp import BASE, headers, inline_scripts, merge, under_policy

PROTECTED = CONFIG.replace("byline]", "{byline: {csp: true}}]")
EVERYTHING = f"""{PROTECTED}
extra: {{status: {{new: New}}}}
markdown_extensions:
  [admonition, attr_list, md_in_html, pymdownx.details, pymdownx.highlight, pymdownx.superfences,
   pymdownx.tasklist, footnotes, pymdownx.tabbed: {{alternate_style: true}}]
""".replace(
    "name: material, font: false, features: [navigation.indexes]",
    """name: material, font: false, palette: [
      {scheme: default, toggle: {icon: material/weather-night, name: To dark}},
      {scheme: slate, toggle: {icon: material/weather-sunny, name: To light}}],
    features: [announce.dismiss, content.code.annotate, content.code.copy, content.code.select,
      content.footnote.tooltips, content.tabs.link, content.tooltips, header.autohide,
      navigation.footer, navigation.indexes, navigation.instant, navigation.instant.prefetch,
      navigation.instant.progress, navigation.path, navigation.sections, navigation.tabs,
      navigation.top, navigation.tracking, search.highlight, search.share, search.suggest,
      toc.follow]""",
)
BODY = """
Text with a note[^1] and [a link](../../page.md "A title").

=== "Apples"

    Red.

=== "Pears"

    Green.

=== "Apples"

    Red again.

=== "Pears"

    Green again.

```python
answer = 42  # (1)!
```

1. The annotation.

| Left | Right |
| :--- | ----: |
| 1    | 2     |

[^1]: A footnote.
"""


def policy(html: str) -> dict[str, list[str]]:
    """Return the policy of a page's `<meta>`, by directive."""
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert found
    parts = [each.split() for each in unescape(found[1]).split(";")]
    return {name: sources for name, *sources in parts}


def test_scripts_are_named_by_their_hash_and_others_are_not() -> None:
    digest = base64.b64encode(hashlib.sha256(b"\nrun()\n").digest()).decode()
    html = (
        "<script>\r\nrun()\r\n</script><SCRIPT type='module'>\nrun()\n</SCRIPT >"
        "<script src=x.js></script><script type='application/json'>{}</script>"
        '<script type="application/ld+json">{}</script>'
    )
    assert inline_scripts(html) == (f"'sha256-{digest}'",)


def test_the_policy_stands_before_what_it_concerns() -> None:
    page = '<html><head>\n<meta charset="utf-8"><script>1</script></head><body></body></html>'
    html = under_policy(page, BASE, inline_scripts(page))
    assert html.index("Content-Security-Policy") < html.index("<script>")
    assert html.index("charset") < html.index("Content-Security-Policy")
    assert policy(html)["object-src"] == ["'none'"]
    assert len(policy(html)["script-src"]) == 2
    assert under_policy(html, BASE, ()) == html


def test_sources_add_up_and_none_gives_way() -> None:
    assert merge({"a-src": ("'none'",)}, {"a-src": ("x",), "b-src": ("'none'",)}) == {
        "a-src": ("x",),
        "b-src": ("'none'",),
    }
    assert "frame-ancestors 'self'" in headers(BASE, ())


def test_only_a_site_that_wants_it_is_put_under_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"docs/blog/posts/a.md": post("# A", date="2026-11-20")}
    built = build(tmp_path, files)
    assert "Content-Security-Policy" not in built.read("index.html")
    assert "_headers" not in built
    built = build(tmp_path, {"mkdocs.yml": PROTECTED})
    for page in [*built.pages(), "404.html"]:
        hashes = {each for each in policy(built.read(page))["script-src"] if "sha256" in each}
        assert hashes == set(inline_scripts(built.read(page)))
        assert all(each in built.read("_headers") for each in hashes)
    preview = build(tmp_path, command="serve")  # Which reloads by an inline script.
    assert "Content-Security-Policy" not in preview.read("index.html")


def test_a_script_in_a_post_is_not_named(tmp_path: Path) -> None:
    """Even if it got through the sanitiser; a trusted post's is."""
    body = "# A\n\n<script>run()</script>\n"
    text = {"docs/blog/posts/a.md": post(body, date="2026-11-20")}
    trusting = PROTECTED.replace("csp: true", "csp: true, trusted_paths: [blog/posts/a.md]")
    page = "blog/2026/11/20/a/index.html"
    (script,) = inline_scripts("<script>run()</script>")
    built = build(tmp_path, {**text, "mkdocs.yml": trusting})
    assert script in policy(built.read(page))["script-src"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mkdocs_byline.markdown.converter.sanitized", lambda found, *_: found)
        built = build(tmp_path, {"mkdocs.yml": PROTECTED})
    assert "<script>run()</script>" in built.read(page)
    assert script not in policy(built.read(page))["script-src"]


REWRITERS = {
    "nobody": "",
    "one that minifies": (
        "import re\n"
        "def on_post_page(output, page, config):\n"
        "    output = output.replace('run( 1 )', 'run(1)').replace('<p>', '<p class=x>')\n"
        "    return re.sub(r'\\n+', ' ', output)\n"
    ),
    "one that parses": (
        "from selectolax.lexbor import LexborHTMLParser\n"
        "def on_post_page(output, page, config):\n"
        "    return LexborHTMLParser(output.replace('run( 1 )', 'run(1)')).html\n"
    ),
}


@pytest.mark.parametrize("rewriter", REWRITERS)
def test_a_script_in_a_post_is_not_named_whoever_writes_the_page_anew(
    tmp_path: Path, rewriter: str
) -> None:
    body = "# A\n\n<script>run( 1 )</script>\n\n<SCRIPT type=module>run( 1 )</SCRIPT>\n\nText.\n"
    files: dict[str, str | bytes] = {
        "mkdocs.yml": f"{PROTECTED}hooks: [hook.py]\n",
        "hook.py": REWRITERS[rewriter],
        "docs/blog/posts/a.md": post(body, date="2026-11-20"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mkdocs_byline.markdown.converter.sanitized", lambda found, *_: found)
        built = build(tmp_path, files)
    page = built.read("blog/2026/11/20/a/index.html")
    run = "run( 1 )" if rewriter == "nobody" else "run(1)"
    assert f"<script>{run}</script>" in page
    assert "data-byline-authored" not in page
    (script,) = inline_scripts(f"<script>{run}</script>")
    named = {each for each in policy(page)["script-src"] if "sha256" in each}
    assert named == set(inline_scripts(page)) - {script}
    assert len(named) > 1
    assert script not in built.read("_headers")


def test_a_script_is_not_named_where_a_template_changes_the_post(tmp_path: Path) -> None:
    template = (
        "{% extends 'main.html' %}{% block content %}{{ page.content | upper }}{% endblock %}"
    )
    files: dict[str, str | bytes] = {
        "mkdocs.yml": PROTECTED.replace("name: material,", "name: material, custom_dir: mine,"),
        "mine/blog-post.html": template,
        "docs/blog/posts/a.md": post("# A\n\n<script>RUN()</script>\n", date="2026-11-20"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mkdocs_byline.markdown.converter.sanitized", lambda found, *_: found)
        built = build(tmp_path, files)
    page = built.read("blog/2026/11/20/a/index.html")
    assert "<SCRIPT>RUN()</SCRIPT>" in page
    assert not set(inline_scripts("<script>RUN()</script>")) & set(policy(page)["script-src"])


def test_a_text_that_names_a_mark_stays_as_it_is(tmp_path: Path) -> None:
    text = f"say data-byline-authored-{'0' * 64} and"
    files: dict[str, str | bytes] = {
        "docs/blog/posts/a.md": post(f"# A\n\n{text}", date="2026-11-20")
    }
    built = build(tmp_path, {"mkdocs.yml": PROTECTED, **files})
    assert text in built.read("blog/2026/11/20/a/index.html")


def test_what_the_configuration_loads_is_allowed(tmp_path: Path) -> None:
    config = PROTECTED.replace("font: false, ", "").replace(
        "csp: true",
        "csp: true, embed_hosts: [video.example], csp_extra: {img-src: ['https:']}",
    )
    config += "repo_url: https://github.com/x/y\nextra_javascript: [https://cdn.example/a.js]\n"
    film = '<iframe src="https://video.example/1"></iframe>'
    built = build(
        tmp_path,
        {
            "mkdocs.yml": config,
            "docs/_headers": "/*\n  X-Own: 1\n",
            "docs/blog/posts/a.md": post(film, title="A", date="2026-11-20"),
        },
    )
    found = policy(built.read("index.html"))
    assert "https://cdn.example" in found["script-src"]
    assert "https://video.example" not in found["frame-src"]
    of_film = policy(built.read("blog/2026/11/20/a/index.html"))
    assert of_film["frame-src"] == ["'self'", "https://video.example"]
    assert of_film["media-src"] == ["'self'"]
    assert "https:" in found["img-src"]
    assert "https://fonts.gstatic.com" in found["font-src"]
    assert "https://api.github.com" in found["connect-src"]
    assert "X-Own" in built.read("_headers")


@pytest.mark.parametrize(
    "extra", [{"img_src": ["x"]}, {"img-src": ["a; script-src *"]}, {"img-src": ['"']}, {"x": []}]
)
def test_what_is_no_directive_is_refused(extra: dict[str, list[str]]) -> None:
    assert load({"csp_extra": extra})[1]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("csp")
    write(root, {"overrides/main.html": MAIN})
    config = EVERYTHING.replace("name: material,", "name: material, custom_dir: overrides,")
    built = build(
        root,
        {
            "mkdocs.yml": config,
            "docs/page.md": f"# A page\n{BODY.replace('../../page.md', 'index.md')}",
            "docs/blog/posts/a.md": post(f"# First post\n{BODY}", date="2026-11-20", status="new"),
            "docs/blog/posts/b.md": post("# Second post\n\nLighthouse.", date="2026-11-21"),
        },
        site_url="https://example.org/",
    )
    assert (built.error, built.messages) == ("", [])
    return built


MAIN = """{% extends "base.html" %}
{% block announce %}An announcement.{% endblock %}
"""
RECORD = """
window.broken = JSON.parse(sessionStorage.broken || '[]')
addEventListener('securitypolicyviolation', event => {
    broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
    sessionStorage.broken = JSON.stringify(broken)
})
"""


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page that notes violations, and everything that went wrong on it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(RECORD)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page, wrong
    context.close()


def search(page: Page, word: str) -> None:
    page.locator(".md-search__input").click()
    ready = re.compile("Type to start searching|matching document")
    expect(page.locator(".md-search-result__meta")).to_have_text(ready)
    page.locator(".md-search__input").fill("")
    page.locator(".md-search__input").press_sequentially(word)
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.keyboard.press("Escape")


@pytest.mark.browser
def test_every_feature_works_under_the_policy(
    sample: Built, watched: tuple[Page, list[str]]
) -> None:
    page, wrong = watched
    with serving(sample.out) as address:
        # Instant navigation goes to what the site map names.
        site_map = sample.read("sitemap.xml").replace("https://example.org/", address)
        write(sample.out, {"sitemap.xml": site_map})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}blog/2026/11/20/first-post/")
        page.evaluate("window.stayed = true")

        search(page, "lighthouse")
        page.locator("[data-md-component='palette'] label:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.locator(".md-banner__button").click()

        page.locator(".tabbed-labels label", has_text="Pears").first.click()
        expect(page.get_by_text("Green again.")).to_be_visible()  # Linked tabs.

        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator(".md-code__button[data-md-type='copy']").first.click()
        assert page.evaluate("navigator.clipboard.readText()").startswith("answer = 42")

        page.locator(".md-annotation__index").first.click(force=True)  # It pulses.
        expect(page.get_by_text("The annotation.")).to_be_visible()
        page.locator(".md-content h1").hover()

        page.locator(".byline-post a[title='A title']").click()  # Instantly, from another depth.
        expect(page.locator(".md-content h1")).to_contain_text("A page")
        page.locator(".md-tabs__link", has_text="Blog").click()
        expect(page.locator("article h2").first).to_have_text("Second post")
        # The theme closes the search 125 ms after it has come here; timers ring in their order.
        page.evaluate("new Promise(done => setTimeout(done, 500))")
        search(page, "lighthouse")
        assert page.evaluate("window.stayed")

        page.reload()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.goto(f"{address}404.html")
        assert page.evaluate("broken") == []
        assert wrong == []
        assert [url for url in asked if not url.startswith((address, "data:"))] == []


@pytest.mark.browser
def test_the_policy_is_no_decoration(sample: Built, watched: tuple[Page, list[str]]) -> None:
    page, wrong = watched
    with serving(sample.out) as address:
        page.goto(f"{address}page/")
        page.evaluate("""() => {
            document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">')
            const script = document.createElement('script')
            script.textContent = 'window.ran = 2'
            document.body.append(script)
            const image = document.createElement('img')
            image.src = 'https://elsewhere.example/x.png'
            document.body.append(image)
        }""")
        page.wait_for_function("broken.length >= 3")
        assert page.evaluate("window.ran") is None
        assert wrong


@pytest.mark.browser
def test_our_site_runs_under_its_policy(
    our_site: Built, served: str, watched: tuple[Page, list[str]]
) -> None:
    page, wrong = watched
    for path in our_site.pages()[::4]:
        assert policy(our_site.read(path))["img-src"] == ["'self'", "data:"]
        page.goto(served + path)
        assert page.evaluate("broken") == []
    search(page, "byline")
    assert page.evaluate("broken") == []
    assert wrong == []

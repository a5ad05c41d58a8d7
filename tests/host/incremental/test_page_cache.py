"""Which pages a build sets anew; that they are right is for test_warm to say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest

from building import AUTHORS, build, post

CONFIG = """\
site_name: Trial
site_url: https://example.org/
theme: {name: material, font: false, custom_dir: overrides}
plugins: [search, byline: {history: false, pagination_per_page: 2, sidebar: false}]
"""
POSTS: dict[str, str | bytes] = {
    f"docs/blog/posts/p{number}.md": post(f"# P{number}", date=f"2026-01-0{number}", tags="[t]")
    for number in range(1, 8)
}
SITE: dict[str, str | bytes] = {
    "mkdocs.yml": CONFIG,
    "docs/blog/.authors.yml": AUTHORS,
    "overrides/partials/none.html": "",
    **POSTS,
}
START = '{% extends "base.html" %}{% block footer %}{% if page %}'
END = "{% endif %}{% endblock %}"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the URLs of pages whose template is rendered from now on."""
    urls: set[str] = set()
    render = jinja2.Template.render

    def noting(self: jinja2.Template, *args: Any, **kwargs: Any) -> str:
        values = dict(*args, **kwargs)
        if values.get("page"):
            urls.add(values["page"].url)
        return render(self, values)

    monkeypatch.setattr(jinja2.Template, "render", noting)
    return urls


def test_nothing_is_set_twice(tmp_path: Path, rendered: set[str]) -> None:
    build(tmp_path, SITE)
    assert len(rendered) > 15
    rendered.clear()
    build(tmp_path)
    assert not rendered


def test_a_post_in_the_sidebar_may_change_its_text(tmp_path: Path, rendered: set[str]) -> None:
    shown = CONFIG.replace("sidebar: false", "sidebar: true, sidebar_posts: 2")
    build(tmp_path, {**SITE, "mkdocs.yml": shown})
    rendered.clear()
    text = {"docs/blog/posts/p7.md": post("# P7\n\nNew words.", date="2026-01-07", tags="[t]")}
    built = build(tmp_path, text)
    posts = {f"blog/2026/01/0{number}/p{number}/" for number in (6, 7)}  # It and its neighbour.
    assert {url for url in rendered if "/2026/01/0" in url} == posts
    assert '<meta name="description" content="New words.">' in built.read(
        "blog/2026/01/07/p7/index.html"
    )


def test_an_edit_sets_the_post_its_neighbours_and_its_listings(
    tmp_path: Path, rendered: set[str]
) -> None:
    # Of posts as alike as these, an edit changes which are the most alike.
    build(
        tmp_path, SITE | {"mkdocs.yml": CONFIG.replace("sidebar:", "related_posts: 0, sidebar:")}
    )
    rendered.clear()
    changed = post("# P4\n\nMore.", date="2026-01-04", tags="[t]")
    built = build(tmp_path, {"docs/blog/posts/p4.md": changed})
    posts = {f"blog/2026/01/0{number}/p{number}/" for number in (3, 4, 5)}
    listings = {f"{each}page/2/" for each in ("blog/", "blog/archive/2026/", "blog/tag/t/")}
    overviews = {"blog/archive/", "blog/tag/"}  # It is in these.
    assert rendered == posts | listings | overviews
    assert "More." in built.read("blog/page/2/index.html")


@pytest.mark.parametrize(
    "block",
    [
        "{% for file in pages %}{{ file.url }}{% endfor %}",
        "{{ pages | length }}",
        "{% for each in byline_posts(3) %}{{ each.post.title }}{% endfor %}",
        "{% for view in byline_views %}{{ view.title }}{% endfor %}",
        "{{ nav.pages | map(attribute='content') | join }}",
        "{{ nav.pages[0]['markdown'] }}",
        "{{ page.previous_page.toc }}",
        "{{ page.file.content_string }}",
        "{{ build_date_utc | date }}",
        "{{ page.update_date }}",
        "{{ byline_settings.post_slugify('A', '-') }}",
    ],
)
def test_a_template_that_reads_further_is_rendered_in_every_build(
    tmp_path: Path, rendered: set[str], block: str
) -> None:
    files = {**SITE, "overrides/main.html": START + block + END}
    build(tmp_path, files)
    rendered.clear()
    build(tmp_path)
    assert "blog/2026/01/02/p2/" in rendered


@pytest.mark.parametrize(
    "block",
    [
        "{{ page.title }}{{ page.meta.date }}{{ page.toc }}{{ page.content }}",
        "{{ page.previous_page.title }}{{ page.next_page.url }}{{ nav.homepage.url }}",
        "{{ page.parent.title }}{{ nav.items | length }}{{ page.file.src_uri }}",
        "{{ (older or page).title }}{{ config.site_name }}{{ byline_settings.blog_dir }}",
        "{{ page.unheard_of }}{{ page.meta.unheard_of }}",
    ],
)
def test_a_template_that_reads_what_is_told_is_not(
    tmp_path: Path, rendered: set[str], block: str
) -> None:
    files = {**SITE, "overrides/main.html": START + block + END}
    build(tmp_path, files)
    rendered.clear()
    build(tmp_path)
    assert not rendered


def test_a_menu_of_topics_makes_all_pages_anew_when_there_is_another_topic(
    tmp_path: Path, rendered: set[str]
) -> None:
    block = "{% for tag in byline_overview('tag').children %}<b>{{ tag.label }}</b>{% endfor %}"
    build(tmp_path, {**SITE, "overrides/main.html": START + block + END})
    before = set(rendered)
    rendered.clear()
    build(tmp_path)
    assert not rendered
    known = {"docs/blog/posts/p2.md": post("# P2\n\nMore.", date="2026-01-02", tags="[t]")}
    page = "blog/2026/01/07/p7/"
    assert "<b>t</b>" in build(tmp_path, known).read(f"{page}index.html")
    assert page not in rendered
    new = {"docs/blog/posts/p2.md": post("# P2\n\nMore.", date="2026-01-02", tags="[t, u]")}
    assert "<b>t</b><b>u</b>" in build(tmp_path, new).read(f"{page}index.html")
    assert before <= rendered


def test_a_menu_has_every_kind_that_has_an_overview(tmp_path: Path) -> None:
    block = "{% for kind in ['blog', 'corrections', 'tag'] %}"
    block += "<b>{{ (byline_overview(kind) or {}).label }}</b>{% endfor %}"
    built = build(tmp_path, {**SITE, "overrides/main.html": START + block + END})
    page = "blog/2026/01/07/p7/index.html"
    assert "<b></b><b></b><b>Tags</b>" in built.read(page)
    text = "corrections: [{date: 2026-01-03, text: Wrong.}]"
    corrected = {"docs/blog/posts/p2.md": f"---\ndate: 2026-01-02\n{text}\n---\n# P2\n"}
    assert "<b></b><b>Corrections</b><b>Tags</b>" in build(tmp_path, corrected).read(page)


def test_the_blog_has_no_overview_above_it(tmp_path: Path) -> None:
    built = build(tmp_path, SITE)
    above = 'class="byline-header__topics"'
    assert above in built.read("blog/archive/2026/index.html")
    assert above not in built.read("blog/index.html")


def test_another_template_sets_all_pages(tmp_path: Path, rendered: set[str]) -> None:
    build(tmp_path, SITE)
    before = set(rendered)
    rendered.clear()
    build(tmp_path, {"overrides/partials/none.html": "changed"})
    assert rendered == before


def test_pages_that_call_another_plugins_filter_are_rendered_in_every_build(
    tmp_path: Path, rendered: set[str]
) -> None:
    hook = "def on_env(env, config, files):\n    env.filters['own'] = lambda value: value\n"
    block = "{% if page.url.endswith('/p4/') %}{{ page.title | own }}{% endif %}"
    files: dict[str, str | bytes] = {
        **SITE,
        "hook.py": hook,
        "mkdocs.yml": CONFIG + "hooks: [hook.py]\n",
        "overrides/main.html": START + block + END,
    }
    build(tmp_path, files)
    rendered.clear()
    build(tmp_path)
    assert rendered == {"blog/2026/01/04/p4/"}


def test_another_plugins_value_is_part_of_the_page(tmp_path: Path, rendered: set[str]) -> None:
    hook = "def on_page_context(context, page, config, nav):\n    context['own'] = {}\n"
    files = {
        **SITE,
        "hook.py": hook.format("'one'"),
        "mkdocs.yml": CONFIG + "hooks: [hook.py]\n",
        "overrides/main.html": START + "{{ own }}" + END,
    }
    build(tmp_path, files)
    rendered.clear()
    assert "one" in build(tmp_path).read("blog/2026/01/02/p2/index.html")
    assert not rendered
    built = build(tmp_path, {"hook.py": hook.format("'other'")})
    assert "other" in built.read("blog/2026/01/02/p2/index.html")

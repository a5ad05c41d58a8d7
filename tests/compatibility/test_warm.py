"""Beside other plugins too, a build with the cache gives what a build from nothing gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2
import pytest

from building import AUTHORS, build, post
from comparing import assert_same, contents, without_cache
from hostile import PICTURE
from mkdocs_byline.host.converter import PageConverter
from mkdocs_byline.host.incremental.known_plugins import PluginEffects
from repository import Repo
from serving import Served

CONFIG = """\
site_name: Trial
site_url: https://example.org/sub/
theme: {{name: material, font: false}}
plugins: [{plugins}]
markdown_extensions: [attr_list, footnotes, toc: {{permalink: true}}]
"""
ALL = "search, tags, byline: {history: false}, glightbox, minify: {minify_html: true}, rss: {RSS}"
RSS = "use_git: false, match_path: blog/posts/.*, date_from_meta: {as_creation: date}"
KEPT = {  # With these, what has not changed is neither converted nor rendered again.
    "nothing": "search, byline",
    "tags": "search, tags, byline",
    "tags after": "search, byline, tags: {tags_hierarchy: true}",
    "glightbox": "search, byline, glightbox",
    "minify": "search, byline, minify: {minify_html: true}",
    "minify_html": "minify_html, search, byline",
    "rss": f"search, byline, rss: {{{RSS}}}",
    "rss with all": f"search, byline, rss: {{{RSS}, abstract_chars_count: -1}}",
    "awesome-nav": "search, awesome-nav, byline",
    "literate-nav": "search, literate-nav, byline",
    "section-index": "search, section-index, byline",
    "redirects": "search, redirects: {redirect_maps: {old.md: index.md}}, byline",
    "meta": "search, meta, byline",
    "git-authors off": "search, git-authors: {enabled: false}, byline",
    "privacy off": "search, privacy: {enabled: false}, byline",
    "all": ALL.replace("RSS", RSS),
    "all with a policy": ALL.replace("RSS", RSS).replace("history: false", "csp: true"),
}
SEEN = {  # What these do is seen anew in each build.
    "macros": "search, macros, byline: {trusted_paths: ['*']}",
    "include-markdown": "search, include-markdown, byline: {trusted_paths: ['*']}",
    "autorefs": "search, autorefs, byline",
    "mkdocstrings off": "search, mkdocstrings: {enabled: false}, byline",
    "mkdocstrings": "search, autorefs, mkdocstrings, byline",
    "git-authors": "search, git-authors, byline",
    # With dates of creation it warns of pages of this very second, now and then.
    "git-revision-date-localized": "search, git-revision-date-localized, byline",
    "gen-files": "search, gen-files: {scripts: [generate.py]}, byline",
    "static-i18n": "search, i18n: {languages: [{locale: en, default: true, name: E}]}, byline",
    "static-i18n, two languages": "search, i18n: {languages: "
    "[{locale: en, default: true, name: E}, {locale: de, name: D}]}, byline",
    "privacy": "search, privacy, byline",
    "typeset": "search, typeset, byline",
}
HOOKS = {
    "markdown": "def on_page_markdown(markdown, page, **kw):\n    return markdown + '\\n\\nEnd.'",
    "content": "def on_page_content(html, page, **kw):\n    return html + page.title",
    "meta": "def on_page_markdown(markdown, page, **kw):\n    page.meta['description'] = 'D'",
    "context": "def on_page_context(context, page, **kw):\n    page.content += '<p>Own</p>'",
    "options": "from pathlib import Path\n"
    "def on_page_context(context, page, config, **kw):\n"
    "    size = Path(config.docs_dir, 'blog/posts/p3.md').stat().st_size\n"
    "    config.extra['homepage'] = f'https://example.org/{size}'",
    "post_page": "def on_post_page(output, page, **kw):\n    return output + '<!-- own -->'",
    "functions": "def on_env(env, config, **kw):\n"
    "    from pathlib import Path\n"
    "    post = Path(config.docs_dir, 'blog/posts/p3.md')\n"
    "    env.globals['size'] = lambda: post.stat().st_size\n"
    "    env.filters['upper'] = lambda text: f'{post.stat().st_size} {text}'",
    "env": "def on_env(env, files, **kw):\n"
    "    for file in files.documentation_pages():\n        file.page.content += '<p>Env</p>'",
}


# Calls a hook's functions, if there are any.
CALLS = """\
{% extends "base.html" %}
{% block footer %}
  {% if page and size is defined and page.url == "guide/more/" %}{{ size() }}{% endif %}
  {% if page and size is defined and page.url == "guide/" %}{{ "x" | upper }}{% endif %}
{% endblock %}
"""

FURTHER: dict[str, dict[str, str | bytes]] = {
    "autorefs": {
        "docs/blog/posts/refs.md": post(
            "# Refs\n\nSee [part][part-3].\n\n<!-- more -->\n\nSee [it][part-3].",
            date="2026-02-01",
        ),
    },
    "gen-files": {
        "generate.py": "import mkdocs_gen_files\n"
        "with mkdocs_gen_files.open('made.md', 'w') as file:\n    file.write('# Made')\n"
        "mkdocs_gen_files.set_edit_path('blog/posts/p2.md', 'elsewhere.md')\n"
    },
    "literate-nav": {
        "docs/SUMMARY.md": "- [Blog](blog/index.md)\n- [Guide](guide/)\n",
        "docs/blog/index.md": "# Blog\n",
    },
    "mkdocstrings": {
        "lamp.py": 'def light() -> None:\n    """Light it, see [part][part-3]."""\n',
        "docs/api.md": "# API\n\n::: lamp\n",
        "docs/blog/posts/refs.md": post("# Refs\n\n[light][lamp.light]", date="2026-02-01"),
    },
    "meta": {"docs/guide/.meta.yml": "tags: [sea]\n"},
    "static-i18n, two languages": {"docs/guide/more.de.md": "# Mehr\n"},
}


def files(plugins: str, name: str = "") -> dict[str, str | bytes]:
    return {
        "mkdocs.yml": CONFIG.format(plugins=_quoted(plugins)),
        **FURTHER.get(name, {}),
        ".gitignore": ".cache/\n",  # A cache that git holds is not used.
        "docs/blog/.authors.yml": AUTHORS,
        "docs/index.md": "# Home\n",
        "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
        "docs/guide/index.md": "# Guide\n",
        "docs/guide/more.md": "# More\n",
        "docs/blog/posts/a.png": PICTURE,
        **{
            f"docs/blog/posts/p{number}.md": post(
                f"# P{number}\n\n![A](a.png)\n\n<!-- more -->\n\n## Part {number}\n\n"
                "Rest[^1].\n\n[^1]: N",
                date=f"2026-01-0{number}",
                tags="[sea, sky]" if number % 2 else "[sea]",
                authors="[jane]",
            )
            for number in range(1, 6)
        },
    }


def _quoted(plugins: str) -> str:
    """Return a list of plugins, in which some have options, as YAML's flow style wants it."""
    depth, found, start = 0, [], 0
    for at, char in enumerate(plugins + ","):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(char, 0)
        if char == "," and depth == 0:
            found.append(plugins[start:at].strip())
            start = at + 1
    return ", ".join(f"{{{each}}}" if ":" in each else each for each in found)


CHANGES: dict[str, dict[str, str | bytes]] = {
    "a text": {
        "docs/blog/posts/p3.md": post(
            "# P3\n\nOther.", date="2026-01-03", tags="[sea, sky]", authors="[jane]"
        )
    },
    "a title and a tag": {
        "docs/blog/posts/p2.md": post("# New\n\nOther.", date="2026-01-02", tags="[land]")
    },
}


def check(root: Path, site: dict[str, str | bytes], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build a site, and again after no change and each change: with the cache, and from nothing.

    Returns what is made again after no change.
    """
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    monkeypatch.chdir(root)  # Where mkdocs-git-authors looks for the repository.
    repo = Repo(root) if "git-" in str(site["mkdocs.yml"]) else None
    if repo:
        repo.commit(1, {**site})
    first = build(root, site, site_dir=str(root / "warm"))
    assert not first.error
    kept = contents(first.out)
    with pages_made() as made:
        again = build(root, site_dir=str(root / "warm"))
    assert (again.error, again.messages) == ("", first.messages)
    assert contents(again.out) == kept
    for number, change in enumerate(CHANGES.values()):
        if repo:
            repo.commit(2 + number, {**change})
        warm = build(root, change, site_dir=str(root / "warm"))
        with without_cache(root):
            cold = build(root, site_dir=str(root / "cold"))
        assert_same(warm, cold)
    return made


@pytest.mark.parametrize("name", [*KEPT, *SEEN])
def test_warm_equals_cold(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = check(tmp_path, files({**KEPT, **SEEN}[name], name), monkeypatch)
    if name in KEPT:
        overviews = {f"blog/{each}/" for each in ("archive", "author", "category", "tag")}
        assert sorted(each for each in made if each not in overviews) == (
            [f"blog/posts/p{number}.md" for number in range(1, 6)] if "with all" in name else []
        )


@pytest.mark.parametrize("name", HOOKS)
def test_warm_equals_cold_with_a_hook(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = check(tmp_path, with_hook(name), monkeypatch)
    if name == "functions":  # They cost only the pages that call them.
        assert {each for each in made if each.startswith("guide/")} == {"guide/", "guide/more/"}
        assert not [each for each in made if each.startswith("blog/20")]


def with_hook(name: str) -> dict[str, str | bytes]:
    site = files(KEPT["all"])
    config = str(site["mkdocs.yml"]).replace("material,", "material, custom_dir: overrides,")
    site["mkdocs.yml"] = config + "hooks: [hook.py]\n"
    return {**site, "hook.py": HOOKS[name] + "\n", "overrides/main.html": CALLS}


OF_NEWEST_COMMIT = {
    "git-revision-date-localized": "{{ page.meta.git_site_revision_date_localized_hash }}",
    "git-authors": "{{ (git_info or {}).site_authors | map(attribute='lines_all_pages') | join }}",
    "all of front matter": "{% for _, value in page.meta.items() %}{{ value }}{% endfor %}",
}


@pytest.mark.parametrize("name", ["git-revision-date-localized", "git-authors"])
def test_a_commit_costs_only_the_pages_of_what_it_changes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """These plugins tell all pages of the newest commit, and the theme shows nothing of that."""
    monkeypatch.chdir(tmp_path)
    repo, site = Repo(tmp_path), files(f"search, {name}, byline: {{sidebar: false}}")
    repo.commit(1, {**site})
    build(tmp_path, site)
    repo.commit(2, {**CHANGES["a text"]})
    with pages_made() as made:
        assert not build(tmp_path, CHANGES["a text"]).error
    assert "blog/2026/01/03/p3/" in made
    assert not {"", "guide/", "blog/2026/01/01/p1/"} & set(made)


@pytest.mark.parametrize("shown", OF_NEWEST_COMMIT)
def test_what_a_template_shows_of_the_newest_commit_is_up_to_date(
    shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = "git-authors" if shown == "git-authors" else "git-revision-date-localized"
    site = files(f"search, {plugin}, byline: {{sidebar: false}}")
    config = str(site["mkdocs.yml"]).replace("material,", "material, custom_dir: overrides,")
    main = '{% extends "base.html" %}{% block footer %}{% if page %}'
    main += OF_NEWEST_COMMIT[shown]
    check(
        tmp_path,
        {**site, "mkdocs.yml": config, "overrides/main.html": main + "{% endif %}{% endblock %}"},
        monkeypatch,
    )


@contextmanager
def pages_made() -> Iterator[list[str]]:
    """Yield a list that gets the posts that are converted meanwhile, and pages rendered."""
    made: list[str] = []
    convert, render = PageConverter.render, jinja2.Template.render

    def converting(self: PageConverter, page: object, files: object) -> None:
        made.append(page.file.src_uri)  # type: ignore[attr-defined]
        convert(self, page, files)  # type: ignore[arg-type]

    def rendering(self: jinja2.Template, *args: Any, **kwargs: Any) -> str:
        values: dict[str, Any] = dict(*args, **kwargs)
        if values.get("page") and values.get("nav"):
            made.append(values["page"].url)
        return render(self, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageConverter, "render", converting)
        patch.setattr(jinja2.Template, "render", rendering)
        yield made


@pytest.mark.parametrize(
    "name",
    [
        *("tags", "glightbox", "minify", "rss", "all"),
        *("literate-nav", "section-index", "include-markdown", "autorefs"),
    ],
)
def test_the_preview_makes_pages_one_at_a_time(name: str, tmp_path: Path) -> None:
    site = files({**KEPT, **SEEN}[name], name)
    served = Served(tmp_path / "a", site)
    assert served.is_lazy
    url = "blog/2026/01/03/p3/index.html"
    assert "Rest" in served.text(url)
    change = CHANGES["a text"]
    served.change(dict(change))
    reads_all = name in ("include-markdown", "autorefs")  # After each change.
    assert served.builds == 1 + reads_all
    anew = Served(tmp_path / "b", {**site, **change})
    for path in (url, "blog/index.html", "tags/index.html"):
        assert served.text(path) == anew.text(path)
    if "rss" in site["mkdocs.yml"]:
        assert served.text("feed_rss_created.xml").count("<item>") == 5
    if "glightbox" in site["mkdocs.yml"]:
        assert served.get("assets/stylesheets/glightbox.min.css")


@pytest.mark.parametrize(
    "plugins",
    [
        "search, byline, minify: {minify_js: true}",  # It can't be done twice.
        "search, redirects: {redirect_maps: {old.md: index.md}}, byline",  # Writes pages last.
    ],
)
def test_the_preview_builds_all_where_files_are_changed_or_asked_for_at_the_end(
    plugins: str, tmp_path: Path
) -> None:
    assert not Served(tmp_path, files(plugins)).is_lazy


def test_an_unknown_plugin_costs_only_what_it_may_do(tmp_path: Path) -> None:
    site = files(KEPT["all"])
    site["mkdocs.yml"] = str(site["mkdocs.yml"]) + "hooks: [hook.py]\n"
    built = build(tmp_path, {**site, "hook.py": HOOKS["markdown"] + "\n"})
    effects = PluginEffects(built.config)
    assert effects.changes_source
    assert effects.content_is_pure
    assert len(effects.finishing) == 2

"""A sidebar that is shared is the one that each page would have had; what can't be is not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from building import AUTHORS, Built, build, post
from mkdocs_byline.host.incremental import shared_partials

CONFIG = """\
site_name: Trial
site_url: https://example.org/
theme:
  name: material
  custom_dir: overrides
  features: [{features}]
plugins: [search, byline: {{history: false, pagination_per_page: 2, sidebar_posts: 3}}]
"""
POSTS: dict[str, str | bytes] = {
    f"docs/blog/posts/p{number}.md": post(
        f"# P{number}\n\n## Part", date=f"202{number % 3}-01-0{number}", tags="[t]"
    )
    for number in range(1, 8)
}
NAV = "partials/nav.html"
LOGO = "overrides/partials/logo.html"


def site(features: str = "navigation.indexes") -> dict[str, str | bytes]:
    return {
        "mkdocs.yml": CONFIG.format(features=features),
        "docs/index.md": "# Home",
        "docs/guide/index.md": "# Guide",
        "docs/guide/one.md": "# One",
        "docs/blog/.authors.yml": AUTHORS,
        "overrides/partials/none.html": "",
        **POSTS,
    }


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """Return how often a partial was rendered for nobody, and whether its HTML was shared."""
    found: Counter[bool] = Counter()
    record = shared_partials.Partials.record

    def noting(self: Any, *args: Any) -> Any:
        result = record(self, *args)
        found[result is not None] += 1
        return result

    monkeypatch.setattr(shared_partials.Partials, "record", noting)
    return found


def texts(built: Built) -> dict[str, str]:
    assert not built.error
    return {path: built.read(path) for path in built.pages()}


def alone(
    monkeypatch: pytest.MonkeyPatch, root: Path, files: dict[str, str | bytes]
) -> dict[str, str]:
    """Return a site's pages as they are when nothing is shared."""
    with monkeypatch.context() as patch:
        patch.setattr(shared_partials, "PARTIALS", ())
        return texts(build(root, files))


@pytest.mark.parametrize(
    "features",
    [
        "navigation.indexes",
        "navigation.tabs, navigation.sections, navigation.expand",
        "navigation.tabs, navigation.tabs.sticky, navigation.prune",
        "toc.integrate, navigation.path, search.share",
    ],
)
def test_a_shared_sidebar_is_the_page_s_own(
    features: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: Counter[bool]
) -> None:
    expected = alone(monkeypatch, tmp_path / "alone", site(features))
    assert not recorded
    assert texts(build(tmp_path / "shared", site(features))) == expected
    assert recorded.keys() == {True}
    assert recorded[True] <= 8


@pytest.mark.parametrize(
    "logo",
    [
        "{{ page.title }}",
        "{{ page }}",
        "{{ page.meta.title or 1 }}",
        "{{ page.url.split('/') | join }}",
        "{{ 'a' | script_tag }}",
        "{{ ('x/' | url) | length }}",
        "{{ ('a&b/' | url) | e }}",
        "{% if ('.' | url) == './' %}home{% endif %}",
        "{{ byline_posts(1)[0].post.title }}",
        "{{ pages | length }}",
    ],
)
def test_what_asks_for_its_page_is_not_shared(
    logo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: Counter[bool]
) -> None:
    files = {**site(), LOGO: "{% if page %}" + logo + "{% endif %}"}  # There is none in 404.html.
    expected = alone(monkeypatch, tmp_path / "alone", files)
    assert texts(build(tmp_path / "shared", files)) == expected
    assert recorded[False] == 1


@pytest.mark.parametrize(
    "logo",
    [
        "{% if post %}{{ post.title }}{% endif %}",
        "{{ base_url }}",
        "{{ hidden }}{% if view %}{{ view.title }}{% endif %}",
        "{{ lang.t('nav') }}",
    ],
)
def test_other_variables_make_variants(
    logo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: Counter[bool]
) -> None:
    files = {**site(), LOGO: logo}
    expected = alone(monkeypatch, tmp_path / "alone", files)
    assert texts(build(tmp_path / "shared", files)) == expected
    assert recorded[True] > 0


def test_a_sidebar_of_the_site_s_own_is_not_shared(
    tmp_path: Path, recorded: Counter[bool]
) -> None:
    built = build(tmp_path, {**site(), f"overrides/{NAV}": "<nav>{{ page.title }}</nav>"})
    assert "<nav>P1</nav>" in built.read("blog/2021/01/01/p1/index.html")
    assert not built.error
    assert recorded.keys() == {True}  # The search form.


def test_nothing_is_shared_with_words_of_the_site_s_own(
    tmp_path: Path, recorded: Counter[bool]
) -> None:
    own = "{% macro t(key) %}{{ key }} {% if post %}{{ post.title }}{% endif %}{% endmacro %}"
    built = build(tmp_path, {**site(), "overrides/partials/language.html": own})
    assert 'aria-label="nav P1"' in built.read("blog/2021/01/01/p1/index.html")
    assert not recorded

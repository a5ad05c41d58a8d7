"""Contexts of posts and listings, and the digests that are made of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import build, post
from mkdocs_byline.cache.digest import OpaqueError
from mkdocs_byline.host import templates
from mkdocs_byline.host.incremental import unchanged_pages
from mkdocs_byline.model import Person
from mkdocs_byline.outputs.lazy_value import Lazy, ValueDigests

SITE: dict[str, str | bytes] = {
    f"docs/blog/posts/p{number}.md": post(f"# P{number}", date=f"2026-01-0{number}")
    for number in range(1, 4)
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
)


def double(value: Any) -> Any:
    return [value, value]


@given(values, values)
def test_digests_differ_as_values_do(one: Any, other: Any) -> None:
    digests = ValueDigests()
    assert digests.describe(one) == digests.describe(_copied(one))
    if repr(_listed(one)) != repr(_listed(other)):
        assert repr(digests.describe(one)) != repr(digests.describe(other))
        first, second = (digests.describe(Lazy.of(double, each)) for each in (one, other))
        assert repr(first) != repr(second)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return type(value)(map(_copied, value)) if isinstance(value, list | tuple) else value


def _listed(value: Any) -> Any:
    """Return a value with tuples as lists: templates can't tell these apart."""
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}
    return list(map(_listed, value)) if isinstance(value, list | tuple) else value


def test_lazy_values_are_made_once_and_of_their_inputs_alone() -> None:
    made: list[int] = []

    def seven() -> int:
        made.append(1)
        return 7

    inner = Lazy.known("d", seven)
    lazy = Lazy.of(double, inner)
    assert ValueDigests().describe(lazy) == [f"{__name__}.double", "d"]
    assert made == []
    assert lazy.value == lazy.value == [7, 7]
    assert made == [1]
    with pytest.raises(TypeError):
        Lazy.of(lambda: made)


def test_what_nobody_can_look_into_has_no_digest() -> None:
    with pytest.raises(OpaqueError):
        ValueDigests().describe([object()])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 2),
        ([dt.date(2026, 1, 1)], [dt.date(2026, 1, 2)]),
        (Person("a", "A"), Person("a", "B")),
        (Lazy.of(double, 1), Lazy.of(double, 2)),
        (Lazy.known("a", int), Lazy.known("b", int)),
    ],
)
def test_a_new_value_in_a_context_makes_new_pages(
    one: Any, other: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds a value to a context need not think of digests."""
    rendered: set[str] = set()
    render, context_of = jinja2.Template.render, templates.context_of

    def noting(self: jinja2.Template, *args: Any, **kwargs: Any) -> str:
        found = dict(*args, **kwargs)
        if "new" in found:
            rendered.add(found["page"].url)
        return render(self, found)

    def use(value: Any) -> None:
        def extended(state: Any, page: Any) -> dict[str, object]:
            found = context_of(state, page)
            return {**found, "new": value} if found else found

        for module in (templates, unchanged_pages):
            monkeypatch.setattr(module, "context_of", extended)

    monkeypatch.setattr(jinja2.Template, "render", noting)
    use(one)
    build(tmp_path, SITE)
    everything = set(rendered)
    assert len(everything) > 4
    rendered.clear()
    build(tmp_path)
    assert not {url for url in rendered if "p1" in url}
    rendered.clear()
    use(other)
    build(tmp_path)
    assert rendered == everything

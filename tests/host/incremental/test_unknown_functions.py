"""Functions of hooks that templates call."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from jinja2 import pass_environment, pass_eval_context

from mkdocs_byline.host.incremental.template_tracking import TemplateTracking
from mkdocs_byline.host.incremental.unknown_functions import track_functions


def shout(text: str) -> str:
    return text.upper()


@pass_environment
def with_environment(env: jinja2.Environment, text: str) -> str:
    return f"{bool(env.filters)} {text}"


@pass_eval_context
def with_evaluation(context: Any, text: str) -> str:
    return f"{context.autoescape} {text}"


@pytest.fixture
def env() -> jinja2.Environment:
    loader = jinja2.DictLoader({"shared": "{% set told = shout('a') %}"})
    found = jinja2.Environment(loader=loader)
    found.globals["shout"] = found.filters["shout"] = found.filters["title"] = shout
    found.filters |= {"env": with_environment, "evaluation": with_evaluation}
    found.tests["shouted"] = lambda text: text == shout(text)
    return found


@pytest.mark.parametrize(
    ("template", "expected", "what"),
    [
        ("{{ 'a' | shout }}", "A", "the filter 'shout'"),  # Which Jinja would call beforehand.
        ("{{ 'a' | title }}", "A", "the filter 'title'"),  # In the place of Jinja's own.
        ("{{ 'a' | env }}", "True a", "the filter 'env'"),
        ("{{ 'a' | evaluation }}", "False a", "the filter 'evaluation'"),
        ("{{ ['a'] | map('shout') | first }}", "A", "the filter 'shout'"),
        ("{{ shout('a') }}", "A", "the function 'shout'"),
        ("{{ 'A' is shouted }}", "True", "the test 'shouted'"),
        ("{{ shout is defined }} {{ 'a' | upper }}", "True A", ""),
    ],
)
def test_a_call_is_noted(env: jinja2.Environment, template: str, expected: str, what: str) -> None:
    tracking = TemplateTracking()
    track_functions(tracking, env)
    compiled = env.from_string(template)
    page: Any = "a page"
    tracking.begin(page)
    assert compiled.render(page=page) == expected
    assert tracking.foreign_read == what


def test_a_call_in_an_imported_template_is_one_of_all_pages(env: jinja2.Environment) -> None:
    tracking = TemplateTracking()
    track_functions(tracking, env)
    template = env.from_string("{% import 'shared' as shared %}{{ shared.told }}")
    for number in range(2):
        page: Any = f"page {number}"
        tracking.begin(page)
        assert template.render(page=page) == "A"
        assert tracking.foreign_read == "the function 'shout'"

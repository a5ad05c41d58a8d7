"""What is noted of templates' reads; which pages are kept is for `test_page_cache` to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from mkdocs_byline.host.incremental.template_tracking import (
    TemplateTracking,
    TrackedMoment,
    TrackedSequence,
)
from mkdocs_byline.host.templates import iso_moment
from mkdocs_byline.locales import format_day, format_moment, format_month

MOMENT = dt.datetime(2026, 11, 22, 10, 30, tzinfo=dt.UTC)
FILTERS: dict[str, Callable[..., Any]] = {
    "date": lambda moment: format_moment(moment, "long", "en"),
    "day": lambda moment: format_day(moment, "en"),
    "iso": iso_moment,
    "month": lambda moment: format_month(moment, "en"),
}


def foreign_read(template: str, **values: object) -> tuple[str, str]:
    """Return what a template makes of values, and what was noted."""
    tracking, env = TemplateTracking(), jinja2.Environment(autoescape=True)
    tracking.attach(env)
    env.filters.update(FILTERS)
    page = Page(None, File("a.md", "", "", use_directory_urls=True), MkDocsConfig())
    moment = TrackedMoment.of(tracking, MOMENT)
    pages = TrackedSequence.of(tracking, "pages", "ab")
    tracking.begin(page)
    html = env.from_string(template).render(moment=moment, page=page, pages=pages, **values)
    return html, tracking.foreign_read


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ moment }}", "2026-11-22 10:30:00+00:00"),
        ("{{ moment | date }}", "November 22, 2026"),
        ("{{ moment | day }}", "Nov 22"),
        ("{{ moment | month }}", "November"),
        ("{{ moment | iso }}", "2026-11-22T10:30+00:00"),
        ("{{ moment.year }}", "2026"),
        ("{{ [moment] | map(attribute='year') | first }}", "2026"),
        ("{{ moment.date() }}", "2026-11-22"),
        ("{{ moment.isoformat() }}", "2026-11-22T10:30:00+00:00"),
        ("{{ moment.strftime('%d') }}", "22"),
        ("{{ '{:%d}'.format(moment) }}", "22"),
        ("{{ moment.timestamp() | int }}", "1795343400"),
        ("{{ (moment - other).days }}", "1"),
        ("{{ (other - moment).days }}", "-1"),
        ("{{ moment + day }}", "2026-11-23 10:30:00+00:00"),
        ("{{ day + moment }}", "2026-11-23 10:30:00+00:00"),
        ("{{ moment > other }}", "True"),
        ("{{ other >= moment }}", "False"),
        ("{{ moment == other }}", "False"),
        ("{{ moment != other }}", "True"),
        ("{{ [moment, other] | max }}", "2026-11-22 10:30:00+00:00"),
        ("{{ ([moment, other] | sort | first) == other }}", "True"),
        ("{{ moment in {other: 1} }}", "False"),
        (
            "{{ [moment] }}",
            "[datetime.datetime(2026, 11, 22, 10, 30, tzinfo=datetime.timezone.utc)]",
        ),
    ],
)
def test_the_moment_of_the_build_is_read_in_many_ways(template: str, shown: str) -> None:
    day = dt.timedelta(days=1)
    html, noted = foreign_read(template, other=MOMENT - day, day=day)
    assert html == shown
    assert "moment" in noted.lower()


@pytest.mark.parametrize(
    "template",
    ["{% if moment %}yes{% endif %}", "{{ moment.nothing }}", "{% set it = moment %}{{ 1 }}"],
)
def test_a_moment_that_nobody_reads_is_none_of_the_page_s(template: str) -> None:
    assert foreign_read(template)[1] == ""


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{% for each in pages %}{{ each }}{% endfor %}", "ab"),
        ("{{ pages | join }}", "ab"),
        ("{{ pages | reverse | join }}", "ba"),
        ("{{ pages | length }}", "2"),
        ("{% if pages %}some{% endif %}", "some"),
        ("{{ pages[1] }}", "b"),
        ("{{ pages[:1] | first }}", "a"),
        ("{{ 'b' in pages }}", "True"),
        ("{{ pages.index('b') }}", "1"),
        ("{{ pages.count('b') }}", "1"),
        ("{{ (pages + ('c',)) | join }}", "abc"),
        ("{{ (('c',) + pages) | join }}", "cab"),
        ("{{ (pages * 2) | join }}", "abab"),
        ("{{ pages == ('a', 'b') }}", "True"),
        ("{{ pages != ('a', 'c') }}", "True"),
        ("{{ pages < ('b',) }}", "True"),
        ("{{ pages | string | length }}", "10"),
        ("{{ (pages,) | unique | list | length }}", "1"),
    ],
)
def test_all_pages_are_read_in_many_ways(template: str, shown: str) -> None:
    assert foreign_read(template) == (shown, "'pages'")

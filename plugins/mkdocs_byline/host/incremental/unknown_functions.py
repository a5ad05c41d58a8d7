"""Functions that hooks and plugins have given to templates: what they return can't be known.

They may read a file or the clock, so a page whose template calls one is not kept. Others are.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, MutableMapping
from typing import Any

import jinja2
from jinja2 import pass_context
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.host.incremental.site_digest import is_familiar
from mkdocs_byline.host.incremental.template_tracking import TemplateTracking

# What a function is given first, by the mark that Jinja's decorators leave on it.
_PASSED: dict[str, Callable[[Any], Any]] = {
    "context": lambda context: context,
    "eval_context": lambda context: context.eval_ctx,
    "environment": lambda context: context.environment,
}


def track_functions(tracking: TemplateTracking, env: jinja2.Environment) -> None:
    """Have it noted when a template calls a function that nobody knows."""
    _track(tracking, env.globals, "function", {})
    _track(tracking, env.filters, "filter", FILTERS)
    _track(tracking, env.tests, "test", TESTS)


def _track(
    tracking: TemplateTracking,
    named: MutableMapping[str, Any],
    kind: str,
    jinjas: MutableMapping[str, Any],
) -> None:
    for name, value in list(named.items()):
        if callable(value) and value is not jinjas.get(name) and not _is_known(value):
            named[name] = _tracked(tracking, value, f"the {kind} '{name}'")


def _is_known(function: Any) -> bool:
    module = getattr(function, "__module__", None)
    if module and is_familiar(module):
        return True
    try:
        describe(function, is_familiar)
    except OpaqueError:
        return False
    return True


def _tracked(tracking: TemplateTracking, function: Callable[..., Any], what: str) -> Any:
    passed = _PASSED.get(getattr(getattr(function, "jinja_pass_arg", None), "name", ""))

    # With a context, Jinja doesn't call it when it compiles a template.
    @pass_context
    def call(context: jinja2.runtime.Context, *args: Any, **kwargs: Any) -> Any:
        tracking.note_foreign_read(what)
        if "page" not in context:  # In a template that is imported without its importer's values.
            tracking.shared_read = what
        first = (passed(context),) if passed else ()
        return function(*first, *args, **kwargs)

    return functools.update_wrapper(call, function, ("__name__", "__doc__"), ())

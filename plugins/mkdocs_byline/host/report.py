"""Problems in, lines in MkDocs' log out; errors end a build, all of them told at once.

In the preview nothing ends: whoever is writing sees what is wrong, and all the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from mkdocs_byline.problems import Problem

log = logging.getLogger("mkdocs.plugins.byline")


def keep_preview_going() -> None:
    """Let the preview be lenient where `strict` is set.

    MkDocs would end each rebuild after its first warning, and the server would show the site as
    it was before. It counts warnings with a handler; without it, it finds none.
    """
    logger = logging.getLogger("mkdocs")
    for handler in list(logger.handlers):
        if isinstance(handler, CountHandler):
            logger.removeHandler(handler)


def problems(found: Sequence[Problem], *, preview: bool) -> None:
    """Log all problems, sorted by file and line.

    Raises:
        PluginError: after the last one, if there are errors and this is no preview.
    """
    for problem in sorted(found):
        log.log(logging.ERROR if problem.is_error else logging.WARNING, "%s", problem)
    errors = sum(problem.is_error for problem in found)
    if errors and not preview:
        what = "1 error" if errors == 1 else f"{errors} errors"
        raise PluginError(f"byline: {what} in the blog. Nothing was built.")

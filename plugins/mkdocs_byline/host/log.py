"""Problems in MkDocs' log; errors end a build, all of them at once.

In the preview nothing ends: whoever is writing sees what is wrong, and all the rest.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from mkdocs.exceptions import PluginError

from mkdocs_byline.host.compat import get_logger
from mkdocs_byline.problems import Problem, grouped
from mkdocs_byline.report import Report, folder_of, github

log = get_logger("plugins.byline")


def problems(found: Sequence[Problem], *, preview: bool, annotated_in: Path | None = None) -> None:
    """Log all problems, sorted by file and line; see `grouped`.

    Args:
        annotated_in: The project's folder, for what only a build can find: in a workflow on GitHub
            it is shown on its line, as `byline check` shows the rest.

    Raises:
        PluginError: after the last one, if there are errors and this is no preview.
    """
    for problem in grouped(found):
        log.log(logging.ERROR if problem.is_error else logging.WARNING, "%s", problem)
    if annotated_in and not preview and os.environ.get("GITHUB_ACTIONS") == "true":
        folder = folder_of(annotated_in.resolve())
        report = Report(tuple(sorted(found)), 0, 0, lambda path: None, folder)
        for command in github.commands(report):
            print(command, flush=True)
    errors = sum(problem.is_error for problem in found)
    if errors and not preview:
        what = "1 error" if errors == 1 else f"{errors} errors"
        raise PluginError(f"byline: {what} in the blog. Nothing was built.")

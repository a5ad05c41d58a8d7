"""Reports as SARIF, for services that keep track of findings.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from mkdocs_byline import __version__
from mkdocs_byline.problems import CODES, Problem, Severity
from mkdocs_byline.report import Report

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def render(report: Report) -> str:
    """Return the report as one run of SARIF 2.1.0, with every code as a rule."""
    rules = [
        {
            "id": code,
            "shortDescription": {"text": f"{meaning[:1].upper()}{meaning[1:]}."},
            "defaultConfiguration": {"level": _LEVELS[severity]},
        }
        for code, (severity, meaning) in CODES.items()
    ]
    driver = {"name": "byline", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, report.folder) for problem in report.problems],
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False)


def _result(problem: Problem, folder: str) -> dict[str, Any]:
    place = _artifact(folder + problem.path)
    place["region"] = {"startLine": problem.line, "startColumn": problem.column}
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": list(CODES).index(problem.code),
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.text},
        "locations": [{"physicalLocation": place}],
    }
    if problem.others:
        result["relatedLocations"] = [
            {"physicalLocation": _artifact(folder + path)} for path in problem.others
        ]
    return result


def _artifact(path: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"}}

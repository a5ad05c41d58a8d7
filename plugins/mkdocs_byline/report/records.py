"""Reports as JSON for other programs, and the JSON Schema that holds it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mkdocs_byline.problems import Severity
from mkdocs_byline.report import Report


class ProblemRecord(BaseModel):
    """One thing to mend."""

    model_config = ConfigDict(defer_build=True, extra="forbid")

    path: str = Field(description="The file, relative to the project, with `/`.")
    line: int = Field(ge=1, description="Counts from 1.")
    column: int = Field(ge=1, description="Counts characters from 1.")
    code: str = Field(pattern=r"^BY\d{3}$", description="See the page of error codes.")
    severity: Severity = Field(description="An error is what can't be published.")
    message: str = Field(description="What is wrong.")
    hint: str = Field(description="What to do about it; may be empty.")
    others: list[str] = Field(description="Further files that have to do with it.")


class ProblemsFile(BaseModel):
    """What `byline check --format json` prints."""

    model_config = ConfigDict(defer_build=True, extra="forbid", title="Problems")

    version: int = Field(1, description="Of this format.")
    posts: int = Field(description="How many posts were looked at.")
    elsewhere: int = Field(description="Number of problems in files that nobody asked about.")
    problems: list[ProblemRecord] = Field(description="Sorted by file and line.")


def render(report: Report) -> str:
    """Return the report as JSON."""
    records = [
        ProblemRecord(
            path=each.path,
            line=each.line,
            column=each.column,
            code=each.code,
            severity=each.severity,
            message=each.message,
            hint=each.hint,
            others=list(each.others),
        )
        for each in report.problems
    ]
    file = ProblemsFile(
        version=1, posts=report.posts, elsewhere=report.elsewhere, problems=records
    )
    return file.model_dump_json(indent=2)


def problems_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `render` returns."""
    schema = ProblemsFile.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

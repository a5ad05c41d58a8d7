"""Types of options: what each kind of value may be, and what is said of one that may not."""

from __future__ import annotations

import functools
import posixpath
import re
import zoneinfo
from collections.abc import Callable
from typing import Annotated, Literal

from pathspec import GitIgnoreSpec
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

from mkdocs_byline.problems import CHECKS, did_you_mean

Slugify = Callable[[str, str], str]


@functools.cache  # It is asked for with each file.
def folder(value: str) -> str:
    """Normalise a folder inside the docs folder; the docs folder itself is an empty string."""
    path = posixpath.normpath(value.strip("/") or ".")
    if path.startswith(".."):
        raise ValueError("must lie inside the docs folder")
    return "" if path == "." else path


Folder = Annotated[str, AfterValidator(folder)]


def _zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone '{value}'; use a name such as Europe/Berlin") from None
    return value


TimeZone = Annotated[str, AfterValidator(_zone)]


@functools.cache
def glob_spec(globs: tuple[str, ...]) -> GitIgnoreSpec:
    """Return what matches these globs, which all start at the docs folder."""
    return GitIgnoreSpec.from_lines("/" + glob.lstrip("/") for glob in globs)


def placeholders(*names: str) -> AfterValidator:
    """Check that a URL format uses these placeholders only."""

    def check(value: str) -> str:
        try:
            value.format(**dict.fromkeys(names, ""))
        except (KeyError, IndexError, ValueError):
            allowed = ", ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"may hold these placeholders only: {allowed}") from None
        return value

    return AfterValidator(check)


def _checks(value: dict[str, bool]) -> dict[str, bool]:
    for name in value:
        if name not in CHECKS:
            raise ValueError(f"no check '{name}'. {did_you_mean(name, CHECKS)}".rstrip())
    return value


Checks = Annotated[dict[str, bool], AfterValidator(_checks)]


def _directives(value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for name, sources in value.items():
        if not re.fullmatch(r"[a-z-]+-(src|uri|action|ancestors)(-elem|-attr)?", name):
            raise ValueError(f"'{name}' is no directive; use one such as img-src")
        for source in sources:
            if not re.fullmatch(r"[^\s;,\"]+", source):
                raise ValueError(f"'{source}' is no source; use one such as https://example.org")
    return value


Directives = Annotated[dict[str, tuple[str, ...]], AfterValidator(_directives)]


# Where mkdocs-rss-plugin writes its feeds, by the names of its `feeds_filenames`.
RSS_PLUGIN_FILES = {
    "json_created": "feed_json_created.json",
    "json_updated": "feed_json_updated.json",
    "rss_created": "feed_rss_created.xml",
    "rss_updated": "feed_rss_updated.xml",
}


def _rss_plugin_files(value: bool | dict[str, str]) -> bool | dict[str, str]:
    if isinstance(value, bool):
        return value
    for name, file in value.items():
        if name not in RSS_PLUGIN_FILES:
            names = ", ".join(RSS_PLUGIN_FILES)
            hint = did_you_mean(name, RSS_PLUGIN_FILES) or f"There are {names}."
            raise ValueError(f"no feed '{name}'. {hint}")
        inner = posixpath.normpath(file)
        if inner != file or inner.startswith(("/", "..")) or not re.fullmatch(r"[\w./-]+", inner):
            raise ValueError(f"'{file}' is no file in the site; use one such as feed.xml")
    return {name: posixpath.normpath(file) for name, file in value.items()}


RssPluginFiles = Annotated[bool | dict[str, str], AfterValidator(_rss_plugin_files)]


def _repository(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9-]+/[\w.-]+", value, re.ASCII):
        raise ValueError(f"'{value}' is no repository; write one as in owner/name")
    return value


Repository = Annotated[str, AfterValidator(_repository)]


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/<>\"?#]+(?:[/?#][^\s<>\"]*)?", value):
        raise ValueError(f"'{value}' is no web address; use one such as https://example.org/")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


def _color(value: str) -> str:
    if value and not re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", value):
        raise ValueError(f"'{value}' is no colour; use one such as '#3f51b5', in quotation marks")
    return value


Color = Annotated[str, AfterValidator(_color)]


@pydantic_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Comments:
    """The option `comments`: where readers' comments are, and how they are loaded.

    Attributes:
        provider: What shows them: giscus, utterances, or a template of the site's own.
        repo: The repository on GitHub that has them, as in `owner/name`.
        repo_id, category, category_id: As https://giscus.app gives them.
        label: What utterances labels a new issue with.
        themes: What the two call their themes for the light and the dark scheme.
        template: The site's own, for `snippet`.
        csp: What that loads from other hosts, by directive.
        discussion: Where comments are read without a script; `{id}` stands for the thread.
    """

    provider: Literal["giscus", "utterances", "snippet"]
    repo: Repository = ""
    repo_id: str = ""
    category: str = ""
    category_id: str = ""
    label: str = ""
    themes: tuple[str, str] | None = None
    template: str = ""
    csp: Directives = Field(default_factory=dict)
    discussion: Annotated[WebAddress, placeholders("id")] = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """The keys without which there are no comments."""
        if self.provider == "giscus":
            return ("repo", "repo_id", "category_id")
        return ("repo",) if self.provider == "utterances" else ("template", "discussion")


def _complete(value: Comments | None) -> Comments | None:
    if value and (missing := [each for each in value.needed if not getattr(value, each)]):
        raise ValueError(f"{value.provider} needs '{missing[0]}' too")
    return value


CompleteComments = Annotated[Comments | None, AfterValidator(_complete)]


def _text_or_nothing(value: object) -> object:
    """Return a value, or no text for none: YAML has an empty `!ENV` for null."""
    return "" if value is None else value


TextOrNothing = BeforeValidator(_text_or_nothing)


def _unique(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value))


Unique = AfterValidator(_unique)


PerPage = Annotated[int, Field(ge=1, le=1000)]

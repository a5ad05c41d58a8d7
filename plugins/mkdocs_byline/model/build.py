"""The frozen value of what one build knows of its surroundings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Build:
    """What one build knows of its surroundings. Nothing below it asks the clock or MkDocs.

    Attributes:
        now: The build's one reading of the clock, aware.
        preview: Whether this is `mkdocs serve`, which shows what a build leaves out.
        language: The theme's language, as in `en` or `pt-BR`.
        directory_urls: MkDocs' `use_directory_urls`.
        withheld: Whether posts that a build leaves out are read too, to find problems early.
        history: Whether git is asked in any case, and not only where a post needs it.
        folder: In the site, what all of the blog is written to, as for one of several languages.
        upcoming: Whether posts that wait for a date are taken for published, to find what goes
            wrong on that day.
    """

    now: dt.datetime
    preview: bool = False
    language: str = "en"
    directory_urls: bool = True
    withheld: bool = False
    history: bool = True
    folder: str = ""
    upcoming: bool = False

"""Frozen values of people and of what they link to."""

from __future__ import annotations

import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled link from front matter or an author's entry; an empty URL makes it a heading."""

    label: str
    url: str
    children: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote, edited, reviewed or translated.

    `id` is the key in the authors file, empty for a one-off guest. `page` is the site-relative
    URL of the person's profile page, empty if there is none. `bio` is Markdown.
    """

    id: str
    name: str
    description: str = ""
    avatar: str = ""
    url: str = ""
    page: str = ""
    slug: str = ""
    email: str = ""
    github: str = ""
    orcid: str = ""
    fediverse: str = ""
    pronouns: str = ""
    bio: str = ""
    links: tuple[Link, ...] = ()
    hidden: bool = False

    @property
    def initials(self) -> str:
        """One or two letters for the disc that stands in for a missing picture."""
        words = [word for word in self.name.split() if word[0].isalnum()] or [self.name or "?"]
        letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
        return letters.upper()

    @property
    def hue(self) -> int:
        """A number from 0 to 7 that stays with the name, to pick the disc's colour."""
        return zlib.crc32(self.name.encode()) % 8

    @property
    def fediverse_url(self) -> str:
        """Where most servers of the fediverse have the profile of a handle; empty without one."""
        name, _, host = self.fediverse.removeprefix("@").partition("@")
        return f"https://{host}/@{name}" if host else ""

    @property
    def orcid_url(self) -> str:
        """Where ORCID has the person's record; empty without one."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""

    @property
    def href(self) -> str:
        """Where the name leads: the person's own URL, else the profile page, else nowhere."""
        return self.page or self.url

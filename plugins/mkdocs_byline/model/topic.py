"""Frozen values of topics: what files say of them, and what posts name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What the topics file says of a category or tag, or the series file of a series.

    Attributes:
        id: Its name as posts write it, of which its URLs are made.
        title: Its name as readers see it.
        icon: Of the theme, as in `material/feather`.
        parents: Ids of the wider topics that it is a part of, the widest first.
        state: Of a series: `running`, `complete`, or empty.
    """

    id: str
    title: str
    description: str = ""
    icon: str = ""
    order: int | None = None
    parents: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    state: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All of its names as its entry has them."""
        return self.id, self.title, *self.synonyms


@dataclass(frozen=True, slots=True)
class Term:
    """A category or tag of a post.

    Attributes:
        name: As readers see it.
        url: Site-relative, of its listing.
        id: What its URL is made of, where that isn't the name.
        parents: The wider topics that it is a part of, the widest first.
    """

    name: str
    url: str
    id: str = ""
    parents: tuple[Term, ...] = ()

    @property
    def key(self) -> str:
        """What its URL is made of."""
        return self.id or self.name

"""Material's icons, which MkDocs lists in every build to leave all of them out of the site."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import jinja2

from mkdocs_byline.host.compat import replace_class

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Loader(jinja2.FileSystemLoader):
    """Lists templates without looking into folders that are hidden, such as `.icons`.

    MkDocs takes none of them over (`Files.add_files_from_theme`). Each can be loaded as ever.
    """

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in self._names(str(folder))})

    def _names(self, folder: str) -> Iterator[str]:
        for top, folders, names in os.walk(folder, followlinks=self.followlinks):
            if top == folder:
                folders[:] = [each for each in folders if not each.startswith(".")]
            within = os.path.relpath(top, folder).replace(os.sep, "/").removeprefix("./")
            yield from (name if within == "." else f"{within}/{name}" for name in names)


def list_no_icons(env: jinja2.Environment) -> None:
    """Have hidden folders left out when an environment's templates are listed."""
    if type(env.loader) is jinja2.FileSystemLoader:
        replace_class(env.loader, _Loader)

"""The registry of a blog's outputs: everything that it writes, by output file.

Builds, the preview and every command ask it what there is. What is not in it can't be written.
"""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_byline.blog.places import Places
from mkdocs_byline.outputs.output import Output


class Registry:
    """The outputs of one blog."""

    def __init__(self, laid_out: Iterable[Output], data: Iterable[Output], taken: Places) -> None:
        """Register outputs.

        Args:
            laid_out: What the blog's layout has placed. It reports what collides; the first of
                two is registered.
            data: Data files, which find their places now, after everything else.
            taken: The places of what was laid out and of the rest of the site.
        """
        self._outputs: dict[str, Output] = {}
        self._data: dict[str, Output] = {}
        for output in laid_out:
            self._outputs.setdefault(output.dest, output)
        placed = Places()
        for output in data:
            holder = placed.holder(output.dest) or taken.holder(output.dest)
            if not (output.gives_way and holder):
                self.add([output])
                placed.take(output.dest, output.owner)

    def add(self, outputs: Iterable[Output]) -> None:
        """Register data files that are known only when all pages have been read."""
        for output in outputs:
            self._data[output.dest] = self._outputs[output.dest] = output

    def get(self, dest: str) -> Output | None:
        return self._outputs.get(dest)

    def data_file(self, dest: str) -> Output | None:
        return self._data.get(dest)

    def is_listed(self, dest: str) -> bool:
        """Whether the site map may name an output file; those of others are their business."""
        output = self.get(dest)
        return output is None or output.is_listed

    @property
    def dests(self) -> frozenset[str]:
        return frozenset(self._outputs)

    @property
    def generated(self) -> tuple[Output, ...]:
        """Redirects, which MkDocs writes: nothing has to be converted for them."""
        return tuple(each for each in self._outputs.values() if each.kind == "redirect")

    @property
    def data(self) -> tuple[Output, ...]:
        """The files that are written when all pages are made."""
        return tuple(self._data.values())

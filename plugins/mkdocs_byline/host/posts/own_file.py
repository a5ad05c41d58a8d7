"""MkDocs' files of what a blog generates, each with a source that other plugins can read.

MkDocs lets generated files have no path, and many plugins ask every file for one. So there is one,
outside the site's folders as in Material's blog, and it is written when somebody asks for it.
"""

from __future__ import annotations

import shutil
import weakref
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class SourceFolder:
    """A folder that is made when it is asked for, and removed with this object."""

    @cached_property
    def path(self) -> str:
        folder = mkdtemp(prefix="byline-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder


class OwnFile(File):
    """A generated file.

    Attributes:
        folder: Where its source is written.
        source: What is in there; empty if that is the file's content.
    """

    folder: SourceFolder
    source: str

    @classmethod
    def make(
        cls,
        config: MkDocsConfig,
        path: str,
        folder: SourceFolder,
        *,
        content: str | bytes = "",
        source: str = "",
    ) -> OwnFile:
        """Return a file that MkDocs takes the content of, and other plugins the source."""
        file = cls.generated(config, path, content=content)
        assert isinstance(file, OwnFile)
        file.folder, file.source = folder, source
        for name in ("src_dir", "abs_src_path"):  # MkDocs has noted that there are none.
            vars(file).pop(name)
        return file

    @cached_property
    def src_dir(self) -> str:  # type: ignore[override]
        """The folder that its source is in."""
        return self.folder.path

    @cached_property
    def abs_src_path(self) -> str | None:
        """The path of its source, which is there from now on."""
        path = Path(self.src_dir, self.src_uri)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.source.encode() or self.content_bytes)
        return str(path)

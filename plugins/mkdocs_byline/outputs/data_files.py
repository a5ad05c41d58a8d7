"""Data files that a blog writes besides its pages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from mkdocs_byline.blog.load import Blog
from mkdocs_byline.outputs.output import Output
from mkdocs_byline.outputs.provenance import provenance


def provenance_output(blog: Blog) -> Output:
    """Return where the posts come from; see `outputs.provenance.ProvenanceFile`."""
    dest = posixpath.join(blog.build.folder, blog.settings.blog_dir, "provenance.json")
    return Output(
        dest=dest,
        kind="provenance",
        owner="Byline's own data",
        url=dest,
        content=lambda: provenance(blog.library.posts).encode(),
    )


def headers_output(text: Callable[[], str]) -> Output:
    """Return the headers file for hosts that read one; see `html.csp.headers`."""
    return Output(
        dest="_headers",
        kind="headers",
        owner="the headers file",
        url="_headers",
        gives_way=True,
        content=lambda: text().encode(),
    )

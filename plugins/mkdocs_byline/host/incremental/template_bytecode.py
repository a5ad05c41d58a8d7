"""Compiled templates kept between builds: compiling a theme takes longer than a few pages.

What a template is compiled to depends on its source and on the environment, of whose filters and
tests Jinja may call those that get no context. So it is kept under the digest of what all pages
have in common, and is compiled anew when a template, an option or a plugin has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2

from mkdocs_byline.host.incremental.site_digest import is_familiar

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

    from mkdocs_byline.cache.store import Cache


class KeptBytecode(jinja2.BytecodeCache):
    """Keeps what an environment's templates were compiled to.

    Jinja itself sees to it that this fits the source, its own version and Python's.
    """

    def __init__(self, cache: Cache, site: str) -> None:
        self.cache, self.site = cache, site

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self.cache.get(self._at(bucket)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.cache.put(self._at(bucket), bucket.bytecode_to_string())

    def _at(self, bucket: Bucket) -> str:
        return self.cache.key("template", self.site, bucket.key, bucket.checksum)


def keep_bytecode(env: jinja2.Environment, cache: Cache, site: str) -> None:
    """Have an environment's templates compiled once, unless somebody else keeps them.

    Args:
        site: The digest of what pages have in common, the environment included.
    """
    finalize = getattr(env.finalize, "__module__", "")  # It is called for what never changes.
    if env.bytecode_cache is None and (env.finalize is None or is_familiar(finalize)):
        env.bytecode_cache = KeptBytecode(cache, site)

"""The blog where hooks look for Material's: `config.plugins["material/blog"].blog`.

They read the posts, views and address of what they find there: the page of the blog's index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.plugins import PluginCollection

from mkdocs_byline.host.compat import replace_class

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_NAME = "material/blog"


class _NamedPlugins(PluginCollection):
    """A site's plugins, one of which is there under a second name as well.

    `in` doesn't say so, nor does iterating: by that, plugins decide what to do about Material's.
    """

    blog: str

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(self._own(name))

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(self._own(name), default)

    def _own(self, name: str) -> str:
        return self.blog if name == _NAME else name


def alias_as_material_blog(config: MkDocsConfig, plugin: object) -> None:
    """Have a plugin be there under the name of Material's blog plugin, too."""
    if type(config.plugins) is PluginCollection:
        named: Any = config.plugins
        replace_class(named, _NamedPlugins)
        named.blog = next(name for name, each in named.items() if each is plugin)

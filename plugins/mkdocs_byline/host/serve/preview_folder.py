"""The preview as files that a browser opens, in a folder.

Its links lead to files and not to folders, so that it needs no server.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config.base import load_config
from mkdocs.exceptions import MkDocsException

from mkdocs_byline.host.plugin import BylinePlugin


def write_preview(path: Path, folder: Path) -> str:
    """Build a site to look at, whatever is wrong with its posts; return why that failed."""
    try:
        config = load_config(
            config_file=str(path), site_dir=str(folder), use_directory_urls=False, strict=False
        )
        config.plugins.on_startup(command="build", dirty=False)
        for plugin in config.plugins.values():
            if isinstance(plugin, BylinePlugin):
                plugin.preview = True
        mkdocs_build.build(config)
        config.plugins.on_shutdown()
    except MkDocsException as error:
        return str(error.__context__ or error)  # MkDocs' own words say nothing.
    except OSError as error:
        return f"{error.filename}: {error.strerror}."
    return ""

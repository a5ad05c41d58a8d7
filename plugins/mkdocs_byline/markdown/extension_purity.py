"""Purity of Markdown extensions: whether one instance serves all posts; and their fingerprint.

The fingerprint has everything but the text that decides what the text becomes. There is none if
an extension isn't known to depend on its configuration and the text alone.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import markdown

from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.cache.own_code import own_code
from mkdocs_byline.cache.store import key
from mkdocs_byline.content.folder_files import files_below

# Tested to start afresh with each text. Snippets' files are looked at again; see `convert`.
KNOWN = frozenset(
    f"{package}.{name}"
    for package, names in {
        "mkdocs_byline.markdown": "media post_lists",
        "markdown.extensions": "abbr admonition attr_list codehilite def_list extra fenced_code "
        "footnotes legacy_attrs legacy_em md_in_html meta nl2br sane_lists smarty tables toc "
        "wikilinks",
        "pymdownx": "arithmatex betterem blocks.admonition blocks.caption blocks.definition "
        "blocks.details blocks.html blocks.tab caret critic details emoji escapeall extra "
        "highlight inlinehilite keys magiclink mark progressbar saneheaders smartsymbols snippets "
        "striphtml superfences tabbed tasklist tilde",
    }.items()
    for name in names.split()
)
_PACKAGES = (
    "jieba",
    "jinja2",
    "markdown",
    "math-core",
    "mkdocs",
    "mkdocs-material",
    "mkdocs-materialx",
    "nh3",
    "properdocs",
    "pygments",
    "pymdown-extensions",
    "selectolax",
)
# Whose functions may stand in an extension's configuration: the fingerprint has their versions.
_FAMILIAR = ("markdown", "material", "mkdocs", "mkdocs_byline", "properdocs", "pymdownx")
# Options that make an extension depend on more: on what it has done before, or on the network.
_ELSEWHERE = ("UNIQUE_IDS", "url_download")


def full_name(name: str) -> str:
    """Return an extension's module by the name that a configuration has; empty if it isn't known.

    What is known comes with the packages that Byline needs, and reads nothing but the text, and
    files that the text names.
    """
    full = name if "." in name else f"markdown.extensions.{name}"
    return full if full in KNOWN else ""


@functools.cache
def versions() -> str:
    """Return what code is at work: Python, the packages, and Byline's own files."""
    found = [sys.version]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(name)
    return "\n".join([*found, own_code()])


def fingerprint(
    extensions: Iterable[Any],
    configs: Mapping[str, Any],
    allowed: tuple[str, ...],
    links: Mapping[str, object],
) -> str:
    """Return the fingerprint of a site's extensions.

    Args:
        extensions: As `markdown.Markdown` takes them.
        configs: Their options, by name.
        allowed: Further extensions that the site's maintainers know to be like that.
        links: Everything that decides what becomes of links.

    Raises:
        OpaqueError: if one of them isn't known.
    """
    code = [_code(each, allowed) for each in extensions]
    _refuse(configs)
    described = describe(
        configs, lambda module: module in allowed or module.split(".")[0] in _FAMILIAR
    )
    values = [code, described, _icons(configs), {name: str(each) for name, each in links.items()}]
    return key(json.dumps(values, sort_keys=True))


def _refuse(configs: Mapping[str, Any]) -> None:
    """Raise OpaqueError for options in `_ELSEWHERE`, at any depth: `extra` holds others'."""
    for name, value in configs.items():
        if name in _ELSEWHERE and value:
            raise OpaqueError(name)
        if isinstance(value, Mapping):
            _refuse(value)


def _code(name: Any, allowed: tuple[str, ...]) -> str:
    """Return an extension's module; of one that was allowed, with a digest of its file."""
    if not isinstance(name, str):
        raise OpaqueError(type(name).__qualname__)
    extension = type(markdown.Markdown().build_extension(name, {}))
    if extension.__module__ in KNOWN:
        return extension.__module__
    if name not in allowed:
        raise OpaqueError(name)
    spec = importlib.util.find_spec(extension.__module__)
    if spec is None or spec.origin is None:
        raise OpaqueError(name)
    return f"{extension.__module__} {hashlib.sha256(Path(spec.origin).read_bytes()).hexdigest()}"


def _icons(configs: Any) -> list[str]:
    """Return digests of a site's own icons, which the emoji extension reads from its folders."""
    options = configs.get("pymdownx.emoji", {}).get("options", {})
    folders = map(Path, options.get("custom_icons", []))
    icons = [each for folder in folders for each in files_below(folder, kinds=(".svg",))]
    return [f"{path} {hashlib.sha256(data).hexdigest()}" for path, data in icons]

"""Writing a blog's data files: those of its outputs that are no page and no copy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import write_file

from mkdocs_byline.cache.workers import Workers
from mkdocs_byline.host.blogs import states
from mkdocs_byline.host.log import log
from mkdocs_byline.host.posts.cards import card_drawing
from mkdocs_byline.host.posts.feed_texts import feed_texts
from mkdocs_byline.outputs.all_outputs import Making, gather_outputs

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_byline.host.build_state import BuildState
    from mkdocs_byline.outputs.output import Output
    from mkdocs_byline.outputs.registry import Registry


def registry_of(state: BuildState) -> Registry:
    """Return everything that the blog of a build writes."""
    headers = state.csp.headers if state.csp else None
    making = Making(
        texts=feed_texts(state),
        headers=headers,
        drawing=card_drawing(state),
        blogs=lambda: [each.blog for each in states(state.project.config)],
        said=_say,
    )
    return gather_outputs(
        state.blog,
        state.project,
        state.feed_site,
        state.feeds,
        search=state.search_page,
        cards=state.cards,
        making=making,
    )


def _say(message: str) -> None:
    log.info("byline: %s", message)


def write_data_files(state: BuildState, config: MkDocsConfig, *, dirty: bool) -> None:
    """Write all data files, but for those that are in the output folder as they would be.

    Args:
        dirty: Whether files are there from earlier builds, so that one may be our own.
    """
    keys = _keys_of_cards(state)
    drawing = _draw_ahead(state, keys)
    try:
        for output in state.registry.data:
            path = Path(config.site_dir, output.dest)
            if output.gives_way and not dirty and path.exists():
                continue  # Another plugin, or another blog of this site, has written it.
            known = keys.get(output.dest)
            at, content = (known, None) if known else _key_and_content(state, output)
            if not _stays(state, output, at):
                drawing.collect(output.dest)
                write_file(
                    content if content is not None else _content(state, output, at), str(path)
                )
                if state.manifest:
                    state.manifest.note(output.dest, at)
    finally:
        drawing.stop()


def _keys_of_cards(state: BuildState) -> dict[str, str]:
    """Return what cards are kept under, by output file: each has a picture read to know."""
    cards = (output for output in state.registry.data if output.kind == "card")
    return {output.dest: _key_and_content(state, output)[0] for output in cards}


def _draw_ahead(state: BuildState, keys: Mapping[str, str]) -> Workers:
    """Have cards drawn that are not in the cache, which takes longer than all other data files."""

    def do(dest: str) -> bytes:
        if output := state.registry.data_file(dest):
            _content(state, output, keys[dest])
        return b""  # It is in the cache.

    drawing = Workers(state.cache)
    drawing.start([dest for dest, at in keys.items() if at not in state.cache], do)
    return drawing


def serve_data_file(state: BuildState, dest: str, config: MkDocsConfig) -> bool:
    """Write one data file for the preview; False if there is none of this name."""
    output = state.registry.data_file(dest)
    if output is None:
        return False
    at, content = _key_and_content(state, output)
    path = str(Path(config.site_dir, dest))
    write_file(content if content is not None else _content(state, output, at), path)
    return True


def _key_and_content(state: BuildState, output: Output) -> tuple[str, bytes | None]:
    """Return what an output is kept under, and its bytes if those had to be made to know."""
    if output.digest:
        return state.cache.key("output", output.kind, output.digest()), None
    content = output.content()
    at = state.cache.key("output", hashlib.sha256(content).digest())
    if at not in state.cache:
        state.cache.put(at, content)
    state.cache.used.add(at)
    return at, content


def _content(state: BuildState, output: Output, at: str) -> bytes:
    """Return the bytes of an output, made or as kept."""
    kept = state.cache.get(at)
    if kept is None:
        kept = output.content()
        state.cache.put(at, kept)
    return kept


def _stays(state: BuildState, output: Output, at: str) -> bool:
    """Whether the output folder has these bytes already, and they are left where they are."""
    if state.manifest is None or state.unchanged is None:
        return False
    state.unchanged.plain.add(at)
    if at not in state.cache or not state.manifest.keeps(output.dest, at):
        return False
    state.cache.used.add(at)
    return True

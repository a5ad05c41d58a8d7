"""YAML text of single values, as it is written into front matter."""

from __future__ import annotations

import yaml

from mkdocs_byline.content.confusables import without_unseen


def flow(value: object) -> str:
    """Return a value as YAML in one line, quoted only where it has to be.

    What no reader would see, as it comes along when text is pasted, is left out.
    """
    written: str = yaml.safe_dump(
        [_seen(value)],
        default_flow_style=True,
        allow_unicode=True,
        width=float("inf"),
        sort_keys=False,
    )
    return written.strip().removeprefix("[").removesuffix("]")


def _seen(value: object) -> object:
    if isinstance(value, list):
        return [_seen(each) for each in value]
    if isinstance(value, dict):
        return {key: _seen(each) for key, each in value.items()}
    return without_unseen(value) if isinstance(value, str) else value

"""Mending of what is mistyped in an authors file."""

from __future__ import annotations

from mkdocs_byline.content.authors import KEYS, parse_authors
from mkdocs_byline.content.misread import addresses
from mkdocs_byline.content.slips import correct, find_slips
from mkdocs_byline.content.yaml_nodes import YamlError, parse_yaml


def mend_authors(text: str) -> str:
    """Return the text as it was most likely meant; as it is, if that would be no better."""
    proposal = text
    try:
        parse_yaml(text)
    except YamlError:
        proposal = correct(text, find_slips(text, KEYS))
    try:
        tree = parse_yaml(proposal)
    except YamlError:
        return text
    if tree is not None:
        proposal = correct(proposal, list(addresses(tree, proposal.split("\n"))))
    before, after = (parse_authors(each.encode(), "") for each in (text, proposal))
    return proposal if before.broken or len(after.problems) < len(before.problems) else text

"""HTML of posts as they once were, sanitised; where there is none, what was typed.

Old texts are anyone's. They are converted as posts by anyone are, within the same limits, but
with the extensions alone that are known to read the text and nothing else: what a text put in from
other files then is not what these files are now.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import markdown

from mkdocs_byline.cache.digest import OpaqueError, describe
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.content.frontmatter import parse_post
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.diff_blocks import Block, Source, plain_blocks, read_blocks, text_block
from mkdocs_byline.html.excerpt import split_heading
from mkdocs_byline.html.fragment import Fragment, text_without
from mkdocs_byline.html.old_links import relative_addresses
from mkdocs_byline.html.text_diff import Comparison, compare, decode, encode
from mkdocs_byline.markdown.converter import Converter, Text
from mkdocs_byline.markdown.extension_purity import fingerprint, full_name
from mkdocs_byline.markdown.include_sandbox import Fence
from mkdocs_byline.markdown.result import Conversion
from mkdocs_byline.model import Dates, Post

_SNIPPETS = "pymdownx.snippets"
_SNIPPET = re.compile(r"^([ \t]*)(?=-+8<-)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EditionText:
    """What a post once said.

    Attributes:
        title: Plain text.
        html: The text below it, sanitised; empty if it could not be converted.
        typed: The text as it was typed, in that case.
        addresses: Those in the HTML that are relative to the file.
    """

    title: str
    html: str = ""
    typed: str = ""
    addresses: tuple[str, ...] = ()

    def blocks(self, known: dict[Source, Block | None]) -> list[Block]:
        """Return its paragraphs, below the title; see `read_blocks`."""
        below = plain_blocks(self.typed) if self.typed else read_blocks(self.html, known)
        return [*text_block(self.title, "heading", 1), *below]


class EditionTexts:
    """Converts and compares the texts that posts once had, and keeps what comes of it."""

    def __init__(
        self,
        cache: Cache,
        extensions: Sequence[Any],
        configs: Mapping[str, Any],
        docs: Path,
        policy: Policy,
    ) -> None:
        """Take the extensions of a site that are known; see the module."""
        known = [name for name in extensions if isinstance(name, str) and full_name(name)]
        configs = {name: options for name, options in configs.items() if name in known}
        if _SNIPPETS in known:  # Nothing is put in, and what would have been is shown as typed.
            own = {"base_path": [], "auto_append": [], "check_paths": False, "url_download": False}
            configs[_SNIPPETS] = {**(configs.get(_SNIPPETS) or {}), **own}
        self.cache, self.policy = cache, replace(policy, references=False)
        self.made: dict[str, EditionText] = {}
        try:
            self.fingerprint = fingerprint(known, configs, (), {})
        except OpaqueError:
            self.fingerprint = ""
        apart = Cache(None, cache.scope, cache.versions)  # Of what is kept here, no half is.
        self.converter = Converter(apart, self.fingerprint, known, configs, docs)
        self.described = json.dumps(describe(self.policy, lambda module: False))

    def key(self, blob: str) -> str:
        """Return what decides what becomes of a text, which has this id."""
        return self.cache.key("edition", self.fingerprint, self.described, blob)

    def kept(self, blob: str) -> EditionText | None:
        """Return what became of a text before."""
        if blob in self.made:
            return self.made[blob]
        data = self.cache.get(self.key(blob)) if self.fingerprint else None
        if data is None:
            return None
        title, html, typed, addresses = json.loads(data)
        self.made[blob] = EditionText(title, html, typed, tuple(addresses))
        return self.made[blob]

    def make(self, blob: str, content: bytes) -> EditionText:
        """Convert a post's file as it was, and keep what becomes of it."""
        found = self.made[blob] = self._converted(content)
        if self.fingerprint:
            self.cache.put(self.key(blob), json.dumps(astuple(found)).encode("ascii"))
        return found

    def _converted(self, content: bytes) -> EditionText:
        source = parse_post(content, "")
        title = source.matter.title
        body = _SNIPPET.sub(r"\1;", source.body) if self._has_snippets else source.body
        post = Post("", title, "", "", Dates(), body=body, body_line=source.body_line)
        found, failure = self.converter.make(Text(post, body, (), self.policy, False), _NoHost())
        if failure:
            return EditionText(title, typed=source.body)
        heading, rest = split_heading(Fragment(found.html), leading_only=bool(title))
        if heading:
            title = text_without(heading.html, "a.headerlink")
        return EditionText(title, rest.html, addresses=relative_addresses(rest.html))

    @property
    def _has_snippets(self) -> bool:
        return _SNIPPETS in self.converter.extensions

    def comparison_key(self, old: str, new: str) -> str:
        return self.cache.key("comparison", self.key(old), self.key(new))

    def kept_comparison(self, old: str, new: str) -> Comparison | None:
        data = self.cache.get(self.comparison_key(old, new)) if self.fingerprint else None
        return decode(data) if data is not None else None

    def compare(self, old: str, new: str) -> Comparison:
        """Compare two texts that have been converted."""
        known: dict[Source, Block | None] = {}
        found = compare(self.made[old].blocks(known), self.made[new].blocks(known))
        if self.fingerprint:
            self.cache.put(self.comparison_key(old, new), encode(found))
        return found


class _Nothing:
    """What is heard where nobody speaks; what comes of it is kept elsewhere."""

    of_links: Sequence[tuple[int, str]] = ()
    are_all = False


class _NoHost:
    """No site that a text's links could lead into; see `Host`."""

    def convert(self, md: markdown.Markdown, text: str, fence: Fence | None) -> Conversion:
        return Conversion(md.convert(text))

    def targets(self, paths: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
        return ()

    def listening(self) -> AbstractContextManager[_Nothing]:
        return nullcontext(_Nothing())

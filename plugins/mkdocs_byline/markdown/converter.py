"""Conversion of Markdown to sanitised HTML, kept in the cache.

One instance of Python-Markdown serves all posts, and what it makes of a text is kept, if the
extensions allow it; see `extension_purity`. The files that links and snippets ask for are asked
for again. Who hosts the blog resolves links; what was said of them is kept, to be said again.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import markdown

from mkdocs_byline.cache.digest import describe
from mkdocs_byline.cache.store import Cache
from mkdocs_byline.html.allowlist import Policy
from mkdocs_byline.html.pictures import describe_pictures
from mkdocs_byline.markdown.include_sandbox import Failure, Fence, failure
from mkdocs_byline.markdown.post_lists import lists_in
from mkdocs_byline.markdown.result import (
    Conversion,
    Origin,
    check_readable,
    decode,
    decode_origin,
    encode,
    encode_origin,
    sanitized,
    with_formulas,
)
from mkdocs_byline.markdown.speedups import hasten
from mkdocs_byline.model import Post
from mkdocs_byline.timeout import OutOfTime, deadline, seconds_for

Rows = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A post's text, and how it is to be converted.

    Attributes:
        markdown: What plugins made of the post's body.
        place: Whatever else decides where links lead: source path, URL and the like.
        policy: What its HTML may hold; None for the site's maintainers, who may do anything.
        enlarges: Whether large pictures lead to their files.
    """

    post: Post
    markdown: str
    place: tuple[str, ...]
    policy: Policy | None
    enlarges: bool = True


class Messages(Protocol):
    """What was logged while a text was converted."""

    @property
    def of_links(self) -> Sequence[tuple[int, str]]: ...

    @property
    def are_all(self) -> bool:
        """Whether nobody else logged anything, which could not be said again."""
        ...


class Host(Protocol):
    """What hosts a blog, as one text needs it."""

    def convert(self, md: markdown.Markdown, text: str, fence: Fence | None) -> Conversion:
        """Convert the text and resolve its links; only what comes of it itself is filled in."""
        ...

    def targets(self, paths: Iterable[str]) -> Rows:
        """Return `Conversion.targets` as they are now."""
        ...

    def listening(self) -> AbstractContextManager[Messages]:
        """Keep back what is said of links."""
        ...


class Converter:
    """Converts the posts of one build.

    Attributes:
        fingerprint: What else than its text decides what a post becomes; empty if nothing is kept.
        docs: The folder that snippets may come from.
        draws_formulas: Whether formulas become MathML.
    """

    def __init__(
        self,
        cache: Cache,
        fingerprint: str,
        extensions: Sequence[Any],
        configs: Mapping[str, Any],
        docs: Path,
        *,
        draws_formulas: bool = False,
    ) -> None:
        self.cache, self.fingerprint = cache, fingerprint
        self.extensions, self.configs, self.docs = extensions, configs, docs
        self.draws_formulas = draws_formulas
        self.instances: dict[bool, Instance] = {}
        self.policy: tuple[Policy | None, str] = (None, "")

    def key(self, text: Text) -> str:
        """Return what a text's conversion is kept under."""
        policy, described = self.policy
        if policy is not text.policy or not described:  # Most posts have the same one.
            described = json.dumps(describe(text.policy, lambda module: False))
            self.policy = (text.policy, described)
        texts = [text.markdown, text.post.body]
        if text.post.pictures:
            shown = (text.post.pictures, text.post.image is None, text.enlarges)
            texts.append(json.dumps(describe(shown, lambda module: False)))
        return self.cache.key("conversion", self.fingerprint, *text.place, described, *texts)

    def is_kept(self, text: Text) -> bool:
        """Whether something was kept of this text, though links may lead elsewhere by now."""
        return bool(self.fingerprint) and self.key(text) in self.cache

    def kept(self, text: Text, host: Host) -> Conversion | None:
        """Return what was kept, if the files it asked for are what they were."""
        data = self.cache.get(self.key(text)) if self.fingerprint else None
        if data is None:
            return None
        found = decode(data)
        return found if self._is_unchanged(text, found, host) else None

    def make(self, text: Text, host: Host) -> tuple[Conversion, Failure | None]:
        """Convert a text, and keep the result.

        What goes wrong is returned: Python's HTML parser raises for some declarations, and
        extensions raise what they like.
        """
        with host.listening() as heard:
            try:
                with deadline(seconds_for(text.markdown) if text.policy else None):
                    found = self._instance(text).convert(text, host)
            except (Exception, OutOfTime) as error:
                logging.getLogger(__name__).debug("converting %s", text.post.path, exc_info=True)
                self.instances.clear()
                return Conversion("", messages=tuple(heard.of_links)), failure(error)
        found = replace(found, messages=tuple(heard.of_links))
        if self.fingerprint and heard.are_all:
            self.cache.put(self.key(text), encode(found))
        return found, None

    def origin(self, text: Text, found: Conversion) -> Origin | None:
        """Return what decides a conversion, if it is kept."""
        is_kept = self.fingerprint and self.key(text) in self.cache
        return self.origin_if_kept(text, found) if is_kept else None

    def origin_if_kept(self, text: Text, found: Conversion) -> Origin:
        """Return the same for who has just made it, and does not know yet whether it is."""
        asked, made = (found.targets, found.includes), (found.links, found.anchors)
        said = (found.removals, found.messages)
        return Origin(self.key(text), *asked, *made, lists_in(found.html), *said)

    def keep_origin(self, origin: Origin, excerpt: str) -> None:
        """Keep what a post was made of, so that the next build need not read it to know.

        Args:
            excerpt: What its excerpt is kept under.
        """
        at, data = self._origin_key(origin.conversion), encode_origin(origin, excerpt)
        if self.cache.get(at) != data:
            self.cache.put(at, data)

    def kept_origin(self, text: Text, host: Host) -> Origin | None:
        """Return what a post will be made of, if it is in the cache; None if it is to be read."""
        if not self.fingerprint:
            return None
        at = self.key(text)
        data = self.cache.get(self._origin_key(at))
        if data is None:
            return None
        origin, excerpt = decode_origin(at, data)
        if at not in self.cache or not self._is_unchanged(text, origin, host):
            return None
        self.cache.used.update((at, excerpt))
        return origin

    def _origin_key(self, conversion: str) -> str:
        return self.cache.key("origin", conversion)

    def _is_unchanged(self, text: Text, found: Conversion | Origin, host: Host) -> bool:
        """Whether the files that a text asked for are what and where they were."""
        if host.targets(path for path, *_ in found.targets) != found.targets:
            return False
        return not found.includes or self._instance(text).includes_of(found) == found.includes

    def _instance(self, text: Text) -> Instance:
        """Return Python-Markdown as it is for a first text."""
        is_fenced = text.policy is not None
        found = self.instances.get(is_fenced)
        if found is None or not self.fingerprint:
            found = self.instances[is_fenced] = Instance(
                self.extensions, self.configs, Fence(self.docs) if is_fenced else None
            )
            found.draws_formulas = self.draws_formulas
            if self.fingerprint:
                hasten(found.markdown)
        found.reset(text.post)
        return found


def _with_pictures(html: str, text: Text) -> str:
    post = text.post
    return describe_pictures(
        html,
        post.url,
        post.pictures,
        first_is_lazy=post.image is not None,
        enlarges=text.enlarges,
    )


class Instance:
    """Python-Markdown with a site's extensions, for posts by anyone or by maintainers.

    Attributes:
        draws_formulas: As in `Converter`.
        includes: Snippets that the text asked for: path and digest by name as written.
    """

    def __init__(
        self, extensions: Sequence[Any], configs: Mapping[str, Any], fence: Fence | None
    ) -> None:
        self.fence = fence
        self.markdown = markdown.Markdown(
            extensions=[*extensions, *filter(None, [fence])], extension_configs={**configs}
        )
        self.draws_formulas = False
        self.includes: dict[str, tuple[str, str]] = {}
        self.find_snippet: Callable[[str], str | None] = lambda name: None
        if "snippet" in self.markdown.preprocessors:
            self._follow_snippets(self.markdown.preprocessors["snippet"])

    def reset(self, post: Post) -> None:
        self.markdown.reset()
        self.includes = {}
        if self.fence:
            self.fence.enclose(post)

    def convert(self, text: Text, host: Host) -> Conversion:
        found = host.convert(self.markdown, text.markdown, self.fence)
        if self.draws_formulas:
            found = with_formulas(found, text.post.body)
        if text.policy:
            found = sanitized(found, text.post.path, text.post.body, text.policy)
        if text.post.pictures:
            found = replace(found, html=_with_pictures(found.html, text))
        check_readable(found.html)
        refused = self.fence.refused if self.fence else ()
        removals = (*found.removals, *refused)
        return replace(found, includes=self._notes(), removals=removals)

    def includes_of(self, found: Conversion | Origin) -> Rows:
        """Return what the snippets of an earlier conversion are now."""
        for name, *_ in found.includes:
            with suppress(Exception):  # Whatever it raises, it is not what it was.
                self._snippet(name)
        return self._notes()

    def _notes(self) -> Rows:
        return tuple((name, *each) for name, each in self.includes.items())

    def _follow_snippets(self, snippets: Any) -> None:
        """Have the extension's search for a file leave a note of what it found."""
        self.find_snippet = snippets.get_snippet_path
        snippets.get_snippet_path = self._snippet

    def _snippet(self, name: str) -> str | None:
        path = self.find_snippet(name)
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
        self.includes[name] = (path or "", digest)
        return path

"""Which files are films and sounds."""

from __future__ import annotations

import posixpath

_KINDS = {
    "audio": (".aac", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".weba"),
    "video": (".m4v", ".mov", ".mp4", ".ogv", ".webm"),
}
_BY_END = {end: kind for kind, ends in _KINDS.items() for end in ends}


def medium(path: str) -> str:
    """Return `audio` or `video` by a file's name, as its element is called; else nothing."""
    plain = path.partition("#")[0].partition("?")[0]
    return _BY_END.get(posixpath.splitext(plain)[1].lower(), "")

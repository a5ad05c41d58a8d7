"""Web addresses as people type them, with the scheme that was meant."""

from __future__ import annotations

import re

_HOST = r"(?:[^\W_][\w-]*\.)+[a-z]{2,24}"
_WITHOUT = re.compile(rf"(?P<host>{_HOST})(?::\d{{1,5}})?(?:[/?#]\S*)?", re.IGNORECASE)
_MISTYPED = re.compile(
    r"(?:h?t?tps?|htt?p|hhttps?)(?:;//|:/*|/{1,2})" rf"(?P<rest>{_HOST}\b\S*)", re.IGNORECASE
)
# What the names of files end with. Some are domains as well, which `www.` in front shows.
_FILES = frozenset(
    ("apng", "avif", "bak", "bat", "bib", "bz", "c", "cc", "cfg", "conf", "cpp", "css", "csv")
    + ("docx", "flac", "gif", "go", "gz", "h", "hpp", "htm", "html", "ico", "ics", "ini", "ipynb")
    + ("java", "jpeg", "jpg", "js", "json", "jsonl", "jsx", "kt", "lock", "log", "lua", "markdown")
    + ("md", "mdown", "mkd", "mkdn", "mov", "mp", "odt", "ods", "ogg", "opus", "pdf", "php", "pl")
    + ("png", "ppt", "pptx", "ps", "py", "rb", "rs", "rst", "sh", "sql", "srt", "svg", "swift")
    + ("tar", "tex", "toml", "ts", "tsv", "tsx", "txt", "vtt", "vue", "wav", "weba", "webm")
    + ("webp", "xls", "xlsx", "xml", "yaml", "yml", "zip")
)


def with_scheme(text: str) -> str | None:
    """Return the address with `https://` in front; None if it may be a path, or has a scheme.

    >>> with_scheme("www.example.org/a"), with_scheme("https//example.org"), with_scheme("a.md")
    ('https://www.example.org/a', 'https://example.org', None)
    """
    if text.lower().startswith(("https://", "http://")):
        return None
    if match := _MISTYPED.fullmatch(text):
        return f"https://{match['rest']}"
    match = _WITHOUT.fullmatch(text)
    if not match:
        return None
    host = match["host"].lower()
    is_file = host.rpartition(".")[2] in _FILES and not host.startswith("www.")
    return None if is_file else f"https://{text}"

"""Pagefind's index, made by its program in a process of its own.

The program is in the packages `pagefind-bin` and `pagefind-bin-extended`, which also knows where
words end in Chinese, Japanese and Thai. It is asked as Pagefind's own wrappers for Node and Python
do (https://pagefind.app/docs/py-api/): messages in JSON, each in Base64 and with a comma after it.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import importlib
import importlib.metadata
import json
import os
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from mkdocs_byline.search.common_words import common_words
from mkdocs_byline.search.records import Record, to_html

EXTENDED = "pagefind_bin_extended"
UNSPACED = frozenset(("ja", "th", "zh"))  # Languages that have no spaces between words.
_PACKAGES = (EXTENDED, "pagefind_bin")
_ENTRY = "pagefind-entry.json"
# How many places of words are in a file of the index. A query loads a file for each of its words,
# and with Pagefind's own number, 20,000, four times as much of other words with it.
_CHUNK = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "5000"}
# What a browser loads; the rest are user interfaces.
_KINDS = (".pf_meta", ".pf_fragment", ".pf_index", ".pagefind")
_NAMES = ("pagefind.js", _ENTRY)


class PagefindError(Exception):
    """Pagefind has made no index."""


def program() -> tuple[Path, str] | None:
    """Return Pagefind's program and its version; None if it isn't installed."""
    for package in _PACKAGES:
        try:
            path = importlib.import_module(package).get_executable()
            return Path(path), f"{package} {importlib.metadata.version(package)}"
        except (ImportError, FileNotFoundError):
            continue
    return None


def make_index(path: Path, records: Iterable[Record]) -> dict[str, bytes]:
    """Return the index's files by name, sorted. The same records make the same bytes.

    Hits that are equally good come in the records' order.

    Raises:
        PagefindError: if the program fails.
    """
    known = list(records)
    files = {
        each["path"]: base64.b64decode(each["content"])
        for each in _ask(path, list(_requests(known)))["files"]
    }
    found = {
        name: content
        for name, content in sorted(files.items())
        if name in _NAMES or name.endswith(_KINDS)
    }
    if _ENTRY not in found:
        raise PagefindError("it wrote no index")
    # The only file whose order is another one each time. The worker reads it first.
    entry = json.loads(found[_ENTRY]) | {"common": common_words(known)}
    found[_ENTRY] = json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()
    return found


def _requests(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {}}
    for record in records:
        yield {
            "type": "AddFile",
            "index_id": 0,
            "url": record.url,
            # A half of a surrogate pair is no text for it.
            "file_contents": to_html(record).encode("utf-8", "replace").decode(),
            "file_path": None,
        }
    yield {"type": "GetFiles", "index_id": 0}


def _ask(path: Path, requests: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the program answers to the last request."""
    try:
        process = subprocess.Popen(  # noqa: S603 - without a shell
            [path, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _CHUNK,
        )
    except OSError as error:
        raise PagefindError(f"it doesn't start ({error})") from error
    with process:
        assert process.stdin and process.stdout
        # Its answers have to be read meanwhile, or both would wait for each other.
        writer = threading.Thread(target=_write, args=(process.stdin, requests), daemon=True)
        writer.start()
        try:
            return _last_answer(process.stdout, len(requests))
        finally:
            process.kill()
            writer.join()
            with contextlib.suppress(OSError):  # It may have ended before it read all.
                process.stdin.close()


def _write(stream: IO[bytes], requests: list[dict[str, Any]]) -> None:
    try:
        for number, payload in enumerate(requests, 1):
            message = json.dumps({"message_id": number, "payload": payload})
            stream.write(base64.b64encode(message.encode()) + b",")
        stream.flush()  # It goes on waiting for more, and ends when it is told to.
    except (OSError, ValueError):
        pass  # It has ended, and the reader knows.


def _last_answer(stream: IO[bytes], number: int) -> dict[str, Any]:
    rest, answered = [b""], 0
    while answered < number:
        block = stream.read1(2**20)  # type: ignore[attr-defined]
        if not block:
            raise PagefindError("it ended too early")
        *whole, tail = block.split(b",")
        for part in whole:
            answer = _decoded(b"".join((*rest, part)))
            rest = []
            answered += 1
        rest.append(tail)
    return answer


def _decoded(message: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(base64.b64decode(message, validate=True))
        payload: dict[str, Any] = answer["payload"]
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise PagefindError("its answer can't be read") from error
    if payload.get("type") == "Error":
        raise PagefindError(str(payload.get("message")))
    return payload

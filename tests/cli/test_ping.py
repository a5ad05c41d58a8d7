"""A hub is asked to look at the feeds, with what WebSub has publishers send."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from building import CONFIG, post, write
from mkdocs_byline.cli import main


class Hub(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 202
        self.heard: list[dict[str, list[str]]] = []


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        hub = self.server
        assert isinstance(hub, Hub)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        hub.heard.append(parse_qs(body))
        self.send_response(hub.status)
        self.end_headers()

    def log_message(self, *values: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def ping(root: Path, address: str) -> tuple[int, str]:
    options = f"byline: {{feed_hub: '{address}', feed_formats: [atom], feed_kinds: [tag]}}]"
    files = {
        "mkdocs.yml": CONFIG.replace("byline]", options),
        "docs/index.md": "# Home\n",
        "docs/blog/posts/a.md": post("# A", date="2026-01-02", tags="[sea]"),
    }
    write(root, dict(files))
    found = CliRunner().invoke(main, ["ping", "-f", str(root / "mkdocs.yml")])
    return found.exit_code, found.output


def test_the_hub_is_asked_for_each_feed(tmp_path: Path, hub: Hub) -> None:
    code, said = ping(tmp_path, f"http://127.0.0.1:{hub.server_port}/hub")
    assert (code, said.endswith("was asked to look at 2 feeds.\n")) == (0, True)
    topics = [f"https://example.org/sub/blog/{path}atom.xml" for path in ("", "tag/sea/")]
    assert hub.heard == [{"hub.mode": ["publish"], "hub.topic": topics, "hub.url": topics}]


def test_a_hub_that_refuses_or_is_not_there_is_an_error(tmp_path: Path, hub: Hub) -> None:
    address = f"http://127.0.0.1:{hub.server_port}/hub"
    hub.status = 400
    assert ping(tmp_path, address) == (
        1,
        f"The hub {address} can't be asked: HTTP Error 400: Bad Request\n",
    )
    closed = HTTPServer(("127.0.0.1", 0), _Handler)
    closed.server_close()
    code, said = ping(tmp_path, f"http://127.0.0.1:{closed.server_port}/")
    assert (code, "can't be asked: " in said) == (1, True)


def test_without_a_hub_nobody_is_asked(tmp_path: Path) -> None:
    assert ping(tmp_path, "") == (0, "No hub is to be asked.\n")

"""GitHub's API on this machine, as far as a comment on a pull request needs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class Hub(ThreadingHTTPServer):
    """Has one pull request, and comments on it.

    Attributes:
        pulls, said: What it answers of pull requests and of comments.
        asked: Method, path and the comment's text of each request.
    """

    def __init__(self, head: str, said: list[dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.pulls: list[dict[str, Any]] = [{"number": 7, "head": {"sha": head}}]
        self.said = said
        self.asked: list[tuple[str, str, str]] = []

    def environment(self, repository: str) -> dict[str, str]:
        """Return what tells a workflow's step of it."""
        address = f"http://127.0.0.1:{self.server_port}"
        return {"GITHUB_API_URL": address, "GITHUB_REPOSITORY": repository}


class _Answers(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length))["body"] if length else ""
        self.server.asked.append((self.command, self.path, body))
        found = self.server.pulls if "/pulls?" in self.path else self.server.said
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    do_POST = do_PATCH = do_GET

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hub_of(head: str, *said: dict[str, Any]) -> Iterator[Hub]:
    """Serve a hub whose pull request is at this commit."""
    with Hub(head, list(said)) as hub:
        Thread(target=hub.serve_forever, daemon=True).start()
        try:
            yield hub
        finally:
            hub.shutdown()


def after_check(head: str, branch: str) -> dict[str, str]:
    """Return what a workflow knows that runs after the check of a stranger's pull request."""
    event = "github.event.workflow_run."
    return {
        f"{event}head_sha": head,
        f"{event}actor.login": "eve",
        f"{event}head_repository.owner.login": "eve",
        f"{event}head_branch": branch,
        "github.token": "token",
    }

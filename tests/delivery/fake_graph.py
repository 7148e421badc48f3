"""A mailbox of Microsoft Graph in memory, with faults that a test orders for a stage."""

from __future__ import annotations

import base64
import email
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from tests.delivery.https_server import answer, https_server

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

SENDER = "reports@consult.example"
_ROOT = f"/v1.0/users/{SENDER}"


@dataclass(slots=True)
class FakeGraph:
    """``folders`` holds id → Message-ID; ``faults`` stage → what happens there, once.

    Stages: look, create, send. Faults: a status (answered, nothing done); "drop" (the request is read, nothing is done
    and the connection closed); "lost" (done, then closed); "504" (done, then answered 504); "stall" (no answer until
    the test ends); "drip" (one byte of the answer each 50 ms).
    """

    url: str = ""
    context: ssl.SSLContext | None = None
    folders: dict[str, dict[str, str]] = field(default_factory=lambda: {"drafts": {}, "sentitems": {}, "other": {}})
    bodies: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, str | int] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    ended: Event = field(default_factory=Event)
    dripped: int = 0
    code: str = "ErrorSomething"
    recipients: list[str] = field(default_factory=lambda: ["Anna@acme.example"])

    def stages(self) -> list[str]:
        """Return the stages that were asked for, in order."""
        return [stage for stage, _ in self.asked]

    def act(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        path = unquote(urlsplit(handler.path).path)
        stage = "look" if handler.command == "GET" else "send" if path.endswith("/send") else "create"
        self.asked.append((stage, handler.path))
        self.tokens.add(handler.headers["Authorization"])
        fault = self.faults.pop(stage, "")
        if isinstance(fault, int):
            text = f"The mailbox {SENDER} of anna@acme.example said no"
            said = json.dumps({"error": {"code": self.code, "message": text}}).encode()
            answer(handler, fault, said, Retry_After="30", Location="https://localhost:1/elsewhere")
        elif fault == "stall":
            self.ended.wait()
        elif fault == "drip":
            self._drip(handler)
        elif fault == "drop":
            handler.close_connection = True
        else:
            status, content = self._done(stage, path, handler, body)
            if fault == "lost":
                handler.close_connection = True
            elif fault:
                answer(handler, int(fault))
            else:
                answer(handler, status, json.dumps(content).encode() if content is not None else b"")

    def _drip(self, handler: BaseHTTPRequestHandler) -> None:
        for byte in b"HTTP/1.1 202 Accepted\r\nX-Long: " + b"x" * 1000:
            if self.ended.wait(0.05):
                return
            handler.wfile.write(bytes([byte]))
            self.dripped += 1

    def _done(self, stage: str, path: str, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, object]:
        parts = path.removeprefix(_ROOT).strip("/").split("/")
        if not path.startswith(_ROOT):
            return 404, {"error": {"code": "ErrorInvalidUser"}}
        if stage == "create":
            if handler.headers["Content-Type"] != "text/plain" or "ImmutableId" not in handler.headers["Prefer"]:
                return 415, None
            draft = f"AAk={len(self.bodies)}/+"  # signs that must be quoted in a path
            self.bodies[draft] = base64.b64decode(body, validate=True)
            self.folders["drafts"][draft] = email.message_from_bytes(self.bodies[draft])["Message-ID"]
            return 201, {"id": draft, "isDraft": True}
        if stage == "send":
            draft = "/".join(parts[1:-1])
            if draft not in self.folders["drafts"]:
                return 404, {"error": {"code": "ErrorItemNotFound"}}
            self.folders["sentitems"][draft] = self.folders["drafts"].pop(draft)
            return 202, None
        return self._look(parts, parse_qs(urlsplit(handler.path).query))

    def _look(self, parts: list[str], query: dict[str, list[str]]) -> tuple[int, object]:
        folder = parts[1] if parts[0] == "mailFolders" else ""
        rest = "/".join(parts[3:] if folder else parts[1:])
        if folder and len(parts) == 2:
            return 200, {"id": folder}
        if wanted := query.get("$filter"):
            found = [one for one, name in self.folders[folder].items() if wanted[0] == f"internetMessageId eq '{name}'"]
            return 200, {"value": [{"id": one} for one in found]}
        for name, items in self.folders.items():
            if rest in items and folder in ("", name):
                to = [{"emailAddress": {"address": one}} for one in self.recipients]
                lists = {"toRecipients": to, "ccRecipients": [], "bccRecipients": []}
                return 200, {"id": rest, "isDraft": name != "sentitems", **lists}
        return 404, {"error": {"code": "ErrorItemNotFound"}}


@contextmanager
def fake_graph(folder: Path, certificate: str = "good") -> Iterator[FakeGraph]:
    """Run the fake as long as the block lasts."""
    graph = FakeGraph()
    with https_server(folder, graph.act, certificate) as (url, context):
        graph.url, graph.context = f"{url}/v1.0", context
        try:
            yield graph
        finally:
            graph.ended.set()

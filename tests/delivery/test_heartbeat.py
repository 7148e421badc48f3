"""The watcher is told of start, success and failure, and a watcher that fails disturbs nobody."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from reporter.delivery.heartbeat import beat
from tests.delivery.https_server import answer, https_server

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path


@pytest.mark.parametrize(
    ("path", "what", "asked"),
    [
        ("/ping/7f3a", "start", "/ping/7f3a/start"),
        ("/ping/7f3a", "ok", "/ping/7f3a"),
        ("/ping/7f3a/", "fail", "/ping/7f3a/fail"),
        ("", "ok", "/"),
        ("/ping/7f3a?group=a", "fail", "/ping/7f3a/fail?group=a"),
    ],
)
def test_a_beat_is_one_request_without_data(tmp_path: Path, path: str, what: str, asked: str) -> None:
    """The path says what happened; no body, no header tells of anything else."""
    seen: list[tuple[str, str, set[str]]] = []

    def act(handler: BaseHTTPRequestHandler) -> None:
        seen.append((handler.command, handler.path, {name.lower() for name in handler.headers}))
        answer(handler, 200, b"OK")

    with https_server(tmp_path, act) as (url, context):
        assert beat(url + path, what, context=context)  # type: ignore[arg-type]
    assert seen == [("GET", asked, {"host", "accept-encoding", "connection"})]


@pytest.mark.parametrize(("status", "heard"), [(200, True), (204, True), (302, False), (404, False), (500, False)])
def test_only_2xx_counts_as_heard(tmp_path: Path, status: int, heard: bool) -> None:  # noqa: FBT001 - a parameter
    """A redirection is not followed: it could lead anywhere."""
    asked: list[str] = []

    def act(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        answer(handler, status, Location="/elsewhere")

    with https_server(tmp_path, act) as (url, context):
        assert beat(f"{url}/p", "ok", context=context) is heard
    assert asked == ["/p"]


@pytest.mark.parametrize("certificate", ["self_signed", "wrong_host", "expired"])
def test_a_bad_certificate_is_not_spoken_to(tmp_path: Path, certificate: str) -> None:
    """The URL's path is a secret of its own; it is not sent to somebody else."""
    asked: list[str] = []
    with https_server(tmp_path, lambda handler: asked.append(handler.path), certificate) as (url, context):
        assert not beat(f"{url}/p", "ok", context=context)
    assert asked == []


@pytest.mark.parametrize(
    "url",
    ["", "http://localhost/p", "https://", "https://localhost:99999/p",
     "https://localhost:1/p", "https://localhost:1/a b\r\nX: y", "ftp://localhost/p", "nonsense", "https://[::1/p"],
)  # fmt: skip
def test_a_url_of_no_use_is_no_fault(url: str) -> None:
    """Nothing is asked and nothing raised."""
    assert not beat(url, "fail", timeout=1)


@pytest.mark.parametrize("answers", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 "])
def test_a_broken_answer_is_no_fault(tmp_path: Path, answers: bytes) -> None:
    """The connection closes early or speaks something else."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answers)
        handler.close_connection = True

    with https_server(tmp_path, act) as (url, context):
        assert not beat(f"{url}/p", "ok", context=context)


def test_a_watcher_that_drips_does_not_hold_a_run_up(tmp_path: Path) -> None:
    """One byte now and then never fills the status in time; the beat ends at its own limit."""
    ended, sent = Event(), []

    def act(handler: BaseHTTPRequestHandler) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n":
            if ended.wait(0.1):
                return
            handler.wfile.write(bytes([byte]))
            sent.append(byte)

    with https_server(tmp_path, act) as (url, context):
        assert not beat(f"{url}/p", "ok", timeout=0.5, context=context, clock=time.monotonic)
        ended.set()
    assert len(sent) < 12

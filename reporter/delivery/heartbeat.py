"""A dead timer is silent, so a watcher outside is told of each run's start and end, and of nothing else."""

from __future__ import annotations

import http.client
import ssl
import time
from contextlib import closing
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

What = Literal["start", "ok", "fail"]
_SUFFIX: Final = {"start": "/start", "ok": "", "fail": "/fail"}
_STATUS_LINE = len("HTTP/1.1 200")


def beat(
    url: str,
    what: What,
    timeout: float = 10,
    *,
    context: ssl.SSLContext | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """Ask for a URL, as healthchecks.io and its like take it; tell whether it answered 2xx. It never raises.

    Args:
        url: https, with verified TLS ≥ 1.2; empty where there is no watcher.
        what: adds "/start" or "/fail" to the path, or nothing.
        timeout: seconds for connecting, for TLS, and for asking and hearing.
        context: for the tests' own authority.
        clock: monotonic seconds.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            return False
        target = parts.path.rstrip("/") + _SUFFIX[what] or "/"
        return _asked(
            http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout, context=_proving(context)),
            target + (f"?{parts.query}" if parts.query else ""),
            timeout,
            clock,
        )
    except (OSError, ValueError, http.client.HTTPException):
        return False


def _proving(context: ssl.SSLContext | None) -> ssl.SSLContext:
    found = context or ssl.create_default_context()
    found.minimum_version = max(found.minimum_version, ssl.TLSVersion.TLSv1_2)
    return found


def _asked(connection: http.client.HTTPSConnection, target: str, timeout: float, clock: Callable[[], float]) -> bool:
    """Ask, and read no more than the status, since a byte now and then must not keep a run from ending."""
    with closing(connection):
        connection.connect()
        until, head = clock() + timeout, b""
        connection.request("GET", target, headers={"Connection": "close"})
        while len(head) < _STATUS_LINE:
            if (seconds := until - clock()) <= 0:
                return False
            connection.sock.settimeout(seconds)
            part = connection.sock.recv(_STATUS_LINE - len(head))
            if not part:
                return False
            head += part
    return head[:7] == b"HTTP/1." and head[9:10] == b"2"

"""Servers as our children: started, waited for, and ended whatever happens."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 30.0


class StandError(Exception):
    """The servers are not installed, or do not start."""


@contextlib.contextmanager
def child(folder: Path, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server as our child, and end it and all that it started, whatever happens to the block or to us."""
    with (folder / "output.log").open("ab") as output:
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )  # its group then holds what it started, and nothing else
    # our death, even by SIGKILL, closes the pipe (a death signal of Linux does not outlive Postfix's change of user)
    guard = subprocess.Popen(
        ["sh", "-c", 'read -r _; kill -s KILL -- "-$1"', "sh", str(server.pid)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us
    )
    try:
        yield server
    finally:
        guard.kill()
        guard.communicate()
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on: all are held before the first is let go."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def listens(port: int) -> bool:
    """Tell whether somebody takes connections on a port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def until(reached: Callable[[], bool], otherwise: str, folder: Path, *needed: subprocess.Popen[bytes]) -> None:
    """Poll until something holds.

    Raises:
        StandError: after ``PATIENCE`` seconds, or when a needed process ended; with the end of the logs.
    """
    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end or any(process.poll() is not None for process in needed):
            raise StandError(f"{otherwise}: {logs(folder)}")
        time.sleep(0.01)


def logs(folder: Path) -> str:
    """Return how the servers' logs end."""
    files = (folder / name for name in ("output.log", "dovecot.log", "postfix.log"))
    return "\n".join(file.read_text(encoding="utf-8", errors="replace")[-2000:] for file in files if file.is_file())

"""The system's own programs, and files that are there whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from reporter.delivery.disk import write_whole
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(files: Mapping[Path, bytes | None]) -> None:
    """Write files, each whole or not at all; None takes one away.

    Raises:
        UsageError: C110, when a place cannot be written.
    """
    for path, content in files.items():
        try:
            if content is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content, mode=0o644)
        except OSError as fault:
            raise UsageError(
                "C110", f"{path} cannot be written ({fault.strerror})", help="free room, or check its permissions"
            ) from None


def run(arguments: list[str], given: bytes | None = None) -> None:
    """Run a program that must succeed.

    Raises:
        UsageError: E422, when there is none; E423, when it fails.
    """
    found = call(arguments, given)
    if found.returncode:
        raise refused(arguments, found.stderr or found.stdout)


def succeeds(arguments: list[str]) -> bool:
    """Run a program that may fail, or be missing."""
    return shutil.which(arguments[0]) is not None and call(arguments).returncode == 0


def call(arguments: list[str], given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run one of the system's programs, in English.

    Raises:
        UsageError: E422, when there is none.
    """
    program = shutil.which(arguments[0])
    if program is None:
        raise UsageError(
            "E422",
            f"there is no {arguments[0]} on this machine",
            help="choose another way: --systemd, --cron or --windows",
        )
    return subprocess.run(  # noqa: S603 - a fixed list of words, no shell
        [program, *arguments[1:]], input=given or b"", capture_output=True, check=False,
        env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip


def refused(arguments: list[str], said: bytes) -> UsageError:
    """Return the fault that a program failed."""
    words = " ".join(said.decode(errors="replace").split())[:300] or "it gave no reason"
    return UsageError(
        "E423",
        f"{' '.join(arguments[:3])} failed: {words}",
        help="mend what it says, then run again",
    )

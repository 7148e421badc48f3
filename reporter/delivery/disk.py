"""Files that are there whole or not at all, and on the disk before anything is sent on the strength of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file whole or not at all; what a dead run left half written is taken away first.

    Its bytes are on the disk when this returns; its name is after ``sync`` of the folder.

    Raises:
        OSError: the disk does not take it; nothing is left of it.
    """
    beside = path.with_suffix(".part")
    beside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def sync(folder: Path) -> None:
    """Put a folder's entries on the disk, where the system can (Windows cannot, and need not).

    Raises:
        OSError: the disk does not take them.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

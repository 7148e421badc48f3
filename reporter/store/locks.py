"""Folders that one run works in: a second run waits, and what a dead one left is told from what is in use.

The system lets go of a lock when its process ends, however it ends.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, and wait for it where another run does; where the system knows no locks, go on."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders
        yield
        return
    try:
        _lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


def is_abandoned(folder: Path) -> bool:
    """Tell whether nobody holds a folder; False where that cannot be known."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # its run has just removed it
        return False
    try:
        return _lock(handle, wait=False)
    finally:
        os.close(handle)


def _lock(handle: int, *, wait: bool) -> bool:
    """Lock an open folder; tell whether that was done."""
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # another holds it, or it lies on a disk without locks
        return False
    return True

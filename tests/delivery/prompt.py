"""A folder in memory, for tests that write much to no disk in particular."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMORY = Path("/dev/shm")  # noqa: S108 - where it is missing, an ordinary folder does


@contextmanager
def memory_folder() -> Iterator[Path]:
    """Make a folder in memory, for tests that are not about disks."""
    folder = Path(tempfile.mkdtemp(prefix="reporter-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)

"""A disk of a few pages: a tmpfs whose size the test sets, and takes away again whatever happens. Needs root."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = 4096


@dataclass(frozen=True)
class Disk:
    """A mounted disk. Its pages have 4,096 bytes."""

    place: Path

    def used(self) -> int:
        """Return how many pages its files take."""
        return -(-sum(path.stat().st_blocks * 512 for path in self.place.rglob("*") if path.is_file()) // PAGE)

    def leave(self, pages: int) -> None:
        """Make it so large that only so many pages are free (a tmpfs of no page at all would have no limit)."""
        _run("mount", "-o", f"remount,size={max(self.used() + pages, 1) * PAGE}", str(self.place))

    def make_room(self) -> None:
        """Make it large again."""
        _run("mount", "-o", "remount,size=8m", str(self.place))


@contextmanager
def small_disk(place: Path) -> Iterator[Disk]:
    """Mount a disk of 8 MB in a new folder as long as the block lasts."""
    place.mkdir()
    _run("mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", str(place))
    try:
        yield Disk(place)
    finally:
        _run("umount", str(place))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)

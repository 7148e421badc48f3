"""What decoding gives: a text, and what had to be decided on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A UTF-8 file; ``damaged`` counts lines with letters that are lost, ``mixed`` lines in another encoding."""

    path: Path
    encoding: str
    damaged: int = 0
    mixed: int = 0

"""Packed files are opened in a process of their own, which may use so much memory and time and no more.

A workbook or an archive is parsed by large libraries from bytes that anyone may have made: what exhausts
or crashes the opener ends it, and not the run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.errors import InputError
from reporter.sources.files.kinds import Part

_MEGABYTE = 1 << 20
#: The opener needs none of what the package imports to read a table: an empty one in its place saves 0.1 s.
_START = """
import sys, types
sys.path[:], folder = sys.argv[3:], sys.argv[2]
package = sys.modules["reporter.sources"] = types.ModuleType("reporter.sources")
package.__path__ = [folder]
from reporter.sources.files.unpacking import main
main(sys.argv[1])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the opener may use: bytes of memory, seconds of computing and on the clock, bytes of any one file."""

    memory: int = 1 << 30
    cpu: int = 20
    wall: int = 28
    file: int = 4 << 30

    def grown(self, size: int) -> Limits:
        """Return the limits of a file of ``size`` bytes: an honest one of 1 MB takes a third of a second."""
        more = 2 * (size // _MEGABYTE)
        return Limits(memory=self.memory, cpu=self.cpu + more, wall=self.wall + 2 * more, file=self.file)


DEFAULT = Limits()


def unpacked(path: Path, scratch: Path) -> tuple[Part, ...]:
    """Return the tables of a workbook, an archive or a gzip file, written as text to ``scratch``.

    Raises:
        InputError: D101, D102, D103, D106 as the opener says; D123 where it was stopped, or gave up.
    """
    limits = DEFAULT.grown(path.stat().st_size)
    order = {
        "path": str(path.absolute()),
        "scratch": str(scratch.absolute()),
        "parent": os.getpid(),
        "memory": limits.memory,
        "cpu": limits.cpu,
        "file": limits.file,
    }
    here = str(Path(__file__).parents[1])
    command = [sys.executable, "-I", "-S", "-c", _START, json.dumps(order), here, *sys.path]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program; the file's name is data
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limits.wall, check=False
        )
    except subprocess.TimeoutExpired:
        raise _stopped(path, limits) from None
    if done.returncode:
        raise _stopped(path, limits)
    answer = json.loads(done.stdout)
    if answer["fault"]:
        raise _fault(path, answer["fault"])
    return tuple(_part(path, scratch, one) for one in answer["parts"])


def _part(path: Path, scratch: Path, told: dict[str, Any]) -> Part:
    fault = _fault(path, told["fault"], told["name"]) if told["fault"] else None
    return Part(path=scratch / told["path"], name=told["name"], fault=fault)


def _fault(path: Path, told: dict[str, str], name: str = "") -> InputError:
    file = f"{path.name}: {name}" if name else path.name
    return InputError(told["code"], told["message"], help=told["help"], file=file)


def _stopped(path: Path, limits: Limits) -> InputError:
    return InputError(
        "D123",
        f"was stopped: opening it takes more than {limits.memory // _MEGABYTE} MB of memory or {limits.cpu} seconds",
        help="open it and save the table alone as CSV",
        file=path.name,
    )

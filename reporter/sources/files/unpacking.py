"""The program that opens one packed file under limits, and answers with its tables as JSON.

It runs alone in a process (``guarded`` starts it), and imports nothing that it does not need.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.files.kinds import GZIP, HEAD, OLE, ZIP, Part, is_spreadsheet, no_text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Each table is looked at by every format: a workbook of 16,000 sheets would keep the run for an hour.
_TABLES = 500


def main(order: str) -> None:
    """Open the file that a JSON text names; print its parts, or what is wrong with it, as JSON."""
    told = json.loads(order)
    _limit(told)
    scratch = Path(told["scratch"])
    parts: list[Part] = []
    fault: InputError | None = None
    try:
        parts = unpack(Path(told["path"]), scratch)
    except InputError as problem:
        fault = problem
    except MemoryError:
        os._exit(1)  # the asker knows what it means
    except Exception as problem:  # noqa: BLE001 - whatever bytes can make a library raise
        fault = InputError("D106", f"cannot be unpacked ({type(problem).__name__})", help="export it again")
    answer = {
        "parts": [
            {"path": os.path.relpath(one.path, scratch), "name": one.name, "fault": _said(one.fault)} for one in parts
        ],
        "fault": _said(fault),
    }
    sys.stdout.write(json.dumps(answer))


def _said(fault: InputError | None) -> dict[str, str] | None:
    return {"code": fault.code, "message": fault.message, "help": fault.help} if fault else None


def _limit(told: Mapping[str, int]) -> None:
    """Take the limits upon this process, where the system knows them; the asker's clock runs everywhere."""
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
        if os.getppid() != told["parent"]:  # it died before the signal was asked for
            os._exit(1)
    try:
        import resource
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_AS, told["memory"]),
        (resource.RLIMIT_CPU, told["cpu"]),
        (resource.RLIMIT_FSIZE, told["file"]),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in wanted:
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):  # the system, or a limit that is lower already, forbids it
            continue


def unpack(path: Path, scratch: Path) -> list[Part]:
    """Return the tables of a packed file as text under ``scratch``; one table alone has no name.

    Raises:
        InputError: D101, D102, D103, D106, D123.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(GZIP):
        from reporter.sources.files.archives import gunzip

        inner = gunzip(path, scratch)
        with inner.open("rb") as stream:
            head = stream.read(HEAD)
        if head.startswith(GZIP):
            raise InputError("D102", "is packed twice, not a table", help="unpack it and give what it holds")
        if not head.startswith((ZIP, OLE)):
            if fault := no_text(head, path.name):
                raise fault
            return [Part(path=inner)]
        path = inner
    found = _tables(path, scratch, head)
    if len(found) > _TABLES:
        raise InputError(
            "D123",
            f"holds {len(found)} tables, more than an export does (at most {_TABLES})",
            help="save those that matter alone",
        )
    return _alone(found)


def _tables(path: Path, scratch: Path, head: bytes) -> list[Part]:
    """Return the sheets of a workbook, or the members of an archive."""
    from reporter.sources.files.archives import holds_workbook, members

    if head.startswith(OLE) or holds_workbook(path) or is_spreadsheet(path):
        from reporter.sources.files.workbooks import sheets

        return sheets(path, scratch)
    return members(path, scratch)


def _alone(found: list[Part]) -> list[Part]:
    """Return the parts, without its name where one of them is a table."""
    tables = [one for one in found if not one.fault]
    if len(tables) != 1:
        return found
    return [Part(path=one.path) if one is tables[0] else one for one in found]

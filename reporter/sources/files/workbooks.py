"""The sheets of an Excel workbook as delimited text. Runs in the opener's process (``guarded``) only."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from reporter.errors import InputError
from reporter.sources.files.archives import no_room
from reporter.sources.files.kinds import OLE, SHEET, Part
from reporter.sources.files.workbook_size import require_moderate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from python_calamine import CalamineWorkbook

#: How the name of an encrypted workbook's content stands in its directory.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY = 1 << 20
#: The sheet in which Dynamics keeps its lists of options.
_OPTIONS = "hiddensheet"


def sheets(path: Path, scratch: Path) -> list[Part]:
    """Return each sheet of a workbook as a CSV file under ``scratch``, and a fault for one that holds no table.

    A hidden sheet is never read; of one that holds a table it is said. An empty one is passed over.

    Raises:
        InputError: D101 an empty workbook, D103 one that is broken or protected, D123 one that is too large.
    """
    from python_calamine import CalamineWorkbook

    try:
        if zipfile.is_zipfile(path):
            require_moderate(path)
        # Not by its path: a name that is no UTF-8 leads nowhere in the library.
        with path.open("rb") as stream:
            found = _written(CalamineWorkbook.from_filelike(stream), scratch)
    except (InputError, MemoryError):
        raise
    except Exception as problem:  # noqa: BLE001 - the library raises a family of its own errors and ValueError
        raise _broken(path, problem) from None
    if all(one.fault for one in found):
        raise _empty(found)
    return found


def _written(book: CalamineWorkbook, scratch: Path) -> list[Part]:
    """Write each sheet that is to be seen."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    found: list[Part] = []
    for number, told in enumerate(book.sheets_metadata):
        if told.typ != SheetTypeEnum.WorkSheet or told.visible == SheetVisibleEnum.VeryHidden:
            continue
        target = scratch / f"sheet-{number}{SHEET}"
        # The rows come from the sheet's first on, empty ones too: a row keeps its number in Excel.
        filled, rows = _write(book.get_sheet_by_name(told.name).iter_rows(), target)
        if told.visible == SheetVisibleEnum.Hidden:
            fault = _hidden() if rows > 1 and told.name.casefold() != _OPTIONS else None
            found += [Part(path=target, name=told.name, fault=fault)] if fault else []
        elif filled:
            found.append(Part(path=target, name=told.name, fault=None if rows else _no_table()))
    return found


def _write(rows: Iterable[list[Any]], target: Path) -> tuple[int, int]:
    """Write a sheet's rows but the empty ones at its end; return how many are filled, and how many in two columns."""
    filled = tabular = empty = 0
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        for row in rows:
            cells = len(row) - row.count("")
            if not cells:
                empty += 1
                continue
            writer.writerows([""] * len(row) for _ in range(empty))
            writer.writerow([value if type(value) is str else _cell(value) for value in row])
            empty = 0
            filled += 1
            tabular += cells > 1
    return filled, tabular


def _broken(path: Path, problem: Exception) -> InputError:
    """Say why a workbook cannot be opened; a password is the commonest reason."""
    if fault := no_room(problem):
        return fault
    with path.open("rb") as stream:
        head = stream.read(_DIRECTORY)
    if head.startswith(OLE) and _ENCRYPTED in head:
        return InputError(
            "D103", "is protected by a password", help="open it in Excel, save it without the password, or as CSV"
        )
    return InputError(
        "D103",
        f"cannot be opened as an Excel workbook ({type(problem).__name__})",
        help="open it in Excel and save it again as .xlsx or CSV",
    )


def _empty(found: list[Part]) -> InputError:
    """Return the fault of a workbook without a table."""
    if found and found[0].fault:
        return found[0].fault
    return InputError("D101", "the workbook is empty", help="export it again; nothing was read")


def _hidden() -> InputError:
    return InputError(
        "D108", "the sheet is hidden", help="show it in Excel and save the workbook, if the analysis needs it"
    )


def _no_table() -> InputError:
    return InputError(
        "D108",
        "the sheet holds no table: no row has two filled cells",
        help="export it with a header row and a row a record",
    )


def _number(value: float) -> str:
    """Return a number as text that nobody takes for another: 1.234 is no thousand, so that a zero follows it."""
    if value.is_integer():
        return str(int(value))
    exact = 1e-4 <= abs(value) < 1e15  # noqa: PLR2004 - beyond, a plain decimal is no faithful text
    text = format(value, ".15g") if exact else repr(value)
    return f"{text}0" if text[-4:-3] == "." else text


def _cell(value: object) -> str:
    """Return a cell as the text that a careful person would type."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        return str(value.total_seconds() / 3600)
    return value.isoformat() if isinstance(value, date | time) else str(value)

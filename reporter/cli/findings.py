"""Findings as a consultant reads them: what, where, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.cli.console import finding, plain, thousands
from reporter.cli.explain import explanations
from reporter.model import Level

if TYPE_CHECKING:
    from reporter.pipeline.checking import Checked, Fault

EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE = 0, 1, 3


def finding_lines(fault: Fault) -> list[str]:
    """Return the lines of one finding."""
    lines = [f"{fault.level}[{fault.code}]: {plain(fault.message)}"]
    place = [
        plain(fault.file) if fault.file else "",
        f"row {fault.row}" if fault.row is not None else "",
        f'column "{plain(fault.column)}"' if fault.column else "",
    ]
    if any(place):
        lines.append(f"  --> {', '.join(part for part in place if part)}")
    if told := way_out(fault):
        lines.append(f"   = help: {plain(told)}")
    return lines


def finding_object(fault: Fault) -> dict[str, Any]:
    """Return one entry of ``findings`` in the JSON."""
    entry = finding(
        fault.code, fault.level, fault.message, fault.file, way_out(fault), row=fault.row, column=fault.column
    )
    return entry | {"count": fault.count}


def way_out(fault: Fault) -> str:
    """Return what to do: what the finding says, else what its code says."""
    if fault.help:
        return fault.help
    entry = explanations().get(fault.code)
    return f"{entry.help[0].lower()}{entry.help[1:].rstrip('.')}" if entry else ""


def summary(checked: Checked, files: int) -> str:
    """Return the last line: how much was found in how many files, and what it says of the rows."""
    counts = [_counted(checked.count(level), level.value) for level in Level]
    told = f"{', '.join(counts)} in {_counted(files, 'file')}"
    if not checked.files:
        return f"{told}; no file can be read"
    rows, kept = (sum(getattr(one, name) for one in checked.files) for name in ("rows_in", "rows_kept"))
    told += f"; {thousands(kept)} of {thousands(rows)} rows can be used"
    return told + (", those of the unreadable files aside" if checked.count(Level.ERROR) else "")


def exit_code(checked: Checked) -> int:
    """Return 3 where a file cannot be read, 1 where there are warnings, else 0: a note is no finding."""
    if checked.count(Level.ERROR):
        return EXIT_UNREADABLE
    return EXIT_FINDINGS if checked.count(Level.WARNING) else EXIT_CLEAN


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"

"""``reporter sources detect``: what files are taken for; headers are shown, and no cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.cli.console import SCHEMA, diagnostic_line, emit, finding, note, root_of, thousands
from reporter.cli.findings import EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNREADABLE
from reporter.cli.flags import choices, expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.cli.console import Console
    from reporter.errors import InputError
    from reporter.sources.detecting import Detected, Detection

#: Codes of questions that a flag answers, and the flag.
_ANSWERS = {
    "D111": "--decimal comma or point",
    "D112": "--decimal comma or point",
    "D113": "--date-order dmy or mdy",
}


def run(folder: str, console: Console, files: list[str], *, flags: Mapping[str, Any]) -> int:
    """Detect files; 0 where all is clear, 1 with questions, 3 where a file cannot be recognised."""
    from reporter.pipeline.checking import detect

    chosen = choices({**flags, "date": None})
    done: list[Detection] = []
    for one in detect(expand(files), chosen, root=root_of(folder)):
        done.append(one)
        for line in _file_lines(one):
            console.say(line)
        for item in one.diagnostics if not console.json and not console.quiet else ():
            note(diagnostic_line(item))
        if one.fault and not console.json:
            note(str(one.fault))
    code = _exit_code(done)
    if console.json:
        emit(_document(done))
    return code


def _exit_code(done: list[Detection]) -> int:
    """Return how it ends."""
    faults = [fault for one in done for table in one.tables for fault in table.faults]
    if any(one.fault for one in done) or any(fault.code not in _ANSWERS for fault in faults):
        return EXIT_UNREADABLE
    return EXIT_FINDINGS if faults else EXIT_CLEAN


def _file_lines(one: Detection) -> list[str]:
    """Return what is said of a file: a block for each of its tables."""
    lines: list[str] = []
    for table in one.tables:
        lines += _table_lines(table)
    return lines


def _table_lines(table: Detected) -> list[str]:
    """Return the block of one table."""
    form = table.format
    rival = f"next best: {table.runner_up[0].name} ({table.runner_up[1]})" if table.runner_up else "no other fits"
    rows = "not read to the end" if table.rows is None else f"{thousands(table.rows)} rows"
    header = f"header in row {table.header_row}" if table.header_row else "no header row"
    if table.rows_kept is not None:
        rows += f", {thousands(table.rows_kept)} can be used"
    lines = [
        table.file,
        f"  format    {form.name}: {form.title}, becomes {form.shape}",
        f"  sure      score {table.score}, {len(table.columns)} known columns; {rival}",
        f"  text      {', '.join(part for part in (table.encoding, table.delimiter, header, rows) if part)}",
    ]
    width = max((len(name) for name in table.columns), default=0)
    lines += [f"  column    {name:<{width}} <- {header}" for name, header in table.columns.items()]
    lines += [f"  not used  {header}" for header in table.unused]
    lines += [f"  decided   {text}" for text in table.decisions]
    return lines + [line for fault in table.faults for line in _question(fault)]


def _question(fault: InputError) -> list[str]:
    """Return an open question with the flag that answers it, or what makes the table unreadable."""
    place = ", ".join(
        part
        for part in (
            f"row {fault.row}" if fault.row is not None else "",
            f'column "{fault.column}"' if fault.column else "",
        )
        if part
    )
    told = f"{place}: {fault.message}" if place else fault.message
    if answer := _ANSWERS.get(fault.code):
        return [f"  question  [{fault.code}] {told}", f"            answer with {answer}"]
    return [f"  fault     [{fault.code}] {told}", f"            {fault.help}"]


def _document(done: list[Detection]) -> dict[str, Any]:
    """Return the one object of ``--json``."""
    findings = [
        finding(d.code, d.level, d.message, d.file, d.help, column=d.column) for one in done for d in one.diagnostics
    ]
    findings += [_fault(fault) for one in done for fault in _faults(one)]
    return {
        "schema": SCHEMA,
        "command": "sources detect",
        "ok": not any(_faults(one) for one in done),
        "tables": [_object(table) for one in done for table in one.tables],
        "findings": findings,
    }


def _faults(one: Detection) -> list[InputError]:
    return [*([one.fault] if one.fault else []), *(fault for table in one.tables for fault in table.faults)]


def _fault(fault: InputError) -> dict[str, Any]:
    """Return a fault with the flag that answers it, null where none does."""
    entry = finding(fault.code, "error", fault.message, fault.file, fault.help, row=fault.row, column=fault.column)
    return entry | {"answer": _ANSWERS.get(fault.code)}


def _object(table: Detected) -> dict[str, Any]:
    """Return one entry of ``tables``."""
    rival = table.runner_up
    return {
        "file": table.file,
        "format": table.format.name,
        "title": table.format.title,
        "becomes": table.format.shape,
        "score": table.score,
        "runner_up": {"format": rival[0].name, "score": rival[1]} if rival else None,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "header_row": table.header_row,
        "rows": table.rows,
        "rows_kept": table.rows_kept,
        "columns": dict(table.columns),
        "unused": list(table.unused),
        "decisions": list(table.decisions),
    }

"""What a person or a program reads of us: lines on standard error, results on standard output."""

from __future__ import annotations

import json
import re
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.errors import ReporterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

    from reporter.model import Diagnostic, FileAccount, Level, Merge, Reading
    from reporter.pipeline import Outcome

SCHEMA = 1
#: Control signs but for the line's end and the tab, and those that turn the direction of writing.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONG_NAME = re.compile(r'"([^"]{44})[^"]{8,}"')


@dataclass(slots=True, kw_only=True)
class Console:
    """How this run speaks; set once by the application."""

    json: bool = False
    quiet: bool = False
    started: float = field(default_factory=time.perf_counter)

    def step(self, number: int, total: int, name: str, detail: str) -> None:
        """Report a finished stage."""
        now = time.perf_counter()
        if not self.quiet:
            note(f" [{number}/{total}] {name:<10} {detail:<44} {now - self.started:5.1f} s")
        self.started = now

    def say(self, text: str) -> None:
        """Print a result for people; with ``--json`` standard output holds the one object only."""
        self.result(text)

    def result(self, text: str, *, error: bool = False) -> None:
        """Print a line of the result; with ``--quiet`` only those of errors."""
        if not self.json and (error or not self.quiet):
            _print(plain(text))


def _print(text: str) -> None:
    """Print on standard output.

    Raises:
        UsageError: C110, when nothing more can be written there; a reader that went away is none of ours.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise UsageError(
            "C110", f"the output cannot be written ({fault.strerror})", help="free room where it is written to"
        ) from None


def note(text: str) -> None:
    """Print a line on standard error."""
    print(plain(text), file=sys.stderr, flush=True)


def plain(text: str) -> str:
    """Return a text whose signs cannot steer a terminal: a file's name or header may hold any."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def open_console(context: typer.Context, *, json: bool) -> tuple[str, Console]:
    """Return the workspace's folder and the console of this run."""
    folder, console = context.obj
    console.json = json
    return folder, console


def root_of(folder: str) -> Path | None:
    """Return the workspace whose brands, benchmarks and formats are used, None where the folder is none."""
    return Path(folder) if (Path(folder) / "reporter.toml").is_file() else None


def diagnostic_line(item: Diagnostic) -> str:
    """Return the one line of a diagnostic."""
    place = ", ".join(p for p in (item.file or "", f'column "{item.column}"' if item.column else "") if p)
    return f"{item.level}[{item.code}]: {place + ': ' if place else ''}{item.message}" + (
        f"; {item.help}" if item.help else ""
    )


def thousands(number: int) -> str:
    """Return a count as this command line writes it: 22 151."""
    return f"{number:,}".replace(",", " ")


def account_lines(account: FileAccount) -> list[str]:
    """Return what was recognised, guessed, read and left out of one file."""
    lines = [
        (
            f" {account.file:<32} {account.format:<22} {account.encoding:<13} {account.delimiter or ' ':<2}"
            f"{thousands(account.rows_kept):>10} rows  {', '.join(account.tables)}"
        )
    ]
    lines += [f"   decided: {_LONG_NAME.sub(_shortened, guess)}" for guess in account.guesses]
    if account.rows_left_out:
        reasons = ", ".join(f"{thousands(count)} {reason}" for reason, count in sorted(account.reasons.items()))
        lines.append(f"   {thousands(account.rows_left_out)} of {thousands(account.rows_in)} rows left out: {reasons}")
    return lines


def merge_lines(merges: Iterable[Merge]) -> list[str]:
    """Return what was, or could not be, taken for the same in several files."""
    return [f"   {one.kind}: {thousands(one.count)} {one.text}" for one in merges]


def _shortened(found: re.Match[str]) -> str:
    """Return a survey's question as a line of the terminal can hold it."""
    return f'"{found[1].rstrip()}…"'


def document(command: str, outcome: Outcome | None = None, errors: tuple[ReporterError, ...] = ()) -> dict[str, Any]:
    """Return the one object of ``--json``; its keys are stable, its texts are not."""
    findings = [
        finding(d.code, d.level, d.message, d.file, d.help, column=d.column)
        for d in (outcome.diagnostics if outcome else ())
    ]
    findings += [finding(e.code, "error", e.message, e.file, e.help, row=e.row, column=e.column) for e in errors]
    return {
        "schema": SCHEMA,
        "command": command,
        "ok": not errors,
        "outputs": [
            {"path": str(o.path), "format": o.format, "lang": o.lang, "pages": o.pages, "bytes": o.bytes,
             "sha256": o.sha256}
            for o in outcome.outputs
        ] if outcome else [],
        "readings": [reading(r) for r in outcome.readings] if outcome else [],
        "pages": [
            {"name": p.name, "shown": p.shown, "reason": english(p.reason) if p.reason else None}
            for p in outcome.pages
        ] if outcome else [],
        "rows": [
            {"file": f.file, "format": f.format, "rows_in": f.rows_in, "rows_kept": f.rows_kept,
             "rows_left_out": f.rows_left_out, "reasons": dict(f.reasons)}
            for f in outcome.files
        ] if outcome else [],
        "findings": findings,
    }  # fmt: skip


def finding(
    code: str, level: Level | str, message: str, file: str | None, help_: str, *, row: int | None = None,
    column: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return one entry of ``findings``."""
    return {
        "code": code, "level": str(level), "message": message, "file": file, "row": row, "column": column,
        "help": help_,
    }  # fmt: skip


def reading(item: Reading) -> dict[str, Any]:
    """Return one entry of ``readings``; a value that was not computed is null, with its reason."""
    return {
        "id": item.indicator.id,
        "value": item.value,
        "low": item.low,
        "high": item.high,
        "n_customers": item.n_customers,
        "n_observations": item.n_observations,
        "unit": item.indicator.unit.value,
        "flags": list(item.flags),
        "reason": english(item.reason) if item.reason else None,
    }


def english(message: Any) -> str:  # noqa: ANN401 - any argument of a message
    """Return a message in English, for JSON and the terminal; reports never use it."""
    args = {key: english(value) for key, value in getattr(message, "args", ())}
    if hasattr(message, "text"):
        chosen = message.plural if message.plural and message.count != 1 else message.text
        return str(chosen).format(**args)
    if isinstance(message, tuple):
        return ", ".join(english(part) for part in message)
    if hasattr(message, "indicator"):
        return str(message.indicator)
    if hasattr(message, "unit"):
        return "none" if message.value is None else f"{message.value:.10g}"
    return str(message)


def emit(content: dict[str, Any]) -> None:
    """Print the one object of ``--json``; what could steer a terminal is escaped, as JSON can."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    _print(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def bug(fault: Exception) -> ReporterError:
    """Say where a bug of ours lies, without the data that it met."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = next((f for f in reversed(frames) if "reporter" in f.filename), frames[-1])
    where = f"{place.filename.rpartition('reporter/')[2]}:{place.lineno}"
    return ReporterError(
        "R999", f"internal error: {type(fault).__name__} in {where}",
        help="nothing was written; run again with REPORTER_DEBUG=1 and report what it prints",
    )  # fmt: skip

"""``reporter inspect``: what was read, decided and left out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.cli.console import account_lines, document, emit, merge_lines
from reporter.cli.ingest import _clients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.cli.console import Console
    from reporter.model import FileAccount


def run(folder: str, console: Console, *, client: str | None, gaps: bool, merges: bool, limit: int) -> int:
    """Print a client's books, or its left-out rows with file, row, column and reason, or what was merged."""
    from reporter.pipeline import Outcome, books
    from reporter.pipeline import gaps as left_out
    from reporter.workspace import open_workspace

    (one,) = _clients(open_workspace(Path(folder)), client, all_clients=False, files=[])
    intake = books(one)
    rows = left_out(one) if gaps else []
    if console.json:
        names = ("file", "row", "column", "value", "code", "reason")
        extra: dict[str, object] = {"gaps": [dict(zip(names, row, strict=True)) for row in rows]} if gaps else {}
        if merges:
            extra["merges"] = [asdict(one) for one in intake.merges]
        emit(document("inspect", Outcome(files=intake.files, diagnostics=intake.diagnostics)) | extra)
        return 0
    if merges:
        for line in merge_lines(intake.merges) or ["nothing was merged: no customer or record stands in several files"]:
            console.say(line)
    if gaps:
        _say_gaps(console, rows, limit)
    elif not merges:
        _say_accounts(console, intake.files)
    return 0


def _say_accounts(console: Console, accounts: Iterable[FileAccount]) -> None:
    """Print what was read of each file, and which column is what."""
    for account in accounts:
        for line in account_lines(account):
            console.say(line)
        for canonical, column in account.mapping.items():
            console.say(f"     {canonical:<20} <- {column}")


def _say_gaps(console: Console, rows: Iterable[tuple[str, int, str, str, str, str]], limit: int) -> None:
    """Print the left-out rows, at most ``limit`` a file."""
    shown: dict[str, int] = {}
    for file, row, column, value, code, reason in rows:
        shown[file] = shown.get(file, 0) + 1
        if not limit or shown[file] <= limit:
            seen = f' "{value}"' if value else ""
            console.say(f'{file}, row {row}, column "{column}"{seen}: {reason} [{code}]')
    for file, count in shown.items():
        if limit and count > limit:
            console.say(f"{file}: {count - limit} more (--limit 0 shows all)")

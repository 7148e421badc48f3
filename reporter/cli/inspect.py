"""``reporter inspect``: what was read, decided and left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reporter.cli.console import account_lines, document, emit
from reporter.cli.ingest import _clients

if TYPE_CHECKING:
    from reporter.cli.console import Console


def run(folder: str, console: Console, *, client: str | None, gaps: bool, limit: int) -> int:
    """Print a client's books, or its left-out rows with file, row, column and reason."""
    from reporter.pipeline import Outcome, books
    from reporter.pipeline import gaps as left_out
    from reporter.workspace import open_workspace

    (one,) = _clients(open_workspace(Path(folder)), client, all_clients=False, files=[])
    intake = books(one)
    rows = left_out(one) if gaps else []
    if console.json:
        names = ("file", "row", "column", "value", "code", "reason")
        extra = {"gaps": [dict(zip(names, row, strict=True)) for row in rows]} if gaps else {}
        emit(document("inspect", Outcome(files=intake.files, diagnostics=intake.diagnostics)) | extra)
        return 0
    if not gaps:
        for account in intake.files:
            for line in account_lines(account):
                console.say(line)
            for canonical, column in account.mapping.items():
                console.say(f"     {canonical:<20} <- {column}")
        return 0
    shown: dict[str, int] = {}
    for file, row, column, value, code, reason in rows:
        shown[file] = shown.get(file, 0) + 1
        if not limit or shown[file] <= limit:
            seen = f' "{value}"' if value else ""
            console.say(f'{file}, row {row}, column "{column}"{seen}: {reason} [{code}]')
    for file, count in shown.items():
        if limit and count > limit:
            console.say(f"{file}: {count - limit} more (--limit 0 shows all)")
    return 0

"""``reporter ingest``: exports into a client's tables, and what was made of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import account_lines, diagnostic_line, document, emit, merge_lines, note, thousands
from reporter.cli.flags import choices, expand
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.cli.console import Console
    from reporter.model import Intake
    from reporter.workspace import Client, Workspace


def run(
    folder: str, console: Console, files: list[str], *, client: str | None, all_clients: bool, flags: Mapping[str, Any]
) -> int:
    """Ingest files for one client, or every client's exports folder."""
    from reporter.pipeline import Outcome, ingest
    from reporter.workspace import open_workspace

    workspace = open_workspace(Path(folder))
    chosen = choices({**flags, "date": None})
    intakes = []
    for one in _clients(workspace, client, all_clients=all_clients, files=files):
        paths = expand(files or [str(one.folder / one.exports)])
        intake = ingest(workspace, one, paths, chosen)
        intakes.append(intake)
        _print(console, one, intake)
    whole = Outcome(
        files=tuple(f for i in intakes for f in i.files), diagnostics=tuple(d for i in intakes for d in i.diagnostics)
    )
    if console.json:
        emit(document("ingest", whole))
    return 0


def _clients(workspace: Workspace, client: str | None, *, all_clients: bool, files: list[str]) -> list[Client]:
    """Return the clients that are meant; a workspace with one client needs no name.

    Raises:
        UsageError: C111, when it is not clear which.
    """
    from reporter.workspace import open_client

    known = workspace.clients()
    if all_clients and not files and not client:
        return [open_client(workspace, slug) for slug in known]
    if client is None and len(known) == 1:
        client = known[0]
    if client is None or all_clients:
        raise UsageError(
            "C111", "it is not clear whose files these are", help="name one --client, or --all without files"
        )
    return [open_client(workspace, client)]


def _print(console: Console, client: Client, intake: Intake) -> None:
    """Say what was recognised, decided, read and left out."""
    for account in intake.files:
        for line in account_lines(account):
            console.say(line)
    for item in intake.diagnostics:
        if not console.quiet:
            note(diagnostic_line(item))
    for line in merge_lines(intake.merges):
        console.say(line)
    kept = sum(account.rows_kept for account in intake.files)
    tables = sorted({table for account in intake.files for table in account.tables})
    console.say(f"{client.slug}: read {thousands(kept)} rows into {', '.join(tables)}.")
    if any(account.rows_left_out for account in intake.files):
        console.say(f"Rows left out: reporter inspect --client {client.slug} --gaps")

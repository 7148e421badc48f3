"""``reporter report``: one client's report, or one straight from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import diagnostic_line, document, emit, english, note, root_of
from reporter.cli.flags import choices, expand
from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.cli.console import Console
    from reporter.pipeline import Outcome


def run(
    folder: str, console: Console, files: list[str], *, client: str | None, name: str | None, flags: Mapping[str, Any]
) -> int:
    """Make one report.

    Raises:
        UsageError: C112, when it is not clear what to report on.
    """
    chosen = choices(flags)
    if files:
        refuse_both(files, client)
        if not (name or "").strip():
            raise UsageError("C112", "a report from files needs the client's name", help='add --name "Norrvik AB"')
        if not chosen.lang:
            raise UsageError("C112", "a report from files needs a language", help="add --lang sv or --lang da")
        from reporter.pipeline import report_files

        outcome = report_files(
            expand(files), name=str(name), choices=chosen, root=root_of(folder), progress=console.step
        )
    else:
        from reporter.cli.ingest import _clients
        from reporter.pipeline import report_client
        from reporter.workspace import open_workspace

        workspace = open_workspace(Path(folder))
        (one,) = _clients(workspace, client, all_clients=False, files=[])
        outcome = report_client(workspace, one, chosen, progress=console.step)
    show(console, outcome)
    if console.json:
        emit(document("report", outcome))
    return 0


def refuse_both(files: list[str], client: str | None) -> None:
    """Refuse files beside a client, whose tables hold what was ingested and nothing else.

    Raises:
        UsageError: C112.
    """
    if files and client:
        raise UsageError(
            "C112", "--client and files exclude each other", help="ingest the files, then name the client alone"
        )


def show(console: Console, outcome: Outcome) -> None:
    """Print where the report is and what it lacks."""
    if not console.quiet:
        for item in outcome.diagnostics:
            note(diagnostic_line(item))
        for page in outcome.pages:
            if not page.shown:
                note(f" page {page.name} left out: {english(page.reason)}")
    for output in outcome.outputs:
        console.say(f"{output.path}  {output.pages} pages  {output.bytes // 1024} kB")

"""``reporter indicators measure``: every figure of a client, without a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import diagnostic_line, document, emit, note, root_of
from reporter.cli.flags import choices, expand
from reporter.cli.report import refuse_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.cli.console import Console
    from reporter.pipeline import Choices, Measured


def run(folder: str, console: Console, files: list[str], *, client: str | None, flags: Mapping[str, Any]) -> int:
    """Measure, and print what was found.

    Raises:
        UsageError: C112, when both a client and files are named.
    """
    refuse_both(files, client)
    found = _measured(folder, files, client, choices(flags))
    if console.json:
        from reporter.cli.figures_json import figures
        from reporter.pipeline import Outcome

        emit(document("indicators measure", Outcome(files=found.files, diagnostics=found.diagnostics)) | figures(found))
        return 0
    from reporter.cli.figures_text import figure_lines

    if not console.quiet:
        for item in found.diagnostics:
            note(diagnostic_line(item))
    for line in figure_lines(found):
        console.say(line)
    return 0


def _measured(folder: str, files: list[str], client: str | None, chosen: Choices) -> Measured:
    """Measure what the files hold, or a client of the workspace."""
    from reporter.pipeline import measure_client, measure_files

    if files:
        return measure_files(expand(files), choices=chosen, root=root_of(folder))
    from reporter.cli.ingest import _clients
    from reporter.workspace import open_workspace

    workspace = open_workspace(Path(folder))
    (one,) = _clients(workspace, client, all_clients=False, files=[])
    return measure_client(workspace, one, chosen)

"""``reporter validate``: every file read to its end, nothing kept, everything said that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import document, emit, merge_lines, root_of
from reporter.cli.findings import exit_code, finding_lines, finding_object, summary
from reporter.cli.flags import choices, expand
from reporter.errors import UsageError
from reporter.model import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.cli.console import Console
    from reporter.workspace import Client


def run(folder: str, console: Console, files: list[str], *, client: str | None, flags: Mapping[str, Any]) -> int:
    """Check files, or a client's exports folder; 0 clean, 1 with warnings, 3 where a file cannot be read.

    Raises:
        UsageError: C112, when neither files nor a client is named.
    """
    from reporter.pipeline import Outcome
    from reporter.pipeline.checking import check

    chosen = choices({**flags, "date": None})
    one = _client(folder, client)
    if not files and one is None:
        raise UsageError("C112", "there is nothing to validate", help="name export files, or a --client")
    paths = expand(files or [str(one.folder / one.exports)] if one else files)
    checked = check(paths, chosen, root=root_of(folder), client=one)
    if console.json:
        found = [finding_object(fault) for fault in checked.faults]
        whole = document("validate", Outcome(files=checked.files))
        emit({**whole, "ok": not checked.count(Level.ERROR), "findings": found})
        return exit_code(checked)
    for fault in checked.faults:
        for line in finding_lines(fault):
            console.result(line, error=fault.level is Level.ERROR)
    for line in merge_lines(checked.merges):
        console.say(line)
    console.say(summary(checked, len(paths)))
    if checked.faults:
        console.say(f"More on a code: reporter explain {checked.faults[0].code}")
    return exit_code(checked)


def _client(folder: str, name: str | None) -> Client | None:
    """Return the client whose settings are used, None where none is named."""
    from reporter.workspace import open_client, open_workspace

    return open_client(open_workspace(Path(folder)), name) if name else None

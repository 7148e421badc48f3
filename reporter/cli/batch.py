"""``reporter batch``: the reports of several clients, none of which stops the others."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.cli.console import bug, document, emit, note
from reporter.cli.flags import choices
from reporter.errors import EXIT_FINDINGS, EXIT_FINE, ReporterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.cli.console import Console
    from reporter.pipeline import Choices, Outcome


def run(
    folder: str, console: Console, clients: list[str], *, all_clients: bool, jobs: int, flags: Mapping[str, Any]
) -> int:
    """Make the reports and say what became of each.

    Raises:
        UsageError: C111, when no client is named.
    """
    from reporter.workspace import open_workspace

    workspace = open_workspace(Path(folder))
    names = list(workspace.clients()) if all_clients else clients
    if not names:
        raise UsageError("C111", "no client is named", help="name clients, or say --all")
    chosen = choices(flags)
    done: list[Outcome] = []
    failed: list[ReporterError] = []
    for number, (name, result) in enumerate(zip(names, _all(folder, names, chosen, jobs), strict=True), start=1):
        place = f" {number} of {len(names)}  {name:<14}"
        if isinstance(result, ReporterError):
            failed.append(result)
            note(f"{place} ERROR  {result}")
            continue
        done.append(result)
        for output in result.outputs:
            console.say(f"{place} OK     {output.pages} pages  {output.path}")
    if console.json:
        emit(document("batch", _joined(done), tuple(failed)))
    console.say(f"Done: {len(done)} OK, {len(failed)} with errors.")
    return EXIT_FINDINGS if failed else EXIT_FINE


def _all(folder: str, names: list[str], chosen: Choices, jobs: int) -> Iterable[Outcome | ReporterError]:
    """Yield each client's outcome, in order."""
    if jobs <= 1 or len(names) == 1:
        return (_one(folder, name, chosen) for name in names)
    with ProcessPoolExecutor(max_workers=min(jobs, len(names))) as pool:
        return list(pool.map(_one, [folder] * len(names), names, [chosen] * len(names)))


def _one(folder: str, name: str, chosen: Choices) -> Outcome | ReporterError:
    """Make one client's report; a fault is returned, not raised."""
    from reporter.pipeline import report_client
    from reporter.workspace import open_client, open_workspace

    try:
        workspace = open_workspace(Path(folder))
        return report_client(workspace, open_client(workspace, name), chosen)
    except ReporterError as fault:
        return fault
    except Exception as fault:  # noqa: BLE001 - one client's fault must not stop the others
        return bug(fault)


def _joined(outcomes: list[Outcome]) -> Outcome:
    """Return all outcomes as one."""
    from reporter.pipeline import Outcome

    return Outcome(
        outputs=tuple(o for each in outcomes for o in each.outputs),
        readings=tuple(r for each in outcomes for r in each.readings),
        pages=tuple(p for each in outcomes for p in each.pages),
        files=tuple(f for each in outcomes for f in each.files),
        diagnostics=tuple(d for each in outcomes for d in each.diagnostics),
    )

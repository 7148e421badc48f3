"""From a client's tables, or straight from files, to the finished report or to the figures alone."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.pipeline.ingestion import books, drafting, own_formats, read_options
from reporter.pipeline.job import Job
from reporter.pipeline.keys import passing_key
from reporter.pipeline.lists import outdated
from reporter.pipeline.making import Outcome, make
from reporter.pipeline.measuring import Measured, measured
from reporter.pipeline.rendering import rendering
from reporter.workspace import Client

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reporter.model import Intake
    from reporter.pipeline.choices import Choices
    from reporter.pipeline.making import Progress
    from reporter.workspace import Workspace


def report_client(
    workspace: Workspace, client: Client, choices: Choices, *, progress: Progress | None = None
) -> Outcome:
    """Make the report of a client whose exports were ingested.

    Raises:
        InputError: D153, when the data have no day in the period.
        UsageError: nothing ingested (C109), no such brand or benchmark (C106).
    """
    intake = books(client)
    with rendering() as render:  # which must start before the engine does
        return make(client_job(workspace, client, intake, choices), render, progress)


def report_files(
    paths: Sequence[Path], *, name: str, choices: Choices, root: Path | None, progress: Progress | None = None
) -> Outcome:
    """Make a report straight from files; the canonical tables live no longer than the command.

    Raises:
        InputError: a file cannot be read, or holds nothing of the period (D153).
        UsageError: C112, when no file holds anything that can be reported on.
    """
    with rendering() as render, _files_job(paths, name, choices, root) as job:
        return make(job, render, progress)


def measure_client(workspace: Workspace, client: Client, choices: Choices) -> Measured:
    """Measure a client whose exports were ingested, with the monthly, quarterly and yearly series.

    Raises:
        InputError: D153, when the data have no day in the period.
        UsageError: nothing ingested (C109), no such benchmark (C106).
    """
    return measured(client_job(workspace, client, books(client), choices), with_steps=True)


def measure_files(paths: Sequence[Path], *, choices: Choices, root: Path | None) -> Measured:
    """Measure what files hold, as ``measure_client`` does; nothing of them is kept.

    Raises:
        InputError: a file cannot be read, or holds nothing of the period (D153).
        UsageError: C112, when no file holds anything that can be reported on.
    """
    with _files_job(paths, "", choices, root) as job:
        return measured(job, with_steps=True)


def client_job(workspace: Workspace, client: Client, intake: Intake, choices: Choices) -> Job:
    """Return the job of a client with the tables that were ingested."""
    from reporter import store

    return Job(
        client=client,
        tables=store.open_tables(client.data),
        files=intake.files,
        diagnostics=(*intake.diagnostics, *outdated(client, intake.lists)),
        merges=intake.merges,
        lists=intake.lists,
        choices=choices,
        brand=choices.brand or client.brand or workspace.brand,
        target=choices.output or workspace.output / client.slug,
        root=workspace.root,
    )


@contextmanager
def _files_job(paths: Sequence[Path], name: str, choices: Choices, root: Path | None) -> Iterator[Job]:
    """Give the job of a client known by these files only; its tables are gone when it is left."""
    client = Client(slug="", folder=Path(), name=name, lang=choices.lang or "sv", currency=choices.currency or "")
    with tempfile.TemporaryDirectory(prefix="reporter-") as folder:
        from reporter import sources, store

        paths = sorted(paths, key=lambda path: path.name)  # their order on the command line means nothing
        with drafting(paths):
            intake = sources.read(
                paths,
                folder=Path(folder),
                key=passing_key(paths),
                options=read_options(choices, None),
                extra_formats=own_formats(root, choices),
            )
        yield Job(
            client=client,
            tables=store.open_tables(Path(folder)),
            files=intake.files,
            diagnostics=intake.diagnostics,
            merges=intake.merges,
            choices=choices,
            brand=choices.brand or "",
            target=choices.output or Path(),
            root=root,
        )

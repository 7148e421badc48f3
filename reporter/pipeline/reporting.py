"""From a client's tables, or straight from files, to the finished report."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.pipeline.ingestion import books, drafting, own_formats, read_options
from reporter.pipeline.job import Job
from reporter.pipeline.keys import passing_key
from reporter.pipeline.making import Outcome, make
from reporter.pipeline.rendering import rendering
from reporter.workspace import Client

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.pipeline.choices import Choices
    from reporter.pipeline.making import Progress
    from reporter.workspace import Workspace


def report_client(
    workspace: Workspace, client: Client, choices: Choices, *, progress: Progress | None = None
) -> Outcome:
    """Make the report of a client whose exports were ingested.

    Raises:
        UsageError: nothing ingested (C109), no such brand or benchmark (C106).
    """
    intake = books(client)
    with rendering() as render:
        from reporter import store

        job = Job(
            client=client,
            tables=store.open_tables(client.data),
            files=intake.files,
            diagnostics=intake.diagnostics,
            merges=intake.merges,
            choices=choices,
            brand=choices.brand or client.brand or workspace.brand,
            target=choices.output or workspace.output / client.slug,
            root=workspace.root,
        )
        return make(job, render, progress)


def report_files(
    paths: Sequence[Path], *, name: str, choices: Choices, root: Path | None, progress: Progress | None = None
) -> Outcome:
    """Make a report straight from files; the canonical tables live no longer than the command.

    Raises:
        InputError: a file cannot be read.
        UsageError: C112, when no file holds anything that can be reported on.
    """
    client = Client(slug="", folder=Path(), name=name, lang=choices.lang or "sv", currency=choices.currency or "")
    with rendering() as render, tempfile.TemporaryDirectory(prefix="reporter-") as folder:
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
        job = Job(
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
        return make(job, render, progress)

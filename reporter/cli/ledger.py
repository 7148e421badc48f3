"""The command of ``reporter ledger``."""

from __future__ import annotations

import typer

from reporter.cli.console import open_console
from reporter.cli.options import Json  # noqa: TC001 - Typer reads the annotations when it runs

ledger = typer.Typer(
    name="ledger",
    help="Take over the record of what was sent.",
    epilog="Example: reporter ledger adopt",
    rich_markup_mode=None,
)


@ledger.callback()
def group() -> None:
    """Take over the record of what was sent."""


@ledger.command(epilog="Example: reporter ledger adopt")
def adopt(context: typer.Context, *, json: Json = False) -> int:
    """Send from here from now on: only when nothing else sends with a copy of this ledger any more."""
    from reporter.cli import care as command

    folder, console = open_console(context, json=json)
    return command.adopt(folder, console)

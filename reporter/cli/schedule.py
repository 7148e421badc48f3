"""The commands of ``reporter schedule``: when reports are due, and what wakes the program for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from reporter.cli.console import open_console
from reporter.cli.options import Json  # noqa: TC001 - Typer reads the annotations when it runs

schedule = typer.Typer(
    name="schedule",
    help="Say when reports are due, and have the system wake reporter for them.",
    epilog="Example: reporter schedule list",
    rich_markup_mode=None,
)
Systemd = Annotated[bool, typer.Option("--systemd", help="A timer of systemd.")]
Cron = Annotated[bool, typer.Option("--cron", help="An entry of the crontab.")]
Windows = Annotated[bool, typer.Option("--windows", help="A task of Windows' Task Scheduler.")]


@schedule.command("list", epilog="Example: reporter schedule list")
def list_(context: typer.Context, *, json: Json = False) -> int:
    """List every client with a schedule: its rule, when it is due next and for which month, how many get it.

    Exit code 1: the settings of a client cannot be read.
    """
    from reporter.cli import schedule_times as command

    folder, console = open_console(context, json=json)
    return command.run_list(folder, console, datetime.now(UTC))


@schedule.command("next", epilog="Example: reporter schedule next -n 24")
def next_(
    context: typer.Context,
    *,
    count: Annotated[int, typer.Option("-n", min=1, max=1000, help="So many of them.")] = 12,
    json: Json = False,
) -> int:
    """Show what is due next, over all clients, the earliest first.

    Exit code 1: the settings of a client cannot be read.
    """
    from reporter.cli import schedule_times as command

    folder, console = open_console(context, json=json)
    return command.run_next(folder, console, datetime.now(UTC), count)


@schedule.command(epilog="Example: reporter schedule install --print")
def install(
    context: typer.Context,
    *,
    systemd: Systemd = False,
    cron: Cron = False,
    windows: Windows = False,
    only_print: Annotated[bool, typer.Option("--print", help="Print what would be installed, and do nothing.")] = False,
) -> int:
    """Have the system wake reporter every quarter of an hour; print what is installed.

    Without a flag: systemd where it runs, else cron; on Windows its Task Scheduler. As root the units are the
    system's and run as the owner of the workspace, otherwise they are your own.
    """
    from reporter.cli import schedule_install as command

    folder, console = open_console(context, json=False)
    wanted = [kind for kind, said in (("systemd", systemd), ("cron", cron), ("windows", windows)) if said]
    return command.run_install(folder, console, wanted, only_print=only_print)


@schedule.command(epilog="Example: reporter schedule remove")
def remove(context: typer.Context) -> int:
    """Undo what install did for this workspace; messages, ledger and keys stay."""
    from reporter.cli import schedule_install as command

    folder, console = open_console(context, json=False)
    return command.run_remove(folder, console)

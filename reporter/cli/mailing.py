"""The commands that bring reports into inboxes, and those that tell and decide what became of them."""

from __future__ import annotations

from typing import Annotated

import typer

from reporter.cli.console import open_console
from reporter.cli.options import Json  # noqa: TC001 - Typer reads the annotations when it runs

mailing = typer.Typer(rich_markup_mode=None)

Client = Annotated[str, typer.Argument(help="A client of the workspace.", show_default=False)]
Month = Annotated[str, typer.Option("--period", help="The month, such as 2026-10.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept in the ledger.")]


@mailing.command(epilog="Example: reporter -C kundmapp send --due")
def send(
    context: typer.Context,
    *,
    client: Annotated[str | None, typer.Argument(help="A client of the workspace.", show_default=False)] = None,
    due: Annotated[bool, typer.Option("--due", help="Whatever the schedules say is due.")] = False,
    period: Annotated[str | None, typer.Option("--period", help="The month of CLIENT's report: 2026-10.")] = None,
    only: Annotated[list[str] | None, typer.Option("--client", help="With --due: only this one; repeatable.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="With --due: at most so many new reports.")
    ] = None,
    catch_up: Annotated[bool, typer.Option("--catch-up", help="With --due: missed months, however old.")] = False,
    clock_ok: Annotated[bool, typer.Option("--clock-ok", help="The clock is right, though it jumped.")] = False,
    incomplete_ok: Annotated[
        bool, typer.Option("--incomplete-ok", help="Send CLIENT's month though data seem to be missing.")
    ] = False,
    test: Annotated[
        str | None, typer.Option("--test", metavar="ADDRESS", help="To this address only, marked as a test; no record.")
    ] = None,
    dry_run: Annotated[
        str | None, typer.Option("--dry-run", metavar="DIR", help="Write .eml files and pictures there; send nothing.")
    ] = None,
    json: Json = False,
) -> int:
    """Send what is due, or one client's report of one month; each to each recipient once.

    Exit code 0: done, or nothing due; 1: something was held back or not taken; 4: the mail server refuses us;
    5: what became of a message is unknown (see status); 75: another run is at work.
    """
    from reporter.cli import send as command

    folder, console = open_console(context, json=json)
    return command.run(
        folder, console, client=client, due=due, period=period, only=only or [], limit=limit, catch_up=catch_up,
        clock_ok=clock_ok, incomplete_ok=incomplete_ok, test=test, dry_run=dry_run,
    )  # fmt: skip


@mailing.command(epilog="Example: reporter -C kundmapp status --json")
def status(context: typer.Context, *, json: Json = False) -> int:
    """Say what is due, held back, on its way, unknown or failed.

    Exit code 0: all is well; 1: something waits for a person or failed; 5: what became of a message is unknown.
    """
    from reporter.cli import status as command

    folder, console = open_console(context, json=json)
    return command.run(folder, console)


@mailing.command(epilog="Example: reporter -C kundmapp resend norrvik --period 2026-10 --reason 'lost by their filter'")
def resend(
    context: typer.Context,
    client: Client,
    *,
    period: Month,
    reason: Reason,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="ADDRESS", help="Only this recipient; repeatable.")
    ] = None,
    incomplete_ok: Annotated[bool, typer.Option("--incomplete-ok", help="Though data seem to be missing.")] = False,
    json: Json = False,
) -> int:
    """Send a month's report once more, made anew, with a reason that is kept."""
    from reporter.cli import send as command

    folder, console = open_console(context, json=json)
    return command.resend(
        folder, console, client=client, period=period, reason=reason, to=to or [], incomplete_ok=incomplete_ok
    )


@mailing.command(epilog="Example: reporter -C kundmapp resolve 3f9c02ab17 --sent")
def resolve(
    context: typer.Context,
    delivery: Annotated[str, typer.Argument(help="Its id, as status shows it.", show_default=False)],
    *,
    sent: Annotated[
        bool | None, typer.Option("--sent/--not-sent", help="What became of it.", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="How you know; it is kept in the ledger.")] = "",
    json: Json = False,
) -> int:
    """Say what became of an unknown delivery; one that was not sent goes out with the next run."""
    from reporter.cli import decisions as command

    folder, console = open_console(context, json=json)
    return command.resolve(folder, console, delivery, sent=sent, reason=reason)


@mailing.command(epilog="Example: reporter -C kundmapp reconcile")
def reconcile(context: typer.Context, *, json: Json = False) -> int:
    """Look for unknown deliveries in the archive mailbox; one that is found there was sent."""
    from reporter.cli import decisions as command

    folder, console = open_console(context, json=json)
    return command.reconcile(folder, console)


@mailing.command(epilog="Example: reporter -C kundmapp approve norrvik")
def approve(
    context: typer.Context,
    client: Client,
    *,
    period: Annotated[str | None, typer.Option("--period", help="Approve the finished report of this month.")] = None,
    json: Json = False,
) -> int:
    """Approve a client's recipients as they stand in its settings, or a finished report that waits for it."""
    from reporter.cli import decisions as command

    folder, console = open_console(context, json=json)
    return command.approve(folder, console, client, period=period)


@mailing.command(epilog="Example: reporter -C kundmapp skip norrvik --period 2026-07 --reason 'closed in July'")
def skip(context: typer.Context, client: Client, *, period: Month, reason: Reason, json: Json = False) -> int:
    """Never send a month's report; the next month is due as usual."""
    from reporter.cli import decisions as command

    folder, console = open_console(context, json=json)
    return command.skip(folder, console, client, period=period, reason=reason)


@mailing.command(epilog="Example: reporter -C kundmapp forget norrvik --yes")
def forget(
    context: typer.Context,
    client: Client,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this it is only said what would go.")] = False,
    json: Json = False,
) -> int:
    """Delete a client's tables, key, reports and kept messages; of deliveries only hashes remain."""
    from reporter.cli import care as command

    folder, console = open_console(context, json=json)
    return command.forget(folder, console, client, yes=yes)


@mailing.command(epilog="Example: reporter -C kundmapp verify-run 20261103T060000Z-4f2a", name="verify-run")
def verify_run(
    context: typer.Context,
    run: Annotated[str, typer.Argument(help="A run, as status names it.", show_default=False)],
    *,
    json: Json = False,
) -> int:
    """Check that no manifest was changed, make the run's reports again, and compare them byte by byte."""
    from reporter.cli import care as command

    folder, console = open_console(context, json=json)
    return command.verify_run(folder, console, run)


@mailing.command(epilog="Example: reporter -C kundmapp alert --unit reporter-4f2a.service")
def alert(
    context: typer.Context,
    *,
    unit: Annotated[str, typer.Option("--unit", help="The unit of the system that failed.")],
    json: Json = False,
) -> int:
    """Tell the owner that a scheduled run failed altogether: called by the system, told once."""
    from reporter.cli import care as command

    folder, console = open_console(context, json=json)
    return command.alert(folder, console, unit)

"""The commands of ``reporter mail``: what concerns the mail server itself."""

from __future__ import annotations

import typer

from reporter.cli.console import open_console
from reporter.cli.options import Json  # noqa: TC001 - Typer reads the annotations when it runs

mail = typer.Typer(
    name="mail",
    help="See whether the mail server takes us.",
    epilog="Example: reporter mail test",
    rich_markup_mode=None,
)


@mail.callback()
def group() -> None:
    """See whether the mail server takes us."""


@mail.command("test", epilog="Example: reporter mail test")
def try_(context: typer.Context, *, json: Json = False) -> int:
    """Connect, check the certificate and log in, at the mail server and at the archive mailbox; send nothing.

    Exit code 0: all is well; 2: a setting or secret is missing; 4: a server refuses us or cannot prove who it is.
    """
    from reporter.cli import mail_test as command

    folder, console = open_console(context, json=json)
    return command.run(folder, console)

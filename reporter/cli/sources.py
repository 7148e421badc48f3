"""The commands of ``reporter sources``: what files are taken for, mappings, and the formats that are known."""

from __future__ import annotations

from typing import Annotated

import typer

from reporter.cli.console import open_console
from reporter.cli.options import (  # noqa: TC001 - Typer reads the annotations when it runs
    Currency,
    DateOrder,
    Decimal,
    Drop,
    Encoding,
    Json,
    Map,
    NpsScale,
    Sales,
)

sources = typer.Typer(
    name="sources",
    help="Say what exports are taken for, draft a mapping, list the known formats.",
    epilog="Example: reporter sources detect order.csv",
    rich_markup_mode=None,
)


@sources.command(epilog="Example: reporter sources detect export/*.csv --decimal comma")
def detect(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Exports, or folders of exports.", show_default=False)],
    *,
    nps_scale: NpsScale = None,
    date_order: DateOrder = None,
    decimal: Decimal = None,
    encoding: Encoding = None,
    currency: Currency = None,
    mapping: Map = None,
    drop: Drop = None,
    sales: Sales = None,
    json: Json = False,
) -> int:
    """Say what each file is taken for, what is read from which column, and what stays open; nothing is kept."""
    from reporter.cli import detect as command

    folder, console = open_console(context, json=json)
    return command.run(
        folder, console, files,
        flags={"nps_scale": nps_scale, "date_order": date_order, "decimal": decimal, "encoding": encoding,
               "currency": currency, "mapping": mapping, "drop": drop, "sales": sales},
    )  # fmt: skip


@sources.command("map", epilog="Example: reporter sources map kassa.csv -o kassa.map.toml")
def map_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="An export whose layout is unknown.", show_default=False)],
    *,
    output: Annotated[str | None, typer.Option("-o", "--output", help="The TOML file to write.")] = None,
    encoding: Encoding = None,
) -> int:
    """Draft a mapping (TOML) that says which column is what; on a terminal, ask for what stays open."""
    from reporter.cli import mapping as command

    _, console = open_console(context, json=False)
    return command.run(console, file, output=output, encoding=encoding)


@sources.command("list", epilog="Example: reporter sources list hubspot_deals")
def list_(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A format, to see its columns.", show_default=False)] = None,
    *,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the columns of every format.")] = False,
    json: Json = False,
) -> int:
    """List the formats that are recognised, the workspace's own among them."""
    from reporter.cli import formats as command

    folder, console = open_console(context, json=json)
    return command.run(folder, console, name, verbose=verbose)

"""The commands of ``reporter indicators``: what is computed, from what, how, and to which figures it comes."""

from __future__ import annotations

from typing import Annotated

import typer

from reporter.cli.console import open_console
from reporter.cli.options import (  # noqa: TC001 - Typer reads the annotations when it runs
    Benchmarks,
    ClientName,
    Currency,
    DateOrder,
    Day,
    Decimal,
    Drop,
    Encoding,
    Files,
    Json,
    Map,
    NpsScale,
    PeriodText,
    Sales,
)

indicators = typer.Typer(
    name="indicators",
    help="Say what is computed, from which columns, by which formula; and compute it, without a report.",
    epilog="Example: reporter indicators show nps",
    rich_markup_mode=None,
)


@indicators.command("list", epilog="Example: reporter indicators list --leg loyalty")
def list_(
    context: typer.Context,
    *,
    leg: Annotated[
        str | None, typer.Option("--leg", help="satisfaction, value, loyalty, economy, triad, basis.")
    ] = None,
    json: Json = False,
) -> int:
    """List every indicator and analysis: code, leg, unit, leading or lagging, names."""
    from reporter.cli import indicator_facts as command

    _, console = open_console(context, json=json)
    return command.run_list(console, leg)


@indicators.command(epilog="Example: reporter indicators show retention")
def show(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(help="An id, such as nps.", metavar="ID", show_default=False)],
    *,
    json: Json = False,
) -> int:
    """Show one: formula, inputs, smallest relevant difference, page, names in every language, sources."""
    from reporter.cli import indicator_facts as command

    _, console = open_console(context, json=json)
    return command.run_show(console, indicator)


@indicators.command(epilog="Example: reporter indicators measure order.csv --period 2025 --json")
def measure(
    context: typer.Context,
    *,
    files: Files = None,
    client: ClientName = None,
    period: PeriodText = None,
    day: Day = None,
    benchmark: Benchmarks = None,
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
    """Give every figure of a client of the workspace, or of files: no page, no rounding in the JSON.

    The period, the ones that it is compared with, the monthly, quarterly and yearly series, segments and analyses.
    """
    from reporter.cli import measure as command

    folder, console = open_console(context, json=json)
    return command.run(
        folder, console, files or [], client=client,
        flags={"period": period, "date": day, "benchmarks": tuple(benchmark or ()), "nps_scale": nps_scale,
               "date_order": date_order, "decimal": decimal, "encoding": encoding, "currency": currency,
               "mapping": mapping, "drop": drop, "sales": sales},
    )  # fmt: skip

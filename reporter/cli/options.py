"""The flags that several commands share: each means the same everywhere."""

from __future__ import annotations

from typing import Annotated

import typer

Files = Annotated[list[str] | None, typer.Argument(help="Exports, or folders of exports.", show_default=False)]
ClientName = Annotated[str | None, typer.Option("--client", help="A client of the workspace.")]
PeriodText = Annotated[str | None, typer.Option("--period", help="2026, 2026-H1, 2026-Q3, 2026-10, or day..day.")]
Lang = Annotated[str | None, typer.Option("--lang", help="Language of the report: sv or da.")]
Brand = Annotated[str | None, typer.Option("--brand", help="A brand of the workspace, or a brand folder.")]
Day = Annotated[str | None, typer.Option("--date", help="Day of publication, YYYY-MM-DD (default: today).")]
NpsScale = Annotated[str | None, typer.Option("--nps-scale", help="The scale as asked: 0-10 or 1-10.")]
DateOrder = Annotated[str | None, typer.Option("--date-order", help="dmy or mdy, where the dates do not tell.")]
Decimal = Annotated[str | None, typer.Option("--decimal", help="comma or point, where the numbers do not tell.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="The files' encoding, where detection is wrong.")]
Currency = Annotated[str | None, typer.Option("--currency", help="SEK, DKK, …, where the export names none.")]
Map = Annotated[str | None, typer.Option("--map", help="A mapping file (TOML) for an unknown layout.")]
Drop = Annotated[
    list[str] | None, typer.Option("--drop", metavar="COLUMN", help="A column that is not read; may be repeated.")
]
Sales = Annotated[
    list[str] | None,
    typer.Option(
        "--sales", metavar="KIND", help="What the sales are: order, invoice, payment or deal; may be repeated."
    ),
]
Benchmarks = Annotated[
    list[str] | None, typer.Option("--benchmark", metavar="SET", help="A set of the workspace, or a TOML file.")
]
Output = Annotated[str | None, typer.Option("-o", "--output", help="The PDF to write.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output, nothing else.")]

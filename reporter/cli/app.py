"""The command line: commands are declared here and do their work in modules that are imported when called."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from reporter.cli.console import Console, bug, document, emit, note
from reporter.errors import ReporterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="reporter",
    help="CRM exports in, a branded, benchmarked, statistically honest customer analysis out.",
    add_completion=False,
    pretty_exceptions_enable=False,  # shown locals would be customer data
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
EXIT_INTERRUPTED = 130

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
Benchmarks = Annotated[list[str] | None, typer.Option("--benchmark", help="A set of the workspace, or a TOML file.")]
Output = Annotated[str | None, typer.Option("-o", "--output", help="The PDF to write.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output, nothing else.")]


@app.callback()
def root(
    context: typer.Context,
    *,
    folder: Annotated[str, typer.Option("-C", metavar="DIR", help="The workspace (default: here).")] = ".",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")] = False,
    version: Annotated[bool, typer.Option("-V", "--version", help="Print the version and exit.")] = False,
) -> None:
    """CRM exports in, a branded, benchmarked, statistically honest customer analysis out."""
    if version:  # the plain call never comes here: __main__ answers it
        from reporter import __version__

        print(f"reporter {__version__}")
        raise typer.Exit
    context.obj = (folder, Console(quiet=quiet))


@app.command(epilog="Example: reporter -C kundmapp ingest --client norrvik export/*.csv")
def ingest(
    context: typer.Context,
    *,
    files: Files = None,
    client: ClientName = None,
    all_clients: Annotated[bool, typer.Option("--all", help="Every client, each from its exports folder.")] = False,
    nps_scale: NpsScale = None,
    date_order: DateOrder = None,
    decimal: Decimal = None,
    encoding: Encoding = None,
    currency: Currency = None,
    mapping: Map = None,
    json: Json = False,
) -> int:
    """Read exports into a client's canonical tables."""
    from reporter.cli import ingest as command

    folder, console = _open(context, json=json)
    return command.run(
        folder, console, files or [], client=client, all_clients=all_clients,
        flags={"nps_scale": nps_scale, "date_order": date_order, "decimal": decimal, "encoding": encoding,
               "currency": currency, "mapping": mapping},
    )  # fmt: skip


@app.command(epilog="Example: reporter -C kundmapp inspect --client norrvik --gaps")
def inspect(
    context: typer.Context,
    *,
    client: ClientName = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="List every row that was left out, and why.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="At most so many rows a file (0: all).")] = 20,
    json: Json = False,
) -> int:
    """Show what was read, decided and left out."""
    from reporter.cli import inspect as command

    folder, console = _open(context, json=json)
    return command.run(folder, console, client=client, gaps=gaps, limit=limit)


@app.command(epilog="Example: reporter report order.csv enkät.csv --name 'Norrvik AB' --lang sv -o rapport.pdf")
def report(
    context: typer.Context,
    *,
    files: Files = None,
    client: ClientName = None,
    name: Annotated[
        str | None, typer.Option("--name", help="The client's name, for a report without workspace.")
    ] = None,
    period: PeriodText = None,
    lang: Lang = None,
    brand: Brand = None,
    day: Day = None,
    output: Output = None,
    benchmark: Benchmarks = None,
    nps_scale: NpsScale = None,
    date_order: DateOrder = None,
    decimal: Decimal = None,
    encoding: Encoding = None,
    currency: Currency = None,
    mapping: Map = None,
    json: Json = False,
) -> int:
    """Make a report: of a client of the workspace, or straight from files."""
    from reporter.cli import report as command

    folder, console = _open(context, json=json)
    return command.run(
        folder, console, files or [], client=client, name=name,
        flags={"period": period, "lang": lang, "brand": brand, "date": day, "output": output,
               "benchmarks": tuple(benchmark or ()), "nps_scale": nps_scale, "date_order": date_order,
               "decimal": decimal, "encoding": encoding, "currency": currency, "mapping": mapping},
    )  # fmt: skip


@app.command(epilog="Example: reporter -C kundmapp batch --all --period 2025")
def batch(
    context: typer.Context,
    *,
    clients: Annotated[list[str] | None, typer.Argument(help="Clients of the workspace.", show_default=False)] = None,
    all_clients: Annotated[bool, typer.Option("--all", help="Every client of the workspace.")] = False,
    period: PeriodText = None,
    lang: Lang = None,
    brand: Brand = None,
    day: Day = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="Reports made side by side.")] = 1,
    json: Json = False,
) -> int:
    """Make the reports of several clients; one that fails does not stop the others."""
    from reporter.cli import batch as command

    folder, console = _open(context, json=json)
    return command.run(
        folder, console, clients or [], all_clients=all_clients, jobs=jobs,
        flags={"period": period, "lang": lang, "brand": brand, "date": day},
    )  # fmt: skip


def _open(context: typer.Context, *, json: bool) -> tuple[str, Console]:
    """Return the workspace's folder and the console of this run."""
    folder, console = context.obj
    console.json = json
    return folder, console


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every fault is one line, never a traceback."""
    wants_json = "--json" in arguments
    command = next((a for a in arguments if a in app_commands()), "")
    try:
        result = app(list(arguments) or ["--help"], standalone_mode=False)
    except ReporterError as fault:
        return _failed(command, fault, wants_json=wants_json)
    except TyperException as fault:
        text = str(getattr(fault, "message", fault)).rstrip(".")
        return _failed(command, UsageError("C100", text, help=f"see {_help_of(command)}"), wants_json=wants_json)
    except (KeyboardInterrupt, typer.Abort):
        note("interrupted; finished files are kept")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception as fault:
        if os.environ.get("REPORTER_DEBUG"):
            raise
        return _failed(command, bug(fault), wants_json=wants_json)
    return result if isinstance(result, int) else 0


def app_commands() -> tuple[str, ...]:
    """Return the names of all commands."""
    return tuple(str(c.name or getattr(c.callback, "__name__", "")) for c in app.registered_commands)


def _help_of(command: str) -> str:
    """Return the call that explains a command."""
    return " ".join(part for part in ("reporter", command, "--help") if part)


def _failed(command: str, fault: ReporterError, *, wants_json: bool) -> int:
    """Tell of a fault on one line, or in the one object."""
    if wants_json:
        emit(document(command, errors=(fault,)))
    else:
        note(str(fault))
    return fault.exit_code

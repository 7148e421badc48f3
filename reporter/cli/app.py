"""The command line: commands are declared here and do their work in modules that are imported when called."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from reporter.cli.console import Console, bug, document, emit, note, open_console
from reporter.cli.indicators import indicators
from reporter.cli.ledger import ledger
from reporter.cli.mail import mail
from reporter.cli.mailing import mailing
from reporter.cli.options import (  # noqa: TC001 - Typer reads the annotations when it runs
    Benchmarks,
    Brand,
    ClientName,
    Currency,
    DateOrder,
    Day,
    Decimal,
    Drop,
    Encoding,
    Files,
    Json,
    Lang,
    Map,
    NpsScale,
    Output,
    PeriodText,
    Sales,
)
from reporter.cli.schedule import schedule
from reporter.cli.sources import sources
from reporter.errors import ReporterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="reporter",
    help="CRM exports in, a branded, benchmarked, statistically honest customer analysis out.",
    epilog="Example: reporter report order.csv enkät.xlsx --name 'Norrvik AB' --lang sv -o rapport.pdf",
    add_completion=False,
    pretty_exceptions_enable=False,  # shown locals would be customer data
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
EXIT_INTERRUPTED = 130

GROUPS = (sources, indicators, schedule, mail, ledger)
for group in GROUPS:
    app.add_typer(group)
app.add_typer(mailing)  # which has no name: its commands stand beside those below


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
    drop: Drop = None,
    sales: Sales = None,
    json: Json = False,
) -> int:
    """Read exports into a client's canonical tables."""
    from reporter.cli import ingest as command

    folder, console = open_console(context, json=json)
    return command.run(
        folder, console, files or [], client=client, all_clients=all_clients,
        flags={"nps_scale": nps_scale, "date_order": date_order, "decimal": decimal, "encoding": encoding,
               "currency": currency, "mapping": mapping, "drop": drop, "sales": sales},
    )  # fmt: skip


@app.command(epilog="Example: reporter validate order.csv enkät.xlsx --nps-scale 0-10")
def validate(
    context: typer.Context,
    *,
    files: Files = None,
    client: ClientName = None,
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
    """Read files to their end, keep nothing, and say everything that is wrong.

    Exit code 0: nothing to report; 1: warnings; 3: a file cannot be read.
    """
    from reporter.cli import validate as command

    folder, console = open_console(context, json=json)
    return command.run(
        folder, console, files or [], client=client,
        flags={"nps_scale": nps_scale, "date_order": date_order, "decimal": decimal, "encoding": encoding,
               "currency": currency, "mapping": mapping, "drop": drop, "sales": sales},
    )  # fmt: skip


@app.command(epilog="Example: reporter explain D104")
def explain(
    context: typer.Context,
    code: Annotated[str | None, typer.Argument(help="Such as D104; none lists all.", show_default=False)] = None,
    *,
    json: Json = False,
) -> int:
    """Say what a code means, why it matters, and what to do."""
    from reporter.cli import explain as command

    _, console = open_console(context, json=json)
    return command.run(console, code)


@app.command(epilog="Example: reporter -C kundmapp inspect --client norrvik --gaps")
def inspect(
    context: typer.Context,
    *,
    client: ClientName = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="List every row that was left out, and why.")] = False,
    merges: Annotated[bool, typer.Option("--merges", help="List what several files were found to share.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="At most so many rows a file (0: all).")] = 20,
    json: Json = False,
) -> int:
    """Show what was read, decided and left out."""
    from reporter.cli import inspect as command

    folder, console = open_console(context, json=json)
    return command.run(folder, console, client=client, gaps=gaps, merges=merges, limit=limit)


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
    drop: Drop = None,
    sales: Sales = None,
    json: Json = False,
) -> int:
    """Make a report: of a client of the workspace, or straight from files."""
    from reporter.cli import report as command

    folder, console = open_console(context, json=json)
    return command.run(
        folder, console, files or [], client=client, name=name,
        flags={"period": period, "lang": lang, "brand": brand, "date": day, "output": output,
               "benchmarks": tuple(benchmark or ()), "nps_scale": nps_scale, "date_order": date_order,
               "decimal": decimal, "encoding": encoding, "currency": currency, "mapping": mapping, "drop": drop,
               "sales": sales},
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

    folder, console = open_console(context, json=json)
    return command.run(
        folder, console, clients or [], all_clients=all_clients, jobs=jobs,
        flags={"period": period, "lang": lang, "brand": brand, "date": day},
    )  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every fault is one line, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still shows the rest
    wants_json = "--json" in arguments
    command = _named(arguments)
    try:
        result = app(list(arguments) or ["--help"], standalone_mode=False)
    except ReporterError as fault:
        return _failed(command, fault, wants_json=wants_json)
    except TyperException as fault:
        text = " ".join(fault.format_message().split()).rstrip(".")
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
    """Return the names of all commands but for those of a group."""
    return (*command_names(app), *command_names(mailing))


def command_names(group: typer.Typer) -> tuple[str, ...]:
    """Return the names of a group's own commands."""
    return tuple(str(c.name or getattr(c.callback, "__name__", "")) for c in group.registered_commands)


def _named(arguments: Sequence[str]) -> str:
    """Return the command that a line calls, with the group that it is in."""
    words = iter(arguments)
    for word in words:
        if word in app_commands():
            return word
        if group := next((one for one in GROUPS if one.info.name == word), None):
            inside = next(words, "")
            return f"{word} {inside}" if inside in command_names(group) else word
    return ""


def _help_of(command: str) -> str:
    """Return the call that explains a command."""
    return " ".join(part for part in ("reporter", command, "--help") if part)


def _failed(command: str, fault: ReporterError, *, wants_json: bool) -> int:
    """Tell of a fault on one line, or in the one object."""
    try:
        if wants_json:
            emit(document(command, errors=(fault,)))
        else:
            note(str(fault))
    except ReporterError as worse:  # there is no room for the one object
        note(str(worse))
    return fault.exit_code

"""A decoded file as the relation ``raw``: every cell as text, columns ``c0``, ``c1`` and so on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.cells.sql import quoted
from reporter.sources.tables.damage import refuse_rows_in_cells, refuse_swallowed
from reporter.store.engine import literal_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from reporter.sources.tables.layout import Layout

#: Files above this size are streamed instead of staged.
LARGE = 48 << 20
_SAMPLE = 20_000
#: So many refused rows are borne: the engine keeps 3 kB of each, within no limit.
_REJECTS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that is ready to be parsed. ``file`` is the export's name, ``path`` its UTF-8 text."""

    file: str
    path: Path
    slug: str
    sha256: str
    layout: Layout
    large: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """How many records were accepted and rejected; -1 where it was not counted."""

    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """The columns that the parser reads as what they are, and the decimal sign of their numbers."""

    columns: Mapping[int, str] = field(default_factory=dict)
    decimal: str = "."


_TEXT = Types()


def _csv(source: Source, types: Types = _TEXT, *, noted: bool = True) -> str:
    """Return the SQL that reads the file: strict, every choice explicit, rejects kept.

    What does not fit a type is no fault of the row, and is kept aside.
    """
    aside = ", rejects_table = 'parse_errors', rejects_scan = 'parse_scans'" if types.columns else ""
    kinds = [types.columns.get(position, "VARCHAR") for position in range(len(source.layout.headers))]
    columns = ", ".join(f"'c{position}': '{kind}'" for position, kind in enumerate(kinds))
    return (
        f"read_csv({literal_path(source.path)}, hive_partitioning = false, compression = 'none', "
        f"delim = {quoted(source.layout.delimiter)}, quote = '\"', escape = '\"', "
        f"header = false, skip = {source.layout.skip}, auto_detect = false, columns = {{{columns}}}, "
        "strict_mode = true, null_padding = false, "
        f"{'store_rejects = true, rejects_limit = 0' if noted else 'ignore_errors = true'}, "
        f"max_line_size = 2097152, buffer_size = 33554432, decimal_separator = '{types.decimal}'{aside})"
    )


def set_up(connection: duckdb.DuckDBPyConnection, *, memory: str) -> None:
    """Set the connection to what a new file needs, whatever the one before it needed."""
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute("SET preserve_insertion_order = false")
    # The estimate of a CSV's size is a guess: the small side of the join is ours to choose.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")


def stage(connection: duckdb.DuckDBPyConnection, source: Source, *, ordered: bool) -> Staged:
    """Create ``raw`` (and ``sample`` for a large file); with ``ordered`` it has the column ``row``.

    ``row`` is the record's number in the file from 1, the header included, blank lines not.
    """
    names = ", ".join(f"c{position}" for position in range(len(source.layout.headers)))
    if not ordered:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS SELECT {names} FROM {_csv(source)}")  # noqa: S608
        connection.execute(f"CREATE OR REPLACE TEMP TABLE sample AS SELECT * FROM raw LIMIT {_SAMPLE}")  # noqa: S608
        return Staged(accepted=-1, rejected=-1)
    _refuse_mostly_ragged(connection, source)
    connection.execute("SET preserve_insertion_order = true")
    numbered = f"SELECT row_number() OVER () AS n, {names} FROM {_csv(source)}"  # noqa: S608
    if source.large:
        # The rejects must be known before the rows can be numbered.
        accepted = _count(connection, f"SELECT count(c0 IS NULL) FROM ({numbered})")  # noqa: S608
        connection.execute(f"CREATE OR REPLACE TEMP VIEW numbered AS {numbered}")
    else:
        connection.execute(f"CREATE TEMP TABLE numbered AS {numbered}")
        accepted = _count(connection, "SELECT count(*) FROM numbered")
        refuse_rows_in_cells(connection, source)
    return Staged(accepted=accepted, rejected=_place(connection, source, "numbered"))


def _refuse_mostly_ragged(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Refuse a file of so many rows with another number of cells that noting each would take gigabytes.

    Raises:
        InputError: D121.
    """
    with source.path.open("rb") as stream:
        lines = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    if lines - source.layout.skip <= _REJECTS:
        return
    cells = [f"c{position}" for position in range(len(source.layout.headers))]
    inside = " + ".join(f"coalesce(length({one}) - length(replace({one}, chr(10), '')), 0)" for one in cells)
    whole = _count(connection, f"SELECT count(*) + coalesce(sum({inside}), 0) FROM {_csv(source, noted=False)}")  # noqa: S608
    if lines - source.layout.skip - whole > _REJECTS:
        raise InputError(
            "D121",
            f"{lines - source.layout.skip - whole:,} rows have another number of cells than the header",
            help="export it again; cells that hold the delimiter must stand in quotation marks",
            file=source.file,
        )


def _place(connection: duckdb.DuckDBPyConnection, source: Source, numbered: str) -> int:
    """Create ``raw`` over records numbered ``n``, each with its row in the file; return how many were rejected."""
    rejects = rejected(connection, source)
    names = ", ".join(f"c{position}" for position in range(len(source.layout.headers)))
    shift = " + (SELECT count(*) FROM bad WHERE bad.before < n)" if rejects else ""
    row = f"{source.layout.first_row - 1} + n{shift} AS row"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS SELECT {row}, {names} FROM {numbered}")  # noqa: S608
    return rejects


def retype(connection: duckdb.DuckDBPyConnection, source: Source, types: Types) -> None:
    """Create ``raw`` anew with typed columns: a cell that does not fit is a reject, and a blank one NULL."""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS SELECT * FROM {_csv(source, types)}")  # noqa: S608


def stage_suspects(connection: duckdb.DuckDBPyConnection, source: Source, typed: str, doubtful: str) -> Staged:
    """Keep the records of a text reading that are in doubt, with their rows, as ``raw``.

    Args:
        connection: the file's own connection.
        source: the file.
        typed: the SELECT over ``raw`` that makes its values, ``n`` and the cells among them.
        doubtful: the condition on them.
    """
    names = ", ".join(f"c{position}" for position in range(len(source.layout.headers)))
    connection.execute("SET preserve_insertion_order = true")
    numbered = f"SELECT row_number() OVER () AS n, {names} FROM {_csv(source)}"  # noqa: S608
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS {numbered}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE suspects AS SELECT n, {names} FROM ({typed}) WHERE {doubtful}"  # noqa: S608
    )
    found = _count(connection, "SELECT count(*) FROM suspects")
    rejects = _place(connection, source, "suspects")
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW evidence AS SELECT {names} FROM sample UNION ALL SELECT {names} FROM suspects"  # noqa: S608
    )
    return Staged(accepted=found, rejected=rejects)


def any_rejects(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether any scan has refused anything."""
    return any(_holds(connection, name) for name in ("reject_errors", "parse_errors"))


def _holds(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Tell whether a table is there and has rows; to ask the engine for its tables costs ten times as much."""
    import duckdb

    try:
        return _count(connection, f"SELECT count(*) FROM {table}") > 0  # noqa: S608 - our own names
    except duckdb.CatalogException:
        return False


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return the single number that a query finds."""
    ((number,),) = connection.execute(query).fetchall()
    return int(number)


def _latest() -> str:
    """Return the condition that picks the rejects of the latest complete scan."""
    return "scan_id = (SELECT max(scan_id) FROM reject_scans)"


def _bad_lines(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Create ``bad``: each rejected record's row, how many rows were accepted before it, its text and lines.

    A quotation mark that never closes swallows lines, which are as many rows; a closed one holds line ends of its own.
    """
    first = source.layout.first_row - 1 - source.layout.skip
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE bad AS
        SELECT line + {first} AS row, line - {source.layout.skip} - row_number() OVER (ORDER BY line) AS before,
               trim(any_value(csv_line), chr(10) || chr(13)) AS said,
               CASE WHEN (length(said) - length(replace(said, '"', ''))) % 2 = 0 THEN 1
                    ELSE 1 + length(said) - length(replace(said, chr(10), '')) END AS lines
        FROM reject_errors WHERE {_latest()} GROUP BY line"""  # noqa: S608
    )


def rejected(connection: duckdb.DuckDBPyConnection, source: Source) -> int:
    """Return how many lines the parser refused; a quotation mark that never closes swallows many.

    Raises:
        InputError: D120.
    """
    if not _holds(connection, "reject_errors"):
        return 0
    refuse_swallowed(connection, source)
    _bad_lines(connection, source)
    row = connection.execute("SELECT coalesce(sum(lines), 0) FROM bad").fetchone()
    return int(row[0]) if row else 0

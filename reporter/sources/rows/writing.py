"""The canonical Parquet of one file: what is written, and what is then asked of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.sources.cells.sql import filled, quoted
from reporter.sources.rows.wide import response_rows
from reporter.store.engine import parquet, target_path
from reporter.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.sources.rows.expressions import Expressions
    from reporter.sources.rows.job import Job


#: Dictionaries of many values cost more than they save.
PARQUET = (
    "(FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, WRITE_BLOOM_FILTER false, DICTIONARY_SIZE_LIMIT 5000)"
)


def write_certain(job: Job, form: Expressions) -> int:
    """Write the rows of a strict reading that are not in doubt; return how many they are."""
    return job.count(
        f"COPY (SELECT {_picked(job, form, constants=form.constants)} FROM typed WHERE {form.certain}) "  # noqa: S608
        f"TO {target_path(job.parquet)} {PARQUET}"
    )


def unclean(job: Job, form: Expressions) -> list[str]:
    """Return the columns of the written rows that hold a text which must be cleaned; Parquet has each text once."""
    return [
        name
        for name in form.unclean
        if job.count(
            f"SELECT bool_or({name} IS DISTINCT FROM {filled(name)}) FROM (SELECT DISTINCT {name} FROM {written(job)})"  # noqa: S608
        )
    ]


def write_rest(job: Job, form: Expressions, ragged: list[str]) -> int:
    """Add to the rows written those of the suspects that are kept, clean the columns ``ragged``; return how many."""
    certain, rest, whole = job.parquet, *(job.parquet.with_suffix(end) for end in (".rest", ".whole"))
    more = job.count(
        f"COPY (SELECT {_picked(job, form)} FROM {form.relation} WHERE {form.keep}) TO {target_path(rest)} {PARQUET}"  # noqa: S608
    )
    if more or ragged:
        cleaned = ", ".join(f"{filled(name)} AS {name}" for name in ragged)
        again = f"* REPLACE ({cleaned})" if ragged else "*"
        job.connection.execute(
            f"COPY (SELECT {again} FROM {parquet(certain)} UNION ALL BY NAME SELECT * FROM {parquet(rest)}) "  # noqa: S608
            f"TO {target_path(whole)} {PARQUET}"
        )
        whole.replace(certain)
    return more


def write(job: Job, form: Expressions, *, repeated: bool) -> int:
    """Write the kept rows; return how many rows of the export they are.

    ``repeated``: leave out the rows whose key stands earlier in the file.
    """
    if repeated and job.shape.key:
        key = job.shape.select(form.bound)[job.shape.key]
        job.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE firsts AS SELECT min(row) AS row FROM {form.relation} "  # noqa: S608 - our own SQL
            f"WHERE {form.keep} GROUP BY {key}"
        )
        form.set_repeated()
    rows = f"FROM {form.relation} WHERE {form.keep}"
    if job.shape.table == "responses":
        select = response_rows(job.connection, job.match, job.source, form, job.options)
    else:
        select = f"SELECT {_picked(job, form)} {rows}"
        if job.grouped:
            select = _grouped(select, SCHEMA[job.shape.table])
    copied = job.count(f"COPY ({select}) TO {target_path(job.parquet)} {PARQUET}")
    if job.shape.table == "responses" or job.grouped:
        return job.count(f"SELECT count(*) {rows}")
    return copied


def written(job: Job) -> str:
    """Return the SQL of the rows that were written."""
    return parquet(job.parquet)


def _picked(job: Job, form: Expressions, constants: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the SQL of the canonical columns; with ``constants`` some fields are the same text on every row.

    A column of one text is an enumeration of it: Parquet holds the same, at a fraction of the cost.
    """
    chosen = job.shape.select(form.bound) | {"source": quoted(job.source.file)}
    kinds = dict(SCHEMA[job.shape.table]) | {"source": f"ENUM({quoted(job.source.file)})"}
    if "currency" in constants:
        known = f"SELECT {chosen['currency']} FROM (SELECT {quoted(constants['currency'])} AS v_currency)"  # noqa: S608
        (currency,) = job.connection.execute(known).fetchall()[0]
        chosen["currency"], kinds["currency"] = quoted(currency), f"ENUM({quoted(currency)})"
    return ", ".join(f"CAST({chosen[name]} AS {kind}) AS {name}" for name, kind in kinds.items())


def _grouped(select: str, columns: Mapping[str, str]) -> str:
    """Return one row an order of an export with one row a line; every line bears the order's fields."""
    last = {"promised_day", "delivered_day"}  # an order is delivered when the last of it is
    picked = [
        name
        if name == "order_id"
        else "CAST(count(*) AS INTEGER) AS lines"
        if name == "lines"
        else f"{'max' if name in last else 'min'}({name}) AS {name}"
        for name in columns
    ]
    return f"SELECT {', '.join(picked)} FROM ({select}) GROUP BY order_id"  # noqa: S608 - our own SQL


def repeats(job: Job) -> bool:
    """Tell whether a key stands more than once among the kept rows."""
    if not job.shape.key or job.grouped:
        return False
    return bool(job.count(f"SELECT count(*) > count(DISTINCT {job.shape.key}) FROM {written(job)}"))  # noqa: S608


def differs(job: Job) -> bool:
    """Tell whether rows of one order id differ in customer, day or amount: then they are its lines."""
    if job.shape.table != "orders" or "refund" in job.match.columns:
        return False
    record = "(order_id, customer_id, order_day, amount)"
    query = f"SELECT count(DISTINCT {record}) > count(DISTINCT order_id) FROM {written(job)}"  # noqa: S608
    return bool(job.count(query))


def currencies(job: Job) -> tuple[str, ...]:
    """Return the currencies of the kept rows; one file must have one.

    Raises:
        InputError: D114, where there are several.
    """
    if "currency" not in SCHEMA.get(job.shape.table, ()):
        return ()
    found = job.connection.execute(
        f"SELECT DISTINCT currency FROM {written(job)} WHERE currency IS NOT NULL ORDER BY 1"  # noqa: S608
    ).fetchall()
    names = tuple(str(row[0]) for row in found)
    if len(names) > 1:
        column = job.match.columns.get("currency")
        raise InputError(
            "D114",
            f"has amounts in {len(names)} currencies ({', '.join(name[:3] for name in names[:4])})",
            help="export one currency, or convert the amounts before",
            file=job.source.file,
            column=job.source.layout.headers[column] if column is not None else None,
        )
    return names

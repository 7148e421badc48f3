"""Who a row belongs to: the customer's key and segment."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.store import materialise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.store import Tables

#: The segment of customers without one, and of anonymous rows; it is never shown.
NO_SEGMENT = ""
#: Table → the numbers by which its rows tell customers apart, and what makes each a whole number.
_CONTENT: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        "customers": (("created_day", 1),),
        "orders": (("order_day", 1), ("amount", 100)),
        "subscriptions": (("start_day", 1), ("end_day", 1), ("amount_month", 100)),
        "responses": (("survey_day", 1), ("score", 10), ("scale_high", 1)),
        "tickets": (("opened_day", 1), ("hours_to_resolve", 100)),
    }
)
_TABLES = tuple(_CONTENT)
#: The prime and the factors of Lehmer's generator (Park & Miller 1988, CACM 31:1192; L'Ecuyer 1988, CACM 31:742).
_PRIME, _FACTORS = 2_147_483_647, (48_271, 69_621)


def people(tables: Tables) -> nw.LazyFrame[Any] | None:
    """Return every customer of any table once: ``customer_id``, ``key`` (a number, for speed) and ``segment``.

    None where there is no table. Keys are given out in an order that is random and yet follows from what the tables
    say of the customer: that of the hashed ids would be another under another secret key, and with it every
    resample that groups customers by their key.
    """
    named = ~nw.col("customer_id").is_null()
    parts = []
    for name in _TABLES:
        table = tables.get(name)
        if table is not None:
            segment = nw.col("segment") if name == "customers" else nw.lit(None, nw.String)
            parts.append(table.filter(named).select("customer_id", segment=segment, told=_told(name)))
    if not parts:
        return None
    told = nw.col("told").sum().cast(nw.Int64) % _PRIME
    every = (
        nw.concat(parts).group_by("customer_id").agg(segment=nw.col("segment").min().fill_null(NO_SEGMENT), told=told)
    )
    for factor in _FACTORS:
        every = every.with_columns(told=nw.col("told") * factor % _PRIME)
    numbered = every.with_row_index("key", order_by=["told", "customer_id"])
    return materialise(numbered.select("customer_id", "segment", "key"), tables.connection)


def _told(table: str) -> nw.Expr:
    """Return a number of what a row tells of its customer, below the prime; a customer's rows are added."""
    number = nw.lit(1, nw.Int64)
    for place, (column, unit) in enumerate(_CONTENT[table], start=1):
        own = (nw.col(column).fill_null(0) * unit).round(0).cast(nw.Int64) % _PRIME
        number = (number + own * (place * 7919 + 1)) * 16807 % _PRIME
    return number


def keyed(frame: nw.LazyFrame[Any], everyone: nw.LazyFrame[Any], own: str) -> nw.LazyFrame[Any]:
    """Add ``key``, ``segment`` and ``known``; a row without a customer belongs to the number of its ``own`` id."""
    known = ~nw.col("key").is_null()
    return frame.join(everyone, on="customer_id", how="left").with_columns(
        key=nw.when(known).then(nw.col("key")).otherwise(-1 - nw.col(own)),
        segment=nw.col("segment").fill_null(NO_SEGMENT),
        known=known,
    )


def numbered(frame: nw.LazyFrame[Any], own: str) -> nw.LazyFrame[Any]:
    """Replace the text of an id by its number in alphabetical order."""
    ids = frame.group_by(own).agg(rows=nw.len()).with_row_index("number", order_by=own).select(own, "number")
    return frame.join(ids, on=own, how="left").drop(own).rename({"number": own})


def signed(contracts: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the contracts that make a customer: with a customer and a start, and no trial.

    One that ended on a day that nobody knows cannot be placed in time: it would seem to run for ever.
    """
    status = nw.col("status").fill_null("active")
    return contracts.filter(
        ~nw.col("customer_id").is_null()
        & ~nw.col("start_day").is_null()
        & (status != "trial")
        & ~((status == "ended") & nw.col("end_day").is_null())
    )

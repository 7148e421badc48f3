"""Who a row belongs to: the customer's key and segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.store import materialise

if TYPE_CHECKING:
    from reporter.store import Tables

#: The segment of customers without one, and of anonymous rows; it is never shown.
NO_SEGMENT = ""
_TABLES = ("customers", "orders", "subscriptions", "responses", "tickets")


def people(tables: Tables) -> nw.LazyFrame[Any] | None:
    """Return every customer of any table once: ``customer_id``, ``key`` (a number, for speed) and ``segment``.

    None where there is no table.
    """
    named = ~nw.col("customer_id").is_null()
    parts = []
    for name in _TABLES:
        table = tables.get(name)
        if table is not None:
            segment = nw.col("segment") if name == "customers" else nw.lit(None, nw.String)
            parts.append(table.filter(named).select("customer_id", segment=segment))
    if not parts:
        return None
    every = nw.concat(parts).group_by("customer_id").agg(segment=nw.col("segment").min().fill_null(NO_SEGMENT))
    return materialise(every.with_row_index("key", order_by="customer_id"), tables.connection)


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

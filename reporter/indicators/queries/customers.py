"""Who a row belongs to: the customer's key and segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

if TYPE_CHECKING:
    from reporter.store import Tables

#: The segment of customers without one, and of anonymous rows; it is never shown.
NO_SEGMENT = ""


def keyed(frame: nw.LazyFrame[Any], own: str) -> nw.LazyFrame[Any]:
    """Add ``key`` (the customer; a row without one is its own customer) and ``known``."""
    known = ~nw.col("customer_id").is_null()
    return frame.with_columns(
        key=nw.when(known).then(nw.col("customer_id")).otherwise(nw.concat_str(nw.lit("~"), nw.col(own))),
        known=known,
    )


def segmented(frame: nw.LazyFrame[Any], tables: Tables) -> nw.LazyFrame[Any]:
    """Add ``segment`` by ``key``."""
    customers = tables.get("customers")
    if customers is None:
        return frame.with_columns(segment=nw.lit(NO_SEGMENT))
    segments = customers.group_by(nw.col("customer_id").alias("key")).agg(segment=nw.col("segment").min())
    return frame.join(segments, on="key", how="left").with_columns(nw.col("segment").fill_null(NO_SEGMENT))

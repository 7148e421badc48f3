"""Customers whose contract ended in a period, and the reason that is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.clustered import one_if
from reporter.indicators.queries.customers import signed
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from reporter.model import Period
    from reporter.store import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Departures:
    """Customers whose contract ended, how many of them gave a reason, and the frequent ones with their customers."""

    customers: int
    stated: int
    reasons: tuple[tuple[str, int], ...]


def departures(tables: Tables, period: Period, grace_days: int) -> Departures | None:
    """Return the customers whose contract ended in the period; None where there are no contracts.

    A contract that another of the same customer follows within the grace is a changed plan. Each customer counts
    once, with the reason of the last of its ended contracts that has one. Reasons that differ in blanks and capitals
    only are one; those of fewer than five customers do not leave the engine.
    """
    table = tables.get("subscriptions")
    if table is None:
        return None
    ended = materialise(_ended(table, period, grace_days), tables.connection)
    told = nw.col("reason").str.contains(r"[\p{L}\p{N}]").fill_null(value=False)
    last = nw.when(told).then(nw.col("place")).otherwise(None)
    by_customer = ended.group_by("customer_id").agg(place=last.max())
    [(customers, stated)] = collect(by_customer.select(n=nw.len(), k=one_if(~nw.col("place").is_null()).sum()))
    words = ended.join(by_customer.filter(~nw.col("place").is_null()).select("place"), on="place")
    tidy = words.select(text=nw.col("reason").str.replace_all(r"\s+", " ").str.strip_chars())
    counted = (
        tidy.with_columns(same=nw.col("text").str.to_lowercase())
        .group_by("same")
        .agg(text=nw.col("text").min(), n=nw.len())
        .filter(nw.col("n") >= SMALLEST_GROUP)
    )
    rows = sorted((-int(n), str(text)) for text, n in collect(counted.select("text", "n")))
    return Departures(customers=int(customers), stated=int(stated or 0), reasons=tuple((text, -n) for n, text in rows))


def _ended(table: nw.LazyFrame[Any], period: Period, grace_days: int) -> nw.LazyFrame[Any]:
    """Return the contracts whose effective end lies in the period and that no other one follows, numbered."""
    order = ["end_day", "start_day", "subscription_id"]
    contracts = signed(table).with_row_index("place", order_by=order)
    stop = nw.col("end_day")
    gone = contracts.filter((stop >= epoch_day(period.start)) & (stop < epoch_day(period.end)))
    wait = nw.col("next_day") - stop
    followed = (
        gone.select("place", "customer_id", "end_day")
        .join(contracts.select("customer_id", next_place="place", next_day="start_day"), on="customer_id")
        .filter((nw.col("place") != nw.col("next_place")) & (wait >= 0) & (wait <= grace_days))
        .select("place")
        .unique()
    )
    return gone.join(followed, on="place", how="anti").select("place", "customer_id", "reason")

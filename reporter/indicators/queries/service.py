"""Contracts that were cancelled, and complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw

from reporter.indicators.queries.cells import epoch_day, spread
from reporter.indicators.queries.customers import signed
from reporter.indicators.sums import Complaints, Contracts
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.queries.orders import Purchases
    from reporter.model import Period
    from reporter.store import Tables


def contract_gap(tables: Tables) -> Literal["undated", "never_ended"] | None:
    """Return what the contracts lack for anyone to be seen to leave; None where they lack nothing or there are none."""
    table = tables.get("subscriptions")
    if table is None:
        return None
    [(every,)] = collect(table.filter(nw.col("status").fill_null("active") != "trial").select(n=nw.len()))
    [(dated, ended)] = collect(signed(table).select(n=nw.len(), ended=nw.col("end_day").count()))
    if every and not dated:
        return "undated"
    return "never_ended" if dated and not ended else None


def first_ended(tables: Tables) -> int | None:
    """Return the epoch day on which the first contract of the export ended; None where none did."""
    table = tables.get("subscriptions")
    if table is None:
        return None
    [(day,)] = collect(signed(table).select(day=nw.col("end_day").min()))
    return None if day is None else int(day)


def contract_sums(tables: Tables, periods: Sequence[Period], grace_days: int) -> dict[int, Contracts] | None:
    """Return, by period, the contracts in force at its start and those of them that were cancelled in it.

    Cancelled means that the effective end lies in the period and that no other contract of the customer starts
    on that day or within the grace after it: such a successor makes it a changed plan.
    """
    table = tables.get("subscriptions")
    if table is None:
        return None
    numbered = signed(table).with_row_index("number", order_by=["customer_id", "start_day", "subscription_id"])
    contracts = materialise(numbered.select("number", "customer_id", "start_day", "end_day"), tables.connection)
    wait = nw.col("next_day") - nw.col("end_day")
    changed = (
        contracts.filter(~nw.col("end_day").is_null())
        .join(contracts.select("customer_id", next_number="number", next_day="start_day"), on="customer_id")
        .filter((nw.col("number") != nw.col("next_number")) & (wait >= 0) & (wait <= grace_days))
        .select("number", changed=nw.lit(1))
        .unique()
    )
    told = contracts.join(changed, on="number", how="left")
    parts = []
    for cell, period in enumerate(periods):
        start, end = epoch_day(period.start), epoch_day(period.end)
        stop = nw.col("end_day")
        in_force = told.filter((nw.col("start_day") < start) & (stop.is_null() | (stop >= start)))
        parts.append(
            in_force.select(
                customer="customer_id",
                cell=nw.lit(cell),
                ended=nw.when((stop < end) & nw.col("changed").is_null()).then(1).otherwise(0),
            )
        )
    rows = collect(
        nw.concat(parts)
        .group_by("cell")
        .agg(n=nw.len(), customers=nw.col("customer").n_unique(), ended=nw.col("ended").sum())
    )
    found = {int(c): Contracts(contracts=int(n), customers=int(m), ended=int(k)) for c, n, m, k in rows}
    return {cell: found.get(cell, Contracts()) for cell in range(len(periods))}


def complaint_sums(
    tables: Tables, everyone: nw.LazyFrame[Any], periods: Sequence[Period], bought: Purchases | None
) -> dict[int, Complaints] | None:
    """Return, by period, the active customers, those of them who complained, and their complaints.

    A customer is active in a period who ordered or had a contract in it. Whoever complained without either is not
    counted: beside the customers who ordered, the few of them could be reckoned. None where no ticket says whether it
    is a complaint.
    """
    table = tables.get("tickets")
    if table is None:
        return None
    told = table.filter(~nw.col("complaint").is_null() & ~nw.col("opened_day").is_null())
    tickets = spread(told.filter(nw.col("complaint")).join(everyone, on="customer_id"), "opened_day", periods)
    complaints = tickets.select("cell", "key", complaints=nw.lit(1, nw.Int64), active=nw.lit(0, nw.Int64))
    [(n,)] = collect(told.select(n=nw.len()))
    if not n:
        return None
    rows = collect(
        nw.concat([complaints, *_active(tables, everyone, periods, bought)])
        .group_by("cell", "key")
        .agg(complaints=nw.col("complaints").sum(), active=nw.col("active").max())
        .filter(nw.col("active") > 0)
        .group_by("cell")
        .agg(
            n=nw.len(),
            k=nw.when(nw.col("complaints") > 0).then(1).otherwise(0).sum(),
            total=nw.col("complaints").sum(),
        )
    )
    found = {int(c): Complaints(active=int(a), complaining=int(k), complaints=int(t)) for c, a, k, t in rows}
    return {cell: found.get(cell, Complaints()) for cell in range(len(periods))}


def _active(
    tables: Tables, everyone: nw.LazyFrame[Any], periods: Sequence[Period], bought: Purchases | None
) -> list[nw.LazyFrame[Any]]:
    """Return the active customers of every period, with no complaint."""
    columns = {"complaints": nw.lit(0, nw.Int64), "active": nw.lit(1, nw.Int64)}
    parts = []
    if bought is not None:
        buyers = bought.customers.filter(nw.col("known") & (nw.col("orders") > 0))
        parts.append(buyers.select(nw.col("cell").cast(nw.Int64), "key", **columns))
    contracts = tables.get("subscriptions")
    if contracts is not None:
        for cell, period in enumerate(periods):
            start, end = epoch_day(period.start), epoch_day(period.end)
            running = (
                signed(contracts)
                .join(everyone, on="customer_id")
                .filter((nw.col("start_day") < end) & (nw.col("end_day").fill_null(end) >= start))
            )
            parts.append(running.select(cell=nw.lit(cell, nw.Int64), key="key", **columns))
    return parts

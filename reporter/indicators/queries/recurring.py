"""Recurring revenue of the contracts, from the start of a period to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.queries.activity import NEVER
from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.customers import signed
from reporter.indicators.sums import MONEY_UNIT
from reporter.statistics.resampling import GROUPS
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reporter.model import Period
    from reporter.store import Tables

#: What is summed by customer; start + expansion − contraction − churned is what the same customers pay at the end.
COLUMNS: Final = ("start", "expansion", "contraction", "churned")
_WHOLE: Final = ("key", "begin", "until", "currency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Monthly recurring revenue of the customers who had a contract at the start of a period, until its end.

    ``customers`` had one whose price is known, ``unpriced`` one whose price is not, at either end; those are in no
    sum. ``changed`` customers paid more or less at the end, or nothing. ``largest`` is the largest customer's
    revenue at the start, in ten-thousandths. ``sums`` are those of ``columns`` over groups of customers
    (``queries.buckets``), (groups, columns), in ten-thousandths and exact; the groups are the same in every period,
    so that two periods can be resampled together.
    """

    customers: int
    unpriced: int
    changed: int
    largest: int
    currencies: frozenset[str]
    sums: NDArray[np.float64]
    columns: tuple[str, ...] = COLUMNS

    @property
    def totals(self) -> dict[str, float]:
        """The sums over all customers, in ten-thousandths, by column."""
        return dict(zip(self.columns, self.sums.sum(axis=0).tolist(), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contracts:
    """The contracts as arrays (contracts,); the keys of customers count from 0 and leave few numbers out.

    ``units`` is the monthly amount, 0 where ``gap`` says that it is not known; ``currency`` is the place in
    ``currencies``, −1 for none. ``until`` is the day on which a contract stopped being in force.
    """

    key: NDArray[np.int64]
    begin: NDArray[np.int64]
    until: NDArray[np.int64]
    units: NDArray[np.float64]
    gap: NDArray[np.float64]
    currency: NDArray[np.int64]
    currencies: tuple[str, ...]
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What counts on one day: contracts (contracts,), and the customers' revenue (customers,)."""

    counts: NDArray[np.bool_]
    holds: NDArray[np.bool_]
    units: NDArray[np.float64]
    gap: NDArray[np.bool_]


def recurring_sums(
    tables: Tables, everyone: nw.LazyFrame[Any], periods: Sequence[Period], grace_days: int
) -> dict[int, Recurring] | None:
    """Return the sums by period; None where there are no contracts.

    A contract counts with its whole monthly amount on each day on which it is in force, whenever in the month it
    began. A customer between two contracts, in the grace, counts with the one that ended, as he does in retention.
    """
    table = tables.get("subscriptions")
    if table is None:
        return None
    contracts = _contracts(signed(table).join(everyone, on="customer_id"))
    found: dict[int, Recurring] = {}
    for cell, period in enumerate(periods):
        start, end = (_held(contracts, epoch_day(day), grace_days) for day in (period.start, period.end))
        found[cell] = _of_period(contracts, start, end)
    return found


def _contracts(frame: nw.LazyFrame[Any]) -> _Contracts:
    """Return the contracts that make a customer as arrays."""
    import numpy as np

    currencies = tuple(str(name) for (name,) in collect(frame.select("currency").unique()) if name)
    amount = nw.col("amount_month")
    code: nw.Expr = nw.lit(-1)
    for place, name in enumerate(currencies):
        code = nw.when(nw.col("currency") == name).then(nw.lit(place)).otherwise(code)
    rows = (
        frame.select(
            "key",
            begin="start_day",
            until=nw.col("end_day").fill_null(NEVER),
            units=(amount.fill_null(0) * MONEY_UNIT).round(0).cast(nw.Int64),
            gap=nw.when(amount.is_null()).then(1).otherwise(0),
            currency=code,
        )
        .to_native()
        .fetchnumpy()
    )
    key, begin, until, currency = (np.asarray(rows[name], dtype=np.int64) for name in _WHOLE)
    units, gap = (np.asarray(rows[name], dtype=np.float64) for name in ("units", "gap"))
    return _Contracts(
        key=key, begin=begin, until=until, units=units, gap=gap, currency=currency, currencies=currencies,
        customers=int(key.max()) + 1 if len(key) else 0,
    )  # fmt: skip


def _held(contracts: _Contracts, day: int, grace_days: int) -> _Held:
    """Return what counts on a day: contracts in force, and for a customer without one those in the grace."""
    import numpy as np

    begun = contracts.begin < day
    running = begun & (contracts.until >= day)
    waiting = begun & (contracts.until < day) & (contracts.until >= day - grace_days)
    bound = np.zeros(contracts.customers, dtype=np.bool_)
    bound[contracts.key[running]] = True
    counts = running | (waiting & ~bound[contracts.key])
    own = contracts.key[counts]
    holds = bound.copy()
    holds[own] = True
    return _Held(
        counts=counts,
        holds=holds,
        units=_added(own, contracts.units[counts], contracts.customers),
        gap=_added(own, contracts.gap[counts], contracts.customers) > 0,
    )


def _of_period(contracts: _Contracts, start: _Held, end: _Held) -> Recurring:
    """Return what became of the revenue between two days."""
    import numpy as np

    priced = start.holds & ~start.gap & ~end.gap
    key = np.flatnonzero(priced)
    was, now = start.units[key], end.units[key]
    gone = ~end.holds[key]
    parts = (was, np.where(gone, 0, np.maximum(now - was, 0)), np.where(gone, 0, np.maximum(was - now, 0)), was * gone)
    used = start.counts | (end.counts & start.holds[contracts.key])
    codes = np.unique(contracts.currency[used]).tolist()
    return Recurring(
        customers=len(key),
        unpriced=int(start.holds.sum()) - len(key),
        changed=int((gone | (now != was)).sum()),
        largest=int(was.max()) if len(key) else 0,
        currencies=frozenset(contracts.currencies[code] for code in codes if code >= 0),
        # the same groups as ``buckets.bucket``
        sums=np.stack([_added(key % GROUPS, part, GROUPS) for part in parts], axis=1),
    )


def _added(place: NDArray[np.int64], amounts: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Return the amounts added up by place; whole numbers, so that every sum is exact."""
    import numpy as np

    return np.bincount(place, weights=amounts, minlength=size).astype(np.float64)

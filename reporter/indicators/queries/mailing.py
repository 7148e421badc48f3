"""Who left the newsletter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import narwhals as nw

from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.clustered import one_if
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model import Period
    from reporter.store import Tables

SUBSCRIBED: Final = "subscribed"
UNSUBSCRIBED: Final = "unsubscribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """Recipients of the newsletter at the start of one period, and those who left it in the period.

    ``scope`` is "as_it_stands" where no one's leaving has a day: then ``recipients`` are all who receive or received
    it and ``left`` those who no longer do, for the period of the report alone; every other is "unknown". It is "never"
    where the data know no one who left: they may hold recipients only.
    ``undated`` left on an unknown day while others' days are known, and are in neither number.
    """

    recipients: int = 0
    left: int = 0
    undated: int = 0
    scope: Literal["period", "as_it_stands", "unknown", "never"] = "period"


def mailing_sums(tables: Tables, periods: Sequence[Period], current: int) -> dict[int, Mailing] | None:
    """Return the sums by period, of which ``current`` is the report's; None where no customer's status is known."""
    table = tables.get("customers")
    if table is None:
        return None
    gone, day = nw.col("newsletter") == UNSUBSCRIBED, nw.col("unsubscribed_day")
    asked = table.filter(nw.col("newsletter").is_in([SUBSCRIBED, UNSUBSCRIBED]))
    [(n, left, undated)] = collect(
        asked.select(n=nw.len(), left=one_if(gone).sum(), undated=one_if(gone & day.is_null()).sum())
    )
    if not n:
        return None
    if not left:
        return dict.fromkeys(range(len(periods)), Mailing(scope="never"))
    if undated == left:
        here = Mailing(recipients=int(n), left=int(left), scope="as_it_stands")
        return {cell: here if cell == current else Mailing(scope="unknown") for cell in range(len(periods))}
    sums = {}
    for cell, period in enumerate(periods):
        start, end = epoch_day(period.start), epoch_day(period.end)
        there = (nw.col("created_day").fill_null(start - 1) < start) & (~gone | (day >= start))
        sums[f"n{cell}"] = one_if(there).sum()
        sums[f"k{cell}"] = one_if(there & gone & (day < end)).sum()
    [values] = collect(asked.select(**sums))
    return {
        cell: Mailing(recipients=int(values[2 * cell]), left=int(values[2 * cell + 1]), undated=int(undated))
        for cell in range(len(periods))
    }

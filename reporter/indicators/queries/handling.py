"""How support cases were handled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.queries.cells import epoch_day, spread
from reporter.indicators.queries.clustered import clustered, one_if
from reporter.indicators.queries.customers import keyed, numbered
from reporter.indicators.queries.times import Times, timed, times, usable
from reporter.statistics import Moments
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.model import Period
    from reporter.store import Tables

#: Within how many days a customer who writes again has had to state the problem twice.
AGAIN_DAYS: Final = 30
_DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """The cases that were opened in one period.

    ``reply`` and ``resolution`` are the times of those that have one. ``solved`` has x = solved cases whose number of
    contacts is known, y = those that took one; ``satisfied`` x = rated cases, y = the well rated. ``contacted`` are
    the customers whose first case of the period lies at least 30 days before the last case of all, ``again`` those
    of them with another within 30 days. ``told`` has x = cases that say whether they complain, y = those that do.
    ``first`` and ``last`` are the days of all cases in the data.
    ``no_clock``: no case in the data has hours to its solution, so that they are 24 a day.
    """

    first: int
    last: int
    cases: int = 0
    customers: int = 0
    reply: Times | None = None
    resolution: Times | None = None
    no_clock: bool = False
    solved: Moments = field(default_factory=Moments)
    satisfied: Moments = field(default_factory=Moments)
    contacted: int = 0
    again: int = 0
    told: Moments = field(default_factory=Moments)


def handling_sums(tables: Tables, everyone: nw.LazyFrame[Any], periods: Sequence[Period]) -> dict[int, Handling] | None:
    """Return the cases by period; None where there are none with a day."""
    opened = cases(tables, everyone)
    if opened is None:
        return None
    frame, no_clock = opened
    [(first, last)] = collect(frame.select(a=nw.col("opened_day").min(), b=nw.col("opened_day").max()))
    if first is None:
        return None
    placed = materialise(spread(frame, "opened_day", periods), tables.connection)
    shares = clustered(placed, ["cell"], _SUMS)
    replies, solutions = (
        times(placed, name, "cell", {cell: sums[name] for (cell,), sums in shares.items()})
        for name in ("reply", "resolution")
    )
    again = _again(frame, periods, int(last))
    none = dict.fromkeys(_SUMS, Moments())
    found = {}
    for cell in range(len(periods)):
        contacted, back = again.get(cell, (0, 0))
        sums = shares.get((cell,), none)
        found[cell] = Handling(
            first=int(first),
            last=int(last),
            cases=int(sums["every"].x),
            customers=sums["every"].clusters,
            reply=replies.get(cell),
            resolution=solutions.get(cell),
            no_clock=no_clock,
            solved=sums["solved"],
            satisfied=sums["satisfied"],
            told=sums["told"],
            contacted=contacted,
            again=back,
        )
    return found


#: What is summed of cases: which of them count, and which of these have the property.
SHARES: Final = {
    "solved": (nw.col("is_solved") & (nw.col("contacts") >= 1), nw.col("contacts") == 1),
    "satisfied": (~nw.col("satisfied").is_null(), nw.col("satisfied")),
    "reply": timed("reply"),
    "resolution": timed("resolution"),
}
_SUMS: Final = SHARES | {
    "every": (~nw.col("opened_day").is_null(), ~nw.col("complaint").is_null()),
    "told": (~nw.col("complaint").is_null(), nw.col("complaint")),
}


def cases(tables: Tables, everyone: nw.LazyFrame[Any]) -> tuple[nw.LazyFrame[Any], bool] | None:
    """Return every case with a day (kept), and whether its hours are only whole days; None without such a table.

    A case without a customer is its own customer. ``reply`` and ``resolution`` are hours; where no case of the data
    has hours to its solution, 24 for each day from the opening to it. ``is_solved`` tells the solved.
    """
    table = tables.get("tickets")
    if table is None:
        return None
    dated = table.filter(~nw.col("opened_day").is_null())
    [(clocked,)] = collect(dated.select(n=one_if(usable(nw.col("hours_to_resolve"))).sum()))
    days = (nw.col("resolved_day") - nw.col("opened_day")).cast(nw.Float64) * _DAY_HOURS
    rows = keyed(numbered(dated, "ticket_id"), everyone, "ticket_id").select(
        "key",
        "known",
        "opened_day",
        "channel",
        "contacts",
        "satisfied",
        "complaint",
        reply="hours_to_reply",
        resolution=nw.col("hours_to_resolve") if clocked else days,
        is_solved=usable(nw.col("hours_to_resolve")) | ~nw.col("resolved_day").is_null(),
    )
    return materialise(rows, tables.connection), not clocked


def _again(frame: nw.LazyFrame[Any], periods: Sequence[Period], last: int) -> dict[int, tuple[int, int]]:
    """Return, by period, the customers who can be followed for 30 days from their first case, and who came back.

    Cases on one day are one occasion. The case that brings them back may lie after the period.
    """
    days = frame.filter(nw.col("known")).select("key", "opened_day").unique()
    following = days.with_columns(after=nw.col("opened_day").shift(-1).over("key", order_by="opened_day"))
    placed = spread(following, "opened_day", periods)
    firsts = placed.filter(nw.col("opened_day") == nw.col("opened_day").min().over("cell", "key"))
    counted = firsts.filter(nw.col("opened_day") <= last - AGAIN_DAYS)
    back = one_if(nw.col("after") <= nw.col("opened_day") + AGAIN_DAYS)
    rows = collect(counted.group_by("cell").agg(n=nw.len(), k=back.sum()))
    return {int(cell): (int(n), int(k)) for cell, n, k in rows}


def late_start(handling: Handling, period: Period, slack: int) -> bool:
    """Tell whether the cases begin more than ``slack`` days after the period does."""
    return handling.first > epoch_day(period.start) + slack


def early_end(handling: Handling, period: Period, slack: int) -> bool:
    """Tell whether the cases end more than ``slack`` days before the period does."""
    return handling.last < epoch_day(period.end) - 1 - slack

"""A customer's first unbroken stretch: from becoming a customer to leaving or to a first pause, as seen on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.activity import NEVER
from reporter.indicators.queries.cells import epoch_day
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from reporter.indicators.ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """One row a customer: ``key``, ``segment``, ``begin``, ``days``, ``left`` and ``back`` (1 or 0), ``late``.

    ``left`` tells that the stretch ended, by activity in a pause; ``back`` that another one followed. ``days`` counts
    from the first day to leaving, or to ``horizon`` (an epoch day) for who was still there. ``late`` is the age in days
    at which a customer came under observation, or 0. ``opening`` is the day on which observation begins, None where no
    one was seen to leave.
    """

    frame: nw.LazyFrame[Any]
    horizon: int
    opening: int | None


def stretches(ground: Ground) -> Stretches | None:
    """Return the first stretches as they stand at the end of the report's period; None without a rule.

    Nothing that happened on or after that day is used. By activity the stretch ends when τ days have passed without an
    order, which are a part of it. That is a first pause, not the end of the customer: where τ is the 90th percentile of
    the gaps, one gap in ten is longer, and most who pause may come back. By contract a customer leaves on the last day
    of the contract, which is known only after the grace: observation ends that much earlier, for all alike, so that
    whom it catches in the grace is not taken for one who stays.

    A contract that ended before the export begins is not in it. Whoever came before the first leaving that is seen
    is therefore under observation from that day on only (delayed entry), else the long-lived would be too many.
    """
    rule, spells = ground.basis.rule, ground.spells
    if rule is None or spells is None:
        return None
    by_contract = rule.name == "contract"
    lag = (rule.grace_days or 0) if by_contract else 0
    end = epoch_day(ground.plan.period.end)
    horizon = end - lag
    # a contract that follows within the grace tells that its customer stayed
    first = _first_chain(spells.filter(nw.col("begin") < end))
    gone = nw.col("until") - lag
    left = gone < horizon
    seen = materialise(
        first.select(
            "key",
            "segment",
            "begin",
            days=nw.when(left).then(gone).otherwise(nw.lit(horizon)) - nw.col("begin"),
            left=nw.when(left).then(1).otherwise(0),
            back=nw.when(left & ~nw.col("again").is_null()).then(1).otherwise(0),
        ).filter(nw.col("days") > 0),
        ground.tables.connection,
    )
    [(leaving,)] = collect(seen.filter(nw.col("left") == 1).select(d=(nw.col("begin") + nw.col("days")).min()))
    opening = None if leaving is None else int(leaving) - 1
    late: nw.Expr = nw.lit(0)
    if by_contract and opening is not None:
        late = nw.when(nw.col("begin") < opening).then(nw.lit(opening) - nw.col("begin")).otherwise(0)
    return Stretches(frame=seen.with_columns(late=late), horizon=horizon, opening=opening)


def _first_chain(spells: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return key, segment, begin and until of each customer's spells up to the first gap, and ``again`` after it."""
    begin = nw.col("begin")
    firsts = spells.group_by("key").agg(first=begin.min())
    # the first spell is fresh as well; the next fresh one stands after a gap
    again = spells.filter(nw.col("fresh")).join(firsts, on="key").filter(begin > nw.col("first"))
    breaks = firsts.join(again.group_by("key").agg(again=begin.min()), on="key", how="left")
    before = spells.join(breaks, on="key").filter(begin < nw.col("again").fill_null(NEVER))
    return before.group_by("key", "segment").agg(
        begin=begin.min(), until=nw.col("until").max(), again=nw.col("again").min()
    )

"""Do new customers stay: cohorts by month or quarter (RET5)."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Final, Literal

from reporter.indicators import flags
from reporter.indicators.disclosure.partition import counts_told
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, count
from reporter.indicators.queries.cells import epoch_day
from reporter.indicators.queries.cohorts import came, first_leaving, in_force, ordered, sizes, steps_before
from reporter.indicators.readings.orders import TOLERANCE_DAYS, day
from reporter.indicators.readings.retained import contract_refusal, rule_flags
from reporter.indicators.registry import modules
from reporter.model import Leg, NotComputed, Period, Share, msg
from reporter.model.analyses.cohorts import Cohort, CohortCell, Cohorts
from reporter.statistics import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reporter.indicators.ground import Ground
    from reporter.model import Analysis

ANALYSIS: Final = AnalysisFacts(
    id="cohorts",
    code="RET5",
    leg=Leg.LOYALTY,
    name=msg("Do new customers stay?"),
    inputs=("orders: customer_id, order_day", "subscriptions: customer_id, start_day, end_day"),
    source="Wilson 1927",
)
FORMULA: Final = msg(
    "Customers by the month in which they came, and the share of them that is active in each later month: by orders "
    "who ordered in it, by contract who has a contract at its end, the grace included. Quarters instead of months "
    "where fewer than 30 customers came in half of the months in which anyone did. The last twelve cohorts; shares "
    "from 30 customers on, with Wilson’s 95 % interval."
)
#: As many cohorts as a page can show, and steps of each.
COHORTS: Final = 12


def analyse(ground: Ground) -> Analysis:
    """Return the cohorts, or why customers cannot be followed."""
    rule, spells, basis = ground.basis.rule, ground.spells, ground.basis
    refusal = contract_refusal(modules()["retention"].INDICATOR, basis)
    if refusal and refusal.reason and (rule is None or rule.name == "contract"):
        return NotComputed(reason=refusal.reason)
    if rule is None or spells is None:
        return NotComputed(reason=msg("The data hold neither contracts nor orders with customers."))
    end = ground.plan.period.end
    firsts = came(spells, end)
    step, edges, n = _steps([(name, edges, sizes(firsts, edges)) for name, edges in _calendars(end)])
    if max(n) < NEEDED:
        return NotComputed(reason=msg("In every quarter fewer than {needed} customers came.", needed=count(NEEDED)))
    if rule.name == "activity" and ground.bought is not None:
        active = ordered(ground.bought, firsts, edges, end)
        known_from = (basis.first_order or 0) + (rule.tau_days or 0)
        reached = min(end, day(basis.last_order or 0) + timedelta(days=TOLERANCE_DAYS))
    else:
        active = in_force(spells, firsts, edges, end)
        known_from = first_leaving(spells, rule.grace_days or 0) or 0
        reached = end
    told = counts_told(n)
    rows = tuple(
        Cohort(
            period=Period(edges[place], edges[place + 1]),
            n=told[place],
            weak=n[place] < NEEDED,
            older=epoch_day(edges[place]) < known_from,
            cells=_cells(active[place, place:].tolist(), told[place] or 0, edges[place + 1 :], reached),
        )
        for place in range(next(i for i, size in enumerate(n) if size), len(n))
    )
    marks = (flags.LEFT_CENSORED,) if any(row.older for row in rows) else ()
    return Cohorts(step=step, rule=rule.name, rows=rows, flags=(*rule_flags(basis), *marks))


_Steps = tuple[Literal["month", "quarter"], list["date"], list[int]]


def _calendars(end: date) -> tuple[tuple[Literal["month"], list[date]], tuple[Literal["quarter"], list[date]]]:
    """Return the last twelve months and quarters before a day."""
    return ("month", steps_before(end, 1, COHORTS)), ("quarter", steps_before(end, 3, COHORTS))


def _steps(found: Sequence[_Steps]) -> _Steps:
    """Return months where 30 or more came in half of those in which anyone did, else quarters."""
    months, quarters = found
    filled = [n for n in months[2] if n]
    return months if filled and median(filled) >= NEEDED else quarters


def _cells(active: Sequence[int], n: int, ends: Sequence[date], reached: date) -> tuple[CohortCell, ...]:
    """Return the cells of a cohort from the step after that in which it came.

    A share with its interval gives away the number behind it, so that a hidden number (0) has no shares.
    """
    return tuple(
        CohortCell(step=step, share=_share(k, n), partial=ends[step] > reached)
        for step, k in enumerate(active)
        if step > 0
    )


def _share(k: int, n: int) -> Share:
    """Return a share in per cent with Wilson's interval, nothing for fewer than 30 customers."""
    if n < NEEDED:
        return Share(value=None)
    found = wilson(k, n).scaled(100.0)
    return Share(value=100.0 * k / n, low=found.low, high=found.high)

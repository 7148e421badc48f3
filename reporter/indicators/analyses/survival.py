"""How long customers' first unbroken time lasts: survival curves, overall and by segment (RET6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators import flags
from reporter.indicators.disclosure.rules import small
from reporter.indicators.disclosure.survival import curve_told
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED, NORMAL, count
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.queries.customers import NO_SEGMENT
from reporter.indicators.queries.stretches import stretches
from reporter.indicators.readings.retained import contract_refusal, rule_flags
from reporter.indicators.registry import modules
from reporter.model import Leg, NotComputed, msg
from reporter.model.analyses.survival import Survival, SurvivalTest
from reporter.statistics.survival import Lives, grouped, log_rank
from reporter.store import collect

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.ground import Ground
    from reporter.indicators.queries.stretches import Stretches
    from reporter.model import Analysis

ANALYSIS: Final = AnalysisFacts(
    id="survival",
    code="RET6",
    leg=Leg.LOYALTY,
    name=msg("The customers’ first unbroken time"),
    inputs=("orders: customer_id, order_day", "subscriptions: customer_id, start_day, end_day", "customers: segment"),
    source="Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 1980; Brookmeyer & Crowley 1982; Mantel 1966",
)
FORMULA: Final = msg(
    "Kaplan–Meier: the share of customers whose first unbroken time has not ended at each age, by the day, where "
    "whoever was still in it at the end of the period is counted as far as seen. By contract it ends with the last "
    "contract, known after the grace; customers older than the first known leaving are counted from that day on. By "
    "orders it ends in the first pause longer than the time of inactivity, which is a part of it: that is not the end "
    "of the customer, since many order again later. 95 % interval by log(−log) with Greenwood’s variance, the "
    "median’s by Brookmeyer and Crowley; segments are compared by the log-rank test. Told at whole months, as far as "
    "30 customers are left to observe."
)


def analyse(ground: Ground) -> Analysis:
    """Return the survival curves, or why no one can be followed from becoming a customer on."""
    rule, basis = ground.basis.rule, ground.basis
    refusal = contract_refusal(modules()["retention"].INDICATOR, basis)
    if refusal and refusal.reason and (rule is None or rule.name == "contract"):
        return NotComputed(reason=refusal.reason)
    found = stretches(ground)
    if rule is None or found is None:
        return NotComputed(reason=msg("The data hold neither contracts nor orders with customers."))
    frame, older, marks = _seen(ground, found)
    lives = _lives(frame)
    whole = _added(list(lives.values()))
    if whole is None or whole.size < NORMAL:
        n = whole.size if whole else 0
        return NotComputed(
            reason=msg(
                "Too few customers can be followed from their first day on; {needed} are needed.", needed=count(NORMAL)
            ),
            n=0 if small(n) else n,
        )
    if whole.size - whole.late.sum() < NEEDED:
        return NotComputed(reason=msg("Nearly all customers came before the first leaving that the export shows."))
    told = _told(whole, lives, ground)
    left = int(whole.events.sum())
    return Survival(
        rule=rule.name,
        rule_days=(rule.grace_days if rule.name == "contract" else rule.tau_days) or 0,
        whole=curve_told(whole, None),
        left=None if small(left) or small(whole.size - left) else left,
        returned=_returned(frame, left) if rule.name == "activity" else None,
        older=None if small(older) else older,
        segments={name: curve_told(lives[name], name) for name in told},
        test=_test({name: lives[name] for name in told}),
        flags=(*rule_flags(basis), *marks),
    )


def _seen(ground: Ground, found: Stretches) -> tuple[nw.LazyFrame[Any], int, tuple[str, ...]]:
    """Return the stretches that count, how many were left out as possibly older, and what must be said of it.

    By activity, whoever is first seen within τ days of the first order of all may have ordered before it. They are
    left out where enough others remain.
    """
    rule, first = ground.basis.rule, ground.basis.first_order
    if rule is None or rule.name == "contract" or first is None:
        return found.frame, 0, ()
    newer = found.frame.filter(nw.col("begin") >= first + (rule.tau_days or 0))
    [(n_newer,)], [(n_every,)] = (collect(part.select(n=nw.len())) for part in (newer, found.frame))
    if n_newer >= NORMAL:
        return newer, int(n_every - n_newer), ()
    return found.frame, 0, (flags.LEFT_CENSORED,) if n_newer < n_every else ()


def _returned(frame: nw.LazyFrame[Any], paused: int) -> int | None:
    """Return how many of those who paused ordered again; None where that, or who did not, may not be told."""
    [(back,)] = collect(frame.select(n=nw.col("back").sum()))
    returned = int(back or 0)
    return returned if returned >= SMALLEST_GROUP and not small(paused) and not small(paused - returned) else None


def _lives(frame: nw.LazyFrame[Any]) -> dict[str, Lives]:
    """Return the stretches grouped by segment and days, the segments in order of name."""
    import numpy as np

    rows = frame.group_by("segment", "days", "left", "late").agg(n=nw.len()).to_native().fetchnumpy()
    segment = np.asarray(rows["segment"], dtype=object)
    days, left, late, n = (np.asarray(rows[name], dtype=np.float64) for name in ("days", "left", "late", "n"))
    return {str(one): _of(segment == one, days, left, late, n) for one in sorted(set(segment))}


def _of(
    here: NDArray[np.bool_],
    days: NDArray[np.float64],
    left: NDArray[np.float64],
    late: NDArray[np.float64],
    n: NDArray[np.float64],
) -> Lives:
    """Return the lives of the rows of one segment."""
    mine, behind = n[here], late[here]
    delayed = behind > 0
    return grouped(days[here], mine * left[here], mine * (1 - left[here]), (behind[delayed], mine[delayed]))


def _added(parts: list[Lives]) -> Lives | None:
    """Return the lives of all segments together; None where there are none."""
    import numpy as np

    if not parts:
        return None
    times, events, censored, late = (
        np.concatenate([getattr(one, name) for one in parts]) for name in ("times", "events", "censored", "late")
    )
    return grouped(times, events, censored, (times, late))


def _told(whole: Lives, parts: dict[str, Lives], ground: Ground) -> list[str]:
    """Return the segments that may be told: at least 30 customers each, and none or at least five in all others.

    A segment that has lost all its customers before the period counts too, after those of the report. Customers who
    were there from the start count, for a curve cannot begin with fewer than 30.
    """
    needed = max(NEEDED, ground.plan.settings.min_group)
    large = {name for name, part in parts.items() if name != NO_SEGMENT and part.size - part.late.sum() >= needed}
    told = [*(name for name in ground.segments if name in large), *sorted(large - set(ground.segments))]
    while told and small(whole.size - sum(parts[name].size for name in told)):
        told.remove(min(told, key=lambda name: (parts[name].size, name)))
    return told


def _test(parts: dict[str, Lives]) -> SurvivalTest | None:
    """Return the comparison of the segments told, where two or more have at least 100 customers together."""
    if len(parts) < 2 or sum(part.size for part in parts.values()) < NORMAL:  # noqa: PLR2004 - a comparison
        return None
    found = log_rank(list(parts.values()))
    if found is None:
        return None
    return SurvivalTest(segments=tuple(parts), chi2=found.chi2, df=found.df, p=found.p)

"""What readings of cases and deliveries share: medians of hours, and shares of rows of which a customer has several."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import base_flags, gate, refused
from reporter.indicators.queries.handling import early_end, late_start
from reporter.indicators.readings.orders import TOLERANCE_DAYS, day
from reporter.model import Reading, msg
from reporter.statistics import Interval, design_effect, kish, ratio, wilson

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis
    from reporter.indicators.queries.handling import Handling
    from reporter.indicators.queries.times import Times
    from reporter.model import Indicator, Message
    from reporter.statistics import Moments

#: A larger share of rows without the fact in question is said beside the figure.
MISSING_SHARE: Final = 0.1
#: Fewer events than this bear no trend.
FEW: Final = 10


def clustered_share(moments: Moments) -> Interval:
    """Return Σy/Σx, 0–1, with Wilson's interval on the effective number of rows (Wilson 1927; Kish 1965).

    The design effect is that of the customers' several rows; it never narrows the interval. Where all rows are
    alike they show no effect, and those of one customer are taken to be alike always: (Σx)²/Σx² rows.
    """
    p = moments.y / moments.x
    found = ratio(moments)
    plain = math.sqrt(max(0.0, p * (1 - p)) / moments.x)
    if found is None or plain == 0:
        return wilson(moments.y, moments.x, n_eff=kish(moments.x, moments.xx))
    effect = design_effect(found.se, plain) if moments.clusters < moments.x else 1.0
    return wilson(moments.y, moments.x, n_eff=moments.x / effect)


def share_of_rows(indicator: Indicator, moments: Moments, *, marks: tuple[str, ...] = ()) -> Reading:
    """Return the share of rows with a property in per cent, or the refusal that its base calls for."""
    n = moments.clusters
    refusal = gate(indicator, n, int(moments.x))
    if refusal:
        return refusal
    found = clustered_share(moments).scaled(100.0)
    return Reading(
        indicator=indicator,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=n,
        n_observations=int(moments.x),
        method="wilson",
        flags=tuple(dict.fromkeys((*marks, *base_flags(n)))),
    )


def median_of_cases(
    indicator: Indicator, basis: Basis, times: Times | None, untold: Message, *, days_only: bool = False
) -> Reading:
    """Return the median hours of the cases that have them, or the refusal that their base calls for.

    ``untold`` is the reason where no case of the period has such a time.
    ``days_only`` says that the hours were reckoned from days; then, and where all of them are whole days, the scale
    is "days" and the reading is never compared with one by the clock.
    """
    handling = basis.handling
    refusal = no_cases(indicator, handling)
    if refusal or handling is None:
        return refusal or refused(indicator, msg("There are no support cases in the data."))
    if times is None:
        return refused(indicator, untold)
    refusal = gate(indicator, times.customers, times.cases)
    if refusal:
        return refusal
    found = times.median(basis.settings.seed)
    whole = days_only or times.whole_days
    marks = [flags.WHOLE_DAYS] if whole else []
    if times.cases < (1 - MISSING_SHARE) * handling.cases:
        marks.append(flags.CASES_LEFT_OUT)
    return Reading(
        indicator=indicator,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=times.customers,
        n_observations=times.cases,
        method="bootstrap_median",
        scale="days" if whole else "hours",
        flags=(*marks, *partial(basis), *base_flags(times.customers)),
    )


def no_cases(indicator: Indicator, handling: Handling | None) -> Reading | None:
    """Return the refusal where the data hold no cases at all, or none in the period."""
    if handling is None:
        return refused(indicator, msg("There are no support cases in the data."))
    if not handling.cases:
        return refused(indicator, msg("There are no support cases in the period."))
    return None


def partial(basis: Basis) -> tuple[str, ...]:
    """Return the flag of a period that the cases in the data do not cover from end to end."""
    handling = basis.handling
    if handling is None or not (starts_late(basis, handling) or ends_early(basis, handling)):
        return ()
    return (flags.CASES_PARTIAL,)


def starts_late(basis: Basis, handling: Handling) -> bool:
    """Tell whether the cases in the data start well after the period does."""
    return late_start(handling, basis.period, _slack(basis))


def ends_early(basis: Basis, handling: Handling) -> bool:
    """Tell whether the cases in the data end well before the period does."""
    return early_end(handling, basis.period, _slack(basis))


def coverage_refusal(indicator: Indicator, basis: Basis, handling: Handling) -> Reading | None:
    """Return the refusal of a count that needs every case of the period, where the data lack some of it."""
    if starts_late(basis, handling):
        reason = msg(
            "The support cases start on {first}; they are needed from {wanted} on.",
            first=day(handling.first),
            wanted=basis.period.start,
        )
        return refused(indicator, reason)
    if ends_early(basis, handling):
        reason = msg(
            "The support cases end on {last}; they are needed up to {wanted}.",
            last=day(handling.last),
            wanted=basis.period.last,
        )
        return refused(indicator, reason)
    return None


def _slack(basis: Basis) -> int:
    """Return for how many days a help desk may be silent at either end of a period it covers."""
    return max(TOLERANCE_DAYS, basis.period.days // 10)

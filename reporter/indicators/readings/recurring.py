"""What net and gross revenue retention share: refusals, and the bootstrap over customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators import flags
from reporter.indicators.gates import base_flags, gate, refused
from reporter.indicators.readings.retained import contract_refusal, rule_flags
from reporter.model import Reading, msg
from reporter.statistics import Interval
from reporter.statistics.resampling import resample, studentised_ratio

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis
    from reporter.indicators.queries.recurring import Recurring
    from reporter.model import Indicator

#: From here on one customer moves the figure alone, and it is said (specification, ECO8).
HEAVY = 0.2
#: More customers without a price than this share, and the rest does not stand for all.
MOST_UNPRICED = 0.1
#: Fewer changes than this bear no interval to speak of.
EVENTS_NEEDED = 10
#: One side of an interval may be so many times as long as the other before the figure counts as uneven.
LOPSIDED = 3.0


def revenue_kept(sums: NDArray[np.float64], *, net: bool) -> NDArray[np.float64]:
    """Return the share of the revenue at the start that is there at the end, in per cent: (rows,).

    Args:
        sums: (rows, 4), start, expansion, contraction, churned of each row: the whole, or resamples of it.
        net: with expansion (NRR), else without (GRR).

    Returns:
        NaN where there was no revenue at the start.
    """
    import numpy as np

    start, expansion, contraction, churned = sums.T
    kept = start - contraction - churned + (expansion if net else 0.0)
    return np.where(start > 0, 100.0 * kept / np.where(start > 0, start, 1.0), np.nan)


def revenue_retention(indicator: Indicator, basis: Basis, *, net: bool) -> Reading:
    """Return net or gross revenue retention with its interval by bootstrap over customers, or why there is none."""
    recurring = basis.recurring
    refusal = contract_refusal(indicator, basis)
    if refusal:
        return refusal
    if recurring is None:
        return refused(indicator, msg("There are no contracts in the data."))
    refusal = _refusal(indicator, recurring)
    if refusal:
        return refusal
    found = _studentised(recurring.sums, basis.settings.seed, net=net) or _alike(recurring.sums, net=net)
    n = recurring.customers
    return Reading(
        indicator=indicator,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=n,
        n_observations=n,
        method="bootstrap_t",
        flags=(*rule_flags(basis), *_marks(recurring), *_lopsided(found), *base_flags(n)),
    )


def _studentised(sums: NDArray[np.float64], seed: int, *, net: bool) -> Interval | None:
    """Return the share with its studentised bootstrap interval; None where every group has the same share."""
    import numpy as np

    start, expansion, contraction, churned = sums.T
    kept = start - contraction - churned + (expansion if net else 0.0)
    squares = np.column_stack([start, kept, start * start, start * kept, kept * kept])
    try:
        found = studentised_ratio(np.column_stack([start, kept]), resample(squares, seed=seed)).scaled(100.0)
    except ValueError:
        return None
    return found if net else found.clipped(0.0, 100.0)


def _alike(sums: NDArray[np.float64], *, net: bool) -> Interval:
    """Return the share that all customers have alike."""
    value = float(revenue_kept(sums.sum(axis=0, keepdims=True), net=net)[0])
    return Interval(value=value, low=value, high=value, se=0.0)


def _lopsided(found: Interval) -> tuple[str, ...]:
    """Return the flag of an interval with one side far longer than the other: few changes carry the figure."""
    sides = sorted((found.value - found.low, found.high - found.value))
    return (flags.SKEWED,) if sides[1] > LOPSIDED * sides[0] else ()


def revenue_draws(indicator: Indicator, basis: Basis, *, net: bool) -> NDArray[np.float64] | None:
    """Return net or gross revenue retention in every resample of customers; None where it is refused."""
    recurring = basis.recurring
    if recurring is None or contract_refusal(indicator, basis) or _refusal(indicator, recurring):
        return None
    return revenue_kept(resample(recurring.sums, seed=basis.settings.seed), net=net)


def _refusal(indicator: Indicator, recurring: Recurring) -> Reading | None:
    """Return why too few customers have a contract with a known price, or what ``_money_refusal`` says."""
    n = recurring.customers
    every = n + recurring.unpriced
    if every == 0:
        return refused(indicator, msg("There were no customers at the start of the period."))
    if n == 0:
        return refused(indicator, msg("The contracts in the export have no monthly amount."))
    if recurring.unpriced > MOST_UNPRICED * every:
        return refused(indicator, msg("More than a tenth of the customers have a contract without a monthly amount."))
    return gate(indicator, n, n) or _money_refusal(indicator, recurring)


def _money_refusal(indicator: Indicator, recurring: Recurring) -> Reading | None:
    """Return why the revenue at the start bears no share, or None where it does."""
    start = recurring.totals["start"]
    if len(recurring.currencies) > 1:
        currencies = tuple(sorted(recurring.currencies))
        return refused(indicator, msg("The contracts are in several currencies: {currencies}.", currencies=currencies))
    if start <= 0:
        return refused(indicator, msg("There was no recurring revenue at the start of the period."))
    if 2 * recurring.largest > start:
        reason = msg("Not shown, for reasons of confidentiality: one customer makes more than half of the revenue.")
        return refused(indicator, reason, marks=(flags.SUPPRESSED,))
    return None


def _marks(recurring: Recurring) -> tuple[str, ...]:
    """Return what must be said of the revenue."""
    marks = []
    if recurring.largest > HEAVY * recurring.totals["start"]:
        marks.append(flags.HEAVY_CUSTOMER)
    if recurring.unpriced:
        marks.append(flags.UNPRICED)
    if recurring.changed < EVENTS_NEEDED:
        marks.append(flags.FEW_EVENTS)
    return tuple(marks)

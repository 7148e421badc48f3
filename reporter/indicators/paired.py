"""What two periods share: the same customers behind both readings of an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.indicators.registry import modules
from reporter.model import Pairing
from reporter.statistics.pairing import ratio_correlation
from reporter.statistics.resampling import drawn_difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.indicators.basis import Basis
    from reporter.indicators.gather import Gathered
    from reporter.model import Indicator, Snapshot


def pairings(gathered: Gathered, now: Snapshot, others: Mapping[str, Snapshot | None]) -> dict[str, dict[str, Pairing]]:
    """Return, per compared period and indicator, what its two readings share.

    An indicator that offers ``draws`` is resampled in both periods with the same customers; one that is a ratio
    over customers has a correlation with its earlier self. Any other is not there: its readings are taken as
    independent.

    Args:
        gathered: the sums of all periods.
        now: the readings of the report's period.
        others: those of the periods that it is compared with, by name.
    """
    return {name: _of(gathered, now, other) for name, other in others.items() if other is not None}


def _of(gathered: Gathered, now: Snapshot, before: Snapshot) -> dict[str, Pairing]:
    """Return the pairings with one other period, of the indicators that have a value in both."""
    grouped = gathered.grouped
    if grouped is None:
        return {}
    shared = grouped.shared(gathered.indices[now.period], gathered.indices[before.period])
    ours, theirs = gathered.of(now.period), gathered.of(before.period)
    found: dict[str, Pairing] = {}
    for name, module in modules().items():
        if now.readings[name].value is None or before.readings[name].value is None:
            continue
        draws = getattr(module, "draws", None)
        if draws is not None:
            both = next((shared[ratio] for ratio in module.INDICATOR.ratios if ratio in shared), None)
            fewest = min(one.readings[name].n_customers for one in (now, before))
            pairing = _drawn(draws(ours), draws(theirs), both, fewest)
        else:
            pairing = _correlated(module.INDICATOR, ours, theirs, shared)
        if pairing is not None:
            found[name] = pairing
    return found


def _drawn(now: Any, before: Any, shared: int | None, customers: int) -> Pairing | None:  # noqa: ANN401 - arrays, or None
    """Return the pairing of two resampled readings; None where either was not drawn."""
    if now is None or before is None:
        return None
    gap = drawn_difference(now - before, customers=max(customers, 2))
    return Pairing(shared=shared, low=gap.low, high=gap.high, low90=gap.low90, high90=gap.high90, se=gap.se, p=gap.p)


def _correlated(indicator: Indicator, now: Basis, before: Basis, shared: Mapping[str, int]) -> Pairing | None:
    """Return the pairing of two ratios over customers; None where no customer is in both."""
    for ratio in indicator.ratios:
        one, two = now.groups.get(ratio), before.groups.get(ratio)
        if one is not None and two is not None:
            n = shared.get(ratio, 0)
            return Pairing(shared=n, correlation=ratio_correlation(one, two)) if n else None
    return None

"""Bases that lie in one another: where one has one to four customers more, the few could be reckoned and are not told.

Two printed bases, 837 customers with an order and 833 with one that was not wholly given back, tell that four gave
everything back. ``NESTED`` lists every pair of readings whose bases are nested by construction. Where they differ by
one to four, the less important reading is withheld; of two readings of a survey, in which the few are those who left
a question open, both show the smaller base, which claims less than there is, and keep their values.

Orders without a customer are no group of customers, and what a file lacks is said with the file: bases that differ
by them alone (orders per customer, order value) are not listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.disclosure.rules import small
from reporter.indicators.gates import refused
from reporter.model import Population, Snapshot
from reporter.statistics.population import corrected_margin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model import Analysis, Point, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """Two indicators: everyone in the base of ``inner`` is in that of ``outer``.

    ``withheld`` is the one that is not told where they are too close; None: both show the smaller base. ``rows`` says
    that their observations (orders, contracts) are nested as well.
    """

    inner: str
    outer: str
    withheld: str | None = None
    rows: bool = False


def _pairs(inner: Iterable[str], outer: Iterable[str], withheld: str | None, *, rows: bool = False) -> list[Nested]:
    """Return every inner with every outer; ``withheld`` is "inner", "outer" or None."""
    outer = tuple(outer)
    names = {"inner": 0, "outer": 1}
    return [
        Nested(inner=one, outer=two, withheld=(one, two)[names[withheld]] if withheld else None, rows=rows)
        for one in inner
        for two in outer
    ]


#: Who ordered, at least once not wholly given back.
_BUYERS: Final = ("customers", "freq", "repeat_rate", "multi_order_rate", "rev_per_customer", "ret_rev_share")
#: Orders that were not wholly given back.
_ORDERS: Final = ("aov", "orders", "revenue", "complaints_per_1000")
#: The share with a contract at the start, in force or within the grace after it.
_AT_START: Final = ("retention", "churn")

NESTED: Final[tuple[Nested, ...]] = (
    # the rest has only orders that were wholly given back
    *_pairs(_ORDERS, ("return_rate",), "outer", rows=True),
    # the rest has a contract and no order; or an order and no contract at the start
    *_pairs((*_BUYERS, "cancel_rate"), ("complaint_rate",), "outer"),
    # the rest is within the grace after a contract
    *_pairs(("cancel_rate",), _AT_START, "inner"),
    # the rest has a contract without a price
    *_pairs(("nrr", "grr"), _AT_START, "inner"),
    # the rest rated one of two things
    *_pairs(("sat_gap",), ("sat_product", "sat_service"), None),
    # the rest did not answer what the other index asks, or one question of the index
    *_pairs(
        ("satisfied_not_loyal",),
        ("nki", "csat", "csat_idx", "loy_idx", "triad_satisfaction", "triad_loyalty"),
        None,
    ),
    *_pairs(("loy_idx", "triad_loyalty"), ("nps", "recommend_idx", "rebuy_intent"), None),
)


def bases_told(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Return the readings of one period without two nested bases that differ by one to four.

    A reading without a value tells no base. A base that is lowered may come close to a third one, so this goes on
    until none is.
    """
    told = dict(readings)
    while (pair := next((pair for pair in NESTED if _open(pair, told)), None)) is not None:
        if pair.withheld is not None:
            indicator = told[pair.withheld].indicator
            told[pair.withheld] = refused(indicator, flags.FLAGS[flags.SUPPRESSED], marks=(flags.SUPPRESSED,))
        else:
            told[pair.outer] = _lowered(told[pair.outer], told[pair.inner])
    return told


def margins_told(analyses: Mapping[str, Analysis], readings: Mapping[str, Reading]) -> dict[str, Analysis]:
    """Return the analyses, in which the corrected margins rest on no more respondents than their readings show."""
    found = analyses.get(Population.kind)
    if not isinstance(found, Population):
        return dict(analyses)
    margins = [(one, min(one.n, readings[one.indicator].n_customers)) for one in found.margins]
    lowered = tuple(
        replace(one, n=n, corrected=corrected_margin(one.plain, n, found.population)) for one, n in margins if n > 0
    )
    return {**analyses, Population.kind: replace(found, margins=lowered)}


def snapshot_told(snapshot: Snapshot | None) -> Snapshot | None:
    """Return a snapshot as its nested bases allow; None stays None."""
    return snapshot and Snapshot(period=snapshot.period, readings=bases_told(snapshot.readings))


def series_told(series: Mapping[str, tuple[Point, ...]]) -> dict[str, tuple[Point, ...]]:
    """Return the points of several indicators as the nested bases of every period allow."""
    readings: dict[object, dict[str, Reading]] = {}
    for name, points in series.items():
        for point in points:
            readings.setdefault(point.period, {})[name] = point.reading
    told = {period: bases_told(one) for period, one in readings.items()}
    return {
        name: tuple(replace(point, reading=told[point.period][name]) for point in points)
        for name, points in series.items()
    }


def _open(pair: Nested, readings: Mapping[str, Reading]) -> bool:
    """Tell whether the customers, or rows, that are in the outer base alone are one to four."""
    inner, outer = readings.get(pair.inner), readings.get(pair.outer)
    if inner is None or outer is None or inner.value is None or outer.value is None:
        return False
    if small(outer.n_customers - inner.n_customers):
        return True
    return pair.rows and small(outer.n_observations - inner.n_observations)


def _lowered(outer: Reading, inner: Reading) -> Reading:
    """Return the outer reading with the base of the inner, and as many observations less."""
    fewer = outer.n_customers - inner.n_customers
    return replace(outer, n_customers=inner.n_customers, n_observations=outer.n_observations - fewer)

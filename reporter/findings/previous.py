"""This period's readings beside the previous period's.

A change of scale, of method or of definition blocks a comparison: the number would move although no
customer did. The three legs and the triad are the headline family: a change there, or in the indicator that a
leg consists of, counts as certain only when it is so after Holm's correction over the family.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.findings.relevance import relevant
from reporter.model import Comparison, Leg, Unit, Verdict, msg
from reporter.statistics.difference import holm
from reporter.statistics.verdict import difference, estimate, is_good, judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Message, Period, Reading, Snapshot
    from reporter.statistics.difference import Difference

FAMILY = ("triad_satisfaction", "triad_value", "triad_loyalty", "triad")
#: An indicator that may be a leg by itself; where it is, both carry the same verdict.
TWINS = {
    "nki": "triad_satisfaction",
    "csat_idx": "triad_satisfaction",
    "pvalue_idx": "triad_value",
    "loy_idx": "triad_loyalty",
}
#: Fewer customers than this are never tested (specification of indicators, part 1.0).
MIN_BASE = 30
#: Flags that describe what one period's data were like, not how the figure is defined.
BASE_FLAGS = frozenset(
    {
        *("small_base", "limited_base", "suppressed", "low_alpha", "few_events", "incomplete"),
        *("kinds_apart", "scales_apart", "undated", "undated_left_out", "newest_round", "rounds_open"),
    }
)
#: Measures that do not grow with the length of the period.
_ANY_LENGTH = frozenset({"aov"})


def compare_previous(current: Snapshot, previous: Snapshot | None) -> tuple[Comparison, ...]:
    """Compare every reading with the one before it, in the current snapshot's order.

    Without a previous period there is nothing to compare, and the answer is empty. A pair that
    cannot be compared is there with its reason and without a verdict.
    """
    if previous is None:
        return ()
    tested = {
        name: _test(reading, previous.readings.get(name), current.period, previous.period)
        for name, reading in current.readings.items()
    }
    adjusted = _family(tested)
    return tuple(
        _compare(current.readings[name], test, adjusted.get(_tested_as(name, tested)), current.period)
        for name, test in tested.items()
    )


def _tested_as(name: str, tests: Mapping[str, _Test]) -> str:
    """Return the leg that an indicator is by itself, in both periods; else its own name."""
    leg = TWINS.get(name, name)
    own, other = tests[name].found, tests[leg].found if leg in tests else None
    same = (
        own is not None and other is not None and (own.value, own.low, own.high) == (other.value, other.low, other.high)
    )
    return leg if same else name


class _Test:
    """One pair before the family is looked at."""

    __slots__ = ("found", "other", "reason")

    def __init__(self, other: Reading | None, found: Difference | None, reason: Message | None) -> None:
        self.other = other
        self.found = found
        self.reason = reason


def _test(reading: Reading, other: Reading | None, period: Period, before: Period) -> _Test:
    """Test one pair, or say why it cannot be tested."""
    ours = estimate(reading)
    theirs = estimate(other) if other is not None else None
    if ours is None:
        return _Test(None, None, reading.reason or msg("Not compared: there is no figure for this period."))
    if other is None or theirs is None:
        return _Test(None, None, msg("Not compared: there is no figure for {period}.", period=before))
    reason = _blocked(reading, other, period, before)
    if reason is not None:
        return _Test(other, None, reason)
    found = difference(ours, theirs)
    if found is None:
        return _Test(other, None, msg("Not tested: the margin of error is not known for both periods."))
    return _Test(other, found, None)


def _blocked(reading: Reading, other: Reading, period: Period, before: Period) -> Message | None:
    """Return why two readings with a value are not tested against each other."""
    indicator = reading.indicator
    if indicator.unit is not other.indicator.unit or reading.scale != other.scale:
        return msg("Not compared: the scale of the answers has changed since {period}.", period=before)
    if reading.method != other.method or _definition(reading) != _definition(other):
        return msg("Not compared: the way of measuring has changed since {period}.", period=before)
    if not indicator.survey and indicator.id not in _ANY_LENGTH and not _same_length(period, before):
        return msg("Not compared: the periods are of different length.")
    return _thin(reading, other)


def _thin(reading: Reading, other: Reading) -> Message | None:
    """Return why two comparable readings bear no test: a plain count, or too little behind them."""
    if reading.indicator.leg is Leg.BASIS or reading.indicator.unit is Unit.COUNT:
        return msg("Not tested: everyone in the period is counted.")
    if "incomplete" in {*reading.flags, *other.flags}:
        return msg("Not tested: the orders end before one of the periods does.")
    if "few_events" in {*reading.flags, *other.flags}:
        return msg("Not tested: fewer than ten events in one of the periods.")
    if min(reading.n_customers, other.n_customers) < MIN_BASE:
        return msg("Not tested: fewer than {least} customers in one of the periods.", least=MIN_BASE)
    return None


def _definition(reading: Reading) -> frozenset[str]:
    """Return the flags that say how a figure is made."""
    return frozenset(reading.flags) - BASE_FLAGS


def _same_length(one: Period, two: Period) -> bool:
    """Tell whether two periods are equally long, in whole months where both have them."""
    if one.months is not None and two.months is not None:
        return one.months == two.months
    return one.days == two.days


def _family(tests: Mapping[str, _Test]) -> dict[str, float]:
    """Return Holm's p values of the headline indicators that could be tested."""
    p = {name: tests[name].found for name in FAMILY if name in tests}
    known = {name: found.p for name, found in p.items() if found is not None and found.p is not None}
    return dict(zip(known, holm(tuple(known.values())), strict=True))


def _compare(reading: Reading, test: _Test, adjusted: float | None, period: Period) -> Comparison:
    """Turn a test into a comparison, with the family's p value where there is one."""
    other, found = test.other, test.found
    blank = Comparison(against="previous", reading=reading, other=other, reason=test.reason)
    if other is None or reading.value is None or other.value is None:
        return blank
    if found is None:
        counted = reading.indicator.leg is Leg.BASIS or reading.indicator.unit is Unit.COUNT
        return replace(blank, gap=reading.value - other.value) if counted else blank
    verdict = judge(found, relevant(reading.indicator, other.value, period), adjusted)
    lost = verdict is Verdict.UNCLEAR and (found.low > 0 or found.high < 0)
    return replace(
        blank,
        gap=found.value,
        low=found.low,
        high=found.high,
        verdict=verdict,
        good=is_good(reading.indicator, found.value, verdict),
        reason=msg("Not certain when the headline measures are tested together.") if lost else None,
    )

"""This period's readings beside those of the previous period, or of the same period last year.

A change of scale, of method or of definition blocks a comparison: the number would move although no
customer did. Where the same customers stand behind both readings, the test knows it (``Pairing``). The three
legs and the triad are the headline family: a change there, or in the indicator that a leg consists of, counts as
certain only when it is so after Holm's correction over the family.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from reporter.findings.relevance import equal_within, relevant
from reporter.model import Comparison, Leg, Measurements, Unit, Verdict, msg
from reporter.statistics.comparable import differs
from reporter.statistics.difference import Difference, holm
from reporter.statistics.verdict import difference, estimate, is_good, judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Message, Pairing, Period, Reading, Snapshot

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
#: Flags of a reading whose interval may be too narrow for a test: such differences are called certain too often.
_UNEVEN = frozenset({"skewed", "small_base"})
#: Measures that do not grow with the length of the period.
_ANY_LENGTH = frozenset({"aov"})


def compare_earlier(measurements: Measurements) -> tuple[Comparison, ...]:
    """Compare the report's period with the one before it, and with the same period last year where it is another.

    Where there are both, the headline family of Holm's correction holds the tests of both.
    """
    now, shared = measurements.current, measurements.pairings
    periods: dict[Literal["previous", "last_year"], Snapshot | None] = {
        "previous": measurements.previous,
        "last_year": measurements.last_year,
    }
    tests = {
        against: _tests(now, earlier, shared.get(against))
        for against, earlier in periods.items()
        if earlier is not None
    }
    adjusted = _family(tests)
    return tuple(
        replace(_compare(now.readings[name], test, adjusted.get((against, test.family)), now.period), against=against)
        for against, own in tests.items()
        for name, test in own.items()
    )


def compare_previous(
    current: Snapshot, previous: Snapshot | None, pairings: Mapping[str, Pairing] | None = None
) -> tuple[Comparison, ...]:
    """Compare every reading with the one before it, in the current snapshot's order.

    Without an earlier period there is nothing to compare, and the answer is empty. A pair that
    cannot be compared is there with its reason and without a verdict.

    Args:
        current: the readings of the report's period.
        previous: those of the period before.
        pairings: what the two readings of an indicator share; one that is not named is taken as independent.
    """
    shared = {"previous": pairings or {}}
    return compare_earlier(Measurements(current=current, previous=previous, pairings=shared))


def _tests(current: Snapshot, earlier: Snapshot, pairings: Mapping[str, Pairing] | None) -> dict[str, _Test]:
    """Test every reading against its earlier self; one that is a leg by itself is tested as that leg."""
    shared = pairings or {}
    periods = (current.period, earlier.period)
    tests = {
        name: _test(reading, earlier.readings.get(name), periods, shared.get(name))
        for name, reading in current.readings.items()
    }
    for name, leg in TWINS.items():
        if name in tests and leg in tests and all(_same(one, name, leg) for one in (current, earlier)):
            tests[name] = replace(tests[name], found=tests[leg].found, reason=tests[leg].reason, family=leg)
    return tests


def _same(snapshot: Snapshot, name: str, leg: str) -> bool:
    """Tell whether an indicator is a leg of the triad by itself: the same figure of the same customers."""
    one, two = (snapshot.readings.get(which) for which in (name, leg))
    if one is None or two is None or one.value is None:
        return False
    return (one.value, one.low, one.high, one.n_customers) == (two.value, two.low, two.high, two.n_customers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Test:
    """One pair before the family is looked at; ``family`` is the indicator whose p value counts."""

    family: str
    other: Reading | None = None
    found: Difference | None = None
    reason: Message | None = None


def _test(reading: Reading, other: Reading | None, periods: tuple[Period, Period], pairing: Pairing | None) -> _Test:
    """Test one pair, or say why it cannot be tested."""
    period, before = periods
    blank = _Test(family=reading.indicator.id)
    ours = estimate(reading)
    theirs = estimate(other) if other is not None else None
    if ours is None:
        return replace(blank, reason=reading.reason or msg("Not compared: there is no figure for this period."))
    if other is None or theirs is None:
        return replace(blank, reason=msg("Not compared: there is no figure for {period}.", period=before))
    blank = replace(blank, other=other)
    reason = _blocked(reading, other, period, before)
    if reason is not None:
        return replace(blank, reason=reason)
    found = _resampled(ours.value - theirs.value, pairing) or difference(
        ours, theirs, pairing.correlation if pairing else 0.0
    )
    if found is None:
        return replace(blank, reason=msg("Not tested: the margin of error is not known for both periods."))
    return replace(blank, found=found)


def _resampled(gap: float, pairing: Pairing | None) -> Difference | None:
    """Return the difference that was resampled by customer, where it was."""
    if pairing is None or pairing.low is None or pairing.high is None:
        return None
    if pairing.low90 is None or pairing.high90 is None or pairing.se is None:
        return None
    return Difference(
        value=gap,
        low=pairing.low,
        high=pairing.high,
        low90=pairing.low90,
        high90=pairing.high90,
        se=pairing.se,
        p=pairing.p,
    )


def _blocked(reading: Reading, other: Reading, period: Period, before: Period) -> Message | None:
    """Return why two readings with a value are not tested against each other."""
    indicator = reading.indicator
    changed = differs(reading, other)
    if changed == "scale":
        return msg("Not compared: the scale of the answers has changed since {period}.", period=before)
    if changed == "method":
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
    if any({*one.flags} >= _UNEVEN for one in (reading, other)):
        return msg("Not tested: too few customers for such uneven amounts.")
    return None


def _same_length(one: Period, two: Period) -> bool:
    """Tell whether two periods are equally long, in whole months where both have them."""
    if one.months is not None and two.months is not None:
        return one.months == two.months
    return one.days == two.days


def _family(
    tests: Mapping[Literal["previous", "last_year"], Mapping[str, _Test]],
) -> dict[tuple[str, str], float]:
    """Return Holm's p values of the headline indicators that could be tested, by compared period and indicator."""
    found = {(against, name): own[name].found for against, own in tests.items() for name in FAMILY if name in own}
    known = {place: one.p for place, one in found.items() if one is not None and one.p is not None}
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
    verdict = judge(
        found,
        relevant(reading.indicator, other.value, period),
        adjusted,
        equal_within=equal_within(reading.indicator, other.value, period),
    )
    if verdict is Verdict.EQUAL and "skewed" in {*reading.flags, *other.flags}:
        verdict = Verdict.UNCLEAR  # a few large customers could have hidden a change
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

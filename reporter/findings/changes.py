"""Findings about a change since the previous period, and about a gap to an outside figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.findings.facts import Facts, amount, difference, half_width
from reporter.findings.relevance import equal_within, relevant
from reporter.model import Finding, Quantity, Term, Unit, Verdict, msg

if TYPE_CHECKING:
    from reporter.model import Benchmark, Comparison, Message, Period

#: What a finding weighs by its verdict, before the size of the difference is added (at most _SIZE).
WEIGHTS = {
    Verdict.CLEAR: 100.0,
    Verdict.SMALL: 50.0,
    Verdict.EQUAL: 25.0,
    Verdict.UNCLEAR: 20.0,
    Verdict.UNTESTED: 5.0,
}
_SIZE = 20.0
_BENCHMARK = -15.0  # a change of one's own goes before the same gap to others
_LEG = 20.0  # the legs carry the story
_ECHO = -40.0  # says of satisfaction what its leg says already
_ECHOES = {"csat": "triad_satisfaction", "nki": "triad_satisfaction", "pvalue_idx": "triad_value"}


def is_certain(comparison: Comparison) -> bool:
    """Tell whether a gap is certain, small or not."""
    return comparison.verdict in {Verdict.CLEAR, Verdict.SMALL}


def weight(comparison: Comparison, period: Period) -> float:
    """Return how heavy a comparison is: its verdict first, then its size in smallest relevant differences."""
    base = WEIGHTS[comparison.verdict]
    other = comparison.other.value if comparison.other else comparison.benchmark and comparison.benchmark.value
    least = relevant(comparison.reading.indicator, other or 0.0, period)
    if not is_certain(comparison) or comparison.gap is None or not least:
        return base
    return base + min(_SIZE, abs(comparison.gap) / least)


def changed(facts: Facts, comparison: Comparison) -> Finding:
    """Return the finding about one indicator since the previous period."""
    indicator = comparison.reading.indicator
    headline, text = _TEXTS[comparison.verdict](facts, comparison)
    return Finding(
        id=f"change.{indicator.id}",
        headline=headline,
        text=text,
        verdict=comparison.verdict,
        good=comparison.good,
        weight=weight(comparison, facts.period) + _standing(facts, indicator.id),
        indicators=(indicator.id,),
    )


def _standing(facts: Facts, indicator: str) -> float:
    """Return what an indicator's place in the triad adds to a finding about it."""
    if indicator.startswith("triad_"):
        return _LEG
    leg = _ECHOES.get(indicator)
    return _ECHO if leg is not None and facts.reading(leg) is not None else 0.0


def _clear(facts: Facts, comparison: Comparison) -> tuple[Message, Message]:
    """V1: certain and relevant."""
    name, before, now = _name(comparison), _before(facts, comparison), facts.amount(comparison.reading)
    margin = _margin(facts, comparison)  # not the gap: rounded, it need not be the difference of two rounded values
    if (comparison.gap or 0.0) > 0:
        return msg("{indicator} has risen", indicator=name), msg(
            "{indicator} has risen from {before} to {now}. "
            "The rise is statistically certain, with a margin of error of {margin}.",
            indicator=name,
            before=before,
            now=now,
            margin=margin,
        )
    return msg("{indicator} has fallen", indicator=name), msg(
        "{indicator} has fallen from {before} to {now}. "
        "The fall is statistically certain, with a margin of error of {margin}.",
        indicator=name,
        before=before,
        now=now,
        margin=margin,
    )


def _small(facts: Facts, comparison: Comparison) -> tuple[Message, Message]:
    """V2: certain, but small."""
    name, before, now = _name(comparison), _before(facts, comparison), facts.amount(comparison.reading)
    if (comparison.gap or 0.0) > 0:
        return msg("{indicator} has risen slightly", indicator=name), msg(
            "{indicator} has risen slightly, from {before} to {now}. The difference is certain but small.",
            indicator=name,
            before=before,
            now=now,
        )
    return msg("{indicator} has fallen slightly", indicator=name), msg(
        "{indicator} has fallen slightly, from {before} to {now}. The difference is certain but small.",
        indicator=name,
        before=before,
        now=now,
    )


def _equal(facts: Facts, comparison: Comparison) -> tuple[Message, Message]:
    """V4: certainly within the smallest relevant difference, or the narrower limit of a small rate."""
    name, other = _name(comparison), comparison.other
    least = equal_within(comparison.reading.indicator, (other and other.value) or 0.0, facts.period)
    return msg("{indicator} is unchanged", indicator=name), msg(
        "{indicator} is unchanged at {now}. With 95 % certainty, any difference from {period} is smaller than "
        "{relevant}.",
        indicator=name,
        now=facts.amount(comparison.reading),
        period=facts.before or facts.period,
        relevant=_in_tenths(difference(comparison.reading, least, facts.currency)),
    )


def _in_tenths(amount: Quantity) -> Quantity:
    """Return points with a decimal where they are fewer than one: a limit is never told as 0."""
    small = amount.unit is Unit.POINTS and amount.value is not None and amount.value < 1
    return replace(amount, decimals=1) if small else amount


def _unclear(facts: Facts, comparison: Comparison) -> tuple[Message, Message]:
    """V3: it cannot be said; with its own sentence where only the family took the certainty away."""
    name, period = _name(comparison), facts.before or facts.period
    headline = msg("No certain change in {indicator}", indicator=name)
    if comparison.reason is not None:
        return headline, msg(
            "It cannot be said whether {indicator} has changed since {period}. "
            "The difference of {gap} is not certain when the headline measures are tested together.",
            indicator=name,
            period=period,
            gap=_signed(facts, comparison),
        )
    return headline, msg(
        "It cannot be said whether {indicator} has changed since {period}. "
        "The difference of {gap} lies within the margin of error, {margin}.",
        indicator=name,
        period=period,
        gap=_signed(facts, comparison),
        margin=_margin(facts, comparison),
    )


def _untested(facts: Facts, comparison: Comparison) -> tuple[Message, Message]:
    """V5: not compared, and why."""
    name = _name(comparison)
    reason = comparison.reason or msg("Not compared with the previous period.")
    return msg("{indicator} is not compared", indicator=name), msg(
        "{indicator} is {now}. {reason}", indicator=name, now=facts.amount(comparison.reading), reason=reason
    )


_TEXTS = {
    Verdict.CLEAR: _clear,
    Verdict.SMALL: _small,
    Verdict.EQUAL: _equal,
    Verdict.UNCLEAR: _unclear,
    Verdict.UNTESTED: _untested,
}


def against_benchmark(facts: Facts, comparison: Comparison) -> Finding:
    """Return the finding about a certain gap to an outside figure."""
    figure, reading = comparison.benchmark, comparison.reading
    assert figure is not None  # noqa: S101 - a comparison against a benchmark has one
    name = _name(comparison)
    above = (comparison.gap or 0.0) > 0
    now, other = facts.amount(reading), amount(reading, figure.value, facts.currency)
    small = comparison.verdict is Verdict.SMALL
    text = (_gap_small if small else _gap_clear)(name, now, other, figure)
    return Finding(
        id=f"benchmark.{reading.indicator.id}",
        headline=msg("{indicator} is above the benchmark", indicator=name)
        if above
        else msg("{indicator} is below the benchmark", indicator=name),
        text=text,
        verdict=comparison.verdict,
        good=comparison.good,
        weight=weight(comparison, facts.period) + _BENCHMARK,
        indicators=(reading.indicator.id,),
    )


def _gap_clear(name: Term, now: Quantity, other: Quantity, figure: Benchmark) -> Message:
    """Return the sentence about a certain and relevant gap."""
    return msg(
        "{indicator} is {now}, against {other} in {study}. The difference is statistically certain.",
        indicator=name,
        now=now,
        other=other,
        study=_study(figure),
    )


def _gap_small(name: Term, now: Quantity, other: Quantity, figure: Benchmark) -> Message:
    """Return the sentence about a certain but small gap."""
    return msg(
        "{indicator} is {now}, against {other} in {study}. The difference is certain but small.",
        indicator=name,
        now=now,
        other=other,
        study=_study(figure),
    )


def _study(figure: Benchmark) -> str:
    """Return the study's name with its year, which some names hold already."""
    return figure.study if str(figure.year) in figure.study else f"{figure.study} {figure.year}"


def _name(comparison: Comparison) -> Term:
    """Return the indicator's name as a sentence carries it."""
    return Term(comparison.reading.indicator.id, "definite")


def _signed(facts: Facts, comparison: Comparison) -> Quantity:
    """Return a gap with its sign."""
    return replace(difference(comparison.reading, comparison.gap or 0.0, facts.currency), signed=True)


def _before(facts: Facts, comparison: Comparison) -> Quantity:
    """Return the earlier value."""
    return amount(comparison.reading, comparison.other.value if comparison.other else None, facts.currency)


def _margin(facts: Facts, comparison: Comparison) -> Quantity:
    """Return the wider half of the gap's interval, as ±."""
    return difference(comparison.reading, half_width(comparison) or 0.0, facts.currency, margin=True)

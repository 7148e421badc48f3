"""Findings about where an indicator stands, where there is nothing earlier to compare it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.findings.levels import Level, level
from reporter.model import Finding, Quantity, Term, Unit, Verdict, msg

if TYPE_CHECKING:
    from reporter.findings.facts import Facts
    from reporter.model import Message, Reading

_LEVEL_WEIGHT = {Level.WEAK: 45.0, Level.STRONG: 40.0}
_PLAIN_WEIGHT = 15.0
_BASE_WEIGHT = 30.0
#: Smaller groups than this are never told (specification of indicators, part 7).
MIN_TOLD = 5


def stands(facts: Facts, reading: Reading) -> Finding:
    """Return the finding about one indicator's level, with its margin of error."""
    where, name = level(reading), Term(reading.indicator.id, "definite")
    return Finding(
        id=f"level.{reading.indicator.id}",
        headline=_headline(where, name, facts.amount(reading)),
        text=_text(facts, reading, where, name),
        verdict=Verdict.UNTESTED,
        good={Level.WEAK: False, Level.STRONG: True}.get(where) if where else None,
        weight=_LEVEL_WEIGHT.get(where, _PLAIN_WEIGHT) if where else _PLAIN_WEIGHT,
        indicators=(reading.indicator.id,),
    )


def _headline(where: Level | None, name: Term, now: Quantity) -> Message:
    """Return the headline; only an interval wholly within a level earns its word."""
    if where is Level.STRONG:
        return msg("{indicator} is at a strong level", indicator=name)
    if where is Level.FAIR:
        return msg("{indicator} is at a fair level", indicator=name)
    if where is Level.WEAK:
        return msg("{indicator} is at a weak level", indicator=name)
    return msg("{indicator} is {now}", indicator=name, now=now)


def _text(facts: Facts, reading: Reading, where: Level | None, name: Term) -> Message:
    """Return the sentence: value, margin and, for an index, how the level reads."""
    now, margin = facts.amount(reading), facts.margin(reading)
    if margin is None:
        return msg("{indicator} is {now}.", indicator=name, now=now)
    if where is None:
        return msg("{indicator} is {now}, with a margin of error of {margin}.", indicator=name, now=now, margin=margin)
    return {
        Level.STRONG: msg(
            "{indicator} is {now}, with a margin of error of {margin}. The whole interval lies at a strong level.",
            indicator=name,
            now=now,
            margin=margin,
        ),
        Level.FAIR_OR_STRONG: msg(
            "{indicator} is {now}, with a margin of error of {margin}. It lies on the border between fair and strong.",
            indicator=name,
            now=now,
            margin=margin,
        ),
        Level.FAIR: msg(
            "{indicator} is {now}, with a margin of error of {margin}. The whole interval lies at a fair level.",
            indicator=name,
            now=now,
            margin=margin,
        ),
        Level.WEAK_OR_FAIR: msg(
            "{indicator} is {now}, with a margin of error of {margin}. It lies on the border between weak and fair.",
            indicator=name,
            now=now,
            margin=margin,
        ),
        Level.WEAK: msg(
            "{indicator} is {now}, with a margin of error of {margin}. "
            "At that level it is hard to give customers a reason to stay.",
            indicator=name,
            now=now,
            margin=margin,
        ),
    }[where]


def kept_and_lost(facts: Facts) -> Message | None:
    """Return how many customers stayed, left and came; None where a group is too small to be told."""
    bridge = facts.measurements.bridge
    if bridge is None or bridge.joined or facts.reading("retention") is None:
        return None
    if min(bridge.kept, bridge.lost, bridge.new) < MIN_TOLD:
        return None
    return msg(
        "Of {start} customers at the start, {kept} stayed. Over the period {lost} left and {new} were new.",
        start=bridge.start,
        kept=bridge.kept,
        lost=bridge.lost,
        new=bridge.new,
    )


def facts_of_the_base(facts: Facts) -> list[Finding]:
    """Return what the counts say: how many customers stayed, and how concentrated revenue is."""
    found: list[Finding] = []
    bridge, spread, text = facts.measurements.bridge, facts.measurements.concentration, kept_and_lost(facts)
    if bridge is not None and text is not None:
        found.append(
            Finding(
                id="base.bridge",
                headline=msg("{lost} customers left", lost=bridge.lost),
                text=text,
                verdict=Verdict.UNTESTED,
                good=None,
                weight=_BASE_WEIGHT,
                indicators=("retention",),
            )
        )
    if spread is not None and spread.customers >= 100:  # noqa: PLR2004 - a fifth of fewer is a handful
        found.append(
            Finding(
                id="base.concentration",
                headline=msg("Revenue rests on few customers")
                if spread.top_share >= 80  # noqa: PLR2004 - the 80/20 mark
                else msg("How revenue is spread"),
                text=msg(
                    "The fifth of the customers who buy for most account for {share} of revenue.",
                    share=Quantity(value=spread.top_share, unit=Unit.PERCENT, decimals=0),
                ),
                verdict=Verdict.UNTESTED,
                good=None,
                weight=_BASE_WEIGHT - 1,
                indicators=("revenue",),
            )
        )
    return found

"""Findings: what a report says of its figures, one bound sentence pair each, heaviest first.

A finding says what, how much and with which margin, compared with what. Which sentence is chosen
follows from the verdict alone; a difference that is not certain is said to be so, never "unchanged".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.findings import changes, standing
from reporter.findings.facts import Facts
from reporter.findings.segments import stand_outs
from reporter.findings.titles import LEGS

if TYPE_CHECKING:
    from reporter.model import Comparison, Finding, Measurements

#: What findings are written about: the legs and headline figures first, then the economy.
HEADLINE = (*LEGS, "nps", "csat", "retention", "cancel_rate", "complaint_rate")
ECONOMY = ("rev_per_customer", "aov", "freq", "repeat_within", "ret_rev_share")


def find(measurements: Measurements, comparisons: tuple[Comparison, ...], *, currency: str = "") -> tuple[Finding, ...]:
    """Return every finding that the data bear, heaviest first.

    Args:
        measurements: what was measured.
        comparisons: against the previous period and against outside figures, refused ones included.
        currency: ISO code of the amounts of money.
    """
    facts = Facts(measurements=measurements, comparisons=comparisons, currency=currency)
    found: list[Finding] = []
    for name in (*HEADLINE, *ECONOMY):
        reading = facts.reading(name)
        if reading is None:
            continue
        compared = facts.previous(name) if facts.before is not None else None
        if compared is not None and compared.other is not None:
            found.append(changes.changed(facts, compared))
        else:
            found.append(standing.stands(facts, reading))
    found += [changes.against_benchmark(facts, one) for one in facts.benchmarks() if changes.is_certain(one)]
    found += stand_outs(facts)
    found += standing.facts_of_the_base(facts)
    return tuple(sorted(found, key=lambda one: (-one.weight, one.id)))

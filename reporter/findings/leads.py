"""Leads: the one or two sentences under a page's title, with the number and its margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.findings.changes import changed
from reporter.findings.facts import Facts
from reporter.findings.standing import MIN_TOLD, kept_and_lost, stands
from reporter.model import msg, nmsg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Comparison, Measurements, Message


def leads(
    measurements: Measurements, comparisons: tuple[Comparison, ...], *, currency: str = ""
) -> Mapping[str, Message]:
    """Return the lead of every page that has something to say, by page name."""
    facts = Facts(measurements=measurements, comparisons=comparisons, currency=currency)
    found = {
        "summary": _summary(facts),
        "key_figures": msg(
            "The margins of error hold at 95 per cent. An arrow marks a change that is statistically "
            "certain; it is clear where it is also large enough to matter."
        ),
        "benchmark": _benchmark(facts),
        "satisfaction": _about(facts, "nki", "csat_idx", "csat"),
        "nps": _about(facts, "nps"),
        "value": _about(facts, "pvalue_idx"),
        "customer_value": _about(facts, "rev_per_customer", "aov"),
        "loyalty": _loyalty(facts),
        "method": msg(
            "Every figure, every margin and everything left out can be followed from the files to this page."
        ),
    }
    return {page: lead for page, lead in found.items() if lead is not None}


def _about(facts: Facts, *indicators: str) -> Message | None:
    """Return what is known of the first of several indicators: its change, failing that its level."""
    reading = facts.first(*indicators)
    if reading is None:
        return None
    compared = facts.previous(reading.indicator.id) if facts.before is not None else None
    if compared is not None and compared.other is not None:
        return changed(facts, compared).text
    return stands(facts, reading).text


def _summary(facts: Facts) -> Message | None:
    """Return what the report rests on."""
    answers, customers = (_count(facts, name) for name in ("answers", "customers"))
    if answers and customers:
        return msg(
            "The report rests on {answers} answers and {customers} customers. "
            "A change is called one only where it is statistically certain.",
            answers=answers,
            customers=customers,
        )
    if answers:
        return msg(
            "The report rests on {answers} answers. A change is called one only where it is statistically certain.",
            answers=answers,
        )
    if customers:
        return msg(
            "The report rests on the orders of {customers} customers. "
            "A change is called one only where it is statistically certain.",
            customers=customers,
        )
    return None


def _count(facts: Facts, indicator: str) -> int | None:
    """Return a count that may be told, else None."""
    reading = facts.measurements.current.readings.get(indicator)
    if reading is None or reading.value is None or reading.value < MIN_TOLD:
        return None
    return int(reading.value)


def _benchmark(facts: Facts) -> Message | None:
    """Return how many measures have an outside figure that may be compared strictly."""
    measures = len(facts.benchmarks())
    if not measures:
        return None
    return nmsg(
        "One measure can be compared with an outside figure. "
        "An arrow marks a difference that is statistically certain.",
        "{count} measures can be compared with outside figures. "
        "An arrow marks a difference that is statistically certain.",
        measures,
    )


def _loyalty(facts: Facts) -> Message | None:
    """Return who stayed and who left, failing that the share that stayed or bought again."""
    return kept_and_lost(facts) or _about(facts, "retention", "repeat_rate", "loy_idx")

"""Satisfied but not loyal, as one share (LOY5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.disclosure.corners import hidden_counts, satisfied_by, share_at, split_at
from reporter.indicators.gates import base_flags, count, gate, refused
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.queries.corners import MOBILE
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="satisfied_not_loyal",
    leg=Leg.LOYALTY,
    unit=Unit.PERCENT,
    better=Better.LOWER,
    relevant=3.0,
    survey=True,
    code="LOY5",
    inputs=(
        "responses: nki_overall, nki_expectation, nki_ideal",
        "responses: csat",
        "responses: nps, rebuy",
    ),
    source="Jones & Sasser 1995; Wilson 1927",
    page="key_figures",
    leading=True,
)
FORMULA: Final = msg(
    "Customers whose satisfaction is 75 or more and whose loyalty is below 75, both on 0–100, as a share of all who "
    "answered both (Jones & Sasser 1995). Satisfaction is the index of three questions, or else one question. 95 % "
    "interval by Wilson (1927)."
)


def measure(basis: Basis) -> Reading:
    """Return the share; one that would tell of one to four customers is kept from view."""
    chosen = satisfied_by(basis)
    if chosen is None:
        return refused(INDICATOR, msg("Satisfaction and loyalty were not both asked."))
    satisfaction, marks = chosen
    split = split_at(basis, satisfaction)
    n = split.customers
    refusal = gate(INDICATOR, n, n)
    if refusal:
        return refusal
    if MOBILE in hidden_counts(split.counts):
        reason = msg("Not shown, for reasons of confidentiality: fewer than {needed}.", needed=count(SMALLEST_GROUP))
        return refused(INDICATOR, reason, marks=(flags.SUPPRESSED,))
    found = share_at(split, MOBILE)
    return Reading(
        indicator=INDICATOR,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=n,
        n_observations=n,
        method="wilson",
        scale="+".join(sorted({basis.blocks[name].scale for name in ("loyalty", satisfaction)})),
        flags=tuple(dict.fromkeys((*marks, *base_flags(n)))),
    )

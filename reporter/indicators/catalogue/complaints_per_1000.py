"""Complaints per 1,000 orders (SAT6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.gates import base_flags, gate, refused
from reporter.indicators.readings.cases import FEW, MISSING_SHARE, coverage_refusal
from reporter.indicators.readings.orders import completeness, no_orders
from reporter.model import Better, Indicator, Leg, Reading, Unit, msg
from reporter.statistics import poisson

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis

INDICATOR: Final = Indicator(
    id="complaints_per_1000",
    leg=Leg.SATISFACTION,
    unit=Unit.RATIO,
    better=Better.LOWER,
    relevant=0.1,
    relative=True,
    code="SAT6",
    inputs=("tickets: customer_id, opened_day, complaint", "orders: order_day, amount"),
    source="Garwood 1936; Fornell & Wernerfelt 1987",
    page="method",
    decimals=1,
)
FORMULA: Final = msg(
    "Complaints opened in the period per 1,000 orders of the period. Exact 95 % interval for the number of complaints "
    "(Garwood 1936); where customers complained more than once, with their design effect ∑c²/∑c. A low figure may "
    "also mean that complaining is hard."
)
ORDERS: Final = 1_000.0


def measure(basis: Basis) -> Reading:
    """Return complaints per 1,000 orders."""
    handling, orders = basis.handling, basis.orders
    if orders is None:
        return no_orders(INDICATOR)
    if handling is None:
        return refused(INDICATOR, msg("There are no support cases in the data."))
    refusal = coverage_refusal(INDICATOR, basis, handling)
    if refusal:
        return refusal
    told = handling.told
    if not told.x:
        return refused(INDICATOR, msg("The data do not tell which cases are complaints."))
    both = orders.known + orders.anonymous
    refusal = gate(INDICATOR, both.customers, both.orders)
    if refusal:
        return refusal
    effect = told.yy / told.y if told.y else 1.0
    found = poisson(told.y / effect, both.orders / ORDERS / effect)
    marks: tuple[str, ...] = (flags.FEW_EVENTS,) if told.y < FEW else ()
    if told.x < (1 - MISSING_SHARE) * handling.cases:
        marks = (*marks, flags.CASES_LEFT_OUT)
    return Reading(
        indicator=INDICATOR,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=both.customers,
        n_observations=both.orders,
        method="garwood",
        flags=(*marks, *completeness(basis), *base_flags(both.customers)),
    )

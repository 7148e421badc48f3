"""The material of one analysis for tests, and single readings, without measuring everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.indicators.gather import gather
from reporter.indicators.registry import modules
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from reporter.indicators import Plan
    from reporter.indicators.ground import Ground
    from reporter.model import Reading
    from reporter.store import Tables


def ground_of(tables: Tables, plan: Plan) -> Ground:
    """Return what the analyses are made from."""
    ground = gather(tables, plan).ground()
    assert ground is not None
    return ground


def read(tables: Tables, plan: Plan, name: str) -> Reading:
    """Return one reading of the plan's period, made without any analysis."""
    return modules()[name].measure(gather(tables, plan).of(plan.period))


def reason(reading: Reading) -> str:
    """Return the words of a refusal."""
    assert reading.value is None
    assert reading.reason is not None
    return reading.reason.text


def bought(customer: str, amount: float, day: str = "2024-03-01", currency: str = "SEK") -> dict[str, Any]:
    """Return one order of a customer."""
    return {
        "order_id": f"{customer}-{day}",
        "customer_id": customer,
        "order_day": epoch(day),
        "amount": amount,
        "currency": currency,
    }

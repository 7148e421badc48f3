"""The secret key under which ids are hashed decides no figure: customers are grouped by what is told of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reporter.indicators import Plan, Settings, measure
from reporter.model import Period
from tests.indicators.generated import TAU, YEAR, generated

if TYPE_CHECKING:
    from reporter.model import Measurements
    from tests.indicators.canonical import Canon


def measured(canon: Canon, *, backwards: bool) -> Measurements:
    """Return the generated client's measurements, its ids as they are or in another order, as by another key."""
    tables = generated()
    if backwards:
        for name, frame in tables.items():
            number = frame["customer_id"].str.slice(1).astype(int)
            tables[name] = frame.assign(customer_id=[f"k{(n * 7919 + 13) % 100_003:06d}" for n in number])
    plan = Plan(period=YEAR, previous=Period(date(2023, 1, 1), date(2024, 1, 1)), settings=Settings(tau_days=TAU))
    return measure(canon(**tables), plan)


def test_resampled_figures_are_the_same_under_another_key(canon: Canon) -> None:
    """Every reading, paired difference and analysis, to the last digit."""
    one, two = (measured(canon, backwards=backwards) for backwards in (False, True))
    assert one.current == two.current
    assert one.pairings == two.pairings
    assert one.analyses == two.analyses

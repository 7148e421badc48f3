"""The purchase models of CDNOW through the canonical tables, as a report makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reporter.indicators import Plan
from reporter.indicators.gather import gather
from reporter.model import Period
from reporter.statistics.spending import Spending, population_mean
from tests.indicators.purchases import cdnow, modelled

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

CALIBRATED = Period.parse("1997-01-01..1997-09-30")
WHOLE = Period.parse("1997-01-01..1998-06-30")


def test_the_sample_gives_the_papers_parameters(canon: Canon) -> None:
    """2 357 customers to 1997-09-30, 946 repeaters: the parameters of both models as the papers print them."""
    found = modelled(canon(orders=cdnow("sample")), CALIBRATED)
    assert (found.customers, found.repeaters, found.older) == (2357, 946, 0)
    assert [round(value, 3) for value in (found.r, found.alpha, found.a, found.b)] == [0.243, 4.414, 0.793, 2.426]
    assert round(found.log_likelihood, 2) == -9582.43
    money = found.spending
    assert money is not None
    assert [round(value, 2) for value in (money.p, money.q, money.v)] == [6.25, 3.74, 15.44]
    assert round(money.correlation, 3) == 0.114
    assert round(population_mean(Spending(p=money.p, q=money.q, v=money.v)), 1) == 35.2
    # the model expects 35.2 of whoever bought once, and 35.3 as the mean of what it expects of each
    assert round(money.mean.value, 1) == 35.3
    assert abs(money.off) < 1
    assert money.log_likelihood == pytest.approx(-4055.92, abs=0.005)


def test_the_sample_held_out_is_foretold(canon: Canon) -> None:
    """The last 26 of 78 weeks: 1 151 repeat purchases came, within 5 % of those foretold, and class by class."""
    held = modelled(canon(orders=cdnow("sample")), WHOLE).hold_out
    assert (held.split.isoformat(), held.customers, held.actual) == ("1997-12-31", 2357, 1151)
    assert abs(held.error) < 5
    assert [part.low for part in held.classes] == list(range(8))
    assert held.classes[-1].high is None
    assert all(
        later.actual > earlier.actual for earlier, later in zip(held.classes[:4], held.classes[1:5], strict=True)
    )


def test_all_customers_of_cdnow(canon: Canon) -> None:
    """69 659 transactions of 23 570 customers for 2 500 315.63, half of whom repeat; the hold-out is met within 5 %."""
    rows = cdnow("master")
    assert (len(rows), rows["customer_id"].nunique()) == (69_659, 23_570)
    tables = canon(orders=rows)
    orders = gather(tables, Plan(period=WHOLE)).of(WHOLE).orders
    assert orders is not None
    assert (orders.known.orders, orders.known.customers) == (69_659, 23_570)
    assert orders.known.revenue == 25_003_156_300
    assert round(100 * orders.known.multi / 23_570, 2) == 49.48
    found = modelled(tables, WHOLE)
    assert found.customers == 23_570
    # two orders on one day are one occasion, so that fewer repeat by days than by orders
    assert found.repeaters is not None
    assert 11_000 < found.repeaters == orders.known.repeaters < orders.known.multi
    assert abs(found.hold_out.error) < 5
    assert found.hold_out.mape < 15
    assert found.spending is not None
    assert found.spending.value.low > 0

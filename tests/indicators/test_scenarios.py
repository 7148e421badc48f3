"""Scenarios: off by default, by the client's own inputs, with the specification's levers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reporter.errors import UsageError
from reporter.indicators import Plan, Settings
from reporter.indicators.analyses import scenarios
from reporter.indicators.gather import gather
from reporter.indicators.models.levers import change, levers
from reporter.indicators.plan import Scenarios as Given
from reporter.model import NotComputed, Period, Quantity
from reporter.model.analyses.scenarios import Claim, Scenarios
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from reporter.model import Analysis
    from tests.indicators.canonical import Canon

YEAR = Period(date(2023, 1, 1), date(2024, 1, 1))
BOTH = Given(acquisition_cost=400, retention_cost=50)


def contracts(kept: int = 80, lost: int = 20, new: int = 10) -> list[dict[str, Any]]:
    """Return contracts: kept through the year, ended in June, begun in June."""
    rows = [("k", kept, "2022-01-01", None), ("l", lost, "2022-01-01", "2023-06-01"), ("n", new, "2023-06-01", None)]
    return [
        {
            "subscription_id": f"{who}{i}",
            "customer_id": f"{who}{i}",
            "start_day": epoch(start),
            "end_day": epoch(end) if end else None,
            "status": "ended" if end else "active",
        }
        for who, n, start, end in rows
        for i in range(n)
    ]


def orders(amount: str = "1000", **more: object) -> list[dict[str, Any]]:
    """Return an order of each of the kept customers."""
    return [
        {"order_id": f"o{i}", "customer_id": f"k{i}", "order_day": epoch("2023-03-01"), "amount": amount}
        | {"currency": "SEK"}
        | more
        for i in range(80)
    ]


def analysed(canon: Canon, given_: Given | None = BOTH, period: Period = YEAR, **more: Any) -> Analysis:  # noqa: ANN401
    """Return the scenarios of one client."""
    rows = {"subscriptions": contracts(), "orders": orders()} | {k: more.pop(k) for k in ("subscriptions", "orders")
                                                                 if k in more}  # fmt: skip
    settings = Settings(scenarios=given_, **({"margin": 0.4} | more))
    ground = gather(canon(**rows), Plan(period=period, settings=settings)).ground()
    assert ground is not None
    return scenarios.analyse(ground)


def reckoned(canon: Canon, given_: Given | None = BOTH, period: Period = YEAR, **more: Any) -> Scenarios:  # noqa: ANN401
    """Return scenarios that were reckoned."""
    found = analysed(canon, given_, period, **more)
    assert isinstance(found, Scenarios)
    return found


def claim(found: Scenarios, source: str) -> Claim:
    """Return the claim of a source."""
    [one] = [one for one in found.claims if source in one.sources]
    return one


def slots(one: Claim) -> list[float]:
    """Return the client's own figures in the reason of a verdict."""
    values = [value.value for _, value in one.reason.args if isinstance(value, Quantity)]
    return [value for value in values if value is not None]


@pytest.mark.parametrize(
    ("rate", "raised", "percent"),
    [(0.70, 0.75, 14.3), (0.80, 0.85, 20.0), (0.85, 0.90, 25.0), (0.90, 0.95, 33.3), (0.70, 0.735, 9.6)],
)
def test_the_levers_of_the_specification(rate: float, raised: float, percent: float) -> None:
    """At a discount of 10 %, to the printed digit (part 1.3)."""
    assert change(rate, raised, 0.10) == pytest.approx(percent, abs=0.05)


def test_without_discount_the_lever_is_the_longer_life() -> None:
    """Undiscounted .90 → .95 doubles the lifetime, .80 → .85 lengthens it by a third (part 1.3)."""
    assert change(0.90, 0.95, 0.0) == pytest.approx(100.0)
    assert change(0.80, 0.85, 0.0) == pytest.approx(100 / 3)


def test_the_three_steps_by_hand() -> None:
    """At r = .70: 1 point 0.4/0.39, 5 points 0.4/0.35, × 1.05 0.4/0.365."""
    one, five, relative = levers(0.70, 0.10)
    assert (one.retention, five.retention, relative.retention) == pytest.approx((71.0, 75.0, 73.5))
    assert (one.change, five.change, relative.change) == pytest.approx((100 / 39, 500 / 35, 350 / 36.5))


def test_retention_never_rises_above_all() -> None:
    """From 97 % there is one point more, but no five points, and no five per cent."""
    one, five, relative = levers(0.97, 0.10)
    assert one.change is not None
    assert (five.change, relative.change) == (None, None)
    assert five.reason is not None
    assert "above 100 %" in five.reason.text
    [_, ended, _] = levers(0.95, 0.0)
    assert ended.reason is not None
    assert "has no end" in ended.reason.text


@given(st.floats(0, 0.94), st.floats(0.01, 0.5), st.floats(0.001, 0.05))
def test_more_retention_is_worth_more_and_more(rate: float, discount: float, step: float) -> None:
    """The lever is positive, and grows with the retention that it starts from."""
    assume(rate + 2 * step < 1)
    first, second = change(rate, rate + step, discount), change(rate + step, rate + 2 * step, discount)
    assert first is not None
    assert second is not None
    assert 0 < first < second


def test_scenarios_are_off_by_default(canon: Canon) -> None:
    """Without being asked for, nothing is reckoned, and it is said."""
    found = analysed(canon, None)
    assert isinstance(found, NotComputed)
    assert "asked for" in found.reason.text
    assert Settings().scenarios is None


def test_the_clients_own_lever(canon: Canon) -> None:
    """80 of 100 kept in a year: r = 80 %, five points are worth 20.0 %; the mark says that it is a scenario."""
    found = reckoned(canon)
    assert (found.retention, found.discount) == pytest.approx((80.0, 10.0))
    assert [lever.change for lever in found.levers] == pytest.approx([100 / 29, 20.0, 400 / 26])
    assert "not what was measured" in found.mark.text


def test_the_lever_needs_no_costs(canon: Canon) -> None:
    """With neither cost known the levers are there, and the cost of lost customers says what is missing."""
    found = reckoned(canon, Given())
    assert found.levers
    assert found.costs == ()
    assert found.cost_reason is not None
    assert "Neither what a new customer costs" in found.cost_reason.text
    assert all("average" not in note.text for note in found.notes)


def test_the_cost_of_lost_customers_by_hand(canon: Canon) -> None:
    """20 lost × 400 of margin + 10 replaced × 400 = 12 000; 1 000 a customer and a margin of 40 %."""
    [one] = reckoned(canon).costs
    assert (one.lost, one.margin, one.lost_margin) == (20, 400.0, 8000.0)
    assert (one.replaced, one.acquisition, one.replacement, one.total) == (10, 400.0, 4000.0, 12000.0)
    assert one.factor is None


def test_an_unknown_cost_of_winning_is_an_open_range(canon: Canon) -> None:
    """Keeping costs 50: winning 250 or 1 250, 10 500 to 20 500 in all."""
    costs = reckoned(canon, Given(retention_cost=50)).costs
    assert [(one.factor, one.acquisition, one.total) for one in costs] == [(5, 250.0, 10500.0), (25, 1250.0, 20500.0)]


def test_no_more_are_replaced_than_were_lost(canon: Canon) -> None:
    """Five lost and forty won: five replaced; the others are growth."""
    [one] = reckoned(canon, subscriptions=contracts(95, 5, 40)).costs
    assert (one.lost, one.replaced) == (5, 5)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"margin": None}, "needs the margin"),
        ({"period": Period(date(2023, 5, 1), date(2023, 7, 1))}, "fewer than 90 days"),
        ({"subscriptions": contracts(100, 0, 10)}, "No contract in the export has ended"),
        ({"orders": orders()[:20]}, "Too few customers"),
        ({"subscriptions": contracts(97, 3, 10)}, "confidentiality"),
        ({"subscriptions": contracts(80, 20, 2)}, "confidentiality"),
    ],
)
def test_each_refusal_of_the_cost_says_why(canon: Canon, more: dict[str, Any], words: str) -> None:
    """No margin, too short, no retention, no revenue, one to four lost or won."""
    found = reckoned(canon, BOTH, more.pop("period", YEAR), **more)
    assert found.costs == ()
    assert found.cost_reason is not None
    assert words in found.cost_reason.text


def test_levers_without_retention_say_why(canon: Canon) -> None:
    """Nobody seen to leave: no retention, no lever, and the claim on profit is open."""
    found = reckoned(canon, subscriptions=contracts(100, 0, 10))
    assert (found.levers, found.retention) == ((), None)
    assert found.lever_reason is not None
    assert claim(found, "SB-03").verdict == "untestable"


@pytest.mark.parametrize(
    ("winning", "keeping", "verdict"),
    [(400, 50, "supported"), (250, 50, "supported"), (1250, 50, "supported"), (240, 50, "contradicted"),
     (1300, 50, "contradicted"), (None, 50, "untestable"), (400, None, "untestable"), (400, 0, "untestable")],
)  # fmt: skip
def test_five_to_twenty_five_times(canon: Canon, winning: float | None, keeping: float | None, verdict: str) -> None:
    """Between 5 and 25 times, both ends included, agrees; outside disagrees; one cost unknown leaves it open."""
    one = claim(reckoned(canon, Given(acquisition_cost=winning, retention_cost=keeping)), "SB-01")
    assert (one.verdict, one.sources) == (verdict, ("SB-01", "SB-02"))
    assert "grade D" in one.footnote.text
    if winning and keeping:
        assert slots(one) == [winning / keeping]


@pytest.mark.parametrize(
    ("kept", "lost", "verdict"),
    [(700, 300, "contradicted"), (800, 200, "contradicted"), (85, 15, "untestable"), (900, 100, "supported")],
)
def test_twenty_five_to_ninety_five_per_cent(canon: Canon, kept: int, lost: int, verdict: str) -> None:
    """5 points are worth 14 % at r = .70 and 33 % at .90; at .85 the margin of error straddles 25 %."""
    found = reckoned(canon, subscriptions=contracts(kept, lost, 10))
    one = claim(found, "SB-03")
    assert one.verdict == verdict
    low, high = slots(one)
    five = found.levers[1].change
    assert five is not None
    assert low < five < high
    assert "value, not profit" in one.footnote.text


def test_a_quarter_is_converted_to_a_year(canon: Canon) -> None:
    """Kept 80 of 100 in 91 days, grace allowed for: .8^(365/91) = 40.9 % a year."""
    found = reckoned(canon, period=Period(date(2023, 4, 15), date(2023, 7, 15)))
    assert found.retention == pytest.approx(100 * 0.8 ** (365 / 91))


@pytest.mark.parametrize("wrong", [-1.0, float("inf"), float("nan")])
def test_a_cost_that_none_can_have_is_refused(wrong: float) -> None:
    """Below nought or without end."""
    with pytest.raises(UsageError, match="is no cost") as caught:
        Given(acquisition_cost=wrong)
    assert caught.value.code == "C125"

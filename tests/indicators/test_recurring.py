"""Net and gross revenue retention, worked by hand: every edge of a contract's money."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.indicators import Plan, Settings
from reporter.indicators.catalogue import grr, nrr
from reporter.indicators.gather import gather
from reporter.indicators.queries.customers import people
from reporter.indicators.queries.recurring import recurring_sums
from reporter.indicators.sums import MONEY_UNIT
from reporter.model import Period
from reporter.statistics.resampling import resample
from reporter.store import connect
from tests.indicators.canonical import canonical, epoch

if TYPE_CHECKING:
    from reporter.indicators.queries.recurring import Recurring
    from reporter.model import Reading
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR)


def contract(
    customer: str, amount: float | None, start: str = "2023-03-01", end: str | None = None, currency: str = "SEK"
) -> dict[str, Any]:
    """Return a contract."""
    return {
        "subscription_id": f"{customer}/{start}/{amount}",
        "customer_id": customer,
        "start_day": epoch(start),
        "end_day": epoch(end) if end else None,
        "status": "ended" if end else "active",
        "amount_month": amount,
        "currency": currency,
    }


def change(customer: str, before: float, after: float, day: str = "2024-06-15") -> list[dict[str, Any]]:
    """Return a contract that another one follows on the same day."""
    return [contract(customer, before, end=day), contract(customer, after, start=day)]


def golden(copies: int = 20) -> list[dict[str, Any]]:
    """Return S = 100 a copy: one pays 20 and then 30, one 25 and then 20, one leaves with 8, one keeps paying 47."""
    rows = []
    for i in range(copies):
        rows += change(f"up{i}", 20, 30) + change(f"down{i}", 25, 20)
        rows += [contract(f"gone{i}", 8, end="2024-09-01"), contract(f"same{i}", 47)]
    return rows


def sums(tables: Tables, plan: Plan = PLAN) -> Recurring:
    """Return the sums of the plan's period."""
    found = gather(tables, plan).of(plan.period).recurring
    assert found is not None
    return found


def both(tables: Tables, plan: Plan = PLAN) -> tuple[Reading, Reading]:
    """Return net and gross revenue retention."""
    basis = gather(tables, plan).of(plan.period)
    return nrr.measure(basis), grr.measure(basis)


def totals(found: Recurring) -> tuple[float, ...]:
    """Return start, expansion, contraction and churned in the contracts' currency."""
    return tuple(total / MONEY_UNIT for total in found.totals.values())


def why(one: Reading) -> str:
    """Return the reason of a refusal."""
    assert one.value is None
    assert one.reason is not None
    return one.reason.text


def test_golden(canon: Canon) -> None:
    """Start 100, +10, −5, −8: NRR 97 %, GRR 87 %, each within its interval; GRR's stays at or below 100 %."""
    net, gross = both(canon(subscriptions=golden()))
    assert (net.value, gross.value) == (97, 87)
    for one in (net, gross):
        assert one.low is not None
        assert one.value is not None
        assert one.high is not None
        assert one.low < one.value < one.high
        assert (one.n_customers, one.method, one.flags) == (80, "bootstrap_t", ("limited_base",))
    assert gross.high is not None
    assert gross.high <= 100
    assert totals(sums(canon(subscriptions=golden()))) == (2000, 200, 100, 160)


def test_the_interval_is_that_of_a_ratio(canon: Canon) -> None:
    """The bootstrap's standard error is the linearised one of kept/start over customers, within a tenth."""
    rows = golden(100)
    net, _ = both(canon(subscriptions=rows))
    start = np.tile([20.0, 25, 8, 47], 100)
    kept = np.tile([30.0, 20, 0, 47], 100)
    se = 100 * np.sqrt(400 / 399 * ((kept - 0.97 * start) ** 2).sum()) / start.sum()
    assert net.se == pytest.approx(se, rel=0.1)


def test_new_customers_are_not_in_it(canon: Canon) -> None:
    """Who comes in the period, on its first day too, changes neither."""
    rows = golden() + [contract(f"new{i}", 500, start="2024-01-01") for i in range(50)]
    rows += [contract(f"brief{i}", 500, start="2024-02-01", end="2024-05-01") for i in range(50)]
    net, gross = both(canon(subscriptions=rows))
    assert (net.value, gross.value, net.n_customers) == (97, 87, 80)


def test_a_changed_plan_is_no_loss(canon: Canon) -> None:
    """From 100 to 150 and from 100 to 40 without a day between; an added contract is expansion."""
    rows = change("a", 100, 150) + change("b", 100, 40)
    rows += [contract("c", 100), contract("c", 30, start="2024-03-01")]
    assert totals(sums(canon(subscriptions=rows))) == (300, 80, 60, 0)


def test_a_change_on_the_last_day_counts_in_the_next_period(canon: Canon) -> None:
    """The old plan is in force on 1 January, the new one from the day after: no customer counts with both."""
    rows = change("a", 100, 150, "2025-01-01") + change("b", 100, 150, "2024-01-01")
    assert totals(sums(canon(subscriptions=rows))) == (200, 50, 0, 0)


def test_between_two_contracts_the_old_one_counts(canon: Canon) -> None:
    """One ended 12 days before the end of the period, within the grace: as in retention no one has left yet."""
    rows = [contract("a", 100, end="2024-12-20"), contract("a", 100, start="2025-01-10"), contract("b", 50)]
    assert totals(sums(canon(subscriptions=rows))) == (150, 0, 0, 0)
    strict = Plan(period=YEAR, settings=Settings(grace_days=5))
    assert totals(sums(canon(subscriptions=rows), strict)) == (150, 0, 0, 100)
    # in the grace at the start as well: he is a customer then, and has left by the end
    rows = [contract("a", 100, end="2023-12-20"), contract("b", 50)]
    assert totals(sums(canon(subscriptions=rows))) == (150, 0, 0, 100)


def test_a_contract_in_force_takes_the_place_of_one_in_the_grace(canon: Canon) -> None:
    """A plan that ended on 15 December is not added to the one that follows it."""
    assert totals(sums(canon(subscriptions=change("a", 100, 80, "2024-12-15")))) == (100, 0, 20, 0)


def test_a_part_of_a_month_counts_whole(canon: Canon) -> None:
    """A contract from 28 December counts with its monthly amount; one that ends on 2 January is in force still."""
    rows = [contract("a", 100, start="2023-12-28", end="2025-01-02"), contract("b", 30, end="2024-01-15")]
    assert totals(sums(canon(subscriptions=rows))) == (130, 0, 0, 30)


def test_trials_and_free_plans(canon: Canon) -> None:
    """A trial is no contract; a downgrade to a free plan is contraction, and one on it leaves at no cost."""
    rows = [*change("a", 100, 0), contract("free", 0, end="2024-05-01"), contract("t", 10) | {"status": "trial"}]
    found = sums(canon(subscriptions=rows))
    assert totals(found) == (100, 0, 100, 0)
    assert (found.customers, found.changed) == (2, 2)


def test_refusals(canon: Canon) -> None:
    """No start base, no amounts, amounts for too few, currencies mixed, too few customers, nothing ended, no table."""
    late = [contract(f"l{i}", 10, start="2024-05-01", end="2024-08-01") for i in range(40)]
    few = golden(7)
    unpriced = [contract(f"u{i}", None) for i in range(10)]
    for rows, words in (
        (late, "no customers at the start"),
        ([row | {"amount_month": None} for row in golden()], "no monthly amount"),
        (golden() + unpriced, "More than a tenth"),
        (golden() + change("d", 10, 10)[:1] + [contract("d", 9, "2024-06-15", currency="DKK")], "several currencies"),
        (few, "Too few customers"),
        ([row for row in golden() if not row["end_day"]], "No contract in the export has ended"),
        ([row | {"amount_month": 0} for row in golden()], "no recurring revenue"),
        ([*golden(), contract("giant", 2001)], "more than half"),
    ):
        for one in both(canon(subscriptions=rows)):
            assert words in why(one)
    orders = [{"order_id": "o", "customer_id": "c", "order_day": epoch("2024-02-01"), "amount": 10, "refund": 0}]
    assert "no contracts" in why(both(canon(orders=orders))[0])


def test_another_currency_that_does_not_count_is_no_hindrance(canon: Canon) -> None:
    """Contracts in DKK of new customers, and old ones that had ended before, are in no sum."""
    rows = [*golden(), contract("new", 10, "2024-06-01", currency="DKK")]
    rows += [contract("old", 10, "2020-01-01", "2021-01-01", currency="DKK")]
    assert both(canon(subscriptions=rows))[0].value == 97


def test_what_is_said_beside_it(canon: Canon) -> None:
    """A customer with over a fifth of the revenue, some without a price, and few changes."""
    heavy = both(canon(subscriptions=[*golden(), contract("heavy", 600)]))[0]
    assert "heavy_customer" in heavy.flags
    assert "heavy_customer" not in both(canon(subscriptions=[*golden(), contract("heavy", 500)]))[0].flags
    some = both(canon(subscriptions=golden() + [contract(f"u{i}", None) for i in range(8)]))[0]
    assert "unpriced" in some.flags
    assert (some.value, some.n_customers) == (97, 80)
    calm = [contract(f"c{i}", 10) for i in range(50)] + [contract("g", 10, end="2024-05-01")]
    assert "few_events" in both(canon(subscriptions=calm))[0].flags


def test_two_periods_share_their_groups(canon: Canon) -> None:
    """Resampled together, the difference between two like years has no spread where no customer changes."""
    rows = [contract(f"c{i}", 10 + i, "2022-01-01") for i in range(60)] + [contract("g", 1, "2020-01-01", "2022-06-01")]
    plan = Plan(period=YEAR, previous=YEAR.previous())
    gathered = gather(canon(subscriptions=rows), plan)
    now, before = (gathered.of(period).recurring for period in (YEAR, YEAR.previous()))
    assert now is not None
    assert before is not None
    drawn, drawn_before = (resample(one.sums, seed=1)[:, 0] for one in (now, before))
    assert (drawn == drawn_before).all()
    assert drawn.std() > 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 700), st.integers(1, 700), st.integers(1, 99)), min_size=1))
def test_against_a_count_by_hand(rows: list[tuple[int, int, int, int]]) -> None:
    """Any contracts: the sums are those of a plain loop over customers."""
    first, last, origin = epoch("2024-01-01"), epoch("2025-01-01"), epoch("2023-06-01")
    placed = [(f"c{who}", origin + begin, origin + begin + length, amount) for who, begin, length, amount in rows]

    def pays(customer: str, day: int) -> int | None:
        own = [(end, amount) for who, begin, end, amount in placed if who == customer and begin < day]
        running = [amount for end, amount in own if end >= day]
        waiting = [amount for end, amount in own if day - 30 <= end < day]
        return sum(running or waiting) if running or waiting else None

    expected = [0, 0, 0, 0]
    for customer in {who for who, *_ in placed}:
        was, now = pays(customer, first), pays(customer, last)
        if was is None:
            continue
        expected[0] += was
        expected[1] += max(0, now - was) if now is not None else 0
        expected[2] += max(0, was - now) if now is not None else 0
        expected[3] += was if now is None else 0
    table = [
        {"subscription_id": str(i), "customer_id": who, "start_day": begin, "end_day": end, "status": "ended",
         "amount_month": amount, "currency": "SEK"}
        for i, (who, begin, end, amount) in enumerate(placed)
    ]  # fmt: skip
    connection = connect(threads=1)
    tables = canonical(connection, subscriptions=table)
    everyone = people(tables)
    assert everyone is not None
    found = recurring_sums(tables, everyone, [YEAR], 30)
    assert found is not None
    assert totals(found[0]) == tuple(expected)
    connection.close()

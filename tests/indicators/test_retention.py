"""Every row of the edge table of RET1 (specification of indicators, 1.4), by contract and by activity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.indicators import Plan, Settings, measure
from reporter.model import Period
from reporter.store import connect
from tests.indicators.canonical import canonical, epoch, moved

if TYPE_CHECKING:
    from reporter.model import Measurements
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR, settings=Settings(tau_days=365))


def order(customer: str | None, day: str, amount: float = 100.0, **more: object) -> dict[str, Any]:
    """Return an order."""
    number = f"{customer}/{day}/{amount}/{more}"
    return {"order_id": number, "customer_id": customer, "order_day": epoch(day), "amount": amount, "refund": 0} | more


def contract(customer: str, start: str, end: str | None = None, **more: object) -> dict[str, Any]:
    """Return a contract."""
    return {
        "subscription_id": f"{customer}/{start}",
        "customer_id": customer,
        "start_day": epoch(start),
        "end_day": epoch(end) if end else None,
        "status": "ended" if end else "active",
    } | more


def golden_orders(copies: int = 1) -> list[dict[str, Any]]:
    """Return S = {1..10}; at the end {1..6, 21, 22 new, 31 come back}, each ``copies`` times."""
    rows = []
    for copy in range(copies):
        rows += [order(f"{copy}-{number}", "2023-05-01") for number in range(1, 11)]
        rows += [order(f"{copy}-{number}", "2024-05-01") for number in range(1, 7)]
        rows += [order(f"{copy}-21", "2024-06-01"), order(f"{copy}-22", "2024-07-01")]
        rows += [order(f"{copy}-31", "2022-01-15"), order(f"{copy}-31", "2024-08-01")]
    return rows


def read(found: Measurements, name: str = "retention") -> tuple[float | None, str]:
    """Return a reading's value and the text of its reason."""
    reading = found.current.readings[name]
    return reading.value, reading.reason.text if reading.reason else ""


def test_the_golden_example_is_sixty_per_cent_not_seventy(canon: Canon) -> None:
    """S = {1..10}, end {1..6, 21, 22 new, 31 back}: 6 of 10 were kept; (9−2)/10 would say 70 %."""
    found = measure(canon(orders=golden_orders(10)), PLAN)
    reading = found.current.readings["retention"]
    assert (reading.value, reading.n_customers) == (60.0, 100)
    assert found.current.readings["churn"].value == 40.0
    assert found.current.readings["reactivated"].value == 10


def test_the_bridge_of_the_golden_example(canon: Canon) -> None:
    """10 − 4 lost + 2 new + 1 reactivated = 9."""
    one = moved(canon(orders=golden_orders()), PLAN)
    assert (one.start, one.kept, one.lost, one.new, one.reactivated, one.end) == (10, 6, 4, 2, 1, 9)
    bridge = measure(canon(orders=golden_orders(5)), PLAN).bridge
    assert bridge is not None
    assert (bridge.start, bridge.kept, bridge.lost, bridge.new, bridge.reactivated, bridge.end) == (
        50, 30, 20, 10, 5, 45,
    )  # fmt: skip
    assert (bridge.rule, bridge.tau_days, bridge.joined) == ("activity", 365, False)


def test_ten_customers_are_too_few_for_a_percentage(canon: Canon) -> None:
    """5–29 customers: the count and the reason, no value."""
    reading = measure(canon(orders=golden_orders()), PLAN).current.readings["retention"]
    assert reading.value is None
    assert reading.n_customers == 10
    assert reading.reason is not None
    assert reading.reason.text == "Too few customers: {n}, and {needed} are needed."


def test_nobody_at_the_start_by_id(canon: Canon) -> None:
    """S = 0 by id: no value, with the reason."""
    rows = [order("old", "2021-01-01"), order("new", "2024-03-01")]
    assert read(measure(canon(orders=rows), PLAN)) == (None, "There were no customers at the start of the period.")


def test_no_history_no_retention(canon: Canon) -> None:
    """The orders start at the period's start: retention, inactivity and the bridge are refused."""
    found = measure(canon(orders=[order(f"c{i}", "2024-01-02") for i in range(60)]), PLAN)
    assert read(found)[1] == "The orders start on {first}; they are needed from {wanted} on."
    assert read(found, "churn")[0] is None
    assert found.bridge is None


def test_leaving_and_coming_back_counts_as_kept(canon: Canon) -> None:
    """τ = 60: orders in December, June and December: kept from point to point, counted as a commuter."""
    rows = [order(f"c{i}", day) for i in range(40) for day in ("2023-10-01", "2023-12-15", "2024-06-01", "2024-12-10")]
    found = measure(canon(orders=rows), Plan(period=YEAR, settings=Settings(tau_days=60)))
    assert read(found)[0] == 100.0
    assert found.bridge is not None
    assert (found.bridge.kept, found.bridge.commuters) == (40, 40)


def test_won_and_lost_inside_the_period(canon: Canon) -> None:
    """τ = 60: a first order in March is in neither end, and counted apart."""
    rows = [order("old", "2023-01-01"), order("old", "2023-12-15"), order("brief", "2024-03-01")]
    bridge = moved(canon(orders=rows), Plan(period=YEAR, settings=Settings(tau_days=60)))
    assert (bridge.new, bridge.new_and_lost, bridge.lost, bridge.end) == (0, 1, 1, 0)


def test_a_fully_refunded_order_makes_no_customer(canon: Canon) -> None:
    """A customer whose only order of the period was refunded in full is lost."""
    rows = [order("early", "2021-05-01"), *(order(f"c{i}", "2023-05-01") for i in range(40))]
    rows += [order(f"c{i}", "2024-05-01", 0.0 if i < 10 else 50.0, refund=50.0 if i < 10 else 0.0) for i in range(40)]
    assert read(measure(canon(orders=rows), PLAN))[0] == 75.0


def test_the_window_is_half_open(canon: Canon) -> None:
    """τ = 100: an order 100 days before the start counts at the start, one on the first day does not."""
    rows = [order("early", "2023-01-01"), order("at", "2023-09-23"), order("before", "2023-09-22")]
    rows += [order("first", "2024-01-01")]
    bridge = moved(canon(orders=rows), Plan(period=YEAR, settings=Settings(tau_days=100)))
    assert (bridge.start, bridge.kept, bridge.new, bridge.new_and_lost) == (1, 0, 0, 1)


def test_contracts_with_thirty_days_of_grace(canon: Canon) -> None:
    """Ended 30 days before the end: still there. 31 days: lost. A trial never was a customer."""
    rows = [contract(f"kept{i}", "2023-03-01") for i in range(37)]
    rows += [contract("grace", "2023-03-01", "2024-12-02"), contract("gone", "2023-03-01", "2024-12-01")]
    rows += [contract("renewed", "2023-03-01", "2024-02-01"), contract("renewed", "2024-02-20")]
    rows += [contract("trial", "2023-03-01", status="trial"), contract("new", "2024-05-01")]
    tables = canon(subscriptions=rows)
    found, bridge = measure(tables, PLAN), moved(tables, PLAN)
    reading = found.current.readings["retention"]
    assert (reading.value, reading.n_customers, reading.method) == (97.5, 40, "wilson/contract-30")
    assert (bridge.new, bridge.lost, bridge.commuters) == (1, 1, 0)
    assert "inactivity" not in found.current.readings["churn"].flags


def test_contracts_that_paused_longer_than_the_grace_are_commuters(canon: Canon) -> None:
    """Out of contract from February to June, back at the end: kept, and counted as a commuter."""
    rows = [contract("a", "2023-01-01", "2024-02-01"), contract("a", "2024-06-01"), contract("b", "2023-01-01")]
    bridge = moved(canon(subscriptions=rows), PLAN)
    assert (bridge.start, bridge.kept, bridge.commuters) == (2, 2, 1)


def test_contracts_and_orders_are_never_blended(canon: Canon) -> None:
    """With contracts the contract decides; customers with orders only do not count, and the flag says so."""
    rows = [contract(f"c{i}", "2023-03-01", "2024-06-01" if i < 10 else None) for i in range(40)]
    found = measure(canon(subscriptions=rows, orders=golden_orders(10)), PLAN)
    reading = found.current.readings["retention"]
    assert (reading.value, reading.n_customers) == (75.0, 40)
    assert "contract_only" in reading.flags


LEAVING = ("retention", "churn", "cancel_rate")


def test_an_export_without_ended_contracts_shows_no_one_leave(canon: Canon) -> None:
    """No contract ever ended: 100 % would say that all stay, where the ended ones are likely left out."""
    found = measure(canon(subscriptions=[contract(f"c{i}", "2023-03-01") for i in range(40)]), PLAN)
    for name in LEAVING:
        reading = found.current.readings[name]
        assert reading.value is None
        assert "No contract in the export has ended" in str(reading.reason)


def test_a_period_before_the_first_ended_contract_shows_no_one_leave(canon: Canon) -> None:
    """The export knows of no contract that ended before 2025: nobody can have been seen to leave in 2024."""
    rows = [contract(f"c{i}", "2023-01-01") for i in range(40)] + [
        contract(f"d{i}", "2023-01-01", "2025-03-01") for i in range(9)
    ]
    found = measure(canon(subscriptions=rows), PLAN)
    for name in ("retention", "churn", "cancel_rate"):
        value, reason = read(found, name)
        assert value is None
        assert reason.startswith("No contract in the export ended before"), name


def test_undated_contracts_are_placed_in_no_period(canon: Canon) -> None:
    """Who left is known, but not when: nothing is computed of a period, and the reason is said."""
    rows = [
        contract(f"c{i}", "2023-03-01") | {"start_day": None, "status": "ended" if i < 9 else "active"}
        for i in range(40)
    ]
    found = measure(canon(subscriptions=rows), PLAN)
    for name in LEAVING:
        reading = found.current.readings[name]
        assert reading.value is None
        assert "no dates" in str(reading.reason)


def test_a_contract_that_ended_on_an_unknown_day_runs_not_for_ever(canon: Canon) -> None:
    """Of 45 contracts 5 ended on days that nobody knows: the others are counted, 8 of the 40 left."""
    rows = [contract(f"c{i}", "2023-03-01", "2024-06-30" if i < 8 else None) for i in range(40)]
    rows += [contract(f"u{i}", "2023-03-01") | {"status": "ended"} for i in range(5)]
    reading = measure(canon(subscriptions=rows), PLAN).current.readings["churn"]
    assert (reading.value, reading.n_customers) == (20.0, 40)


def test_cancellations_by_effective_end(canon: Canon) -> None:
    """40 contracts in force at the start, 4 end in the year: 10 %. Those begun later do not count."""
    rows = [contract(f"c{i}", "2023-03-01", "2024-06-30" if i < 4 else None) for i in range(40)]
    rows += [contract("late", "2024-02-01", "2024-03-01"), contract("past", "2022-01-01", "2023-06-30")]
    reading = measure(canon(subscriptions=rows), PLAN).current.readings["cancel_rate"]
    assert (reading.value, reading.n_customers, reading.n_observations) == (10.0, 40, 40)


def test_a_changed_plan_is_no_cancellation(canon: Canon) -> None:
    """Of 40 contracts 8 end; 5 have a successor the same day to 30 days later: 3 of 40 were cancelled, 7.5 %.

    A successor after 31 days, one on trial and another contract that ran all along leave a cancellation.
    """
    ends = dict.fromkeys((f"c{i}" for i in range(8)), "2024-06-01")
    rows = [contract(f"c{i}", "2023-03-01", ends.get(f"c{i}")) for i in range(38)]
    rows += [contract(f"c{i}", "2024-06-01") for i in range(4)] + [contract("c4", "2024-07-01")]
    rows += [contract("c5", "2024-07-02"), contract("c6", "2024-06-01", status="trial")]
    rows += [contract("c7", "2023-02-01"), contract("d", "2023-01-01")]
    reading = measure(canon(subscriptions=rows), PLAN).current.readings["cancel_rate"]
    assert (reading.value, reading.n_observations, reading.n_customers) == (7.5, 40, 39)


def test_a_credit_note_makes_no_customer(canon: Canon) -> None:
    """An order in 2023 and only a credit note in 2024: lost, not kept."""
    rows = [order("early", "2021-05-01"), *(order(f"c{i}", "2023-05-01") for i in range(40))]
    rows += [order(f"c{i}", "2024-05-01", -50.0 if i < 10 else 50.0) for i in range(40)]
    assert read(measure(canon(orders=rows), PLAN))[0] == 75.0


def test_the_rhythm_decides_when_no_days_are_given(canon: Canon) -> None:
    """Gaps of 10 (×90) and 50 days (×10): P90 is 10 days. With fewer than 30 gaps 365 days are used, flagged."""
    rows = [order(f"c{i}", day) for i in range(100) for day in ("2023-12-15", "2023-12-25" if i < 90 else "2024-02-03")]
    found = measure(canon(orders=rows), Plan(period=YEAR))
    assert found.bridge is not None
    assert found.bridge.tau_days == 10
    few = [order(f"c{i}", day) for i in range(29) for day in ("2022-12-01", "2023-12-11")]
    found = measure(canon(orders=few), Plan(period=YEAR))
    assert found.bridge is not None
    assert found.bridge.tau_days == 365
    assert found.current.readings["reactivated"].flags[:1] == ("inactivity",)


def test_partial_periods_are_not_made_years(canon: Canon) -> None:
    """A quarter of under 90 days gives no CLV; a longer one raises retention to the power 365/days."""
    rows = [order(f"c{i}", day) for i in range(50) for day in ("2023-01-15", "2023-12-20", "2024-02-20")]
    short = Plan(period=Period(date(2024, 1, 1), date(2024, 3, 1)), settings=Settings(tau_days=90))
    assert read(measure(canon(orders=rows), short), "clv_simple")[1].startswith("Retention over fewer than 90 days")
    assert "not_annualised" in measure(canon(orders=rows), short).current.readings["freq"].flags


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 1094)), min_size=1, max_size=120),
    st.integers(20, 400),
)
def test_the_bridge_always_reconciles(bought: list[tuple[int, int]], tau: int) -> None:
    """Start − lost + new + reactivated = end, kept + lost = start, whatever was bought when; by brute force."""
    first = epoch("2022-01-01")
    rows = [
        {"order_id": str(n), "customer_id": f"c{c}", "order_day": first + day, "amount": 1, "refund": 0}
        for n, (c, day) in enumerate(bought)
    ]
    rows.append({"order_id": "old", "customer_id": "old", "order_day": epoch("2020-01-01"), "amount": 1, "refund": 0})
    connection = connect(threads=1)
    plan = Plan(period=YEAR, previous=YEAR.previous(), settings=Settings(tau_days=tau))
    tables = canonical(connection, orders=rows)
    found, bridge = measure(tables, plan), moved(tables, plan)
    connection.close()
    start, end = epoch("2024-01-01"), epoch("2025-01-01")
    s = {c for c, day in bought if start - tau <= first + day < start}
    e = {c for c, day in bought if end - tau <= first + day < end}
    assert found.bridge is None or s
    assert (bridge.start, bridge.kept, bridge.end) == (len(s), len(s & e), len(e))
    assert bridge.start - bridge.lost + bridge.new + bridge.reactivated == bridge.end
    value = found.current.readings["retention"].value
    assert value is None or 0 <= value <= 100

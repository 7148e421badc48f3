"""The purchase models of a client: what they say, and every reason for not using them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from reporter.indicators import Plan, Settings, flags, measure
from reporter.indicators.basis import Basis
from reporter.indicators.catalogue.clv_model import measure as read
from reporter.indicators.gather import gather
from reporter.model import Period
from tests.indicators.canonical import epoch, reading
from tests.indicators.purchases import DAYS, FIRST, TWO_YEARS, bought, modelled, orders, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.indicators.canonical import Canon


def test_the_models_of_drawn_customers(canon: Canon) -> None:
    """3 000 customers drawn with r .8, α 10, a .8, b 3 and p 5, q 4, v 60: found again, and the intervals hold them."""
    found = modelled(canon(orders=bought(3000)))
    assert found.customers == 3000
    assert found.repeaters is not None
    assert 1000 < found.repeaters < 2500
    assert found.r == pytest.approx(0.8, rel=0.15)
    assert found.alpha == pytest.approx(10, rel=0.2)
    # the share who leave after a purchase, a/(a + b)
    assert found.a / (found.a + found.b) == pytest.approx(0.8 / 3.8, rel=0.2)
    money = found.spending
    assert money is not None
    assert [money.p, money.q, money.v] == pytest.approx([5, 4, 60], rel=0.2)
    assert money.mean.low < 5 * 60 / (4 - 1) < money.mean.high
    assert abs(found.hold_out.error) < 25
    assert found.alive.value is not None
    assert found.alive_repeaters.value is not None
    assert found.alive.value > found.alive_repeaters.value > 40


def test_the_customers_who_are_expected_come(canon: Canon) -> None:
    """Fitted at the end of the first year and a half, the expected purchases of the next half-year are those drawn."""
    rows = bought(3000, acquired=180)
    found = modelled(canon(orders=rows), Period.parse("2022-01-01..2023-06-30"))
    here = rows[rows["order_day"] < FIRST + 545]
    known = set(here["customer_id"])
    later = rows[(rows["order_day"] >= FIRST + 545) & rows["customer_id"].isin(known)]
    per_customer = len(later.groupby(["customer_id", "order_day"])) / len(known)
    # a year brings less than twice what a half brings, since customers leave
    assert per_customer < found.expected.value < 2 * per_customer * 1.1


def test_the_hold_out_adds_up(canon: Canon) -> None:
    """The last third is held out; the classes are all its customers and all their purchases, told and counted apart."""
    rows = bought(3000)
    held = modelled(canon(orders=rows)).hold_out
    days = rows.groupby(["customer_id", "order_day"]).size().reset_index()
    last = int(days["order_day"].max())
    split = last - (last - int(days["order_day"].min())) // 3
    assert (held.split - held.end).days == split - last
    seen = days[days["order_day"] <= split].groupby("customer_id").size() - 1
    later = days[(days["order_day"] > split) & days["customer_id"].isin(seen.index)]
    assert (held.customers, held.actual) == (len(seen), len(later))
    assert held.error == pytest.approx(100 * (held.predicted / held.actual - 1))
    sizes = [part.customers or 0 for part in held.classes]
    assert sum(sizes) == held.customers
    assert sum(n * part.predicted for n, part in zip(sizes, held.classes, strict=True)) == pytest.approx(held.predicted)
    assert sum(n * part.actual for n, part in zip(sizes, held.classes, strict=True)) == pytest.approx(held.actual)
    for n, part in zip(sizes, held.classes, strict=True):
        assert n == int(((seen >= part.low) & (seen <= (part.high if part.high is not None else 10**6))).sum())
    assert held.mape == pytest.approx(np.mean([100 * abs(p.predicted / p.actual - 1) for p in held.classes]))


def test_the_same_orders_in_another_order_give_the_same_digits(canon: Canon) -> None:
    """Neither the order of the rows nor that of the engine's threads is in any digit."""
    rows = bought(2000)
    first = modelled(canon(orders=rows))
    assert modelled(canon(orders=rows.sample(frac=1, random_state=3))) == first


def test_the_indicator_is_the_value_times_the_margin(canon: Canon) -> None:
    """clv_model reads the value off the models: revenue without a margin, and flagged; a quarter of it at 25 %."""
    tables = canon(orders=bought(2000))
    plain = reading(measure(tables, Plan(period=TWO_YEARS)), "clv_model")
    found = modelled(tables)
    assert found.spending is not None
    value = found.spending.value
    assert (plain.value, plain.low, plain.high) == (value.value, value.low, value.high)
    assert plain.flags == (flags.UNSEEN_LEAVING, flags.REVENUE_BASED)
    assert plain.n_customers == 2000
    quarter = modelled(tables, margin=0.25)
    share = read(Basis(period=TWO_YEARS, settings=Settings(), analyses={"purchase": quarter}))
    assert share.value == pytest.approx(value.value / 4)
    assert share.flags == (flags.UNSEEN_LEAVING,)
    # at no discount the same purchases are worth more
    whole = modelled(tables, discount=0.0).spending
    assert whole is not None
    assert value.value < whole.value.value < value.value * 1.1**3


def test_the_value_belongs_to_the_reports_period_and_to_all_customers(canon: Canon) -> None:
    """The previous period and a segment have no value, and say so."""
    year, before = Period.parse("2023-01-01..2023-12-31"), Period.parse("2022-01-01..2022-12-31")
    rows = bought(2000)
    customers = pd.DataFrame({"customer_id": rows["customer_id"].unique()})
    customers["segment"] = np.where(np.arange(len(customers)) % 2, "Large", "Small")
    plan = Plan(period=year, previous=before)
    found = measure(canon(orders=rows, customers=customers), plan)
    assert reading(found, "clv_model").value is not None
    assert found.previous is not None
    earlier = found.previous.readings["clv_model"]
    assert earlier.value is None
    assert earlier.reason is not None
    assert "own period" in earlier.reason.text
    basis = replace(gather(canon(orders=rows, customers=customers), plan).of(year, "Large"), analyses=found.analyses)
    part = read(basis)
    assert part.value is None
    assert part.reason is not None
    assert "not for segments" in part.reason.text


def many(times: int, gap: int, customers: int = 1200) -> pd.DataFrame:
    """Return customers who all buy ``times`` times, ``gap`` days apart, from different days of the first third on."""
    who = np.repeat(np.arange(customers), times)
    day = FIRST + who % 240 + np.tile(np.arange(times) * gap, customers)
    return orders(who, day, np.full(len(who), 100.0))


def few(repeaters: int) -> pd.DataFrame:
    """Return 1 200 customers of whom so many bought again after 60 days."""
    rows = many(2, 60)
    again = rows["customer_id"].str[1:].astype(int) < repeaters
    return rows[again | ~rows["customer_id"].duplicated()]


def boom() -> pd.DataFrame:
    """Return drawn customers, half of whom come back once more in the last eighth of the time."""
    rows = bought(2000)
    more = np.arange(0, 2000, 2)
    return pd.concat([rows, orders(more, FIRST + 640 + more % 80, np.full(len(more), 50.0))], ignore_index=True)


def stopped() -> pd.DataFrame:
    """Return drawn customers of whom none came after the first two thirds, but one who keeps the shop open."""
    rows = bought(2000, acquired=200)
    kept = rows[rows["order_day"] <= FIRST + 460]
    one = orders(np.zeros(9, dtype=int), FIRST + 500 + 25 * np.arange(9), np.full(9, 10.0))
    return pd.concat([kept, one], ignore_index=True)


@pytest.mark.parametrize(
    ("rows", "part", "n"),
    [
        (lambda: bought(3), "Too few customers: {needed} are needed.", 0),
        (lambda: bought(999), "Too few customers: {n}, and {needed} are needed.", 999),
        (lambda: few(4), "Too few customers bought again: {needed} are needed.", 1200),
        (lambda: few(199), "Too few customers bought again: {n}, and {needed} are needed.", 1200),
        (lambda: many(2, 260), "The median customer was observed for {observed}", 1200),
        (
            lambda: bought(1600, acquired=700, alpha=4),
            "The model cannot be checked: up to {day} there are too few",
            1337,
        ),
        (stopped, "The model cannot be checked: its customers made fewer than {needed}", 2000),
        (boom, "The model was fitted up to {day} and foretold {predicted}", 2000),
        (lambda: many(2, 30), "The purchase model finds no best fit", 1040),
    ],
    ids=["nobody", "999", "4 repeaters", "199 repeaters", "short", "late", "stopped", "boom", "alike"],
)
def test_every_gate_says_why(canon: Canon, rows: Callable[[], pd.DataFrame], part: str, n: int) -> None:
    """Too few, too short, not to be checked, off by more than a quarter, no fit: a sentence, and no value.

    Those who came late, or alike, are no cohort: 1 337 of 1 600, and 1 040 of 1 200 (five a day from day 32 on), are
    new for certain.
    """
    tables = canon(orders=rows())
    found = refusal(tables)
    assert found.reason.text.startswith(part)
    assert found.n == n
    value = read(Basis(period=TWO_YEARS, settings=Settings(), analyses={"purchase": found}))
    assert (value.value, value.reason, value.n_customers) == (None, found.reason, n)


def test_customers_under_contract_are_no_case_for_the_models(canon: Canon) -> None:
    """Where contracts make the customer, and where there are no orders, there are no purchase models."""
    contract = {"subscription_id": "s", "customer_id": "c1", "start_day": FIRST, "status": "active"}
    assert refusal(canon(orders=bought(50), subscriptions=[contract])).reason.text.startswith(
        "Customers are under contract"
    )
    answer: dict[str, Any] = {"response_id": "r", "customer_id": "c1", "survey_day": FIRST, "item": "nps", "score": 9}
    assert refusal(canon(responses=[answer])).reason.text == "There are no orders in the data."


def two_currencies(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the orders with one in another currency."""
    return rows.assign(currency=["DKK", *["SEK"] * (len(rows) - 1)])


def tied(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the orders with money that grows with the number of a customer's orders."""
    return rows.assign(amount=10.0 * rows.groupby("customer_id")["order_id"].transform("size") ** 2)


def dominated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the orders with those of one frequent customer a hundred thousand times as dear."""
    most = rows.groupby("customer_id").size().idxmax()
    return rows.assign(amount=rows["amount"].where(rows["customer_id"] != most, 3e7))


def free(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the orders without money."""
    return rows.assign(amount=0.0)


@pytest.mark.parametrize(
    ("change", "part"),
    [(two_currencies, "The orders are in several currencies"), (tied, "What customers spend hangs together"),
     (dominated, "Not shown, for reasons of confidentiality: one customer"),
     (free, "Fewer than {needed} customers spent"),
     (lambda rows: rows.assign(amount=100.0), "The model of spending finds no mean")],
    ids=["currencies", "correlated", "dominated", "free", "alike"],
)  # fmt: skip
def test_money_that_cannot_be_modelled_leaves_the_purchases(
    canon: Canon, change: Callable[[pd.DataFrame], pd.DataFrame], part: str
) -> None:
    """Purchases are told without money, and the value's reason is that of the money."""
    tables = canon(orders=change(bought(2000)))
    found = modelled(tables)
    assert found.spending is None
    assert found.reason is not None
    assert found.reason.text.startswith(part)
    assert found.expected.value > 0
    refused = read(Basis(period=TWO_YEARS, settings=Settings(), analyses={"purchase": found}))
    assert (refused.value, refused.reason, refused.n_customers) == (None, found.reason, 2000)


def test_counts_that_tell_of_a_few_are_left_out(canon: Canon) -> None:
    """Three customers came after the split: the numbers of those before it could tell them, so none is told."""
    rows = bought(2000)
    late = orders(np.array([5001, 5002, 5003]), np.full(3, FIRST + DAYS - 20), np.full(3, 10.0))
    held = modelled(canon(orders=pd.concat([rows, late], ignore_index=True))).hold_out
    assert held.customers is None
    assert {part.customers for part in held.classes} == {None}
    assert held.predicted > 0
    assert modelled(canon(orders=rows)).hold_out.customers == 2000


def test_orders_after_the_period_are_not_seen(canon: Canon) -> None:
    """The models stand at the end of the report's period, whatever the export holds beyond it."""
    rows = bought(2500, acquired=200)
    until = Period.parse("2022-01-01..2023-09-30")
    whole = modelled(canon(orders=rows), until)
    cut = modelled(canon(orders=rows[rows["order_day"] < epoch("2023-10-01")]), until)
    assert whole == cut

"""Whom the purchase models count: customers whose first order is in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from reporter.indicators import Settings, flags
from reporter.indicators.analyses import purchase
from reporter.indicators.basis import Basis
from reporter.indicators.catalogue.clv_model import measure as read
from reporter.indicators.gates import count
from reporter.indicators.models.newcomers import Newcomers, arrivals, is_cohort, newcomers
from reporter.indicators.models.worth import YEAR_WEEKS
from reporter.indicators.plan import Plan
from reporter.indicators.queries.purchase_history import WEEK, histories, median_gap
from reporter.model import NotComputed
from reporter.statistics.buying import conditional_purchases, fit_buying
from tests.indicators.grounds import ground_of
from tests.indicators.purchases import DAYS, FIRST, TWO_YEARS, modelled, orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reporter.indicators.queries.orders import Purchases
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

#: A shop that is four years old when the export begins, and is followed for a year after the two of the report.
BEFORE, AFTER = 4 * 365, 365


def running(customers: int = 9000, seed: int = 0) -> pd.DataFrame:
    """Return what an export holds of BG/NBD customers (r .8, α 10 weeks, a .8, b 3) who came evenly over six years."""
    rng = np.random.default_rng(seed)
    speed, leaves = rng.gamma(0.8, 1 / 70, customers), rng.beta(0.8, 3.0, customers)
    now, who = rng.uniform(-BEFORE, DAYS, customers), np.arange(customers)
    parts: list[tuple[NDArray[Any], NDArray[Any]]] = []
    while len(who):
        parts.append((who, now))
        stays = (rng.random(len(who)) >= leaves[who]) | (len(parts) == 1)
        who, now = who[stays], now[stays]
        now = now + rng.exponential(1 / np.maximum(speed[who], 1e-9))
        who, now = who[now < DAYS + AFTER], now[now < DAYS + AFTER]
    whose, day = (np.concatenate(column) for column in zip(*parts, strict=True))
    seen = day >= 0
    return orders(whose[seen], FIRST + day[seen].astype(int), np.full(int(seen.sum()), 100.0))


def bought_of(tables: Tables) -> Purchases:
    """Return the orders by customer and day."""
    found = ground_of(tables, Plan(period=TWO_YEARS)).bought
    assert found is not None
    return found


def test_customers_from_before_the_export_are_left_out_and_the_forecast_comes_true(canon: Canon) -> None:
    """Counted are those first seen τ days after the first order; all together foretell too much, leave too rarely."""
    tables, last = canon(orders=running()), FIRST + DAYS - 1
    rule = ground_of(tables, Plan(period=TWO_YEARS)).basis.rule
    assert rule is not None
    assert rule.tau_days is not None
    found = modelled(tables)
    rows = running()
    firsts = rows.groupby("customer_id")["order_day"].min()
    firsts = firsts[firsts <= last]
    # the day by which 1 % had been seen: a single early one may be an error
    opening = int(firsts.sort_values().iloc[int(np.ceil(len(firsts) / 100)) - 1])
    assert FIRST <= opening < FIRST + 7
    new = firsts[firsts >= opening + rule.tau_days]
    assert (found.customers, found.older) == (len(new), len(firsts) - len(new))
    assert (found.end - found.start).days == last - opening - rule.tau_days
    later = rows[(rows["order_day"] > last) & rows["customer_id"].isin(new.index)]
    came = len(later.drop_duplicates(["customer_id", "order_day"])) / len(new)
    assert found.expected.value == pytest.approx(came, rel=0.07)
    everyone = histories(bought_of(tables), last)
    assert everyone is not None
    model, _ = fit_buying(everyone.history)
    one = everyone.history
    ahead = float(np.average(conditional_purchases(model, YEAR_WEEKS, one.x, one.tx, one.T), weights=one.weight))
    after = rows[(rows["order_day"] > last) & rows["customer_id"].isin(firsts.index)]
    assert ahead > 1.04 * len(after.drop_duplicates(["customer_id", "order_day"])) / len(firsts)
    assert model.a < found.a


def test_the_value_says_that_it_holds_for_newer_customers(canon: Canon) -> None:
    """The flag is there where customers were left out."""
    found = modelled(canon(orders=running()))
    value = read(Basis(period=TWO_YEARS, settings=Settings(), analyses={"purchase": found}))
    # all spend the same here, so that there is no model of money
    assert value.value is None
    spent = running()
    rng = np.random.default_rng(1)
    taste = rng.gamma(4.0, 1 / 60.0, 9000)
    spent["amount"] = rng.gamma(5.0, 1 / taste[spent["customer_id"].str[1:].astype(int)]).round(2)
    with_money = modelled(canon(orders=spent))
    value = read(Basis(period=TWO_YEARS, settings=Settings(), analyses={"purchase": with_money}))
    assert value.value is not None
    assert value.flags == (flags.UNSEEN_LEAVING, flags.NEWER_ONLY, flags.REVENUE_BASED)


def arrived(came: NDArray[Any], gap: int = 40, times: int = 8) -> pd.DataFrame:
    """Return the orders of customers who first came on these days of two years, and every ``gap`` days after it."""
    day = (came[:, None] + gap * np.arange(times)).ravel()
    kept = day < DAYS
    who = np.repeat(np.arange(len(came)), times)[kept]
    rows = orders(who, FIRST + day[kept].astype(int), np.full(int(kept.sum()), 10.0))
    closing = orders(np.array([10**6]), np.array([FIRST + DAYS - 1]), np.array([10.0]))
    return pd.concat([rows, closing.assign(customer_id="last")], ignore_index=True)


EVEN = np.arange(1200) % 200


@pytest.mark.parametrize(
    ("came", "gap", "cohort"),
    [
        (EVEN, 40, True),
        (np.append(EVEN, np.full(10, 500)), 40, True),
        (np.append(EVEN, np.full(20, 500)), 40, False),
        (np.arange(1200) % 300, 40, False),
        (np.random.default_rng(1).exponential(40, 1200).astype(int), 40, False),
        (np.arange(1200) % 30, 30, False),
    ],
    ids=["even", "strays", "others", "long", "seen again", "steady"],
)
def test_a_cohort_comes_early_evenly_and_over_more_than_a_gap(
    canon: Canon, came: NDArray[Any], gap: int, *, cohort: bool
) -> None:
    """Customers who were there before are seen again early, most of them at once, or within one gap if steady."""
    bought = bought_of(canon(orders=arrived(came, gap)))
    between = WEEK * (median_gap(bought, bought.last) or 0.0)
    assert between == gap
    assert is_cohort(*arrivals(bought, bought.last), span=DAYS - 1, gap=between) is cohort


def test_a_mistyped_year_does_not_make_everyone_new(canon: Canon) -> None:
    """One order of 2002 among those of 2022: customers are new τ days after the others begin, not after that one."""
    rows = running(7000)
    wrong = orders(np.array([1]), np.array([FIRST - 20 * 365]), np.array([100.0])).assign(customer_id="typed")
    with_error = pd.concat([rows, wrong.assign(order_id="typed")], ignore_index=True)
    bought, clean = bought_of(canon(orders=with_error)), bought_of(canon(orders=rows))
    found, plain = (newcomers(one, FIRST + DAYS - 1, 180) for one in (bought, clean))
    assert isinstance(found, Newcomers)
    assert isinstance(plain, Newcomers)
    assert (found.since, found.found.customers) == (plain.since, plain.found.customers)


@pytest.mark.parametrize(("later", "words"), [(200, "only {n} came later"), (3, "too few came later")])
def test_too_few_newer_customers_are_refused(canon: Canon, later: int, words: str) -> None:
    """2 000 who came at once bear no model, since they may be older; one to four who came later are not counted."""
    came = np.append(np.random.default_rng(1).exponential(40, 2000).astype(int) % 250, np.full(later, 600))
    ground = ground_of(canon(orders=arrived(came)), Plan(period=TWO_YEARS, settings=Settings(tau_days=300)))
    found = purchase.analyse(ground)
    assert isinstance(found, NotComputed)
    assert words in found.reason.text
    told = dict(found.reason.args).get("n")
    # the one who keeps the shop open came later too
    assert told == (count(later + 1) if later == 200 else None)
    assert found.n == 2001 + later


def test_a_cohort_counts_whole(canon: Canon) -> None:
    """All 1 200 who came evenly in the first 200 days count, from the first order on."""
    bought = bought_of(canon(orders=arrived(EVEN)))
    found = newcomers(bought, bought.last, 300)
    assert isinstance(found, Newcomers)
    assert (found.since, found.older, found.found.customers) == (FIRST, 0, 1201)

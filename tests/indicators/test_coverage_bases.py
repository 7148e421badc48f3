"""The simulation of coverage leaves the engine out: what it reads in its place is the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reporter.indicators import Plan
from reporter.indicators.gather import gather
from reporter.indicators.plan import Settings
from reporter.indicators.registry import modules
from reporter.model import Period
from tests.coverage import _bases as bases
from tests.coverage._count import Count
from tests.coverage._populations import CLASSES, Base, Shop, mix, repeated, uneven
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.basis import Basis
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR, settings=Settings(tau_days=90))
N = 60


def name(customer: int) -> str:
    """Return a customer's id."""
    return f"c{customer:04d}"


def answered(item: str, who: Sequence[int], scores: Sequence[float], **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the rows of some answers; a column of ``more`` has one value for all, or one a row."""
    common = {"survey_day": epoch("2024-05-01"), "kind": "relationship", "item": item, "source": "a.csv"}
    return [
        common
        | {"response_id": f"r{row:05d}", "customer_id": name(customer), "score": float(score)}
        | {key: value[row] if isinstance(value, list) else value for key, value in more.items()}
        for row, (customer, score) in enumerate(zip(who, scores, strict=True))
    ]


def same(engine: Basis, simulated: Basis, *names: str) -> None:
    """Check that both give the same readings, and that the groups which are drawn from are equal.

    The engine puts the customers into their groups in another order, so that what is resampled differs by
    the chance of the draws.
    """
    for one in names:
        ours, theirs = (modules()[one].measure(basis) for basis in (simulated, engine))
        assert ours.value is not None, ours.reason
        assert theirs.value is not None, theirs.reason
        facts = [(r.n_customers, r.n_observations, r.method) for r in (ours, theirs)]
        assert facts[0] == facts[1]
        # the engine counts index points in whole millionths
        assert ours.value == pytest.approx(theirs.value, rel=1e-7)
        drawn = theirs.method.startswith("bootstrap")
        width = (theirs.high or 0.0) - (theirs.low or 0.0)
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=(0.15 if drawn else 1e-7) * width)
        assert ours.se == pytest.approx(theirs.se, rel=0.1 if drawn else 1e-7)
    for ratio, sums in simulated.groups.ratios.items():
        assert in_order(engine.groups.ratios[ratio]) == pytest.approx(in_order(sums), rel=1e-6, abs=1e-3)


def in_order(sums: np.ndarray) -> np.ndarray:
    """Return the groups' sums in an order that does not hang on the groups' numbers."""
    return np.array(sorted(np.round(sums, 4).tolist()))


@pytest.mark.parametrize("weighted", [False, True])
def test_repeated_and_weighted_answers(canon: Canon, weighted: bool) -> None:  # noqa: FBT001 - a parameter
    """NPS of one to three answers a customer, with weights and without."""
    rng = np.random.default_rng(1)
    who, scores = repeated(rng, N, CLASSES, mix(0.5, 0.3, 0.2))
    weights = uneven(rng, N)[who]
    rows = answered("nps", who.tolist(), scores.tolist(), kind="transaction", scale_low=0, scale_high=10)
    if weighted:
        rows = [row | {"weight": weight} for row, weight in zip(rows, weights.tolist(), strict=True)]
    simulated = bases.survey_basis(
        *bases.item_of("nps", who, scores, (0, 10), bases.trimmed(weights) if weighted else None)
    )
    same(gather(canon(responses=rows), PLAN).of(YEAR), simulated, "nps")


def test_satisfaction(canon: Canon) -> None:
    """The share of satisfied and the index of single answers."""
    scores = np.random.default_rng(2).integers(1, 6, N).astype(np.float64)
    rows = answered("csat", range(N), scores.tolist(), scale_low=1, scale_high=5)
    simulated = bases.survey_basis(*bases.item_of("csat", np.arange(N), scores, (1, 5)))
    same(gather(canon(responses=rows), PLAN).of(YEAR), simulated, "csat", "csat_idx")


def test_orders(canon: Canon) -> None:
    """Order value, revenue a customer, frequency and repeat buyers; every order on a day of its own."""
    who, amounts = Shop(between=0.5, within=0.5).draw(np.random.default_rng(3), N)
    rows = [
        {
            "order_id": f"o{row:05d}",
            "customer_id": name(customer),
            "order_day": epoch("2024-01-01") + row,
            "amount": amount,
            "refund": 0,
            "currency": "SEK",
            "lines": 1,
        }
        for row, (customer, amount) in enumerate(zip(who.tolist(), amounts.tolist(), strict=True))
    ]
    engine = gather(canon(orders=rows), PLAN).of(YEAR)
    same(engine, bases.orders_basis(who, amounts), "aov", "rev_per_customer", "freq", "repeat_rate")


def test_returning_customers(canon: Canon) -> None:
    """The share of revenue of every other customer, who had ordered at the beginning of the year before."""
    who, amounts = Shop(between=0.5, within=0.5).draw(np.random.default_rng(6), N)
    before = np.arange(N) % 2 == 0
    days = [(f"o{row}", customer, "2024-01-01", row) for row, customer in enumerate(who.tolist())]
    days += [(f"e{customer}", customer, "2023-01-01", 0) for customer in np.flatnonzero(before).tolist()]
    rows = [
        {
            "order_id": order,
            "customer_id": name(customer),
            "order_day": epoch(day) + later,
            "amount": amount,
            "refund": 0,
            "currency": "SEK",
            "lines": 1,
        }
        for (order, customer, day, later), amount in zip(days, [*amounts.tolist(), *[50.0] * N], strict=False)
    ]
    same(gather(canon(orders=rows), PLAN).of(YEAR), bases.returning_basis(who, amounts, before), "ret_rev_share")


def test_the_triad(canon: Canon) -> None:
    """The index and its legs from seven questions and a year's contracts, a tenth of which end."""
    base, rng = Base(), np.random.default_rng(4)
    scores, kept = base.answers(rng, base.people(rng, N))
    rows = [
        row | {"response_id": f"{item}{row['response_id']}"}
        for item, values in scores.items()
        for row in answered(
            item, range(N), values.tolist(), scale_low=bases.SCALES[item][0], scale_high=bases.SCALES[item][1]
        )
    ]
    contracts = [
        {
            "subscription_id": f"s{customer:04d}",
            "customer_id": name(customer),
            "start_day": epoch("2022-01-01"),
            "end_day": None if stays else epoch("2024-06-01"),
            "status": "active" if stays else "ended",
        }
        for customer, stays in enumerate(kept.tolist())
    ]
    [simulated] = bases.triad_bases((YEAR, np.arange(N), scores, kept))
    engine = gather(canon(responses=rows, subscriptions=contracts), PLAN).of(YEAR)
    same(engine, simulated, "triad", "triad_satisfaction", "triad_value", "triad_loyalty", "nki", "nps", "retention")


def test_contracts(canon: Canon) -> None:
    """Net revenue retention of customers whose price rises or falls, or whose contract ends."""
    rng = np.random.default_rng(5)
    price = np.round(100 * rng.lognormal(0, 0.5, N), 2)
    fate = np.arange(N) % 6  # 0 rises, 1 falls, 2 ends, 3–5 as before
    after = np.round(np.where(fate == 0, 1.2 * price, np.where(fate == 1, 0.7 * price, price)), 2)
    rows = []
    for customer in range(N):
        first = {
            "subscription_id": f"a{customer:04d}",
            "customer_id": name(customer),
            "start_day": epoch("2022-01-01"),
            "amount_month": price[customer],
            "currency": "SEK",
            "status": "active",
        }
        if fate[customer] > 2:
            rows.append(first)
            continue
        rows.append(first | {"end_day": epoch("2024-06-01"), "status": "ended"})
        if fate[customer] < 2:
            rows.append(
                first
                | {
                    "subscription_id": f"b{customer:04d}",
                    "start_day": epoch("2024-06-01"),
                    "amount_month": after[customer],
                }
            )
    rises, falls = np.maximum(after - price, 0.0), np.maximum(price - after, 0.0)
    sums = np.column_stack([price, rises, falls, price * (fate == 2)])
    same(gather(canon(subscriptions=rows), PLAN).of(YEAR), bases.recurring_basis(sums), "nrr")


def test_support_cases(canon: Canon) -> None:
    """The median of the hours of one to three cases a customer."""
    rng = np.random.default_rng(6)
    who = np.repeat(np.arange(N), rng.integers(1, 4, N))
    hours = np.round(np.minimum(23.9, 6 * rng.lognormal(0, 0.8, len(who))), 1).astype(np.float64)
    days = np.linspace(0, 365, len(who)).astype(int) + epoch("2024-01-01")
    rows = [
        {
            "ticket_id": f"t{row:05d}",
            "customer_id": name(customer),
            "opened_day": day,
            "resolved_day": day,
            "hours_to_resolve": time,
        }
        for row, (customer, day, time) in enumerate(zip(who.tolist(), days.tolist(), hours.tolist(), strict=True))
    ]
    same(gather(canon(tickets=rows), PLAN).of(YEAR), bases.cases_basis(who, hours), "resolution_time")


def test_the_truth_of_the_populations() -> None:
    """Of 200,000 customers the sample's figures are the declared truth, within four standard errors."""
    base, rng = Base(), np.random.default_rng(7)
    scores, kept = base.answers(rng, base.people(rng, 200_000))
    [basis] = bases.triad_bases((YEAR, np.arange(200_000), scores, kept))
    who, amounts = Shop(between=0.5, within=0.5).draw(rng, 200_000)
    truth = base.truth | {"aov": Shop(between=0.5, within=0.5).order_value}
    for one in ("nps", "csat", "nki", "triad", "triad_value", "triad_loyalty", "aov"):
        found = modules()[one].measure(bases.orders_basis(who, amounts) if one == "aov" else basis)
        assert found.value is not None
        assert found.se
        assert abs(found.value - truth[one]) < 4 * found.se, one
    several, answers = repeated(rng, 100_000, CLASSES, mix(0.5, 0.3, 0.2))
    own = np.flatnonzero(np.diff(several) == 0)  # pairs of answers of one customer
    assert float(np.corrcoef(answers[own], answers[own + 1])[0, 1]) == pytest.approx(0.5, abs=0.02)


def test_the_count_of_hits() -> None:
    """Of four intervals two hold 5, one ends below it and one begins above: 50 %, 25 % and 25 %, ± 25 points."""
    count = Count(5.0)
    for low, high in ((4, 6), (5, 9), (1, 4), (6, 7)):
        count.add(low, high)
    cell = count.cell("any", "nps", 30)
    assert (cell.covered, cell.below, cell.above, cell.error, cell.mark) == (0.5, 0.25, 0.25, 0.25, "low")

"""Cohorts, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan, Settings
from reporter.indicators.analyses import cohorts
from reporter.indicators.disclosure.partition import counts_told
from reporter.indicators.gather import gather
from reporter.indicators.queries.cohorts import steps_before
from reporter.model import Cohort, Cohorts, NotComputed, Period
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))


def orders(names: Sequence[str], *days: str) -> list[dict[str, Any]]:
    """Return orders of these customers on each of the days."""
    return [
        {"order_id": f"{name}/{day}", "customer_id": name, "order_day": epoch(day), "amount": 100, "refund": 0}
        for name in names
        for day in days
    ]


def people(prefix: str, n: int) -> list[str]:
    """Return the names of ``n`` customers."""
    return [f"{prefix}{i}" for i in range(n)]


def analysed(tables: Tables, period: Period = YEAR, **rules: Any) -> Cohorts | NotComputed:  # noqa: ANN401 - settings
    """Return the analysis."""
    ground = gather(tables, Plan(period=period, settings=Settings(**rules))).ground()
    assert ground is not None
    found = cohorts.analyse(ground)
    assert isinstance(found, Cohorts | NotComputed)
    return found


def computed(tables: Tables, period: Period = YEAR, **rules: Any) -> Cohorts:  # noqa: ANN401 - settings
    """Return the analysis, which must be there."""
    found = analysed(tables, period, **rules)
    assert isinstance(found, Cohorts), found
    return found


def values(row: Cohort) -> list[float | None]:
    """Return a cohort's shares."""
    return [cell.share.value for cell in row.cells]


def shop() -> list[dict[str, Any]]:
    """Return orders: 40 come each month from January 2023 on; 10 of them order again in each of the next two months.

    The 10 order twice in one of these months, which is to be active once.
    """
    rows = []
    for month in range(24):
        day = [date(2023 + (month + k) // 12, (month + k) % 12 + 1, 15).isoformat() for k in range(3)]
        names = people(f"{month}-", 40)
        rows += orders(names, day[0]) + orders(names[:10], day[1], day[1][:8] + "20", day[2])
    return rows


def test_months(canon: Canon) -> None:
    """The last twelve months of 40 each: 25 % in the first and second month after, then none; nothing after 2024."""
    found = computed(canon(orders=shop()), tau_days=60)
    assert (found.step, found.rule, len(found.rows)) == ("month", "activity", 12)
    first, last = found.rows[0], found.rows[-1]
    assert (first.period, first.n, first.weak, first.older) == (Period.parse("2024-01"), 40, False, False)
    assert values(first) == [25, 25, *[0] * 9]
    assert [cell.step for cell in first.cells] == list(range(1, 12))
    assert (last.period, last.cells) == (Period.parse("2024-12"), ())
    assert values(found.rows[-2]) == [25]
    share = first.cells[0].share
    # Wilson for 10 of 40
    assert [share.low, share.high] == pytest.approx([14.19, 40.19], abs=0.01)


def test_the_last_diagonal_is_partial_where_a_month_is_cut(canon: Canon) -> None:
    """A report up to 17 November: December is not there, November's cells are marked, and what follows is not used."""
    found = computed(canon(orders=shop()), Period(date(2024, 1, 1), date(2024, 11, 18)), tau_days=60)
    assert found.rows[-1].period == Period.parse("2024-11")
    for row in found.rows:
        assert [cell.partial for cell in row.cells] == [False] * (len(row.cells) - 1) + [True] * bool(row.cells)
    # those who come back on the 15th have done so; both orders of one customer would count once anyway
    assert values(found.rows[-2]) == [25]


def test_the_last_diagonal_is_partial_where_the_orders_end(canon: Canon) -> None:
    """Orders that stop on 15 December leave December unfinished, those until the 28th do not."""
    rows = [row for row in shop() if row["order_day"] <= epoch("2024-12-15")]
    assert computed(canon(orders=rows), tau_days=60).rows[0].cells[-1].partial
    rows += orders(["late"], "2024-12-28")
    assert not computed(canon(orders=rows), tau_days=60).rows[0].cells[-1].partial


def test_quarters_where_months_are_small(canon: Canon) -> None:
    """20 a month are 60 a quarter: quarters are taken; who comes back in the same quarter is active in none later."""
    rows = [row for row in shop() if int(row["customer_id"].split("-")[1]) < 20]
    found = computed(canon(orders=rows), tau_days=60)
    assert (found.step, len(found.rows)) == ("quarter", 8)
    assert [row.n for row in found.rows] == [60] * 8
    # of the three months of a quarter, those of the second and third come back in the next one
    assert values(found.rows[0])[:2] == pytest.approx([100 * 20 / 60, 0])
    assert found.rows[0].period == Period.parse("2023-Q1")
    assert [row.older for row in found.rows[:2]] == [True, False]
    assert "left_censored" in found.flags


def test_small_cohorts_are_weak_or_blank(canon: Canon) -> None:
    """29 customers have no share, three are not even told, and the smallest other cohort hides the three."""
    sizes = [40, 40, 29, 3, 35, 40, 40, 40, 40, 40, 40, 40]
    rows = [
        row
        for month, n in enumerate(sizes)
        for row in orders(people(f"{month}-", n), f"2024-{month + 1:02}-03", "2024-12-20")
    ]
    rows += orders(people("before-", 40), "2023-06-01")
    found = computed(canon(orders=rows), tau_days=60)
    assert [row.n for row in found.rows] == [40, 40, None, None, 35, *[40] * 7]
    assert [row.weak for row in found.rows[:5]] == [False, False, True, True, False]
    assert [set(values(row)) for row in found.rows[2:4]] == [{None}, {None}]
    assert values(found.rows[4])[-1] == 100


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_no_hidden_count_follows_from_the_total(parts: list[int]) -> None:
    """Whatever the sizes: none told is one to four, nor is the total less all told ones, unless all are hidden."""
    told = counts_told(parts)
    assert not any(n and n < 5 for n in told)
    hidden = [n for n, shown in zip(parts, told, strict=True) if shown is None]
    assert sum(hidden) == 0 or sum(hidden) >= 5 or not any(told)


def contracts(names: Sequence[str], start: str, end: str | None = None) -> list[dict[str, Any]]:
    """Return contracts of these customers."""
    return [
        {"subscription_id": f"{name}/{start}", "customer_id": name, "start_day": epoch(start),
         "end_day": epoch(end) if end else None, "status": "ended" if end else "active"}
        for name in names
    ]  # fmt: skip


def test_contracts_count_at_the_end_of_each_month(canon: Canon) -> None:
    """50 sign in January 2024; 20 end on 10 March, and are gone at the end of April, when the grace has passed."""
    early = contracts(people("early", 40), "2023-01-05", "2023-03-01")
    rows = contracts(people("stay", 30), "2024-01-10") + contracts(people("go", 20), "2024-01-20", "2024-03-10")
    found = computed(canon(subscriptions=early + rows), grace_days=30)
    assert (found.rule, found.step) == ("contract", "month")
    [row] = [row for row in found.rows if row.period == Period.parse("2024-01")]
    assert (row.n, row.older) == (50, False)
    assert values(row) == [100, 100, *[60] * 9]
    none = computed(canon(subscriptions=early + rows), grace_days=0)
    assert values(none.rows[0])[:2] == [100, 60]


def test_customers_with_orders_are_not_blended_into_contracts(canon: Canon) -> None:
    """Where there are contracts, cohorts are theirs alone, and it is said."""
    rows = contracts(people("a", 50), "2024-01-10") + contracts(people("b", 50), "2024-02-10", "2024-06-01")
    found = computed(canon(subscriptions=rows, orders=shop()))
    assert [row.n for row in found.rows[:3]] == [50, 50, 0]
    assert "contract_only" in found.flags


def test_refusals(canon: Canon) -> None:
    """Too few in every quarter, contracts of which none has ended, and neither contracts nor orders."""
    rows = orders(people("a", 29), "2024-02-01")
    answers = [{"response_id": "r", "customer_id": "c", "item": "nps", "score": 9, "scale_low": 0, "scale_high": 10}]
    for tables, words in (
        (canon(orders=rows), "In every quarter fewer than"),
        (canon(subscriptions=contracts(people("a", 50), "2024-01-10")), "No contract in the export has ended"),
        (canon(responses=answers), "neither contracts nor orders"),
    ):
        found = analysed(tables)
        assert isinstance(found, NotComputed)
        assert words in found.reason.text


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from([1, 3]), st.integers(1, 12))
def test_steps_lie_side_by_side_up_to_the_day(end: date, months: int, steps: int) -> None:
    """Steps begin on the first of a month or quarter, without a gap, and the last one holds the day before."""
    edges = steps_before(end, months, steps)
    assert len(edges) == steps + 1
    assert all(edge.day == 1 and (edge.month - 1) % months == 0 for edge in edges)
    apart = [(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(edges)]
    assert apart == [months] * steps
    assert edges[-2] <= end - timedelta(days=1) < edges[-1]

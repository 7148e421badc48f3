"""Satisfied but not loyal: corners, thresholds, money and what is kept from view, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan
from reporter.indicators.analyses.quadrant import analyse
from reporter.indicators.disclosure.corners import hidden_counts, hidden_money, unsafe
from reporter.indicators.queries.corners import Spent
from reporter.model import NotComputed, Period, Quadrant
from reporter.statistics import wilson
from tests.indicators.canonical import asked
from tests.indicators.grounds import bought, ground_of, read, reason

if TYPE_CHECKING:
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))
NKI = ("nki_overall", "nki_expectation", "nki_ideal")
#: Index 100 or 44.4 by the three questions, 100 or 50 by recommendation: loyal, mobile, locked in, at risk.
SATISFIED, LOYAL = (10, 10, 5, 5), (10, 5, 10, 5)


def answers(sizes: tuple[int, ...], items: tuple[str, ...] = NKI, **more: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the answers of so many customers in each corner; customers c0, c1, … in the order of the corners."""
    satisfied = [score for score, n in zip(SATISFIED, sizes, strict=True) for _ in range(n)]
    loyal = [score for score, n in zip(LOYAL, sizes, strict=True) for _ in range(n)]
    rows = [row for item in items for row in asked(item, satisfied, **more)]
    return rows + asked("nps", loyal, (0, 10), **more)


def quadrant(tables: Tables) -> Quadrant:
    """Return the quadrant."""
    found = analyse(ground_of(tables, PLAN))
    assert isinstance(found, Quadrant), found
    return found


def spread(sizes: tuple[int, ...], amounts: tuple[float, ...]) -> list[dict[str, Any]]:
    """Return one order for each customer, of the amount of the corner; ten customers who did not answer buy for 100."""
    every = [amount for amount, n in zip(amounts, sizes, strict=True) for _ in range(n)]
    rows = [bought(f"c{place}", amount) for place, amount in enumerate(every)]
    return rows + [bought(f"other{place}", 100) for place in range(10)]


def test_the_corners_by_hand(canon: Canon) -> None:
    """40, 20, 10 and 30 of 100 customers, with Wilson's interval for each; 20 % are satisfied but not loyal."""
    tables = canon(responses=answers((40, 20, 10, 30)))
    found = quadrant(tables)
    assert [corner.customers for corner in found.corners] == [40, 20, 10, 30]
    assert [corner.share.value for corner in found.corners] == [40.0, 20.0, 10.0, 30.0]
    assert [corner.id for corner in found.corners] == ["loyal", "mobile", "locked_in", "at_risk"]
    expected = wilson(20, 100).scaled(100)
    reading = read(tables, PLAN, "satisfied_not_loyal")
    assert (reading.value, reading.low, reading.high) == pytest.approx((20.0, expected.low, expected.high))
    assert (reading.method, reading.scale) == ("wilson", "0-10+1-10")
    assert (found.corners[1].share.low, found.corners[1].share.high) == (reading.low, reading.high)
    assert (found.satisfaction, found.threshold, found.customers, reading.n_customers) == ("nki", 75, 100, 100)
    assert found.revenue is None
    assert found.revenue_reason is not None
    assert found.revenue_reason.text == "There are no orders in the data."


def test_the_thresholds_are_70_75_and_80(canon: Canon) -> None:
    """20 who recommend with 7, index 70, are loyal at 70 and mobile from 75 on; 10 with 8 are at 80 too."""
    rows = answers((40, 0, 10, 30)) + [r for item in NKI for r in asked(item, [10] * 30, prefix="m")]
    rows += asked("nps", [7] * 20 + [8] * 10, (0, 10), prefix="m")
    found = quadrant(canon(responses=rows)).sensitivity
    shares = {threshold: [round((share.value or 0) * 1.1) for share in corners] for threshold, corners in found}
    assert shares == {70: [70, 0, 10, 30], 75: [50, 20, 10, 30], 80: [50, 20, 10, 30]}


@pytest.mark.parametrize(("score", "corner"), [(4, 0), (3, 3)])
def test_exactly_75_is_satisfied_and_loyal(canon: Canon, score: int, corner: int) -> None:
    """4 of 1–5 is an index of exactly 75 and counts on both sides; 3 is 50."""
    rows = asked("csat", [score] * 30, (1, 5)) + asked("nps", [score] * 30, (1, 5))
    found = quadrant(canon(responses=rows))
    assert found.corners[corner].customers == 30
    assert found.satisfaction == "csat_idx"
    assert "satisfaction_one_item" in found.flags


def test_both_must_be_known_of_the_same_customer(canon: Canon) -> None:
    """60 answer about satisfaction, 60 others about loyalty: nobody stands in a corner."""
    rows = [r for item in NKI for r in asked(item, [10] * 60)] + asked("nps", [9] * 60, (0, 10), prefix="d")
    tables = canon(responses=rows)
    found = analyse(ground_of(tables, PLAN))
    assert isinstance(found, NotComputed)
    assert found.reason.text == "No customer answered the questions about both satisfaction and loyalty."
    assert reason(read(tables, PLAN, "satisfied_not_loyal")) == "No answers to this question in the period."


@pytest.mark.parametrize(
    ("n", "text", "shown"),
    [
        (29, "Too few answers: {n}, and {needed} are needed.", 29),
        (4, "Not shown, for reasons of confidentiality: fewer than {needed}.", 0),
    ],
)
def test_thirty_are_needed(canon: Canon, n: int, text: str, shown: int) -> None:
    """29 are counted and not shown in corners, 4 are not even counted."""
    found = analyse(ground_of(canon(responses=answers((n, 0, 0, 0))), PLAN))
    assert isinstance(found, NotComputed)
    assert (found.reason.text, found.n) == (text, shown)


def test_one_side_alone_is_refused(canon: Canon) -> None:
    """Only satisfaction was asked."""
    tables = canon(responses=[r for item in NKI for r in asked(item, [10] * 60)])
    found = analyse(ground_of(tables, PLAN))
    assert isinstance(found, NotComputed)
    assert found.reason.text == "Satisfaction and loyalty were not both asked."
    assert reason(read(tables, PLAN, "satisfied_not_loyal")) == "Satisfaction and loyalty were not both asked."


def test_the_money_of_the_corners_by_hand(canon: Canon) -> None:
    """40·100, 20·200, 10·50, 30·10 kr: 4,000, 4,000, 500, 300 of 8,800; the other ten's 1,000 are not in it."""
    sizes = (40, 20, 10, 30)
    found = quadrant(canon(responses=answers(sizes), orders=spread(sizes, (100, 200, 50, 10))))
    assert [corner.revenue for corner in found.corners] == [4000.0, 4000.0, 500.0, 300.0]
    assert [corner.revenue_share for corner in found.corners] == pytest.approx(
        [100 * part / 8800 for part in (4000, 4000, 500, 300)]
    )
    assert (found.revenue, found.revenue_reason) == (8800.0, None)


def test_small_corners_hide_their_neighbour_too(canon: Canon) -> None:
    """3 satisfied but mobile: neither they nor the 27 locked in are told, in number, share or money."""
    sizes = (40, 3, 27, 30)
    tables = canon(responses=answers(sizes), orders=spread(sizes, (100, 200, 50, 10)))
    found = quadrant(tables)
    assert [corner.customers for corner in found.corners] == [40, None, None, 30]
    assert [corner.share.value for corner in found.corners] == [40.0, None, None, 30.0]
    assert [corner.revenue for corner in found.corners][1:3] == [None, None]
    reading = read(tables, PLAN, "satisfied_not_loyal")
    assert reason(reading) == "Not shown, for reasons of confidentiality: fewer than {needed}."
    assert "suppressed" in reading.flags


def test_a_dominated_corner_hides_its_money_alone(canon: Canon) -> None:
    """One of ten locked in buys for 1,000 of 1,450: hidden, and so are 300 and 4,000, till nobody dominates."""
    sizes = (40, 20, 10, 30)
    orders = [*spread(sizes, (100, 200, 50, 10)), bought("c60", 950, "2024-04-01")]
    found = quadrant(canon(responses=answers(sizes), orders=orders))
    assert [corner.customers for corner in found.corners] == [40, 20, 10, 30]
    assert [corner.revenue for corner in found.corners] == [None, 4000.0, None, None]


def test_money_that_could_be_reckoned_back_is_not_told(canon: Canon) -> None:
    """Three customers did not answer: the period's revenue less that of the corners would be theirs."""
    sizes = (40, 20, 10, 30)
    orders = [
        row for row in spread(sizes, (100, 200, 50, 10)) if row["customer_id"] not in {f"other{i}" for i in range(7)}
    ]
    found = quadrant(canon(responses=answers(sizes), orders=orders))
    assert all(corner.revenue is None for corner in found.corners)
    assert found.revenue_reason is not None
    assert found.revenue_reason.text.startswith("Not shown, for reasons of confidentiality")


def test_several_currencies_are_not_added(canon: Canon) -> None:
    """One order in DKK among SEK: no money, and the reason."""
    sizes = (40, 20, 10, 30)
    orders = [*spread(sizes, (100, 200, 50, 10)), bought("c1", 5, "2024-05-01", "DKK")]
    found = quadrant(canon(responses=answers(sizes), orders=orders))
    assert found.revenue_reason is not None
    assert found.revenue_reason.text == "The orders are in several currencies: {currencies}."


def test_anonymous_answers_have_no_money(canon: Canon) -> None:
    """60 anonymous respondents stand in the corners, but not among the customers who bought."""
    rows = answers((20, 20, 10, 10), ("csat",), customer_id=None, kind="transaction")
    found = quadrant(canon(responses=rows, orders=[bought(f"c{i}", 100) for i in range(60)]))
    assert [corner.customers for corner in found.corners] == [20, 20, 10, 10]
    assert found.sensitivity == ()
    assert found.revenue_reason is not None
    assert found.revenue_reason.text.startswith("Too few of those who answered")


def test_weights_move_the_shares_and_widen_them(canon: Canon) -> None:
    """The 20 mobile of 100 weigh 2: 40 of 120; effective base 120²/(80 + 20·4) = 90."""
    rows = [r | {"weight": 2.0 if 40 <= int(r["response_id"][1:]) < 60 else 1.0} for r in answers((40, 20, 10, 30))]
    reading = read(canon(responses=rows), PLAN, "satisfied_not_loyal")
    expected = wilson(40, 120, n_eff=90).scaled(100)
    assert (reading.value, reading.low, reading.high) == pytest.approx((expected.value, expected.low, expected.high))
    assert (reading.n_customers, "weighted" in reading.flags) == (100, True)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_no_small_count_can_be_reckoned(counts: list[int]) -> None:
    """What is told is never one to four; what is hidden is nothing, all, or two or more with five or more together."""
    gone = hidden_counts(counts)
    assert all(not 0 < n < 5 for place, n in enumerate(counts) if place not in gone)
    positive = [n for n in counts if n]
    hidden = [counts[place] for place in gone]
    assert not gone or len(hidden) == len(positive) or (len(hidden) >= 2 and sum(hidden) >= 5)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 100)), min_size=4, max_size=4))
def test_no_hidden_money_is_safe_alone(groups: list[tuple[int, int]]) -> None:
    """No unsafe revenue is told, and all that is hidden is safe together unless everything is hidden."""
    spent = [Spent(buyers=n, revenue=n * each, largest=each if n else 0) for n, each in groups]
    gone = hidden_money(spent, frozenset())
    assert not any(unsafe(group) for place, group in enumerate(spent) if place not in gone)
    together = Spent(
        buyers=sum(spent[p].buyers for p in gone),
        revenue=sum(spent[p].revenue for p in gone),
        largest=max((spent[p].largest for p in gone), default=0),
    )
    assert len(gone) in {0, 4} or not unsafe(together)

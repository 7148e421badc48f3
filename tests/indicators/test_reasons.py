"""Why contracts ended, with numbers worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan, measure
from reporter.indicators.analyses.reasons import analyse, reasons_told
from reporter.indicators.gather import gather
from reporter.model import NotComputed, Period
from reporter.model.analyses.reasons import Reasons
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from reporter.model import Analysis
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))


def ended(n: int, reason: str | None, *, start: int = 0, **more: object) -> list[dict[str, Any]]:
    """Return contracts that ended in June, each of a customer of its own."""
    return [
        {
            "subscription_id": f"s{i}",
            "customer_id": f"c{i}",
            "start_day": epoch("2023-01-01"),
            "end_day": epoch("2024-06-01"),
            "status": "ended",
            "reason": reason,
        }
        | more
        for i in range(start, start + n)
    ]


def analysed(tables: Tables, plan: Plan = PLAN) -> Analysis:
    """Return what is found of the plan's period."""
    ground = gather(tables, plan).ground()
    assert ground is not None
    return analyse(ground)


def told(found: Analysis) -> Reasons:
    """Return the reasons."""
    assert isinstance(found, Reasons)
    return found


def refusal(found: Analysis) -> NotComputed:
    """Return why there are none."""
    assert isinstance(found, NotComputed)
    return found


def test_reasons_by_hand(canon: Canon) -> None:
    """Of 40 customers 20 left for the price, 10 moved, 5 gave other reasons, 5 none: 50 and 25 %, 87.5 % told why."""
    rows = ended(20, "För dyrt") + ended(10, "Flyttat", start=20) + ended(5, None, start=35)
    rows += [row | {"reason": f"eget {i}"} for i, row in enumerate(ended(5, "", start=30))]
    found = told(analysed(canon(subscriptions=rows)))
    assert [(one.text, one.customers, one.share.value) for one in found.reasons] == [
        ("För dyrt", 20, 50.0),
        ("Flyttat", 10, 25.0),
    ]
    assert found.reasons[0].share.low == pytest.approx(35.20, abs=0.01)  # Wilson 20/40
    assert (found.customers, found.rest, found.rest_share.value, found.stated.value) == (40, 10, 25.0, 87.5)


def test_blanks_and_capitals_make_no_other_reason(canon: Canon) -> None:
    """Four spellings of one reason are one; blanks and dashes are none."""
    rows = ended(2, "för  dyrt ") + ended(1, "FÖR DYRT", start=2) + ended(2, "För dyrt", start=3)
    rows += ended(20, "  ", start=5) + ended(10, "–", start=25)
    found = told(analysed(canon(subscriptions=rows)))
    assert [(one.text.casefold(), one.customers) for one in found.reasons] == [("för dyrt", 5)]
    assert (found.rest, found.stated.value) == pytest.approx((30, 100 / 7))


def test_a_reason_of_few_customers_is_never_told(canon: Canon) -> None:
    """Six contracts of one customer are one voice; four customers are too few: their words appear nowhere."""
    rows = ended(20, "pris") + ended(4, "tvist med Karin", start=20) + ended(16, None, start=24)
    rows += ended(6, "chefen slutade", start=50, customer_id="c50")
    tables = canon(subscriptions=rows)
    assert [one.text for one in told(analysed(tables)).reasons] == ["pris"]
    found = measure(tables, PLAN)
    assert "Karin" not in repr(found)
    assert "chefen" not in repr(found)


def test_a_customer_counts_once_with_the_last_reason_given(canon: Canon) -> None:
    """Two contracts ended, the later one without a reason: the earlier reason counts, once."""
    rows = ended(30, "pris", end_day=epoch("2024-03-01")) + [
        row | {"subscription_id": f"t{i}", "start_day": epoch("2023-02-01")} for i, row in enumerate(ended(30, None))
    ]
    found = told(analysed(canon(subscriptions=rows)))
    assert (found.customers, found.reasons[0].customers, found.rest) == (30, 30, 0)


def test_a_changed_plan_is_no_end(canon: Canon) -> None:
    """Ten of forty have a new contract 30 days later, and ten one 31 days later: 30 ended."""
    rows = ended(40, "pris")
    for i in range(20):
        day = "2024-07-01" if i < 10 else "2024-07-02"
        rows.append({"subscription_id": f"n{i}", "customer_id": f"c{i}", "start_day": epoch(day), "status": "active"})
    assert told(analysed(canon(subscriptions=rows))).customers == 30


def test_only_ends_within_the_period_count(canon: Canon) -> None:
    """The first day of the year is in it, the first of the next is not; trials are no contracts."""
    rows = ended(30, "pris", end_day=epoch("2024-01-01")) + ended(30, "pris", start=30, end_day=epoch("2025-01-01"))
    rows += ended(30, "pris", start=60, status="trial")
    assert told(analysed(canon(subscriptions=rows))).customers == 30


def test_a_small_base_has_counts_without_shares(canon: Canon) -> None:
    """Of 29 customers counts are told, no percentages."""
    found = told(analysed(canon(subscriptions=ended(20, "pris") + ended(9, None, start=20))))
    assert (found.reasons[0].customers, found.rest) == (20, 9)
    assert {found.reasons[0].share.value, found.rest_share.value, found.stated.value} == {None}


def test_the_share_who_told_why_hides_a_small_number(canon: Canon) -> None:
    """Three gave none and seven other reasons: ten as the rest, but 47 of 50 would tell the three."""
    rows = ended(40, "pris") + ended(3, None, start=40)
    rows += [row | {"reason": f"eget {i}"} for i, row in enumerate(ended(7, "", start=43))]
    found = told(analysed(canon(subscriptions=rows)))
    assert (found.rest, found.stated.value) == (10, None)


def test_a_small_rest_takes_the_smallest_reason_with_it(canon: Canon) -> None:
    """30 + 6 of 38: two others could be reckoned, so the six join them; of 35 and three nothing is left to tell."""
    rows = ended(30, "pris") + ended(6, "flytt", start=30) + ended(2, None, start=36)
    found = told(analysed(canon(subscriptions=rows)))
    assert ([one.text for one in found.reasons], found.rest) == (["pris"], 8)
    alone = refusal(analysed(canon(subscriptions=ended(35, "pris") + ended(3, None, start=35))))
    assert "No reason was given by" in alone.reason.text


@given(st.lists(st.integers(1, 40), max_size=8), st.integers(0, 30))
def test_no_one_to_four_can_be_reckoned(sizes: list[int], others: int) -> None:
    """Whatever the counts, what is told is five at least, and so is the rest, or it is nothing."""
    reasons = sorted(((f"r{i}", n) for i, n in enumerate(sizes)), key=lambda one: -one[1])
    customers = sum(sizes) + others
    shown = reasons_told(customers, reasons)
    rest = customers - sum(n for _, n in shown)
    assert all(n >= 5 for _, n in shown)
    assert not shown or rest == 0 or rest >= 5


@pytest.mark.parametrize(
    ("rows", "words", "n"),
    [
        (ended(30, "pris", end_day=None, status="active"), "No contract ended", 0),
        (ended(4, "pris"), "confidentiality", 0),
        (ended(40, None), "keep no reason", 40),
        ([row | {"reason": f"eget {i}"} for i, row in enumerate(ended(40, ""))], "No reason was given by", 40),
    ],
)
def test_each_refusal_says_why(canon: Canon, rows: list[dict[str, Any]], words: str, n: int) -> None:
    """None ended, too few, no reason kept, all of them unique."""
    found = refusal(analysed(canon(subscriptions=rows)))
    assert words in found.reason.text
    assert found.n == n


def test_without_contracts_there_are_no_reasons(canon: Canon) -> None:
    """No table of contracts at all."""
    order = {"order_id": "o", "customer_id": "c", "order_day": epoch("2024-02-01"), "amount": "1"}
    assert "no contracts" in refusal(analysed(canon(orders=[order]))).reason.text

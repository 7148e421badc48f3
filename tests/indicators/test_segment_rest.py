"""Everyone outside a segment, measured from the sums of all others: what the segment is tested against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.cli import figures_json
from reporter.cli.plain_values import reading_object
from reporter.findings.facts import Facts
from reporter.findings.segments import tested as every_test
from reporter.indicators import Plan, measure
from reporter.indicators.gather import gather
from reporter.indicators.registry import modules
from reporter.model import Period
from reporter.statistics import newcombe, wilson
from tests.indicators.canonical import asked, epoch

if TYPE_CHECKING:
    from reporter.model import Measurements, SegmentReading
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))
#: Customers a in segment A, b in B, c in none.
SEGMENTS = {"a": "A", "b": "B", "c": None}


def customers(**sizes: int) -> list[dict[str, Any]]:
    """Return so many customers of each letter."""
    return [
        {"customer_id": f"{letter}{i}", "segment": SEGMENTS[letter]} for letter, n in sizes.items() for i in range(n)
    ]


def satisfied(letter: str, k: int, n: int, weight: float | None = None) -> list[dict[str, Any]]:
    """Return n answers of the customers of a letter, k of them satisfied."""
    more = {} if weight is None else {"weight": weight}
    return asked("csat", [5] * k + [2] * (n - k), (1, 5), prefix=letter, **more)


def part(found: Measurements, name: str, segment: str) -> SegmentReading:
    """Return the reading of one segment."""
    [one] = [one for one in found.segments[name] if one.segment == segment]
    return one


def test_the_rest_are_all_others_and_those_without_a_segment(canon: Canon) -> None:
    """A 30 of 40; the others are 45 of 60 in B and 10 of 50 without a segment: 55 of 110, exactly 50 %."""
    rows = satisfied("a", 30, 40) + satisfied("b", 45, 60) + satisfied("c", 10, 50)
    found = measure(canon(responses=rows, customers=customers(a=40, b=60, c=50)), PLAN)
    one = part(found, "csat", "A")
    assert one.rest is not None
    assert (one.reading.value, one.rest.value, one.rest.n_customers) == (75.0, 50.0, 110)
    [test] = [test for test in every_test(Facts(measurements=found, comparisons=())) if test.segment == "A"]
    expected = newcombe(30, 40, 55, 110).scaled(100)
    assert (test.found.value, test.found.low, test.found.high) == pytest.approx((25.0, expected.low, expected.high))


def test_the_rest_of_weighted_answers_is_no_remainder_of_customers(canon: Canon) -> None:
    """A counts .4 an answer, B 1.6: both 60 % satisfied, and 60 % against 60 % whatever the shares of customers.

    By customers A is half of all and by weight a fifth; in B each weight is trimmed like in A, so that the 100
    answers of B are 100 effective ones.
    """
    rows = satisfied("a", 60, 100, 0.4) + satisfied("b", 60, 100, 1.6)
    found = measure(canon(responses=rows, customers=customers(a=100, b=100)), PLAN)
    one = part(found, "csat", "A")
    expected = wilson(60, 100).scaled(100)
    assert one.rest is not None
    assert (one.rest.value, one.rest.low, one.rest.high) == pytest.approx((60.0, expected.low, expected.high))
    assert [test.found.value for test in every_test(Facts(measurements=found, comparisons=()))] == pytest.approx([0, 0])


def test_uneven_weights_widen_the_rest(canon: Canon) -> None:
    """In B 50 answers weigh .4 and 50 weigh 1.6: 100²/(50·.16 + 50·2.56) = 73.5 effective answers."""
    rows = satisfied("a", 60, 100, 1.0) + satisfied("b", 30, 50, 0.4)
    rows += [
        row | {"customer_id": f"b{50 + i}", "response_id": f"d{i}"} for i, row in enumerate(satisfied("d", 30, 50, 1.6))
    ]
    found = measure(canon(responses=rows, customers=customers(a=100, b=100)), PLAN)
    one = part(found, "csat", "A")
    effective = 100**2 / (50 * 0.16 + 50 * 2.56)
    expected = wilson(0.6 * effective, effective).scaled(100)
    assert one.rest is not None
    assert (one.rest.low, one.rest.high) == pytest.approx((expected.low, expected.high))


def test_the_rest_is_never_written_out(canon: Canon) -> None:
    """The object for programs holds of a segment what a reading holds, and nowhere the base of the others, 110."""
    rows = satisfied("a", 30, 40) + satisfied("b", 45, 60) + satisfied("c", 10, 50)
    found = measure(canon(responses=rows, customers=customers(a=40, b=60, c=50)), PLAN)
    one = part(found, "csat", "A")
    assert set(figures_json._segment(one)) == {"segment", *reading_object(one.reading)}
    assert "rest" not in repr(one)


def test_segment_and_rest_add_up_to_the_whole(canon: Canon) -> None:
    """Orders, retention and answers: the sums of a segment and of its rest are those of all, whatever is asked."""
    days = ("2023-11-01", "2024-02-01", "2024-11-20")
    orders = [
        {
            "order_id": f"{letter}{i}/{day}",
            "customer_id": f"{letter}{i}",
            "order_day": epoch(day),
            "amount": str(90 + i),
        }
        for letter, n in (("a", 40), ("b", 60), ("c", 50))
        for i in range(n)
        for place, day in enumerate(days)
        if i % 3 != place
    ]
    tables = canon(orders=orders, customers=customers(a=40, b=60, c=50), responses=satisfied("a", 30, 40))
    plan = replace(PLAN, settings=replace(PLAN.settings, tau_days=90))
    gathered = gather(tables, plan)
    everyone, own, rest = (
        gathered.of(plan.period),
        gathered.of(plan.period, "A"),
        gathered.of(plan.period, "A", rest=True),
    )
    assert own.orders is not None
    assert rest.orders is not None
    assert own.orders + rest.orders == everyone.orders
    assert own.transition is not None
    assert rest.transition is not None
    assert own.transition + rest.transition == everyone.transition
    assert rest.transition.start > 30
    assert "csat" in own.items
    assert not rest.items
    assert modules()["csat"].measure(rest).value is None

"""Members of the loyalty programme beside all others, with numbers worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.indicators import Plan, Settings
from reporter.indicators.analyses.members import CAVEAT, analyse
from reporter.indicators.catalogue import freq
from reporter.indicators.gather import gather
from reporter.indicators.models.contrasts import comparable, told_counts
from reporter.model import NotComputed, Period, Verdict
from reporter.model.analyses.members import Contrast, Members
from reporter.statistics import newcombe
from tests.indicators.canonical import asked, epoch

if TYPE_CHECKING:
    from reporter.model import Analysis
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)), settings=Settings(tau_days=200))


def customers(members: int, others: int, unknown: int = 0) -> list[dict[str, Any]]:
    """Return members m0 …, others o0 … and customers u0 … of whom nothing is known."""
    known = [{"customer_id": f"m{i}", "member": True} for i in range(members)]
    known += [{"customer_id": f"o{i}", "member": False} for i in range(others)]
    return known + [{"customer_id": f"u{i}", "member": None} for i in range(unknown)]


def order(customer: str, day: str, amount: str) -> dict[str, Any]:
    """Return an order."""
    return {
        "order_id": f"{customer}/{day}",
        "customer_id": customer,
        "order_day": epoch(day),
        "amount": amount,
        "currency": "SEK",
    }


def sales(members: int = 60, others: int = 60) -> list[dict[str, Any]]:
    """Return orders: members 300 and 500 in turn, each in two orders; others 100 and 200 in turn, in one."""
    rows = [order(f"m{i}", day, ("150", "250")[i % 2]) for i in range(members) for day in ("2024-03-01", "2024-09-01")]
    return rows + [order(f"o{i}", "2024-03-01", ("100", "200")[i % 2]) for i in range(others)]


def analysed(tables: Tables, plan: Plan = PLAN) -> Analysis:
    """Return what is found of the plan's period."""
    ground = gather(tables, plan).ground()
    assert ground is not None
    return analyse(ground)


def told(found: Analysis) -> Members:
    """Return the comparison."""
    assert isinstance(found, Members)
    return found


def contrast(found: Analysis, measure_of: str) -> Contrast:
    """Return one contrast."""
    [one] = [one for one in told(found).contrasts if one.measure == measure_of]
    return one


def refusal(found: Analysis) -> str:
    """Return why there is none."""
    assert isinstance(found, NotComputed)
    return found.reason.text


def test_revenue_and_orders_by_hand(canon: Canon) -> None:
    """400 against 150 a customer: 250 more; 2 orders against 1, without any spread. The caveat stands beside it."""
    found = analysed(canon(customers=customers(100, 100), orders=sales(100, 100)))
    one = contrast(found, "rev_per_customer")
    assert one.members is not None
    assert one.others is not None
    assert (one.members.value, one.others.value, one.difference) == pytest.approx((400.0, 150.0, 250.0))
    # members' sd is 100·√(100/99), others' half of it; each SE is sd/√100
    se = ((100**2 + 50**2) / 99) ** 0.5
    assert one.low == pytest.approx(250 - 1.976 * se, abs=0.08 * se)  # near Welch's: 145.6 degrees of freedom
    assert one.high == pytest.approx(500.0 - (one.low or 0.0))
    assert one.relevant == pytest.approx(4.5)
    assert one.verdict is Verdict.CLEAR
    assert one.p is not None
    assert 0 < one.p < 0.001
    orders = contrast(found, "freq")
    assert (orders.difference, orders.low, orders.high) == (1.0, 1.0, 1.0)
    assert (told(found).members, told(found).others, told(found).caveat) == (100, 100, CAVEAT)
    assert "no effect" in CAVEAT.text


@pytest.mark.parametrize(("members", "others"), [(99, 200), (200, 99)])
def test_amounts_need_a_hundred_on_either_side(canon: Canon, members: int, others: int) -> None:
    """99 in one group: orders are compared, amounts are not, and it is said why."""
    found = analysed(canon(customers=customers(members, others), orders=sales(members, others)))
    one = contrast(found, "rev_per_customer")
    assert one.reason is not None
    assert "needed to compare what they buy for" in one.reason.text
    assert contrast(found, "freq").difference == 1.0


def test_orders_are_a_years_as_in_the_indicator(canon: Canon) -> None:
    """Two orders in 182 days are 4.01 a year; the indicator of the same name says so too."""
    half = Plan(period=Period(date(2024, 1, 1), date(2024, 7, 1)), settings=Settings(tau_days=200))
    rows = [order(f"{who}{i}", day, "10") for who in "mo" for i in range(60) for day in ("2024-02-01", "2024-03-01")]
    tables = canon(customers=customers(60, 60), orders=rows)
    one = contrast(analysed(tables, half), "freq")
    assert one.members is not None
    assert one.members.value == pytest.approx(2 * 365 / 182)
    assert one.members.value == pytest.approx(freq.measure(gather(tables, half).of(half.period)).value)


def test_retention_by_hand(canon: Canon) -> None:
    """50 of 60 members and 30 of 60 others were kept: 33.3 points more, by Newcombe."""
    rows = [order(f"{who}{i}", "2023-12-01", "10") for who in "mo" for i in range(60)]
    rows += [order(f"m{i}", "2024-11-01", "10") for i in range(50)]
    rows += [order(f"o{i}", "2024-11-01", "10") for i in range(30)]
    rows += [order("early", "2023-01-01", "10")]
    one = contrast(analysed(canon(customers=customers(60, 60), orders=rows)), "retention")
    expected = newcombe(50, 60, 30, 60).scaled(100)
    assert one.members is not None
    assert (one.members.value, one.members.n) == pytest.approx((250 / 3, 60))
    assert (one.difference, one.low, one.high) == pytest.approx((100 / 3, expected.low, expected.high))
    assert one.verdict is Verdict.CLEAR
    assert one.p is not None
    assert 0 < one.p < 0.001  # z of the pooled test is 3.87, p = .00011


def test_nps_by_hand(canon: Canon) -> None:
    """Members 40 − 10 of 60, others 20 − 30 of 60: 50 and −16.7; standard errors 9.86 and 11.51."""
    answers = asked("nps", [10] * 40 + [7] * 10 + [0] * 10, (0, 10), prefix="m")
    answers += asked("nps", [10] * 20 + [7] * 10 + [0] * 30, (0, 10), prefix="o")
    tables = canon(customers=customers(60, 60), orders=sales(), responses=answers)
    one = contrast(analysed(tables), "nps")
    assert one.members is not None
    assert one.others is not None
    assert (one.members.value, one.others.value) == pytest.approx((50.0, -50 / 3))
    first, second = (50 / 60 - 0.25) / 60, (50 / 60 - 1 / 36) / 60
    half = 1.959964 * 100 * (first + second) ** 0.5
    assert (one.low, one.high) == pytest.approx((200 / 3 - half, 200 / 3 + half), rel=1e-5)


def test_several_answers_of_one_customer_widen_the_score(canon: Canon) -> None:
    """Each member answered twice alike after purchases: the interval is that of 60 answers, not of 120."""
    answers = asked("nps", [10] * 40 + [0] * 20, (0, 10), prefix="m", kind="transaction")
    once = asked("nps", [10] * 20 + [0] * 40, (0, 10), prefix="o", kind="transaction")
    twice = [row | {"response_id": f"{row['response_id']}b"} for row in answers]
    one = contrast(
        analysed(canon(customers=customers(60, 60), responses=answers + twice + once, orders=sales())), "nps"
    )
    plain = contrast(analysed(canon(customers=customers(60, 60), responses=answers + once, orders=sales())), "nps")
    assert one.members is not None
    assert plain.members is not None
    assert one.members.low == pytest.approx(plain.members.low, abs=0.5)
    assert (one.members.n, plain.members.n) == (60, 60)


def test_what_the_data_lack_is_said_for_each_figure(canon: Canon) -> None:
    """No survey, retention without history, orders in two currencies: three reasons; the frequency is still told."""
    rows = [row | {"currency": "DKK"} if i % 2 else row for i, row in enumerate(sales())]
    found = analysed(canon(customers=customers(60, 60), orders=rows))
    reasons = {one.measure: one.reason.text for one in told(found).contrasts if one.reason}
    assert set(reasons) == {"rev_per_customer", "retention", "nps"}
    assert "several currencies" in reasons["rev_per_customer"]
    assert "orders start on" in reasons["retention"]
    assert contrast(found, "rev_per_customer").verdict is Verdict.UNTESTED


def test_one_large_customer_hides_the_money(canon: Canon) -> None:
    """A member with more than half of the members' revenue could be read from their mean."""
    rows = [*sales(100, 100), order("m0", "2024-05-01", "50000")]
    rows += [order(f"o{i}", "2024-06-01", "1000") for i in range(100)]
    one = contrast(analysed(canon(customers=customers(100, 100), orders=rows)), "rev_per_customer")
    assert one.members is None
    assert one.reason is not None
    assert "confidentiality" in one.reason.text


@pytest.mark.parametrize(("members", "others"), [(29, 100), (100, 29), (49, 50)])
def test_too_few_are_not_compared(canon: Canon, members: int, others: int) -> None:
    """30 in each group and 100 in both are needed."""
    tables = canon(customers=customers(members, others), orders=sales(members, others))
    assert "are needed to compare them" in refusal(analysed(tables))


def test_without_membership_there_is_nothing_to_compare(canon: Canon) -> None:
    """No customers' table, or none that says who is a member."""
    words = "who is a member"
    assert words in refusal(analysed(canon(orders=sales())))
    assert words in refusal(analysed(canon(orders=sales(), customers=customers(0, 0, 60))))


def test_few_of_whom_nothing_is_known_hide_a_count(canon: Canon) -> None:
    """Three customers without a word on membership: with both counts and the total they could be reckoned."""
    rows = sales() + [order(f"u{i}", "2024-03-01", "100") for i in range(3)]
    found = told(analysed(canon(customers=customers(60, 60, 3), orders=rows)))
    assert (found.members, found.others) == (60, None)
    assert all(one.others is None or one.others.n is None for one in found.contrasts)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 12))
def test_no_small_group_can_be_reckoned(members: int, others: int, unknown: int) -> None:
    """Whatever the sizes: no count told is one to four, and the total leaves none of one to four over."""
    shown = told_counts(members, others, unknown)
    assert not any(n is not None and 0 < n < 5 for n in shown)
    if None not in shown:
        assert not 0 < unknown < 5
    assert comparable(members, others) == (members >= 30 and others >= 30 and members + others >= 100)

"""How long customers stay, from canonical tables: worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.indicators import Plan, Settings
from reporter.indicators.analyses import survival
from reporter.indicators.basis import Basis
from reporter.indicators.catalogue import km_median
from reporter.indicators.gather import gather
from reporter.model import NotComputed, Period, Survival
from tests.indicators.canonical import epoch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
START = epoch("2023-01-01")


def contracts(n: int, begin: int, days: int | None, prefix: str) -> list[dict[str, Any]]:
    """Return the contracts of ``n`` customers from day ``begin`` on, for so many days or running."""
    return [
        {
            "subscription_id": f"{prefix}{i}/{begin}",
            "customer_id": f"{prefix}{i}",
            "start_day": begin,
            "end_day": None if days is None else begin + days,
            "status": "active" if days is None else "ended",
        }
        for i in range(n)
    ]


def orders(n: int, days: Sequence[int], prefix: str) -> list[dict[str, Any]]:
    """Return orders of ``n`` customers on each of the days."""
    return [
        {"order_id": f"{prefix}{i}/{day}", "customer_id": f"{prefix}{i}", "order_day": day, "amount": 100, "refund": 0}
        for i in range(n)
        for day in days
    ]


def analysed(tables: Tables, period: Period = YEAR, **rules: Any) -> Survival | NotComputed:  # noqa: ANN401 - settings
    """Return the analysis."""
    ground = gather(tables, Plan(period=period, settings=Settings(**rules))).ground()
    assert ground is not None
    found = survival.analyse(ground)
    assert isinstance(found, Survival | NotComputed)
    return found


def computed(tables: Tables, period: Period = YEAR, **rules: Any) -> Survival:  # noqa: ANN401 - settings
    """Return the analysis, which must be there."""
    found = analysed(tables, period, **rules)
    assert isinstance(found, Survival), found
    return found


def shares(found: Survival) -> Mapping[int, float]:
    """Return the whole client's shares by month."""
    return {point.month: point.share for point in found.whole.points}


def two_waves() -> list[dict[str, Any]]:
    """Return two waves of 100 by contract, of each of which 40 leave after 100 days.

    The second wave comes on day 105, after the first leaving (day 100): it is observed from its first day on,
    the first wave from its 99th.
    """
    rows = []
    for name, begin in (("a", START), ("b", START + 105)):
        rows += contracts(40, begin, 100, f"{name}-left-") + contracts(60, begin, None, f"{name}-stay-")
    return rows


def test_two_waves_by_contract(canon: Canon) -> None:
    """80 of the 200 at risk leave on day 100: 60 % from month 4 on. The grace delays nothing."""
    found = computed(canon(subscriptions=two_waves()))
    assert (found.rule, found.rule_days, found.left, found.whole.customers) == ("contract", 30, 80, 200)
    told = shares(found)
    assert [told[month] for month in (0, 3, 4, 17)] == pytest.approx([100, 100, 60, 60])
    risk = {point.month: point.at_risk for point in found.whole.points}
    # the first wave is not under observation before its 99th day
    assert (risk[0], risk[3], risk[4]) == (100, 100, 120)
    assert found.whole.median_days is None


def test_the_interval_is_that_of_log_minus_log(canon: Canon) -> None:
    """S = .6, Greenwood 80/(200·120): log(−log) ends .528 and .664."""
    point = computed(canon(subscriptions=two_waves())).whole.points[4]
    assert point.month == 4
    assert point.low == pytest.approx(52.85, abs=0.05)
    assert point.high == pytest.approx(66.36, abs=0.05)


def test_a_renewal_within_the_grace_is_one_stretch(canon: Canon) -> None:
    """20 of those who left sign anew 25 days later and stay: 60 leave on day 100."""
    again = [row | {"subscription_id": f"{row['customer_id']}/2", "start_day": row["start_day"] + 125,
                    "end_day": None, "status": "active"}
             for row in two_waves() if row["end_day"] and int(row["customer_id"].split("-")[2]) < 10]  # fmt: skip
    assert shares(computed(canon(subscriptions=two_waves() + again)))[4] == pytest.approx(70)
    assert shares(computed(canon(subscriptions=two_waves() + again), grace_days=20))[4] == pytest.approx(60)


def test_whoever_is_in_the_grace_at_the_end_is_not_taken_for_one_who_stays(canon: Canon) -> None:
    """50 end ten days before the period does: observation stops before it, so that nothing is said of them yet."""
    late = contracts(50, START + 200, epoch("2024-12-22") - START - 200, "late-")
    found = computed(canon(subscriptions=two_waves() + late))
    assert (found.left, found.whole.customers) == (80, 250)
    ended = contracts(50, START + 200, epoch("2024-11-22") - START - 200, "late-")
    assert computed(canon(subscriptions=two_waves() + ended)).left == 130


def test_nothing_after_the_period_is_used(canon: Canon) -> None:
    """Who comes or leaves in 2025 changes nothing; the report of 2025 sees them."""
    later = contracts(50, epoch("2025-02-01"), None, "new-")
    rows = two_waves()
    for row in rows:
        if row["end_day"] is None:
            row |= {"end_day": epoch("2025-06-01"), "status": "ended"}
    found = computed(canon(subscriptions=rows + later))
    assert (found.left, found.whole.customers) == (80, 200)
    after = computed(canon(subscriptions=rows + later), Period(date(2025, 1, 1), date(2026, 1, 1)))
    assert (after.left, after.whole.customers) == (200, 250)


def shop() -> list[dict[str, Any]]:
    """Return orders, τ = 90: 120 who may be older than the data, and 200 who came later.

    Of the latter, 100 order once and leave on day 90; 100 order again after 60 days and leave on day 150. All of
    them come back after a year, which is another stretch.
    """
    rows = orders(120, [START + 10], "old-")
    rows += orders(100, [START + 100, START + 500], "once-") + orders(100, [START + 100, START + 160], "twice-")
    return rows


def test_by_orders_the_time_of_inactivity_is_part_of_the_stretch(canon: Canon) -> None:
    """Half of 200 leave on day 90, half on day 150; the first 120 are left out as possibly older."""
    found = computed(canon(orders=shop()), tau_days=90)
    assert (found.rule, found.rule_days, found.whole.customers, found.older) == ("activity", 90, 200, 120)
    assert shares(found) == pytest.approx({0: 100, 1: 100, 2: 100, 3: 50, 4: 50})
    assert found.whole.median_days == 90
    assert "left_censored" not in found.flags
    assert "inactivity" in found.flags


def test_possibly_older_customers_count_where_too_few_others_are_there(canon: Canon) -> None:
    """With 120 old and 60 new ones all count, and it is said that the export starts too late."""
    rows = orders(120, [START], "old-") + orders(60, [START + 100], "new-")
    found = computed(canon(orders=rows), tau_days=90)
    assert (found.whole.customers, found.older) == (180, 0)
    assert "left_censored" in found.flags


def test_segments_are_compared(canon: Canon) -> None:
    """Those who order once and twice differ; two segments of at least 30 with 100 together are compared."""
    names = [{"customer_id": f"{kind}-{i}", "segment": kind} for kind in ("once", "twice") for i in range(100)]
    found = computed(canon(orders=shop(), customers=names), tau_days=90)
    assert list(found.segments) == ["once", "twice"]
    assert found.test is not None
    assert (found.test.segments, found.test.df) == (("once", "twice"), 1)
    assert found.test.p < 1e-10
    assert found.segments["once"].median_days == 90
    assert {point.at_risk for point in found.segments["once"].points} == {None}


def test_small_segments_are_not_told(canon: Canon) -> None:
    """29 are too few; and where one hidden segment of 3 is left, the smallest other one goes with it."""
    names = [{"customer_id": f"once-{i}", "segment": "A" if i < 29 else "B"} for i in range(100)]
    names += [{"customer_id": f"twice-{i}", "segment": "C" if i < 97 else "D"} for i in range(100)]
    found = computed(canon(orders=shop(), customers=names), tau_days=90)
    assert list(found.segments) == ["B", "C"]
    names = [name | {"segment": "B"} if name["segment"] == "A" else name for name in names]
    assert list(computed(canon(orders=shop(), customers=names), tau_days=90).segments) == ["B"]
    assert not computed(canon(orders=shop(), customers=names), tau_days=90, min_group=101).segments


def paused(back: int) -> list[dict[str, Any]]:
    """Return 200 who order once, of whom so many order again after 300 days, and 120 who may be older."""
    return orders(120, [START], "old-") + orders(200, [START + 100], "new-") + orders(back, [START + 400], "new-")


def test_by_orders_a_pause_is_no_leaving(canon: Canon) -> None:
    """All 200 pause; 40 of them order again within the data. No time as a customer is read off it."""
    found = computed(canon(orders=paused(40)), tau_days=90)
    assert (found.left, found.returned) == (200, 40)
    reading = km_median.measure(Basis(period=YEAR, settings=Settings(), analyses={"survival": found}))
    assert (reading.value, reading.n_customers) == (None, 200)
    assert reading.reason is not None
    assert reading.reason.text.startswith("Without contracts nothing tells how long a customer stays")
    assert computed(canon(subscriptions=two_waves())).returned is None


@pytest.mark.parametrize(("back", "told"), [(0, None), (4, None), (5, 5), (195, 195), (196, None), (200, 200)])
def test_those_who_came_back_are_told_where_neither_side_is_small(canon: Canon, back: int, told: int | None) -> None:
    """Of 200 who paused: one to four who came back, or who did not, are not told, nor is none."""
    assert computed(canon(orders=paused(back)), tau_days=90).returned == told


def test_who_comes_back_after_the_period_has_not_come_back(canon: Canon) -> None:
    """The 40 order again in February 2024, which the report of 2023 does not know."""
    before = computed(canon(orders=paused(40)), Period(date(2023, 1, 1), date(2024, 1, 1)), tau_days=90)
    assert (before.left, before.returned) == (200, None)


def test_refusals(canon: Canon) -> None:
    """Contracts that never end, undated ones, too few customers, and those who all came before anyone left."""
    for rows, words in (
        (contracts(200, START, None, "a"), "No contract in the export has ended"),
        ([row | {"start_day": None} for row in two_waves()], "have no dates"),
        (two_waves()[:50] + contracts(40, START, 100, "z"), "Too few customers"),
        (contracts(100, START, 400, "a") + contracts(100, START, None, "b"), "Nearly all customers came before"),
    ):
        found = analysed(canon(subscriptions=rows))
        assert isinstance(found, NotComputed)
        assert words in found.reason.text
    answers = [{"response_id": "r", "customer_id": "c", "item": "nps", "score": 9, "scale_low": 0, "scale_high": 10}]
    found = analysed(canon(responses=answers))
    assert isinstance(found, NotComputed)
    assert "neither contracts nor orders" in found.reason.text


def test_the_median_as_an_indicator(canon: Canon) -> None:
    """By contract: 100 of 200 left after 90 days, 90 after 150; two waves: fewer than half. Other periods: none."""
    rows = contracts(20, START, 10, "first-")
    for n, length, name in ((100, 90, "short-"), (90, 150, "long-"), (10, None, "stay-")):
        rows += contracts(n, START + 20, length, name)
    basis = Basis(period=YEAR, settings=Settings(), analyses={"survival": computed(canon(subscriptions=rows))})
    found = km_median.measure(basis)
    assert (found.value, found.low, found.high, found.n_customers) == (90, 90, 150, 220)
    assert found.method == "brookmeyer-crowley"
    by_contract = computed(canon(subscriptions=two_waves()))
    few = km_median.measure(Basis(period=YEAR, settings=Settings(), analyses={"survival": by_contract}))
    assert few.value is None
    assert few.reason is not None
    assert "Fewer than half" in few.reason.text
    assert km_median.measure(Basis(period=YEAR, settings=Settings())).value is None

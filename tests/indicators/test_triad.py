"""Indices of several questions, the triad, segments and distributions, with numbers worked by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from reporter.indicators import Plan, Settings, measure
from reporter.model import Message, Period, Term
from tests.indicators.canonical import asked, reading, why

if TYPE_CHECKING:
    from tests.indicators.canonical import Canon

YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))
PLAN = Plan(period=YEAR)


def test_nki_by_hand_with_a_missing_answer(canon: Canon) -> None:
    """60 × (10, 7, 4) → 66.67; 20 × (10, 10, –) → 100; 20 × (1, –, –) does not count: (60·66.67 + 20·100)/80 = 75."""
    rows = asked("nki_overall", [10] * 80 + [1] * 20) + asked("nki_expectation", [7] * 60 + [10] * 20)
    rows += asked("nki_ideal", [4] * 60)
    found = reading(measure(canon(responses=rows), PLAN), "nki")
    assert found.value == pytest.approx(75.0, abs=1e-5)
    assert (found.n_customers, found.scale) == (80, "1-10")


def test_nki_needs_fifty(canon: Canon) -> None:
    """49 respondents: refused, with 50 as what is needed; the share satisfied by overall satisfaction is shown."""
    rows = [row for item in ("nki_overall", "nki_expectation", "nki_ideal") for row in asked(item, [8] * 49)]
    found = measure(canon(responses=rows), PLAN)
    assert why(found, "nki") == "Too few answers: {n}, and {needed} are needed."
    assert reading(found, "csat").value == 100.0
    assert reading(found, "csat").flags == ("overall_item", "small_base")


def test_one_question_is_no_nki(canon: Canon) -> None:
    """Overall satisfaction alone gives no index of three; the satisfaction leg rests on it, flagged."""
    found = measure(canon(responses=asked("nki_overall", [10, 1] * 40)), PLAN)
    assert why(found, "nki") == "Only one of the three questions of the index was asked."
    leg = reading(found, "triad_satisfaction")
    assert leg.value == 50.0
    assert "satisfaction_one_item" in leg.flags


def complete(n: int) -> list[dict[str, Any]]:
    """Return n respondents whose legs are 100/3·2, 100/3 and 50 with some spread of their own."""
    rows = []
    for item in ("nki_overall", "nki_expectation", "nki_ideal"):
        rows += asked(item, [10, 7, 4] * (n // 3))
    for item in ("value_quality", "value_price"):
        rows += asked(item, [1, 4, 7] * (n // 3))
    return rows + asked("nps", [10, 5, 0] * (n // 3), (0, 10)) + asked("rebuy", [10, 5.5, 1] * (n // 3))


def test_the_triad_by_hand(canon: Canon) -> None:
    """Legs 66.67, 33.33 and 50: the index is 50, resting on attitude alone."""
    found = measure(canon(responses=complete(60)), PLAN)
    assert reading(found, "triad").value == pytest.approx(50.0, abs=1e-5)
    assert "attitude_only" in reading(found, "triad").flags
    # N and L move together, V against them: the joint error is far from that of independent legs
    parts = [reading(found, name).se or 0 for name in ("triad_satisfaction", "triad_value", "triad_loyalty")]
    assert reading(found, "triad").se == pytest.approx((parts[0] - parts[1] + parts[2]) / 3, rel=0.02)


def test_a_missing_leg_is_named(canon: Canon) -> None:
    """Without the value questions there is no triad, no zero and no re-weighting."""
    rows = [row for row in complete(60) if not row["item"].startswith("value")]
    found = measure(canon(responses=rows), PLAN)
    reason = reading(found, "triad").reason
    assert isinstance(reason, Message)
    assert dict(reason.args)["legs"] == (Term("triad_value"),)
    assert reading(found, "triad_satisfaction").value is not None


def test_a_leg_below_fifty_stops_the_triad(canon: Canon) -> None:
    """48 respondents: the value and loyalty legs are shown, the index and the NKI leg are not."""
    found = measure(canon(responses=complete(48)), PLAN)
    assert reading(found, "triad").value is None
    assert reading(found, "triad_value").value is not None
    assert reading(found, "triad_satisfaction").value is None


def test_segments_below_five_never_appear(canon: Canon) -> None:
    """Segments of 40, 6, 4 and 3: the first with its value, the second as a count, the last two not at all."""
    sizes = {"Big": 40, "Few": 6, "Tiny": 4, "Tinier": 3}
    customers = [{"customer_id": f"{name}{i}", "segment": name} for name, n in sizes.items() for i in range(n)]
    rows = [row for name, n in sizes.items() for row in asked("nps", [10] * n, (0, 10), prefix=name)]
    found = measure(canon(customers=customers, responses=rows), PLAN)
    assert [(p.segment, p.reading.value, p.reading.n_customers) for p in found.segments["nps"]] == [
        ("Big", 100.0, 40),
        ("Few", None, 6),
    ]
    assert list(found.segment_distributions["nps"]) == ["Big"]
    ordered = Plan(period=YEAR, settings=Settings(segment_order=("Few", "Big")))
    found = measure(canon(customers=customers, responses=rows), ordered)
    assert [part.segment for part in found.segments["nps"]] == ["Few", "Big"]


def test_distributions_name_every_step(canon: Canon) -> None:
    """0–10 has eleven steps, those without answers too; 99 customers get no distribution."""
    rows = asked("nps", [9] * 100, (0, 10)) + asked("trust", [5] * 99)
    found = measure(canon(responses=rows), PLAN).distributions
    assert found["nps"].counts == tuple((step, 100 if step == 9 else 0) for step in range(11))
    assert "trust" not in found


def test_nothing_at_all_gives_reasons_not_zeros(canon: Canon) -> None:
    """Empty tables: no reading has a value, each has a reason, nothing raises."""
    found = measure(canon(responses=[], orders=[], subscriptions=[], tickets=[], customers=[]), PLAN)
    assert all(r.value is None or name == "answers" for name, r in found.current.readings.items())
    assert all(r.reason for name, r in found.current.readings.items() if name != "answers")
    assert measure(canon(), PLAN).current.readings["answers"].reason is not None

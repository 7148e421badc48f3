"""Key drivers: against regressions of the raw answers, and every refusal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import statsmodels.api as sm

from reporter.indicators import Plan
from reporter.indicators.analyses.drivers import analyse
from reporter.indicators.gather import gather
from reporter.model import Drivers, Message, NotComputed, Period
from reporter.statistics.importance import lmg
from tests.indicators.canonical import asked

if TYPE_CHECKING:
    from reporter.model import Analysis
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

PLAN = Plan(period=Period(date(2024, 1, 1), date(2025, 1, 1)))
NKI = ("nki_overall", "nki_expectation", "nki_ideal")


def made(n: int, effects: dict[str, float], seed: int = 1) -> dict[str, np.ndarray]:
    """Return answers 1–10 of n customers: drivers with something in common, and a target that follows them."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    latent = {item: 0.6 * common + rng.normal(size=n) for item in effects}
    target = sum(effect * latent[item] for item, effect in effects.items())
    answers = {item: 6.5 + 1.5 * value for item, value in latent.items()}
    answers |= {item: 6 + 1.2 * target + rng.normal(size=n) for item in NKI}
    return {item: np.clip(np.round(value), 1, 10) for item, value in answers.items()}


def rows_of(answers: dict[str, np.ndarray]) -> list[dict[str, Any]]:
    """Return the answers as rows of the responses."""
    return [row for item, scores in answers.items() for row in asked(item, [float(s) for s in scores])]


def analysed(tables: Tables) -> Analysis:
    """Return the analysis of the plan's period."""
    ground = gather(tables, PLAN).ground()
    assert ground is not None
    return analyse(ground)


def drivers_of(tables: Tables) -> Drivers:
    """Return the drivers."""
    found = analysed(tables)
    assert isinstance(found, Drivers), found
    return found


def refusal_of(tables: Tables) -> NotComputed:
    """Return why there are no drivers."""
    found = analysed(tables)
    assert isinstance(found, NotComputed)
    return found


def why(tables: Tables) -> str:
    """Return the words of the refusal."""
    return refusal_of(tables).reason.text


EFFECTS = {"sat_product": 1.0, "sat_service": 0.5, "trust": 0.0, "att_delivery": 0.3}


def test_the_shares_are_those_of_the_raw_answers(canon: Canon) -> None:
    """Shares, R², inflation and performance as numpy and statsmodels reckon them from 300 respondents' answers."""
    answers = made(300, EFFECTS)
    found = drivers_of(canon(responses=rows_of(answers)))
    index = (np.stack([answers[item] for item in NKI]).mean(axis=0) - 1) / 9 * 100
    data = np.column_stack([*(answers[item] for item in EFFECTS), index])
    parts = lmg(np.corrcoef(data.T))
    expected = dict(zip(EFFECTS, 100 * parts / parts.sum(), strict=True))
    fitted = sm.OLS(index, sm.add_constant(data[:, :-1])).fit()
    assert {driver.item: driver.share for driver in found.drivers} == pytest.approx(expected, abs=1e-6)
    assert (found.r2, found.r2_adjusted) == pytest.approx((fitted.rsquared, fitted.rsquared_adj), abs=1e-8)
    means = {item: (answers[item].mean() - 1) / 9 * 100 for item in EFFECTS}
    assert {driver.item: driver.performance for driver in found.drivers} == pytest.approx(means)
    assert (found.target, found.method, found.respondents, found.customers, found.complete) == (
        *("nki", "lmg", 300, 300),
        100.0,
    )
    assert found.drivers[0].item == "sat_product"
    assert ("sat_product", "trust") in found.apart
    with_target = np.corrcoef(data.T)[:-1, -1]
    assert {driver.item: driver.correlation for driver in found.drivers} == pytest.approx(
        dict(zip(EFFECTS, with_target, strict=True)), abs=1e-6
    )
    assert found.max_inflation == max(driver.inflation for driver in found.drivers)
    assert "not what causes what" in found.caveat.text


def test_without_the_satisfaction_index_loyalty_is_the_target(canon: Canon) -> None:
    """Recommendation and repurchase asked, the index of satisfaction not: the target is the loyalty index."""
    answers = made(200, EFFECTS)
    rows = rows_of({item: scores for item, scores in answers.items() if item not in NKI})
    rows += asked("nps", [float(s) for s in answers["nki_overall"]], (0, 10))
    rows += asked("rebuy", [float(s) for s in answers["nki_ideal"]])
    found = drivers_of(canon(responses=rows))
    assert found.target == "loy_idx"
    assert {driver.item for driver in found.drivers} == set(EFFECTS)


def test_only_complete_answers_count_and_nothing_is_filled_in(canon: Canon) -> None:
    """Of 200, 50 skip one question: 150 count, 75 % complete; the mean rating still is that of all its answers."""
    answers = made(200, EFFECTS)
    rows = [r for r in rows_of(answers) if not (r["item"] == "trust" and int(r["response_id"][1:]) < 50)]
    found = drivers_of(canon(responses=rows))
    assert (found.respondents, found.complete) == (150, 75.0)
    product = next(driver for driver in found.drivers if driver.item == "sat_product")
    assert product.performance == pytest.approx((answers["sat_product"].mean() - 1) / 9 * 100)


def test_below_seventy_per_cent_complete_it_is_refused(canon: Canon) -> None:
    """Of 200, 62 skip one question and 138 remain, 69 %: refused, with the share in words."""
    rows = [r for r in rows_of(made(200, EFFECTS)) if not (r["item"] == "trust" and int(r["response_id"][1:]) < 62)]
    refusal = refusal_of(canon(responses=rows))
    assert refusal.reason.text.startswith("Only {share} of the respondents answered all {questions} questions")
    assert refusal.n == 138


def test_a_question_that_few_were_asked_is_left_out(canon: Canon) -> None:
    """Trust answered by 90 of 200: not part of their survey, and named as left out."""
    rows = [r for r in rows_of(made(200, EFFECTS)) if not (r["item"] == "trust" and int(r["response_id"][1:]) >= 90)]
    found = drivers_of(canon(responses=rows))
    assert len(found.drivers) == 3
    assert [(name.text, reason.text) for name, reason in found.left_out] == [
        ("Trust", "Asked of too few of the respondents.")
    ]


@pytest.mark.parametrize(
    ("n", "drivers", "text", "shown"),
    [
        (99, 3, "Too few customers answered all {questions} questions: {n}, and {needed} are needed.", 99),
        (119, 12, "Too few customers answered all {questions} questions: {n}, and {needed} are needed.", 119),
        (4, 3, "Too few customers answered all questions: {needed} are needed.", 0),
        (100, 3, None, 0),
        (120, 12, None, 0),
    ],
)
def test_a_hundred_customers_and_ten_for_each_question(
    canon: Canon, n: int, drivers: int, text: str | None, shown: int
) -> None:
    """3 questions need 100 customers, 12 need 120; of one to four not even the number is told."""
    items = (
        *("sat_product", "sat_service", "trust", "ces", "value_quality", "att_quality"),
        *("att_range", "att_delivery", "att_staff", "att_support", "att_website", "att_ordering"),
    )[:drivers]
    result = analysed(canon(responses=rows_of(made(n, dict.fromkeys(items, 0.5)))))
    if text is None:
        assert isinstance(result, Drivers)
        return
    assert isinstance(result, NotComputed)
    assert (result.reason.text, result.n) == (text, shown)


def test_thirteen_drivers_are_parted_by_relative_weights(canon: Canon) -> None:
    """All thirteen questions: Johnson's weights, said so, together 100 %."""
    items = (
        *("sat_product", "sat_service", "trust", "ces", "value_quality", "value_price", "att_quality"),
        *("att_range", "att_delivery", "att_staff", "att_support", "att_website", "att_ordering"),
    )
    found = drivers_of(canon(responses=rows_of(made(200, dict.fromkeys(items, 0.5)))))
    assert found.method == "johnson"
    assert sum(driver.share for driver in found.drivers) == pytest.approx(100.0)
    assert found.share_cut == pytest.approx(100 / 13)


def test_two_questions_alike_are_refused_by_name(canon: Canon) -> None:
    """Product and service answered alike by 190 of 200: refused, and the pair is named."""
    answers = made(200, EFFECTS)
    answers["sat_service"] = answers["sat_product"].copy()
    answers["sat_service"][:10] = np.clip(answers["sat_service"][:10] + 1, 1, 10)
    refusal = refusal_of(canon(responses=rows_of(answers)))
    assert refusal.reason.text.startswith("Two questions can hardly be told apart")
    named = [value.text for _, value in refusal.reason.args if isinstance(value, Message)]
    assert named == ["The product", "The service"]


def test_answers_without_differences_are_refused(canon: Canon) -> None:
    """Everyone equally satisfied: nothing to account for. A question answered alike by all is left out alone."""
    answers = made(200, EFFECTS)
    level = answers | {item: np.full(200, 7.0) for item in NKI}
    assert why(canon(responses=rows_of(level))).startswith("The customers gave the same answers")
    constant = answers | {"trust": np.full(200, 8.0)}
    found = drivers_of(canon(responses=rows_of(constant)))
    assert [(name.text, reason.text) for name, reason in found.left_out] == [
        ("Trust", "Everyone gave the same answer.")
    ]


def test_questions_that_account_for_nothing_have_no_shares(canon: Canon) -> None:
    """Satisfaction drawn apart from all questions: adjusted R² is below a tenth, and shares of it mean nothing."""
    answers = made(300, EFFECTS)
    rng = np.random.default_rng(3)
    answers |= {item: rng.integers(1, 11, 300).astype(float) for item in NKI}
    assert why(canon(responses=rows_of(answers))).startswith("The questions account for less than")


def test_what_was_not_asked_is_said(canon: Canon) -> None:
    """No survey, no target, no battery: each has its own reason."""
    assert why(canon(responses=rows_of({"trust": np.full(50, 7.0)}))).startswith("Neither the questions")
    answers = made(200, {"trust": 1.0})
    assert why(canon(responses=rows_of(answers))).startswith("Fewer than two questions")
    order = {"order_id": "o1", "customer_id": "c1", "order_day": 19800, "amount": 5.0, "currency": "SEK"}
    assert why(canon(orders=[order])) == "There is no survey in the data."


def test_questions_of_another_survey_are_no_drivers(canon: Canon) -> None:
    """Effort asked after single contacts, the target in the yearly survey: they are not of the same respondent."""
    answers = made(200, EFFECTS | {"ces": 0.5})
    rows = [row | ({"kind": "transaction"} if row["item"] == "ces" else {}) for row in rows_of(answers)]
    assert {driver.item for driver in drivers_of(canon(responses=rows)).drivers} == set(EFFECTS)


def test_several_answers_of_a_customer_count_as_one_customer(canon: Canon) -> None:
    """60 customers with two transactional responses each: 120 respondents, 60 customers, too few."""
    rows = rows_of(made(120, EFFECTS))
    own = {"kind": "transaction"}
    twice = [row | own | {"customer_id": f"c{int(row['customer_id'][1:]) % 60}"} for row in rows]
    assert refusal_of(canon(responses=twice)).n == 60


def test_weights_stand_for_repeated_respondents(canon: Canon) -> None:
    """Weights 2 and 1 give the shares of a sample in which the first 80 of 200 stand twice."""
    answers = made(200, EFFECTS)
    rows = [row | {"weight": 2.0 if int(row["response_id"][1:]) < 80 else 1.0} for row in rows_of(answers)]
    found = drivers_of(canon(responses=rows))
    index = (np.stack([answers[item] for item in NKI]).mean(axis=0) - 1) / 9 * 100
    data = np.column_stack([*(answers[item] for item in EFFECTS), index])
    parts = lmg(np.corrcoef(np.vstack([data, data[:80]]).T))
    expected = dict(zip(EFFECTS, 100 * parts / parts.sum(), strict=True))
    assert {driver.item: driver.share for driver in found.drivers} == pytest.approx(expected, abs=1e-6)
    assert "weighted" in found.flags


def test_the_same_seed_gives_the_same_drivers(canon: Canon) -> None:
    """Twice measured, twice the same, to the last digit of the intervals."""
    tables = canon(responses=rows_of(made(200, EFFECTS)))
    assert drivers_of(tables) == drivers_of(tables)

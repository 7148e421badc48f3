"""Projected retention under contract: steps, gates, and what the tenures of drawn customers give back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reporter.indicators import Plan, Settings
from reporter.indicators.analyses import projection
from reporter.indicators.gather import gather
from reporter.indicators.queries.tenures import STEP_DAYS, step_of, tenures
from reporter.model import NotComputed, Period, Projection
from reporter.statistics.renewal import Renewal, discounted_lifetime, survival
from tests.indicators.canonical import epoch
from tests.indicators.purchases import bought

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from reporter.model import Analysis
    from reporter.statistics.likelihood import Numbers
    from reporter.store import Tables
    from tests.indicators.canonical import Canon

YEAR = Period.parse("2025-01-01..2025-12-31")
END = epoch("2026-01-01")


def contracts(begin: NDArray[Any], end: NDArray[Any]) -> list[dict[str, Any]]:
    """Return one contract a customer; an end that is no number is a contract that runs."""
    return [
        {
            "subscription_id": f"s{row}",
            "customer_id": f"c{row}",
            "start_day": int(start),
            "end_day": None if np.isnan(stop) else int(stop),
            "status": "active",
        }
        for row, (start, stop) in enumerate(zip(begin, end, strict=True))
    ]


def watched(begin: NDArray[Any], end: NDArray[Any]) -> list[dict[str, Any]]:
    """Return contracts of whom the first came and left before all others did.

    Whoever came before the first leaving is watched from that day on only: so all but one are from their first day.
    """
    begin[0], end[0] = begin[1:].min() - 400, begin[1:].min() - 370
    return contracts(begin, end)


def drawn(
    n: int, *, by: float, alpha: float = 0.7, beta: float = 1.5, years: int = 8, seed: int = 4
) -> list[dict[str, Any]]:
    """Return customers by the model who came in the last ``years`` and leave at whole steps of ``by`` days."""
    rng = np.random.default_rng(seed)
    begin = END - rng.integers(30, int(years * 365.25), n)
    left = begin + np.round(rng.geometric(rng.beta(alpha, beta, n)) * by)
    return contracts(begin, np.where(left < END - 60, left, np.nan))


def analysed(tables: Tables, **settings: Any) -> Analysis:  # noqa: ANN401 - settings
    """Return the projection at the end of the year."""
    ground = gather(tables, Plan(period=YEAR, settings=Settings(**settings))).ground()
    assert ground is not None
    return projection.analyse(ground)


def projected(tables: Tables, **settings: Any) -> Projection:  # noqa: ANN401 - settings
    """Return the projection, which must be there."""
    found = analysed(tables, **settings)
    assert isinstance(found, Projection), found
    return found


@pytest.mark.parametrize(("by", "step", "ahead"), [(365.25, "year", 5), (365.25 / 12, "month", 12)])
def test_drawn_customers_give_the_model_back(canon: Canon, by: float, step: str, ahead: int) -> None:
    """4 000 customers with α .7, β 1.5, by the year and by the month: the step is seen, intervals hold the truth."""
    found = projected(canon(subscriptions=drawn(4000, by=by)))
    truth = Renewal(alpha=0.7, beta=1.5)
    assert found.step == step
    assert [found.alpha, found.beta] == pytest.approx([0.7, 1.5], rel=0.3)
    assert len(found.projected) <= ahead
    for point in found.observed:
        expected = 100 * float(survival(truth, np.array(point.step)))
        assert point.fitted == pytest.approx(expected, abs=3)
        assert point.observed == pytest.approx(expected, abs=4)
    last = found.projected[-1]
    assert last.step == len(found.observed) + len(found.projected)
    assert last.survival.low is not None
    assert last.survival.high is not None
    expected = 100 * float(survival(truth, np.array(last.step)))
    assert last.survival.low < expected < last.survival.high
    assert found.lifetime is not None
    a_year = 1 if step == "year" else 12
    assert found.lifetime.low < discounted_lifetime(truth, 1.1 ** (1 / a_year) - 1) / a_year < found.lifetime.high
    assert found.constant_lifetime is not None
    assert found.understated is not None
    assert found.understated == pytest.approx(100 * (1 - found.constant_lifetime / found.lifetime.value))
    assert found.understated > 0


def test_the_paper_customers_as_contracts(canon: Canon) -> None:
    """The 1 000 Regular customers of Fader & Hardie 2007, seven years and a half of them: α .704, β 1.182."""
    shares = np.array([1, 0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241])
    lost = np.round(-1000 * np.diff(shares)).astype(int)
    years = np.append(np.repeat(np.arange(1, 8), lost), np.full(241, np.nan))
    begin = np.full(1000, END - int(7.5 * 365.25))
    found = projected(canon(subscriptions=watched(begin, begin + np.round(years * 365.25))))
    assert [found.alpha, found.beta] == pytest.approx([0.704, 1.182], abs=5e-4)
    assert round(found.log_likelihood, 2) == -1680.27
    assert (found.customers, found.lost) == (1000, 759)
    assert [round(point.observed, 1) for point in found.observed] == [round(100 * share, 1) for share in shares[1:]]
    assert [point.step for point in found.projected] == [8, 9, 10, 11, 12]
    assert found.projected[-1].survival.value == pytest.approx(17.0, abs=0.05)
    assert found.lifetime is not None
    assert round(found.lifetime.value, 2) == 3.69
    # 759 of 3 599 at risk leave a year; all together at the average rate: 1.1/(1.1 − .7891…)
    risk = 1000 * shares[:-1].sum()
    assert found.retention == pytest.approx(100 * (1 - 759 / risk))
    assert found.constant_lifetime == pytest.approx(1.1 / (0.1 + 759 / risk))


def rows_of(days: Numbers, left: Numbers, late: Numbers | None = None) -> dict[str, Numbers]:
    """Return tenures, one customer a row."""
    return {"days": days, "left": left, "late": np.zeros(len(days)) if late is None else late, "n": np.ones(len(days))}


def test_days_become_steps() -> None:
    """An end a tenth of a step late still belongs to it; who is still there has survived the steps before."""
    length = STEP_DAYS["year"]
    days = np.array([365.0, 366, 390, 410, 730, 365, 366, 410])
    left = np.array([1.0, 1, 1, 1, 1, 0, 0, 0])
    found = tenures(rows_of(days, left), "year", 1)
    assert found is not None
    # lost in step 1: 365, 366, 390 days; in step 2: 410 and 730. Censored: 365 and 366 before any step, 410 after one
    table = np.stack([found.steps, found.lost, found.entered, found.weight], axis=1).tolist()
    assert table == [[1, 0, 0, 1], [1, 1, 0, 3], [2, 1, 0, 2]]
    assert length == 365.25


def test_late_customers_are_watched_from_their_step_on() -> None:
    """First seen after 300, 350 and 500 days: a year is watched if its last tenth is, a month only as a whole."""
    days, late = np.array([730.0, 730, 730, 1095]), np.array([300.0, 350, 500, 0])
    found = tenures(rows_of(days, np.ones(4), late), "year", 1)
    assert found is not None
    table = np.stack([found.steps, found.entered, found.weight], axis=1).tolist()
    assert table == [[2, 0, 1], [2, 1, 2], [3, 0, 1]]
    assert found.at_risk().tolist() == [2, 4, 1]
    monthly = tenures(rows_of(np.array([100.0, 100, 100]), np.ones(3), np.array([0.0, 15, 62])), "month", 1)
    assert monthly is not None
    assert monthly.entered.tolist() == [0, 1, 2]


def test_steps_watched_of_too_few_are_cut_off() -> None:
    """Ten in the first year, three in the second: with five needed all that is known is the first."""
    days = np.append(np.full(7, 365.0), np.full(3, 1095.0))
    found = tenures(rows_of(days, np.ones(10)), "year", 5)
    assert found is not None
    assert (found.at_risk().tolist(), found.lost_in().tolist()) == ([10], [7])
    assert tenures(rows_of(days, np.ones(10)), "year", 11) is None


def test_the_step_follows_the_ends() -> None:
    """Four of five ends at whole years make years; three of five, or none, make months."""
    at, off = 365.25, 365.25 * 1.5
    assert step_of(rows_of(np.array([at, at, 2 * at, 3 * at, off]), np.ones(5))) == "year"
    assert step_of(rows_of(np.array([at, at, 2 * at, off, off]), np.ones(5))) == "month"
    assert step_of(rows_of(np.array([at, at]), np.zeros(2))) == "month"


def flat(n: int) -> list[dict[str, Any]]:
    """Return customers who leave as if by lot, a fifth of those there each year."""
    begin = np.full(n, END - int(8.5 * 365.25))
    here, lost = n, []
    for _ in range(8):
        lost.append(round(here * 0.2))
        here -= lost[-1]
    years = np.append(np.repeat(np.arange(1.0, 9.0), lost), np.full(here, np.nan))
    return watched(begin, begin + np.round(years * 365.25))


def test_customers_who_do_not_differ_are_projected_at_one_rate(canon: Canon) -> None:
    """A fifth of 2 000 lost every year for eight years: no α and β, 80 % a year, 0.8¹³ after thirteen years, no gap."""
    found = projected(canon(subscriptions=flat(2000)))
    assert (found.alpha, found.beta) == (None, None)
    assert found.retention == pytest.approx(80, abs=0.1)
    last = found.projected[-1]
    assert last.step == 13
    assert last.retention == pytest.approx(found.retention, rel=1e-6)
    assert last.survival.value == pytest.approx(100 * (found.retention / 100) ** 13, rel=1e-6)
    assert last.survival.low is not None
    assert last.survival.low > 4
    assert found.lifetime is not None
    assert found.lifetime.value == pytest.approx(1.1 / (1.1 - found.retention / 100), rel=1e-6)
    assert found.understated == pytest.approx(0, abs=1e-4)


def lumpy() -> list[dict[str, Any]]:
    """Return customers by the month of whom half leave in the sixth and the rest stay: no beta distribution is so."""
    begin = np.full(400, END - 600)
    left = np.where(np.arange(400) < 200, begin + 183, np.nan)
    return watched(begin, left)


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        (lambda: drawn(80, by=365.25), "Too few customers can be followed"),
        (lambda: drawn(2000, by=365.25, years=2), "The contracts were observed too briefly"),
        (lambda: drawn(300, by=365.25, alpha=0.2, beta=20), "Fewer than {needed} customers have left"),
        (lumpy, "The projection does not follow what was observed"),
        (lambda: contracts(np.full(200, END - 900), np.full(200, np.nan)), "No contract in the export has ended"),
    ],
    ids=["few", "short", "few lost", "lumpy", "never ended"],
)
def test_every_gate_says_why(canon: Canon, rows: Any, part: str) -> None:  # noqa: ANN401 - a function of rows
    """Too few, too short, too few lost, nothing that fits, nobody who left: a sentence, and no value."""
    found = analysed(canon(subscriptions=rows()))
    assert isinstance(found, NotComputed)
    assert found.reason.text.startswith(part)


def test_customers_without_contracts_have_no_projection(canon: Canon) -> None:
    """By orders alone nothing tells when a customer has left."""
    found = analysed(canon(orders=bought(50)))
    assert isinstance(found, NotComputed)
    assert found.reason.text.startswith("There are no contracts")


def test_without_a_discount_there_is_no_lifetime(canon: Canon) -> None:
    """Undiscounted, the expected lifetime may have no end; the projection itself stays."""
    found = projected(canon(subscriptions=drawn(2000, by=365.25)), discount=0.0)
    assert (found.lifetime, found.constant_lifetime, found.understated) == (None, None, None)
    assert found.projected

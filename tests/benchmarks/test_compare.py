"""The gate, reason by reason, and what a figure that passes it is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt

import pytest

from reporter.benchmarks import Profile, compare_benchmarks
from reporter.model import Benchmark, Comparison, Grade, Reading, Unit, Verdict
from tests.findings.build import NOW, reading, share, snapshot

TODAY = date(2026, 11, 21)
CLIENT = Profile(
    country="SE",
    market="b2b",
    industry="office-supplies",
    contract="activity",
    months=12,
    kind="relationship",
    currency="SEK",
)
NKI = Benchmark(
    indicator="nki",
    value=70.8,
    unit=Unit.INDEX,
    publisher="SKI",
    study="SKI Kontor",
    year=2026,
    measured=date(2026, 5, 31),
    grade=Grade.B,
    instrument="epsi",
    scale="1-10",
    kind="relationship",
    market="b2b",
    industry="office-supplies",
    country="SE",
)
RETENTION = replace(
    NKI,
    indicator="retention",
    value=82.0,
    unit=Unit.PERCENT,
    instrument="",
    scale="",
    kind="",
    contract="activity",
    months=12,
    n=2000,
)
OURS = reading("nki", 73.4, 0.6, 1284, scale="1-10")
KEPT = share("retention", 1828, 2140)
AOV = reading("aov", 1000.0, 10.0, 400)


def one(ours: Reading, figure: Benchmark, profile: Profile = CLIENT) -> Comparison:
    """Compare one reading with one figure."""
    (found,) = compare_benchmarks(snapshot(NOW, ours), (figure,), profile, TODAY)
    return found


def test_epsi_rule() -> None:
    """73.4 ± .6 against an EPSI figure without n (SE 1.02): +2.6, z 2.197, certain and relevant."""
    found = one(OURS, NKI)
    half = 1.959964 * sqrt(0.36 + 1.02**2)
    assert found.gap == pytest.approx(2.6)
    assert (found.low, found.high) == pytest.approx((2.6 - half, 2.6 + half), abs=1e-6)
    assert (found.verdict, found.good, found.reference_only) == (Verdict.CLEAR, True, False)


def test_newcombe_where_both_bases_are_known() -> None:
    """1 828 of 2 140 kept against 82 % of 2 000: +3.42 points, certain."""
    found = one(KEPT, RETENTION)
    assert found.gap == pytest.approx(3.42, abs=0.01)
    assert (found.low, found.high) == pytest.approx((1.17, 5.67), abs=0.03)
    assert found.verdict is Verdict.CLEAR


def test_published_standard_error_goes_first() -> None:
    """A stated standard error is used, not the rule: SE 3 makes the same gap unclear."""
    assert one(OURS, replace(NKI, se=3.0)).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize("kind", ["index", "nps"])
def test_largest_variance_where_only_n_is_known(kind: str) -> None:
    """Without a spread the widest that the scale allows is reckoned with: √(m(100 − m)/n), √((100 − m)(100 + m)/n)."""
    if kind == "index":
        ours, figure = OURS, replace(NKI, grade=Grade.OWN, instrument="", n=400)
        se = sqrt(70.8 * 29.2 / 400)
    else:
        ours = reading("nps", 30.0, 2.0, 1000, scale="0-10")
        figure = replace(NKI, indicator="nps", unit=Unit.NPS, value=20.0, scale="0-10", instrument="", n=400)
        se = sqrt(80 * 120 / 400)
    found = one(ours, figure)
    assert ours.se is not None
    assert found.high is not None
    assert found.gap is not None
    assert found.high - found.gap == pytest.approx(1.959964 * sqrt(ours.se**2 + se**2), rel=1e-6)


def test_unknown_uncertainty_is_not_tested() -> None:
    """A gap without a base or margin is shown, and nothing is said of it."""
    found = one(KEPT, replace(RETENTION, n=None))
    assert found.gap == pytest.approx(3.42, abs=0.01)
    assert found.low is None
    assert found.verdict is Verdict.UNTESTED
    assert found.reason is not None
    assert found.reason.text.startswith("Cannot be tested: the source")


def test_own_base_for_an_outside_comparison() -> None:
    """NKI needs 250 customers, the rest 100."""
    small = one(replace(OURS, n_customers=249), NKI)
    assert small.verdict is Verdict.UNTESTED
    assert small.reason is not None
    assert dict(small.reason.args) == {"n": 249, "needed": 250}
    assert one(share("retention", 84, 99), RETENTION).verdict is Verdict.UNTESTED
    assert one(share("retention", 85, 100), RETENTION).verdict is not Verdict.UNTESTED


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (replace(NKI, unit=Unit.PERCENT), "the units differ"),
        (replace(NKI, grade=Grade.D), "cannot be traced"),
        (replace(NKI, measured=date(2023, 11, 20)), "older than {months} months"),
        (replace(NKI, measured=date(2026, 11, 22)), "dated after this report"),
        (replace(NKI, country="DK"), "another country"),
        (replace(NKI, country=""), "does not say which country"),
        (replace(NKI, market="b2c"), "companies and consumers"),
        (replace(NKI, industry="bank"), "another industry"),
        (replace(NKI, scale="0-10"), "different scales"),
        (replace(NKI, scale=""), "not known on both sides"),
        (replace(NKI, kind="transaction"), "a relationship and of a transaction"),
        (replace(NKI, instrument="finans-kundebenchmark"), "another instrument"),
        (replace(NKI, instrument="acsi"), "another instrument"),
        (replace(NKI, instrument=""), "another instrument"),
    ],
)
def test_the_gate_for_surveys(figure: Benchmark, words: str) -> None:
    """Everything matches but one thing, and that one thing is the reason."""
    refused(one(OURS, figure), words)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (replace(RETENTION, months=3), "covers {theirs} months"),  # a quarterly rate is no annual one
        (replace(RETENTION, months=None), "length of the period"),
        (replace(RETENTION, contract="contract"), "with and without a contract"),
        (replace(RETENTION, contract=""), "with and without a contract"),
    ],
)
def test_the_gate_for_behaviour(figure: Benchmark, words: str) -> None:
    """A rate is compared over the same length of time and by the same rule of loss."""
    refused(one(KEPT, figure), words)


def refused(found: Comparison, words: str) -> None:
    """Check that a comparison was refused for a reason."""
    assert found.verdict is Verdict.UNTESTED
    assert found.gap is None
    assert found.reason is not None
    assert words in found.reason.text


def test_what_the_reading_itself_says() -> None:
    """Answers after transactions are no relationship survey, and a year whose orders stop early is no year."""
    refused(one(replace(OURS, flags=("transaction",)), NKI), "a relationship and of a transaction")
    assert one(replace(OURS, flags=("transaction",)), replace(NKI, kind="transaction")).gap is not None
    refused(one(replace(KEPT, flags=("incomplete",)), RETENTION), "orders end before")


def test_currency() -> None:
    """Kronor are not kroner."""
    figure = replace(RETENTION, indicator="aov", unit=Unit.MONEY, value=900.0, scale="SEK", se=10.0)
    assert one(AOV, figure).gap == 100
    refused(one(AOV, replace(figure, scale="DKK")), "the currencies differ")


def test_an_own_panel_needs_no_instrument() -> None:
    """The consultancy's own panel is asked with its own questions; all else must still match."""
    assert one(OURS, replace(NKI, grade=Grade.OWN, instrument="", n=4000)).gap is not None
    refused(one(OURS, replace(NKI, grade=Grade.OWN, instrument="", market="b2c")), "companies and consumers")


def test_groups_that_cover_ours() -> None:
    """A figure for all industries, or for the Nordic countries, covers the client."""
    assert one(OURS, replace(NKI, industry="all", country="nordic")).gap is not None
    refused(one(OURS, replace(NKI, country="nordic"), replace(CLIENT, country="DE")), "another country")


@pytest.mark.parametrize(
    ("measured", "grade", "grey"),
    [
        (date(2024, 11, 21), Grade.B, False),  # 24 months to the day
        (date(2024, 11, 20), Grade.B, True),
        (date(2023, 11, 21), Grade.B, True),  # 36 months to the day
        (date(2026, 5, 31), Grade.C, True),
    ],
)
def test_grey_references(measured: date, grade: Grade, grey: bool) -> None:  # noqa: FBT001 - a table of cases
    """Past 24 months, or of grade C, a figure is a grey reference."""
    assert one(OURS, replace(NKI, measured=measured, grade=grade)).reference_only is grey


def test_the_best_founded_comes_first() -> None:
    """Own panel, then B, then C; newer before older; the refused last."""
    panel = replace(NKI, grade=Grade.OWN, n=4000, measured=date(2025, 5, 31), label="panel")
    older = replace(NKI, measured=date(2025, 5, 31), label="B 2025")
    press = replace(NKI, grade=Grade.C, label="C")
    danish = replace(NKI, country="DK", label="DK")
    newer = replace(NKI, label="B 2026")
    figures = (press, danish, older, newer, panel)
    found = compare_benchmarks(snapshot(NOW, OURS), figures, CLIENT, TODAY)
    labels = [one.benchmark.label for one in found if one.benchmark]
    assert labels == ["panel", "B 2026", "B 2025", "C", "DK"]
    back = compare_benchmarks(snapshot(NOW, OURS), tuple(reversed(figures)), CLIENT, TODAY)
    assert back == found


def test_a_reading_that_was_not_computed() -> None:
    """Its own reason is handed on; indicators that the client lacks are left out."""
    missing = reading("nki", None)
    assert "missing" in str(one(missing, NKI).reason)
    assert compare_benchmarks(snapshot(NOW, KEPT), (NKI,), CLIENT, TODAY) == ()

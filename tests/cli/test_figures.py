"""How measurements are written: as JSON without loss, and as lines that a person reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reporter.cli.figures_json import _distribution, _shared
from reporter.cli.figures_text import _analysis, number
from reporter.cli.plain_values import plain_value
from reporter.indicators import indicators
from reporter.model import (
    Balance,
    Comparison,
    Distribution,
    NotComputed,
    Pairing,
    Period,
    Quantity,
    Reading,
    Reason,
    Reasons,
    Share,
    Term,
    Unit,
    Verdict,
    msg,
    nmsg,
)

NPS = indicators()["nps"]
BALANCE = Balance(
    legs=(("triad_satisfaction", 74.25), ("triad_value", 65.0), ("triad_loyalty", 78.0)),
    lowest=None,
    spread=13.0,
    weighted_low=69.9,
    weighted_high=75.1,
    se=0.36,
    independent_se=0.28,
    draws=2000,
    seed=2005,
)
REASONS = Reasons(
    customers=1240,
    reasons=(Reason(text="Pris", customers=12, share=Share(value=20.0, low=12.0, high=31.0)),),
    rest=48,
    rest_share=Share(value=None),
    stated=Share(value=41.66, low=30.0, high=54.0),
    note=msg("In the customers' words."),
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1 / 3, 1 / 3),
        (Unit.NPS, "nps"),
        (date(2025, 3, 1), "2025-03-01"),
        (Period.parse("2025-Q3"), "2025-Q3"),
        ({(1, 5): 4, "a": (True, None)}, {"1-5": 4, "a": [True, None]}),
        (NPS, "nps"),
        (Share(value=None), {"value": None, "low": None, "high": None}),
    ],
)
def test_values_are_written_as_they_are(value: object, written: object) -> None:
    """No rounding; a period as the flag reads it, a scale by its ends."""
    assert plain_value(value) == written
    assert type(plain_value(value)) is type(written)


def test_a_message_is_its_english_and_its_id() -> None:
    """Slots are filled, in the form that the count asks for; the id is the sentence with its slots."""
    one = msg("{n} of {unit} for {term}.", n=Quantity(value=1234.5, unit=Unit.COUNT), unit="x", term=Term("nps"))
    assert plain_value(one) == {"id": "{n} of {unit} for {term}.", "text": "1234.5 of x for nps."}
    assert plain_value(nmsg("{count} row", "{count} rows", 3)) == {"id": "{count} row", "text": "3 rows"}


def test_an_analysis_says_its_kind() -> None:
    """Every field is there, what it lists in full."""
    found = plain_value(BALANCE)
    assert (found["kind"], found["legs"][0], found["lowest"], found["seed"]) == (
        "balance", ["triad_satisfaction", 74.25], None, 2005,
    )  # fmt: skip
    assert plain_value(NotComputed(reason=msg("No."), n=7)) == {
        "kind": "not_computed", "reason": {"id": "No.", "text": "No."}, "n": 7,
    }  # fmt: skip


def test_what_no_stage_hands_on_is_not_written() -> None:
    """An array would be a leak of rows, not a value."""
    with pytest.raises(TypeError, match="set is no value"):
        plain_value({1, 2})


def test_an_analysis_in_a_line() -> None:
    """Numbers with their intervals, how many there are of what it lists; nothing that is not told."""
    assert _analysis(REASONS) == "customers 1240, reasons (1), rest 48, stated 41.66 (30 to 54)"
    assert _analysis(NotComputed(reason=msg("Too few."))) == "not computed: Too few."
    assert "lowest" not in _analysis(BALANCE)


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [
        (27.789, False, "27.79"),
        (0.009147, True, "+0.009147"),
        (-3.0, True, "-3"),
        (0.0, True, "0"),
        (999.99, False, "1000"),
        (41077477.23, False, "41 077 477"),
        (-1663.6, True, "-1 664"),
    ],
)
def test_numbers_have_four_figures_or_are_whole(value: float, signed: bool, text: str) -> None:  # noqa: FBT001
    """A person compares lines; the JSON has every figure."""
    assert number(value, signed=signed) == text


def compared(now: int, before: int) -> Comparison:
    """Return a comparison of two readings with so many customers."""
    one = Reading(indicator=NPS, value=25.0, n_customers=now, n_observations=now)
    two = replace(one, value=20.0, n_customers=before, n_observations=before)
    return Comparison(against="previous", reading=one, other=two, gap=5.0, verdict=Verdict.UNCLEAR)


@pytest.mark.parametrize(
    ("now", "before", "shared", "told"),
    [
        (60, 60, 60, 60),
        (60, 70, 55, 55),
        (60, 70, 3, None),  # three are in both
        (60, 70, 57, None),  # three are in this one alone
        (70, 60, 57, None),  # and here in the other
    ],
)
def test_shared_customers_give_nobody_away(now: int, before: int, shared: int, told: int | None) -> None:
    """Neither those in both nor those in one alone are one to four."""
    found = _shared(compared(now, before), Pairing(shared=shared, correlation=0.5))
    assert (found["shared"], found["correlation"]) == (told, 0.5 if told else None)


def test_what_was_resampled_has_no_one_number_of_shared_customers() -> None:
    """The difference of two indices rests on several ratios; nor has a reading without a pairing any."""
    drawn = Pairing(shared=60, low=-1.0, high=9.0, low90=0.0, high90=8.0, se=2.5, p=0.05)
    none = {"shared": None, "correlation": None}
    assert _shared(compared(60, 60), drawn) == none
    assert _shared(compared(60, 60), None) == none


def test_a_distribution_is_told_in_shares() -> None:
    """Of 200 answers, 30 on 1 or 2 are 15 per cent of a range that stands under its first step."""
    counts = ((1, 30), (2, 0), (3, 0), (4, 170))
    found = _distribution(Distribution(item="csat", low=1, high=4, counts=counts, merged=((1, 2),)))
    assert (found["answers"], found["shares"]) == (200, [[1, 15.0], [3, 0.0], [4, 85.0]])
    assert (found["merged"], found["classed"]) == ([[1, 2]], False)

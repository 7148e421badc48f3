"""Numbers, shares and money in both languages; the expected strings are worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.language import Language
from reporter.model import Quantity, Unit

NBSP = "\u00a0"
BOTH = ("sv", "da")


def q(value: float | None, unit: Unit, *, decimals: int | None = None, **flags: bool) -> Quantity:
    """Return a quantity in Swedish kronor where it is money."""
    return Quantity(value=value, unit=unit, decimals=decimals, currency="SEK" if unit is Unit.MONEY else "", **flags)


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "swedish", "danish"),
    [
        (0, 0, False, "0", "0"),
        (999, 0, False, "999", "999"),
        (1284, 0, False, "1 284", "1.284"),
        (1234567.9, 1, False, "1 234 567,9", "1.234.567,9"),
        (-12, 0, False, "−12", "−12"),
        (12, 0, True, "+12", "+12"),
        (0, 0, True, "0", "0"),
        (-0.04, 1, True, "0,0", "0,0"),  # no −0,0
        (73.45, 1, False, "73,5", "73,5"),  # half up on what the float shows; its binary value is below
        (2.5, 0, False, "3", "3"),  # never banker's
        (-2.5, 0, False, "−3", "−3"),
        (0.125, 2, False, "0,13", "0,13"),
        (1e21, 0, False, "1 000 000 000 000 000 000 000", "1.000.000.000.000.000.000.000"),
    ],
)
def test_a_number_is_written_as_its_readers_write_it(
    value: float, decimals: int, *, signed: bool, swedish: str, danish: str
) -> None:
    """Group signs, decimal comma, a real minus, rounding half up and no signed zero."""
    assert Language.load("sv").number(value, decimals, signed=signed) == swedish.replace(" ", NBSP)
    assert Language.load("da").number(value, decimals, signed=signed) == danish


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    """A report that prints "nan" would be worse than none."""
    with pytest.raises(ValueError, match="not a number that can be printed"):
        Language.load("sv").number(value)


@pytest.mark.parametrize(
    ("quantity", "swedish", "danish"),
    [
        (q(34.4, Unit.NPS, signed=True), "+34", "+34"),
        (q(-3, Unit.NPS, signed=True), "−3", "−3"),
        (q(-0.4, Unit.NPS, signed=True), "0", "0"),
        (q(5, Unit.NPS), "5", "5"),  # the size of a difference
        (q(6.2, Unit.NPS, margin=True), "±7", "±7"),  # a margin is rounded up
        (q(73.45, Unit.INDEX), "73,5", "73,5"),
        (q(2.14, Unit.INDEX, signed=True), "+2,1", "+2,1"),
        (q(2.01, Unit.INDEX, margin=True), "±2,1", "±2,1"),
        (q(2.0000000000004, Unit.INDEX, margin=True), "±2,0", "±2,0"),
        (q(85.4, Unit.PERCENT), "85 %", "85 %"),
        (q(85.4, Unit.PERCENT, decimals=1), "85,4 %", "85,4 %"),
        (q(85.4, Unit.PERCENT, bare=True), "85", "85"),
        (q(3.2, Unit.POINTS, signed=True), "+3,2 procentenheter", "+3,2 procentpoint"),
        (q(-1, Unit.POINTS, decimals=0, signed=True), "−1 procentenhet", "−1 procentpoint"),
        (q(1284, Unit.COUNT), "1 284", "1.284"),
        (q(2.414, Unit.RATIO), "2,41", "2,41"),
        (q(1, Unit.DAYS), "1 dag", "1 dag"),
        (q(90, Unit.DAYS), "90 dagar", "90 dage"),
        (q(0, Unit.HOURS), "0,0 timmar", "0,0 timer"),
        (q(3.25, Unit.HOURS), "3,3 timmar", "3,3 timer"),
        (q(9.94, Unit.HOURS), "9,9 timmar", "9,9 timer"),
        (q(9.96, Unit.HOURS), "10 timmar", "10 timer"),  # not 10,0
        (q(26.4, Unit.HOURS), "26 timmar", "26 timer"),
        (q(1234, Unit.HOURS), "1 234 timmar", "1.234 timer"),
        (q(1, Unit.HOURS, decimals=0), "1 timme", "1 time"),
        (q(-1.25, Unit.HOURS, signed=True), "−1,3 timmar", "−1,3 timer"),
        (q(9.91, Unit.HOURS, margin=True), "±10 timmar", "±10 timer"),  # rounded up first
        (q(4.2, Unit.HOURS, bare=True), "4,2", "4,2"),
        (q(None, Unit.INDEX), "–", "–"),
        (q(None, Unit.MONEY), "–", "–"),
    ],
)
def test_a_quantity_follows_its_unit(quantity: Quantity, swedish: str, danish: str) -> None:
    """Each unit has its decimals, its sign and its word; a missing value is a dash, never 0."""
    assert Language.load("sv").quantity(quantity) == swedish.replace(" ", NBSP)
    assert Language.load("da").quantity(quantity) == danish.replace(" ", NBSP)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("code", BOTH)
def test_every_unit_can_be_written(unit: Unit, code: str) -> None:
    """A new unit has decimals, and its word where it has one, in every language."""
    assert "7" in Language.load(code).quantity(q(7, unit))
    assert "7" in Language.load(code).quantity(q(7, unit), short=True)


@given(value=st.floats(0, 1e6), code=st.sampled_from(BOTH))
def test_hours_are_told_to_a_tenth_while_they_are_few(value: float, code: str) -> None:
    """Under ten hours there is one decimal, from ten on none, and what is printed is within half a step."""
    language = Language.load(code)
    printed = language.quantity(q(value, Unit.HOURS, bare=True))
    read = float(printed.replace(language.facts.group, "").replace(language.facts.decimal, "."))
    assert (language.facts.decimal in printed) == (read < 10)
    assert abs(read - value) <= (0.0501 if read < 10 else 0.501)


def test_short_forms_serve_tables() -> None:
    """In a table percentage points are p.e. · pp., days d. and hours tim · t."""
    points = q(3.2, Unit.POINTS, signed=True)
    assert Language.load("sv").quantity(points, short=True) == f"+3,2{NBSP}p.e."
    assert Language.load("da").quantity(points, short=True) == f"+3,2{NBSP}pp."
    assert Language.load("da").quantity(q(90, Unit.DAYS), short=True) == f"90{NBSP}d."
    assert Language.load("sv").quantity(q(4.2, Unit.HOURS), short=True) == f"4,2{NBSP}tim"
    assert Language.load("da").quantity(q(26.4, Unit.HOURS), short=True) == f"26{NBSP}t."


@pytest.mark.parametrize(
    ("value", "currency", "swedish", "danish"),
    [
        (0, "SEK", "0 kr", "0 SEK"),
        (45.2, "SEK", "45,20 kr", "45,20 SEK"),
        (1284, "SEK", "1 284 kr", "1.284 SEK"),
        (1284, "DKK", "1 284 DKK", "1.284 kr."),
        (9999.4, "DKK", "9 999 DKK", "9.999 kr."),
        (9999.6, "DKK", "10,0 TDKK", "10,0 t.kr."),
        (845210, "SEK", "845 tkr", "845 t.SEK"),
        (845210, "DKK", "845 TDKK", "845 t.kr."),
        (999999, "DKK", "1,00 MDKK", "1,00 mio. kr."),  # not 1.000 t.kr.
        (1234567, "SEK", "1,23 mnkr", "1,23 mio. SEK"),
        (-123456789, "DKK", "−123 MDKK", "−123 mio. kr."),
        (2.5e9, "DKK", "2,50 miljarder DKK", "2,50 mia. kr."),
        (1234567, "EUR", "1,23 MEUR", "1,23 mio. EUR"),
        (1234567, "", "1 234 567", "1.234.567"),
    ],
)
def test_money_has_three_significant_digits(value: float, currency: str, swedish: str, danish: str) -> None:
    """The home currency has its own words, others their ISO code; kronor stay whole while they are few."""
    amount = Quantity(value=value, unit=Unit.MONEY, currency=currency)
    assert Language.load("sv").quantity(amount) == swedish.replace(" ", NBSP)
    assert Language.load("da").quantity(amount) == danish.replace(" ", NBSP)


def test_money_can_be_written_out() -> None:
    """Decimals ask for the full amount; bare leaves the currency to the table's header."""
    swedish = Language.load("sv")
    assert swedish.quantity(q(1234567.5, Unit.MONEY, decimals=2)) == "1 234 567,50 kr".replace(" ", NBSP)
    assert swedish.quantity(q(1234567.5, Unit.MONEY, bare=True)) == "1 234 568".replace(" ", NBSP)
    assert swedish.quantity(q(12345, Unit.MONEY, signed=True)) == "+12,3 tkr".replace(" ", NBSP)


@given(value=st.integers(-(10**12), 10**12), decimals=st.integers(0, 4), code=st.sampled_from(BOTH))
def test_a_number_can_be_read_back(value: int, decimals: int, code: str) -> None:
    """Number → text → number loses nothing that was printed."""
    language = Language.load(code)
    printed = language.number(value / 10**decimals, decimals)
    read = printed.replace(language.facts.group, "").replace(language.facts.decimal, ".").replace("−", "-")
    assert round(float(read) * 10**decimals) == value


@given(value=st.floats(-1e11, 1e11), code=st.sampled_from(BOTH), currency=st.sampled_from(["SEK", "DKK", "EUR"]))
def test_an_amount_is_printed_within_half_a_percent(value: float, code: str, currency: str) -> None:
    """Three significant digits, whatever the step: reading the number and its step gives the amount back."""
    language = Language.load(code)
    facts = language.facts
    printed = language.quantity(Quantity(value=value, unit=Unit.MONEY, currency=currency))
    steps = facts.home_money if currency == facts.home else facts.other_money
    digits = printed.lstrip("−")
    step = next(s for s in reversed(steps) if digits.endswith(s.form.format(n="", code=currency)))
    bare = digits.removesuffix(step.form.format(n="", code=currency))
    read = float(bare.replace(facts.group, "").replace(facts.decimal, ".")) * step.size
    assert abs(read - abs(value)) <= max(0.0051 * abs(value), 0.0051)

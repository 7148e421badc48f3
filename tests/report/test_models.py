"""What the method page says of the analyses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from reporter.indicators.analysed import analysis_modules
from reporter.model import Analysis, NotComputed, Row, Table, msg
from reporter.report import compose
from reporter.report.analysed import models_table, row_makers
from reporter.report.told import digits, ends, number, p_words, percent
from tests.report.analyses import ALL, BALANCE, analysed
from tests.report.customers import COHORTS, PROJECTION, PURCHASE, RFM, SURVIVAL
from tests.report.spoken import words

if TYPE_CHECKING:
    from reporter.report import Material


def told(material: Material) -> list[list[str]]:
    """Return the rows of the table of models in words, without the group heads."""
    table = models_table(material)
    assert table is not None
    return [[words(cell) for cell in row.cells] for row in table.rows if row.kind == "body"]


def test_every_analysis_has_its_rows_and_no_row_is_without_an_analysis() -> None:
    """A new analysis comes with one module under reporter/report/models, and a module tells of an analysis."""
    assert set(row_makers()) == set(analysis_modules())


@pytest.mark.parametrize("kind", sorted(ALL))
def test_every_analysis_tells_a_few_figures(kind: str) -> None:
    """At least one and at most seven rows of five cells under a head that names the papers."""
    table = models_table(analysed(**{kind: ALL[kind]}))
    assert table is not None
    assert len(table.columns) == 5
    assert sum(column.width for column in table.columns) == pytest.approx(170)
    assert all(len(row.cells) == 5 for row in table.rows)
    head, *rows = table.rows
    assert head.kind == "group"
    assert head.cells[-1] == analysis_modules()[kind].ANALYSIS.source
    assert 1 <= len(rows) <= 7
    assert all(row.kind == "body" for row in rows)


def test_the_triad_tells_its_balance() -> None:
    """Lowest leg 66.9, spread 8.9, weights 70.4–73.5, errors 0.46 and 0.35, 2 000 draws from seed 2005."""
    rows = told(analysed(balance=BALANCE))
    assert rows[0][:2] == ["Lowest leg: upplevt kundvärde", "66,9"]
    assert rows[1][1] == "8,9"
    assert rows[2][1:4] == ["72,0", "71,1–72,9", "1 279"]
    assert "0,2 to 0,6 a leg it lies between 70,4 and 73,5" in rows[2][4]
    assert rows[3][1] == "0,46"
    assert "2 000 draws" in rows[3][4]
    assert "seed 2005" in rows[3][4]
    assert "0,35" in rows[3][4]
    rows = told(analysed(balance=replace(BALANCE, lowest=None)))
    assert rows[0][:2] == ["No leg is certainly the lowest", ""]


def test_a_corner_that_may_not_be_told_tells_no_count_and_no_share_elsewhere() -> None:
    """The fourth corner has no base; at 80 the second has no share, and none is printed."""
    rows = told(analysed(quadrant=ALL["quadrant"]))
    assert [row[3] for row in rows] == ["1 244", "493", "91", "207", ""]
    assert rows[1][1:3] == ["39,6 %", "36,9–42,4"]
    assert rows[1][4] == "With another limit: at 70: 56 % och at 80: 29 %."
    assert rows[2][4] == "With another limit: at 70: 9 %."


def test_drivers_tell_fit_order_and_that_they_show_no_cause() -> None:
    """R² 0.74, largest inflation 2.8; the first is certainly first, the last goes the other way."""
    rows = told(analysed(drivers=ALL["drivers"]))
    assert rows[0][1] == "0,74"
    assert rows[0][3] == "1 143"
    assert "LMG over 3 questions" in rows[0][4]
    assert "factor 2,8" in rows[0][4]
    assert rows[1][:3] == ["Service", "45 %", "42–48"]
    assert "certainly larger than any other, all pairs tested together" in rows[1][4]
    assert "not certainly larger" in rows[2][4]
    assert "Higher ratings go with lower ones" in rows[3][4]
    assert "not what causes what" in rows[-1][4]


def test_survival_tells_median_events_and_test() -> None:
    """330 days from 294 on (no upper end), 451 pauses, 301 came back, 46 % after a year, chi-square 45.05."""
    rows = told(analysed(survival=SURVIVAL))
    assert rows[0][1:4] == ["330 d.", "from 294", "856"]
    assert rows[0][0].startswith("Median time to the first pause of more than 147")
    assert "451 had one, and 301 of them (67 %) ordered again" in rows[0][4]
    assert rows[1][0] == "No such pause within 12 months"
    assert rows[1][1:4] == ["46 %", "43–50", "250"]
    assert rows[2][1] == "45,05"
    assert "1 degrees of freedom, p < 0,001, for Stora och Små" in rows[2][4]


def test_a_median_that_was_not_reached_is_not_told() -> None:
    """Where more than half are still there, no number stands for the median."""
    never = replace(SURVIVAL, whole=replace(SURVIVAL.whole, median_days=None, median_low=None), left=None)
    row = told(analysed(survival=never))[0]
    assert row[0] == "Median: not reached, more than half have had no such pause"
    assert row[1:3] == ["", ""]
    assert row[4].endswith("it does not mean leaving.")


def test_pauses_have_no_share_under_thirty_and_no_return_that_may_not_be_told() -> None:
    """29 who paused bear no share; where those who came back may not be told, only the pauses are."""
    few = told(analysed(survival=replace(SURVIVAL, left=29, returned=12)))[0]
    assert "29 had one, and 12 of them ordered again" in few[4]
    assert "%" not in few[4]
    hidden = told(analysed(survival=replace(SURVIVAL, returned=None)))[0]
    assert hidden[4].endswith("451 had one.")


def test_by_contract_customers_are_told_to_leave() -> None:
    """Contracts have an end: median time as a customer, still there after a year, and how many left."""
    rows = told(analysed(survival=replace(SURVIVAL, rule="contract", rule_days=30, returned=None)))
    assert rows[0][0] == "Median time as a customer"
    assert "451 were seen to leave" in rows[0][4]
    assert rows[1][0] == "Still there after 12 months"
    hidden = replace(SURVIVAL, rule="contract", left=None, whole=replace(SURVIVAL.whole, median_days=None))
    row = told(analysed(survival=hidden))[0]
    assert row[0] == "Median: not reached, more than half are still there"
    assert "seen to leave" not in row[4]


def test_cohorts_leave_out_the_partial_and_the_older_ones() -> None:
    """99 % is of customers older than the export, 10 % of an unfinished quarter: 75 and 49 % are the ends."""
    rows = told(analysed(cohorts=COHORTS))
    assert rows[0][1] == "4"
    assert rows[1][1:4] == ["75 %", "66–84", "67"]
    assert rows[2][1:4] == ["49 %", "40–58", "103"]


def test_rfm_tells_its_cut_points() -> None:
    """Four limits a score, those of money as amounts."""
    rows = told(analysed(rfm=RFM))
    assert rows[1][1:4] == ["19,8 %", "18,1–21,6", "399"]
    assert rows[2][4] == "The score changes after 18, 39, 64 och 120."
    assert rows[4][4] == "The score changes after 2 600 kr, 5 800 kr, 11,0 tkr och 25,0 tkr."


def test_equal_cut_points_are_told_once() -> None:
    """Where most customers ordered once, two quintiles are the same number: 1, 1, 2 and 3 are told as 1, 2 and 3."""
    cuts = replace(RFM.cuts, frequency=(1, 1, 2, 3), money=(100.0, 100.0, 100.0, 900.0))
    rows = told(analysed(rfm=replace(RFM, cuts=cuts)))
    assert rows[3][4] == "The score changes after 1, 2 och 3."
    assert rows[4][4] == "The score changes after 100 kr och 900 kr."


def test_purchase_models_tell_parameters_to_four_digits_and_their_check() -> None:
    """CDNOW's parameters as the paper has them, the hold-out 6 % too high, and Gamma-Gamma or why not."""
    rows = told(analysed(purchase=PURCHASE))
    assert "1 204 were seen earlier and may be older than the data" in rows[0][4]
    assert "r = 0,2426, alpha = 4,414 (weeks), a = 0,7929, b = 2,426; log-likelihood −9 582,43" in rows[1][4]
    assert rows[2][1] == "+6,0 %"
    assert "8 591 purchases, and 8 108 came" in rows[2][4]
    assert "14,3 %" in rows[2][4]
    assert rows[3][1:3] == ["3,85", "3,71–3,99"]
    assert "p = 6,249, q = 3,745, v = 15,45" in rows[-2][4]
    assert "The model’s mean lies +0,3 % from that of those who bought again" in rows[-2][4]
    assert rows[-2][1:3] == ["4 456 kr", "4 116–4 796 kr"]
    assert rows[-1][:3] == ["Modelled margin of a customer in 3 years", "13,1 tkr", "12,0–14,2 tkr"]
    without = told(analysed(purchase=replace(PURCHASE, spending=None, reason=msg("Too few of them."))))
    assert without[-1] == ["Gamma-Gamma: not used", "", "", "", "Too few of them."]


def test_a_cohort_leaves_nobody_out_and_a_few_are_not_counted() -> None:
    """Without older customers the row is not there; one to four of them are told without a number."""
    assert told(analysed(purchase=replace(PURCHASE, older=0)))[0][0] == "BG/NBD, repeat purchases"
    few = told(analysed(purchase=replace(PURCHASE, older=None)))[0]
    assert "Those seen earlier may be older than the data" in few[4]
    assert few[3] == "2 357"


def test_the_modelled_value_says_why_it_is_not_the_simple_one() -> None:
    """Only where the simple one has a value; without a margin it is revenue."""
    assert PURCHASE.spending is not None
    found = analysed(purchase=replace(PURCHASE, spending=replace(PURCHASE.spending, margin=None)))
    now = found.measurements.current
    assert now.readings["clv_simple"].value is not None
    assert told(found)[-1][0] == "Modelled revenue of a customer in 3 years"
    assert told(found)[-1][4].startswith(
        "Differs from the simple customer lifetime value because it ends after 3 years"
    )
    without = replace(now, readings={})
    assert told(replace(found, measurements=replace(found.measurements, current=without)))[-1][4] == ""


def test_a_projection_tells_its_largest_miss() -> None:
    """86.9 against 85.1 is 1.8 off, 74.3 against 74.7 only 0.4; a lifetime of 5.92 against 4.76 at one rate."""
    rows = told(analysed(projection=PROJECTION))
    assert rows[0][4].startswith("a = 0,6680, b = 3,806")
    assert rows[1][1] == "1,8 p.e."
    assert rows[2][1:3] == ["65,3 %", "62,0–68,6"]
    assert rows[3][1] == "5,92"
    assert "10 % a year" in rows[3][4]
    assert "4,76" in rows[3][4]
    alike = told(analysed(projection=replace(PROJECTION, alpha=None, beta=None)))
    assert alike[0][4].startswith("The data show no difference between customers: a constant rate is reckoned with")
    assert alike[3][4].endswith("at the constant rate, which the interval assumes.")


def test_hours_have_the_decimals_of_their_value() -> None:
    """9.9 hours with an interval of 8.75 to 12.4: all with one decimal."""
    row = told(analysed(channels=ALL["channels"]))[0]
    assert row[1:4] == ["9,9 tim", "8,8–12,4", "175"]
    assert "163 customers" in row[4]


def test_members_tell_difference_test_and_caveat() -> None:
    """Ten points more, from 6 to 14, p under 0.001; what was not compared has no row."""
    rows = told(analysed(members=ALL["members"]))
    assert len(rows) == 2
    assert rows[0][1:3] == ["+10,0 p.e.", "+6,0 to +14,0"]
    assert "p < 0,001, not corrected" in rows[0][4]
    assert rows[1][4] == "Members chose to join."


def test_money_that_may_not_be_told_gives_its_reason() -> None:
    """A suppressed group of customers at risk has neither amount nor base."""
    rows = told(analysed(at_risk=ALL["at_risk"]))
    assert rows[0][1:4] == ["3,70 mnkr", "", "196"]
    assert rows[1] == ["Silent lapsers", "", "", "", "Not shown."]


def test_an_analysis_without_a_module_is_named_with_its_base() -> None:
    """The generic row: that it was computed, and on how many customers."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Other(Analysis):
        kind: ClassVar[str] = "other"
        customers: int = 41

    table = models_table(analysed(other=Other()))
    assert table is not None
    head, row = table.rows
    assert words(head.cells[0]) == "other"
    assert row.cells[0] == msg("Computed; its figures are not told here")
    assert words(row.cells[3]) == "41"


def test_what_was_not_computed_stands_with_its_reason_and_nowhere_else() -> None:
    """A refused analysis is in the table of what was not computed; without any other there is no table of models."""
    reason = msg("There are no contracts in the data.")
    client = analysed(reasons=NotComputed(reason=reason, n=3))
    assert models_table(client) is None
    blocks = compose(client).pages[-1].blocks
    assert "models" not in blocks
    table = blocks["uncomputed"]
    assert isinstance(table, Table)
    (row,) = (one for one in table.rows if one.cells[0] == reason)
    assert words(row.cells[1]) == words(analysis_modules()["reasons"].ANALYSIS.name)
    assert "3" not in [words(cell) for cell in row.cells]


def test_definitions_hold_the_analyses_that_were_made() -> None:
    """After the indicators, under a heading of their own; a refused one is not defined."""
    client = analysed(balance=BALANCE, reasons=NotComputed(reason=msg("No.")))
    table = compose(client).pages[-1].blocks["definitions"]
    assert isinstance(table, Table)
    assert [row.cells[1] for row in table.rows if row.kind == "body"] == [analysis_modules()["balance"].FORMULA]
    assert table.rows[0] == Row(cells=(msg("Analyses"), None), kind="group")


def test_the_marks_of_an_analysis_are_told() -> None:
    """Flags of an analysis stand among the remarks, with its name."""
    table = compose(analysed(drivers=ALL["drivers"])).pages[-1].blocks["remarks"]
    assert isinstance(table, Table)
    assert [words(row.cells[1]) for row in table.rows] == [words(analysis_modules()["drivers"].ANALYSIS.name)]


def test_numbers_of_tests_and_parameters() -> None:
    """P values under a thousandth are not printed as 0.000; parameters keep four significant digits."""
    assert words(p_words(0.0004)) == "p < 0,001"
    assert words(p_words(0.0312)) == "p = 0,031"
    assert [words(digits(one)) for one in (0.24261, 4.41352, 15.4477, 2920.54, 0.0)] == [
        *("0,2426", "4,414", "15,45", "2 921", "0,000")
    ]
    assert ends(None, None, percent(1.0)) is None
    negative = ends(-1.0, 2.0, number(0.5, 1))
    assert negative is not None
    assert words(negative) == "−1,0 to 2,0"

"""Labels that several pages share; each stands once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Leg, Term, Unit, msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporter.model import Indicator, Message, Period, Reading
    from reporter.report.material import Material

YEAR_DAYS = frozenset({365, 366})

#: The order of the triad, and after it what it earns and what it rests on.
LEGS = (Leg.SATISFACTION, Leg.VALUE, Leg.LOYALTY, Leg.ECONOMY, Leg.BASIS)

#: Indicators in the order in which tables name them; one that is not listed comes last.
ORDER = (
    *("triad", "triad_satisfaction", "triad_value", "triad_loyalty"),
    # satisfaction: on the whole, its parts, how cases and orders were handled
    *("nki", "csat", "csat_idx", "expectation_gap", "sat_product", "sat_service", "sat_gap"),
    *("ces", "ces_share", "ces_effort", "complaint_rate", "complaints_per_1000"),
    *("first_response", "resolution_time", "solved_first", "repeat_contacts", "on_time", "return_rate"),
    *("pvalue_idx", "relvalue", "trust_idx"),
    # loyalty: what customers say, then what they do
    *("nps", "recommend_idx", "loy_idx", "rebuy_intent", "buy_more", "decline_offer", "feedback", "emotion"),
    *("switch_intent", "satisfied_not_loyal", "retention", "churn", "km_median", "reactivated"),
    *("cancel_rate", "unsub_rate", "revenue_rose"),
    *("aov", "freq", "rev_per_customer", "repeat_rate", "repeat_within", "ret_rev_share", "nrr", "grr"),
    *("clv_simple", "clv_model"),
    *("customers", "orders", "order_lines", "multi_order_rate", "revenue", "answers"),
)

LEG_NAMES: dict[Leg, Message] = {
    Leg.SATISFACTION: msg("Customer satisfaction"),
    Leg.VALUE: msg("Perceived customer value"),
    Leg.LOYALTY: msg("Customer loyalty"),
    Leg.ECONOMY: msg("The customer's value"),
    Leg.BASIS: msg("Basis"),
    Leg.TRIAD: msg("The loyalty triad"),
}

UNIT_NAMES: dict[Unit, Message] = {
    Unit.INDEX: msg("Index 0–100"),
    Unit.PERCENT: msg("Per cent"),
    Unit.POINTS: msg("Percentage points"),
    Unit.NPS: msg("NPS, −100 to +100"),
    Unit.MONEY: msg("Amount"),
    Unit.COUNT: msg("Number"),
    Unit.RATIO: msg("Ratio"),
    Unit.DAYS: msg("Days"),
    Unit.HOURS: msg("Hours"),
}

#: What a number counts where its unit alone does not say it.
COUNTED_BY: dict[str, Message] = {
    "freq": msg("Orders per customer"),
    "relvalue": msg("Index, 100 = as good as the best alternative"),
    "complaints_per_1000": msg("Complaints per 1,000 orders"),
    "expectation_gap": msg("Percentage points, exceeded minus not met"),
    "sat_gap": msg("Index points, product minus service"),
    "nrr": msg("Per cent of the revenue at the start"),
    "grr": msg("Per cent of the revenue at the start"),
}

INDICATOR = msg("Indicator")
ANSWERS = msg("Answers", context="column head")
CUSTOMERS = msg("Customers", context="column head")
SEGMENT = msg("Segment")
INDEX = msg("Index", context="column head")
ALL = msg("All customers")
BENCHMARK = msg("Benchmark")
BENCHMARK_HEAD = msg("Benchmark", context="column head")
UNROUNDED = msg("Differences are computed from unrounded figures.")
CHANGE = msg("Change")
MARKS = msg(
    "▲▼ certain difference (95 %), grey if small · ● within the margin of error · ≈ certainly unchanged · "
    "– not tested · † fewer than 100 in the base"
)


def label(indicator: str) -> Message:
    """Return an indicator's name as tables and captions carry it."""
    return msg("{indicator}", indicator=Term(indicator, "label"))


def label_of(reading: Reading) -> Message:
    """Return a reading's name; NPS asked from 1 to 10, and a CLV without a margin, never go by the bare name."""
    if reading.indicator.id == "nps" and reading.scale == "1-10":
        return msg("NPS (scale 1–10)")
    if "revenue_based" in reading.flags and reading.indicator.id == "clv_model":
        return msg("Modelled lifetime value, three years (of revenue)")
    if "revenue_based" in reading.flags:
        return msg("Customer lifetime value (of revenue)")
    return label(reading.indicator.id)


def in_a_row(names: Iterable[Message]) -> Message:
    """Return names as labels carry them, set apart instead of joined into a sentence: "A · B · C"; each once.

    Raises:
        ValueError: without a name.
    """
    first, *others = dict.fromkeys(names)
    for one in others:
        first = msg("{names} · {name}", context="names in a row", names=first, name=one)
    return first


def unit_name(indicator: Indicator) -> Message:
    """Return what an indicator's number counts, as axes and column heads carry it."""
    return COUNTED_BY.get(indicator.id, UNIT_NAMES[indicator.unit])


def brief(indicator: str) -> Message:
    """Return an indicator's short name, for narrow figures and cards."""
    return msg("{indicator}", indicator=Term(indicator, "short"))


def now(material: Material, *, brief: bool = False) -> Message:
    """Return the head of the column of current figures; ``brief`` names a year, but no longer period."""
    if not material.dated:
        return msg("Value", context="column head")
    if not named(material.period) or (brief and not is_year(material.period)):
        return msg("This period", context="column head")
    return msg("{period}", context="column head", period=material.period)


def before(material: Material, *, brief: bool = False) -> Message:
    """Return the head of the column of earlier figures; ``brief`` as in ``now``."""
    if material.previous is None or not named(material.previous) or (brief and not is_year(material.previous)):
        return msg("Before")
    return msg("{period}", context="column head", period=material.previous)


def named(period: Period) -> bool:
    """Tell whether a period has a name (a year, a quarter, a month) that fits a title or a column head."""
    return ".." not in str(period)


def is_year(period: Period) -> bool:
    """Tell whether a period is named by a year alone, four letters wide."""
    return str(period).isdigit()


def seasonal(material: Material) -> bool:
    """Tell whether the period is compared with another time of the year: only whole years leave the season out."""
    if material.previous is None or material.period.days in YEAR_DAYS:
        return False
    return material.period.months is None or material.period.months % 12 != 0


def own(short: str, period: Period) -> Message:
    """Return the words of the legend for the client's own figure in a period."""
    return msg("{client} {period}", client=short, period=period)

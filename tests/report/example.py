"""A hand-made client: invented figures that fill every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reporter import findings as findings_room
from reporter import indicators as indicators_room
from reporter.model import (
    Benchmark,
    Better,
    Bridge,
    Comparison,
    Concentration,
    Distribution,
    FileAccount,
    Finding,
    Grade,
    Indicator,
    Leg,
    Measurements,
    Period,
    Point,
    Quantity,
    Reading,
    SegmentReading,
    Snapshot,
    Term,
    Unit,
    Verdict,
    msg,
)
from reporter.report import Material

NOW, BEFORE = Period.parse("2026"), Period.parse("2025")
YEARS = tuple(Period.parse(str(year)) for year in range(2022, 2027))
SEGMENTS = ("Stora företag (250+)", "Medelstora (50–249)", "Små (10–49)", "Mikroföretag (1–9)")

#: id → (leg, unit, value now, half interval, value before, base, survey?)
FACTS: dict[str, tuple[Leg, Unit, float, float, float, int, bool]] = {
    "nki": (Leg.SATISFACTION, Unit.INDEX, 73.4, 1.1, 71.2, 1284, True),
    "csat": (Leg.SATISFACTION, Unit.PERCENT, 82.0, 2.1, 79.0, 1284, True),
    "sat_product": (Leg.SATISFACTION, Unit.INDEX, 76.0, 1.2, 75.6, 1262, True),
    "sat_service": (Leg.SATISFACTION, Unit.INDEX, 71.9, 1.3, 69.4, 1259, True),
    "ces": (Leg.SATISFACTION, Unit.INDEX, 66.8, 1.5, 67.4, 1240, True),
    "complaint_rate": (Leg.SATISFACTION, Unit.PERCENT, 4.1, 0.9, 4.9, 2140, False),
    "pvalue_idx": (Leg.VALUE, Unit.INDEX, 66.9, 1.3, 68.1, 1279, True),
    "trust_idx": (Leg.VALUE, Unit.INDEX, 74.2, 1.2, 73.9, 1270, True),
    "nps": (Leg.LOYALTY, Unit.NPS, 28.0, 4.1, 21.0, 1284, True),
    "loy_idx": (Leg.LOYALTY, Unit.INDEX, 75.8, 1.2, 73.0, 1284, True),
    "rebuy_intent": (Leg.LOYALTY, Unit.PERCENT, 78.2, 2.3, 77.4, 1275, True),
    "switch_intent": (Leg.LOYALTY, Unit.PERCENT, 14.6, 1.9, 15.8, 1275, True),
    "retention": (Leg.LOYALTY, Unit.PERCENT, 85.4, 1.5, 83.1, 2140, False),
    "churn": (Leg.LOYALTY, Unit.PERCENT, 14.6, 1.5, 16.9, 2140, False),
    "cancel_rate": (Leg.LOYALTY, Unit.PERCENT, 6.3, 1.0, 7.0, 2140, False),
    "repeat_within": (Leg.LOYALTY, Unit.PERCENT, 41.5, 2.4, 40.2, 1610, False),
    "aov": (Leg.ECONOMY, Unit.MONEY, 4210.0, 130.0, 4325.0, 2146, False),
    "freq": (Leg.ECONOMY, Unit.RATIO, 5.9, 0.2, 5.8, 2146, False),
    "repeat_rate": (Leg.ECONOMY, Unit.PERCENT, 71.3, 1.9, 70.8, 2146, False),
    "ret_rev_share": (Leg.ECONOMY, Unit.PERCENT, 88.1, 1.2, 87.0, 2146, False),
    "clv_simple": (Leg.ECONOMY, Unit.MONEY, 110900.0, 8100.0, 104200.0, 2146, False),
    "rev_per_customer": (Leg.ECONOMY, Unit.MONEY, 24900.0, 900.0, 25300.0, 2146, False),
    "triad_satisfaction": (Leg.TRIAD, Unit.INDEX, 73.4, 1.1, 71.2, 1284, True),
    "triad_value": (Leg.TRIAD, Unit.INDEX, 66.9, 1.3, 68.1, 1279, True),
    "triad_loyalty": (Leg.TRIAD, Unit.INDEX, 75.8, 1.2, 73.0, 1284, True),
    "triad": (Leg.TRIAD, Unit.INDEX, 72.0, 0.9, 70.8, 1279, True),
}
CENSUS: dict[str, tuple[Unit, float, float]] = {
    "customers": (Unit.COUNT, 2146, 2140),
    "orders": (Unit.COUNT, 12660, 12412),
    "revenue": (Unit.MONEY, 53_300_000.0, 53_700_000.0),
    "multi_order_rate": (Unit.PERCENT, 72.4, 71.9),
    "answers": (Unit.COUNT, 1284, 1197),
}
METHOD = {Unit.PERCENT: "wilson", Unit.INDEX: "t", Unit.NPS: "adjusted_wald"}


def reading(indicator: str, value: float | None = None, *, base: int | None = None, wider: float = 1.0) -> Reading:
    """Return a reading of FACTS, with another value or base where given."""
    leg, unit, now, half, _, n, survey = FACTS[indicator]
    level = now if value is None else value
    better = Better.LOWER if indicator in {"churn", "cancel_rate", "switch_intent", "complaint_rate"} else Better.HIGHER
    return Reading(
        indicator=Indicator(id=indicator, leg=leg, unit=unit, better=better, survey=survey),
        value=level,
        low=level - half * wider,
        high=level + half * wider,
        n_customers=n if base is None else base,
        n_observations=n if base is None else base,
        method=METHOD.get(unit, "linearised"),
    )


def others(indicator: str, shift: float, base: int) -> Reading:
    """Return the reading of all but ``base`` customers, who lie ``shift`` above the total."""
    total, every = FACTS[indicator][2], FACTS[indicator][5]
    return reading(indicator, total - shift * base / (every - base), base=every - base)


def census(indicator: str, value: float) -> Reading:
    """Return a count without interval."""
    unit = CENSUS[indicator][0]
    return Reading(indicator=Indicator(id=indicator, leg=Leg.BASIS, unit=unit), value=value, method="census")


def snapshots() -> tuple[Snapshot, Snapshot]:
    """Return the current and the previous period."""
    now = {one: reading(one) for one in FACTS} | {one: census(one, fact[1]) for one, fact in CENSUS.items()}
    before = {one: reading(one, fact[4]) for one, fact in FACTS.items()} | {
        one: census(one, fact[2]) for one, fact in CENSUS.items()
    }
    return Snapshot(period=NOW, readings=now), Snapshot(period=BEFORE, readings=before)


def measurements() -> Measurements:
    """Return everything that was measured."""
    current, previous = snapshots()
    steps = (-1.9, -1.4, -1.0, 0.0)
    series = {
        one: (
            *(
                Point(period=year, reading=reading(one, fact[4] + step * fact[3]))
                for year, step in zip(YEARS, steps, strict=False)
            ),
            Point(period=NOW, reading=reading(one)),
        )
        for one, fact in FACTS.items()
    }
    quarters = [Period.parse(f"{year}-Q{quarter}") for year in (2025, 2026) for quarter in range(1, 5)]
    amounts = (12.9e6, 13.1e6, 12.2e6, 15.5e6, 12.7e6, 13.3e6, 12.0e6, 15.3e6)
    series["revenue"] = tuple(
        Point(period=quarter, reading=census("revenue", amount))
        for quarter, amount in zip(quarters, amounts, strict=True)
    )
    parted = {
        one: tuple(
            SegmentReading(
                segment=name,
                reading=reading(one, FACTS[one][2] + shift, base=base, wider=2.2),
                rest=others(one, shift, base),
            )
            for name, shift, base in zip(SEGMENTS, (6.1, 2.4, -1.2, -7.5), (212, 398, 431, 24), strict=True)
        )
        for one in ("nki", "pvalue_idx", "nps", "retention")
    }
    scale = tuple(zip(range(11), (12, 6, 13, 21, 30, 64, 86, 180, 282, 321, 269), strict=True))
    part = tuple((score, count // 4) for score, count in scale)
    ten = tuple(zip(range(1, 11), (9, 11, 19, 31, 77, 104, 214, 391, 262, 166), strict=True))
    items = (
        *("nki_overall", "nki_expectation", "nki_ideal", "csat", "sat_product", "sat_service", "ces"),
        *("value_quality", "value_price", "trust", "rebuy", "switch"),
    )
    return Measurements(
        current=current,
        previous=previous,
        series=series,
        segments=parted,
        segment_bridges={
            "Stora företag (250+)": Bridge(
                rule="activity", tau_days=365, start=340, kept=319, lost=21, new=24, reactivated=0, end=343
            ),
            "Medelstora (50–249)": Bridge(
                rule="activity", tau_days=365, start=655, kept=584, lost=71, new=66, reactivated=5, end=655
            ),
            "Små (10–49)": Bridge(
                rule="activity", tau_days=365, start=702, kept=580, lost=122, new=88, reactivated=10, end=678
            ),
            "Mikroföretag (1–9)": Bridge(
                rule="activity", tau_days=365, start=443, kept=345, lost=98, new=115, reactivated=10, end=470
            ),
        },
        distributions={"nps": Distribution(item="nps", low=0, high=10, counts=scale)}
        | {one: Distribution(item=one, low=1, high=10, counts=ten) for one in items},
        segment_distributions={
            "nps": {name: Distribution(item="nps", low=0, high=10, counts=part) for name in SEGMENTS}
        },
        bridge=Bridge(
            rule="activity", tau_days=365, start=2140, kept=1828, lost=312, new=293, reactivated=25, end=2146
        ),
        concentration=Concentration(
            customers=2146,
            revenue=53_300_000.0,
            curve=tuple((5.0 * x, 100 - 100 * (1 - x / 20) ** 3.2) for x in range(21)),
            top_share=51.0,
            classes=(
                ("A", 815, 42_640_000.0, 80.0),
                ("B", 612, 7_995_000.0, 15.0),
                ("C", 719, 2_665_000.0, 5.0),
            ),
        ),
    )


def compared(measured: Measurements) -> tuple[Comparison, ...]:
    """Return the changes since the previous period and the gaps to outside figures."""
    found = []
    for one, fact in FACTS.items():
        now = measured.current.readings[one]
        gap = fact[2] - fact[4]
        spread = 1.41 * fact[3]
        certain = abs(gap) > spread
        good = (gap > 0) == (now.indicator.better is Better.HIGHER)
        found.append(
            Comparison(
                against="previous",
                reading=now,
                other=measured.previous.readings[one] if measured.previous else None,
                gap=gap,
                low=gap - spread,
                high=gap + spread,
                verdict=Verdict.CLEAR if certain else Verdict.UNCLEAR,
                good=good if certain else None,
            )
        )
    for one, level, best, verdict in (
        ("nki", 70.8, 81.0, Verdict.CLEAR),
        ("sat_product", 74.9, 80.2, Verdict.UNCLEAR),
        ("sat_service", 70.2, 79.0, Verdict.SMALL),
        ("pvalue_idx", 69.5, 75.1, Verdict.CLEAR),
        ("loy_idx", 71.9, 78.0, Verdict.CLEAR),
        ("nps", 19.0, 44.0, Verdict.CLEAR),
        ("retention", 82.0, 91.0, Verdict.CLEAR),
        ("csat", 78.0, 88.0, Verdict.CLEAR),
        ("triad_satisfaction", 70.8, None, Verdict.CLEAR),
        ("triad_value", 69.5, None, Verdict.CLEAR),
        ("triad_loyalty", 71.9, None, Verdict.CLEAR),
    ):
        now = measured.current.readings[one]
        gap = FACTS[one][2] - level
        found.append(
            Comparison(
                against="benchmark",
                reading=now,
                benchmark=Benchmark(
                    indicator=one,
                    value=level,
                    unit=now.indicator.unit,
                    publisher="Branschindex" if one != "nps" else "Loyalty Group",
                    study="Kontorsmaterial" if one != "nps" else "B2B 2026",
                    year=2026,
                    measured=date(2026, 6, 1),
                    grade=Grade.B,
                    n=3912,
                    best=best,
                ),
                gap=gap,
                low=gap - 1.9,
                high=gap + 1.9,
                verdict=verdict,
                good=gap > 0 if verdict is not Verdict.UNCLEAR else None,
            )
        )
    found.append(
        Comparison(
            against="benchmark",
            reading=measured.current.readings["csat"],
            benchmark=Benchmark(
                indicator="csat",
                value=81.0,
                unit=Unit.INDEX,
                publisher="Finanssektoren",
                study="Kundebenchmark",
                year=2020,
                measured=date(2020, 6, 1),
                grade=Grade.B,
            ),
            reason=msg("Not comparable: the figure is measured with another instrument."),
        )
    )
    return tuple(found)


def findings() -> tuple[Finding, ...]:
    """Return three findings."""
    facts = (("nki", Verdict.CLEAR, True), ("pvalue_idx", Verdict.CLEAR, False), ("retention", Verdict.CLEAR, True))
    return tuple(
        Finding(
            id=f"change.{one}",
            headline=msg("{indicator} has changed", indicator=Term(one, "definite")),
            text=msg(
                "{indicator} is {value}, before it was {before}.",
                indicator=Term(one, "definite"),
                value=Quantity(value=FACTS[one][2], unit=FACTS[one][1]),
                before=Quantity(value=FACTS[one][4], unit=FACTS[one][1]),
            ),
            verdict=verdict,
            good=good,
            weight=3.0 - place,
            indicators=(one,),
        )
        for place, (one, verdict, good) in enumerate(facts)
    )


def files() -> tuple[FileAccount, ...]:
    """Return the books of three files."""
    return (
        FileAccount(
            file="orders-2026.csv",
            sha256="0" * 64,
            size=1,
            format="nordic-orders",
            kind="orders",
            tables=("orders",),
            encoding="cp1252",
            delimiter=";",
            rows_in=12_680,
            rows_kept=12_660,
            rows_left_out=20,
            reasons={"no customer id": 13, "cancelled": 7},
        ),
        FileAccount(
            file="enkät-2026.csv",
            sha256="1" * 64,
            size=1,
            format="surveymonkey",
            kind="responses",
            system="SurveyMonkey",
            tables=("responses",),
            encoding="utf-8-sig",
            delimiter=",",
            rows_in=1_291,
            rows_kept=1_284,
            rows_left_out=7,
            reasons={"preview or test answer": 5, "no customer id": 2},
        ),
    )


def material(client: str = "Norrvik Kontor AB", short: str = "Norrvik") -> Material:
    """Return the whole hand-made client."""
    measured = measurements()
    return Material(
        client=client,
        short=short,
        period=NOW,
        previous=BEFORE,
        published=date(2026, 11, 18),
        currency="SEK",
        measurements=measured,
        comparisons=compared(measured),
        findings=findings(),
        titles={
            "summary": msg("The customers are more satisfied and stay longer, but find less value for their money"),
        },
        meanings={
            one: msg("The figures bear a plan for {client}: begin where the gap is certain.", client=short)
            for one in ("benchmark", "satisfaction", "nps", "value", "customer_value", "loyalty")
        },
        leads={
            one: msg("{client} is compared with the year before and with public figures.", client=short)
            for one in ("benchmark", "satisfaction", "nps", "value", "customer_value", "loyalty")
        },
        files=files(),
    )


def only(*indicators: str) -> Material:
    """Return a client of whom nothing but these indicators was measured, once, without segments."""
    whole = material()
    kept = {one: found for one, found in whole.measurements.current.readings.items() if one in indicators}
    current = Snapshot(period=NOW, readings=kept)
    return replace(
        whole,
        measurements=Measurements(current=current, distributions=_asked(whole.measurements, kept)),
        comparisons=(),
        findings=(),
        previous=None,
        titles={},
        leads={},
        meanings={},
    )


def spoken(whole: Material) -> Material:
    """Return a client with the generated sentences that the pipeline would add, all of them translated."""
    measured, found = whole.measurements, whole.comparisons
    return replace(
        whole,
        titles=findings_room.titles(measured, found, currency=whole.currency),
        leads=findings_room.leads(measured, found, currency=whole.currency),
        meanings=findings_room.meanings(measured, found, currency=whole.currency),
        findings=findings_room.find(measured, found, currency=whole.currency),
        definitions=indicators_room.formulas(),
        flags=indicators_room.FLAGS,
    )


def _asked(measured: Measurements, kept: dict[str, Reading]) -> dict[str, Distribution]:
    asked = {"nps": "nps", "csat": "csat", "rebuy_intent": "rebuy"}
    return {item: measured.distributions[item] for one, item in asked.items() if one in kept}

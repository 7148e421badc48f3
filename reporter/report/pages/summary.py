"""The verdict on one page: four key figures, the triad, up to three findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.charts import triad_lanes
from reporter.charts.parts import Note, note
from reporter.model import Card, Figure, Text, Unit, Verdict, msg
from reporter.report.course import spark
from reporter.report.figures import by_item, title
from reporter.report.frame import page
from reporter.report.lookup import (
    benchmark_of,
    change_of,
    comparison,
    drawn_before,
    gap_quantity,
    interval_text,
    quantity,
    reading_of,
    shown,
    shown_reading,
)
from reporter.report.pages import key_figures
from reporter.report.triad_words import triad_source
from reporter.report.words import BENCHMARK, INDICATOR, UNROUNDED, is_year, label_of, own, seasonal

if TYPE_CHECKING:
    from reporter.model import Comparison, Message, Page, Reading
    from reporter.report.material import Material

NAME = "summary"
ORDER = 1
TOPIC = msg("Summary")
NEEDS: tuple[str, ...] = ()
MISSING = msg("No indicator could be computed from the exports.")

CARDS = 4
#: The cards in order of preference, at most one of each group: what is said, what is done, what it earns.
PREFERRED = (
    ("nps",),
    ("nki", "csat", "csat_idx"),
    ("retention", "repeat_within", "repeat_rate"),
    ("rev_per_customer", "aov"),
)
SPARE = ("pvalue_idx", "csat", "loy_idx", "rebuy_intent", "repeat_rate", "aov", "freq", "ret_rev_share", "cancel_rate")
LEGS = (
    ("triad_satisfaction", msg("Customer satisfaction"), msg("Are the customers satisfied?")),
    ("triad_value", msg("Perceived customer value"), msg("Do the customers get value for money?")),
    ("triad_loyalty", msg("Customer loyalty"), msg("Do they stay, and do they recommend you?")),
)
#: An indicator that may be a leg by itself; its outside figure is the leg's, where both read the same.
TWINS = {
    "triad_satisfaction": ("nki", "csat_idx"),
    "triad_value": ("pvalue_idx",),
    "triad_loyalty": ("loy_idx", "retention"),
}
BANDS = (msg("Weak"), msg("Acceptable"), msg("Strong"))
#: Shown as dots with intervals where the triad is missing.
SHARES = ("csat", "rebuy_intent", "switch_intent", "retention", "repeat_within", "repeat_rate", "ret_rev_share")
INDICES = ("nki", "csat_idx", "sat_product", "sat_service", "pvalue_idx", "trust_idx", "loy_idx", "ces")


def build(material: Material, number: int) -> Page:
    """Return the summary; without a triad what exists is drawn with its intervals."""
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {
            "cards": tuple(card(material, one) for one in _chosen(material)),
            "triad": _lanes(material),
            "items": None if _has_triad(material) or key_figures.few(material) else _items(material),
            "table": key_figures.table(material) if key_figures.few(material) else None,
            "findings": _findings(material),
            "reading": _how_to_read(material),
        },
        msg("What is known of the customers of {client}", client=material.short),
    )


def _chosen(material: Material) -> tuple[str, ...]:
    """Return the ids of up to four cards."""
    first = [next((one for one in group if shown_reading(material, one)), None) for group in PREFERRED]
    chosen = [one for one in first if one]
    spare = (one for one in SPARE if one not in chosen and shown_reading(material, one))
    while len(chosen) < CARDS and (extra := next(spare, None)):
        chosen.append(extra)
    return tuple(chosen)


def card(material: Material, indicator: str) -> Card:
    """Return an indicator as a card: value, change with its words, the outside figure, its course."""
    reading = reading_of(material, indicator)
    if reading is None:
        raise LookupError(indicator)
    change, outside = change_of(material, indicator), benchmark_of(material, indicator)
    return Card(
        label=label_of(reading),
        value=quantity(reading, material.currency),
        change=change,
        change_text=_brief_change(change, material) if change else _interval_words(reading, material),
        reference=_reference(outside, material),
        spark=spark(material, indicator),
    )


def _interval_words(reading: Reading, material: Material) -> Message | None:
    """Return the interval, which a card tells where there is no change to tell."""
    interval = interval_text(reading, material.currency)
    return msg("Interval {interval}", interval=interval) if interval else None


def change_words(change: Comparison, material: Material) -> Message:
    """Return "+2.2 from 2025"; what the symbol before it says is decided by the verdict."""
    gap = gap_quantity(change, material.currency)
    if gap.unit is Unit.POINTS or material.previous is None:
        return msg("{gap}", gap=gap)  # the unit is long; the page says what changes are counted from
    return msg("{gap} from {previous}", gap=gap, previous=material.previous)


def _brief_change(change: Comparison, material: Material) -> Message:
    """Return a change as a card has room for it: of earlier periods only a year is named."""
    gap = gap_quantity(change, material.currency)
    if gap.unit is Unit.POINTS or material.previous is None or is_year(material.previous):
        return change_words(change, material)
    return msg("{gap} since last time", gap=gap)


def _reference(outside: Comparison | None, material: Material) -> Message:
    """Return the outside figure as a line, or say that there is none."""
    if outside is None or outside.benchmark is None:
        return msg("No benchmark")
    level = quantity(outside.reading, material.currency, value=outside.benchmark.value)
    return msg("Benchmark {value}", value=level)


def _has_triad(material: Material) -> bool:
    """Tell whether at least two legs can be drawn: one lane alone compares nothing."""
    return sum(shown(reading_of(material, one)) for one, _, _ in LEGS) > 1


def _lanes(material: Material) -> Figure | None:
    """Return the triad's lanes; a leg that is missing keeps its lane and says why."""
    if not _has_triad(material):
        return None
    lanes = tuple(_lane(material, *leg) for leg in LEGS)
    return Figure(
        data=triad_lanes.Data(
            lanes=lanes,
            bands=BANDS,
            now=own(material.short, material.period) if material.dated else msg("{client}", client=material.short),
            previous=own(material.short, material.previous)
            if material.previous and any(one.previous is not None for one in lanes)
            else None,
            benchmark=BENCHMARK if any(one.benchmark is not None for one in lanes) else None,
            interval=msg("95 % confidence interval"),
        ),
        width=170,
        height=48,
        title=title(material, "summary.triad", msg("The loyalty triad: satisfaction, value and loyalty side by side")),
        subtitle=msg("Index 0–100. Under 60 weak, 60–75 acceptable, over 75 strong."),
        source=triad_source(material),
        alt=msg("The three legs of the loyalty triad on one scale: {legs}", legs=_spoken(material)),
    )


def _lane(material: Material, indicator: str, name: Message, question: Message) -> triad_lanes.Lane:
    """Return one leg as a lane."""
    reading, before = shown_reading(material, indicator), drawn_before(material, indicator)
    if reading is None:
        found = reading_of(material, indicator)
        reason = found.reason if found and found.reason else msg("not measured")
        return triad_lanes.Lane(name=name, question=question, value=None, reason=reason)
    change, outside = change_of(material, indicator), _outside(material, indicator)
    return triad_lanes.Lane(
        name=name,
        question=question,
        value=reading.value,
        low=reading.low,
        high=reading.high,
        previous=before.value if before else None,
        benchmark=outside.benchmark.value if outside and outside.benchmark else None,
        change=note(change, change_words(change, material)) if change else _untested(material, indicator),
        gap=note(outside, _gap_words(outside)) if outside and outside.verdict is not Verdict.UNTESTED else None,
    )


def _outside(material: Material, indicator: str) -> Comparison | None:
    """Return a leg's outside figure: that of the one indicator that the leg consists of."""
    leg = reading_of(material, indicator)
    for twin in TWINS[indicator]:
        reading = reading_of(material, twin)
        if leg and reading and leg.value == reading.value and reading.indicator.unit is leg.indicator.unit:
            return benchmark_of(material, twin)
    return benchmark_of(material, indicator)


def _untested(material: Material, indicator: str) -> Note | None:
    """Return that a change was not tested, where there was something to test."""
    found = comparison(material, indicator, "previous")
    if found is None or found.verdict is not Verdict.UNTESTED:
        return None
    return Note(text=msg("Change not tested"))


def _gap_words(outside: Comparison) -> Message:
    return msg("{gap} to the benchmark", gap=gap_quantity(outside, ""))


def _spoken(material: Material) -> tuple[Message, ...]:
    """Return the legs that exist with their values, for the text that is read aloud."""
    found = ((name, shown_reading(material, one)) for one, name, _ in LEGS)
    return tuple(msg("{leg} {value}", leg=name, value=quantity(one, material.currency)) for name, one in found if one)


def _items(material: Material) -> Figure | None:
    """Return what exists as dots with intervals: the unit that most indicators share."""
    groups = sorted((SHARES, INDICES), key=lambda ids: -sum(shown(reading_of(material, one)) for one in ids))
    return by_item(
        material, groups[0], title=title(material, "summary.items", msg("What was measured")), head=INDICATOR, width=170
    )


def _findings(material: Material) -> tuple[Text, ...]:
    """Return the three heaviest findings, numbered."""
    heaviest = sorted(material.findings, key=lambda one: (-one.weight, one.id))[:3]
    return tuple(
        Text(headline=one.headline, paragraphs=(one.text,), number=place) for place, one in enumerate(heaviest, 1)
    )


def _how_to_read(material: Material) -> Text:
    """Return the key to the symbols, in words."""
    marks = msg("▲ and ▼ mark a certain change or difference at the 95 % level; grey ones are certain but small.")
    rest = msg("● is within the margin of error, ≈ is certainly unchanged, – was not tested.")
    rounding = (UNROUNDED,) if material.previous else ()
    return Text(headline=msg("How to read the report"), paragraphs=(marks, rest, _against(material), *rounding))


def _against(material: Material) -> Message:
    """Return what changes are counted from."""
    if material.previous is None:
        return msg("There is no earlier period in the data, so no change can be stated.")
    if seasonal(material):
        return msg(
            "Changes are counted from {previous}; seasonal swings are not taken out.", previous=material.previous
        )
    return msg("Changes are counted from {previous}.", previous=material.previous)

"""Who stays, who leaves, who comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.charts import bridge
from reporter.model import Column, Figure, Formula, Quantity, Row, Table, Unit, msg
from reporter.report.answers import likert
from reporter.report.columns import without_empty_columns
from reporter.report.course import trend_of
from reporter.report.figures import by_item, by_segment, title
from reporter.report.frame import page
from reporter.report.lookup import (
    SMALLEST_TOLD,
    change_of,
    count_cell,
    earlier_cell,
    interval_text,
    previous_reading,
    quantity,
    reading_of,
    shown,
    shown_reading,
)
from reporter.report.premises import active_rule
from reporter.report.words import ALL, CHANGE, INDICATOR, SEGMENT, before, label, now

if TYPE_CHECKING:
    from reporter.model import Bridge, Message, Page, Reading
    from reporter.report.material import Material

NAME = "loyalty"
ORDER = 8
TOPIC = msg("Customer loyalty")
NEEDS = ("retention", "cancel_rate", "repeat_within", "loy_idx", "rebuy_intent", "switch_intent")
MISSING = msg("The exports hold neither a start base of customers nor answers about staying.")

SIGNS = ("churn", "cancel_rate", "repeat_within", "complaint_rate", "rebuy_intent", "switch_intent")
MOST_SIGNS = 5
MOST_SEGMENTS = 6
_NEW = msg("New (N)")
_NEW_OR_BACK = msg("New or back (N)")
SHARES = ("retention", "repeat_within", "rebuy_intent", "switch_intent", "cancel_rate")


def build(material: Material, number: int) -> Page:
    """Return the bridge from start to end, its reconciliation, the segments and the signs of loyalty."""
    flow = material.measurements.bridge
    if flow is not None and (flow.start < SMALLEST_TOLD or not shown_reading(material, "retention")):
        flow = None
    main = "retention" if flow else "loy_idx"
    course = trend_of(material, main, key="loyalty.trend", width=82 if flow else 170, height=54)
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {
            "bridge": _bridge(material, flow, 82 if course else 170) if flow else None,
            "trend": course,
            "reconciliation": (_reconciliation(material, flow),) if flow else None,
            "segments": _segments(material) if flow else by_segment(material, main, key="loyalty.segments", width=170),
            "signs": _signs(material) if flow or course else None,
            "items": None
            if flow
            else by_item(
                material,
                SHARES,
                title=title(material, "loyalty.items", msg("Staying, in words and in deeds")),
                head=INDICATOR,
                width=170,
            ),
            "questions": None if flow else likert(material, ("rebuy", "switch"), key="loyalty.questions"),
        },
        msg("Who stays, and who leaves"),
    )


def _bridge(material: Material, flow: Bridge, width: float) -> Figure:
    """Return the customers from the start to the end of the period as a waterfall."""
    return Figure(
        data=bridge.Data(
            start=flow.start,
            kept=flow.kept,
            lost=flow.lost,
            new=flow.new,
            end=flow.end,
            start_label=msg("At the start (S)"),
            kept_label=msg("stayed"),
            lost_label=msg("Lost"),
            new_label=_NEW_OR_BACK if flow.joined else _NEW,
            end_label=msg("At the end (E)"),
            reactivated=flow.reactivated,
            reactivated_label=msg("Back again (R)") if flow.reactivated else None,
        ),
        width=width,
        height=54,
        title=title(material, "loyalty.bridge", msg("From the start of the period to its end")),
        subtitle=msg("Number of active customers."),
        alt=msg(
            "{start} customers at the start, {lost} lost, {new} new, {end} at the end",
            start=flow.start,
            lost=flow.lost,
            new=flow.new,
            end=flow.end,
        ),
    )


def _reconciliation(material: Material, flow: Bridge) -> Formula:
    """Return the retention formula with the numbers filled in, and the rule that makes a customer active."""
    reading = reading_of(material, "retention")
    share = quantity(reading, "") if reading else Quantity(value=None, unit=Unit.PERCENT)
    if flow.joined:
        return Formula(
            name=msg("Retention = (E − N) ÷ S"),
            text=msg(
                "({end} − {new}) ÷ {start} = {share}. {rule}",
                end=flow.end,
                new=flow.new,
                start=flow.start,
                share=share,
                rule=active_rule(flow),
            ),
        )
    return Formula(
        name=msg("Retention = (E − N − R) ÷ S"),
        text=msg(
            "({end} − {new} − {back}) ÷ {start} = {share}. {rule}",
            end=flow.end,
            new=flow.new,
            back=flow.reactivated,
            start=flow.start,
            share=share,
            rule=active_rule(flow),
        ),
    )


def _segments(material: Material) -> Table | None:
    """Return S, lost, N, R and E with retention for each segment; the total closes the table."""
    rates = {one.segment: one.reading for one in material.measurements.segments.get("retention", ())}
    flows = material.measurements.segment_bridges
    if len(flows) < 2:  # noqa: PLR2004 - one segment compares nothing
        return None
    told = sorted(flows, key=lambda name: (-flows[name].start, name))[:MOST_SEGMENTS]
    whole = material.measurements.bridge
    joined = any(one.joined for one in (*flows.values(), *([whole] if whole else ())))
    rows = [_flow_row(name, flows[name], rates.get(name), joined=joined) for name in flows if name in told]
    if whole:
        rows.append(_flow_row(ALL, whole, reading_of(material, "retention"), joined=joined, total=True))
    return without_empty_columns(
        Table(
            columns=(
                Column(head=SEGMENT, width=39, align="left"),
                Column(head=msg("Start (S)"), width=16),
                Column(head=msg("Lost"), width=16),
                Column(head=_NEW_OR_BACK if joined else _NEW, width=16),
                Column(head=msg("Back (R)"), width=16),
                Column(head=msg("End (E)"), width=16),
                Column(head=label("retention"), width=30, tone="strong"),
                Column(head=msg("95 % interval"), width=21, tone="quiet"),
            ),
            rows=tuple(rows),
            title=title(material, "loyalty.segments", msg("Retention by segment")),
        )
    )


def _flow_row(name: Message | str, flow: Bridge, reading: Reading | None, *, joined: bool, total: bool = False) -> Row:
    """Return a bridge as a row; where one of them may not tell who came back, none does."""
    rate = quantity(reading, "") if reading and shown(reading) else msg("too few")
    return Row(
        cells=(
            name,
            count_cell(flow.start),
            _step(-flow.lost),
            _step(flow.new + (flow.reactivated if joined else 0)),
            None if joined else _step(flow.reactivated),
            count_cell(flow.end),
            rate,
            interval_text(reading, "") if reading and shown(reading) else None,
        ),
        kind="total" if total else "body",
    )


def _step(count: int) -> Quantity:
    """Return a signed count; those of one to four were joined or left out when they were measured."""
    return Quantity(value=count, unit=Unit.COUNT, signed=count != 0)


def _signs(material: Material) -> Table | None:
    """Return the signs of loyalty with interval, earlier value and change."""
    rows = []
    for indicator in SIGNS:
        reading = shown_reading(material, indicator)
        if reading is None:
            continue
        earlier = previous_reading(material, indicator)
        rows.append(
            Row(
                cells=(
                    label(indicator),
                    quantity(reading, material.currency),
                    interval_text(reading, material.currency),
                    earlier_cell(reading, earlier, material.currency),
                    change_of(material, indicator),
                )
            )
        )
    if len(rows) < 2:  # noqa: PLR2004 - one figure is told on the page of key figures
        return None
    return without_empty_columns(
        Table(
            columns=(
                Column(head=INDICATOR, width=42, align="left"),
                Column(head=now(material), width=16, tone="strong"),
                Column(head=msg("95 % interval"), width=21, tone="quiet"),
                Column(head=before(material), width=14),
                Column(head=CHANGE, width=15),
            ),
            rows=tuple(rows[:MOST_SIGNS]),
            title=title(material, "loyalty.signs", msg("Signs of loyalty")),
        )
    )

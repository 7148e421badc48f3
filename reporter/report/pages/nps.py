"""Who recommends the client, and who does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.charts import diverging, nps_columns
from reporter.charts.scales import whole_shares
from reporter.model import Figure, Quantity, Unit, msg
from reporter.report.answers import nps_counts
from reporter.report.course import trend_of
from reporter.report.figures import by_segment, margin, title
from reporter.report.frame import page
from reporter.report.lookup import (
    SMALLEST_BASE,
    TOO_FEW,
    base,
    public,
    quantity,
    reading_of,
    segments,
    shown,
    weak,
)
from reporter.report.words import ALL, ANSWERS, SEGMENT

if TYPE_CHECKING:
    from reporter.model import Distribution, Message, Page, Reading
    from reporter.report.material import Material

NAME = "nps"
SCALE_UNCONFIRMED = "D104"  # the remark of the import, see its codes
ORDER = 5
TOPIC = msg("Willingness to recommend (NPS)")
NEEDS = ("nps",)
MISSING = msg("The exports hold no answers to a recommendation question.")

ROW, HEAD = 9.4, 8.0


def build(material: Material, number: int) -> Page:
    """Return the distribution, the course over time and the segments."""
    course = trend_of(material, "nps", key="nps.trend", width=58, height=64)
    return page(
        material,
        NAME,
        number,
        TOPIC,
        {
            "distribution": _distribution(material, *((104, 64) if course else (170, 54))),
            "trend": course,
            "segments": _segments(material) or by_segment(material, "nps", key="nps.segments", width=170),
        },
        msg("What the answers to the recommendation question say"),
    )


def _distribution(material: Material, width: float, height: float) -> Figure | None:
    """Return the answers step by step, in three blocks."""
    found = material.measurements.distributions.get("nps")
    if found is None or sum(count for _, count in found.counts) < SMALLEST_BASE:
        return None
    counts = nps_counts(found)
    total = sum(counts)
    critics, passives, promoters = (Quantity(value=share, unit=Unit.PERCENT) for share in whole_shares(counts))
    return Figure(
        data=nps_columns.Data(
            counts=found.counts,
            merged=found.merged,
            critics=msg("Detractors"),
            passives=msg("Passives"),
            promoters=msg("Promoters"),
        ),
        width=width,
        height=height,
        title=title(material, "nps.distribution", msg("How the answers fall")),
        subtitle=_question(found, total),
        source=_caveat(material, found),
        alt=msg(
            "Of {count} answers, {promoters} come from promoters, {passives} from passives, {critics} from detractors",
            count=total,
            promoters=promoters,
            passives=passives,
            critics=critics,
        ),
    )


def _caveat(material: Material, found: Distribution) -> Message | None:
    """Return what the scale forbids, and whether anyone confirmed it."""
    if not found.low:
        return None
    if any(remark.code == SCALE_UNCONFIRMED for remark in material.diagnostics):
        return msg(
            "No answer is 0, so the scale is taken as 1 to 10; the file does not say so. "
            "Not comparable with NPS asked from 0 to 10."
        )
    return msg("Asked on a scale from 1 to 10: not comparable with NPS asked from 0 to 10.")


def _question(found: Distribution, total: int) -> Message:
    """Return the question's scale and base: the 0–10 and the 1–10 form are never mixed."""
    return msg(
        "How likely are you to recommend us, {low}–{high}? Share of {count} answers, per cent.",
        low=found.low,
        high=found.high,
        count=total,
    )


def _segments(material: Material) -> Figure | None:
    """Return detractors, passives and promoters by segment, all customers first."""
    mine = material.measurements.segment_distributions.get("nps", {})
    total = material.measurements.distributions.get("nps")
    whole = reading_of(material, "nps")
    if len(mine) < 2 or total is None or whole is None:  # noqa: PLR2004 - one segment compares nothing
        return None
    rows = [_row(ALL, whole, total, total=True)]
    rows += [
        _row(one.segment, one.reading, mine[one.segment]) for one in segments(material, "nps") if one.segment in mine
    ]
    return Figure(
        data=diverging.Data(
            rows=tuple(rows),
            head=SEGMENT,
            n=ANSWERS,
            left=msg("Detractors"),
            right=msg("Passives and promoters"),
            value=msg("NPS (95 % interval)"),
        ),
        width=170,
        height=HEAD + ROW * len(rows),
        title=title(material, "nps.segments", msg("NPS by segment")),
        subtitle=msg("Share of detractors, passives and promoters in each segment, per cent."),
        source=msg("NPS = share of promoters minus share of detractors, from unrounded counts; shares are rounded."),
        alt=msg("Detractors, passives and promoters in {count} segments", count=len(rows) - 1),
    )


def _row(name: Message | str, reading: Reading, found: Distribution, *, total: bool = False) -> diverging.Row:
    """Return a segment as a row; a base under 30 gives its reason in place of the bar."""
    if not shown(reading):
        return diverging.Row(name=name, n=public(base(reading)), counts=None, total=total, reason=TOO_FEW)
    spread = margin(reading)
    return diverging.Row(
        name=name,
        n=base(reading),
        counts=nps_counts(found),
        value=quantity(reading, "", bare=True),
        margin=Quantity(value=spread.value, unit=Unit.NPS, margin=True, bare=True) if spread else None,
        total=total,
        quiet=weak(reading),
    )

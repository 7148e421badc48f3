"""How answers fall on a scale: classes, likert figures, columns a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.charts import diverging, nps_columns
from reporter.model import Figure, Quantity, Unit, msg
from reporter.report.figures import title
from reporter.report.lookup import LIMITED_BASE, SMALLEST_BASE
from reporter.report.words import ANSWERS, INDEX
from reporter.store.items import CLASSES, ITEM_NAMES

if TYPE_CHECKING:
    from reporter.model import Distribution, Message
    from reporter.report.material import Material

ROW, HEAD = 7.0, 8.0
#: In place of the bar where a class has one to four answers.
CONFIDENTIAL = msg("Not shown, for reasons of confidentiality.")


def nps_counts(found: Distribution) -> tuple[int, int, int]:
    """Return detractors (to 6), passives (7–8) and promoters (from 9); the same cuts serve 0–10 and 1–10."""
    low = sum(count for score, count in found.counts if score <= 6)  # noqa: PLR2004 - Reichheld 2003
    high = sum(count for score, count in found.counts if score >= 9)  # noqa: PLR2004
    return low, sum(count for _, count in found.counts) - low - high, high


def classes(found: Distribution) -> tuple[int, int, int] | None:
    """Return the answers in three classes, or None for a scale without declared classes or told too coarsely."""
    cuts = CLASSES.get((found.low, found.high))
    if cuts is None or any(first < cut <= last for first, last in found.merged for cut in cuts):
        return None
    middle, high = cuts
    below = sum(count for score, count in found.counts if score < middle)
    above = sum(count for score, count in found.counts if score >= high)
    return below, answers(found) - below - above, above


def answers(found: Distribution) -> int:
    """Return the number of answers."""
    return sum(count for _, count in found.counts)


def index(found: Distribution) -> float:
    """Return the mean answer on 0–100; from the steps where the mean is not told apart from them."""
    total = sum(score * count for score, count in found.counts)
    mean = total / answers(found) if found.mean is None else found.mean
    return (mean - found.low) / (found.high - found.low) * 100


def likert(material: Material, items: tuple[str, ...], *, key: str) -> Figure | None:
    """Return survey items as diverging bars: dissatisfied left of zero, the others right; None without one."""
    rows = []
    for item in items:
        found = material.measurements.distributions.get(item)
        if found is None or answers(found) < SMALLEST_BASE or (found.low, found.high) not in CLASSES:
            continue
        counts = classes(found)
        rows.append(
            diverging.Row(
                name=ITEM_NAMES[item],
                n=answers(found),
                counts=counts,
                value=Quantity(value=index(found), unit=Unit.INDEX),
                quiet=answers(found) < LIMITED_BASE,
                reason=None if counts else CONFIDENTIAL,
            )
        )
    if not rows:
        return None
    return Figure(
        data=diverging.Data(
            rows=tuple(rows),
            head=msg("Question"),
            n=ANSWERS,
            left=msg("Dissatisfied"),
            right=msg("In between and satisfied"),
            value=INDEX,
        ),
        width=170,
        height=HEAD + ROW * len(rows),
        title=title(material, key, msg("How the answers to each question fall")),
        subtitle=_class_words(material, items),
        alt=msg("Dissatisfied, in between and satisfied answers to {count} questions", count=len(rows)),
    )


def _class_words(material: Material, items: tuple[str, ...]) -> Message:
    """Return what counts as satisfied on the scales in use."""
    scales = {(one.low, one.high) for item in items if (one := material.measurements.distributions.get(item))}
    if len(scales) != 1:
        return msg("Share of the answers, per cent. Index: the mean answer on 0–100.")
    low, high = next(iter(scales))
    middle, top = CLASSES[low, high]
    return msg(
        "Share of the answers, per cent. Dissatisfied {low}–{below}, satisfied {top}–{high}. "
        "Index: the mean answer on 0–100.",
        low=low,
        below=middle - 1,
        top=top,
        high=high,
    )


def steps(material: Material, item: str, *, width: float, height: float) -> Figure | None:
    """Return the answers to one question step by step in three blocks, or None under 30 answers."""
    found = material.measurements.distributions.get(item)
    if found is None or answers(found) < SMALLEST_BASE or classes(found) is None:
        return None
    middle, top = CLASSES[found.low, found.high]
    return Figure(
        data=nps_columns.Data(
            counts=found.counts,
            merged=found.merged,
            critics=msg("Dissatisfied"),
            passives=msg("In between"),
            promoters=msg("Satisfied"),
            critical=middle - 1,
            promoting=top,
        ),
        width=width,
        height=height,
        title=msg("{item}: how the answers fall", item=ITEM_NAMES[item]),
        subtitle=msg(
            "Share of {count} answers for each step from {low} to {high}, per cent.",
            count=answers(found),
            low=found.low,
            high=found.high,
        ),
        alt=msg(
            "{item}: {count} answers on a scale from {low} to {high}",
            item=ITEM_NAMES[item],
            count=answers(found),
            low=found.low,
            high=found.high,
        ),
    )

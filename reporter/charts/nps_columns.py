"""How the answers to the recommendation question fall, in three blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reporter.charts.lettering import BODY, LABEL, cut, words
from reporter.charts.scales import Scale, spread, whole_shares
from reporter.model import ChartData, Quantity, Unit

if TYPE_CHECKING:
    from reporter.brand import Brand
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label
    from reporter.language import Language


_SMALL_SHARE: Final = 9.5  # per cent, under which a column's label has a decimal
_FOOT: Final = 15.0  # mm for the scores, the blocks' names and their totals
_HEAD: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Data(ChartData):
    """``counts`` are (score, answers) for every step of the scale, 0–10 or 1–10.

    Scores up to ``critical`` are critics, from ``promoting`` on promoters, those between passives. The scores of a
    ``merged`` range (first, last) are one column, labelled "0–6"; their answers stand on the first.
    """

    kind: ClassVar[str] = "nps_columns"

    counts: tuple[tuple[int, int], ...]
    critics: Label
    passives: Label
    promoters: Label
    critical: int = 6
    promoting: int = 9
    merged: tuple[tuple[int, int], ...] = ()


def _blocks(data: Data) -> list[list[int]]:
    """Return the scores of critics, passives and promoters that have a column, those of a range by its first."""
    inside = {score for first, last in data.merged for score in range(first + 1, last + 1)}
    scores = sorted(score for score, _ in data.counts if score not in inside)
    return [
        [score for score in scores if score <= data.critical],
        [score for score in scores if data.critical < score < data.promoting],
        [score for score in scores if score >= data.promoting],
    ]


def _centres(blocks: list[list[int]], width: float) -> tuple[dict[int, float], float]:
    """Return the middle of each score's column and the columns' width; blocks keep a wider gap."""
    count = sum(len(block) for block in blocks)
    slot = width / (count + 0.55 * (len([block for block in blocks if block]) - 1) - 0.14)
    centres: dict[int, float] = {}
    x = 0.43 * slot
    for block in blocks:
        for score in block:
            centres[score] = x
            x += slot
        x += 0.55 * slot if block else 0.0
    return centres, 0.86 * slot


def _steps(first: int, last: int | None, language: Language) -> str:
    """Return the score, or the scores from first to last, beneath a column."""
    return language.number(first) if last is None else f"{language.number(first)}–{language.number(last)}"


def draw(canvas: Canvas, data: Data, language: Language, _brand: Brand) -> None:
    """Draw the columns with their shares, the scores beneath, and each block's name and total."""
    colours = canvas.colours
    blocks = _blocks(data)
    counts = dict(data.counts)
    total = sum(counts.values())
    if not counts:
        return
    centres, wide = _centres(blocks, canvas.width)
    shares = {score: 100 * count / total if total else 0.0 for score, count in counts.items()}
    floor = canvas.height - _FOOT
    scale = Scale(0, max(*shares.values(), 1.0), floor, _HEAD)
    fills = (colours.neg, colours.neutral, colours.pos)
    inks = (colours.neg, colours.ink2, colours.pos)
    last = dict(data.merged)
    totals = whole_shares([sum(counts[score] for score in block) for block in blocks])
    for block, fill in zip(blocks, fills, strict=True):
        for score in block:
            x, share = centres[score], shares[score]
            canvas.box(x - wide / 2, scale.at(share), wide, floor - scale.at(share), fill)
            decimals = 1 if 0 < share < _SMALL_SHARE and score not in last else 0
            text = language.number(share, decimals) if total else ""
            canvas.text(x, scale.at(share) - 1.1, text, LABEL, colours.ink, anchor="middle")
            canvas.text(x, floor + 3.4, _steps(score, last.get(score), language), LABEL, colours.ink, anchor="middle")
    labels = [words(label, language) for label in (data.critics, data.passives, data.promoters)]
    labels = [cut(canvas, label, canvas.width / 3 - 1, LABEL, 600) for label in labels]
    edges = [(centres[b[0]] - wide / 2, centres[b[-1]] + wide / 2) if b else (0.0, 0.0) for b in blocks]
    sizes = [canvas.text_width(label, LABEL, 600) for label in labels]
    places = spread([(left + right) / 2 for left, right in edges], sizes, 0, canvas.width, 1.5)
    for block, label, place, (left, right), ink, share in zip(blocks, labels, places, edges, inks, totals, strict=True):
        if block:
            canvas.line([(left, floor + 5.3), (right, floor + 5.3)], ink, 1.1)
            canvas.text(place, floor + 9.0, label, LABEL, ink, weight=600, anchor="middle")
            amount = language.quantity(Quantity(value=share if total else None, unit=Unit.PERCENT, decimals=0))
            canvas.text(place, floor + 12.9, amount, BODY, colours.ink2, anchor="middle")

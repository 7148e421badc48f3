"""Small values that several charts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from reporter.model.verdict import Verdict

if TYPE_CHECKING:
    from reporter.charts.canvas import Canvas
    from reporter.model import Comparison, Message, Period, Quantity, Term

#: A break in a series: two slanting strokes; mm between them, and how far each leans.
STROKES_APART, STROKE_LEAN = 0.9, 0.7

#: A label: a ``str`` is data (a segment's or client's name), everything else is shown by the language.
Label: TypeAlias = "str | Message | Period | Term | Quantity"
#: The symbol before a difference: certain up or down, within the margin, certainly equal, not tested.
Mark: TypeAlias = Literal["up", "down", "unclear", "equal", "untested"]
#: A clear difference is good or bad news; everything else is quiet.
Tone: TypeAlias = Literal["good", "bad", "quiet"]

SYMBOLS: dict[Mark, str] = {"up": "▲", "down": "▼", "unclear": "●", "equal": "≈", "untested": "–"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line that tells a difference ("+2,2 från 2025"); its symbol says how certain it is."""

    text: Label
    mark: Mark = "untested"
    tone: Tone = "quiet"


def break_mark(canvas: Canvas, x: float, y: float, height: float) -> None:
    """Draw the two grey strokes of a break around a point, ``height`` mm high."""
    for side in (-STROKES_APART / 2, STROKES_APART / 2):
        low, high = (x + side - STROKE_LEAN / 2, y + height / 2), (x + side + STROKE_LEAN / 2, y - height / 2)
        canvas.line([low, high], canvas.colours.ink3, 0.7)


def mark_of(comparison: Comparison) -> Mark:
    """Return the symbol that a comparison's verdict allows."""
    if comparison.gap is None or comparison.verdict is Verdict.UNTESTED:
        return "untested"
    if comparison.verdict is Verdict.UNCLEAR:
        return "unclear"
    if comparison.verdict is Verdict.EQUAL:
        return "equal"
    return "up" if comparison.gap > 0 else "down"


def tone_of(comparison: Comparison) -> Tone:
    """Return the tone that a comparison's verdict allows: only a clear difference is good or bad.

    A small one, and one from a weak source, is as quiet as an uncertain one.
    """
    certain = comparison.gap is not None and comparison.verdict is Verdict.CLEAR and not comparison.reference_only
    if not certain or comparison.good is None:
        return "quiet"
    return "good" if comparison.good else "bad"


def note(comparison: Comparison, text: Label) -> Note:
    """Return ``text`` with the symbol and tone that the comparison bears."""
    return Note(text=text, mark=mark_of(comparison), tone=tone_of(comparison))

"""Words on a canvas: shown by the language, measured, wrapped and cut where they must be."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reporter.charts.parts import SYMBOLS
from reporter.model import Message, Period, Quantity

if TYPE_CHECKING:
    from reporter.brand import Colours
    from reporter.charts.canvas import Canvas
    from reporter.charts.parts import Label, Note, Tone
    from reporter.language import Language

#: Sizes in pt (specification of reports, 2.1).
SMALL: Final = 6.6
LABEL: Final = 7.0
BODY: Final = 8.0
#: A line's height over its size, in mm a pt.
LEADING: Final = 0.47
ELLIPSIS: Final = "…"
FLOOR: Final = 6.2  # pt, the smallest type there is
_HIGH_ROW: Final = 6.0  # mm under which a row's name is set smaller
_TWO_LINES: Final = 6.3  # mm from which a row carries two small lines
_APART: Final = 1.6  # mm between two labels of an axis


def words(label: Label, language: Language) -> str:
    """Return a label as the reader sees it: a message starts with a capital, a period takes its axis form."""
    if isinstance(label, Message):
        return language.text(label)
    if isinstance(label, Period):
        return language.period(label, "tick")
    if isinstance(label, Quantity):
        return language.quantity(label, short=True)
    return language.show(label)


def cut(canvas: Canvas, text: str, width: float, size: float, weight: int = 400) -> str:
    """Return a text that is at most ``width`` mm wide, its end replaced by … where it is longer."""
    if canvas.text_width(text, size, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if canvas.text_width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def wrap(canvas: Canvas, text: str, width: float, size: float, *, weight: int = 400, most: int = 2) -> list[str]:
    """Return a text on at most ``most`` lines of ``width`` mm, broken at ordinary spaces; the last is cut."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if not lines:
            lines.append(word)
        elif canvas.text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [cut(canvas, line, width, size, weight) for line in lines]


def balanced(canvas: Canvas, text: str, width: float, size: float, *, weight: int = 400, most: int = 2) -> list[str]:
    """Return a text wrapped as by ``wrap``, its lines as even as its words allow."""
    lines = wrap(canvas, text, width, size, weight=weight, most=most)
    for tenth in range(4, 10):
        narrower = wrap(canvas, text, width * tenth / 10, size, weight=weight, most=most)
        if len(narrower) == len(lines) and not any(line.endswith(ELLIPSIS) for line in narrower):
            return narrower
    return lines


def fitting_size(canvas: Canvas, texts: list[str], width: float, size: float, *, weight: int = 400) -> float:
    """Return ``size``, or the size down to the floor of 6.2 pt at which all texts are ``width`` mm wide at most."""
    needed = widest(canvas, texts, size, weight)
    return size if needed <= width else max(FLOOR, round(size * width / needed - 0.05, 1))


def row_name(canvas: Canvas, x: float, y: float, text: str, width: float, *, height: float, weight: int = 400) -> None:
    """Set a row's name around ``y``: on one line, on two small ones in a high row, else cut."""
    size = BODY if height >= _HIGH_ROW else LABEL
    if canvas.text_width(text, size, weight) <= width or height < _TWO_LINES:
        lines = [cut(canvas, text, width, size, weight)]
    else:
        size = LABEL
        lines = wrap(canvas, text, width, size, weight=weight)
    for number, line in enumerate(lines):
        base = y + 1.0 + (number - (len(lines) - 1) / 2) * size * 0.43
        canvas.text(x, base, line, size, canvas.colours.ink, weight=weight)


def widest(canvas: Canvas, texts: list[str], size: float, weight: int = 400) -> float:
    """Return the width in mm of the widest text, 0 when there is none."""
    return max((canvas.text_width(text, size, weight) for text in texts), default=0.0)


def tone_colour(colours: Colours, tone: Tone) -> str:
    """Return the text colour of good, bad and quiet news."""
    return {"good": colours.pos, "bad": colours.neg, "quiet": colours.ink3}[tone]


def note_words(note: Note, language: Language) -> str:
    """Return a note with the symbol of its certainty."""
    return f"{SYMBOLS[note.mark]} {words(note.text, language)}"


def axis_labels(canvas: Canvas, places: list[float], texts: list[str], y: float, *, keep_last: bool = False) -> None:
    """Set labels centred at ``places`` on baseline ``y``, within the sheet; one that would touch another is left out.

    ``keep_last`` counts back from the last label (the current period) in the smallest even steps that fit.
    """
    halves = [canvas.text_width(text, SMALL) / 2 for text in texts]
    centres = [min(max(x, half), canvas.width - half) for x, half in zip(places, halves, strict=True)]

    def apart(one: int, other: int) -> bool:
        return abs(centres[one] - centres[other]) >= halves[one] + halves[other] + _APART

    kept: list[int] = []
    if keep_last:
        evenly = (list(range(len(texts) - 1, -1, -step)) for step in range(1, len(texts) + 1))
        kept = next((found for found in evenly if all(apart(*pair) for pair in pairwise(found))), [])
    else:
        for index in range(len(texts)):
            if all(apart(index, other) for other in kept):
                kept.append(index)
    for index in kept:
        canvas.text(centres[index], y, texts[index], SMALL, canvas.colours.ink3, anchor="middle")

"""Key drivers: how much is accounted for, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Term, Unit, msg
from reporter.report.told import ends, number, percent, row
from reporter.statistics.driver_shares import DRAWS

if TYPE_CHECKING:
    from reporter.model import Driver, Drivers, Message, Row
    from reporter.report.material import Material

MOST = 4


def rows(value: Drivers, _material: Material) -> tuple[Row, ...]:
    """Return R², the drivers that account for most of it, and that none of it shows a cause."""
    head = row(
        msg("R² of {target}", target=Term(value.target)),
        number(value.r2, 2),
        n=value.customers,
        note=_fit(value),
    )
    top = value.drivers[:MOST]
    return (head, *(_driver(value, one) for one in top), row(msg("How to read it"), note=value.caveat))


def _fit(value: Drivers) -> Message:
    """Return how R² was parted, and what could have spoilt it."""
    questions, inflation = len(value.drivers), number(value.max_inflation, 1)
    complete = percent(value.complete)
    if value.method == "johnson":
        return msg(
            "Relative weights (Johnson) over {questions} questions, intervals from {draws} resamples of customers. "
            "Highest variance inflation factor {inflation}; {complete} answered everything.",
            questions=questions,
            draws=DRAWS,
            inflation=inflation,
            complete=complete,
        )
    return msg(
        "LMG over {questions} questions, intervals from {draws} resamples of customers. "
        "Highest variance inflation factor {inflation}; {complete} answered everything.",
        questions=questions,
        draws=DRAWS,
        inflation=inflation,
        complete=complete,
    )


def _driver(value: Drivers, one: Driver) -> Row:
    """Return a driver's part of R² with its interval, and what may be said of its place."""
    form = percent(one.share)
    return row(one.name, form, ends(one.share_low, one.share_high, form), note=_place(value, one))


def _place(value: Drivers, one: Driver) -> Message:
    """Return a driver's performance and how many have a part that is certainly smaller, of all pairs together."""
    names = {other.item: other.name for other in value.drivers}
    below = tuple(names[second] for first, second in value.apart if first == one.item and second in names)
    level = Quantity(value=one.performance, unit=Unit.INDEX, bare=True)
    if one.correlation < 0:
        return msg("Performance {level}. Higher ratings go with lower ones of the target.", level=level)
    if below and len(below) == len(value.drivers) - 1:
        return msg(
            "Performance {level}. Its part is certainly larger than any other, all pairs tested together.", level=level
        )
    if below:
        return msg(
            "Performance {level}. Its part is certainly larger than those of {count} others, all pairs tested "
            "together.",
            level=level,
            count=len(below),
        )
    return msg("Performance {level}. Its part is not certainly larger than any other.", level=level)

"""Members of the loyalty programme beside other customers: differences, tests, and the caveat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.model import Quantity, Term, Unit, msg
from reporter.report.told import ends, p_words, row

if TYPE_CHECKING:
    from reporter.model import Contrast, Members, Message, Row
    from reporter.report.material import Material


def rows(value: Members, material: Material) -> tuple[Row, ...]:
    """Return the difference, members minus others, of every figure that was compared."""
    compared = (_contrast(one, material.currency) for one in value.contrasts if one.difference is not None)
    return (*compared, row(msg("How to read it"), note=value.caveat))


def _contrast(one: Contrast, currency: str) -> Row:
    form = _form(one, currency)
    return row(
        msg("{indicator}: members minus others", indicator=Term(one.measure, "label")),
        form,
        ends(one.low, one.high, form, bare=one.unit is not Unit.MONEY),
        note=_sides(one, currency),
    )


def _form(one: Contrast, currency: str) -> Quantity:
    """Return the difference in its unit; shares differ by points."""
    unit = Unit.POINTS if one.unit is Unit.PERCENT else one.unit
    money = unit is Unit.MONEY
    beside = one.members.value if money and one.members else None
    return Quantity(value=one.difference, unit=unit, signed=True, currency=currency if money else "", beside=beside)


def _sides(one: Contrast, currency: str) -> Message | None:
    """Return both figures with their bases, and the p value of their difference."""
    if one.members is None or one.others is None:
        return None
    shape = replace(_form(one, currency), unit=one.unit, signed=one.unit is Unit.NPS)
    members, others = replace(shape, value=one.members.value), replace(shape, value=one.others.value)
    bases = (one.members.n, one.others.n)
    test = p_words(one.p) if one.p is not None else None
    if test is None or None in bases:
        return msg("Members {members}, others {others}.", members=members, others=others)
    return msg(
        "Members {members} (n = {n}), others {others} (n = {m}); {p}, not corrected for several tests.",
        members=members,
        others=others,
        n=bases[0] or 0,
        m=bases[1] or 0,
        p=test,
    )

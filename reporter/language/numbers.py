"""Numbers, shares and money as Swedes and Danes write them.

Rounding is half up on the decimal digits that a float shows (73.45 → 73,5), never banker's, and
zero has no sign.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit

if TYPE_CHECKING:
    from reporter.language.facts import Facts, Step

NUMBER = float | int | Decimal
MINUS = "−"
_DIGITS = 3  # significant digits of an amount
_CENTS_BELOW = 100  # amounts under this show two decimals
_GUARD = 9  # decimals kept before rounding up, so that 2.0000000000001 stays 2

#: Decimals by unit, unless the quantity says otherwise.
DECIMALS = {
    Unit.PERCENT: 0,
    Unit.POINTS: 1,
    Unit.INDEX: 1,
    Unit.NPS: 0,
    Unit.COUNT: 0,
    Unit.RATIO: 2,
    Unit.DAYS: 0,
}
#: Units whose names stand in the language's facts, in a long and a short form.
_NAMED = frozenset({Unit.POINTS, Unit.DAYS, Unit.HOURS})
_TENTHS_BELOW = 10  # hours under this show one decimal, others none


def _exact(value: NUMBER) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)) if isinstance(value, float) else value)
    if not exact.is_finite():
        raise ValueError(f"{value} is not a number that can be printed")
    return exact


def _rounded(value: Decimal, decimals: int, *, up: bool = False) -> Decimal:
    exponent = Decimal(1).scaleb(-decimals)
    if up:
        guarded = value.quantize(Decimal(1).scaleb(-max(_GUARD, decimals)), ROUND_HALF_UP)
        return guarded.quantize(exponent, ROUND_CEILING)
    return value.quantize(exponent, ROUND_HALF_UP)


def _written(value: Decimal, facts: Facts, *, signed: bool) -> str:
    """Write a rounded number with the digits it has."""
    whole, _, fraction = f"{abs(value):,f}".partition(".")
    digits = whole.replace(",", facts.group) + (facts.decimal + fraction if fraction else "")
    if not value:
        return digits
    return (MINUS if value < 0 else "+" if signed else "") + digits


def number(value: NUMBER, facts: Facts, *, decimals: int = 0, signed: bool = False) -> str:
    """Return a number with group signs, a decimal comma and a real minus sign.

    Raises:
        ValueError: when the value is infinite or not a number.
    """
    return _written(_rounded(_exact(value), decimals), facts, signed=signed)


def _counted(value: Decimal, forms: tuple[str, str], facts: Facts, *, signed: bool) -> str:
    """Write a number with its unit's word: the first form for exactly one, the second otherwise."""
    digits = _written(value, facts, signed=signed)
    return forms[0 if digits.lstrip("+" + MINUS) == "1" else 1].format(n=digits)


def _step(amount: Decimal, steps: tuple[Step, ...]) -> Step:
    return next(step for step in reversed(steps) if abs(amount) >= step.start)


def _significant(value: Decimal, digits: int) -> int:
    """Return the decimals that leave ``digits`` significant ones; below zero left of the comma."""
    return digits - 1 - value.adjusted() if value else 0


def money(
    value: NUMBER,
    currency: str,
    facts: Facts,
    *,
    decimals: int | None = None,
    signed: bool = False,
    beside: NUMBER | None = None,
    bare: bool = False,
) -> str:
    """Return an amount: whole kronor while they are few, then thousands and millions with three digits.

    With ``decimals`` the amount is written out in full; without a currency it is, too. ``beside`` is the
    amount whose step and decimals are taken instead; ``bare`` leaves the unit out.
    """
    exact = _exact(value)
    steps = facts.home_money if currency == facts.home else facts.other_money
    if decimals is not None:
        step, places = steps[0], decimals
    else:
        step, places = _form(exact if beside is None else _exact(beside), steps if currency else steps[:1])
    text = _written(_rounded(exact.scaleb(-Decimal(step.size).adjusted()), places), facts, signed=signed)
    return text if bare or not currency else step.form.format(n=text, code=currency)


def _form(exact: Decimal, steps: tuple[Step, ...]) -> tuple[Step, int]:
    """Return the step in which an amount is written, and its decimals."""
    step = _step(_rounded(exact, 0), steps)
    if step.size == 1:
        return step, 2 if 0 < abs(exact) < _CENTS_BELOW and exact != exact.to_integral_value() else 0
    rounded = _rounded(exact, _significant(exact, _DIGITS))
    step = _step(rounded, steps)  # 999 999 is a million once rounded
    return step, max(0, _significant(rounded.scaleb(-Decimal(step.size).adjusted()), _DIGITS))


def quantity(item: Quantity, facts: Facts, *, short: bool = False) -> str:
    """Return a quantity by the rules of its unit; a missing value is a dash.

    An index and an NPS are bare numbers; ``short`` abbreviates percentage points, days and hours for tables.
    A margin is rounded up (an amount to the nearest): it never promises more than was measured.

    Raises:
        ValueError: when the value is infinite or not a number.
    """
    if item.value is None:
        return facts.missing
    if item.unit is Unit.MONEY:
        return _amount(item, facts)
    exact = _exact(item.value)
    decimals = _decimals(exact, item.unit, up=item.margin) if item.decimals is None else item.decimals
    rounded = _rounded(abs(exact), decimals, up=True) if item.margin else _rounded(exact, decimals)
    text = _with_unit(rounded, item, facts, signed=item.signed and not item.margin, short=short)
    return f"±{text}" if item.margin else text


def _decimals(exact: Decimal, unit: Unit, *, up: bool) -> int:
    """Return the decimals of a unit; hours have one while they are few: 9.96 is 10, not 10.0."""
    if unit is Unit.HOURS:
        return 1 if _rounded(abs(exact), 1, up=up) < _TENTHS_BELOW else 0
    return DECIMALS[unit]


def _amount(item: Quantity, facts: Facts) -> str:
    value = abs(item.value or 0) if item.margin else item.value or 0
    if item.bare and item.beside is None:
        text = number(value, facts, decimals=item.decimals or 0, signed=item.signed)
    else:
        text = money(
            value,
            item.currency,
            facts,
            decimals=item.decimals,
            signed=item.signed and not item.margin,
            beside=item.beside,
            bare=item.bare,
        )
    return f"±{text}" if item.margin else text


def _with_unit(value: Decimal, item: Quantity, facts: Facts, *, signed: bool, short: bool) -> str:
    length = "short" if short else "long"
    if not item.bare:
        if item.unit in _NAMED:
            return _counted(value, facts.units[item.unit][length], facts, signed=signed)
        if item.unit is Unit.PERCENT:
            return facts.percent.format(n=_written(value, facts, signed=signed))
    return _written(value, facts, signed=signed)

"""Figures of an analysis as cells of a table: values, intervals, p values, and the row that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Row, Share, Unit, msg
from reporter.report.lookup import count_cell

if TYPE_CHECKING:
    from reporter.model import Message
    from reporter.model.document import Cell

#: Shares of fewer customers than this have no decimals (specification of indicators, 1.0).
DECIMALS_FROM = 1000
LEAST_P = 0.001


def row(
    name: Message | str, value: Cell = None, interval: Message | None = None, *, n: int | None = None, note: Cell = None
) -> Row:
    """Return one figure: its name, value, 95 % interval, base, and what is to be known of it."""
    return Row(cells=(name, value, interval, count_cell(n) if n is not None else None, note))


def share_row(name: Message | str, share: Share, n: int | None, note: Cell = None) -> Row:
    """Return a share of ``n`` customers with its interval; one that may not be shown is a dash."""
    return row(name, percent(share.value, n), ends(share.low, share.high, percent(0.0, n)), n=n, note=note)


def percent(value: float | None, n: int | None = None) -> Quantity:
    """Return per cent, with a decimal where 1 000 customers or more bear it."""
    return Quantity(value=value, unit=Unit.PERCENT, decimals=1 if n is not None and n >= DECIMALS_FROM else 0)


def number(value: float | None, decimals: int) -> Quantity:
    """Return a bare number: a parameter, a test statistic, a ratio."""
    return Quantity(value=value, unit=Unit.RATIO, decimals=decimals, bare=True)


def digits(value: float, significant: int = 4) -> Quantity:
    """Return a parameter of a model with so many significant digits."""
    from math import floor, log10

    before = floor(log10(abs(value))) + 1 if value else 1
    return number(value, max(0, significant - before))


def money(value: float | None, currency: str, beside: float | None = None) -> Quantity:
    """Return an amount, in the step of the amount ``beside`` it."""
    return Quantity(value=value, unit=Unit.MONEY, currency=currency, beside=beside)


def days(value: float | None) -> Quantity:
    """Return a number of days."""
    return Quantity(value=value, unit=Unit.DAYS)


def ends(low: float | None, high: float | None, form: Quantity, *, bare: bool = True) -> Message | None:
    """Return an interval in a quantity's form; None without one. An end that was not reached is told in words.

    Where only the low end is known, the data do not reach the high one.
    """
    from dataclasses import replace

    if low is None:
        return None
    first = replace(form, value=low, bare=True)
    if high is None:
        return msg("from {low}", context="interval", low=first)
    last = replace(form, value=high, bare=bare)
    # a dash between signed numbers reads as a minus
    if form.signed or low < 0:
        return msg("{low} to {high}", context="interval", low=first, high=last)
    return msg("{low}–{high}", context="interval", low=first, high=last)


def p_words(p: float) -> Message:
    """Return a p value with three decimals, or that it is under the least of them."""
    if p < LEAST_P:
        return msg("p < {least}", least=number(LEAST_P, 3))
    return msg("p = {p}", p=number(p, 3))

"""Customer service by channel: hours to the solution, and what was solved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Quantity, Unit, msg
from reporter.report.told import ends, percent, row

if TYPE_CHECKING:
    from reporter.model import Channel, Channels, Message, Row
    from reporter.report.material import Material

MOST = 4
TENTHS_BELOW = 9.95


def rows(value: Channels, _material: Material) -> tuple[Row, ...]:
    """Return the channels with most cases, and what keeps them from being compared."""
    return (
        *(_channel(one) for one in value.channels[:MOST]),
        row(msg("How to read it"), note=msg("{notes}", notes=value.notes) if len(value.notes) < 2 else _both(value)),  # noqa: PLR2004
    )


def _both(value: Channels) -> Message:
    return msg("{first} {second}", context="sentences", first=value.notes[0], second=value.notes[1])


def _channel(one: Channel) -> Row:
    """Return a channel's median time to the solution; its base are cases."""
    hours = one.resolution
    form = Quantity(
        value=hours.value,
        unit=Unit.HOURS,
        decimals=1 if hours.value is not None and hours.value < TENTHS_BELOW else 0,
    )
    return row(
        msg("{channel}: median time to the solution", channel=one.name),
        form,
        ends(hours.low, hours.high, form),
        n=one.cases,
        note=_solved(one),
    )


def _solved(one: Channel) -> Message:
    """Return the share that took one reply, and how many customers stand behind the cases."""
    share, customers = one.solved_first, Quantity(value=one.customers, unit=Unit.COUNT)
    if share.value is None:
        return msg("Base: cases, of {customers} customers.", customers=customers)
    form = percent(share.value, one.customers)
    return msg(
        "Base: cases, of {customers} customers. Solved with one reply: {share} ({interval}).",
        customers=customers,
        share=form,
        interval=ends(share.low, share.high, form) or "",
    )

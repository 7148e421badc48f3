"""When a purchase model may be used: enough customers, seen long enough, and a forecast that came true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators.disclosure.rules import small
from reporter.indicators.gates import count
from reporter.indicators.models.hold_out import hold_out, split_day
from reporter.indicators.queries.purchase_history import WEEK, histories, median_gap
from reporter.indicators.readings.orders import day
from reporter.model import NotComputed, Quantity, Unit, msg

if TYPE_CHECKING:
    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.queries.purchase_history import Histories
    from reporter.model import HoldOut, Message

CUSTOMERS: Final = 1000
REPEATERS: Final = 200
GAPS: Final = 3.0
#: Fewer held-out purchases than this cannot tell a good forecast from a bad one: chance alone makes a tenth.
HELD_OUT: Final = 100
FARTHEST_OFF: Final = 25.0


def refusal_of(bought: Purchases, found: Histories | None, last: int) -> NotComputed | None:
    """Return why there are too few customers, or too short a time, for any model."""
    n = found.customers if found else 0
    if found is None or n < CUSTOMERS:
        return NotComputed(reason=_too_few(n), n=0 if small(n) else n)
    if found.repeaters < REPEATERS:
        if small(found.repeaters):
            reason = msg("Too few customers bought again: {needed} are needed.", needed=count(REPEATERS))
        else:
            reason = msg(
                "Too few customers bought again: {n}, and {needed} are needed.",
                n=count(found.repeaters),
                needed=count(REPEATERS),
            )
        return NotComputed(reason=reason, n=n)
    gap = median_gap(bought, last) or 0.0
    if found.observed >= GAPS * gap:
        return None
    reason = msg(
        "The median customer was observed for {observed}; three times the median gap between purchases, {gap}, are "
        "needed.",
        observed=Quantity(value=WEEK * found.observed, unit=Unit.DAYS, decimals=0),
        gap=Quantity(value=WEEK * gap, unit=Unit.DAYS, decimals=0),
    )
    return NotComputed(reason=reason, n=n)


def _too_few(n: int) -> Message:
    """Return the sentence of too few customers; one to four are not told."""
    if small(n):
        return msg("Too few customers: {needed} are needed.", needed=count(CUSTOMERS))
    return msg("Too few customers: {n}, and {needed} are needed.", n=count(n), needed=count(CUSTOMERS))


def checked(bought: Purchases, found: Histories, since: int, last: int) -> HoldOut | NotComputed:
    """Return the hold-out check of customers first seen from ``since`` on, or why the model fails or escapes it."""
    split = split_day(since, last)
    seen = histories(bought, split, last, since=since)
    if seen is None or seen.customers < CUSTOMERS or seen.repeaters < REPEATERS:
        reason = msg(
            "The model cannot be checked: up to {day} there are too few customers for it; {customers} are needed, "
            "{repeaters} of them with a repeat purchase.",
            day=day(split),
            customers=count(CUSTOMERS),
            repeaters=count(REPEATERS),
        )
        return NotComputed(reason=reason, n=found.customers)
    if seen.later.sum() < HELD_OUT:
        reason = msg(
            "The model cannot be checked: its customers made fewer than {needed} purchases after {day}.",
            needed=count(HELD_OUT),
            day=day(split),
        )
        return NotComputed(reason=reason, n=found.customers)
    # one to four customers could else be reckoned from the two numbers
    apart = (found.customers - seen.customers, found.repeaters - seen.repeaters)
    held = hold_out(seen, split, last, told=not any(small(abs(difference)) for difference in apart))
    if abs(held.error) <= FARTHEST_OFF:
        return held
    reason = msg(
        "The model was fitted up to {day} and foretold {predicted} purchases after it, but {actual} came: more than "
        "{limit} off, so it is not used.",
        day=held.split,
        predicted=count(round(held.predicted)),
        actual=count(held.actual),
        limit=Quantity(value=FARTHEST_OFF, unit=Unit.PERCENT, decimals=0),
    )
    return NotComputed(reason=reason, n=found.customers)

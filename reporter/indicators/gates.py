"""Base gates: how many customers a number needs before it may be shown (specification, 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.model import Quantity, Reading, Unit, msg

if TYPE_CHECKING:
    from reporter.model import Indicator, Message

NEEDED: Final = 30
LIMITED: Final = 50
NORMAL: Final = 100


def count(value: float) -> Quantity:
    """Return a whole number for a sentence."""
    return Quantity(value=value, unit=Unit.COUNT)


def refused(
    indicator: Indicator,
    reason: Message,
    *,
    n_customers: int = 0,
    n_observations: int = 0,
    marks: tuple[str, ...] = (),
    method: str = "",
    scale: str = "",
) -> Reading:
    """Return a reading that was not computed, with its reason."""
    return Reading(
        indicator=indicator,
        value=None,
        n_customers=n_customers,
        n_observations=n_observations,
        method=method,
        scale=scale,
        flags=marks,
        reason=reason,
    )


def base_flags(n: int) -> tuple[str, ...]:
    """Return the warning that a base of ``n`` calls for."""
    if n < LIMITED:
        return (flags.SMALL_BASE,)
    return (flags.LIMITED_BASE,) if n < NORMAL else ()


def gate(indicator: Indicator, n: int, n_observations: int, *, needed: int = NEEDED, scale: str = "") -> Reading | None:
    """Return the refusal that a base of ``n`` customers calls for, or None where it suffices.

    Below 5 not even the count is given.
    """
    if n == 0:
        reason = (
            msg("No answers to this question in the period.")
            if indicator.survey
            else msg("No customers to count in the period.")
        )
        return refused(indicator, reason)
    if n < SMALLEST_GROUP:
        reason = msg("Not shown, for reasons of confidentiality: fewer than {needed}.", needed=count(SMALLEST_GROUP))
        return refused(indicator, reason, marks=(flags.SUPPRESSED,))
    if n >= needed:
        return None
    if indicator.survey:
        reason = msg("Too few answers: {n}, and {needed} are needed.", n=count(n), needed=count(needed))
    else:
        reason = msg("Too few customers: {n}, and {needed} are needed.", n=count(n), needed=count(needed))
    return refused(indicator, reason, n_customers=n, n_observations=n_observations, scale=scale)

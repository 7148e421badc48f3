"""Retention: by id where the data allow it, and from three counts (E, N, S) where only those are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.errors import InputError
from reporter.indicators import flags
from reporter.indicators.gates import refused
from reporter.indicators.readings.orders import completeness, day, history_refusal, share_of
from reporter.model import msg
from reporter.statistics import Interval, wilson

if TYPE_CHECKING:
    from reporter.indicators.basis import Basis
    from reporter.model import Indicator, Reading


def retention_from_counts(start: int, end: int, new: int, reactivated: int | None = None) -> Interval | None:
    """Return retention in per cent from counts alone: (E − N [− R])/S with Wilson's interval (seed 003).

    Args:
        start: S, customers at the start of the period.
        end: E, customers at its end.
        new: N, those of E who were won in the period; not those won and lost in it.
        reactivated: R, those of E who had left before the period, where known.

    Returns:
        The share in per cent, or None where nobody was there at the start.

    Raises:
        InputError: D160 E < N, so that N must count customers who are gone; D161 more were kept than there were.
    """
    if start == 0:
        return None
    kept = end - new - (reactivated or 0)
    if kept < 0:
        raise InputError(
            "D160",
            f"{new + (reactivated or 0)} new or returning customers among {end} at the end",
            help="count only those of the new who are still there at the end, or give customers with their ids",
        )
    if kept > start:
        raise InputError(
            "D161",
            f"{kept} customers were kept of {start}",
            help="customers who came back or merged ids are among them: give their number, or customers with their ids",
        )
    return wilson(kept, start).scaled(100.0)


def retention_refusal(indicator: Indicator, basis: Basis) -> Reading | None:
    """Return why customers at the start and the end of the period cannot be told, or None where they can."""
    rule = basis.rule
    if (rule is None or rule.name == "contract") and (refusal := contract_refusal(indicator, basis)):
        return refusal
    if rule is None:
        return refused(indicator, msg("The data hold neither contracts nor orders with customers."))
    if rule.name == "activity":
        refusal = history_refusal(indicator, basis, rule.tau_days or 0)
        if refusal:
            return refusal
    if basis.transition is None or basis.transition.start == 0:
        return refused(indicator, msg("There were no customers at the start of the period."), method=rule.method)
    return None


def contract_refusal(indicator: Indicator, basis: Basis) -> Reading | None:
    """Return why nobody can be seen to leave by their contract, or None where they can."""
    if basis.contract_gap == "undated":
        return refused(indicator, msg("The contracts in the export have no dates: no one can be placed in a period."))
    if basis.contract_gap == "never_ended":
        return refused(
            indicator,
            msg("No contract in the export has ended: ended ones may be missing, and no one is seen to leave."),
        )
    if basis.first_ended is not None and day(basis.first_ended) >= basis.period.end:
        return refused(
            indicator,
            msg(
                "No contract in the export ended before {first}: "
                "earlier ones may be missing, and no one is seen to leave.",
                first=day(basis.first_ended),
            ),
        )
    return None


def rule_flags(basis: Basis) -> tuple[str, ...]:
    """Return what must be said of the rule by which customers count as active."""
    rule = basis.rule
    if rule is None:
        return ()
    marks = []
    if rule.name == "activity":
        marks += [flags.INACTIVITY, *completeness(basis)]
    if rule.fallback:
        marks.append(flags.TAU_FALLBACK)
    if rule.name == "contract" and rule.orders_too:
        marks.append(flags.CONTRACT_ONLY)
    return tuple(marks)


def moved_share(indicator: Indicator, basis: Basis, *, kept: bool) -> Reading:
    """Return the share of the customers at the start who were kept, or who were lost, by the end."""
    refusal = retention_refusal(indicator, basis)
    if refusal:
        return refusal
    if basis.transition is None or basis.rule is None:  # pragma: no cover - refused above
        raise ValueError("no transition")
    moved = basis.transition
    return share_of(
        indicator,
        moved.kept if kept else moved.lost,
        moved.start,
        method=f"wilson/{basis.rule.method}",
        marks=rule_flags(basis),
    )

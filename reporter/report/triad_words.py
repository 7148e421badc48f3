"""What stands under the triad's lanes: the index with its interval, the lowest leg, what loyalty consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Balance, Term, msg
from reporter.report.lookup import interval_text, quantity, shown_reading

if TYPE_CHECKING:
    from reporter.model import Message
    from reporter.report.material import Material

LEGS = ("triad_satisfaction", "triad_value", "triad_loyalty")


def triad_source(material: Material) -> Message | None:
    """Return the triad index with its interval, and what the loyalty leg consists of."""
    parts = tuple(one for one in (_index(material), _loyalty_is(material)) if one)
    return (
        msg("{first} {second}", context="sentences", first=parts[0], second=parts[1])
        if len(parts) > 1
        else (parts[0] if parts else None)
    )


def _index(material: Material) -> Message | None:
    """Return the triad index, how far the legs lie apart, and the lowest where it certainly is; None without a leg."""
    whole = shown_reading(material, "triad")
    known = [one.value for leg in LEGS if (one := shown_reading(material, leg)) and one.value is not None]
    interval = interval_text(whole, material.currency) if whole else None
    if whole is None or interval is None or len(known) < len(LEGS):
        return None
    value, spread = (quantity(whole, material.currency, value=one) for one in (whole.value, max(known) - min(known)))
    balance = material.measurements.analyses.get("balance")
    if not isinstance(balance, Balance):
        return msg(
            "Triad index {value} ({interval}), the mean of the three; the spread is {spread}. "
            "It is a measure of our own, not comparable with SKI, EPSI or ACSI.",
            value=value,
            interval=interval,
            spread=spread,
        )
    if balance.lowest is not None:
        return msg(
            "Triad index {value} ({interval}), the mean of the three; lowest is {leg}, and the spread is {spread}. "
            "It is a measure of our own, not comparable with SKI, EPSI or ACSI.",
            value=value,
            interval=interval,
            leg=Term(balance.lowest, "name"),
            spread=spread,
        )
    return msg(
        "Triad index {value} ({interval}), the mean of the three; the spread is {spread}, and none is certainly the "
        "lowest. It is a measure of our own, not comparable with SKI, EPSI or ACSI.",
        value=value,
        interval=interval,
        spread=spread,
    )


def _loyalty_is(material: Material) -> Message | None:
    """Return what the loyalty leg consists of; with behaviour in it the words of the bands do not hold for it."""
    leg = shown_reading(material, "triad_loyalty")
    if leg is None:
        return None
    if "attitude_only" in leg.flags:
        return msg("Loyalty is the loyalty index of the survey.")
    if "behaviour_only" in leg.flags:
        return msg("Loyalty is the share of customers kept; the level words do not hold for it.")
    return msg(
        "Loyalty is the mean of the loyalty index and the share of customers kept; the level words do not hold for it."
    )

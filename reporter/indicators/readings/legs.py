"""The three legs of the triad and the interval of their mean.

A leg is a weighted mean of one or two parts; each part is a ratio over customers. Parts are resampled together by
customer, so that the covariance of answers by the same customers is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter.indicators import flags
from reporter.indicators.gates import LIMITED, NEEDED, base_flags, gate
from reporter.indicators.plan import YEAR_DAYS
from reporter.indicators.readings.retained import moved_share, retention_refusal
from reporter.indicators.readings.survey import index_of_block
from reporter.model import Reading
from reporter.statistics.resampling import drawn_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.basis import Basis
    from reporter.model import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One ratio of the groups and its weight in the leg."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A leg's reading and its parts; no parts: the leg cannot stand in the triad index."""

    reading: Reading
    parts: tuple[Part, ...] = ()


def satisfaction(indicator: Indicator, basis: Basis) -> Leg:
    """Return the satisfaction leg: the index of three questions, else one question about satisfaction, flagged."""
    nki = basis.blocks.get("nki")
    if nki is not None and len(nki.asked) > 1:
        return _one(index_of_block(indicator, nki, needed=LIMITED), "index:nki")
    name = "csat" if "csat" in basis.blocks else "nki"
    reading = index_of_block(indicator, basis.blocks.get(name), marks=(flags.SATISFACTION_ONE_ITEM,))
    return _one(reading, f"index:{name}")


def value(indicator: Indicator, basis: Basis) -> Leg:
    """Return the value leg: what customers perceive. What they spend never stands in for it."""
    return _one(index_of_block(indicator, basis.blocks.get("value")), "index:value")


def loyalty(indicator: Indicator, basis: Basis) -> Leg:
    """Return the loyalty leg: the mean of attitude (survey) and behaviour (a year's retention), or the one there is."""
    attitude = index_of_block(indicator, basis.blocks.get("loyalty"))
    behaviour = _behaviour(indicator, basis)
    if behaviour is None:
        marked = _flagged(attitude, flags.ATTITUDE_ONLY) if attitude.value is not None else attitude
        return _one(marked, "index:loyalty")
    if attitude.value is None:
        return _one(_flagged(behaviour, flags.BEHAVIOUR_ONLY), "retention")
    parts = (Part(name="index:loyalty", weight=0.5), Part(name="retention", weight=0.5))
    n = min(attitude.n_customers, behaviour.n_customers)
    marks = (*attitude.flags, *behaviour.flags, *base_flags(n))
    return Leg(reading=_joined(indicator, basis, parts, (n, attitude.n_observations), marks), parts=parts)


def triad_legs(indicator: Indicator, basis: Basis) -> dict[str, Leg]:
    """Return the three legs by the ids of their own indicators."""
    return {
        "triad_satisfaction": satisfaction(indicator, basis),
        "triad_value": value(indicator, basis),
        "triad_loyalty": loyalty(indicator, basis),
    }


def missing_legs(legs: dict[str, Leg]) -> list[str]:
    """Return the ids of the legs that are too thin to stand in the index."""
    return [name for name, leg in legs.items() if not leg.parts or leg.reading.n_customers < LIMITED]


def mean_parts(legs: Sequence[Leg]) -> tuple[Part, ...]:
    """Return the parts of the mean of the legs, equally weighted."""
    return tuple(Part(name=part.name, weight=part.weight / len(legs)) for leg in legs for part in leg.parts)


def triad(indicator: Indicator, basis: Basis, legs: Sequence[Leg]) -> Reading:
    """Return the mean of the legs, equally weighted; each must have parts."""
    n = min(leg.reading.n_customers for leg in legs)
    marks = tuple(mark for leg in legs for mark in leg.reading.flags if mark != flags.SMALL_BASE)
    observations = min(leg.reading.n_observations for leg in legs)
    return _joined(indicator, basis, mean_parts(legs), (n, observations), (*marks, *base_flags(n)))


def joint_value(basis: Basis, parts: Sequence[Part]) -> float:
    """Return the weighted mean of the parts, each a ratio over customers."""
    return sum(part.weight * basis.groups.value(part.name) for part in parts)


def joint_draws(basis: Basis, parts: Sequence[Part]) -> NDArray[np.float64]:
    """Return the weighted mean of the parts in every resample of customers, (draws,)."""
    first, *others = (part.weight * basis.groups.replicates(part.name) for part in parts)
    return sum(others, first)


def _behaviour(indicator: Indicator, basis: Basis) -> Reading | None:
    """Return a year's retention as an index; None where the period is no year or retention is not known."""
    if basis.period.days not in YEAR_DAYS or retention_refusal(indicator, basis):
        return None
    found = moved_share(indicator, basis, kept=True)
    return None if found.value is None or gate(indicator, found.n_customers, 0, needed=NEEDED) else found


def _one(reading: Reading, name: str) -> Leg:
    """Return a leg of one part."""
    return Leg(reading=reading, parts=(Part(name=name, weight=1.0),) if reading.value is not None else ())


def _flagged(reading: Reading, mark: str) -> Reading:
    """Return the reading with one more flag."""
    return replace(reading, flags=(*reading.flags, mark))


def _joined(
    indicator: Indicator, basis: Basis, parts: Sequence[Part], bases: tuple[int, int], marks: tuple[str, ...]
) -> Reading:
    """Return the reading of a mean of ratios, with the interval of its resamples."""
    drawn = joint_draws(basis, parts)
    found = drawn_interval(joint_value(basis, parts), drawn, customers=bases[0]).clipped(0.0, 100.0)
    return Reading(
        indicator=indicator,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=bases[0],
        n_observations=bases[1],
        method="bootstrap",
        flags=tuple(dict.fromkeys(marks)),
    )

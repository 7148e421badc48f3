"""The three legs of the triad and the interval of their mean.

A leg is a weighted mean of one or two parts; each part is a ratio over customers in the joint sums, so that
the covariance of answers by the same customers is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reporter.indicators import flags
from reporter.indicators.gates import LIMITED, NEEDED, base_flags, gate, refused
from reporter.indicators.plan import YEAR_DAYS
from reporter.indicators.retained import moved_share, retention_refusal
from reporter.indicators.survey_readings import index_of_block
from reporter.model import Reading, msg
from reporter.statistics import Interval, weighted_ratios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.basis import Basis
    from reporter.indicators.sums import Joint
    from reporter.model import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One ratio of the joint sums and its weight in the leg."""

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
        return _one(index_of_block(indicator, nki, needed=LIMITED), "nki")
    name = "csat" if "csat" in basis.blocks else "nki"
    return _one(index_of_block(indicator, basis.blocks.get(name), marks=(flags.SATISFACTION_ONE_ITEM,)), name)


def value(indicator: Indicator, basis: Basis) -> Leg:
    """Return the value leg: what customers perceive. What they spend never stands in for it."""
    return _one(index_of_block(indicator, basis.blocks.get("value")), "value")


def loyalty(indicator: Indicator, basis: Basis) -> Leg:
    """Return the loyalty leg: the mean of attitude (survey) and behaviour (a year's retention), or the one there is."""
    attitude = index_of_block(indicator, basis.blocks.get("loyalty"))
    behaviour = _behaviour(indicator, basis)
    if behaviour is None:
        marked = _flagged(attitude, flags.ATTITUDE_ONLY) if attitude.value is not None else attitude
        return _one(marked, "loyalty")
    if attitude.value is None:
        return _one(_flagged(behaviour, flags.BEHAVIOUR_ONLY), "retention")
    parts = (Part(name="loyalty", weight=0.5), Part(name="retention", weight=0.5))
    if basis.joint is None:  # pragma: no cover - attitude was read from it
        return Leg(reading=attitude)
    n = min(attitude.n_customers, behaviour.n_customers)
    found = joint_interval(basis.joint, parts)
    marks = (*attitude.flags, *behaviour.flags, *base_flags(n))
    return Leg(reading=_joined(indicator, found, n, attitude.n_observations, marks), parts=parts)


def triad(indicator: Indicator, basis: Basis, legs: Sequence[Leg]) -> Reading:
    """Return the mean of the legs, equally weighted; each must have parts."""
    if basis.joint is None:  # pragma: no cover - the satisfaction leg was read from it
        return refused(indicator, msg("There is no survey in the data."))
    parts = tuple(Part(name=part.name, weight=part.weight / len(legs)) for leg in legs for part in leg.parts)
    n = min(leg.reading.n_customers for leg in legs)
    marks = tuple(mark for leg in legs for mark in leg.reading.flags if mark != flags.SMALL_BASE)
    observations = min(leg.reading.n_observations for leg in legs)
    return _joined(indicator, joint_interval(basis.joint, parts), n, observations, (*marks, *base_flags(n)))


def joint_interval(joint: Joint, parts: Sequence[Part]) -> Interval:
    """Return the weighted mean of the parts with the joint linearised interval, on 0–100."""
    places = [2 * joint.names.index(part.name) + axis for part in parts for axis in (0, 1)]
    return weighted_ratios(
        [part.weight for part in parts],
        [joint.sums[place] for place in places[::2]],
        [joint.sums[place] for place in places[1::2]],
        [[joint.products[i][j] for j in places] for i in places],
        joint.clusters,
    ).clipped(0.0, 100.0)


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


def _joined(indicator: Indicator, found: Interval, n: int, observations: int, marks: tuple[str, ...]) -> Reading:
    """Return the reading of a joint interval."""
    return Reading(
        indicator=indicator,
        value=found.value,
        low=found.low,
        high=found.high,
        se=found.se,
        n_customers=n,
        n_observations=observations,
        method="linearised",
        flags=tuple(dict.fromkeys(marks)),
    )

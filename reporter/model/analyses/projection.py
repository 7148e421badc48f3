"""How retention under contract is projected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from datetime import date

    from reporter.model.analyses.base import Share
    from reporter.model.analyses.purchase import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalStep:
    """The share (per cent) still under contract after ``step`` steps, as observed and as fitted."""

    step: int
    observed: float
    fitted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedStep:
    """A step beyond those observed: the share still under contract, and of those there before it who stay."""

    step: int
    survival: Share
    retention: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection(Analysis):
    """Shifted beta-geometric of the tenures of ``customers`` up to ``end``, ``lost`` of whom left.

    ``alpha`` and ``beta`` are None where the data show no difference between customers: a constant rate is then
    reckoned with, and the intervals assume it. ``lost`` is None
    where it may not be told. ``retention`` is the average share retained a step (per cent), which a constant rate
    would keep. ``lifetime`` and ``constant_lifetime`` are the discounted years that a new customer is expected to stay
    by the projection and at the constant rate, which falls short by ``understated`` per cent; None where nothing is
    discounted.
    """

    kind: ClassVar[str] = "projection"

    end: date
    step: Literal["year", "month"]
    alpha: float | None
    beta: float | None
    log_likelihood: float
    customers: int
    lost: int | None
    observed: tuple[SurvivalStep, ...]
    projected: tuple[ProjectedStep, ...]
    retention: float
    discount: float
    lifetime: Estimate | None
    constant_lifetime: float | None
    understated: float | None

"""How long customers' first unbroken time lasts: survival curves, overall and by segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Days of a month of age, a twelfth of a mean year.
DAYS_OF_MONTH = 30.4375


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalPoint:
    """The share (per cent) whose first unbroken time had not ended at the age of ``month`` months, with 95 % interval.

    The ends are None where the curve is still at 100 %. ``at_risk`` customers were observed at that age; it is
    given for the whole client only.
    """

    month: int
    share: float
    low: float | None = None
    high: float | None = None
    at_risk: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalCurve:
    """The curve of ``customers`` customers, of a segment or (None) of all.

    ``points`` start at month 0 and end where fewer than 30 are left to observe; a month that is missing is told
    together with the next one. ``median_days`` is the time within which it ended for half, None where that is not
    reached; an end of its 95 % interval is None where that is not.
    """

    segment: str | None
    customers: int
    points: tuple[SurvivalPoint, ...]
    median_days: float | None = None
    median_low: float | None = None
    median_high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalTest:
    """The log-rank test between the segments named: chi² with ``df`` degrees of freedom, and its p value."""

    segments: tuple[str, ...]
    chi2: float
    df: int
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival(Analysis):
    """The time from becoming a customer to the first end: by contract to leaving, by activity to a first pause.

    ``rule`` and ``rule_days`` (τ or the grace) say what an end is. ``left`` customers were seen to leave or to pause,
    None where that is not told; ``returned`` of those who paused ordered again within the data, None by contract and
    where that is not told. ``older`` customers were left out, because they may be older than the export shows; None
    where it is not told. ``test`` is None where fewer than two segments can be compared. ``flags`` are those of a
    reading.
    """

    kind: ClassVar[str] = "survival"

    rule: Literal["contract", "activity"]
    rule_days: int
    whole: SurvivalCurve
    left: int | None
    returned: int | None
    older: int | None
    segments: Mapping[str, SurvivalCurve]
    test: SurvivalTest | None = None
    flags: tuple[str, ...] = ()

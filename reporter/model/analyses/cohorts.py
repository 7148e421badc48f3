"""Do new customers stay: what share of those who came in one step of time is active in each later step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from reporter.model.analyses.base import Share
    from reporter.model.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortCell:
    """The share of a cohort that was active ``step`` months or quarters later.

    ``partial``: the data do not reach the end of that month or quarter, so that the share may still rise or fall.
    """

    step: int
    share: Share
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The ``n`` customers who came in ``period``, None where that is not told.

    ``weak``: fewer than 30, and no share is given. ``older``: the export begins too late to tell those who came then
    from those who came before, or to hold those who left at once.
    """

    period: Period
    n: int | None
    weak: bool
    older: bool
    cells: tuple[CohortCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts(Analysis):
    """The triangle, from the oldest cohort to the newest.

    ``step`` is the length of a step. By ``rule`` activity a customer is active in a step who ordered in it, by
    contract who has a contract at its end. ``flags`` are those of a reading.
    """

    kind: ClassVar[str] = "cohorts"

    step: Literal["month", "quarter"]
    rule: Literal["contract", "activity"]
    rows: tuple[Cohort, ...]
    flags: tuple[str, ...] = ()

"""Members of a loyalty programme beside all other customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from reporter.model.analyses.base import Analysis
from reporter.model.verdict import Verdict

if TYPE_CHECKING:
    from reporter.model.message import Message
    from reporter.model.reading import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The figure of one of two groups with its 95 % interval; ``n`` customers, None where they may not be told."""

    value: float
    low: float
    high: float
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One figure of members and others, and the difference of the two: members minus others.

    ``measure`` is the indicator's id that is told of both groups. ``low90`` and ``high90`` are the 90 % interval
    of the difference (for equivalence), ``p`` where its test has one, ``relevant`` the smallest relevant difference
    in the same unit. Where it is not computed, both sides are None and ``reason`` says why.
    """

    measure: str
    unit: Unit
    members: Side | None = None
    others: Side | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    low90: float | None = None
    high90: float | None = None
    p: float | None = None
    relevant: float | None = None
    verdict: Verdict = Verdict.UNTESTED
    reason: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Members(Analysis):
    """How many customers of the period are members and how many are not, and how the two differ.

    ``members`` and ``others`` are None where they may not be told. ``caveat`` always stands beside the figures.
    """

    kind: ClassVar[str] = "members"

    members: int | None
    others: int | None
    contrasts: tuple[Contrast, ...]
    caveat: Message

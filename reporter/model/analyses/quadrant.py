"""Satisfied or not, loyal or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from reporter.model.analyses.base import Share
    from reporter.model.message import Message

CornerId = Literal["loyal", "mobile", "locked_in", "at_risk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadrantCorner:
    """One corner. What must not be told is None.

    ``customers`` are its respondents, ``revenue`` what they bought in the period, in the orders' currency, and
    ``revenue_share`` that as per cent of the revenue from all four corners.
    """

    id: CornerId
    name: Message
    customers: int | None
    share: Share
    revenue: float | None = None
    revenue_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadrant(Analysis):
    """The respondents in four corners, in the order: satisfied and loyal, satisfied only, loyal only, neither.

    ``satisfaction`` is the id of the index that tells who is satisfied ("nki" or "csat_idx"); ``threshold`` holds for
    both indices. ``customers`` answered both. ``sensitivity`` gives the shares of the corners at other thresholds too,
    (threshold, shares), from 100 customers on. ``revenue`` is that of all four corners; where it is None,
    ``revenue_reason`` says why.
    """

    kind: ClassVar[str] = "quadrant"

    satisfaction: Literal["nki", "csat_idx"]
    threshold: int
    customers: int
    corners: tuple[QuadrantCorner, ...]
    sensitivity: tuple[tuple[int, tuple[Share, ...]], ...]
    revenue: float | None
    revenue_reason: Message | None
    flags: tuple[str, ...]

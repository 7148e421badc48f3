"""Revenue from customers who may leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from reporter.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskGroup:
    """One group of customers, and their revenue in the orders' currency.

    ``revenue`` is that of the report's period, of silent lapsers that of the period before; ``share`` is it as per
    cent of the revenue from all known customers in the same period. ``how`` says how the group was counted. What must
    not or cannot be told is None, and ``reason`` says why.
    """

    id: Literal["detractors", "mobile", "silent"]
    name: Message
    how: Message
    customers: int | None = None
    revenue: float | None = None
    share: float | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk(Analysis):
    """Detractors, the satisfied but mobile, and silent lapsers. The first two overlap: ``note`` says so."""

    kind: ClassVar[str] = "at_risk"

    groups: tuple[RiskGroup, ...]
    note: Message
    flags: tuple[str, ...]

"""What would be: reckoned from the client's own inputs, marked as scenarios, never as measurements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from reporter.model.analyses.base import Analysis

if TYPE_CHECKING:
    from reporter.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """The value of a customer if retention rose to ``retention`` (per cent a year): ``change`` in per cent.

    Both are None where it cannot be reckoned, with the ``reason``.
    """

    name: Message
    retention: float | None = None
    change: float | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChurnCost:
    """What the lost customers cost: ``lost_margin`` a year and ``replacement``, together ``total``, in the currency.

    ``lost`` customers with ``margin`` a year each; ``replaced`` of them by newly won ones at ``acquisition`` each.
    ``factor`` is by how much acquisition is assumed to exceed the cost of keeping a customer; None where the client
    knows what a new customer costs.
    """

    lost: int
    margin: float
    lost_margin: float
    replaced: int
    acquisition: float
    replacement: float
    total: float
    factor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that is often quoted (``sources``: its ids in the specification) beside the client's own figures.

    ``reason`` states the rule of the verdict with the client's own figure, ``footnote`` where the claim comes from.
    """

    sources: tuple[str, ...]
    text: Message
    verdict: Literal["supported", "untestable", "contradicted"]
    reason: Message
    footnote: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios(Analysis):
    """The levers, the cost of lost customers and the claims; no figure has an interval, ``mark`` says what they are.

    ``retention`` and ``discount`` are the client's own, in per cent a year. ``levers`` are empty where there is a
    ``lever_reason``, ``costs`` where there is a ``cost_reason``; two costs are the ends of an open range.
    """

    kind: ClassVar[str] = "scenarios"

    mark: Message
    discount: float
    retention: float | None = None
    levers: tuple[Lever, ...] = ()
    lever_reason: Message | None = None
    costs: tuple[ChurnCost, ...] = ()
    cost_reason: Message | None = None
    claims: tuple[Claim, ...] = ()
    notes: tuple[Message, ...] = ()

"""What an analysis is made from: the tables, the plan, and every frame that was already asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reporter.indicators.registry import modules

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw

    from reporter.indicators.basis import Basis
    from reporter.indicators.plan import Plan
    from reporter.indicators.queries.orders import Purchases
    from reporter.indicators.queries.survey import Answers, Asked
    from reporter.model import Reading
    from reporter.store import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The material of the analyses of one report.

    ``cell`` is the number of the report's period in every frame's column ``cell``. ``everyone`` has
    ``customer_id``, ``key``, ``segment``; ``spells`` has ``key``, ``segment``, ``begin``, ``until`` (epoch days) and
    ``fresh``; ``states`` has ``key``, ``segment``, ``cell`` and the bits of ``queries.activity``. ``respondents``
    has, per customer and cell, x (answers) and y (index points in millionths) of every index of
    ``queries.blocks``. ``chosen`` tells which kind and scale of a question counts in a cell. What the data do not
    hold is None.
    """

    tables: Tables
    plan: Plan
    cell: int
    basis: Basis
    everyone: nw.LazyFrame[Any]
    segments: tuple[str, ...] = ()
    bought: Purchases | None = None
    spells: nw.LazyFrame[Any] | None = None
    states: nw.LazyFrame[Any] | None = None
    answers: Answers | None = None
    respondents: nw.LazyFrame[Any] | None = None
    chosen: Mapping[tuple[int, str], tuple[Asked, tuple[str, ...]]] = field(default_factory=dict)

    def reading(self, indicator: str) -> Reading:
        """Return a reading of the report's period; one that itself rests on an analysis has no value here."""
        return modules()[indicator].measure(self.basis)

"""How much of the client's own customers a survey reached, and what that does to its margins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reporter.model.analyses.base import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Half of an indicator's 95 % interval, in its unit: as printed, and for this period's customers alone.

    ``n`` are the respondents who were customers in the period.
    """

    indicator: str
    n: int
    plain: float
    corrected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(Analysis):
    """Everyone who was a customer at some time of the period, and the margins with the finite population correction.

    The corrected margins describe this period's customers and nothing else: they are in no test and no trend.
    """

    kind: ClassVar[str] = "population"

    population: int
    margins: tuple[Margin, ...]

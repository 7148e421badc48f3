"""What is to be measured: the periods and the client's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from reporter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.model import Period
    from reporter.model.analyses.rfm import RfmCuts

#: The lowest score that counts as satisfied, by scale (specification of indicators, 1.1).
TOP_BOX: Mapping[tuple[int, int], int] = MappingProxyType(
    {(1, 5): 4, (1, 7): 6, (1, 10): 8, (0, 10): 8, (1, 3): 3, (0, 1): 1, (1, 2): 2}
)
#: Groups smaller than this are never shown, whatever a client asks for.
SMALLEST_GROUP = 5
#: Periods of about a year, whose retention may stand beside a yearly survey in the loyalty leg.
YEAR_DAYS = range(360, 381)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """The client's own inputs of the scenarios, which are off without them.

    ``acquisition_cost`` is what a new customer costs, ``retention_cost`` what is spent a year on keeping one,
    both in the currency of the orders; None where the client does not know.
    """

    acquisition_cost: float | None = None
    retention_cost: float | None = None

    def __post_init__(self) -> None:
        """Refuse costs that no one can have."""
        for name in ("acquisition_cost", "retention_cost"):
            cost = getattr(self, name)
            if cost is not None and not 0 <= cost < float("inf"):
                raise UsageError("C125", f"{name} = {cost} is no cost", help="write an amount such as 450, or none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The client's rules.

    ``tau_days`` is the number of days without an order after which a customer counts as inactive; None
    takes the 90th percentile of the days between the purchases of those who came back. ``margin`` is the
    share of revenue left as margin (0–1), None where it is unknown. ``discount`` is the yearly rate.
    ``nps_scale`` ("0-10" or "1-10") chooses between the two where the data hold both. ``market`` is "b2b" or
    "b2c". ``expectations_exceeded``: the ends of the question about expectations are far below and far above what
    was expected, not "not at all met" and "wholly met". ``seed`` starts every random draw; ``scenarios`` are None
    where the client asked for none. ``rfm_cuts`` fix the cut-points of the segments by recency, frequency and money;
    None takes the quintiles of the compared period's customers.
    """

    tau_days: int | None = None
    grace_days: int = 30
    margin: float | None = None
    discount: float = 0.10
    nps_scale: str | None = None
    top_box: Mapping[tuple[int, int], int] = field(default_factory=lambda: TOP_BOX)
    segment_order: tuple[str, ...] = ()
    min_group: int = SMALLEST_GROUP
    expectations_exceeded: bool = False
    currency: str = ""
    market: str = ""
    seed: int = 2005
    scenarios: Scenarios | None = None
    rfm_cuts: RfmCuts | None = None

    def __post_init__(self) -> None:
        """Refuse rules that no number can follow."""
        if self.min_group < SMALLEST_GROUP:
            raise UsageError("C120", f"groups of {self.min_group} would be shown", help=f"set {SMALLEST_GROUP} or more")
        if self.tau_days is not None and self.tau_days < 1:
            raise UsageError("C121", f"{self.tau_days} days of inactivity", help="set 1 or more, or leave it out")
        if self.margin is not None and not 0 < self.margin <= 1:
            raise UsageError("C122", f"the margin {self.margin} is no share", help="write 35 % as 0.35")
        if not 0 <= self.discount < 1:
            raise UsageError("C123", f"the discount rate {self.discount} is no rate", help="write 10 % as 0.10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The period of the report, those it is compared with, and those of its series (oldest first).

    ``last_year`` is the same period a year before, where that is not ``previous`` already. ``steps`` are the
    periods of the monthly, quarterly and yearly series, by name, oldest first.
    """

    period: Period
    previous: Period | None = None
    last_year: Period | None = None
    history: tuple[Period, ...] = ()
    steps: Mapping[str, tuple[Period, ...]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period to be measured, once, in order of time."""
        every = {self.period, *self.history, *(period for step in self.steps.values() for period in step)}
        return tuple(sorted(every | {one for one in (self.previous, self.last_year) if one}))

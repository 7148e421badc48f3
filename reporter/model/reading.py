"""An indicator, and what was read of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.model.message import Message


class Unit(StrEnum):
    """What a number counts; two units are never mixed."""

    PERCENT = "percent"
    POINTS = "pp"  # difference of two percentages
    INDEX = "index0_100"
    NPS = "nps"
    MONEY = "currency"
    COUNT = "count"
    RATIO = "ratio"
    DAYS = "days"
    HOURS = "hours"


class Leg(StrEnum):
    """Where an indicator stands in the triad."""

    SATISFACTION = "satisfaction"
    VALUE = "value"
    LOYALTY = "loyalty"
    ECONOMY = "economy"  # the customer's value to the client; never a leg of the triad
    TRIAD = "triad"
    BASIS = "basis"  # census facts: customers, orders, revenue


class Better(StrEnum):
    """Which direction is good news."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """The facts of an indicator; ``relevant`` is its smallest relevant difference, in its own unit.

    ``relative`` says that ``relevant`` is a share of the earlier value (money), not a difference.
    ``code`` is its place in the specification ("SAT1"), ``inputs`` the columns and survey items that it is made
    of ("responses: nps", "orders: amount"), ``source`` the papers behind formula and interval, ``page`` the
    report page that shows it. ``leading`` says that it points ahead (an intention), not back (a behaviour).
    ``ratios`` name the ratio over customers that the estimate is (the first that the data hold), from which follows
    what two periods share. ``decimals`` are those of a ratio that is not a few per customer, and of its differences.
    """

    id: str
    leg: Leg
    unit: Unit
    better: Better = Better.HIGHER
    relevant: float | None = None
    relative: bool = False
    survey: bool = False
    code: str = ""
    inputs: tuple[str, ...] = ()
    source: str = ""
    page: str = "key_figures"
    leading: bool = False
    ratios: tuple[str, ...] = ()
    decimals: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of one indicator in one period.

    ``value`` is None when it cannot be computed honestly; ``reason`` then says why. ``low`` and
    ``high`` are the 95 % interval in the indicator's unit, ``se`` the standard error where the
    method has one. ``method`` names the interval's method; ``flags`` are stable codes.
    """

    indicator: Indicator
    value: float | None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    n_customers: int = 0
    n_observations: int = 0
    method: str = ""
    scale: str = ""
    flags: tuple[str, ...] = ()
    reason: Message | None = None

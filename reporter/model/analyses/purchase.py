"""What the purchase models say of customers without a contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from reporter.model.analyses.base import Analysis, Share

if TYPE_CHECKING:
    from datetime import date

    from reporter.model.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its 95 % interval, in its own unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOutClass:
    """Customers with ``low`` to ``high`` repeat purchases (None: or more) before the split.

    ``predicted`` and ``actual`` are purchases per customer after it; ``customers`` is None where it may not be told.
    """

    low: int
    high: int | None
    customers: int | None
    predicted: float
    actual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOut:
    """The model fitted up to ``split`` (the last day it saw) against what came up to ``end``.

    ``predicted`` and ``actual`` are purchases in all, ``error`` is predicted/actual − 1 in per cent; ``mape`` is the
    mean of the absolute errors of the classes in per cent, each class weighing the same.
    """

    split: date
    end: date
    customers: int | None
    predicted: float
    actual: int
    error: float
    mape: float
    classes: tuple[HeldOutClass, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelledSpending:
    """Gamma-Gamma and what follows from it; money in the currency of the orders.

    ``correlation`` is that of a customer's repeat purchases with their mean; ``off`` by how many per cent the model's
    mean lies from the mean spend of those who bought again; ``mean`` the mean over customers of the expected repeat
    purchase of each; ``value`` the discounted margin (revenue where ``margin`` is None) of the purchases that the
    customers counted are expected to make within ``years``, per customer.
    """

    p: float
    q: float
    v: float
    log_likelihood: float
    correlation: float
    off: float
    mean: Estimate
    value: Estimate
    years: int
    discount: float
    margin: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase(Analysis):
    """BG/NBD of the customers who first bought from ``start`` to ``end``; α in weeks.

    ``older`` customers were seen before ``start`` and are left out, since their first order may lie before the data;
    nought where the export is a cohort, None where it may not be told. Nothing here holds for them.

    ``expected`` are purchases per customer in the 12 months after ``end``. ``alive`` counts customers who bought once
    as alive, because the model cannot see them leave; ``alive_repeaters`` leaves them out. ``repeaters`` is None where
    it may not be told. ``spending`` is None where money may not be modelled, and ``reason`` then says why.
    """

    kind: ClassVar[str] = "purchase"

    start: date
    end: date
    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    customers: int
    older: int | None
    repeaters: int | None
    hold_out: HoldOut
    expected: Estimate
    alive: Share
    alive_repeaters: Share
    spending: ModelledSpending | None = None
    reason: Message | None = None

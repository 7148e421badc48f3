"""What a customer is worth at constant margin and retention."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Number = TypeVar("_Number", float, "NDArray[np.float64]")


def lifetime_value(margin: _Number, rate: _Number, discount: float, *, first: bool = True) -> _Number:
    """Return m·(1 + d)/(1 + d − r), or without the first margin m·r/(1 + d − r) (Gupta & Lehmann 2003).

    Args:
        margin: m, the yearly margin of a customer, in money.
        rate: r, the share of customers kept a year, 0–1; 1 + d − r must be above 0.
        discount: d, the yearly rate, 0–1.
        first: whether the first year's margin counts.
    """
    return margin * (1.0 + discount if first else rate) / (1.0 + discount - rate)

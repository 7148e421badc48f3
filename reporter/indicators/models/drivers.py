"""The priority matrix: how important a driver is, and how well it does (Martilla & James 1977, J Mark 41(1):77)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from reporter.model import Driver, msg
from reporter.statistics import Interval, ratio
from reporter.store.items import ITEM_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporter.indicators.sums import Item
    from reporter.model import DriverField, Message
    from reporter.statistics.driver_shares import Fit, Shares

#: The questions that may be drivers, as they are called.
NAMES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        item: ITEM_NAMES[item]
        for item in (
            *("sat_product", "sat_service", "trust", "ces", "value_quality", "value_price"),
            *("att_quality", "att_range", "att_delivery", "att_staff", "att_support", "att_website", "att_ordering"),
        )
    }
)
FIELDS: Final[Mapping[DriverField, Message]] = MappingProxyType(
    {
        "prioritise": msg("Prioritise", context="priority matrix"),
        "keep": msg("Keep up", context="priority matrix"),
        "watch": msg("Keep an eye on", context="priority matrix"),
        "overdone": msg("Possibly overdone", context="priority matrix"),
    }
)
#: From here on the level of an index is called strong (specification of indicators, 6.2).
STRONG: Final = 75.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The drivers, the most important first, and the cut lines."""

    drivers: tuple[Driver, ...]
    share_cut: float
    performance_cut: float
    cut_rule: Literal["75", "mean"]
    cut_words: Message


def caveat() -> Message:
    """Return what must stand beside every figure of drivers."""
    return msg(
        "The shares tell what goes together, not what causes what: that customers who rate a part higher also are more "
        "satisfied does not mean that improving the part makes them so."
    )


def placed(answers: Mapping[str, Item], items: Sequence[str], shares: Shares, fitted: Fit) -> Matrix:
    """Return the drivers in their fields.

    A driver is important from 1/p of R² on, and does well from 75 on; where all or none do, from the mean of the
    drivers on, because a line that all lie on one side of parts nothing.

    Args:
        answers: the questions of the period with their sums, all respondents.
        items: the drivers, in the order of ``shares`` and ``fitted``.
        shares: their shares of R².
        fitted: the regression.
    """
    marks = [_performance(answers[item]) for item in items]
    above = sum(mark.value >= STRONG for mark in marks)
    fixed = 0 < above < len(marks)
    cut = STRONG if fixed else sum(mark.value for mark in marks) / len(marks)
    drivers = [
        _driver(item, share.scaled(100.0), mark, fitted, place, (100.0 / len(items), cut))
        for place, (item, share, mark) in enumerate(zip(items, shares.shares, marks, strict=True))
    ]
    return Matrix(
        drivers=tuple(sorted(drivers, key=lambda driver: (-driver.share, driver.item))),
        share_cut=100.0 / len(items),
        performance_cut=cut,
        cut_rule="75" if fixed else "mean",
        cut_words=msg(
            "The lines part the questions at an equal share of importance for each and at 75, from where a level is "
            "called strong."
        )
        if fixed
        else msg(
            "The lines part the questions at an equal share of importance for each and at the mean of their ratings, "
            "because all lie on the same side of 75."
        ),
    )


def _driver(item: str, share: Interval, mark: Interval, fitted: Fit, place: int, cuts: tuple[float, float]) -> Driver:
    """Return the driver at one place of the regression, in its field."""
    important, well = share.value >= cuts[0], mark.value >= cuts[1]
    field: DriverField = ("keep" if well else "prioritise") if important else ("overdone" if well else "watch")
    return Driver(
        item=item,
        name=NAMES[item],
        share=share.value,
        share_low=share.low,
        share_high=share.high,
        performance=mark.value,
        performance_low=mark.low,
        performance_high=mark.high,
        inflation=fitted.inflation[place],
        correlation=float(fitted.correlation[place, -1]),
        field=field,
        field_name=FIELDS[field],
        certain=not (share.low < cuts[0] <= share.high) and not (mark.low < cuts[1] <= mark.high),
    )


def _performance(item: Item) -> Interval:
    """Return the mean of all answers to a question on 0–100, with its t interval over customers."""
    mean = ratio(item.sums.score)
    if mean is None:  # pragma: no cover - at least a hundred customers answered it
        raise ValueError(f"{item.item} has no answers")
    moved = Interval(value=mean.value - item.low, low=mean.low - item.low, high=mean.high - item.low, se=mean.se)
    return moved.scaled(100.0 / (item.high - item.low)).clipped(0.0, 100.0)

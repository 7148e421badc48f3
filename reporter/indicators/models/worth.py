"""What customers are worth by the purchase models: purchases to come times expected money, discounted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from reporter.indicators.queries.purchase_history import WEEK
from reporter.indicators.readings.orders import YEAR
from reporter.statistics.buying import buying_at, conditional_purchases
from reporter.statistics.likelihood import jacobian, normal_interval, summed
from reporter.statistics.spending import conditional_mean, spending_at

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.queries.purchase_history import Histories
    from reporter.statistics import Interval
    from reporter.statistics.buying import Buying
    from reporter.statistics.likelihood import Fitted, Numbers

    #: The purchases of every row of customers (n,) by the model of buying.
    Ahead: TypeAlias = Callable[[Buying, Histories], Numbers]

#: The horizon: short enough for customers of today to resemble those of then, long enough to tell them apart.
YEARS: Final = 3
#: Purchases are discounted from the middle of every half-year, their mean place within a few days.
_STEPS_A_YEAR: Final = 2
YEAR_WEEKS: Final = YEAR / WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The two models of the same customers; ``sampled`` (m,) marks the repeaters whose spending was fitted."""

    buying: Fitted
    spending: Fitted
    sampled: NDArray[np.bool_]


def discounted_purchases(model: Buying, found: Histories, discount: float) -> Numbers:
    """Return the purchases of every row of customers (n,) within the horizon, discounted by ``discount`` a year."""
    import numpy as np

    one = found.history
    total, before = np.zeros(len(one.x)), np.zeros(len(one.x))
    for step in range(YEARS * _STEPS_A_YEAR):
        until = YEAR_WEEKS * (step + 1) / _STEPS_A_YEAR
        reached = conditional_purchases(model, until, one.x, one.tx, one.T)
        total += (reached - before) / (1.0 + discount) ** ((step + 0.5) / _STEPS_A_YEAR)
        before = reached
    return total


def each_once(_: Buying, found: Histories) -> Numbers:
    """Return one purchase of every row of customers (n,), which makes its worth the expected money of a purchase."""
    import numpy as np

    return np.ones(len(found.history.x))


class Worth:
    """The discounted revenue to come per customer, as a function of the log parameters of both models.

    ``ahead`` says how many purchases it is the revenue of, where it is not of those to come within the horizon.

    A customer who bought again is expected to spend what the model makes of the customer's own mean; one whose
    repeat purchases were all refunded or free counts with a mean of nought; one who bought once with that of all.
    """

    def __init__(self, found: Histories, discount: float, *, ahead: Ahead | None = None) -> None:
        import numpy as np

        self.found = found
        self.ahead = ahead or partial(discounted_purchases, discount=discount)
        self.again = found.history.x[found.place]
        self.spend = np.maximum(found.spend, 0.0)
        self.once = found.history.weight * (found.history.x == 0)

    def parts(self, buying: Numbers, spending: Numbers) -> tuple[Numbers, Numbers]:
        """Return the revenue of a customer of every row if each had bought once (n,), and of every repeater (m,)."""
        import numpy as np

        money = spending_at(spending)
        ahead = self.ahead(buying_at(buying), self.found)
        nothing = np.zeros(1)
        return (
            ahead * conditional_mean(money, nothing, nothing),
            ahead[self.found.place] * conditional_mean(money, self.again, self.spend),
        )

    def mean(self, logs: Numbers) -> Numbers:
        """Return the revenue per customer at the seven log parameters."""
        import numpy as np

        once, again = self.parts(logs[:4], logs[4:])
        return np.asarray((summed(self.once, once) + again.sum()) / self.found.customers, dtype=np.float64)

    def interval(self, models: Models) -> tuple[Interval, float]:
        """Return the revenue per customer with its interval, and the largest customer's share of it.

        Linearised over customers: each moves the mean by the customer's own revenue and by what the customer moves
        both fits by, so that the covariance of purchases and money is in it.
        """
        import numpy as np

        buying, spending = models.buying, models.spending
        logs = np.concatenate([buying.logs, spending.logs])
        value = float(self.mean(logs))
        slope = jacobian(self.mean, logs)
        once, again = self.parts(buying.logs, spending.logs)
        by_fit = np.einsum("ij,j->i", buying.influence, slope[:4])
        moved_once = once - value + by_fit
        moved_again = again - value + by_fit[self.found.place]
        by_money = np.einsum("ij,j->i", spending.influence, slope[4:])
        moved_again[models.sampled] += by_money * (self.found.customers / spending.observations)
        squares = summed(self.once, moved_once**2) + float((moved_again**2).sum())
        total = value * self.found.customers
        return normal_interval(value, squares**0.5 / self.found.customers), float(again.max()) / total

"""Maximum likelihood for a handful of positive parameters, with what linearised intervals need.

Parameters are fitted as logarithms, by BFGS with the analytic gradient. Its limited-memory variant saves nothing at
two to four parameters, and its many small calls of LAPACK wait for threads on a busy machine. A weight says how many
identical observations stand in a row, so that a million customers may be some thousand rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reporter.statistics.interval import Interval
from reporter.statistics.quantiles import Z95

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.float64]
    #: Log parameters (k,) → log-likelihood (n,) and its gradient (n, k) of every row.
    Terms: TypeAlias = Callable[[Numbers], tuple[Numbers, Numbers]]

#: A parameter whose logarithm leaves ±LIMIT has run away: the data do not tell it.
LIMIT = 12.0
#: The largest gradient of the mean log-likelihood at which the top is taken as reached.
FLAT = 1e-5
#: The largest standard error of a log parameter; beyond, its 95 % interval spans more than a fiftieth to fifty times.
VAGUE = 2.0
_STEP = 1e-4


class NotConvergedError(ArithmeticError):
    """The likelihood has no maximum inside the limits, or none that was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The maximum.

    ``logs`` (k,) are the log parameters; ``log_likelihood`` is the weighted sum; ``weight`` (n,) as given;
    ``influence`` (n, k) is what one observation of each row moves ``logs`` by, times the number of observations.
    """

    logs: Numbers
    log_likelihood: float
    weight: Numbers
    influence: Numbers

    @property
    def observations(self) -> float:
        """How many observations the rows stand for."""
        return float(self.weight.sum())

    @property
    def covariance(self) -> Numbers:
        """The robust (sandwich) covariance (k, k) of ``logs`` (Huber 1967; White 1982)."""
        import numpy as np

        by_row = np.einsum("i,ij,ik->jk", self.weight, self.influence, self.influence)
        return np.asarray(by_row / self.observations**2, dtype=np.float64)


def maximise(terms: Terms, weight: Numbers, start: Numbers) -> Fitted:
    """Return the maximum of the weighted log-likelihood.

    Args:
        terms: log-likelihood and gradient of every row.
        weight: (n,) how many observations each row stands for.
        start: (k,) log parameters.

    Raises:
        ValueError: no observations, or a weight below nought.
        NotConvergedError: no maximum was found inside the limits.
    """
    import numpy as np
    from scipy.optimize import minimize

    total = float(weight.sum())
    if not total > 0 or (weight < 0).any():
        raise ValueError("no observations, or a weight below nought")

    def lack(logs: Numbers) -> tuple[float, Numbers]:
        # a step over the limits sees a plain, so that nothing overflows and the search comes to its end
        inside = np.clip(logs, -LIMIT, LIMIT)
        values, gradient = terms(inside)
        return -summed(weight, values) / total, -np.einsum("i,ij->j", weight, gradient) * (inside == logs) / total

    found = minimize(lack, start, jac=True, method="BFGS", options={"maxiter": 500, "gtol": FLAT / 10})
    logs = np.asarray(found.x, dtype=np.float64)
    value, gradient = lack(logs)
    if not np.isfinite(value) or (abs(logs) >= LIMIT).any():
        raise NotConvergedError("a parameter ran to its limit")
    if not abs(gradient).max() < FLAT:
        raise NotConvergedError("no maximum was found")
    information = jacobian(lambda at: lack(at)[1], logs)
    information = (information + information.T) / 2
    if not np.linalg.eigvalsh(information)[0] > 0:
        raise NotConvergedError("the likelihood is flat at its top")
    if (np.diag(np.linalg.inv(information)) > total * VAGUE**2).any():
        raise NotConvergedError("the data do not tell the order of a parameter")
    # one step of Newton's takes the last digits from the optimiser's tolerance
    logs = logs - np.linalg.solve(information, gradient)
    value = lack(logs)[0]
    influence: Numbers = np.linalg.solve(information, terms(logs)[1].T).T.astype(np.float64)
    return Fitted(logs=logs, log_likelihood=-value * total, weight=weight, influence=influence)


def summed(weight: Numbers, values: Numbers) -> float:
    """Return Σ weight · value over rows (n,), in numpy's own order: BLAS would add by as many threads as there are."""
    return float((weight * values).sum())


def jacobian(function: Callable[[Numbers], Numbers], at: Numbers) -> Numbers:
    """Return the derivatives (…, k) of a function's values (…) by central differences around ``at`` (k,)."""
    import numpy as np

    columns = []
    for place in range(len(at)):
        step = np.zeros(len(at))
        step[place] = _STEP
        columns.append((np.asarray(function(at + step)) - np.asarray(function(at - step))) / (2 * _STEP))
    return np.stack(columns, axis=-1)


def mean_of(values: Callable[[Numbers], Numbers], fitted: Fitted, among: Numbers | None = None) -> Interval:
    """Return the mean over observations of a quantity that hangs on the fitted parameters, with its interval.

    Linearised over the observations (infinitesimal jackknife, Jaeckel 1972): one observation moves the mean by its
    own value and by what it moves the parameters, so that both the choice of customers and the fit are in it.

    Args:
        values: log parameters (k,) → the quantity of every row (n,).
        fitted: the maximum.
        among: (n,) 1 for the rows that the mean is taken over, 0 for others; all where it is None.
    """
    import numpy as np

    here = np.ones(len(fitted.weight)) if among is None else among
    counted = fitted.weight * here
    share = float(counted.sum()) / fitted.observations

    def mean(logs: Numbers) -> Numbers:
        return np.asarray(summed(counted, values(logs)) / float(counted.sum()), dtype=np.float64)

    found = float(mean(fitted.logs))
    own = here * (values(fitted.logs) - found) / share
    moved = own + np.einsum("ij,j->i", fitted.influence, jacobian(mean, fitted.logs))
    return normal_interval(found, summed(fitted.weight, moved**2) ** 0.5 / fitted.observations)


def delta(function: Callable[[Numbers], Numbers], fitted: Fitted) -> Interval:
    """Return a number that hangs on the log parameters alone, with the interval of the delta method."""
    import numpy as np

    slope = jacobian(function, fitted.logs)
    variance = float(slope @ fitted.covariance @ slope)
    return normal_interval(float(np.asarray(function(fitted.logs))), max(0.0, variance) ** 0.5)


def normal_interval(value: float, se: float) -> Interval:
    """Return the normal 95 % interval of a quantity that is not below nought."""
    return Interval(value=value, low=max(0.0, value - Z95 * se), high=value + Z95 * se, se=se)

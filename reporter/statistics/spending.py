"""What customers spend: Gamma-Gamma (Fader & Hardie 2013, "The Gamma-Gamma model of monetary value").

A customer's purchases are gamma distributed (shape p) around a mean of the customer's own, which varies over
customers through a gamma distributed rate (shape q, rate v). All that counts of a customer are the number x of
repeat purchases and their mean m. The model takes spending as independent of how often one buys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.statistics.likelihood import maximise

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Fitted, Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Spends:
    """Repeat purchases x and their mean m, with the number of customers who share both, each (n,)."""

    x: Numbers
    m: Numbers
    weight: Numbers

    def __post_init__(self) -> None:
        """Refuse what the model cannot hold.

        Raises:
            ValueError: empty, of unequal length, no repeat purchase, or a mean that is not above nought.
        """
        if not len(self.x) or not len(self.x) == len(self.m) == len(self.weight):
            raise ValueError("no customers, or columns of unequal length")
        if not (self.x >= 1).all() or not (self.m > 0).all() or (self.weight < 0).any():
            raise ValueError("every customer has repeat purchases and a mean above nought")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The parameters; v is in the currency of the means."""

    p: float
    q: float
    v: float


def spending_at(logs: Numbers) -> Spending:
    """Return the parameters of their logarithms, in the order of the fit."""
    import numpy as np

    p, q, v = (float(one) for one in np.exp(logs))
    return Spending(p=p, q=q, v=v)


def fit_spending(spends: Spends) -> tuple[Spending, Fitted]:
    """Return the maximum likelihood estimate; log parameters in the order p, q, v.

    Money is scaled to a mean of 1, which the log-likelihood (a density of m) is corrected for.

    Raises:
        NotConvergedError: the data do not tell the parameters.
    """
    import numpy as np

    scale = float(np.average(spends.m, weights=spends.weight))
    scaled = Spends(x=spends.x, m=spends.m / scale, weight=spends.weight)
    found = maximise(Likelihood(scaled), spends.weight, np.log([3.0, 3.0, 1.0]))
    logs = found.logs + np.array([0.0, 0.0, np.log(scale)])
    corrected = found.log_likelihood - float(spends.weight.sum()) * float(np.log(scale))
    fitted = type(found)(logs=logs, log_likelihood=corrected, weight=found.weight, influence=found.influence)
    return spending_at(logs), fitted


class Likelihood:
    """The log-likelihood of every row with its gradient, as ``maximise`` asks for it."""

    def __init__(self, spends: Spends) -> None:
        import numpy as np

        self.spends = spends
        self.counts, self.place = np.unique(spends.x, return_inverse=True)
        self.log_m = np.log(spends.m)

    def __call__(self, logs: Numbers) -> tuple[Numbers, Numbers]:
        """Return (n,) and (n, 3) at the log parameters p, q, v.

        ln L = ln Γ(px+q)/(Γ(px)Γ(q)) + q ln v + (px−1) ln m + px ln x − (px+q) ln(v + m·x).
        """
        import numpy as np
        from scipy.special import gammaln, psi

        p, q, v = np.exp(logs)
        x, counts = self.spends.x, self.counts
        whole = v + self.spends.m * x
        log_whole, log_x = np.log(whole), np.log(counts)
        by_count = gammaln(p * counts + q) - gammaln(p * counts) - gammaln(q) + q * np.log(v) + p * counts * log_x
        both = psi(p * counts + q)
        gradient = np.empty((len(x), 3))
        gradient[:, 0] = x * ((both - psi(p * counts) + log_x)[self.place] + self.log_m - log_whole)
        gradient[:, 1] = (both - psi(q) + np.log(v))[self.place] - log_whole
        gradient[:, 2] = q / v - (p * x + q) / whole
        gradient *= np.array([p, q, v])
        value = by_count[self.place] + (p * x - 1.0) * self.log_m - (p * x + q) * log_whole
        return value, gradient


def population_mean(model: Spending) -> float:
    """Return the mean purchase over all customers, p·v/(q − 1).

    Raises:
        ValueError: q ≤ 1, where it is infinite.
    """
    if model.q <= 1:
        raise ValueError("the mean purchase has no end")
    return model.p * model.v / (model.q - 1.0)


def conditional_mean(model: Spending, x: Numbers, m: Numbers) -> Numbers:
    """Return E[M | x, m] = p(v + m·x)/(p·x + q − 1): the customer's own mean drawn towards that of all (note, eq. 5).

    At x = 0 it is the mean over all customers.

    Raises:
        ValueError: q ≤ 1, where that has no end.
    """
    population_mean(model)
    return model.p * (model.v + m * x) / (model.p * x + model.q - 1.0)

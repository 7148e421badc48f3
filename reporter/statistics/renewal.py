"""How long contracts last: shifted beta-geometric (Fader & Hardie 2007, J. of Interactive Marketing 21:76).

At the end of every step (a year, a month) a customer leaves with a probability of the customer's own, beta
distributed over customers (α, β). The ready to leave go first, so that retention rises with tenure although nobody
changes. Time is counted in whole steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.statistics.likelihood import maximise

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Fitted, Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenures:
    """Customers who share a tenure, one row each, all (n,).

    ``steps`` is the step in which they were lost, or the steps that they were seen to survive where ``lost`` is 0;
    ``entered`` is how many steps they had survived when they came under observation (0: watched from the start);
    ``weight`` is how many they are.
    """

    steps: Numbers
    lost: Numbers
    entered: Numbers
    weight: Numbers

    def __post_init__(self) -> None:
        """Refuse what cannot be counted.

        Raises:
            ValueError: lengths that do not fit, counts below nought, nobody seen over a whole step, or a tenure that
                ends before it was watched.
        """
        columns = (self.steps, self.lost, self.entered, self.weight)
        if not len(self.steps) or len({len(column) for column in columns}) != 1:
            raise ValueError("no tenures, or columns of unequal length")
        if any((column < 0).any() or (column % 1 != 0).any() for column in columns[:3]) or (self.weight < 0).any():
            raise ValueError("steps are whole and not below nought, nor is a weight")
        if (self.steps < self.entered + self.lost).any() or not self.steps.max() >= 1:
            raise ValueError("a tenure ends before it was watched, or nobody is seen over a whole step")

    def at_risk(self) -> Numbers:
        """Return how many were watched through each step 1 … k, (k,)."""
        import numpy as np

        t = np.arange(1.0, self.steps.max() + 1.0)[:, None]
        found: Numbers = (self.weight * ((self.entered < t) & (t <= self.steps))).sum(axis=1)
        return found

    def lost_in(self) -> Numbers:
        """Return how many were lost in each step 1 … k, (k,)."""
        import numpy as np

        here = self.lost > 0
        counts = np.bincount(
            self.steps[here].astype(np.int64), weights=self.weight[here], minlength=int(self.steps.max()) + 1
        )
        return np.asarray(counts[1:], dtype=np.float64)

    def survival(self) -> Numbers:
        """Return the observed survival after each step, (k,), by the product of the retained (Kaplan & Meier 1958)."""
        import numpy as np

        risk = self.at_risk()
        return np.asarray(np.cumprod(1.0 - self.lost_in() / np.where(risk > 0, risk, 1.0)), dtype=np.float64)

    def retention(self) -> float:
        """Return the share retained a step, over all steps: the estimate of one that stays the same."""
        return 1.0 - float(self.lost_in().sum() / self.at_risk().sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """The parameters of the beta distribution of the probability to leave."""

    alpha: float
    beta: float


def renewal_at(logs: Numbers) -> Renewal:
    """Return the parameters of their logarithms, in the order of the fit."""
    import numpy as np

    alpha, beta = (float(one) for one in np.exp(logs))
    return Renewal(alpha=alpha, beta=beta)


def fit_renewal(tenures: Tenures) -> tuple[Renewal, Fitted]:
    """Return the maximum likelihood estimate; log parameters in the order α, β.

    Raises:
        NotConvergedError: the data do not tell the parameters, as where all leave with the same probability.
    """
    import numpy as np

    found = maximise(Likelihood(tenures), tenures.weight, np.zeros(2))
    return renewal_at(found.logs), found


class Likelihood:
    """The log-likelihood of every row with its gradient, as ``maximise`` asks for it."""

    def __init__(self, tenures: Tenures) -> None:
        self.tenures = tenures

    def __call__(self, logs: Numbers) -> tuple[Numbers, Numbers]:
        """Return (n,) and (n, 2) at the log parameters α, β.

        ln B(α+1, β+t−1) of the lost, ln B(α, β+t) of those still there, given that they were there after the steps
        before they were watched: − ln B(α, β+entered).
        """
        import numpy as np
        from scipy.special import betaln, psi

        alpha, beta = np.exp(logs)
        # B(α+1, β+t−1): one more in α, one less in β
        lost, t, before = self.tenures.lost, self.tenures.steps, self.tenures.entered
        left = beta + t - lost
        value = betaln(alpha + lost, left) - betaln(alpha, beta + before)
        both = psi(alpha + beta + before) - psi(alpha + beta + t)
        gradient = np.empty((len(t), 2))
        gradient[:, 0] = alpha * (both + lost / alpha)
        gradient[:, 1] = beta * (both + psi(left) - psi(beta + before))
        return value, gradient


def survival(model: Renewal, t: Numbers) -> Numbers:
    """Return S(t) = B(α, β+t)/B(α, β), the share still there after t steps (paper, equation 6)."""
    import numpy as np
    from scipy.special import betaln

    found: Numbers = np.exp(betaln(model.alpha, model.beta + t) - betaln(model.alpha, model.beta))
    return found


def retention_rate(model: Renewal, t: Numbers) -> Numbers:
    """Return r_t = (β + t − 1)/(α + β + t − 1), the share of those there who stay in step t (paper, equation 8)."""
    return (model.beta + t - 1.0) / (model.alpha + model.beta + t - 1.0)


def discounted_lifetime(model: Renewal, discount: float) -> float:
    """Return Σ S(t)/(1+d)^t over t = 0, 1, …: the discounted steps of a new customer, F(1, β; α+β; 1/(1+d)).

    Source: Fader & Hardie 2010, Marketing Science 29:85.

    Raises:
        ValueError: ``discount`` (a step) is not above nought and the sum has no end.
    """
    from scipy.special import hyp2f1

    if discount < 0 or (discount == 0 and model.alpha <= 1):
        raise ValueError("the expected lifetime has no end")
    return float(hyp2f1(1.0, model.beta, model.alpha + model.beta, 1.0 / (1.0 + discount)))


def constant_lifetime(retention: float, discount: float) -> float:
    """Return (1+d)/(1+d−r), the discounted steps of a new customer whose retention stays the same.

    Raises:
        ValueError: the sum has no end.
    """
    left = 1.0 + discount - retention
    if left <= 0:
        raise ValueError("the expected lifetime has no end")
    return (1.0 + discount) / left

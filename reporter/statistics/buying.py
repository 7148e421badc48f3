"""When customers buy without a contract: BG/NBD (Fader, Hardie & Lee 2005, Marketing Science 24:275).

While alive a customer buys as a Poisson process whose rate is gamma distributed over customers (shape r, rate α);
after every purchase the customer leaves for good with a probability that is beta distributed (a, b). All that
counts of a customer are x repeat purchases, the time tx of the last and the time T under observation, both since
the first purchase. Customers who share all three are one row with a weight. The unit of time is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.statistics.likelihood import maximise, summed

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Fitted, Numbers

#: The closed form divides by a − 1 and by a + b − 1, and scipy's hypergeometric function has no value where its first
#: parameter is nought or C − A − B is whole. As near to these points as _NEAR, two neighbours are averaged; one of the
#: steps to them is clear of the other points.
_NEAR = 1e-7
_BESIDE = (1e-5, 2e-5, 3e-5, 4e-5, 5e-5)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What customers did: x, tx and T with the number of customers who share them, each (n,)."""

    x: Numbers
    tx: Numbers
    T: Numbers
    weight: Numbers

    def __post_init__(self) -> None:
        """Refuse what no customer can have done.

        Raises:
            ValueError: empty, of unequal length, not 0 ≤ tx ≤ T, or a repeat before the first.
        """
        if not len(self.x) or not len(self.x) == len(self.tx) == len(self.T) == len(self.weight):
            raise ValueError("no histories, or of unequal length")
        if (self.x < 0).any() or (self.x % 1 != 0).any() or (self.weight < 0).any():
            raise ValueError("repeat purchases are counts, weights are not below nought")
        if not ((self.tx >= 0) & (self.tx <= self.T)).all():
            raise ValueError("the last purchase lies between the first and the end of the observation")
        if ((self.x == 0) & (self.tx > 0)).any():
            raise ValueError("a customer without a repeat purchase has a last one after the first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Buying:
    """The parameters; α is in the unit of time of the histories."""

    r: float
    alpha: float
    a: float
    b: float


def buying_at(logs: Numbers) -> Buying:
    """Return the parameters of their logarithms, in the order of the fit."""
    import numpy as np

    r, alpha, a, b = (float(one) for one in np.exp(logs))
    return Buying(r=r, alpha=alpha, a=a, b=b)


def fit_buying(history: History) -> tuple[Buying, Fitted]:
    """Return the maximum likelihood estimate; log parameters in the order r, α, a, b.

    Time is scaled to a mean observation of 1, which the log-likelihood is corrected for: a density of x times
    changes by the factor of scale to the power x.

    Raises:
        ValueError: nobody was observed for any time.
        NotConvergedError: the data do not tell the parameters.
    """
    import numpy as np

    scale = float(np.average(history.T, weights=history.weight))
    if not scale > 0:
        raise ValueError("nobody was observed for any time")
    scaled = History(x=history.x, tx=history.tx / scale, T=history.T / scale, weight=history.weight)
    terms = Likelihood(scaled)
    found = maximise(terms, history.weight, np.zeros(4))
    logs = found.logs + np.array([0.0, np.log(scale), 0.0, 0.0])
    corrected = found.log_likelihood - summed(history.weight, history.x) * float(np.log(scale))
    fitted = type(found)(logs=logs, log_likelihood=corrected, weight=found.weight, influence=found.influence)
    return buying_at(logs), fitted


class Likelihood:
    """The log-likelihood of every row with its gradient, as ``maximise`` asks for it."""

    def __init__(self, history: History) -> None:
        import numpy as np

        self.history = history
        self.counts, self.place = np.unique(history.x, return_inverse=True)
        self.repeats = history.x > 0

    def __call__(self, logs: Numbers) -> tuple[Numbers, Numbers]:
        """Return (n,) and (n, 4) at the log parameters r, α, a, b.

        ln L = ln Γ(r+x)/Γ(r) + r ln α + ln B(a, b+x)/B(a, b) + ln[(α+T)^−(r+x) + (x>0) a/(b+x−1) (α+tx)^−(r+x)].
        """
        import numpy as np
        from scipy.special import gammaln, psi

        r, alpha, a, b = np.exp(logs)
        x, counts = self.history.x, self.counts
        log_end, log_last = np.log(alpha + self.history.T), np.log(alpha + self.history.tx)
        left = np.where(self.repeats, b + x - 1.0, 1.0)
        stayed = -(r + x) * log_end
        went = np.where(self.repeats, np.log(a) - np.log(left) - (r + x) * log_last, -np.inf)
        both = np.logaddexp(stayed, went)
        p, q = np.exp(stayed - both), np.exp(went - both)
        by_count = (
            gammaln(r + counts) - gammaln(r) + r * np.log(alpha)
            + gammaln(a + b) + gammaln(b + counts) - gammaln(b) - gammaln(a + b + counts)
        )  # fmt: skip
        change = psi(a + b) - psi(a + b + counts)
        gradient = np.empty((len(x), 4))
        gradient[:, 0] = (psi(r + counts) - psi(r))[self.place] + np.log(alpha) - p * log_end - q * log_last
        gradient[:, 1] = r / alpha - (r + x) * (p * np.exp(-log_end) + q * np.exp(-log_last))
        gradient[:, 2] = change[self.place] + q / a
        gradient[:, 3] = (change + psi(b + counts) - psi(b))[self.place] - q / left
        gradient *= np.array([r, alpha, a, b])
        return by_count[self.place] + both, gradient


def alive(model: Buying, x: Numbers, tx: Numbers, T: Numbers) -> Numbers:  # noqa: N803 - the papers' letter
    """Return the probability that a customer is still alive at T; 1 for x = 0, whom the model cannot see leave.

    Source: Fader, Hardie & Lee 2008, "Computing P(alive) using the BG/NBD model".
    """
    import numpy as np
    from scipy.special import expit

    with np.errstate(divide="ignore"):
        odds = np.log(np.maximum(model.b + x - 1.0, 0.0)) - np.log(model.a)
    odds = odds - (model.r + x) * (np.log(model.alpha + T) - np.log(model.alpha + tx))
    found: Numbers = np.where(x > 0, expit(odds), 1.0)
    return found


def expected_purchases(model: Buying, t: Numbers) -> Numbers:
    """Return E[X(t)], the repeat purchases of a new customer in the time t after the first (paper, equation 9)."""
    import numpy as np

    zero = np.zeros_like(np.asarray(t, dtype=np.float64))
    return _purchases_of_the_living(model, zero, zero, t)


def conditional_purchases(model: Buying, t: float | Numbers, x: Numbers, tx: Numbers, T: Numbers) -> Numbers:  # noqa: N803
    """Return E[Y(t) | x, tx, T], the purchases in the time t after T (paper, equation 10)."""
    return alive(model, x, tx, T) * _purchases_of_the_living(model, x, T, t)


def _purchases_of_the_living(model: Buying, x: Numbers, T: Numbers, t: float | Numbers) -> Numbers:  # noqa: N803
    """Return the purchases in the time t to come of customers who are alive at T.

    (c/(a−1)) · [1 − (1−z)^(a−1) · F(c−r−x, a−1; c; z)] with c = a+b+x−1 and z = t/(α+T+t): the paper's equation
    after Euler's transformation F(A, B; C; z) = (1−z)^(C−A−B) F(C−A, C−B; C; z), whose terms stay small for any x.
    """
    import numpy as np
    from scipy.special import hyp2f1

    r, a, b = model.r, model.a, model.b
    if _clear(r, a, b) < _NEAR:
        step = next(one for one in _BESIDE if min(_clear(r, a - one, b), _clear(r, a + one, b)) >= _NEAR)
        beside = [Buying(r=r, alpha=model.alpha, a=near, b=b) for near in (a - step, a + step)]
        low, high = (_purchases_of_the_living(one, x, T, t) for one in beside)
        return (low + high) / 2.0
    c = a + b + x - 1.0
    z = t / (model.alpha + T + t)
    found = c / (a - 1.0) * (1.0 - (1.0 - z) ** (a - 1.0) * hyp2f1(a + b - 1.0 - r, a - 1.0, c, z))
    return np.asarray(found, dtype=np.float64)


def _clear(r: float, a: float, b: float) -> float:
    """Return how far a is from the points where the closed form has no value."""
    apart = r - a
    return min(abs(a - 1.0), abs(a + b - 1.0), abs(a + b - 1.0 - r), abs(apart - round(apart)))

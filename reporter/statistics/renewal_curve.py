"""The survival of contracts with tenure, whether the data show that customers differ in how ready they are to leave.

Where they show none, the likelihood of the shifted beta-geometric rises for ever with α + β, or is too flat to tell
the two. Then retention that stays the same is fitted on its own. That is an assumption, not a finding: few customers,
or few steps, may hide a difference. The intervals of the constant rate take it as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reporter.statistics.likelihood import NotConvergedError, maximise
from reporter.statistics.renewal import (
    Renewal,
    constant_lifetime,
    discounted_lifetime,
    fit_renewal,
    renewal_at,
    retention_rate,
    survival,
)

if TYPE_CHECKING:
    from reporter.statistics.likelihood import Fitted, Numbers
    from reporter.statistics.renewal import Tenures


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A fitted curve; the log parameters are α and β where customers are seen to ``differ``, else ln(−ln r)."""

    fitted: Fitted
    differ: bool

    @property
    def model(self) -> Renewal | None:
        """The beta distribution, or None where retention stays the same."""
        return renewal_at(self.fitted.logs) if self.differ else None

    def survival(self, logs: Numbers, t: Numbers) -> Numbers:
        """Return the share still there after t steps at the log parameters."""
        return survival(renewal_at(logs), t) if self.differ else constant_at(logs) ** t

    def retention(self, logs: Numbers, t: Numbers) -> Numbers:
        """Return the share of those there who stay in step t."""
        return retention_rate(renewal_at(logs), t) if self.differ else constant_at(logs) + 0.0 * t

    def lifetime(self, logs: Numbers, discount: float) -> float:
        """Return the discounted steps of a new customer.

        Raises:
            ValueError: they have no end.
        """
        if self.differ:
            return discounted_lifetime(renewal_at(logs), discount)
        return constant_lifetime(constant_at(logs), discount)


def constant_at(logs: Numbers) -> float:
    """Return the retention r of ln(−ln r)."""
    import numpy as np

    return float(np.exp(-np.exp(logs[0])))


def fit_curve(tenures: Tenures) -> Curve:
    """Return the best fit.

    Raises:
        NotConvergedError: nobody, or everybody, was lost in a step.
    """
    try:
        return Curve(fitted=fit_renewal(tenures)[1], differ=True)
    except NotConvergedError:
        return Curve(fitted=_fit_constant(tenures), differ=False)


def _fit_constant(tenures: Tenures) -> Fitted:
    """Return the constant retention: every step watched is one trial."""
    import numpy as np

    lost, stayed = tenures.lost, tenures.steps - tenures.lost - tenures.entered

    def terms(logs: Numbers) -> tuple[Numbers, Numbers]:
        hazard = np.exp(logs[0])
        value = lost * np.log(-np.expm1(-hazard)) - stayed * hazard
        return value, (hazard * (lost / np.expm1(hazard) - stayed))[:, None]

    return maximise(terms, tenures.weight, np.array([-1.0]))

"""The sums of a period by group of customers, from which intervals and paired differences are resampled."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """One period's ratios Σy/Σx over customers; a ratio is absent where nobody is behind it.

    ``ratios``: name → (1000, 2) sums of x and y by group of customers. ``mark:<item>`` and ``score:<item>`` are
    ratios of single questions, ``index:<block>`` of indices in index units, ``retention`` of the customers at the
    start in per cent, and those of ``queries.groups.ORDER_RATIOS``. ``drawn``: name → (draws, 5) sums of x, y, x²,
    xy and y² in every resample of customers, for the ratios whose interval or difference is resampled; all
    names and periods are drawn with the same customers.
    """

    ratios: Mapping[str, NDArray[np.float64]] = field(default_factory=lambda: MappingProxyType({}))
    drawn: Mapping[str, NDArray[np.float64]] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, name: str) -> NDArray[np.float64] | None:
        """Return the sums of a ratio by group, or None where nobody is behind it."""
        return self.ratios.get(name)

    def value(self, name: str) -> float:
        """Return Σy/Σx of a ratio that is there."""
        x, y = self.ratios[name].sum(axis=0)
        return float(y / x)

    def moments(self, name: str) -> NDArray[np.float64]:
        """Return (draws, 5), the sums of x, y, x², xy and y² of a drawn ratio that is there."""
        return self.drawn[name]

    def replicates(self, name: str) -> NDArray[np.float64]:
        """Return Σy/Σx of every resample, (draws,), of a drawn ratio that is there."""
        import numpy as np

        drawn = self.drawn[name]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio: NDArray[np.float64] = drawn[:, 1] / drawn[:, 0]
        return ratio


def with_draws(groups: Mapping[int | str, Groups], names: frozenset[str], seed: int) -> dict[int | str, Groups]:
    """Return the groups with their resamples, all drawn in one matrix product.

    Args:
        groups: by period or segment.
        names: the ratios to be drawn.
        seed: starts the draws.
    """
    import numpy as np

    from reporter.statistics.resampling import resample

    places = [(where, name) for where, one in groups.items() for name in one.ratios if name in names]
    if not places:
        return dict(groups)
    columns = []
    for where, name in places:
        x, y = groups[where].ratios[name].T
        columns.append(np.column_stack([x, y, x * x, x * y, y * y]))
    drawn = resample(np.hstack(columns), seed=seed)
    width = columns[0].shape[1]
    found: dict[int | str, Groups] = {}
    for where, one in groups.items():
        at = {name: width * place for place, (there, name) in enumerate(places) if there == where}
        found[where] = Groups(
            ratios=one.ratios,
            drawn={name: drawn[:, start : start + width] for name, start in at.items()},
        )
    return found

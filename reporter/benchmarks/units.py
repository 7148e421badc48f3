"""The unit of every indicator that an outside figure may be given for.

It repeats what the indicators declare, because stages do not import one another; a test compares
the two. The triad and its legs are missing on purpose: they are our own composites, which nobody
else publishes.
"""

from __future__ import annotations

from reporter.model import Unit

UNITS: dict[str, Unit] = {
    "aov": Unit.MONEY,
    "cancel_rate": Unit.PERCENT,
    "ces": Unit.INDEX,
    "churn": Unit.PERCENT,
    "clv_simple": Unit.MONEY,
    "complaint_rate": Unit.PERCENT,
    "csat": Unit.PERCENT,
    "csat_idx": Unit.INDEX,
    "freq": Unit.RATIO,
    "loy_idx": Unit.INDEX,
    "nki": Unit.INDEX,
    "nps": Unit.NPS,
    "pvalue_idx": Unit.INDEX,
    "rebuy_intent": Unit.PERCENT,
    "repeat_rate": Unit.PERCENT,
    "repeat_within": Unit.PERCENT,
    "ret_rev_share": Unit.PERCENT,
    "retention": Unit.PERCENT,
    "rev_per_customer": Unit.MONEY,
    "sat_product": Unit.INDEX,
    "sat_service": Unit.INDEX,
    "switch_intent": Unit.PERCENT,
    "trust_idx": Unit.INDEX,
}

#: The values that a figure of each unit may take.
RANGES: dict[Unit, tuple[float, float]] = {
    Unit.PERCENT: (0.0, 100.0),
    Unit.INDEX: (0.0, 100.0),
    Unit.NPS: (-100.0, 100.0),
    Unit.MONEY: (0.0, float("inf")),
    Unit.RATIO: (0.0, float("inf")),
    Unit.HOURS: (0.0, float("inf")),
}

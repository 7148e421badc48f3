"""Indicators: what the tables say of satisfaction, value and loyalty, with interval, base and reason.

``measure(tables, plan)`` is the way in. The engine answers a few grouped questions with small exact sums;
every indicator is a pure function of these, in its own module under ``catalogue/``.
"""

from reporter.indicators.analysed import analysis_modules
from reporter.indicators.flags import FLAGS
from reporter.indicators.measuring import measure
from reporter.indicators.plan import Plan, Settings
from reporter.indicators.readings.retained import retention_from_counts
from reporter.indicators.registry import formulas, indicators

__all__ = [
    "FLAGS",
    "Plan",
    "Settings",
    "analysis_modules",
    "formulas",
    "indicators",
    "measure",
    "retention_from_counts",
]

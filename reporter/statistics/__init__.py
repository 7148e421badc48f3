"""Intervals, differences and tests: pure functions of a few sums, tested against scipy and statsmodels.

Shares are 0–1, scores and indices in their own unit. Every interval is 95 %.
"""

from reporter.statistics.counts import poisson
from reporter.statistics.difference import Difference, equivalent, holm, judge, welch, z_difference
from reporter.statistics.interval import Interval
from reporter.statistics.means import Moments, design_effect, kish, mean_interval, ratio
from reporter.statistics.promoters import nps_interval
from reporter.statistics.proportions import newcombe, wilson
from reporter.statistics.quantiles import Z90, Z95, normal_cdf, normal_quantile, student_cdf, student_quantile
from reporter.statistics.reliability import cronbach_alpha

__all__ = [
    "Z90",
    "Z95",
    "Difference",
    "Interval",
    "Moments",
    "cronbach_alpha",
    "design_effect",
    "equivalent",
    "holm",
    "judge",
    "kish",
    "mean_interval",
    "newcombe",
    "normal_cdf",
    "normal_quantile",
    "nps_interval",
    "poisson",
    "ratio",
    "student_cdf",
    "student_quantile",
    "welch",
    "wilson",
    "z_difference",
]

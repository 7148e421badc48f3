"""Readings, comparisons and findings in, a ``Report`` out; knows no language and no brand."""

from reporter.report.compose import compose
from reporter.report.material import AnalysisText, Material

__all__ = ["AnalysisText", "Material", "compose"]

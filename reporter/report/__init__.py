"""Readings, comparisons and findings in, a ``Report`` out; knows no language and no brand."""

from reporter.report.compose import compose
from reporter.report.material import Material

__all__ = ["Material", "compose"]

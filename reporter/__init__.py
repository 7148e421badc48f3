"""Exports in, a branded, benchmarked, statistically honest customer analysis out."""

__version__ = "0.1.0"

"""Retention from three counts alone (seed 003), and the counts that cannot be right."""

from __future__ import annotations

import pytest

from reporter.errors import InputError
from reporter.indicators import retention_from_counts


def test_the_seed_from_counts() -> None:
    """S = 1000, E = 900, N = 200: 70 %, 95 % 67.1–72.8."""
    found = retention_from_counts(1000, 900, 200)
    assert found is not None
    assert (found.value, round(found.low, 1), round(found.high, 1)) == (70.0, 67.1, 72.8)


def test_nobody_at_the_start_has_no_retention_from_counts() -> None:
    """S = 0: no value, never 0 % or ∞."""
    assert retention_from_counts(0, 5, 5) is None


def test_more_new_customers_than_customers_is_an_error() -> None:
    """E < N: N counts customers who are gone; refused with a way out."""
    with pytest.raises(InputError, match="D160"):
        retention_from_counts(1000, 100, 200)


def test_more_kept_than_there_were_is_an_error_unless_the_returned_are_known() -> None:
    """(E − N) > S: refused; with R = 60 it is (1150 − 100 − 60)/1000 = 99 %."""
    with pytest.raises(InputError, match="D161"):
        retention_from_counts(1000, 1150, 100)
    found = retention_from_counts(1000, 1150, 100, 60)
    assert found is not None
    assert found.value == 99.0

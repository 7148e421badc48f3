"""How well the items of an index agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def cronbach_alpha(n: int, sums: Sequence[float], squares: float, total_squares: float) -> float | None:
    """Return Cronbach's alpha (1951, Psychometrika 16:297) of k items, from sums over complete answers.

    Args:
        n: respondents who answered every item.
        sums: per item, the sum of its scores.
        squares: the sum of all squared scores of all items.
        total_squares: the sum over respondents of (the sum of their items)².

    Returns:
        alpha, or None where it has no meaning (fewer than two items or respondents, no variance).
    """
    k = len(sums)
    if k < 2 or n < 2:  # noqa: PLR2004
        return None
    items = squares - sum(total * total for total in sums) / n
    whole = total_squares - sum(sums) ** 2 / n
    if whole <= 1e-9 * max(1.0, total_squares):
        return None
    return k / (k - 1) * (1 - items / whole)

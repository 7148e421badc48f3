"""Shares of cases and orders, of which a customer may have several: their moments by customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.statistics import Moments
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def one_if(test: nw.Expr) -> nw.Expr:
    """Return 1 where the test holds, else 0 (where it is not known, too)."""
    return nw.when(test.fill_null(False)).then(1).otherwise(0)  # noqa: FBT003 - polars' call


def clustered(
    frame: nw.LazyFrame[Any], by: Sequence[str], shares: Mapping[str, tuple[nw.Expr, nw.Expr]]
) -> dict[tuple[Any, ...], dict[str, Moments]]:
    """Return, by the columns ``by``, the moments over customers (``key``) of several shares.

    Args:
        frame: one row a case, with ``key`` and the columns of ``by``.
        by: what the sums are grouped by.
        shares: name → whether a row counts, and whether it has the property.

    Returns:
        Moments of x (rows of the customer that count) and y (those of them with the property), over the
        customers with x > 0.
    """
    rows: dict[str, nw.Expr] = {}
    for place, (counts, has) in enumerate(shares.values()):
        rows |= {f"x{place}": one_if(counts).sum(), f"y{place}": one_if(counts & has).sum()}
    pairs = {name: (f"x{place}", f"y{place}") for place, name in enumerate(shares)}
    return moments_of(frame.group_by(*by, "key").agg(**rows), by, pairs)


def moments_of(
    frame: nw.LazyFrame[Any], by: Sequence[str], pairs: Mapping[str, tuple[str, str]]
) -> dict[tuple[Any, ...], dict[str, Moments]]:
    """Return, by the columns ``by``, the moments of several pairs of columns of whole numbers.

    Args:
        frame: one row a customer, with the columns of ``by`` and of the pairs.
        by: what the sums are grouped by.
        pairs: name → columns x and y; ``clusters`` are the customers with x > 0.
    """
    sums: dict[str, nw.Expr] = {}
    for place, (first, second) in enumerate(pairs.values()):
        x, y = nw.col(first), nw.col(second)
        parts = (one_if(x > 0), x, y, x * x, x * y, y * y)
        sums |= {f"m{place}_{part}": expression.sum() for part, expression in enumerate(parts)}
    width = len(sums) // max(1, len(pairs))
    result: dict[tuple[Any, ...], dict[str, Moments]] = {}
    for row in collect(frame.group_by(*by).agg(**sums)):
        values = [int(value) for value in row[len(by) :]]
        result[tuple(row[: len(by)])] = {
            name: _moments(values[place * width : (place + 1) * width]) for place, name in enumerate(pairs)
        }
    return result


def _moments(sums: Sequence[int]) -> Moments:
    clusters, x, y, xx, xy, yy = sums
    return Moments(clusters=clusters, x=x, y=y, xx=xx, xy=xy, yy=yy)

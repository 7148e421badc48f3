"""Periods as cells: every row is told which of the measured periods it belongs to.

Periods that overlap (rolling twelve months) cannot share one column, so they are spread over layers in
which none overlap; a row then stands once in each layer that holds it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from narwhals.typing import IntoExpr

    from reporter.model import Period

_EPOCH = date(1970, 1, 1)


def epoch_day(day: date) -> int:
    """Return the day as the tables count it, from 1970-01-01."""
    return (day - _EPOCH).days


def choose(column: str, values: Mapping[int, int], otherwise: int | None) -> nw.Expr:
    """Return the expression that maps a column's value to another, by its cell for instance."""
    common = set(values.values())
    if len(common) == 1 and otherwise is None:
        return nw.lit(common.pop())
    result: nw.Expr = nw.lit(otherwise, nw.Int64)
    for key, value in values.items():
        result = nw.when(nw.col(column) == key).then(nw.lit(value)).otherwise(result)
    return result


def layers(periods: Sequence[Period]) -> list[list[int]]:
    """Return the indices of the periods (in order of time) in as few layers without overlap as can be."""
    result: list[list[int]] = []
    for index, period in enumerate(periods):
        free = next((layer for layer in result if periods[layer[-1]].end <= period.start), None)
        if free is None:
            result.append([index])
        else:
            free.append(index)
    return result


def spread(frame: nw.LazyFrame[Any], column: str, periods: Sequence[Period]) -> nw.LazyFrame[Any]:
    """Return the rows whose day lies in a period, with the period's index as ``cell``."""
    parts = []
    for layer in layers(periods):
        cell: IntoExpr = nw.lit(None, nw.Int64)
        for index in layer:
            begin, end = epoch_day(periods[index].start), epoch_day(periods[index].end)
            inside = (nw.col(column) >= begin) & (nw.col(column) < end)
            cell = nw.when(inside).then(nw.lit(index)).otherwise(cell)
        parts.append(frame.with_columns(cell=cell).filter(~nw.col("cell").is_null()))
    return parts[0] if len(parts) == 1 else nw.concat(parts)

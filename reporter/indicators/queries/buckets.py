"""Sums over groups of customers, from which intervals are resampled.

A customer's group follows from the number of its keyed hash, so that it is random, the same in every period,
and the same in every run. With at most ``GROUPS`` customers in all, each is a group of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.statistics.resampling import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray


def bucket(key: str = "key") -> nw.Expr:
    """Return the group of a row's customer, 0 … GROUPS − 1; an anonymous row's key is negative."""
    own = nw.col(key)
    return nw.when(own < 0).then(-1 - own).otherwise(own) % GROUPS


def bucket_sums(
    frame: nw.LazyFrame[Any], columns: Sequence[str], units: Mapping[str, float] | None = None
) -> NDArray[np.float64]:
    """Return the columns summed over groups of customers, (GROUPS, columns), groups without a row as zeros.

    Args:
        frame: has ``key`` and the columns.
        columns: what is summed.
        units: by what a column is divided, 1 where it is not named.
    """
    import numpy as np

    found = np.zeros((GROUPS, len(columns)))
    sums = {f"s{place}": nw.col(name).sum().cast(nw.Float64) for place, name in enumerate(columns)}
    rows = frame.with_columns(bucket=bucket()).group_by("bucket").agg(**sums).to_native().fetchnumpy()
    places = np.asarray(rows["bucket"], dtype=np.int64)
    for place, name in enumerate(columns):
        found[places, place] = np.asarray(rows[f"s{place}"], dtype=np.float64) / (units or {}).get(name, 1.0)
    return found

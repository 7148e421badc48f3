"""Indices of several questions, per respondent and per customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.cells import choose
from reporter.indicators.queries.survey import TRANSACTION, Answers, Asked
from reporter.indicators.sums import INDEX_UNIT
from reporter.statistics import cronbach_alpha
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

#: index → its questions. A question belongs to one index only.
BLOCKS = {
    "nki": ("nki_overall", "nki_expectation", "nki_ideal"),
    "value": ("value_quality", "value_price"),
    "loyalty": ("nps", "rebuy"),
    "csat": ("csat",),
}
#: The engine knows an index by its number.
ORDER = {name: number for number, name in enumerate(BLOCKS)}
#: How many of the three questions of the satisfaction index a respondent must have answered.
NKI_NEEDED = 2


def needed(block: str, asked: int) -> int:
    """Return how many of the ``asked`` questions a respondent must have answered to count."""
    return min(NKI_NEEDED, asked) if block == "nki" else asked


def respondents(given: Answers, chosen: Collection[Asked]) -> nw.LazyFrame[Any]:
    """Return one row per respondent, index and period with the number of answers and their rescaled sums."""
    numbers = {which: number for number, which in enumerate(given.questions)}
    counts = nw.col("question") < 0  # none
    for question in sorted({which[1:] for which in chosen}):
        cells = [which.cell for which in chosen if which[1:] == question]
        counts = counts | ((nw.col("question") == numbers[question]) & nw.col("cell").is_in(sorted(cells)))
    rows = given.frame.filter(counts)
    places = {item: (block, place) for block, items in BLOCKS.items() for place, item in enumerate(items, start=1)}
    of_item = {numbers[question]: places[question[0]] for question in numbers if question[0] in places}
    block = choose("question", {number: ORDER[block] for number, (block, _) in of_item.items()}, 0)
    place = choose("question", {number: place for number, (_, place) in of_item.items()}, 0)
    share = (nw.col("score") - nw.col("low")) / (nw.col("high") - nw.col("low"))
    own = nw.when(nw.col("kind") == TRANSACTION).then(-1 - nw.col("response_id")).otherwise(nw.col("key"))
    scaled = rows.with_columns(
        block=block, place=place, respondent=own, points=(share * (100 * INDEX_UNIT)).round(0).cast(nw.Int64)
    )
    points = nw.col("points")
    return materialise(
        scaled.group_by("cell", "segment", "kind", "key", "respondent", "block").agg(
            k=nw.len(),
            weight=nw.col("weight").max(),
            points=points.sum().cast(nw.Int64),
            squares=(points * points).sum(),
            **{f"item{i}": nw.when(nw.col("place") == i).then(points).otherwise(0).sum() for i in (1, 2, 3)},
        ),
        given.connection,
    )


def alphas(frame: nw.LazyFrame[Any], asked: Mapping[tuple[int, str], int]) -> dict[tuple[int, str], float | None]:
    """Return Cronbach's alpha by (period, index) over the respondents who answered every question asked."""
    whole = nw.col("points")
    rows = collect(
        frame.group_by("cell", "block", "k").agg(
            nw.len().alias("n"),
            *(nw.col(f"item{i}").sum().alias(f"sum{i}") for i in (1, 2, 3)),
            nw.col("squares").sum().alias("all_squares"),
            (whole * whole).sum().alias("whole_squares"),
        )
    )
    unit, names = INDEX_UNIT, tuple(BLOCKS)
    return {
        (cell, names[block]): cronbach_alpha(
            n, [float(s) / unit for s in sums[:k]], float(squares) / unit**2, float(whole_squares) / unit**2
        )
        for cell, block, k, n, *sums, squares, whole_squares in rows
        if asked.get((cell, names[block])) == k
    }


def customer_rows(frame: nw.LazyFrame[Any], asked: Mapping[tuple[int, str], int]) -> nw.LazyFrame[Any]:
    """Return one row per customer and period, of every index: x (weight), y (weighted points), r (respondents)."""
    enough: nw.Expr | None = None
    for block in BLOCKS:
        cells = {cell: needed(block, n) for (cell, name), n in asked.items() if name == block}
        if cells:
            test = (nw.col("block") == ORDER[block]) & (nw.col("k") >= choose("cell", cells, None))
            enough = test if enough is None else enough | test
    counted = frame.filter(enough) if enough is not None else frame
    weight = nw.col("weight")
    value = (nw.col("points") / nw.col("k")).round(0).cast(nw.Int64)
    sums = {}
    for name in BLOCKS:
        here = nw.col("block") == ORDER[name]
        sums[f"x_{name}"] = nw.when(here).then(weight).otherwise(0).sum().cast(nw.Int64)
        sums[f"y_{name}"] = nw.when(here).then(weight * value).otherwise(0).sum().cast(nw.Int64)
        sums[f"r_{name}"] = nw.when(here).then(1).otherwise(0).sum().cast(nw.Int64)
    return counted.group_by("cell", "segment", "key").agg(**sums)


def index_sums(rows: nw.LazyFrame[Any]) -> dict[tuple[int, str], dict[str, int]]:
    """Return, by (period, segment), the customers (n), respondents (r) and sums of x, y, x², xy, y² of every index."""
    sums: dict[str, nw.Expr] = {}
    for name in BLOCKS:
        # weights make the squares of points too large for 64 bits
        x, y = nw.col(f"x_{name}").cast(nw.Int128), nw.col(f"y_{name}").cast(nw.Int128)
        sums[f"n_{name}"] = nw.when(x > 0).then(1).otherwise(0).sum()
        sums[f"r_{name}"] = nw.col(f"r_{name}").sum()
        sums |= {f"x_{name}": x.sum(), f"y_{name}": y.sum()}
        sums |= {f"xx_{name}": (x * x).sum(), f"xy_{name}": (x * y).sum(), f"yy_{name}": (y * y).sum()}
    return {
        (cell, segment): {name: int(value) for name, value in zip(sums, values, strict=True)}
        for cell, segment, *values in sorted(collect(rows.group_by("cell", "segment").agg(**sums)))
    }

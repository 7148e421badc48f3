"""Indices of several questions, per respondent, and how they move together across customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.activity import END, START
from reporter.indicators.queries.cells import choose
from reporter.indicators.queries.survey import TRANSACTION, Answers, Asked
from reporter.indicators.sums import INDEX_UNIT
from reporter.statistics import cronbach_alpha
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reporter.indicators.sums import Transition

#: index → its questions. A question belongs to one index only.
BLOCKS = {
    "nki": ("nki_overall", "nki_expectation", "nki_ideal"),
    "value": ("value_quality", "value_price"),
    "loyalty": ("nps", "rebuy"),
    "csat": ("csat",),
}
#: The engine knows an index by its number.
ORDER = {name: number for number, name in enumerate(BLOCKS)}
#: What a customer's row holds: the indices and, where it can be joined, retention.
NAMES = (*BLOCKS, "retention")
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
    """Return one row per customer and period: x (answers) and y (index points) of every index."""
    enough: nw.Expr | None = None
    for block in BLOCKS:
        cells = {cell: needed(block, n) for (cell, name), n in asked.items() if name == block}
        if cells:
            test = (nw.col("block") == ORDER[block]) & (nw.col("k") >= choose("cell", cells, None))
            enough = test if enough is None else enough | test
    counted = frame.filter(enough) if enough is not None else frame
    value = (nw.col("points") / nw.col("k")).round(0).cast(nw.Int64)
    sums = {}
    for name in NAMES:
        here = nw.col("block") == ORDER.get(name, -1)
        sums[f"x_{name}"] = nw.when(here).then(1).otherwise(0).sum().cast(nw.Int64)
        sums[f"y_{name}"] = nw.when(here).then(value).otherwise(0).sum().cast(nw.Int64)
    return counted.group_by("cell", "segment", "key").agg(**sums)


def aggregates() -> dict[str, nw.Expr]:
    """Return what is summed over customers, by name.

    ``n``, ``n_<index>`` (customers with x > 0), ``<a>`` and ``<a>*<b>`` for columns in alphabetical order.
    """
    columns = sorted(f"{axis}_{name}" for name in NAMES for axis in "xy")
    sums: dict[str, nw.Expr] = {"n": nw.len()}
    for name in NAMES:
        sums[f"n_{name}"] = nw.when(nw.col(f"x_{name}") > 0).then(1).otherwise(0).sum()
    for i, a in enumerate(columns):
        sums[a] = nw.col(a).sum()
        for b in columns[i:]:
            sums[f"{a}*{b}"] = (nw.col(a) * nw.col(b)).sum()
    return sums


def products(rows: nw.LazyFrame[Any]) -> dict[tuple[int, str], dict[str, int]]:
    """Return, by (period, segment), the sums and products of all x and y over customers."""
    sums = aggregates()
    return {
        (cell, segment): {name: int(value) for name, value in zip(sums, values, strict=True)}
        for cell, segment, *values in sorted(collect(rows.group_by("cell", "segment").agg(**sums)))
    }


def with_retention(
    rows: nw.LazyFrame[Any], customers: nw.LazyFrame[Any] | None, cells: Collection[int]
) -> nw.LazyFrame[Any]:
    """Add to the respondents' rows whether they were there at the start (x) and still at the end (y) of ``cells``."""
    if customers is None or not cells:
        return rows
    there = customers.filter(nw.col("cell").is_in(sorted(cells)) & (nw.col("state") % (2 * START) >= START))
    kept = nw.when(nw.col("state") % (2 * END) >= END).then(1).otherwise(0)
    both = rows.join(there.select("cell", "key", kept=kept), on=["cell", "key"], how="left")
    return both.with_columns(
        x_retention=nw.when(nw.col("kept").is_null()).then(0).otherwise(1),
        y_retention=nw.col("kept").fill_null(0),
    )


def with_silent(
    found: Mapping[tuple[int, str], Mapping[str, int]],
    transitions: Mapping[tuple[int, str], Transition],
    cells: Collection[int],
) -> dict[tuple[int, str], Mapping[str, int]]:
    """Add the customers who did not answer: of them only retention is known, so their products are counts."""
    result = dict(found)
    for (cell, segment), moved in transitions.items():
        if cell not in cells:
            continue
        sums = dict(found.get((cell, segment), dict.fromkeys(aggregates(), 0)))
        sums["n"] += moved.start - sums["x_retention"]
        for name in ("n_retention", "x_retention", "x_retention*x_retention"):
            sums[name] = moved.start
        for name in ("y_retention", "x_retention*y_retention", "y_retention*y_retention"):
            sums[name] = moved.kept
        result[cell, segment] = sums
    return result

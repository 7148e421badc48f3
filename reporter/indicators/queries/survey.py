"""Answers: which count in which period, and the sums of each question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from reporter.indicators.queries.cells import epoch_day, spread
from reporter.indicators.queries.customers import keyed, segmented
from reporter.indicators.sums import UNKNOWN, ItemSums
from reporter.statistics import Moments
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from reporter.indicators.plan import Plan
    from reporter.store import Tables


TRANSACTION = "transaction"
NOT_SCORED = "comment"
GROUP = ("cell", "segment", "item", "kind", "low", "high")
PROMOTER, DETRACTOR = 9, 6


class Asked(NamedTuple):
    """One question on one scale in one period."""

    cell: int
    item: str
    kind: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers that count, one row each, and what had to be left out for want of a date."""

    frame: nw.LazyFrame[Any]
    connection: duckdb.DuckDBPyConnection
    undated: bool
    undated_left_out: int
    responses: Mapping[int, int]


def answers(tables: Tables, plan: Plan) -> Answers | None:
    """Return the scored answers of all periods, or None where there is no survey.

    Of a relationship survey the latest answer of a customer to a question counts in each period; of a
    transactional one all do. Answers of a file without any date belong to the period of the report.
    """
    responses = tables.get("responses")
    if responses is None:
        return None
    scored = responses.filter(~nw.col("score").is_null() & (nw.col("item") != NOT_SCORED)).with_columns(
        nw.col("source").fill_null("")
    )
    files = collect(scored.group_by("source").agg(dated=nw.col("survey_day").count(), rows=nw.len()).sort("source"))
    undated = [str(source) for source, dated, _ in files if dated == 0]
    left_out = sum(int(rows) - int(dated) for _, dated, rows in files if dated)
    last = epoch_day(plan.period.last)
    if undated:
        missing = nw.col("survey_day").is_null() & nw.col("source").is_in(undated)
        scored = scored.with_columns(survey_day=nw.when(missing).then(nw.lit(last)).otherwise(nw.col("survey_day")))
    placed = spread(scored.filter(~nw.col("survey_day").is_null()), "survey_day", plan.periods)
    rows = segmented(
        keyed(placed, "response_id").select(
            "cell", "key", "known", "response_id", "survey_day", "item", "score",
            kind=nw.col("kind").fill_null("relationship"),
            low=nw.col("scale_low").fill_null(UNKNOWN).cast(nw.Int64),
            high=nw.col("scale_high").fill_null(UNKNOWN).cast(nw.Int64),
        ),
        tables,
    )  # fmt: skip
    held = materialise(_ranked(rows), tables.connection)
    counts = collect(held.group_by("cell").agg(n=nw.col("response_id").n_unique()))
    return Answers(
        connection=tables.connection,
        frame=held.filter((nw.col("kind") == TRANSACTION) | (nw.col("place") == nw.col("newest"))),
        undated=bool(undated),
        undated_left_out=left_out,
        responses={int(cell): int(n) for cell, n in counts},
    )


def _ranked(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Add each answer's ``place`` in time and that of its customer's ``newest`` to the same question and scale."""
    return rows.with_row_index("place", order_by=["survey_day", "response_id", "score"]).with_columns(
        newest=nw.col("place").max().over("cell", "kind", "key", "item", "low", "high")
    )


def histograms(given: Answers) -> dict[tuple[Asked, str], Counter[float]]:
    """Return how many answers each score got, by question, scale, period and segment."""
    found: dict[tuple[Asked, str], Counter[float]] = {}
    rows = collect(given.frame.group_by(*GROUP, "score").agg(n=nw.len()))
    for cell, segment, item, kind, low, high, score, n in sorted(rows):
        found.setdefault((Asked(cell, item, kind, low, high), segment), Counter())[float(score)] += int(n)
    return found


def moments(given: Answers, top_box: Mapping[tuple[int, int], int]) -> dict[tuple[Asked, str], ItemSums]:
    """Return the moments of score and mark by customer, by question, scale, period and segment."""
    score = nw.col("score")
    cut: nw.Expr = nw.col("high")
    for (low, high), lowest in sorted(top_box.items()):
        cut = nw.when((nw.col("low") == low) & (nw.col("high") == high)).then(nw.lit(lowest)).otherwise(cut)
    promoter = nw.when(score >= PROMOTER).then(1).otherwise(nw.when(score <= DETRACTOR).then(-1).otherwise(0))
    top = nw.when(score >= cut).then(1).otherwise(0)
    marked = given.frame.with_columns(mark=nw.when(nw.col("item") == "nps").then(promoter).otherwise(top))
    x, y, z = nw.col("x"), nw.col("y"), nw.col("z")
    rows = collect(
        marked.group_by(*GROUP, "key")
        .agg(x=nw.len(), y=score.sum(), z=nw.col("mark").sum())
        .group_by(*GROUP)
        .agg(
            nw.len().alias("c"), x.sum().alias("sx"), y.sum().alias("sy"), z.sum().alias("sz"),
            (x * x).sum().alias("sxx"), (x * y).sum().alias("sxy"), (y * y).sum().alias("syy"),
            (x * z).sum().alias("sxz"), (z * z).sum().alias("szz"),
        )
    )  # fmt: skip
    return {
        (Asked(*row[:1], *row[2:6]), row[1]): ItemSums(
            score=Moments(clusters=row[6], x=row[7], y=row[8], xx=row[10], xy=row[11], yy=row[12]),
            mark=Moments(clusters=row[6], x=row[7], y=row[9], xx=row[10], xy=row[13], yy=row[14]),
        )
        for row in rows
    }

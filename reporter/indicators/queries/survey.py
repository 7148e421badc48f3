"""Answers: which count in which period, and the sums of each question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from reporter.indicators.queries.cells import choose, epoch_day, spread
from reporter.indicators.queries.customers import keyed, numbered
from reporter.indicators.sums import DETRACTOR, PROMOTER, UNKNOWN, ItemSums
from reporter.indicators.waves import newest_wave
from reporter.statistics import Moments
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reporter.indicators.plan import Plan
    from reporter.store import Tables


TRANSACTION = "transaction"
NOT_SCORED = "comment"
QUESTION = ("item", "kind", "low", "high")
GROUP = ("cell", "segment", "question")
#: Weights are summed in whole hundred-thousandths, so that every run gives the same digits.
WEIGHT_UNIT = 100_000
LIGHTEST, HEAVIEST = 0.2, 5.0


class Asked(NamedTuple):
    """One question on one scale in one period."""

    cell: int
    item: str
    kind: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers that count, one row each, and what had to be left out for want of a date.

    ``rounds``: item → the newest of its undated survey rounds, which alone counts; None where none is known to be.
    ``frame`` has each answer's ``weight`` in whole ``weight_unit``-ths: 1 where the survey is not ``weighted``.
    """

    frame: nw.LazyFrame[Any]
    connection: duckdb.DuckDBPyConnection
    undated: bool
    undated_left_out: int
    rounds: Mapping[str, str | None]
    responses: Mapping[int, int]
    questions: tuple[tuple[str, str, int, int], ...]
    weighted: bool = False

    @property
    def weight_unit(self) -> int:
        """By what a weight is divided."""
        return WEIGHT_UNIT if self.weighted else 1

    @property
    def clustered(self) -> list[int]:
        """The numbers of the questions whose answers cannot each count as one customer: weighted or transactional."""
        return list(range(len(self.questions))) if self.weighted else self.transactional

    @property
    def transactional(self) -> list[int]:
        """The numbers of the questions asked after single purchases or contacts."""
        return [number for number, (_, kind, *_) in enumerate(self.questions) if kind == TRANSACTION]

    def asked(self, cell: int, question: int) -> Asked:
        """Return the question of this number in one period."""
        return Asked(cell, *self.questions[question])


def answers(tables: Tables, everyone: nw.LazyFrame[Any], plan: Plan) -> Answers | None:
    """Return the scored answers of all periods, or None where there is no survey.

    Of a relationship survey the latest answer of a customer to a question counts in each period; of a
    transactional one all do. Answers of a file without any date belong to the period of the report; of several
    survey rounds without dates the newest alone.
    """
    responses = tables.get("responses")
    if responses is None:
        return None
    dated, undated, left_out, rounds = _dated(responses, plan)
    questions = sorted(collect(dated.group_by(*QUESTION).agg(n=nw.len()).select(*QUESTION)))
    which: nw.Expr = nw.lit(0)
    for number, question in enumerate(questions):
        same = [nw.col(name) == value for name, value in zip(QUESTION, question, strict=True)]
        which = nw.when(*same).then(nw.lit(number)).otherwise(which)
    rows = (
        keyed(numbered(dated, "response_id"), everyone, "response_id")
        .with_row_index("place", order_by=["survey_day", "response_id", "score"])
        .select(
            "place", "key", "segment", "response_id", "survey_day", "score", "item", "kind", "low", "high", "weight",
            question=which,
        )
    )  # fmt: skip
    placed = spread(materialise(rows, tables.connection), "survey_day", plan.periods)
    counts = collect(placed.group_by("cell").agg(n=nw.col("response_id").n_unique()))
    counting = _counting(placed)
    [(weights,)] = collect(dated.select(n=nw.col("weight").count()))
    held = materialise(trimmed(counting) if weights else counting.with_columns(weight=nw.lit(1)), tables.connection)
    return Answers(
        connection=tables.connection,
        frame=held,
        undated=undated,
        undated_left_out=left_out,
        rounds=rounds,
        questions=tuple(questions),
        responses={int(cell): int(n) for cell, n in counts},
        weighted=bool(weights),
    )


def trimmed(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the answers with their weights over the median, kept within 0.2 and 5, in whole ``WEIGHT_UNIT``-ths.

    An answer without a weight stands for itself, the median. Trimming is the specification's (part 1.0): a
    few heavy respondents must not carry the figure.
    """
    group = ("cell", "question")
    medians = rows.group_by(*group).agg(median=nw.col("weight").median())
    share = nw.col("weight") / nw.col("median")
    kept = nw.when(share < LIGHTEST).then(LIGHTEST).otherwise(nw.when(share > HEAVIEST).then(HEAVIEST).otherwise(share))
    return rows.join(medians, on=list(group), how="left").with_columns(
        weight=(kept.fill_null(1.0) * WEIGHT_UNIT).round(0).cast(nw.Int64)
    )


def _dated(responses: nw.LazyFrame[Any], plan: Plan) -> tuple[nw.LazyFrame[Any], bool, int, dict[str, str | None]]:
    """Return the scored answers with a day, whether whole files had none, how many single answers, and the rounds."""
    scored = responses.filter(~nw.col("score").is_null() & (nw.col("item") != NOT_SCORED)).with_columns(
        nw.col("source").fill_null("")
    )
    files = collect(scored.group_by("source").agg(dated=nw.col("survey_day").count(), rows=nw.len()).sort("source"))
    undated = [str(source) for source, dated, _ in files if dated == 0]
    left_out = sum(int(rows) - int(dated) for _, dated, rows in files if dated)
    last = epoch_day(plan.period.last)
    rounds: dict[str, str | None] = {}
    if undated:
        missing = nw.col("survey_day").is_null() & nw.col("source").is_in(undated)
        scored, rounds = _newest_round(scored, missing)
        scored = scored.with_columns(survey_day=nw.when(missing).then(nw.lit(last)).otherwise(nw.col("survey_day")))
    dated = scored.filter(~nw.col("survey_day").is_null()).select(
        "customer_id", "response_id", "survey_day", "item", "score",
        weight=nw.col("weight") if "weight" in scored.columns else nw.lit(None, nw.Float64),
        kind=nw.col("kind").fill_null("relationship"),
        low=nw.col("scale_low").fill_null(UNKNOWN).cast(nw.Int64),
        high=nw.col("scale_high").fill_null(UNKNOWN).cast(nw.Int64),
    )  # fmt: skip
    return dated, bool(undated), left_out, rounds


def _newest_round(scored: nw.LazyFrame[Any], missing: nw.Expr) -> tuple[nw.LazyFrame[Any], dict[str, str | None]]:
    """Keep, of each question's undated survey rounds, the newest; where none is, its scale becomes unknown.

    Rounds without dates must not be pooled: nothing says that they are of one period.
    """
    if "wave" not in scored.columns:
        return scored, {}
    waves: dict[str, list[str]] = {}
    told = scored.filter(missing & ~nw.col("wave").is_null()).select("item", "wave").unique()
    for item, wave in sorted(collect(told)):
        waves.setdefault(str(item), []).append(str(wave))
    rounds = {item: newest_wave(names) for item, names in waves.items() if len(names) > 1}
    for item, newest in rounds.items():
        own = missing & (nw.col("item") == item)
        if newest is not None:
            scored = scored.filter(~own | (nw.col("wave") == newest).fill_null(False))  # noqa: FBT003 - polars' call
        else:
            open_ = [
                nw.when(~own).then(nw.col(end)).otherwise(nw.lit(None)).alias(end)
                for end in ("scale_low", "scale_high")
            ]
            scored = scored.with_columns(*open_)
    return scored, rounds


def _counting(placed: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return every transactional answer and, of each relationship question, the customer's latest in each period."""
    transactional = nw.col("kind") == TRANSACTION
    newest = (
        placed.filter(~transactional)
        .group_by("cell", "question", "key")
        .agg(place=nw.col("place").max())
        .select("cell", "place")
    )
    kept = placed.filter(~transactional).join(newest, on=["cell", "place"], how="semi")
    return nw.concat([kept, placed.filter(transactional)])


def histograms(given: Answers) -> dict[tuple[Asked, str], tuple[Counter[float], int]]:
    """Return the weight that each score got and the number of answers, by question, scale, period and segment."""
    found: dict[tuple[Asked, str], tuple[Counter[float], int]] = {}
    rows = collect(given.frame.group_by(*GROUP, "score").agg(n=nw.len(), w=nw.col("weight").sum()))
    unit = given.weight_unit
    for cell, segment, question, score, n, weight in sorted(rows):
        place = (given.asked(cell, question), segment)
        histogram, answers = found.get(place, (Counter(), 0))
        # a Counter adds parts of answers just as well, though its type speaks of whole ones
        histogram[float(score)] += int(weight) / unit if given.weighted else int(weight)  # type: ignore[assignment]
        found[place] = (histogram, answers + int(n))
    return found


def moments(given: Answers, top_box: Mapping[tuple[int, int], int]) -> dict[tuple[Asked, str], ItemSums]:
    """Return the answers and the moments of score and mark by customer, by question, scale, period and segment."""
    cuts = [_cuts(item, top_box.get((low, high), high)) for item, _, low, high in given.questions]
    repeated = _of_repeated(given, cuts)
    found = {}
    for (which, segment), (histogram, answers) in sorted(histograms(given).items()):
        above, below = cuts[given.questions.index(which[1:])]
        marks = {score: (score >= above) - (score <= below) for score in histogram}
        sums = repeated.get((which, segment)) or ItemSums(
            score=_once(histogram, {score: score for score in histogram}), mark=_once(histogram, marks)
        )
        found[which, segment] = replace(sums, histogram=histogram, answers=answers)
    return found


def _cuts(item: str, lowest: int) -> tuple[int, int]:
    """Return from where a score is marked +1 and up to where −1: promoters and detractors, or the top box alone."""
    return (PROMOTER, DETRACTOR) if item == "nps" else (lowest, UNKNOWN - 1)


def _once(histogram: Counter[float], values: Mapping[float, float]) -> Moments:
    """Return the moments of answers that were all given by different customers, each score with its value."""
    n = sum(histogram.values())
    y = sum(times * values[score] for score, times in sorted(histogram.items()))
    yy = sum(times * values[score] ** 2 for score, times in sorted(histogram.items()))
    return Moments(clusters=n, x=n, y=y, xx=n, xy=y, yy=yy)


def marked(given: Answers, top_box: Mapping[tuple[int, int], int]) -> nw.LazyFrame[Any]:
    """Return the answers with their ``mark``: +1/0/−1 for promoter, passive, detractor; 1/0 in and outside the box."""
    cuts = [_cuts(item, top_box.get((low, high), high)) for item, _, low, high in given.questions]
    return _with_marks(given.frame, cuts, range(len(cuts)))


def _with_marks(frame: nw.LazyFrame[Any], cuts: Sequence[tuple[int, int]], numbers: Sequence[int]) -> nw.LazyFrame[Any]:
    """Return the answers to the questions of these numbers with their mark."""
    score = nw.col("score")
    above, below = (choose("question", {number: cuts[number][side] for number in numbers}, 0) for side in (0, 1))
    high, low = (nw.when(test).then(1).otherwise(0) for test in (score >= above, score <= below))
    return frame.filter(nw.col("question").is_in(list(numbers))).with_columns(mark=high - low)


def _of_repeated(given: Answers, cuts: Sequence[tuple[int, int]]) -> dict[tuple[Asked, str], ItemSums]:
    """Return the moments of the questions that a customer may have answered several times or with a weight."""
    numbers = given.clustered
    if not numbers:
        return {}
    weight = nw.col("weight")
    x, y, z = nw.col("x"), nw.col("y"), nw.col("z")
    rows = collect(
        _with_marks(given.frame, cuts, numbers).group_by(*GROUP, "key")
        .agg(x=weight.sum(), y=(weight * nw.col("score")).sum(), z=(weight * nw.col("mark")).sum())
        .group_by(*GROUP)
        .agg(
            nw.len().alias("c"), x.sum().alias("sx"), y.sum().alias("sy"), z.sum().alias("sz"),
            (x * x).sum().alias("sxx"), (x * y).sum().alias("sxy"), (y * y).sum().alias("syy"),
            (x * z).sum().alias("sxz"), (z * z).sum().alias("szz"),
        )
    )  # fmt: skip
    unit = given.weight_unit
    return {
        (given.asked(cell, question), segment): ItemSums(
            score=Moments(clusters=c, x=x, y=y, xx=xx, xy=xy, yy=yy).scaled(unit),
            mark=Moments(clusters=c, x=x, y=z, xx=xx, xy=xz, yy=zz).scaled(unit),
        )
        for cell, segment, question, c, x, y, z, xx, xy, yy, xz, zz in rows
    }

"""A target and its battery of questions from the same respondents, as sums of products over groups of customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.blocks import needed
from reporter.indicators.queries.buckets import bucket_sums
from reporter.indicators.queries.survey import TRANSACTION
from reporter.indicators.sums import INDEX_UNIT
from reporter.store import collect, materialise

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reporter.indicators.queries.survey import Answers, Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """One row per respondent who has the target: ``target`` and ``v0``, ``v1``, … in millionths of an index point.

    ``answered`` tells how many of the ``respondents`` answered each question of ``items``, and ``customers`` how many
    customers they are.
    """

    rows: nw.LazyFrame[Any]
    items: tuple[str, ...]
    respondents: int
    customers: int
    answered: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """The respondents who answered everything, and their sums of products over groups of customers.

    ``groups``: (1000, 1 + k + k·(k+1)/2) with k questions, the target last: weights, sums, products, in index points.
    ``distinct`` tells of every question and the target whether not all answered alike.
    """

    respondents: int
    customers: int
    groups: NDArray[np.float64]
    distinct: tuple[bool, ...]


def by_respondent(given: Answers, questions: Sequence[Asked]) -> nw.LazyFrame[Any]:
    """Return one row per respondent: ``key``, ``respondent``, ``weight``, and ``v0``, ``v1``, … in millionths.

    The questions are of one period. A respondent of a relationship survey is the customer, of a transactional one
    the single response.
    """
    numbers = {which: given.questions.index(which[1:]) for which in questions}
    rows = given.frame.filter(
        (nw.col("cell") == questions[0].cell) & nw.col("question").is_in(sorted(set(numbers.values())))
    )
    share = (nw.col("score") - nw.col("low")) / (nw.col("high") - nw.col("low"))
    own = nw.when(nw.col("kind") == TRANSACTION).then(-1 - nw.col("response_id")).otherwise(nw.col("key"))
    scaled = rows.with_columns(respondent=own, points=(share * (100 * INDEX_UNIT)).round(0).cast(nw.Int64))
    values = {
        # a response that holds a question twice counts with its higher score
        f"v{place}": nw.when(nw.col("question") == numbers[which]).then(nw.col("points")).otherwise(None).max()
        for place, which in enumerate(questions)
    }
    return scaled.group_by("key", "respondent").agg(weight=nw.col("weight").max(), **values)


def battery(given: Answers, block: str, target: Sequence[Asked], questions: Sequence[Asked]) -> Battery:
    """Return the respondents who have the target, with their answers to the battery.

    Args:
        given: the answers that count.
        block: the index that is the target; it says how many of its questions a respondent must have answered.
        target: its questions.
        questions: the battery, of the same kind of survey and the same period.
    """
    first = len(questions)
    wide = by_respondent(given, [*questions, *target])
    own = [nw.col(f"v{first + place}") for place in range(len(target))]
    count = sum((nw.when(v.is_null()).then(0).otherwise(1) for v in own[1:]), _one(own[0]))
    total = sum((v.fill_null(0) for v in own[1:]), own[0].fill_null(0))
    rows = materialise(
        wide.with_columns(count=count, total=total)
        .filter(nw.col("count") >= needed(block, len(target)))
        .select(
            "key",
            "weight",
            *(f"v{place}" for place in range(first)),
            target=(nw.col("total") / nw.col("count")).round(0).cast(nw.Int64),
        ),
        given.connection,
    )
    [(respondents, customers, *answered)] = collect(
        rows.select(
            n=nw.len(),
            customers=nw.col("key").n_unique(),
            **{f"n{place}": nw.col(f"v{place}").count() for place in range(first)},
        )
    )
    return Battery(
        rows=rows,
        items=tuple(which.item for which in questions),
        respondents=int(respondents),
        customers=int(customers),
        answered=tuple(int(n) for n in answered),
    )


def complete(found: Battery, items: Sequence[str]) -> Complete:
    """Return the sums of the respondents who answered all of ``items``, each with its weight."""
    columns = [*(f"v{found.items.index(item)}" for item in items), "target"]
    whole = found.rows.filter(*(~nw.col(column).is_null() for column in columns))
    [(n, customers, *ends)] = collect(
        whole.select(
            n=nw.len(),
            customers=nw.col("key").n_unique(),
            **{f"low{place}": nw.col(column).min() for place, column in enumerate(columns)},
            **{f"high{place}": nw.col(column).max() for place, column in enumerate(columns)},
        )
    )
    weight = nw.col("weight").cast(nw.Int128)  # the square of points, times a weight, is too large for 64 bits
    products = {f"{a}*{b}": weight * nw.col(a) * nw.col(b) for place, a in enumerate(columns) for b in columns[place:]}
    weighted = {column: weight * nw.col(column) for column in columns}
    sums = ["weight", *columns, *products]
    units = dict.fromkeys(columns, float(INDEX_UNIT)) | dict.fromkeys(products, float(INDEX_UNIT) ** 2)
    k = len(columns)
    return Complete(
        respondents=int(n),
        customers=int(customers),
        groups=bucket_sums(whole.with_columns(**products, **weighted), sums, units),
        distinct=tuple(low != high for low, high in zip(ends[:k], ends[k:], strict=True)),
    )


def _one(value: nw.Expr) -> nw.Expr:
    """Return 1 where there is a value, else 0."""
    return nw.when(value.is_null()).then(0).otherwise(1)

"""Two questions set against each other by the same respondents: sums over customers, by period."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from reporter.indicators.queries.cells import choose
from reporter.indicators.queries.survey import TRANSACTION
from reporter.indicators.sums import INDEX_UNIT
from reporter.statistics import Moments
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reporter.indicators.queries.survey import Answers, Asked

    #: Per (period, question), which kind and scale counts.
    Chosen = Mapping[tuple[int, str], tuple[Asked, tuple[str, ...]]]

#: pair → the questions whose mean stands first, and the one that stands against it.
PAIRS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = MappingProxyType(
    {"value": (("value_quality", "value_price"), "competitor"), "parts": (("sat_product",), "sat_service")}
)
_SUMS: Final = ("w", "a", "b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Those who answered both sides in a period; w, a and b are a customer's weight and weighted index points.

    ``alike`` is False where the two sides were asked on different scales or in different kinds of survey: then there
    are no sums. ``sums`` has Σw, Σa, Σb, and the sums of their products as "wa".
    """

    low: int
    high: int
    alike: bool = True
    customers: int = 0
    answers: int = 0
    flags: tuple[str, ...] = ()
    sums: Mapping[str, float] = field(default_factory=dict)

    @property
    def scale(self) -> str:
        """The scale as text, "1-10"."""
        return f"{self.low}-{self.high}"

    @property
    def difference(self) -> Moments:
        """The moments of weights and a − b, in index points."""
        s = self.sums
        return Moments(
            clusters=self.customers,
            x=s["w"],
            y=s["a"] - s["b"],
            xx=s["ww"],
            xy=s["wa"] - s["wb"],
            yy=s["aa"] - 2 * s["ab"] + s["bb"],
        )

    @property
    def scores(self) -> Moments:
        """The moments of b and a as scores on their scale: their ratio is that of the two mean ratings."""
        s, low, step = self.sums, self.low, (self.high - self.low) / 100.0
        return Moments(
            clusters=self.customers,
            x=low * s["w"] + step * s["b"],
            y=low * s["w"] + step * s["a"],
            xx=low * low * s["ww"] + 2 * low * step * s["wb"] + step * step * s["bb"],
            xy=low * low * s["ww"] + low * step * (s["wa"] + s["wb"]) + step * step * s["ab"],
            yy=low * low * s["ww"] + 2 * low * step * s["wa"] + step * step * s["aa"],
        )


def pair_sums(
    given: Answers, chosen: Chosen, asked: Mapping[tuple[int, str], tuple[str, ...]]
) -> dict[tuple[int, str], Pair]:
    """Return the pairs by (period, pair); absent where one side was not asked.

    ``asked`` tells, per period and index, its questions that were really asked.
    """
    found: dict[tuple[int, str], Pair] = {}
    for name, (firsts, second) in PAIRS.items():
        sides: dict[int, list[Asked]] = {}
        for cell in sorted({cell for cell, _ in chosen}):
            own = [item for item in asked.get((cell, name), firsts) if (cell, item) in chosen]
            if not own or (cell, second) not in chosen:
                continue
            which = [chosen[cell, item][0] for item in (*own, second)]
            marks = dict.fromkeys(mark for item in (*own, second) for mark in chosen[cell, item][1])
            one, known = which[0], which[0].high > which[0].low
            alike = known and all((w.kind, w.low, w.high) == (one.kind, one.low, one.high) for w in which)
            found[cell, name] = Pair(low=one.low, high=one.high, alike=alike, flags=tuple(marks))
            if alike:
                sides[cell] = which
        for cell, (customers, answers, sums) in _asked_together(given, sides).items():
            pair = found[cell, name]
            found[cell, name] = Pair(
                low=pair.low, high=pair.high, customers=customers, answers=answers, flags=pair.flags, sums=sums
            )
    return {place: pair for place, pair in found.items() if not pair.alike or pair.customers}


def _asked_together(given: Answers, sides: Mapping[int, list[Asked]]) -> dict[int, tuple[int, int, dict[str, float]]]:
    """Return, by period, the customers, the respondents, and the sums of those who answered every question."""
    if not sides:
        return {}
    counts = nw.col("question") < 0  # none
    for cell, which in sides.items():
        numbers = [given.questions.index(one[1:]) for one in which]
        counts = counts | ((nw.col("cell") == cell) & nw.col("question").is_in(numbers))
    seconds = sorted({given.questions.index(which[-1][1:]) for which in sides.values()})
    points = ((nw.col("score") - nw.col("low")) / (nw.col("high") - nw.col("low")) * (100 * INDEX_UNIT)).round(0)
    second = nw.col("question").is_in(seconds)
    own = nw.when(nw.col("kind") == TRANSACTION).then(-1 - nw.col("response_id")).otherwise(nw.col("key"))
    rows = given.frame.filter(counts).with_columns(respondent=own, points=points.cast(nw.Int64), second=second)
    each = rows.group_by("cell", "key", "respondent").agg(
        weight=nw.col("weight").max(),
        k=nw.when(nw.col("second")).then(0).otherwise(1).sum(),
        m=nw.when(nw.col("second")).then(1).otherwise(0).sum(),
        first=nw.when(nw.col("second")).then(0).otherwise(nw.col("points")).sum(),
        other=nw.when(nw.col("second")).then(nw.col("points")).otherwise(0).sum(),
    )
    needed = choose("cell", {cell: len(which) - 1 for cell, which in sides.items()}, None)
    complete = each.filter((nw.col("k") >= needed) & (nw.col("m") > 0))
    mean = {"a": nw.col("first") / nw.col("k"), "b": nw.col("other") / nw.col("m")}
    return _summed(
        complete.with_columns(
            **{side: nw.col("weight") * value.round(0).cast(nw.Int128) for side, value in mean.items()}
        ),
        given.weight_unit,
    )


def _summed(respondents: nw.LazyFrame[Any], unit: int) -> dict[int, tuple[int, int, dict[str, float]]]:
    """Return the sums over customers of w, a, b and their products, by period, in whole weights and index points."""
    customers = respondents.group_by("cell", "key").agg(
        r=nw.len(),
        w=nw.col("weight").sum().cast(nw.Int128),
        a=nw.col("a").sum().cast(nw.Int128),
        b=nw.col("b").sum().cast(nw.Int128),
    )
    products = [(one, two) for place, one in enumerate(_SUMS) for two in _SUMS[place:]]
    names = [*_SUMS, *(one + two for one, two in products)]
    rows = collect(
        customers.group_by("cell").agg(
            nw.len().alias("n"),
            nw.col("r").sum().alias("answers"),
            *(nw.col(one).sum().alias(f"s_{one}") for one in _SUMS),
            *((nw.col(one) * nw.col(two)).sum().alias(f"s_{one}{two}") for one, two in products),
        )
    )
    scale = {"w": unit, "a": unit * INDEX_UNIT, "b": unit * INDEX_UNIT}
    return {
        int(cell): (
            int(n),
            int(answers),
            {
                name: int(value) / math.prod(scale[one] for one in name)
                for name, value in zip(names, values, strict=True)
            },
        )
        for cell, n, answers, *values in rows
    }

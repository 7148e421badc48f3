"""The survey's sums of all periods, and the decisions which kind and scale of a question counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reporter.indicators import flags
from reporter.indicators.queries import blocks as index_queries
from reporter.indicators.queries.survey import Answers, Asked, answers, moments
from reporter.indicators.sums import INDEX_UNIT, Block, Item, ItemSums, total
from reporter.statistics import Moments
from reporter.store import materialise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import narwhals as nw

    from reporter.indicators.plan import Plan, Settings
    from reporter.store import Tables

RELATIONSHIP_ENOUGH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """Sums by question and by index. ``chosen`` tells, per (period, question), which kind and scale counts.

    ``respondents`` are the kept rows by customer and period that the sums of the indices were made from.
    """

    present: bool = False
    chosen: Mapping[tuple[int, str], tuple[Asked, tuple[str, ...]]] = field(default_factory=dict)
    sums: Mapping[Asked, Mapping[str, ItemSums]] = field(default_factory=dict)
    asked: Mapping[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    products: Mapping[tuple[int, str], Mapping[str, int]] = field(default_factory=dict)
    alphas: Mapping[tuple[int, str], float | None] = field(default_factory=dict)
    responses: Mapping[int, int] = field(default_factory=dict)
    answers: Answers | None = None
    respondents: nw.LazyFrame[Any] | None = None

    def items(self, cell: int, inside: Callable[[str], bool]) -> dict[str, Item]:
        """Return the questions of a period, of the segments that ``inside`` is true of."""
        found = {}
        for (at, name), (which, marks) in self.chosen.items():
            if at != cell:
                continue
            parts = [sums for part, sums in self.sums[which].items() if inside(part)]
            if parts:
                found[name] = Item(
                    item=name,
                    kind=which.kind,
                    low=which.low,
                    high=which.high,
                    sums=total(parts, ItemSums()),
                    flags=marks,
                    weighted=self.answers is not None and self.answers.weighted,
                )
        return found

    def blocks(self, cell: int, inside: Callable[[str], bool]) -> dict[str, Block]:
        """Return the indices of a period, of the segments that ``inside`` is true of."""
        parts = [sums for (at, part), sums in self.products.items() if at == cell and inside(part)]
        found = {}
        unit = self.answers.weight_unit if self.answers else 1
        for name in index_queries.BLOCKS:
            asked = self.asked.get((cell, name), ())
            if not asked or not parts:
                continue
            decided = [self.chosen[cell, item] for item in asked]
            found[name] = Block(
                name=name,
                asked=asked,
                moments=total((_moments(sums, name, unit) for sums in parts), Moments()),
                answers=sum(sums[f"r_{name}"] for sums in parts),
                scale="+".join(sorted({f"{which.low}-{which.high}" for which, _ in decided})),
                alpha=self.alphas.get((cell, name)),
                flags=tuple(dict.fromkeys(mark for _, marks in decided for mark in marks)),
            )
        return found

    def customers(self, cell: int) -> dict[str, int]:
        """Return how many customers answered, by segment: the most that answered any one question."""
        size: Counter[str] = Counter()
        for which, parts in self.sums.items():
            for segment, sums in parts.items():
                if which.cell == cell:
                    size[segment] = max(size[segment], sums.score.clusters)
        return dict(size)


def _moments(sums: Mapping[str, int], name: str, unit: int) -> Moments:
    """Return the moments of one index in index units; ``unit`` is that of the weights."""
    return Moments(
        clusters=sums[f"n_{name}"],
        x=sums[f"x_{name}"] / unit,
        y=sums[f"y_{name}"] / (INDEX_UNIT * unit),
        xx=sums[f"xx_{name}"] / unit**2,
        xy=sums[f"xy_{name}"] / (INDEX_UNIT * unit**2),
        yy=sums[f"yy_{name}"] / (INDEX_UNIT * unit) ** 2,
    )


def survey(tables: Tables, everyone: nw.LazyFrame[Any], plan: Plan) -> Surveyed:
    """Ask for everything that the survey tells."""
    given = answers(tables, everyone, plan)
    if given is None:
        return Surveyed()
    sums = _by_question(given, plan.settings)
    answered = Counter({which: sum(part.answers for part in parts.values()) for which, parts in sums.items()})
    chosen = _choose(answered, plan.settings, given)
    asked = _asked(chosen, answered)
    counting = [chosen[cell, item][0] for (cell, _), items in asked.items() for item in items]
    frame = index_queries.respondents(given, counting)
    counts = {place: len(items) for place, items in asked.items()}
    indices = materialise(index_queries.customer_rows(frame, counts), tables.connection)
    return Surveyed(
        present=True,
        chosen=chosen,
        sums=sums,
        asked=asked,
        products=index_queries.index_sums(indices),
        alphas=index_queries.alphas(frame, counts),
        responses=given.responses,
        answers=given,
        respondents=indices,
    )


def _by_question(given: Answers, settings: Settings) -> dict[Asked, dict[str, ItemSums]]:
    """Return the sums of every question by segment."""
    found: dict[Asked, dict[str, ItemSums]] = {}
    for (which, segment), sums in moments(given, settings.top_box).items():
        found.setdefault(which, {})[segment] = sums
    return found


def _choose(
    answered: Counter[Asked], settings: Settings, given: Answers
) -> dict[tuple[int, str], tuple[Asked, tuple[str, ...]]]:
    """Decide, per period and question, which kind of survey and which scale counts."""
    groups: dict[tuple[int, str], list[Asked]] = {}
    for which in sorted(answered):
        groups.setdefault((which.cell, which.item), []).append(which)
    common = tuple(
        mark
        for mark, is_so in (
            (flags.UNDATED, given.undated),
            (flags.UNDATED_LEFT_OUT, given.undated_left_out > 0),
            (flags.WEIGHTED, given.weighted),
        )
        if is_so
    )
    rounds = {
        item: (flags.ROUNDS_OPEN if newest is None else flags.NEWEST_ROUND,) for item, newest in given.rounds.items()
    }
    return {
        place: _decide(group, answered, settings, (*common, *rounds.get(place[1], ())))
        for place, group in groups.items()
    }


def _decide(
    group: list[Asked], answered: Counter[Asked], settings: Settings, common: tuple[str, ...]
) -> tuple[Asked, tuple[str, ...]]:
    """Choose among the kinds and scales of one question in one period; never pool them.

    The relationship survey counts if it has 30 answers or at least as many as the transactional one; of its
    scales the one with most answers, unless the client chose between the two of NPS.
    """
    marks = list(common)
    kinds = {kind: _sum(answered, (w for w in group if w.kind == kind)) for kind in {w.kind for w in group}}
    relationship, other = kinds.get("relationship", 0), kinds.get("transaction", 0)
    kind = "relationship" if relationship and (relationship >= min(RELATIONSHIP_ENOUGH, other)) else "transaction"
    if len(kinds) > 1:
        marks.append(flags.KINDS_APART)
    if kind == "transaction":
        marks.append(flags.TRANSACTION)
    scales = [which for which in group if which.kind == kind]
    if len(scales) > 1:
        marks.append(flags.SCALES_APART)
    wanted = [w for w in scales if w.item == "nps" and f"{w.low}-{w.high}" == settings.nps_scale]
    best = max(wanted or scales, key=lambda w: (answered[w], w.high - w.low, -w.low))
    return best, tuple(marks)


def _sum(answered: Counter[Asked], group: Iterable[Asked]) -> int:
    """Return how many answers a group of questions has."""
    return sum(answered[which] for which in group)


def _asked(
    chosen: Mapping[tuple[int, str], tuple[Asked, tuple[str, ...]]], answered: Counter[Asked]
) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return, per period and index, its questions that were really asked.

    A question with less than half the answers of the index's most answered one was not part of the survey
    and must not cost the others their respondents.
    """
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for cell in sorted({cell for cell, _ in chosen}):
        for name, questions in index_queries.BLOCKS.items():
            n = {
                item: answered[chosen[cell, item][0]]
                for item in questions
                if (cell, item) in chosen and chosen[cell, item][0].high > chosen[cell, item][0].low
            }
            asked = tuple(item for item in n if 2 * n[item] >= max(n.values()))
            if asked:
                found[cell, name] = asked
    return found

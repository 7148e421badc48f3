"""The customers of a period, and how many of them answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from reporter.indicators.queries.activity import BEFORE, BEGAN, END, START
from reporter.store import collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.queries.survey import Answers

#: In neither end: who came for the first time in the period, or came back in it, and left again.
PASSING = (BEGAN, BEGAN + BEFORE)


def by_state(states: nw.LazyFrame[Any], cell: int) -> dict[int, int]:
    """Return how many customers were in each state (``queries.activity``) in a period."""
    rows = collect(states.filter(nw.col("cell") == cell).group_by("state").agg(n=nw.len()))
    return {int(state): int(n) for state, n in rows}


def are_there(state: int) -> bool:
    """Tell whether a state is that of a customer at the start or at the end of the period."""
    return bool(state & (START | END))


def in_states(states: nw.LazyFrame[Any], cell: int, wanted: Sequence[int]) -> nw.LazyFrame[Any]:
    """Return the keys of the customers who were in one of these states in a period."""
    return states.filter((nw.col("cell") == cell) & nw.col("state").is_in(list(wanted))).select("key")


def answered_question(given: Answers, cell: int, question: int, of: nw.LazyFrame[Any]) -> int:
    """Return how many of these customers answered a question, by its number."""
    here = given.frame.filter((nw.col("cell") == cell) & (nw.col("question") == question)).select("key").unique()
    [(n,)] = collect(here.join(of, on="key").select(n=nw.len()))
    return int(n)


def answered_index(respondents: nw.LazyFrame[Any], cell: int, block: str, of: nw.LazyFrame[Any]) -> int:
    """Return how many of these customers count in an index."""
    here = respondents.filter((nw.col("cell") == cell) & (nw.col(f"x_{block}") > 0)).select("key").unique()
    [(n,)] = collect(here.join(of, on="key").select(n=nw.len()))
    return int(n)

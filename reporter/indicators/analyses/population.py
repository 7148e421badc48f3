"""The survey's share of all customers, with the finite population correction of its margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reporter.indicators import flags
from reporter.indicators.disclosure.rules import small
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import NEEDED
from reporter.indicators.queries.activity import END, START
from reporter.indicators.queries.reached import (
    PASSING,
    answered_index,
    answered_question,
    are_there,
    by_state,
    in_states,
)
from reporter.model import Leg, Margin, NotComputed, Population, msg
from reporter.statistics.population import corrected_margin

if TYPE_CHECKING:
    import narwhals as nw

    from reporter.indicators.ground import Ground
    from reporter.model import Analysis, Reading

ANALYSIS: Final = AnalysisFacts(
    id="population",
    code="BAS7",
    leg=Leg.BASIS,
    name=msg("The survey and all customers"),
    inputs=(
        "responses: customer_id, item, score",
        "orders: customer_id, order_day",
        "subscriptions: customer_id, start_day, end_day, status",
    ),
    source="Cochran 1977",
)
FORMULA: Final = msg(
    "Half of the 95 % interval times √((N − n)/(N − 1)) (Cochran 1977): N customers of the period, those at its start "
    "and all who came in it, n of them answered. Only for business customers, and only to describe this period’s "
    "customers: no test and no trend rests on it."
)
#: The headline figures of a survey: the question, or else the index, whose respondents they have.
MARGINS: Final = {"nps": "nps", "csat": "csat", "nki": "nki", "pvalue_idx": "value", "loy_idx": "loyalty"}
_QUESTIONS: Final = frozenset({"nps", "csat"})
BUSINESS: Final = "b2b"
#: Stands in for the question about satisfaction where that was not asked.
OVERALL: Final = "nki_overall"


def analyse(ground: Ground) -> Analysis:
    """Return the corrected margins, or why there are none."""
    if ground.plan.settings.market != BUSINESS:
        return NotComputed(reason=msg("Only for clients whose customers are businesses."))
    if ground.states is None:
        return NotComputed(reason=msg("The data hold neither contracts nor orders with customers."))
    found = by_state(ground.states, ground.cell)
    wanted = _told_states(found)
    population = sum(found[state] for state in wanted)
    ends = [sum(n for state, n in found.items() if state & end) for end in (START, END)]
    if any(small(count) for count in (population, *(population - end for end in ends))):
        return NotComputed(reason=flags.FLAGS[flags.SUPPRESSED])
    readings = {name: ground.reading(name) for name in MARGINS}
    told = [one for one in readings.values() if one.value is not None and one.low is not None and one.high is not None]
    if not told:
        return NotComputed(reason=msg("No survey figure of the period has an interval."))
    customers = in_states(ground.states, ground.cell, wanted)
    margins = tuple(margin for one in told if (margin := _margin(ground, one, customers, population)) is not None)
    if not margins:
        return NotComputed(
            reason=msg("Too few of those who answered are customers of the period in the other exports."), n=population
        )
    return Population(population=population, margins=margins)


def _told_states(found: dict[int, int]) -> list[int]:
    """Return the states of the customers of the period.

    These are all at its start or end; and those who passed through it, where that adds none or at least five to
    what start, new and returned customers come to.
    """
    passing = [state for state in PASSING if state in found and not small(found[state])]
    return [state for state in found if are_there(state)] + passing


def _margin(ground: Ground, reading: Reading, customers: nw.LazyFrame[Any], population: int) -> Margin | None:
    """Return a corrected margin; None where too few of its respondents are customers of the period.

    Also where one to four of them are not, who could be reckoned from the reading's own base.
    """
    n = _among(ground, MARGINS[reading.indicator.id], customers)
    plain = ((reading.high or 0.0) - (reading.low or 0.0)) / 2
    if n < NEEDED or small(reading.n_customers - n) or small(population - n) or plain <= 0:
        return None
    return Margin(indicator=reading.indicator.id, n=n, plain=plain, corrected=corrected_margin(plain, n, population))


def _among(ground: Ground, name: str, customers: nw.LazyFrame[Any]) -> int:
    """Return how many customers of the period answered a question or count in an index."""
    if name not in _QUESTIONS:
        return answered_index(ground.respondents, ground.cell, name, customers) if ground.respondents is not None else 0
    chosen = ground.chosen.get((ground.cell, name)) or ground.chosen.get((ground.cell, OVERALL))
    if ground.answers is None or chosen is None:
        return 0
    asked = chosen[0]
    number = ground.answers.questions.index((asked.item, asked.kind, asked.low, asked.high))
    return answered_question(ground.answers, ground.cell, number, customers)

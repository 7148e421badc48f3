"""Key driver analysis: which parts of the experience go together with satisfaction, or else with loyalty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reporter.indicators import flags
from reporter.indicators.facts import AnalysisFacts
from reporter.indicators.gates import count
from reporter.indicators.models.drivers import NAMES, caveat, placed
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.queries.battery import battery, complete
from reporter.model import Drivers, Leg, NotComputed, Quantity, Unit, msg
from reporter.statistics.driver_shares import driver_shares, fit
from reporter.statistics.importance import LMG_MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.ground import Ground
    from reporter.indicators.queries.battery import Battery, Complete
    from reporter.indicators.queries.survey import Asked
    from reporter.model import Analysis, Message
    from reporter.statistics.driver_shares import Fit

ANALYSIS: Final = AnalysisFacts(
    id="drivers",
    code="KDA",
    leg=Leg.SATISFACTION,
    name=msg("Key drivers"),
    inputs=(
        "responses: nki_overall, nki_expectation, nki_ideal",
        "responses: nps, rebuy",
        "responses: " + ", ".join(NAMES),
    ),
    source=(
        "Lindeman, Merenda & Gold 1980; Grömping 2006; Johnson 2000; Thomas et al. 2014; Marquardt 1970; "
        "Efron & Tibshirani 1993; Westfall & Young 1993; Martilla & James 1977"
    ),
)
FORMULA: Final = msg(
    "The part of R² that each question accounts for in a regression of the customer satisfaction index, or else of the "
    "loyalty index, averaged over all orders of entry (LMG, the Shapley value; Lindeman, Merenda & Gold 1980); beyond "
    "twelve questions by relative weights (Johnson 2000). Only respondents who answered everything count; nothing is "
    "filled in. 95 % intervals from 1,000 resamples of customers (Efron & Tibshirani 1993); one part is called larger "
    "than another only where that holds for all pairs together (Westfall & Young 1993). Not computed on fewer than 100 "
    "customers, or ten for each question, below 70 % complete answers, with a variance inflation factor above 10 "
    "(Marquardt 1970), or where the questions account for less than a tenth of the differences."
)
#: The index that is accounted for: its block, the id of its indicator, how many of its questions make it.
TARGETS: Final = (("nki", "nki", 2), ("loyalty", "loy_idx", 1))
FEWEST, PER_DRIVER = 100, 10
COMPLETE: Final = 0.7
#: Beyond this factor the error of a coefficient is more than three times that of an unrelated driver.
INFLATION: Final = 10.0
#: A question that fewer than half of the respondents answered was not part of their survey.
ASKED: Final = 0.5
EXPLAINED: Final = 0.1


def analyse(ground: Ground) -> Analysis:
    """Return the drivers of the satisfaction index, or where it was not asked of the loyalty index."""
    if ground.answers is None:
        return NotComputed(reason=msg("There is no survey in the data."))
    chosen = _target(ground)
    if chosen is None:
        return NotComputed(
            reason=msg("Neither the questions of the satisfaction index nor those of the loyalty index were asked.")
        )
    block, indicator, target = chosen
    questions = [
        which
        for item in NAMES
        if (which := _question(ground, item)) is not None and which.kind == target[0].kind and which.high > which.low
    ]
    if len(questions) < 2:  # noqa: PLR2004 - one alone accounts for everything that is accounted for
        return NotComputed(reason=_too_few_questions())
    found = battery(ground.answers, block, target, questions)
    items, absent = _asked(found)
    if len(items) < 2:  # noqa: PLR2004
        return NotComputed(reason=_too_few_questions())
    whole = complete(found, items)
    constant = [item for item, differs in zip(items, whole.distinct, strict=False) if not differs]
    if constant and len(items) - len(constant) >= 2:  # noqa: PLR2004
        items = [item for item in items if item not in constant]
        whole = complete(found, items)
    fitted = fit(whole.groups.sum(axis=0), len(items), whole.customers) if whole.customers else None
    refusal = _refusal(found, whole, items, fitted)
    if refusal or fitted is None:
        return NotComputed(reason=refusal or _no_spread(), n=0 if whole.customers < SMALLEST_GROUP else whole.customers)
    left_out = (
        *((NAMES[item], msg("Asked of too few of the respondents.")) for item in absent),
        *((NAMES[item], msg("Everyone gave the same answer.")) for item in constant),
    )
    return _told(ground, (block, indicator), found, whole, items, fitted, left_out)


def _target(ground: Ground) -> tuple[str, str, list[Asked]] | None:
    """Return the target's index, its indicator, and its questions: of one kind of survey, as many as make it."""
    for block, indicator, fewest in TARGETS:
        sums = ground.basis.blocks.get(block)
        asked = [ground.chosen[ground.cell, item][0] for item in sums.asked] if sums is not None else []
        alike = [which for which in asked if which.kind == asked[0].kind]
        if len(alike) >= fewest:
            return block, indicator, alike
    return None


def _question(ground: Ground, item: str) -> Asked | None:
    """Return which kind and scale of a question counts in the period; None where it was not asked."""
    chosen = ground.chosen.get((ground.cell, item))
    return chosen[0] if chosen else None


def _asked(found: Battery) -> tuple[list[str], list[str]]:
    """Return the questions that the target's respondents were really asked, and the others."""
    pairs = list(zip(found.items, found.answered, strict=True))
    asked = [item for item, n in pairs if n and n >= ASKED * found.respondents]
    return asked, [item for item, _ in pairs if item not in asked]


def _refusal(found: Battery, whole: Complete, items: Sequence[str], fitted: Fit | None) -> Message | None:
    """Return why the answers do not bear the analysis, or None where they do."""
    needed = max(FEWEST, PER_DRIVER * len(items))
    if whole.customers < SMALLEST_GROUP:
        return msg("Too few customers answered all questions: {needed} are needed.", needed=count(needed))
    if whole.customers < needed:
        return msg(
            "Too few customers answered all {questions} questions: {n}, and {needed} are needed.",
            questions=count(len(items)),
            n=count(whole.customers),
            needed=count(needed),
        )
    if whole.respondents < COMPLETE * found.respondents:
        return msg(
            "Only {share} of the respondents answered all {questions} questions, and {needed} are needed; missing "
            "answers are not filled in.",
            share=Quantity(value=100.0 * whole.respondents / found.respondents, unit=Unit.PERCENT),
            questions=count(len(items)),
            needed=Quantity(value=100.0 * COMPLETE, unit=Unit.PERCENT),
        )
    return _unfit(items, fitted) if fitted is not None and all(whole.distinct) else _no_spread()


def _unfit(items: Sequence[str], fitted: Fit) -> Message | None:
    """Return why a regression says nothing of its parts, or None where it does."""
    if max(fitted.inflation) > INFLATION and fitted.alike is not None:
        first, second = (NAMES[items[place]] for place in fitted.alike)
        return msg(
            "Two questions can hardly be told apart by their answers: “{first}” and “{second}” (variance inflation "
            "factor above {limit}).",
            first=first,
            second=second,
            limit=count(INFLATION),
        )
    if fitted.adjusted < EXPLAINED:
        return msg(
            "The questions account for less than {share} of the differences between customers.",
            share=Quantity(value=100.0 * EXPLAINED, unit=Unit.PERCENT),
        )
    return None


def _too_few_questions() -> Message:
    """Return the refusal without a battery."""
    return msg("Fewer than two questions about parts of the experience were asked together with the index.")


def _no_spread() -> Message:
    """Return the refusal where all are of one mind."""
    return msg("The customers gave the same answers: there are no differences to account for.")


def _told(
    ground: Ground,
    aim: tuple[str, str],
    found: Battery,
    whole: Complete,
    items: Sequence[str],
    fitted: Fit,
    left_out: tuple[tuple[Message, Message], ...],
) -> Drivers:
    """Return the result of answers that bear it; ``aim`` is the target's index and indicator."""
    block, indicator = aim
    shares = driver_shares(whole.groups, len(items), seed=ground.plan.settings.seed)
    matrix = placed(ground.basis.items, items, shares, fitted)
    target = ground.basis.blocks[block]
    single = (flags.SINGLE_ITEM,) if len(target.asked) == 1 else ()
    marks = (*target.flags, *single, *(mark for item in items for mark in ground.chosen[ground.cell, item][1]))
    return Drivers(
        target=indicator,
        drivers=matrix.drivers,
        method="lmg" if len(items) <= LMG_MOST else "johnson",
        r2=fitted.r2,
        r2_adjusted=fitted.adjusted,
        max_inflation=max(fitted.inflation),
        respondents=whole.respondents,
        customers=whole.customers,
        complete=100.0 * whole.respondents / found.respondents,
        share_cut=matrix.share_cut,
        performance_cut=matrix.performance_cut,
        cut_rule=matrix.cut_rule,
        cut_words=matrix.cut_words,
        apart=tuple((items[i], items[j]) for i, j in shares.apart),
        left_out=left_out,
        flags=tuple(dict.fromkeys(marks)),
        caveat=caveat(),
    )

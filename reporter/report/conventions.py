"""What was decided before anything was computed: scales, weights, bases, populations, random draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Column, Row, Table, msg
from reporter.report.lookup import LIMITED_BASE, SMALLEST_BASE, SMALLEST_TOLD, public, readings, shown, shown_reading
from reporter.report.words import in_a_row
from reporter.statistics.resampling import DRAWS, GROUPS
from reporter.store.items import CLASSES, ITEM_NAMES

if TYPE_CHECKING:
    from reporter.model import Message
    from reporter.report.material import Material

#: From how many customers an index of several questions, and the triad, are given.
INDEX_BASE = 50
#: Questions whose highest answers are counted as a share.
TOP_BOX = frozenset({"csat", "nki_overall", "rebuy", "switch"})


def conventions(material: Material) -> Table:
    """Return the rules that the figures follow, as far as the data have to do with them."""
    return Table(
        columns=(
            Column(head=msg("Rule", context="column head"), width=38, align="left"),
            Column(head=msg("As it was used here"), width=132, align="left", tone="quiet"),
        ),
        rows=tuple(
            Row(cells=pair)
            for pair in (*_scales(material), *_answers(material), _bases(), _population(), *_draws(material))
        ),
        title=msg("The rules that the figures follow"),
    )


def _scales(material: Material) -> tuple[tuple[Message, Message], ...]:
    """Return every scale that was asked on: its questions, its conversion, and who counts as satisfied on it."""
    asked: dict[tuple[int, int], list[str]] = {}
    for item, found in material.measurements.distributions.items():
        asked.setdefault((found.low, found.high), []).append(item)
    rows = [
        (msg("Scale {low}–{high}", low=low, high=high), _scale_words(low, high, items))
        for (low, high), items in sorted(asked.items())
    ]
    if "nps" in material.measurements.distributions:
        rows.append(
            (
                msg("NPS", context="rule"),
                msg("Promoters answer 9–10, passives 7–8, detractors 6 or less. NPS is never pooled over two scales."),
            )
        )
    return tuple(rows)


def _scale_words(low: int, high: int, items: list[str]) -> Message:
    """Return how answers on a scale become an index, and from which step on they are counted as a share."""
    names, counted = _names(items), [one for one in items if one in TOP_BOX]
    if not counted or (low, high) not in CLASSES:
        return msg(
            "Index = (answer − {low}) / {span} × 100. Questions: {items}.", low=low, span=high - low, items=names
        )
    return msg(
        "Index = (answer − {low}) / {span} × 100. Questions: {items}. Shares count {top}–{high}: {counted}.",
        low=low,
        span=high - low,
        items=names,
        top=CLASSES[low, high][1],
        high=high,
        counted=_names(counted),
    )


def _names(items: list[str]) -> Message:
    """Return the questions' short names, each once."""
    return in_a_row(ITEM_NAMES[one] for one in items)


def _answers(material: Material) -> tuple[tuple[Message, Message], ...]:
    """Return which answers count and how much each of them weighs, where anyone was asked."""
    flags = {flag for one in readings(material) if shown(one) and one.indicator.survey for flag in one.flags}
    if not any(shown(one) and one.indicator.survey for one in readings(material)):
        return ()
    several = msg(
        "In a survey of the relationship the newest answer of a customer counts; after single purchases all count, "
        "and the intervals allow for customers who answered more than once. Unanswered questions and “don’t know” are "
        "in no base."
    )
    weights = (
        msg(
            "Answers are weighted as the export says. The intervals rest on the effective base, the squared sum of "
            "the weights over the sum of their squares (Kish 1965)."
        )
        if "weighted" in flags
        else msg("Every answer counts the same; the data hold no weights, and the effective base is the base.")
    )
    return (*_responses(material), (msg("Several answers"), several), (msg("Weights"), weights))


def _responses(material: Material) -> tuple[tuple[Message, Message], ...]:
    """Return how many answered, where it may be told."""
    found = shown_reading(material, "answers")
    if found is None or found.value is None or public(int(found.value)) is None:
        return ()
    text = msg(
        "{answers} responses in the period with at least one answer; a customer may have several. The base of each "
        "figure stands in its row.",
        answers=int(found.value),
    )
    return ((msg("Answers", context="rule"), text),)


def _bases() -> tuple[Message, Message]:
    """Return from which base on something is told."""
    return (
        msg("Smallest bases"),
        msg(
            "Under {told} nothing is told, under {least} only the count. A figure needs {least} customers, an index of "
            "several questions and the triad {index}, a comparison of groups {least} each and {both} together.",
            told=SMALLEST_TOLD,
            least=SMALLEST_BASE,
            index=INDEX_BASE,
            both=LIMITED_BASE,
        ),
    )


def _population() -> tuple[Message, Message]:
    """Return that no interval is narrowed because many of all customers answered."""
    return (
        msg("Finite population"),
        msg(
            "No printed interval, no test and no trend is narrowed because many of all customers answered: they say "
            "what another period of the same kind could have shown."
        ),
    )


def _draws(material: Material) -> tuple[tuple[Message, Message], ...]:
    """Return how customers were drawn at random, where the seed is known."""
    if material.seed is None:
        return ()
    return (
        (
            msg("Random draws"),
            msg(
                "Customers are drawn whole, in {groups} random groups; where there are fewer customers, one by one. "
                "{draws} draws, from the seed {seed}: the same data give the same figures.",
                groups=GROUPS,
                draws=DRAWS,
                seed=str(material.seed),
            ),
        ),
    )

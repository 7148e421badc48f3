"""Outside figures in words: where they come from, and those that may not be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import Grade, Quantity, Term, Unit, msg
from reporter.report.lookup import UNNAMED

if TYPE_CHECKING:
    from reporter.model import Benchmark, Comparison, Message

MOST_NAMED = 2  # refused figures that are named one by one; more are summed up


def source_words(one: Benchmark, bases: tuple[int, ...] = ()) -> Message:
    """Return an outside figure's source: publisher, study with its year, base and evidence grade.

    ``bases`` are those of the figures that stand beside a study of one's own, for it has one a question.
    """
    study = _study(one)
    if one.grade is Grade.OWN:
        return _own_words(one.publisher, study, bases)
    if one.n is None:
        return msg(
            "{publisher}, {study}, base not published, evidence grade {grade}.",
            publisher=one.publisher,
            study=study,
            grade=one.grade.value,
        )
    return msg(
        "{publisher}, {study}, n = {n}, evidence grade {grade}.",
        publisher=one.publisher,
        study=study,
        n=one.n,
        grade=one.grade.value,
    )


def _own_words(publisher: str, study: str, bases: tuple[int, ...]) -> Message:
    """Return a study of one's own with its base, or the range of its bases."""
    if not bases:
        return msg("{publisher}, {study}. Own comparison figure.", publisher=publisher, study=study)
    low, high = min(bases), max(bases)
    if low == high:
        return msg("{publisher}, {study}, n = {n}. Own comparison figure.", publisher=publisher, study=study, n=low)
    return msg(
        "{publisher}, {study}, n = {low}–{high}. Own comparison figure.",
        publisher=publisher,
        study=study,
        low=low,
        high=high,
    )


def _study(one: Benchmark) -> str:
    """Return the study's name with its year, which some names hold already."""
    return one.study if str(one.year) in one.study else f"{one.study}, {one.year}"


def refused_words(refused: list[Comparison]) -> Message:
    """Return refused figures: a few one by one, many by what they measure, who published them and when."""
    figures = [(one, one.benchmark) for one in refused if one.benchmark]
    if len(figures) <= MOST_NAMED:
        return msg("{figures}", figures=tuple(figure_words(one, figure) for one, figure in figures))
    years = sorted(figure.year for _, figure in figures)
    if years[0] == years[-1]:
        return msg(
            "{count} figures from {year} for {indicators}, published by {publishers}",
            count=len(figures),
            year=str(years[0]),
            indicators=tuple(dict.fromkeys(Term(one.reading.indicator.id, "short") for one, _ in figures)),
            publishers=tuple(sorted({figure.publisher for _, figure in figures})),
        )
    return msg(
        "{count} figures from {first}–{last} for {indicators}, published by {publishers}",
        count=len(figures),
        first=str(years[0]),
        last=str(years[-1]),
        indicators=tuple(dict.fromkeys(Term(one.reading.indicator.id, "short") for one, _ in figures)),
        publishers=tuple(sorted({figure.publisher for _, figure in figures})),
    )


def figure_words(one: Comparison, figure: Benchmark) -> Message:
    """Return an outside figure with its indicator, source and evidence grade."""
    figures = value_words(one, figure)
    if figure.grade is Grade.OWN:
        return msg(
            "{figure} ({publisher}, {study})",
            context="outside figure",
            figure=figures,
            publisher=figure.publisher,
            study=_study(figure),
        )
    return msg(
        "{figure} ({publisher}, {study}, {grade})",
        context="outside figure",
        figure=figures,
        publisher=figure.publisher,
        study=_study(figure),
        grade=figure.grade.value,
    )


def value_words(one: Comparison, figure: Benchmark) -> Message:
    """Return an outside figure with its indicator."""
    level = Quantity(value=figure.value, unit=figure.unit, bare=figure.unit in UNNAMED, signed=figure.unit is Unit.NPS)
    return msg("{indicator} {value}", indicator=Term(one.reading.indicator.id, "short"), value=level)

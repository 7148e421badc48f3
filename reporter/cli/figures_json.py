"""Measurements as one object for programs: numbers unrounded, keys stable, nothing but aggregates.

A value that was not computed is null, with its reason beside it: ``reason`` in English, ``reason_id`` the sentence
with its slots, by which a program can tell reasons apart. Inside ``analyses`` a message is an object of its own,
``{"id", "text"}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reporter.cli.entries import entries
from reporter.cli.plain_values import plain_value, reading_object, why
from reporter.indicators.disclosure.rules import small
from reporter.model import Survival

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reporter.model import Comparison, Distribution, Measurements, Pairing, Point, SegmentReading, Snapshot
    from reporter.pipeline import Measured


def figures(found: Measured) -> dict[str, Any]:
    """Return everything that was measured, by the keys that ``reporter indicators measure --json`` promises."""
    told = found.measurements
    return {
        "period": str(found.period),
        "previous": _period(told.previous),
        "last_year": _period(told.last_year),
        "currency": found.currency or None,
        "readings": [reading_object(told.current.readings[name]) for name in in_order(told.current.readings)],
        "earlier_readings": {
            name: [reading_object(snapshot.readings[each]) for each in in_order(snapshot.readings)] if snapshot else []
            for name, snapshot in (("previous", told.previous), ("last_year", told.last_year))
        },
        "comparisons": [_comparison(one, told.pairings) for one in found.comparisons],
        "series": {name: _series(points) for name, points in {"report": told.series, **told.steps}.items()},
        "segments": {name: [_segment(one) for one in parts] for name, parts in told.segments.items()},
        "segment_bridges": plain_value(told.segment_bridges),
        "segment_distributions": {
            item: {segment: _distribution(one) for segment, one in parts.items()}
            for item, parts in told.segment_distributions.items()
        },
        "distributions": {item: _distribution(one) for item, one in told.distributions.items()},
        "bridge": plain_value(told.bridge),
        "concentration": plain_value(told.concentration),
        "analyses": plain_value(told.analyses),
        "settings": _settings(found),
    }


def in_order(names: Iterable[str]) -> list[str]:
    """Return indicators in the order of the triad, as ``reporter indicators list`` has them."""
    place = {name: at for at, name in enumerate(entries())}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))


def _period(snapshot: Snapshot | None) -> str | None:
    """Return the period of an earlier snapshot."""
    return str(snapshot.period) if snapshot else None


def _distribution(one: Distribution) -> dict[str, Any]:
    """Return the share of the answers, in per cent, that each step or range of ``merged`` ones got."""
    answers = sum(count for _, count in one.counts)
    inside = {step for low, high in one.merged for step in range(low + 1, high + 1)}
    return {
        "item": one.item,
        "low": one.low,
        "high": one.high,
        "classed": one.classed,
        "merged": [list(steps) for steps in one.merged],
        "answers": answers,
        "shares": [[step, 100.0 * count / answers] for step, count in one.counts if step not in inside],
    }


def _comparison(one: Comparison, pairings: Mapping[str, Mapping[str, Pairing]]) -> dict[str, Any]:
    """Return a comparison with what its two readings share."""
    name, figure = one.reading.indicator.id, one.benchmark
    return (
        {
            "against": one.against,
            "indicator": name,
            "other": figure.value if figure else one.other.value if one.other else None,
            "gap": one.gap,
            "low": one.low,
            "high": one.high,
            "verdict": str(one.verdict),
            "good": one.good,
            "benchmark": plain_value(figure),
            "reference_only": one.reference_only,
        }
        | _shared(one, pairings.get(one.against, {}).get(name))
        | why(one.reason)
    )


def _shared(one: Comparison, pairing: Pairing | None) -> dict[str, float | None]:
    """Return how many customers stand behind both readings, and how the two estimates correlate.

    Null where they are taken as independent, where one to four customers are in both or in one alone, and where
    the difference was resampled: it then rests on several ratios, each with shared customers of its own.
    """
    told: dict[str, float | None] = {"shared": None, "correlation": None}
    if pairing is None or pairing.shared is None or pairing.low is not None or one.gap is None or one.other is None:
        return told
    both = pairing.shared
    rests = (n - both for n in (one.reading.n_customers, one.other.n_customers))
    if any(small(count) for count in (both, *rests)):
        return told
    return {"shared": both, "correlation": pairing.correlation}


def _series(points: Mapping[str, tuple[Point, ...]]) -> dict[str, list[dict[str, Any]]]:
    """Return the points of every indicator, oldest first."""
    return {name: [_point(point) for point in points[name]] for name in in_order(points)}


def _point(point: Point) -> dict[str, Any]:
    """Return one point of a series."""
    item = point.reading
    return {
        "period": str(point.period),
        "value": item.value,
        "low": item.low,
        "high": item.high,
        "n": item.n_customers,
        "broken": point.broken,
    } | why(item.reason)


def _segment(one: SegmentReading) -> dict[str, Any]:
    """Return one segment's reading."""
    return {"segment": one.segment} | reading_object(one.reading)


def _settings(found: Measured) -> dict[str, Any]:
    """Return the rules that were followed, with the time of inactivity that they came to."""
    from reporter.statistics.resampling import DRAWS

    told: dict[str, Any] = plain_value(found.settings)
    return told | {"tau_days_used": _tau(found.measurements), "draws": DRAWS}


def _tau(told: Measurements) -> int | None:
    """Return the days without an order after which a customer counted as lost; None by contract, or where untold."""
    if told.bridge is not None:
        return told.bridge.tau_days
    survival = told.analyses.get("survival")
    return survival.rule_days if isinstance(survival, Survival) and survival.rule == "activity" else None

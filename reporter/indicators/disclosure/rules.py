"""What may be told: no count of one to four, and none that can be reckoned back from what is told.

The rules (specification of indicators, 7; Hundepool et al. 2012):

* A count of one to four is never given, nor a set of counts whose difference to a given total is one to four.
* Shares and means rest on at least 30 customers (``gates``); a share may then have a small numerator, because
  it says nothing of anyone in particular. No base under 30 has a share, so the case of a base under ten in
  which everyone is equal cannot arise.
* The answers to a question are told step by step as ``distribution`` says, bases that lie in one another as
  ``bases`` does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reporter.indicators.gates import NEEDED
from reporter.indicators.plan import SMALLEST_GROUP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reporter.model import Bridge, Reading, SegmentReading

_STEPS: Final = ("kept", "lost", "new", "reactivated")


def small(count: int) -> bool:
    """Tell whether a count is one to four."""
    return 0 < count < SMALLEST_GROUP


def bridge_told(bridge: Bridge | None) -> Bridge | None:
    """Return a bridge as it may be told, or None where one to four customers stayed, left or came.

    One to four who came back are counted among the new (``joined``), so that they cannot be reckoned from the
    two ends. The two side counts, which no total holds, are left out alone.
    """
    if bridge is None:
        return None
    told = _joined(bridge) if small(bridge.reactivated) else bridge
    if any(small(count) for count in (told.start, told.end, *_counts(told))):
        return None
    return replace(told, new_and_lost=_large(told.new_and_lost), commuters=_large(told.commuters))


def segment_bridges_told(whole: Bridge | None, parts: Mapping[str, Bridge]) -> dict[str, Bridge]:
    """Return the bridges of the segments that may be told beside that of the whole client.

    Segments of at least 30 customers at the start, as many as leave no count of one to four, neither in
    themselves nor in all other customers together; with the returned counted among the new where that tells
    more segments.
    """
    told = bridge_told(whole)
    if whole is None or told is None:
        return {}
    large = {name: part for name, part in parts.items() if part.start >= NEEDED}
    apart = {} if told.joined else _safe(whole, large)
    together = _safe(_joined(whole), {name: _joined(part) for name, part in large.items()})
    return {
        name: replace(part, new_and_lost=_large(part.new_and_lost), commuters=_large(part.commuters))
        for name, part in (apart if len(apart) >= len(together) else together).items()
    }


def _safe(whole: Bridge, parts: Mapping[str, Bridge]) -> dict[str, Bridge]:
    """Return the parts without a small count that leave no small rest, dropping the smallest until so."""
    told = {name: part for name, part in parts.items() if not any(map(small, _counts(part)))}
    while told:
        sums = [sum(counts) for counts in zip(*map(_counts, told.values()), strict=True)]
        if not any(small(of_all - of_told) for of_all, of_told in zip(_counts(whole), sums, strict=True)):
            break
        del told[min(told, key=lambda name: (told[name].start, name))]
    return told


def _counts(bridge: Bridge) -> list[int]:
    """Return the counts that make up a bridge."""
    return [getattr(bridge, name) for name in _STEPS]


def _joined(bridge: Bridge) -> Bridge:
    """Return the bridge with the returned among the new."""
    return replace(bridge, new=bridge.new + bridge.reactivated, reactivated=0, joined=True)


def _large(count: int | None) -> int | None:
    """Return a count that may be told, else None."""
    return None if count is None or small(count) else count


def segments_told(whole: Reading, parts: Sequence[SegmentReading]) -> tuple[SegmentReading, ...]:
    """Return the readings of the segments that may be told beside that of the whole client.

    Those with at least five customers, and so many of them that all others together are none or five too: else
    value and base of one to four customers could be reckoned from the rest. The smallest goes first.
    """
    told = [part for part in parts if part.reading.n_customers > 0]
    while told and small(whole.n_customers - sum(part.reading.n_customers for part in told)):
        smallest = min(told, key=lambda part: (part.reading.n_customers, part.segment))
        told = [part for part in told if part is not smallest]
    return tuple(told)

"""Which cells of the quadrant may be told, so that none can be reckoned from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.indicators import flags
from reporter.indicators.disclosure.rules import small
from reporter.indicators.plan import SMALLEST_GROUP
from reporter.indicators.queries.corners import MOBILE, SATISFACTION, STANDARD, Spent, Split
from reporter.statistics import kish, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reporter.indicators.basis import Basis
    from reporter.statistics import Interval


def satisfied_by(basis: Basis) -> tuple[str, tuple[str, ...]] | None:
    """Return the index that tells who is satisfied, with its flags; None without one beside the loyalty index.

    The index of three questions where at least two were asked, else one question about satisfaction.
    """
    loyalty, nki = basis.blocks.get("loyalty"), basis.blocks.get("nki")
    if loyalty is None:
        return None
    if nki is not None and len(nki.asked) > 1:
        return "nki", tuple(dict.fromkeys((*nki.flags, *loyalty.flags)))
    for name in reversed(SATISFACTION):
        block = basis.blocks.get(name)
        if block is not None:
            return name, tuple(dict.fromkeys((*block.flags, *loyalty.flags, flags.SATISFACTION_ONE_ITEM)))
    return None


def split_at(basis: Basis, satisfaction: str, threshold: int = STANDARD) -> Split:
    """Return the respondents by corner; all 0 where nobody answered both."""
    return basis.corners.splits.get((satisfaction, threshold), Split()) if basis.corners else Split()


def share_at(split: Split, place: int) -> Interval:
    """Return the share of a corner in per cent with Wilson's interval; weights lower its base (Kish 1965)."""
    n_eff = kish(float(sum(split.weights)), float(split.squares))
    return wilson(split.weights[place], sum(split.weights), n_eff=n_eff).scaled(100.0)


def hidden_counts(counts: Sequence[int]) -> frozenset[int]:
    """Return the places of the counts that must not be told, the sum of all being known.

    Counts of one to four, and so many more, the smallest first, that at least two are hidden which together are
    five or more (Hundepool et al. 2012). Satisfied but mobile is what the table is for: it goes last.
    """
    gone = {place for place, n in enumerate(counts) if small(n)}
    while gone and (len(gone) == 1 or sum(counts[place] for place in gone) < SMALLEST_GROUP):
        left = [place for place, n in enumerate(counts) if n and place not in gone]
        if not left:
            break
        gone.add(min(left, key=lambda place: (place == MOBILE, counts[place], place)))
    return frozenset(gone)


def unsafe(group: Spent) -> bool:
    """Tell whether a group's revenue must not be told: of one to four buyers, or mostly of one."""
    return small(group.buyers) or (group.buyers > 0 and 2 * group.largest > group.revenue)


def hidden_money(groups: Sequence[Spent], counts_gone: frozenset[int]) -> frozenset[int]:
    """Return the places of the revenues that must not be told, the sum of all being known.

    Those that are unsafe or whose count is hidden, and so many more, the smallest first, that what is hidden is safe
    as a whole.
    """
    gone = {place for place, group in enumerate(groups) if unsafe(group)} | set(counts_gone)
    while gone and (len(gone) == 1 or unsafe(_together([groups[place] for place in gone]))):
        left = [place for place in range(len(groups)) if place not in gone]
        if not left:
            break
        gone.add(min(left, key=lambda place: (place == MOBILE, groups[place].revenue, place)))
    return frozenset(gone)


def _together(groups: Sequence[Spent]) -> Spent:
    """Return several groups as one."""
    return Spent(
        buyers=sum(group.buyers for group in groups),
        revenue=sum(group.revenue for group in groups),
        largest=max((group.largest for group in groups), default=0),
    )

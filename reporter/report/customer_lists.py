"""What the client's own lists changed: who was merged and who was left out, in counts that give nobody away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reporter.model import msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reporter.model import Merge, Message

#: A smaller count may lead to a person.
_FEWEST = 5


def from_lists(merges: Iterable[Merge]) -> tuple[Message, ...]:
    """Return what the merge report tells of the client's lists; nothing where it has none."""
    told = tuple(merges)
    merged = sum(one.count for one in told if one.kind == "mapped")
    left_out = [one for one in told if one.kind == "excluded"]
    return (*_merged(merged), *_left_out(left_out))


def _merged(count: int) -> tuple[Message, ...]:
    if not count:
        return ()
    if count < _FEWEST:
        return (msg("Fewer than five customers were merged with another, as the client's list of changed ids says."),)
    return (msg("{count} customers were merged with another, as the client's list of changed ids says.", count=count),)


def _left_out(lines: Sequence[Merge]) -> tuple[Message, ...]:
    """Return how many were left out, by reason: a total would tell what is fewer than five."""
    if not lines:
        return ()
    if all(not one.reason for one in lines):
        return _without_reasons(sum(one.count for one in lines))
    named = tuple(msg("{reason} ({count})", reason=one.reason, count=one.count) for one in lines if one.reason)
    others = sum(one.count for one in lines if not one.reason)
    if not others:
        rest: tuple[Message, ...] = ()
    elif others < _FEWEST:
        rest = (msg("other reasons (fewer than five)"),)
    else:
        rest = (msg("other reasons ({count})", count=others),)
    return (
        msg("Customers were left out of all figures, as the client's list says: {reasons}.", reasons=(*named, *rest)),
    )


def _without_reasons(count: int) -> tuple[Message, ...]:
    if count < _FEWEST:
        return (msg("Fewer than five customers were left out of all figures, as the client's list says."),)
    return (msg("{count} customers were left out of all figures, as the client's list says.", count=count),)
